"""Codes of two codebooks that may be the same: proposals with their evidence, for a person to decide.

Names only propose. What two codes were put on says most, then names, then
definitions, then their place in the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from thematic.language.folding import fold_words
from thematic.language.similarity import ratio
from thematic.reconcile.likeness import definition_likeness, name_likeness
from thematic.reconcile.lineage import Side, find_descent
from thematic.reconcile.polarity import may_oppose

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from numpy.typing import NDArray

    from thematic.model.codebook import Code, Codebook
    from thematic.reconcile.passages import Passages

MatchKind = Literal["same", "rename", "move", "split", "merge"]

PASSAGE_WEIGHT, NAME_WEIGHT, DEFINITION_WEIGHT, TREE_WEIGHT = 4.0, 3.0, 2.0, 1.0
LEAST_SCORE = 0.6
"""Score from which two codes are proposed as one."""
NEAR = 0.4
"""Likeness of names, definitions or passages from which a pair is looked at."""
LOOKED_AT = 5
"""How many of the roughly most alike codes are scored closely for each code."""
EQUAL_NAMES = 0.95


@dataclass(frozen=True)
class CodeMatch:
    """Codes of two codebooks that may be one, or one that may have become several."""

    kind: MatchKind
    left: tuple[str, ...]
    """Guids; several where the right code may be their merger."""
    right: tuple[str, ...]
    """Guids; several where the left code may have been split."""
    score: float
    """0 to 1."""
    evidence: tuple[str, ...]
    """What speaks for it, in words."""
    opposite: str = ""
    """Why the names may be opposites; empty when nothing says so."""


@dataclass(frozen=True)
class _Pair:
    left: int
    right: int
    score: float
    name: float
    evidence: tuple[str, ...]


def match_codes(
    left: Codebook,
    right: Codebook,
    passages: Passages | None = None,
    settled: Container[str] = frozenset(),
) -> tuple[CodeMatch, ...]:
    """Propose which codes of two codebooks are the same, renamed, moved, split or merged.

    Each code is proposed for one other at most, the best first; splits and
    mergers are proposed beside that. Codes with a guid in common are not
    looked at: they are the same.

    Args:
        left: One codebook; the earlier one, where there is an earlier one.
        right: The other.
        passages: What the codes were put on, in the order of the codes; None
            where nothing was coded.
        settled: Guids of codes that are not to be looked at.

    Returns:
        The best first.
    """
    if not left.codes or not right.codes:
        return ()
    sides = Side(left, right, settled), Side(right, left, settled)
    rows, columns = sides[0].own, sides[1].own
    pairs = _score_pairs(left, right, rows, columns, passages) if rows and columns else []
    found = [_match(left, right, pair) for pair in _best_first(pairs)]
    found += [
        CodeMatch(each.kind, each.left, each.right, each.score, each.evidence)
        for each in find_descent(*sides, passages)
    ]
    return tuple(sorted(found, key=lambda match: (-match.score, match.left, match.right)))


def _score_pairs(
    left: Codebook, right: Codebook, rows: list[int], columns: list[int], passages: Passages | None
) -> list[_Pair]:
    ours, theirs = [left.codes[row] for row in rows], [right.codes[column] for column in columns]
    names, definitions = name_likeness(ours, theirs), definition_likeness(ours, theirs)
    overlaps = passages.overlap[np.ix_(rows, columns)] if passages else np.zeros_like(names)
    context = _Context(left, right)
    pairs = []
    for row, column in np.argwhere(_near(names, definitions, overlaps)).tolist():
        used = None
        if passages is not None and passages.left[rows[row]] and passages.right[columns[column]]:
            used = float(overlaps[row, column])
        pair = _score(ours[row], theirs[column], float(definitions[row, column]), used, context)
        if pair[0] >= LEAST_SCORE:
            pairs.append(_Pair(rows[row], columns[column], *pair))
    return pairs


def _near(
    names: NDArray[np.float32], definitions: NDArray[np.float32], overlaps: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """[left, right] pairs worth scoring closely: alike in something, and among the best of either code."""
    rough = PASSAGE_WEIGHT * overlaps + NAME_WEIGHT * names + DEFINITION_WEIGHT * definitions
    best = np.zeros(rough.shape, dtype=bool)
    for axis in (0, 1):
        many = min(LOOKED_AT, rough.shape[axis])
        least = np.partition(rough, -many, axis=axis).take([-many], axis=axis)
        best |= rough >= least
    return np.asarray(best & ((names >= NEAR) | (definitions >= NEAR) | (overlaps >= NEAR)))


class _Context:
    """Folded names of codes, their parents and children, looked up once per code."""

    def __init__(self, left: Codebook, right: Codebook) -> None:
        self._books = left, right
        self._around: dict[tuple[int, str], tuple[frozenset[str], frozenset[str]]] = {}
        self._names: dict[str, tuple[str, str]] = {}

    def around(self, side: int, code: Code) -> tuple[frozenset[str], frozenset[str]]:
        """Names of the parent (none or one) and of the children."""
        key = side, code.guid
        if key not in self._around:
            book = self._books[side]
            above = book.ancestors(code.guid)[:1]
            self._around[key] = _folded(above), _folded(book.children(code.guid))
        return self._around[key]

    def name_score(self, one: str, other: str) -> float:
        """`name_score` of names folded once."""
        for name in (one, other):
            if name not in self._names:
                self._names[name] = _fold_name(name)
        return _name_score(self._names[one], self._names[other])


def _folded(codes: Iterable[Code]) -> frozenset[str]:
    return frozenset(fold_words(code.name) for code in codes)


def _score(
    one: Code, other: Code, definition: float, overlap: float | None, context: _Context
) -> tuple[float, float, tuple[str, ...]]:
    """Weighted mean of what there is to compare, the likeness of the names, and the evidence in words."""
    name = context.name_score(one.name, other.name)
    parts: list[tuple[float, float, str]] = []
    if overlap is not None:
        parts.append((PASSAGE_WEIGHT, overlap, f"{overlap:.0%} of their codings on the same passages"))
    said = "equal names" if name >= EQUAL_NAMES else f"names {name:.0%} alike"
    parts.append((NAME_WEIGHT, name, said))
    if one.definition and other.definition:
        parts.append((DEFINITION_WEIGHT, definition, f"definitions {definition:.0%} alike"))
    around = zip(("parent", "children"), context.around(0, one), context.around(1, other), strict=True)
    for word, ours, theirs in around:
        if ours and theirs:
            alike = len(ours & theirs) / len(ours | theirs)
            said = f"the same {word}" if alike == 1 else f"some of the same {word}" if alike else ""
            parts.append((TREE_WEIGHT / 2, alike, said))
    total = sum(weight for weight, _, _ in parts)
    score = sum(weight * value for weight, value, _ in parts) / total
    return score, name, tuple(words for _, _, words in parts if words)


def name_score(one: str, other: str) -> float:
    """Likeness of two names, 1 for names that differ in case, marks or the order of words only."""
    return _name_score(_fold_name(one), _fold_name(other))


def _fold_name(name: str) -> tuple[str, str]:
    """The folded words as they stand, and sorted."""
    plain = fold_words(name)
    return plain, " ".join(sorted(plain.split()))


def _name_score(one: tuple[str, str], other: tuple[str, str]) -> float:
    return max(ratio(one[0], other[0]), ratio(one[1], other[1]))


def _best_first(pairs: list[_Pair]) -> list[_Pair]:
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for pair in sorted(pairs, key=lambda pair: (-pair.score, -pair.name, pair.left, pair.right)):
        if pair.left not in taken[0] and pair.right not in taken[1]:
            taken[0].add(pair.left)
            taken[1].add(pair.right)
            chosen.append(pair)
    return chosen


def _match(left: Codebook, right: Codebook, pair: _Pair) -> CodeMatch:
    one, other = left.codes[pair.left], right.codes[pair.right]
    return CodeMatch(
        _kind(left, right, one, other, pair.name),
        (one.guid,),
        (other.guid,),
        round(pair.score, 4),
        pair.evidence,
        may_oppose(one.name, other.name),
    )


def _kind(left: Codebook, right: Codebook, one: Code, other: Code, name: float) -> MatchKind:
    if name < EQUAL_NAMES:
        return "rename"
    above = [_folded(book.ancestors(code.guid)[:1]) for book, code in ((left, one), (right, other))]
    return "same" if above[0] == above[1] else "move"
