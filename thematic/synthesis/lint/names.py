"""Real names, of which a report holds none: neither in quotes nor in its own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.synthesis.lint.prose import passages
from thematic.synthesis.lint.quotes import all_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.findings import Illustration
    from thematic.model.lint import LintRemark
    from thematic.synthesis.lint.case import Report

_SHORTEST_PART = 3
"""Letters of a first or last name from which it is looked for by itself."""


def check_names(report: Report) -> Iterator[LintRemark]:
    """`name`: no real name of the pseudonym key stands in what is printed.

    A name is found in any case, one of its parts only with its capital: `Rose`, not `rose`.
    """
    pattern = _pattern(report.names)
    if pattern is None:
        return
    for case in report.cases():
        for quote in (*case.counted.quotes, *case.counted.dissent):
            yield from (case.remark("name", "error", told) for told in _in_quote(pattern, quote))
        if found := pattern.search(case.counted.text):
            yield case.remark("name", "error", f"it holds the name '{found.group()}'.")
    of_statements = {
        id(quote) for one in report.findings.statements() for quote in (*one.quotes, *one.dissent)
    }
    for quote in all_quotes(report.findings):
        if id(quote) not in of_statements:
            yield from (report.remark("name", "error", told) for told in _in_quote(pattern, quote))
    for stem in report.stems():
        if found := pattern.search(stem.counted.text):
            yield stem.remark("name", "error", f"it holds the name '{found.group()}'.")
    for passage in passages(report):
        if found := pattern.search(passage.text):
            yield report.remark("name", "error", f"{passage.where}: it holds the name '{found.group()}'.")


def _in_quote(pattern: re.Pattern[str], quote: Illustration) -> Iterator[str]:
    if found := pattern.search(quote.text):
        yield f"the quote of {quote.respondent or quote.source} holds the name '{found.group()}'."


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = [name.strip() for name in names if name.strip()]
    if not whole:
        return None
    parts = {part for name in whole if " " in name for part in name.split() if len(part) >= _SHORTEST_PART}
    every = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in whole)
    capital = "|".join(re.escape(part[:1].upper() + part[1:]) for part in sorted(parts)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:(?i:{every})|{capital})(?!\w)")
