"""Choosing quotes: marked as good, clear, central, different, from people not yet quoted, with consent.

Candidates are narrowed down by columns alone (stance, length, how many codes
stand on the passage); only their words are fetched. The choice is
deterministic.
"""

from __future__ import annotations

import re
from collections import Counter as Bag
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import OPPOSES, QUALIFIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from thematic.model.codings import Quote
    from thematic.model.columns import CodingColumns
    from thematic.synthesis.evidence import Gathered

MOST_CANDIDATES = 60
"""Candidates whose words are fetched for one statement."""
SHORT, IDEAL, LONG = 8, 35, 60
"""Words a clear quote has at least, about, and at most."""

_LETTERS_A_WORD = 5.6
_WORD = re.compile(r"[^\W\d_]{3,}")
_CENTRAL, _LENGTH, _ONE_IDEA = 0.55, 0.25, 0.2
_ALIKE, _QUOTED = 0.5, 0.35
_MARKED = 3.0
"""More than all else together: what a coder marked as a good illustration is printed first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be quoted."""

    place: int
    """Index into the counted codings."""
    quote: Quote
    codes: int
    """How many codes stand on exactly this passage."""


def count_codes_on_passages(codings: CodingColumns) -> NDArray[np.int64]:
    """Per coding, how many codings stand on exactly the same passage: one idea is clearer than three."""
    order = np.lexsort((codings.end, codings.start, codings.source))
    ordered = codings.take(order)
    new = np.zeros(len(order), dtype=np.bool_)
    for column in (ordered.source, ordered.start, ordered.end):
        new[1:] |= column[1:] != column[:-1]
    group = np.cumsum(new)
    crowding = np.empty(len(order), dtype=np.int64)
    crowding[order] = np.bincount(group)[group] if len(order) else 0
    return crowding


def narrow_down(
    codings: CodingColumns,
    evidence: Gathered,
    people: NDArray[np.bool_],
    crowding: NDArray[np.int64],
    *,
    opposing: bool = False,
    marked: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Up to `MOST_CANDIDATES` passages worth reading, as indices into the codings.

    Args:
        codings: The counted codings.
        evidence: What the statement rests on.
        people: Respondents who may be quoted for it.
        crowding: From `count_codes_on_passages`.
        opposing: Look for words against the statement instead of for it.
        marked: Per coding, whether a coder marked it as a good illustration; those are never left out.
    """
    speaker = codings.respondent[evidence.at]
    fits = (evidence.stance == OPPOSES) if opposing else (evidence.stance < QUALIFIES)
    at = evidence.at[fits & (speaker >= 0) & people[speaker]]
    words = (codings.end[at] - codings.start[at]) / _LETTERS_A_WORD
    off = np.maximum(0, SHORT - words) * 4 + np.maximum(0, words - LONG)
    unclear = np.floor(off / 10) + np.minimum(crowding[at], 5) - 1
    at = at[np.lexsort((at, unclear))]
    if len(at) <= MOST_CANDIDATES:
        return at
    clear = max(MOST_CANDIDATES, int((unclear == unclear.min()).sum()))
    some = at[np.unique(np.linspace(0, clear - 1, MOST_CANDIDATES).astype(np.int64))]
    return some if marked is None else np.union1d(some, at[marked[at]])


def choose_illustrations(
    candidates: Sequence[Candidate],
    wanted: int,
    *,
    already: Mapping[str, int],
    beside: Sequence[str] = (),
    taken: frozenset[tuple[str, int]] = frozenset(),
) -> list[Candidate]:
    """The best quotes for one statement, in order of choice.

    Args:
        candidates: Passages to choose from.
        wanted: How many at most.
        already: Respondent → how often quoted so far in the report.
        beside: Words already printed with the statement; the new ones differ from them.
        taken: (source, start) of passages already printed elsewhere.
    """
    free = [one for one in candidates if (one.quote.source, one.quote.start) not in taken]
    vectors = _vectors([*(one.quote.quote for one in free), *beside])
    own, others = vectors[: len(free)], list(vectors[len(free) :])
    worth = _worth(free, own, already)
    chosen: list[Candidate] = []
    left = set(range(len(free)))
    while left and len(chosen) < wanted:
        best = max(sorted(left), key=lambda i: worth[i] - _ALIKE * _nearest(own[i], others))
        chosen.append(free[best])
        others.append(own[best])
        who = free[best].quote.respondent
        left = {i for i in left if free[i].quote.respondent != who}
    return chosen


def _worth(
    free: Sequence[Candidate], vectors: NDArray[np.float64], already: Mapping[str, int]
) -> list[float]:
    """How good each candidate is by itself: central, of a good length, one idea, a fresh voice."""
    if not free:
        return []
    centre = vectors.sum(axis=0)
    central = vectors @ (centre / (np.linalg.norm(centre) or 1.0))
    top = float(central.max()) or 1.0
    worth = []
    for place, one in enumerate(free):
        words = len(one.quote.quote.split())
        length = 1.0 - min(1.0, abs(words - IDEAL) / IDEAL)
        heard = already.get(one.quote.respondent or "", 0)
        worth.append(
            _CENTRAL * float(central[place]) / top
            + _LENGTH * length * (words >= SHORT)
            + _ONE_IDEA / one.codes
            + _MARKED * one.quote.illustrative
            - _QUOTED * min(heard, 3)
        )
    return worth


def _vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    """Words and word pairs weighted by rarity among these texts, one row of length 1 per text."""
    bags = [_terms(text) for text in texts]
    spread = Bag(term for bag in bags for term in bag)
    column = {term: place for place, term in enumerate(sorted(spread))}
    matrix = np.zeros((len(texts), len(column)))
    for row, bag in enumerate(bags):
        for term, count in bag.items():
            rarity = np.log((1 + len(texts)) / (1 + spread[term])) + 0.1
            matrix[row, column[term]] = (1 + np.log(count)) * rarity
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(lengths == 0, 1.0, lengths))


def _terms(text: str) -> Bag[str]:
    words = _WORD.findall(text.casefold())
    return Bag([*words, *(f"{one} {other}" for one, other in pairwise(words))])


def _nearest(vector: NDArray[np.float64], others: Sequence[NDArray[np.float64]]) -> float:
    return max((float(vector @ other) for other in others), default=0.0)
