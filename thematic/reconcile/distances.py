"""How far apart two values are: nominal, ordinal, interval, ratio, weighted and set-valued.

A distance answers two questions about values given as indices into the
categories: how far two lists of values are apart one by one, and the sum over
all category pairs of mass × mass × distance, which every chance model needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thematic.reconcile.results import Floats, Ints

ROWS_AT_ONCE = 512


class Distance(Protocol):
    """What the coefficients ask of a distance."""

    def between(self, first: Ints, second: Ints) -> Floats:
        """Distance of values taken one by one."""

    def expected(self, first: Floats, second: Floats) -> Floats:
        """Sum over categories c, k of first[..., c] × second[..., k] × distance(c, k)."""


@dataclass(frozen=True)
class Nominal:
    """0 for equal values, else 1."""

    def between(self, first: Ints, second: Ints) -> Floats:
        """1 where they differ."""
        return np.asarray(first != second, dtype=np.float64)

    def expected(self, first: Floats, second: Floats) -> Floats:
        """All mass pairs less the equal ones."""
        return np.asarray(first.sum(-1) * second.sum(-1) - (first * second).sum(-1))


@dataclass(frozen=True)
class Squared:
    """Squared difference of the points the categories stand at (interval; ordinal on mid-ranks)."""

    points: Floats
    """One per category."""

    @property
    def _centred(self) -> Floats:
        # Moments of large numbers cancel; distances do not change with the origin.
        return np.asarray(self.points - self.points.mean())

    def between(self, first: Ints, second: Ints) -> Floats:
        """Squared difference of the points."""
        return np.asarray((self.points[first] - self.points[second]) ** 2)

    def expected(self, first: Floats, second: Floats) -> Floats:
        """By moments, so that many distinct values cost no square matrix."""
        at = self._centred
        squares = first.sum(-1) * (second @ at**2) + second.sum(-1) * (first @ at**2)
        return np.asarray(squares - 2 * (first @ at) * (second @ at))


@dataclass(frozen=True)
class Ratio:
    """Squared difference over squared sum, for quantities with a true zero (Krippendorff 2011)."""

    points: Floats
    """One per category, none negative."""

    def between(self, first: Ints, second: Ints) -> Floats:
        """((a − b) / (a + b))², 0 for two zeros."""
        return _ratio(self.points[first], self.points[second])

    def expected(self, first: Floats, second: Floats) -> Floats:
        """By rows of categories, so that the square matrix is never held."""
        total = np.zeros(np.broadcast_shapes(first.shape[:-1], second.shape[:-1]))
        for low in range(0, len(self.points), ROWS_AT_ONCE):
            rows = slice(low, low + ROWS_AT_ONCE)
            apart = _ratio(self.points[rows, None], self.points[None, :])
            total += ((first[..., rows] @ apart) * second).sum(-1)
        return total


@dataclass(frozen=True)
class Table:
    """Any distances, as a square matrix over the categories."""

    matrix: Floats

    def between(self, first: Ints, second: Ints) -> Floats:
        """Looked up."""
        return np.asarray(self.matrix[first, second], dtype=np.float64)

    def expected(self, first: Floats, second: Floats) -> Floats:
        """The bilinear form of the matrix."""
        return np.asarray(((first @ self.matrix) * second).sum(-1))


def _ratio(first: Floats, second: Floats) -> Floats:
    total = first + second
    quotient = np.divide(first - second, total, out=np.zeros(total.shape), where=total != 0)
    return np.asarray(quotient**2)


def mid_ranks(marginals: Floats) -> Floats:
    """Where ordered categories stand when n_c values fall in each.

    Krippendorff's ordinal metric (Σ_{g=c..k} n_g − (n_c + n_k)/2)² is the
    squared difference of these (Krippendorff 2011, section on metrics).
    """
    return np.asarray(np.cumsum(marginals) - marginals / 2)


def quadratic_weights(points: Floats) -> Squared:
    """Disagreement weights ((a − b) / range)² (Cohen 1968, Psychological Bulletin 70:213)."""
    return Squared(points / _range(points))


def linear_weights(points: Floats) -> Table:
    """Disagreement weights |a − b| / range (Cicchetti & Allison 1971, Am. J. EEG Technology 11:101)."""
    at = points / _range(points)
    return Table(np.abs(at[:, None] - at[None, :]))


def _range(points: Floats) -> float:
    return float(np.ptp(points)) or 1.0


def jaccard_distance(members: NDArray[np.bool_]) -> Table:
    """1 − |A ∩ B| / |A ∪ B| over sets given as rows; two empty sets agree.

    Jaccard (1912), New Phytologist 11:37.
    """
    return Table(1.0 - _jaccard(members)[0])


def masi_distance(members: NDArray[np.bool_]) -> Table:
    """1 − Jaccard × monotonicity over sets given as rows; two empty sets agree.

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where
    they overlap and 0 where they do not. Passonneau (2006), LREC:831.
    """
    jaccard, shared = _jaccard(members)
    sizes = np.diag(shared)
    inside = shared == np.minimum(sizes[:, None], sizes[None, :])
    monotonicity = np.where(inside, 2 / 3, np.where(shared > 0, 1 / 3, 0.0))
    np.fill_diagonal(monotonicity, 1.0)
    return Table(1.0 - jaccard * monotonicity)


def _jaccard(members: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    counts = members.astype(np.float64)
    shared = counts @ counts.T
    sizes = np.diag(shared)
    union = sizes[:, None] + sizes[None, :] - shared
    return np.divide(shared, union, out=np.ones(shared.shape), where=union > 0), shared
