"""Quotes: printed at all, verbatim, within consent, and from many voices."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.findings import Findings, Illustration, Remark
    from thematic.model.lint import LintRemark, Severity
    from thematic.synthesis.lint.case import Case, Report

MOST_OF_ONE = 3
"""Quotes of one respondent up to which nothing is said."""
MOST_SHARE = 0.15
"""Share of all quotes one respondent may have."""
MOST_TIMES_FAIR = 2
"""How many times as many quotes as if all were heard alike; it decides where few people were asked."""
LEAST_VOICES = 0.25
"""Share of the base that should be heard, where a report has quotes enough for it."""

_SEVERITIES: dict[str, Severity] = {"quote-evidence": "warning"}


def check_remarks(case: Case) -> Iterator[LintRemark]:
    """`placeholder` and `quote-…`: what building could not fill in or print."""
    for remark in case.counted.remarks:
        yield case.remark(remark.check, _SEVERITIES.get(remark.check, "error"), remark.message)


def check_report_remarks(report: Report) -> Iterator[LintRemark]:
    """The same for stems and for quotes that stand by themselves."""
    remarks: list[Remark] = list(report.findings.remarks)
    for section in report.findings.sections:
        remarks += [remark for stem in section.stems for remark in stem.remarks]
    for remark in remarks:
        yield report.remark(remark.check, _SEVERITIES.get(remark.check, "error"), remark.message)


def check_quoted(case: Case) -> Iterator[LintRemark]:
    """`no-quote`: a finding has somebody's words."""
    quotes = case.written.quotes
    wanted_none = quotes.most == 0 and not quotes.picks
    if case.counted is case.finding and not case.counted.quotes and not wanted_none:
        yield case.remark("no-quote", "warning", "no quote is printed for it.")


def check_voices(report: Report) -> Iterator[LintRemark]:
    """`over-quoted` and `few-voices`: quotes come from many people."""
    quotes = [quote for quote in all_quotes(report.findings) if quote.respondent]
    heard = Counter(quote.respondent for quote in quotes)
    base = report.findings.sample.answered
    fair = MOST_TIMES_FAIR * len(quotes) / max(base, 1)
    for who, count in heard.most_common():
        if count > max(MOST_OF_ONE, MOST_SHARE * len(quotes), fair):
            yield report.remark("over-quoted", "warning", f"{who} is quoted {count} times of {len(quotes)}.")
    possible = min(base, len(quotes))
    if len(quotes) >= base * LEAST_VOICES and len(heard) < LEAST_VOICES * base and possible > len(heard):
        message = f"all {len(quotes)} quotes are from {len(heard)} of {base} respondents."
        yield report.remark("few-voices", "warning", message)


def all_quotes(findings: Findings) -> list[Illustration]:
    """Every quote printed for or against a statement, for a list item, and in the detailed part by itself."""
    quotes = [quote for one in findings.statements() for quote in (*one.quotes, *one.dissent)]
    for section in findings.sections:
        quotes += [quote for block in section.lists for item in block.items for quote in item.quotes]
    quotes += [block.quote for part in findings.detail for block in part.blocks if block.quote]
    return quotes
