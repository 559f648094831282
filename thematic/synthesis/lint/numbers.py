"""Numbers written by hand: they are the counted ones, or no count could give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.synthesis.lint.mentions import SAYING, SUPERLATIVE, people_pattern
from thematic.synthesis.percentages import is_share, possible_percentage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.lint import LintRemark
    from thematic.synthesis.lint.case import Case
    from thematic.synthesis.lint.mentions import Mention

_OF = re.compile(r"(?<![\w.,])(\d[\d,]*)\s+(?:out\s+)?of\s+(?:the\s+)?(\d[\d,]*)(?![\w.,]*\d)")
_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)")
_ON_A_BASE = re.compile(
    r"(?<![\w.,])(\d+(?:\.\d+)?)\s?(?:%|per ?cent)\s*"
    r"(?:\(\s*n\s*=\s*(\d[\d,]*)\s*\)|of\s+(?:the\s+)?(\d[\d,]*))",
    re.IGNORECASE,
)


def check_fractions(case: Case) -> Iterator[LintRemark]:
    """`number`: `n of N` written by hand is what was counted."""
    if not case.report.counting:
        return
    right = _pairs(case)
    bases = {base for _, base in right}
    for match in _OF.finditer(case.own_words):
        count, base = (int(number.replace(",", "")) for number in match.groups())
        if (count, base) not in right and (base in bases or _counts_people(case, match)):
            tally = case.counted.tally
            message = f"'{match.group()}' was not counted; it is {tally.support} of {tally.base}."
            yield case.remark("number", "error", message)


def check_percentages(case: Case) -> Iterator[LintRemark]:
    """`impossible-number` and `number`: a percentage can come from the base, and is the counted one."""
    base = case.counted.tally.base
    if not base or not case.report.counting:
        return
    for match in _PERCENT.finditer(case.own_words):
        if not _counts_people(case, match):
            continue
        bases = {pair[1] for pair in _pairs(case) if pair[1]}
        if not any(possible_percentage(match[1], one) for one in bases):
            yield case.remark("impossible-number", "error", f"no count out of {base} gives {match.group()}.")
        elif not any(is_share(match[1], count, one) for count, one in _pairs(case) if one):
            tally = case.counted.tally
            message = f"'{match.group()}' was not counted; it is {tally.support} of {tally.base}."
            yield case.remark("number", "error", message)


def numeric_claims(text: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Everything in a text that counts or ranks, each once.

    Args:
        text: An author's own words.
        mentions: The quantities of people in it.
    """
    found = [match.group() for pattern in (_OF, _PERCENT, SUPERLATIVE) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys([*found, *(mention.text for mention in mentions)]))


def impossible_shares(text: str) -> Iterator[tuple[str, int]]:
    """Percentages with their base that no count can give: `37% (n = 24)`, `37% of 24`."""
    for match in _ON_A_BASE.finditer(text):
        base = int((match[2] or match[3]).replace(",", ""))
        if base and not possible_percentage(match[1], base):
            yield match[1], base


def check_reflexive(case: Case) -> Iterator[LintRemark]:
    """`reflexive-number`: a reflexive study makes no numeric claim."""
    if case.report.counting:
        return
    found = list(numeric_claims(case.own_words, case.mentions))
    written = case.report.written.get(case.counted.id)
    if written and written.claim:
        found.append(f"rank {written.claim.rank}")
    for text in found:
        yield case.remark("reflexive-number", "error", f"'{text}' counts; a reflexive study does not.")


def _counts_people(case: Case, number: re.Match[str]) -> bool:
    """Whether it stands before people, before a verb of saying or in brackets: not `20% of their time`."""
    after = case.own_words[number.end() :]
    determiner = r"(?:(?:the|these|those|our|all)\s+)?"
    people = rf"\s+(?:of\s+)?{determiner}(?:[\w-]+\s+){{0,2}}?(?:{people_pattern(case.labels)})\b"
    return bool(re.match(rf"\s*(?:[),;]|{people}|\s(?:{SAYING})\b)", after, re.IGNORECASE))


def _pairs(case: Case) -> set[tuple[int, int]]:
    """Every (count, base) the statement may speak of."""
    tallies = [
        case.counted.tally,
        *(camp.tally for camp in case.counted.camps),
        *(mode.tally for mode in case.counted.by_mode),
    ]
    return {
        (count, tally.base)
        for tally in tallies
        for count in (tally.support, tally.oppose, tally.opposing, tally.mixed, tally.qualified, tally.silent)
    }
