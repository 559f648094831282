"""Appendices: the rules, the numbers, who disagreed, the codebook, versions; more in team copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import STANCE_NAMES
from thematic.model.findings import STANDINGS
from thematic.report.document import Block, Bullets, Heading, Link, Paragraph, Table, detail_anchor
from thematic.report.phrases import counted, interval, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thematic.model.codings import Quote
    from thematic.model.findings import Counted, Findings, NumberedFinding
    from thematic.model.outline import QuantifierPolicy, QuantifierRule
    from thematic.report.disclosure import Disclosure

    FetchQuotes = Callable[[Sequence[int]], Sequence[Quote]]

_SIGNS = {
    "supporting": "+",
    "qualified": "~",
    "opposing": "−",
    "mixed": "±",
    "silent": "·",
    "not answered": "",
    "not asked": "",
    "out of scope": "",
}


def write_policy(policy: QuantifierPolicy) -> list[Block]:
    """The table of words."""
    few = (("a few, two, one, no", "n = 3, 2, 1, 0"),)
    rows = tuple((rule.word, _rule(rule)) for rule in policy.rules)
    note = (
        "n: supporting respondents; N: respondents asked in scope who gave a substantive answer; "
        "d: respondents who disagree, those of two minds included. "
        "The first rule that is met, from the top, gives the word; n of three or less comes first of all. "
        f"With fewer than {policy.small} in the base only numerals are used; "
        f"above {policy.large} “n of N” always stands beside the word. "
        "Words marked * speak of agreement: they need a question that was put to the whole base and support "
        "that was stated, not only mentioned; otherwise the word is “most” at best."
    )
    table = Table("Words for how many", ("Word", "Rule"), (*rows, *few), note, "quantifiers")
    return [Heading(2, "How many is “most”", "policy"), table]


def write_numbers(findings: Findings, disclosure: Disclosure) -> list[Block]:
    """What stands behind each number and letter."""
    modes = sorted({one.mode for statement in findings.statements() for one in statement.by_mode})
    header = ("No.", "Word", "n", "d", "N", "Share", "With reservations", "Silent", "Rank", *modes)
    found = [
        (row, detail_anchor(finding.number))
        for finding in findings.findings()
        for row in _number_rows(finding, modes, disclosure, findings)
    ]
    note = (
        f"Rank among all findings, with its range over {findings.replicates:,} resamples of respondents "
        f"(seed {findings.seed}); “=” marks a tie. "
        if findings.replicates
        else ""
    )
    note += (
        "Columns by mode give n of N, with the word that the mode by itself would earn "
        f"where these differ (on {findings.policy.small} and more). "
        if modes
        else ""
    )
    note += "A word in brackets was computed, and another one chosen by an author."
    rows, links = tuple(row for row, _ in found), tuple(link for _, link in found)
    table = Table("The numbers behind the findings", header, rows, note, "numbers", tuple(range(2, 8)), links)
    return [Heading(2, "The numbers behind the findings", "numbers-part"), table, *_held_back(findings)]


def write_dissent(findings: Findings, disclosure: Disclosure) -> list[Block]:
    """Every statement somebody disagrees with, with their words where these may be printed."""
    blocks: list[Block] = [Heading(2, "Who saw it differently", "dissent")]
    found = False
    for label, place, statement in _labelled(findings):
        if not statement.tally.oppose or statement.camps:
            continue
        found = True
        name = f"{label}:"
        blocks.append(Paragraph(_dissent(statement), label=name, links=(Link(name, place),)))
        blocks += [disclosure.quotation(quote) for quote in statement.dissent]
    return blocks if found else []


def write_matrix(findings: Findings) -> list[Block]:
    """Finding × respondent, for the team."""
    ledger = findings.ledger
    finds = list(findings.findings())
    if not finds:
        return []
    header = ("Respondent", *(str(finding.number) for finding in finds))
    standing = np.stack([ledger.standing[finding.id] for finding in finds])
    rows = tuple(
        (label, *(_SIGNS[STANDINGS[place]] for place in standing[:, column]))
        for column, label in enumerate(ledger.respondents)
    )
    note = "+ supports, ~ with reservations, − opposes, ± both, · said nothing on it; empty: not in the base."
    return [
        Heading(2, "Findings by respondent", "matrix"),
        Table("Where each respondent stands", header, rows, note, "matrix-table"),
    ]


def write_evidence(findings: Findings, fetch_quotes: FetchQuotes) -> list[Block]:
    """Every coding each statement rests on, person by person, for the team."""
    places = {label: place for place, label in enumerate(findings.ledger.respondents)}
    blocks: list[Block] = [Heading(2, "Evidence", "evidence")]
    counting = findings.approach != "reflexive"
    for label, _, statement in _labelled(findings):
        local = findings.ledger.codings[statement.id]
        if not len(local):
            continue
        stances = findings.ledger.stance[statement.id]
        found = zip(fetch_quotes([int(one) for one in local]), stances, strict=True)
        ordered = sorted(
            found, key=lambda pair: (places.get(pair[0].respondent or "", -1), pair[0].source, pair[0].start)
        )
        rows = tuple(
            (
                quote.respondent or quote.source,
                STANCE_NAMES[int(stance)] or "mentioned",
                quote.code,
                quote.quote,
                f"{quote.source} {quote.start}–{quote.end}",
                quote.coder,
            )
            for quote, stance in ordered
        )
        header = ("Who", "Stance", "Code", "Words", "Where", "Coder")
        caption = f"{label}: {counted(len(rows), 'passage')}" if counting else label
        blocks.append(Table(caption, header, rows, anchor=f"evidence-{statement.id}"))
    return blocks


def write_codebook(findings: Findings) -> list[Block]:
    """Every code that was used, with the codes above it, definition and use."""
    book = findings.codebook
    used = {guid for guid, (codings, _) in findings.code_counts.items() if codings}
    shown = used | {above.guid for guid in used if guid in book.by_guid for above in book.ancestors(guid)}
    counting = findings.approach != "reflexive"
    rows = []
    for depth, code in findings.codebook.walk():
        if code.guid not in shown:
            continue
        codings, people = findings.code_counts.get(code.guid, (0, 0))
        rows.append(
            ("– " * depth + code.name, code.definition, f"{codings:,}", f"{people:,}")[: 4 if counting else 2]
        )
    header = ("Code", "Definition", "Passages", "Respondents")[: 4 if counting else 2]
    note = "Counts are of the code itself, without the codes below it." if counting else ""
    table = Table("The codes", header, tuple(rows), note, "codes", (2, 3) if counting else ())
    return [Heading(2, "Codebook", "codebook"), table]


def write_versions(versions: Sequence[tuple[str, str]]) -> list[Block]:
    """What exactly was counted and with what."""
    if not versions:
        return []
    return [
        Heading(2, "Versions", "versions"),
        Table("Versions and hashes", ("What", "Version"), tuple(versions), anchor="version-table"),
    ]


def _rule(rule: QuantifierRule) -> str:
    parts = []
    if rule.everyone:
        parts.append("n = N and d = 0")
    if rule.share > 0:
        parts.append(f"n/N ≥ {_decimal(float(rule.share))}")
    if rule.over >= 0:
        parts.append(f"n/N > {_decimal(float(rule.over))}")
    if rule.people:
        parts.append(f"n ≥ {rule.people}")
    if rule.opposed < 1:
        parts.append(f"d/N ≤ {_decimal(float(rule.opposed))}")
    return " and ".join(parts) + (" *" if rule.consensus else "")


def _decimal(share: float) -> str:
    return f"{share:.4f}".rstrip("0").ljust(4, "0")


def _labelled(findings: Findings) -> list[tuple[str, str, Counted]]:
    """`Finding 3` and `Finding 3b` with the anchor of the finding and what they name."""
    found: list[tuple[str, str, Counted]] = []
    for finding in findings.findings():
        label, place = f"Finding {finding.number}", detail_anchor(finding.number)
        found.append((label, place, finding))
        found += [(f"{label}{point.letter}", place, point) for point in finding.points]
    return found


def _number_rows(
    finding: NumberedFinding, modes: Sequence[str], disclosure: Disclosure, findings: Findings
) -> list[tuple[str, ...]]:
    """A finding, its camps, and those of its points that rest on anything."""
    small = findings.policy.small
    rank = interval(finding.rank) if finding.rank else ""
    rows = [_number_row(str(finding.number), finding, rank, _by_mode(finding, modes, disclosure, small))]
    for camp in finding.camps:
        tally = camp.tally
        rows.append(
            (
                f"{finding.number} ({camp.name})",
                camp.quantifier.word,
                *_counts(tally.support, tally.oppose, tally.base),
                f"{tally.qualified:,}",
                f"{tally.silent:,}",
                "",
                *("" for _ in modes),
            )
        )
    rows += [
        _number_row(f"{finding.number}{point.letter}", point, "", _by_mode(point, modes, disclosure, small))
        for point in finding.points
        if len(findings.ledger.codings[point.id])
    ]
    return rows


def _number_row(label: str, statement: Counted, rank: str, by_mode: Sequence[str]) -> tuple[str, ...]:
    tally = statement.tally
    word = statement.computed.word
    if statement.override:
        word = f"{statement.override.word} [{word}]"
    return (
        label,
        word,
        *_counts(tally.support, tally.oppose, tally.base),
        f"{tally.qualified:,}",
        f"{tally.silent:,}",
        rank,
        *by_mode,
    )


def _by_mode(statement: Counted, modes: Sequence[str], disclosure: Disclosure, small: int) -> tuple[str, ...]:
    """`19 of 25` for each mode, with their words where these differ; small modes earn none."""
    supports = [one.tally.support for one in statement.by_mode]
    shown = disclosure.visible(supports)
    cells = {
        one.mode: f"{cell} of {one.tally.base:,}"
        for one, cell in zip(statement.by_mode, disclosure.cells(supports), strict=True)
    }
    worded = [
        one for one, seen in zip(statement.by_mode, shown, strict=True) if seen and one.tally.base >= small
    ]
    if len({one.quantifier.word for one in worded}) > 1:
        for one in worded:
            cells[one.mode] += f", {one.quantifier.word}"
    return tuple(cells.get(mode, "") for mode in modes)


def _counts(support: int, oppose: int, base: int) -> tuple[str, str, str, str]:
    return f"{support:,}", f"{oppose:,}", f"{base:,}", percent(support, base)


def _held_back(findings: Findings) -> list[Block]:
    """Why a stronger word was not given."""
    capped = [
        f"{label}: {statement.computed.capped}."
        for label, _, statement in _labelled(findings)
        if statement.computed.capped
    ]
    return [Bullets(tuple(capped))] if capped else []


def _dissent(statement: Counted) -> str:
    parts = []
    if statement.tally.opposing:
        parts.append(f"{counted(statement.tally.opposing, 'respondent')} disagreed")
    if statement.tally.mixed:
        parts.append(f"{counted(statement.tally.mixed, 'respondent')} spoke both for and against")
    return f"{' and '.join(parts)}, of {statement.tally.base:,} in the base.".capitalize()
