"""How alike the words of codes of two codebooks are, all with all at once: names and definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.language.folding import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from thematic.model.codebook import Code

    Table = NDArray[np.float32]


def name_likeness(left: Sequence[Code], right: Sequence[Code]) -> NDArray[np.float32]:
    """[left, right] Dice coefficient of the names' letter triples (Dice 1945, Ecology 26:297)."""
    rows, columns = _counts([code.name for code in left], [code.name for code in right], _triples)
    sizes = rows.sum(1)[:, None] + columns.sum(1)[None, :]
    return share(2 * (rows @ columns.T), sizes)


def definition_likeness(left: Sequence[Code], right: Sequence[Code]) -> NDArray[np.float32]:
    """[left, right] cosine of the definitions' words, rare words weighing more; 0 where one says nothing.

    Inverse document frequency as in Spärck Jones (1972), J. Documentation 28:11.
    """
    rows, columns = _counts([_definition(c) for c in left], [_definition(c) for c in right], str.split)
    known = (rows > 0).sum(0) + (columns > 0).sum(0)
    weights = np.log((1 + len(left) + len(right)) / np.maximum(known, 1)).astype(np.float32)
    return np.asarray(_unit(rows * weights) @ _unit(columns * weights).T, dtype=np.float32)


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
    return share(table, np.broadcast_to(norms, table.shape))


def share(part: NDArray[np.float32], whole: NDArray[np.float32]) -> NDArray[np.float32]:
    """A part of a whole, 0 where there is no whole."""
    shares = np.divide(part, whole, out=np.zeros(part.shape, np.float32), where=whole > 0)
    return np.asarray(shares, dtype=np.float32)
