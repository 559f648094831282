"""How alike the codes of two codebooks are, all with all at once: names, definitions, coded passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.language.folding import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from thematic.model.codebook import Code
    from thematic.reconcile.units import Spans


@dataclass(frozen=True)
class Passages:
    """What each code of two codebooks was put on, in characters."""

    shared: NDArray[np.float32]
    """[left codes, right codes]"""
    within_left: NDArray[np.float32]
    """[left codes, left codes] text they share among themselves; on the diagonal their own."""
    within_right: NDArray[np.float32]
    """[right codes, right codes]"""

    @property
    def left(self) -> NDArray[np.float32]:
        """[left codes] their own text."""
        return np.diag(self.within_left)

    @property
    def right(self) -> NDArray[np.float32]:
        """[right codes] their own text."""
        return np.diag(self.within_right)

    @property
    def overlap(self) -> NDArray[np.float32]:
        """Shared over joint length, 0 where neither code was used."""
        joint = self.left[:, None] + self.right[None, :] - self.shared
        return _share(self.shared, joint)


def name_likeness(left: Sequence[Code], right: Sequence[Code]) -> NDArray[np.float32]:
    """[left, right] Dice coefficient of the names' letter triples (Dice 1945, Ecology 26:297)."""
    rows, columns = _counts([code.name for code in left], [code.name for code in right], _triples)
    sizes = rows.sum(1)[:, None] + columns.sum(1)[None, :]
    return _share(2 * (rows @ columns.T), sizes)


def definition_likeness(left: Sequence[Code], right: Sequence[Code]) -> NDArray[np.float32]:
    """[left, right] cosine of the definitions' words, rare words weighing more; 0 where one says nothing.

    Inverse document frequency as in Spärck Jones (1972), J. Documentation 28:11.
    """
    rows, columns = _counts([_definition(c) for c in left], [_definition(c) for c in right], str.split)
    known = (rows > 0).sum(0) + (columns > 0).sum(0)
    weights = np.log((1 + len(left) + len(right)) / np.maximum(known, 1)).astype(np.float32)
    return np.asarray(_unit(rows * weights) @ _unit(columns * weights).T, dtype=np.float32)


def measure_passages(left: Spans, right: Spans, codes: tuple[int, int]) -> Passages:
    """What the codes of two codebooks share, text by text.

    Args:
        left: Codings of the left codebook; sources are numbered alike on both sides.
        right: Codings of the right codebook.
        codes: How many codes each has.
    """
    shared = np.zeros(codes, np.float32)
    within = tuple(np.zeros((size, size), np.float32) for size in codes)
    for source in np.union1d(left.source, right.source):
        one, other = left.take(left.source == source), right.take(right.source == source)
        cuts = np.unique(np.concatenate([one.start, one.end, other.start, other.end]))
        wide = np.diff(cuts).astype(np.float32)
        rows, columns = _paint(one, cuts, codes[0]), _paint(other, cuts, codes[1])
        shared += (rows * wide) @ columns.T
        within[0][:] += (rows * wide) @ rows.T
        within[1][:] += (columns * wide) @ columns.T
    return Passages(shared, within[0], within[1])


def _paint(spans: Spans, cuts: NDArray[np.int64], codes: int) -> NDArray[np.float32]:
    """[codes, stretches] 1 where a code lies on a stretch between two cuts."""
    edges = np.zeros((codes, len(cuts)), np.int32)
    np.add.at(edges, (spans.code, np.searchsorted(cuts, spans.start)), 1)
    np.add.at(edges, (spans.code, np.searchsorted(cuts, spans.end)), -1)
    return np.asarray(edges.cumsum(axis=1)[:, :-1] > 0, dtype=np.float32)


def _definition(code: Code) -> str:
    return fold_words(" ".join((code.definition, *code.include)))


def _triples(name: str) -> list[str]:
    padded = f"  {fold_words(name)} "
    return [padded[place : place + 3] for place in range(len(padded) - 2)] if padded.strip() else []


def _counts(
    left: Sequence[str], right: Sequence[str], cut: Callable[[str], Iterable[str]]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Rows of 0 and 1: which of the pieces met anywhere each text has."""
    pieces = [set(cut(text)) for text in (*left, *right)]
    places = {piece: place for place, piece in enumerate(sorted(set().union(*pieces)))}
    table = np.zeros((len(pieces), len(places)), np.float32)
    for row, some in enumerate(pieces):
        table[row, [places[piece] for piece in some]] = 1
    return table[: len(left)], table[len(left) :]


def _unit(table: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    return _share(table, np.broadcast_to(norms, table.shape))


def _share(part: NDArray[np.float32], whole: NDArray[np.float32]) -> NDArray[np.float32]:
    shares = np.divide(part, whole, out=np.zeros(part.shape, np.float32), where=whole > 0)
    return np.asarray(shares, dtype=np.float32)
