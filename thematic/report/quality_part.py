"""What a reviewer asks for: saturation, agreement, confidence, negative cases, exceptions, COREQ, journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.report.charts import Curves, Line
from thematic.report.closed_part import change_value, closed_value
from thematic.report.document import Block, Figure, Heading, Paragraph, Table, detail_anchor
from thematic.report.phrases import counted, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.agreement import Agreement, DoubleCoding
    from thematic.model.closed import Change, ClosedTable
    from thematic.model.coreq import CoreqItem
    from thematic.model.findings import Counted, Findings
    from thematic.model.lint import LintRemark
    from thematic.model.matrix import FrameworkMatrix, NegativeCases
    from thematic.model.saturation import Saturation
    from thematic.report.disclosure import Disclosure


_MEASURES = {
    "percent_agreement": "Percent agreement",
    "cohen_kappa": "Cohen’s kappa",
    "pooled_kappa": "Pooled kappa",
    "scott_pi": "Scott’s pi",
    "fleiss_kappa": "Fleiss’ kappa",
    "bennett_s": "Bennett’s S",
    "brennan_prediger": "Brennan and Prediger’s kappa",
    "gwet_ac1": "Gwet’s AC1",
    "krippendorff_alpha": "Krippendorff’s alpha",
    "bar_u_alpha": "Krippendorff’s |uα",
}
"""What measures are called by those who read reports; others keep their names in the program."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What was assessed beside the findings; whatever is empty leaves no trace in the report."""

    closed: Sequence[ClosedTable] = ()
    changes: Sequence[Change] = ()
    saturation: Sequence[Saturation] = ()
    agreement: Sequence[Agreement] = ()
    double: DoubleCoding | None = None
    """None where nobody's codings can be compared."""
    negative: Sequence[NegativeCases] = ()
    """Printed in team copies only."""
    remarks: Sequence[LintRemark] = ()
    """Of the linter; waived ones are always printed, open ones in team copies."""
    matrix: FrameworkMatrix | None = None
    """Its written summaries are printed in team copies."""
    coreq: Sequence[CoreqItem] = ()
    acts: Sequence[tuple[str, int]] = ()
    """Verb → acts in the journal."""


def beside_value(quality: Quality, disclosure: Disclosure) -> dict[str, Any]:
    """Closed questions, and for the team the negative cases, as nested dicts and lists."""
    value: dict[str, Any] = {
        "closed_questions": [closed_value(one, disclosure) for one in quality.closed if one.answered],
        "asked_twice": [change_value(one, disclosure) for one in quality.changes],
    }
    if disclosure.team:
        value["negative_cases"] = [
            {
                "finding": one.statement,
                "label": one.label,
                "support": one.support,
                "base": one.base,
                "opposing": list(one.opposing),
                "mixed": list(one.mixed),
                "qualified": list(one.qualified),
                "silent": list(one.silent),
            }
            for one in quality.negative
        ]
    return value


def write_saturation(found: Sequence[Saturation]) -> list[Block]:
    """A chart and a table: how fast new themes stopped coming, each mode by itself."""
    if not found:
        return []
    header = ("Mode", "Level", "Order", "Respondents", "Themes", "Reached", "Range", "Orders that reached it")
    rows = tuple(_saturation_row(one) for one in found)
    note = (
        f"After Guest, Namey & Chen (2020): {found[0].rule}. “6+2” means reached after six respondents and "
        "confirmed by the next two. Over random orders, the median with the range of 95% of orders. "
        "Modes are never pooled."
    )
    numbers = Table("When new themes stopped coming", header, rows, note, "saturation-table", (3, 4))
    told = dict.fromkeys((one.mode, one.order, one.unavailable) for one in found if one.unavailable)
    reasons = [sentence(f"{mode}, {order} order: {reason}") for mode, order, reason in told]
    blocks: list[Block] = [Heading(2, "Saturation", "saturation")]
    lines = _curves(found)
    if lines:
        caption = "Themes known after so many respondents"
        blocks.append(
            Figure(caption, _tell_curves(found), lines, _curve_table(lines, caption), "saturation-chart")
        )
    blocks.append(numbers)
    return [*blocks, Paragraph(" ".join(reasons), "note")] if reasons else blocks


