"""Observed against expected disagreement, for one table or a stack of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thematic.model.agreement import Result, Undefined

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTHING_COMPARED = "no unit was judged by two coders"
NO_VARIATION = "every judgement is the same, so agreement cannot be told from chance"


@dataclass(frozen=True)
class Coefficient:
    """One minus observed over expected disagreement, for one table or a stack of them.

    All arrays have the same shape: none for one table, `[replicates]` or
    `[groups, pairs]` for many at once.
    """

    observed: Floats
    """Disagreement seen, as a share or in any unit shared with `expected`."""
    expected: Floats
    """Disagreement that chance would give; exactly 0 where nothing varies."""
    compared: Floats
    """How much was compared; 0 where there was nothing."""
    nothing: str = NOTHING_COMPARED
    """The reason given where nothing was compared."""
    constant: str = NO_VARIATION
    """The reason given where nothing varies."""

    @property
    def values(self) -> Floats:
        """The coefficients, NaN where undefined."""
        defined = (self.compared > 0) & (self.expected > 0)
        ratio = np.divide(self.observed, self.expected, out=np.full(defined.shape, np.nan), where=defined)
        return np.asarray(1.0 - ratio)

    def at(self, *index: int) -> Result:
        """One coefficient of the stack, or why it is undefined."""
        if self.compared[index] <= 0:
            return Undefined(self.nothing)
        if self.expected[index] <= 0:
            return Undefined(self.constant)
        return float(self.values[index])

    @property
    def result(self) -> Result:
        """The coefficient of a single table."""
        return self.at()


def count_up(keys: NDArray[np.integer[Any]], amounts: Floats, size: int) -> Floats:
    """[size]: sums of the amounts that fall on each key."""
    return np.asarray(np.bincount(keys, amounts, size), dtype=np.float64)


def share_of(part: Floats, whole: Floats) -> Floats:
    """Part divided by whole, 0 where the whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
