"""Which codes of two codebooks were put on the same passages.

Passages are counted, not characters: one coder marks nine words where another
marks the whole thought, and both mean the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.likeness import share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from thematic.reconcile.likeness import Table
    from thematic.reconcile.units import Spans

MEETS = 0.5
"""Share of the shorter of two passages that must lie in the other."""
CHUNK = 512
"""Passages held against the others at a time: bounds memory."""


@dataclass(frozen=True)
class Passages:
    """How often codes of two codebooks were put on the same passages."""

    left: Table
    """[left codes] how many codings each has."""
    right: Table
    """[right codes]"""
    left_meets: Table
    """[left codes, right codes] codings of the left code that meet one of the right code."""
    right_meets: Table
    """[left codes, right codes] codings of the right code that meet one of the left code."""

    @property
    def overlap(self) -> Table:
        """[left codes, right codes] share of the codings of both that meet (Dice)."""
        return share(self.left_meets + self.right_meets, self.left[:, None] + self.right[None, :])


def measure_passages(left: Spans, right: Spans, codes: tuple[int, int]) -> Passages:
    """Count which codings meet, in the sources that both sides coded.

    Args:
        left: Codings of the left codebook; sources are numbered alike on both sides.
        right: Codings of the right codebook.
        codes: How many codes each has.
    """
    both = np.intersect1d(left.source, right.source)
    one, other = left.take(np.isin(left.source, both)), right.take(np.isin(right.source, both))
    meets = (np.zeros(codes, np.float32), np.zeros(codes, np.float32))
    for source in both:
        ours, theirs = one.take(one.source == source), other.take(other.source == source)
        pairs = np.concatenate(list(_meetings(ours, theirs)))
        mine, yours = pairs[:, 0], pairs[:, 1]
        # A coding counts once for each code that it meets, however often it meets it.
        for table, coding, code, met in (
            (meets[0], mine, ours.code, theirs.code[yours]),
            (meets[1].T, yours, theirs.code, ours.code[mine]),
        ):
            once = np.unique(np.stack([coding, met], axis=1), axis=0)
            np.add.at(table, (code[once[:, 0]], once[:, 1]), 1)
    counts = [
        np.bincount(side.code, minlength=many).astype(np.float32)
        for side, many in zip((one, other), codes, strict=True)
    ]
    return Passages(counts[0], counts[1], *meets)


def _meetings(ours: Spans, theirs: Spans) -> Iterator[NDArray[np.int64]]:
    """Pairs of places in the columns whose passages meet, some at a time."""
    order = np.argsort(ours.start, kind="stable")
    for low in range(0, len(order), CHUNK):
        rows = order[low : low + CHUNK]
        start, end = ours.start[rows], ours.end[rows]
        near = np.flatnonzero((theirs.start < end.max()) & (theirs.end > start.min()))
        common = np.minimum(end[:, None], theirs.end[near]) - np.maximum(start[:, None], theirs.start[near])
        shorter = np.minimum((end - start)[:, None], theirs.end[near] - theirs.start[near])
        row, column = np.nonzero(common >= np.maximum(1, MEETS * shorter))
        yield np.stack([rows[row], near[column]], axis=1)
