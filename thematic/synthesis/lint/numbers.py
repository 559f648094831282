"""Numbers written by hand: they are the counted ones, or no count could give them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from thematic.synthesis.lint.mentions import SAYING, SUPERLATIVE, people_pattern, tells_dissent
from thematic.synthesis.percentages import is_share, possible_percentage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.findings import Tally
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
_PARTS = {
    "half": 1 / 2,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "two thirds": 2 / 3,
    "a quarter": 1 / 4,
    "one quarter": 1 / 4,
    "three quarters": 3 / 4,
    "a fifth": 1 / 5,
    "one fifth": 1 / 5,
}
_ROUGH = 0.05
"""How far the counted share may be from a part named in words."""


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


def check_parts(case: Case) -> Iterator[LintRemark]:
    """`number`: a part named in words, `two thirds of respondents`, is about the counted share."""
    if not case.report.counting:
        return
    tallies = [tally for tally in _tallies(case) if tally.base]
    shares = [tally.support / tally.base for tally in tallies]
    if tells_dissent(case.own_words):
        shares += [1 - share for share in shares] + [tally.oppose / tally.base for tally in tallies]
    for match in _named_parts(case.labels).finditer(case.own_words):
        part = _PARTS[" ".join(match[1].replace("-", " ").casefold().split())]
        if not any(abs(share - part) <= _ROUGH for share in shares):
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
    patterns = (_OF, _PERCENT, SUPERLATIVE, _named_parts(()))
    found = [match.group() for pattern in patterns for match in pattern.finditer(text)]
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


@lru_cache(maxsize=16)
def _named_parts(labels: tuple[str, ...]) -> re.Pattern[str]:
    """`half of the respondents`; `over half` and the like are words of the policy and left to it."""
    parts = "|".join(part.replace(" ", "[ -]") for part in sorted(_PARTS, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w-])(?<!over )(?<!than )({parts})\s+(?:of\s+)?(?:(?:the|these|those|our|all)\s+)?"
        rf"(?:[\w-]+\s+){{0,2}}?(?:{people_pattern(labels)})(?![\w-])",
        re.IGNORECASE,
    )


def _counts_people(case: Case, number: re.Match[str]) -> bool:
    """Whether it stands before people, before a verb of saying or in brackets: not `20% of their time`."""
    after = case.own_words[number.end() :]
    determiner = r"(?:(?:the|these|those|our|all)\s+)?"
    people = rf"\s+(?:of\s+)?{determiner}(?:[\w-]+\s+){{0,2}}?(?:{people_pattern(case.labels)})\b"
    return bool(re.match(rf"\s*(?:[),;]|{people}|\s(?:{SAYING})\b)", after, re.IGNORECASE))


def _tallies(case: Case) -> list[Tally]:
    """The counts of the statement, of its camps and of each mode."""
    return [
        case.counted.tally,
        *(camp.tally for camp in case.counted.camps),
        *(mode.tally for mode in case.counted.by_mode),
    ]


def _pairs(case: Case) -> set[tuple[int, int]]:
    """Every (count, base) the statement may speak of."""
    return {
        (count, tally.base)
        for tally in _tallies(case)
        for count in (tally.support, tally.oppose, tally.opposing, tally.mixed, tally.qualified, tally.silent)
    }
