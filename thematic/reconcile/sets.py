"""Each unit's codes as a set per coder, for alpha over sets (MASI, Jaccard)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.ratings import MISSING, Ratings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thematic.reconcile.units import Cover

CODES_A_WORD = 62
"""Codes packed into one signed 64-bit word of a set."""


def rate_sets(cover: Cover, assigned: NDArray[np.bool_], codes: int) -> tuple[Ratings, NDArray[np.bool_]]:
    """Judgements whose categories are the distinct sets of codes used, and those sets.

    A coder who finished the source and left a unit uncoded gave it the empty
    set; one not assigned is missing. Groups are sources.

    Returns:
        The judgements, and [sets, codes] which codes each set holds.
    """
    coders, units = assigned.shape[1], len(cover.source_of_unit)
    cell = cover.unit * coders + cover.coder
    order = np.lexsort((cover.code, cell))
    cell, code = cell[order], cover.code[order]
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    words = np.zeros((len(starts) + 1, codes // CODES_A_WORD + 1), dtype=np.int64)
    row = np.cumsum(np.diff(cell, prepend=-1) != 0)
    np.add.at(words, (row, code // CODES_A_WORD), 1 << code % CODES_A_WORD)
    distinct, which = np.unique(words, axis=0, return_inverse=True)
    which = which.reshape(-1)
    values = np.full((coders, units), which[0], dtype=np.int32)
    values.T.flat[cell[starts]] = which[1:]
    values[~assigned[cover.source_of_unit].T] = MISSING
    ratings = Ratings(
        values=values,
        categories=len(distinct),
        weights=cover.length_of_unit,
        groups=cover.source_of_unit,
        n_groups=len(assigned),
    )
    return ratings, _members(distinct, codes)


def _members(words: NDArray[np.int64], codes: int) -> NDArray[np.bool_]:
    code = np.arange(codes)
    return np.asarray(words[:, code // CODES_A_WORD] >> code % CODES_A_WORD & 1, dtype=bool)
