"""Every check, in one list, with waivers applied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.synthesis.lint.case import Report
from thematic.synthesis.lint.dissent import check_dissent_count, check_dissent_told
from thematic.synthesis.lint.grounds import (
    check_base,
    check_evidence,
    check_stale,
    check_themes,
    check_unlinked,
)
from thematic.synthesis.lint.names import check_names
from thematic.synthesis.lint.nouns import check_bare_plurals, check_subgroups, check_units
from thematic.synthesis.lint.numbers import (
    check_fractions,
    check_parts,
    check_percentages,
    check_reflexive,
)
from thematic.synthesis.lint.order import check_anaphora, check_claims
from thematic.synthesis.lint.prose import (
    check_passages,
    check_reflexive_prose,
    check_shares,
    check_shown,
)
from thematic.synthesis.lint.quotes import (
    check_quoted,
    check_remarks,
    check_report_remarks,
    check_voices,
)
from thematic.synthesis.lint.words import (
    check_consensus,
    check_everybody,
    check_modes,
    check_override,
    check_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from thematic.model.columns import Study
    from thematic.model.findings import Findings
    from thematic.model.lint import LintRemark
    from thematic.synthesis.lint.case import Case

CHECKS: dict[str, str] = {
    "word": "a word says no more and no less than the evidence",
    "all-opposed": "nobody speaks for everybody while anybody disagrees",
    "consensus-dissent": "agreement has a limit of dissent",
    "override": "a word chosen by a person is shown as chosen",
    "modes": "interviews and survey may say different things",
    "detail": "summary and detail tell the same",
    "dissent-missing": "those who disagree are told of",
    "dissent-count": "dissenters are counted exactly",
    "noun": "interviewees are people who were interviewed",
    "subgroup": "a subgroup is defined by an attribute, not by a word",
    "bare-plural": "a plural without a quantity hides how many",
    "no-evidence": "a finding rests on what somebody said",
    "base-zero": "a share needs somebody who was asked",
    "stale": "a statement is younger than its evidence",
    "unlinked": "what was coded for a finding counts somewhere",
    "theme": "a strong theme is a finding or set aside with a reason",
    "placeholder": "every placeholder can be filled in",
    "no-quote": "a finding is heard in somebody's words",
    "quote-verbatim": "a quote is what was said",
    "quote-found": "a quote stands in a coded passage",
    "quote-consent": "nobody is quoted without consent",
    "quote-evidence": "a quote shows the finding it is printed for",
    "over-quoted": "one voice does not stand for all",
    "few-voices": "quotes come from many people",
    "name": "nobody is named",
    "number": "a number written by hand is the counted one",
    "impossible-number": "a percentage can come from its base",
    "reflexive-number": "a reflexive study does not count",
    "claim": "a superlative holds against what it is compared with",
    "anaphora": "what points back stands next to it",
    "waiver": "an exception excepts something",
}
"""Id → why, in one line."""

_OF_STATEMENTS: tuple[Callable[[Case], Iterator[LintRemark]], ...] = (
    check_remarks,
    check_evidence,
    check_base,
    check_words,
    check_everybody,
    check_consensus,
    check_override,
    check_dissent_told,
    check_dissent_count,
    check_units,
    check_subgroups,
    check_bare_plurals,
    check_fractions,
    check_parts,
    check_percentages,
    check_reflexive,
    check_claims,
    check_anaphora,
    check_quoted,
    check_stale,
)
_OF_STEMS: tuple[Callable[[Case], Iterator[LintRemark]], ...] = (
    check_words,
    check_everybody,
    check_consensus,
    check_bare_plurals,
    check_fractions,
    check_parts,
    check_percentages,
    check_reflexive,
)
_OF_REPORTS: tuple[Callable[[Report], Iterator[LintRemark]], ...] = (
    check_report_remarks,
    check_passages,
    check_shown,
    check_shares,
    check_reflexive_prose,
    check_modes,
    check_unlinked,
    check_themes,
    check_voices,
    check_names,
)
_COUNTING = frozenset(
    {
        "word",
        "all-opposed",
        "consensus-dissent",
        "modes",
        "theme",
        "base-zero",
        "dissent-count",
        "dissent-missing",
    }
)
"""Checks that speak in numbers, and are silent in a reflexive study."""


def lint_findings(
    findings: Findings,
    study: Study,
    *,
    stale: Mapping[str, Sequence[str]] | None = None,
    names: Sequence[str] = (),
) -> tuple[LintRemark, ...]:
    """Hold every statement against its evidence.

    Args:
        findings: As built from the study.
        study: What they were built from.
        stale: Statement id → what changed in its evidence since it was written.
        names: Real names from a pseudonym key, which no quote may hold.

    Returns:
        Remarks by finding, then on the whole report; waived ones are marked.
    """
    report = Report(findings, study, stale or {}, names)
    remarks = [remark for case in report.cases() for check in _OF_STATEMENTS for remark in check(case)]
    remarks += [remark for stem in report.stems() for check in _OF_STEMS for remark in check(stem)]
    remarks += [remark for whole in _OF_REPORTS for remark in whole(report)]
    if not report.counting:
        remarks = [remark for remark in remarks if remark.check not in _COUNTING]
    return (*_waive(remarks, report), *_idle_waivers(remarks, report))


def _waive(remarks: Sequence[LintRemark], report: Report) -> list[LintRemark]:
    waivers = report.findings.outline.waivers
    return [
        replace(
            remark,
            waived=next(
                (one for one in waivers if one.check == remark.check and one.finding == remark.finding), None
            ),
        )
        for remark in remarks
    ]


def _idle_waivers(remarks: Sequence[LintRemark], report: Report) -> list[LintRemark]:
    """Waivers of checks there are not, or that have nothing to waive any more."""
    told = {(remark.check, remark.finding) for remark in remarks}
    idle = []
    for waiver in report.findings.outline.waivers:
        where = f" of '{waiver.finding}'" if waiver.finding else ""
        if waiver.check not in CHECKS:
            idle.append(
                report.remark("waiver", "error", f"there is no check '{waiver.check}' to waive{where}.")
            )
        elif (waiver.check, waiver.finding) not in told:
            idle.append(
                report.remark(
                    "waiver", "warning", f"'{waiver.check}'{where} is waived, but has nothing to say."
                )
            )
    return idle
