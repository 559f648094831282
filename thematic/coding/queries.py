"""Retrieval by code: a small language of keys with `and`, `or`, `not`, `near` and brackets.

`a and b` gives the codings of a that overlap a coding of b, `a not b` (or
`a and not b`) those that do not, `a near b` those with a coding of b at most
200 characters away in the same source, and `a or b` the codings of either. A
key means the code and those below it. Operators bind from left to right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from thematic.model.columns import CodingColumns

NEAR = 200
"""Characters within which two codings are near each other."""

_WORD = re.compile(r"\(|\)|[^\s()]+")
_OPERATORS = ("and", "or", "not", "near")


@dataclass(frozen=True, slots=True)
class Key:
    """Codings of one code and those below it."""

    key: str


@dataclass(frozen=True, slots=True)
class Both:
    """Two queries joined by an operator."""

    operator: str
    left: Query
    right: Query


Query = Key | Both


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        BadInput: Brackets do not match, or an operator stands where a key is needed.
    """
    words = _WORD.findall(text)
    query, rest = _parse(words, text)
    if rest:
        raise BadInput(f"'{rest[0]}' is not expected in the query '{text}'.", _FORM)
    return query


_FORM = "Write codes joined by and, or, not, near: 'time-barrier and (rotation or money)'."


def _parse(words: list[str], text: str) -> tuple[Query, list[str]]:
    query, words = _parse_one(words, text)
    while words and words[0] != ")":
        operator = words[0].casefold()
        if operator not in _OPERATORS:
            raise BadInput(f"An operator is missing before '{words[0]}' in the query '{text}'.", _FORM)
        words = words[1:]
        if operator == "and" and words and words[0].casefold() == "not":
            operator, words = "not", words[1:]
        right, words = _parse_one(words, text)
        query = Both(operator, query, right)
    return query, words


def _parse_one(words: list[str], text: str) -> tuple[Query, list[str]]:
    if not words or words[0].casefold() in _OPERATORS or words[0] == ")":
        raise BadInput(f"A code is missing in the query '{text}'.", _FORM)
    if words[0] != "(":
        return Key(words[0]), words[1:]
    query, rest = _parse(words[1:], text)
    if not rest:
        raise BadInput(f"A bracket is not closed in the query '{text}'.", _FORM)
    return query, rest[1:]


def find_matching(
    query: Query, codings: CodingColumns, codes_of: Callable[[str], NDArray[np.int64]]
) -> NDArray[np.bool_]:
    """Which codings a query retrieves.

    Args:
        query: What was asked.
        codings: All codings under consideration.
        codes_of: Gives the code indices a key stands for; raises where there is no such key.

    Returns:
        A mask over the codings.
    """
    if isinstance(query, Key):
        return np.isin(codings.code, codes_of(query.key))
    left = find_matching(query.left, codings, codes_of)
    right = find_matching(query.right, codings, codes_of)
    if query.operator == "or":
        return left | right
    reach = NEAR if query.operator == "near" else 0
    touched = _touched(codings, right, reach)
    return left & ~touched if query.operator == "not" else left & touched


def _touched(codings: CodingColumns, others: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Which codings overlap (or come within `reach` of) one of the others in the same source."""
    source = codings.source.astype(np.int64) << 33
    starts = np.sort(source[others] + codings.start[others])
    ends = np.sort(source[others] + codings.end[others])
    begun = np.searchsorted(starts, source + codings.end + reach, side="left" if not reach else "right")
    over = np.searchsorted(ends, source + codings.start - reach, side="right" if not reach else "left")
    return begun > over