def write_agreement(
    found: Sequence[Agreement], disclosure: Disclosure, double: DoubleCoding | None = None
) -> list[Block]:
    """How much several people coded, and coefficients with all they rest on; an undefined one says why."""
    if not found:
        return []
    blocks: list[Block] = [Heading(2, "Agreement", "agreement")]
    if double and double.sources:
        blocks += [Paragraph(tell_double(double)), *_pairs(double, disclosure)]
    rows, footnotes = [], []
    for one in found:
        mark = ""
        if one.undefined:
            footnotes.append(one.undefined)
            mark = f" [{len(footnotes)}]"
        value = f"{one.value:.2f}" if isinstance(one.value, float) else f"–{mark}"
        interval = f"{one.low:.2f} to {one.high:.2f}" if one.low is not None and one.high is not None else ""
        shown = "" if one.prevalence is None else f"{one.prevalence:.3f}"
        coders = ", ".join(one.coders) if disclosure.team else str(len(one.coders))
        rows.append(
            (
                f"{_measure(one.measure)} ({one.year})",
                one.unit,
                one.code or one.scope,
                value,
                interval,
                f"{one.n:,.0f}",
                shown,
                coders,
                f"{one.sources:,}",
            )
        )
    header = ("Measure", "Unit", "Code", "Value", "95% interval", "n", "Prevalence", "Coders", "Sources")
    notes = [f"[{place}] {sentence(reason)}" for place, reason in enumerate(footnotes, 1)]
    notes += [sentence(note) for note in dict.fromkeys(note for one in found for note in one.notes)]
    table = Table(
        "Agreement between coders", header, tuple(rows), " ".join(notes), "agreement-table", (3, 5, 6, 8)
    )
    return [*blocks, table]


def tell_double(double: DoubleCoding) -> str:
    """How much was coded by several people, and what became of their differences, in words."""
    text = (
        f"{counted(double.sources, 'source').capitalize()} of {double.of:,} ({double.share:.0%} of the text) "
        f"{'was' if double.sources == 1 else 'were'} coded by at least two people."
    )
    if not double.differences or not double.settled:
        return text
    left = double.differences - double.settled
    text += f" Of the {double.differences:,} places where they differed, {double.settled:,} were decided"
    return f"{text}; {left:,} stay open and are counted nowhere." if left else f"{text}."


def _pairs(double: DoubleCoding, disclosure: Disclosure) -> list[Block]:
    """Who shared how much, by name: for the team."""
    if not disclosure.team:
        return []
    header = ("Coders", "Sources", "Sentences", "Characters", "Part of the text")
    rows = tuple(
        (
            joined(pair.coders),
            f"{pair.sources:,}",
            f"{pair.sentences:,}",
            f"{pair.characters:,}",
            f"{pair.share:.0%}",
        )
        for pair in double.pairs
    )
    return [Table("What two people both coded", header, rows, "", "double-table", (1, 2, 3, 4))]


def write_appraisal(findings: Findings) -> list[Block]:
    """Confidence in each finding that was appraised."""
    rows, links = [], []
    for finding in findings.findings():
        appraisal = finding.appraisal
        concerns = (appraisal.methodological, appraisal.coherence, appraisal.adequacy, appraisal.relevance)
        if appraisal.confidence or any(concerns):
            rows.append((str(finding.number), appraisal.confidence or "", *concerns))
            links.append(detail_anchor(finding.number))
    if not rows:
        return []
    header = ("No.", "Confidence", "Methods", "Coherence", "Adequacy", "Relevance")
    said = [column for column in range(len(header)) if column < 2 or any(row[column] for row in rows)]
    note = (
        "Informed by the four components of GRADE-CERQual (Lewin and others 2018), "
        "which was made for syntheses of studies; here they tell the authors' own judgement."
    )
    table = Table(
        "How confident the authors are",
        tuple(header[column] for column in said),
        tuple(tuple(row[column] for column in said) for row in rows),
        note,
        "confidence-table",
        links=tuple(links),
    )
    return [Heading(2, "Confidence in the findings", "confidence"), table]


def write_negative_cases(found: Sequence[NegativeCases], disclosure: Disclosure) -> list[Block]:
    """Who was asked and does not support each statement; team copies only, since it names everybody."""
    rows = tuple(
        (
            one.label,
            f"{one.support:,} of {one.base:,}",
            ", ".join(one.opposing),
            ", ".join(one.mixed),
            ", ".join(one.qualified),
            ", ".join(one.silent),
        )
        for one in found
    )
    if not rows or not disclosure.team:
        return []
    header = ("Finding", "Support", "Against", "For and against", "With reservations", "Said nothing on it")
    table = Table("Asked, and not supporting", header, rows, anchor="negative-table")
    return [Heading(2, "Negative cases", "negative"), table]


def write_exceptions(
    findings: Findings, remarks: Sequence[LintRemark], disclosure: Disclosure
) -> list[Block]:
    """Checks that were waived, with the reason; in team copies also what is still open.

    What a check says may name coders and single respondents, so that public copies give the reason alone.
    """
    numbers = {one.id: label for label, one in _labels(findings)}
    blocks: list[Block] = []
    waived = [one for one in remarks if one.waived]
    if waived:
        blocks.append(_waivers(waived, numbers, disclosure))
    open_ones = [one for one in remarks if not one.waived]
    if open_ones and disclosure.team:
        header = ("Kind", "Check", "Finding", "What it says")
        rows = tuple(
            (one.severity, one.check, numbers.get(one.finding, ""), sentence(one.message))
            for one in open_ones
        )
        blocks.append(Table("Still open", header, rows, anchor="remarks-table"))
    return [Heading(2, "Checks of the wording", "checks"), *blocks] if blocks else []


