"""Words outside statements: headings, lists, themes set aside, and the prose of the detailed part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from thematic.synthesis.lint.mentions import find_mentions
from thematic.synthesis.lint.numbers import impossible_shares, numeric_claims
from thematic.synthesis.lint.words import allowed_word
from thematic.synthesis.quantifiers import word_quantifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.findings import NumberedFinding, Tally
    from thematic.model.lint import LintRemark
    from thematic.synthesis.lint.case import Report
    from thematic.synthesis.lint.mentions import Mention


class Passage(NamedTuple):
    """Words of an author's that are no statement."""

    where: str
    """As a reader finds it: `under 'Money'`."""
    text: str
    strongest: int | None
    """Strength of the strongest word that what it stands with allows; None where nothing is counted there."""
    told: str
    """What it is held against: `any finding shown there`."""
    check: str = "word"


def check_passages(report: Report) -> Iterator[LintRemark]:
    """`word` and `detail`: headings, lists and prose say nothing stronger than what stands with them."""
    for passage in passages(report):
        if passage.strongest is None:
            continue
        for mention in _mentions(report, passage.text):
            if mention.strength > passage.strongest and not mention.contrasting:
                message = f"{passage.where}: '{mention.text}' is stronger than {passage.told}."
                yield report.remark(passage.check, "error", message)


def check_shown(report: Report) -> Iterator[LintRemark]:
    """`detail`: every finding of the summary is told in the detailed part, where there is one."""
    parts = report.findings.outline.detail
    shown = {block.finding for part in parts for block in part.blocks}
    for finding in report.findings.findings() if parts else ():
        if finding.id not in shown:
            message = (
                f"finding {finding.number} ('{finding.id}') is in the summary, but nowhere in the detail."
            )
            yield report.remark("detail", "warning", message)


def check_shares(report: Report) -> Iterator[LintRemark]:
    """`impossible-number`: a percentage in prose can come from the base beside it."""
    for passage in passages(report):
        for share, base in impossible_shares(passage.text):
            message = f"{passage.where}: no count out of {base} gives {share}%."
            yield report.remark("impossible-number", "error", message)


def check_reflexive_prose(report: Report) -> Iterator[LintRemark]:
    """`reflexive-number`: headings, lists and prose of a reflexive study count nobody either."""
    if report.counting:
        return
    for passage in passages(report):
        for text in numeric_claims(passage.text, _mentions(report, passage.text)):
            message = f"{passage.where}: '{text}' counts; a reflexive study does not."
            yield report.remark("reflexive-number", "error", message)


def passages(report: Report) -> Iterator[Passage]:
    """Everything an author wrote beside statements and lead-ins."""
    yield from _headings(report)
    yield from _lists(report)
    yield from _set_aside(report)
    yield from _detail(report)


def _headings(report: Report) -> Iterator[Passage]:
    for section in report.findings.sections:
        limit = _strength(report, _tallies(section.findings))
        yield Passage(f"section '{section.id}'", section.title, limit, "any finding in it")


def _lists(report: Report) -> Iterator[Passage]:
    for section in report.findings.sections:
        for block in section.lists:
            tallies = [item.tally for item in block.items if item.tally]
            yield Passage(f"list '{block.id}'", block.title, _strength(report, tallies), "anything in it")
            for item in block.items:
                limit = _strength(report, [item.tally] if item.tally else [])
                yield Passage(f"list '{block.id}'", item.text, limit, "the evidence")


def _set_aside(report: Report) -> Iterator[Passage]:
    policy = replace(report.findings.policy, small=0)
    for theme in report.findings.not_raised:
        limit = word_quantifier(policy, theme.base, theme.support).strength
        yield Passage(f"'{theme.key}', set aside", theme.statement, limit, "the evidence")


def _detail(report: Report) -> Iterator[Passage]:
    known = {finding.id: finding for finding in report.findings.findings()}
    for part in report.findings.outline.detail:
        here = [known[block.finding] for block in part.blocks if block.finding in known]
        limit = _strength(report, _tallies(here))
        for text in (part.heading, *(block.text for block in part.blocks)):
            yield Passage(f"under '{part.heading}'", text, limit, "any finding shown there", "detail")


def _tallies(findings: Iterable[NumberedFinding]) -> list[Tally]:
    every = list(findings)
    return [one.tally for one in every] + [camp.tally for one in every for camp in one.camps]


def _strength(report: Report, tallies: list[Tally]) -> int | None:
    return allowed_word(report.findings.policy, tallies).strength if tallies else None


def _mentions(report: Report, text: str) -> tuple[Mention, ...]:
    labels = tuple(label for label, _ in report.findings.outline.labels)
    return find_mentions(text, report.findings.policy, labels)
