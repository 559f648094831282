"""Judgements as units × coders, and the sums over units that coefficients are functions of.

Every sum adds up over units, and so over sources: a resampled study is a
weighted sum of its sources' tallies and never looks at a unit again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from thematic.reconcile.distances import Nominal
from thematic.reconcile.results import count_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from thematic.reconcile.distances import Distance
    from thematic.reconcile.results import Floats, Ints

MISSING = -1


@dataclass(frozen=True)
class Ratings:
    """Which category each coder gave each unit."""

    values: NDArray[np.int32]
    """[coders, units]: index of the category, -1 where the coder did not judge."""
    categories: int
    """How many categories are declared, seen or not."""
    weights: Floats | None = None
    """[units]: how many equal units a column stands for; None means one each."""
    groups: Ints | None = None
    """[units]: which group (source, or source and code) a unit belongs to; None means one group."""
    n_groups: int = 1

    @property
    def coders(self) -> int:
        """How many coders."""
        return len(self.values)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Pairs of coders, in the order of the pair tallies."""
        return tuple(combinations(range(self.coders), 2))

    @property
    def judged(self) -> Ints:
        """[units]: how many coders judged each."""
        return np.asarray((self.values >= 0).sum(axis=0), dtype=np.int64)

    def sum_by_group(self, amounts: Floats) -> Floats:
        """[groups]: sums of an amount per unit."""
        if self.groups is None:
            return np.array([amounts.sum()])
        return count_up(self.groups, amounts, self.n_groups)

    def sum_by_category(self, coder: int, amounts: Floats) -> Floats:
        """[groups, categories]: sums of an amount per unit over what one coder chose; missing left out."""
        size = self.categories + 1
        keys = self.values[coder].astype(np.int64) + 1
        if self.groups is not None:
            keys += self.groups * size
        sums = count_up(keys, amounts, self.n_groups * size)
        return sums.reshape(self.n_groups, size)[:, 1:]

    def weigh(self, judged_at_least: int) -> Floats:
        """[units]: the weight of units judged by that many coders, 0 for others."""
        enough = (self.judged >= judged_at_least).astype(np.float64)
        return enough if self.weights is None else enough * self.weights


@dataclass(frozen=True)
class PairTally:
    """Per pair of coders: what Cohen's and Scott's coefficients and overlap need."""

    compared: Floats
    """[..., pairs]: units both judged."""
    observed: Floats
    """[..., pairs]: their distances, summed."""
    first: Floats
    """[..., pairs, categories]: what the first coder chose in those units."""
    second: Floats
    """[..., pairs, categories]: what the second coder chose."""
    distance: Distance


@dataclass(frozen=True)
class UnitTally:
    """Per unit one vote: what percent, Fleiss, Brennan–Prediger and Gwet need."""

    compared: Floats
    """[...]: units judged by at least two."""
    observed: Floats
    """[...]: mean distance of the coder pairs of a unit, summed over units."""
    rated: Floats
    """[...]: units judged by anyone."""
    shares: Floats
    """[..., categories]: share of a unit's judgements in each category, summed over rated units."""
    distance: Distance


@dataclass(frozen=True)
class ValueTally:
    """Per judgement one vote: what Krippendorff's alpha needs."""

    observed: Floats
    """[...]: distances of ordered coder pairs over (judgements in the unit − 1), summed."""
    marginals: Floats
    """[..., categories]: judgements in units with at least two."""
    distance: Distance


def tally_pairs(ratings: Ratings, distance: Distance | None = None) -> PairTally:
    """Sums per group and pair of coders."""
    distance = distance or Nominal()
    columns = [_pair_sums(ratings, distance, a, b) for a, b in ratings.pairs]
    compared, observed, first, second = (np.stack(part, axis=1) for part in zip(*columns, strict=True))
    return PairTally(compared, observed, first, second, distance)


def _pair_sums(ratings: Ratings, distance: Distance, a: int, b: int) -> tuple[Floats, ...]:
    both = _both(ratings, a, b) * ratings.weigh(2)
    apart = _apart(ratings, distance, a, b)
    return (
        ratings.sum_by_group(both),
        ratings.sum_by_group(both * apart),
        ratings.sum_by_category(a, both),
        ratings.sum_by_category(b, both),
    )


def tally_units(ratings: Ratings, distance: Distance | None = None) -> UnitTally:
    """Sums per group in which every unit has one vote."""
    distance = distance or Nominal()
    judged, weights = ratings.judged, ratings.weigh(2)
    per_pair = weights * 2 / np.maximum(judged * (judged - 1), 1)
    anyone = ratings.weigh(1)
    per_judgement = anyone / np.maximum(judged, 1)
    return UnitTally(
        compared=ratings.sum_by_group(weights),
        observed=_distances(ratings, distance, per_pair),
        rated=ratings.sum_by_group(anyone),
        shares=_choices(ratings, per_judgement),
        distance=distance,
    )


def tally_values(ratings: Ratings, distance: Distance | None = None) -> ValueTally:
    """Sums per group in which every judgement that can be paired has one vote."""
    distance = distance or Nominal()
    weights = ratings.weigh(2)
    per_pair = weights * 2 / np.maximum(ratings.judged - 1, 1)
    return ValueTally(_distances(ratings, distance, per_pair), _choices(ratings, weights), distance)


Tally = TypeVar("Tally", PairTally, UnitTally, ValueTally)


def add_up(tally: Tally, weights: Floats) -> Tally:
    """The groups of a tally (its first axis) added up, each as often as its weight says.

    Args:
        tally: One row per group.
        weights: [groups], or [replicates, groups] for a stack of resampled studies.
    """
    return reshape(tally, lambda field: np.tensordot(weights, field, 1))


def reshape(tally: Tally, change: Callable[[Floats], Floats]) -> Tally:
    """The same tally with every array changed alike."""
    names = [each.name for each in fields(tally) if each.name != "distance"]
    arrays: dict[str, Any] = {name: change(getattr(tally, name)) for name in names}
    return replace(tally, **arrays)


def pairable(ratings: Ratings) -> Floats:
    """[categories]: judgements in units judged by at least two, over all groups."""
    return np.asarray(_choices(ratings, ratings.weigh(2)).sum(axis=0))


def _distances(ratings: Ratings, distance: Distance, per_pair: Floats) -> Floats:
    total = np.zeros(ratings.n_groups)
    for a, b in ratings.pairs:
        total += ratings.sum_by_group(per_pair * _both(ratings, a, b) * _apart(ratings, distance, a, b))
    return total


def _choices(ratings: Ratings, amounts: Floats) -> Floats:
    total = np.zeros((ratings.n_groups, ratings.categories))
    for coder in range(ratings.coders):
        total += ratings.sum_by_category(coder, amounts)
    return total


def _both(ratings: Ratings, a: int, b: int) -> NDArray[np.bool_]:
    return np.asarray((ratings.values[a] >= 0) & (ratings.values[b] >= 0))


def _apart(ratings: Ratings, distance: Distance, a: int, b: int) -> Floats:
    # -1 reads the last category here; its weight is 0 wherever a judgement is missing.
    return distance.between(ratings.values[a], ratings.values[b])