def write_coreq(items: Sequence[CoreqItem]) -> list[Block]:
    """The checklist, item by item."""
    if not items:
        return []
    rows = tuple((str(one.number), one.domain, one.topic, one.shown) for one in items)
    note = (
        "After the consolidated criteria for reporting qualitative research (Tong, Sainsbury & Craig 2007); "
        "topics in our words."
    )
    table = Table("COREQ items", ("No.", "Domain", "Topic", "Answer"), rows, note, "coreq-table", (0,))
    return [Heading(2, "Reporting checklist", "coreq"), table]


def write_journal(acts: Sequence[tuple[str, int]]) -> list[Block]:
    """How much was done, by kind of act."""
    if not acts:
        return []
    rows = tuple((verb, f"{count:,}") for verb, count in sorted(acts, key=lambda one: (-one[1], one[0])))
    total = sum(count for _, count in acts)
    note = f"{counted(total, 'act').capitalize()} in all; every one can be traced and undone."
    return [
        Heading(2, "What was done", "journal"),
        Table("Acts in the journal", ("Act", "Times"), rows, note, "journal-table", (1,)),
    ]


def _measure(name: str) -> str:
    """What readers call a measure, with its distance where that is not the plain one."""
    stem, _, distance = name.partition(":")
    called = _MEASURES.get(stem, stem)
    return called if distance in ("", "nominal") else f"{called}, {distance}"


def _saturation_row(one: Saturation) -> tuple[str, ...]:
    spread = f"{one.low}–{one.high}" if one.low is not None and one.order == "random" else ""
    share = f"{one.share_reached:.0%}" if one.order == "random" and not one.unavailable else ""
    shown = "unavailable" if one.unavailable else "not reached" if one.reached is None else one.shown
    return (one.mode, one.level, one.order, f"{one.respondents:,}", f"{one.themes:,}", shown, spread, share)


def _curves(found: Sequence[Saturation]) -> Curves | None:
    """Mean curves over random orders at the level of themes; of codes where nothing else is there."""
    shown = [one for one in found if one.curve and one.order == "random" and one.level == "themes"]
    shown = shown or [one for one in found if one.curve]
    if not shown:
        return None
    lines = tuple(
        Line(
            one.mode,
            tuple(float(place) for place in range(1, len(one.curve) + 1)),
            one.curve,
            one.curve_low,
            one.curve_high,
        )
        for one in shown
    )
    return Curves("Respondents", "Themes", lines)


def _curve_table(curves: Curves, caption: str) -> Table:
    longest = max(len(line.x) for line in curves.lines)
    header = ("Respondents", *(line.name for line in curves.lines))
    rows = tuple(
        (str(place + 1), *(f"{line.y[place]:.1f}" if place < len(line.y) else "" for line in curves.lines))
        for place in range(longest)
    )
    return Table(caption, header, rows, anchor="saturation-curve", numeric=tuple(range(len(header))))


def _tell_curves(found: Sequence[Saturation]) -> str:
    told = []
    for one in found:
        if one.order == "random" and one.level == "themes" and one.curve:
            most = next((place for place, known in enumerate(one.curve, 1) if known >= 0.9 * one.themes), 1)
            first = counted(most, "respondent")
            told.append(f"{one.mode}: nine tenths of the {one.themes:,} themes are known after {first}")
    text = "A line for each mode: themes known after each further respondent, on average over random orders."
    return f"{text} {sentence(joined(told))}" if told else text


def _waivers(waived: Sequence[LintRemark], numbers: Mapping[str, str], disclosure: Disclosure) -> Table:
    rows = []
    for one in waived:
        reason = sentence(one.waived.reason) if one.waived else ""
        row: tuple[str, ...] = (one.check, numbers.get(one.finding, ""), reason)
        if disclosure.team and one.waived:
            row += (sentence(one.message), one.waived.by)
        rows.append(row)
    header: tuple[str, ...] = ("Check", "Finding", "Why it was waived")
    if disclosure.team:
        header += ("What it says", "Waived by")
    return Table("Exceptions", header, tuple(rows), anchor="waivers-table")


def _labels(findings: Findings) -> list[tuple[str, Counted]]:
    found: list[tuple[str, Counted]] = []
    for finding in findings.findings():
        found.append((str(finding.number), finding))
        found += [(f"{finding.number}{point.letter}", point) for point in finding.points]
    return found
