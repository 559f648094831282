"""What measuring agreement gives: a coefficient, or the reason there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTHING_COMPARED = "no unit was judged by two coders"
NO_VARIATION = "every judgement is the same, so agreement cannot be told from chance"


@dataclass(frozen=True, slots=True)
class Undefined:
    """A coefficient that has no value here; never 0 and never 1."""

    reason: str
    """Why, in words for a footnote."""


Result = float | Undefined


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


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient with everything needed to read and to repeat it."""

    measure: str
    """The name asked for, e.g. `krippendorff_alpha:nominal`."""
    year: int
    """Year of the publication the formula is taken from."""
    unit: str
    """source, turn, sentence, answer, character, continuum or row."""
    value: Result
    coders: tuple[str, ...] = ()
    """Names of the coders compared."""
    code: str | None = None
    """Key of the code, or the value for `(k)u`; None for all together."""
    scope: str = "code"
    """`code`, `pooled` (all codes in one coefficient), `averaged` (mean over codes) or `all`."""
    sources: int = 0
    """Sources with at least two finished coders."""
    n: float = 0
    """Units (or characters) judged by at least two coders."""
    prevalence: float | None = None
    """Share of the judgements that apply the code."""
    low: float | None = None
    """2.5th percentile over resampled sources."""
    high: float | None = None
    """97.5th percentile over resampled sources."""
    seed: int | None = None
    """Seed of the resampling; None where there is no interval."""
    notes: tuple[str, ...] = ()
    """Cautions for a footnote: few sources, codes left out of an average."""

    @property
    def undefined(self) -> str | None:
        """Why there is no value, or None."""
        return self.value.reason if isinstance(self.value, Undefined) else None


def count_up(keys: NDArray[np.integer[Any]], amounts: Floats, size: int) -> Floats:
    """[size]: sums of the amounts that fall on each key."""
    return np.asarray(np.bincount(keys, amounts, size), dtype=np.float64)


def share_of(part: Floats, whole: Floats) -> Floats:
    """Part divided by whole, 0 where the whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
