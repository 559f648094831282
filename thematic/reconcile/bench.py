"""The tallies of one study, made once, and the coefficients asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from thematic.errors import BadInput
from thematic.reconcile.agreement import pooled_kappa
from thematic.reconcile.bootstrap import Resampling, resample_sources
from thematic.reconcile.catalogue import (
    CHARACTER_NAMES,
    POOLED_KAPPA,
    POOLED_KAPPA_YEAR,
    SET_DISTANCES,
    find_measure,
    full_name,
)
from thematic.reconcile.ratings import (
    PairTally,
    Tally,
    UnitTally,
    ValueTally,
    add_up,
    reshape,
    tally_pairs,
    tally_units,
    tally_values,
)
from thematic.reconcile.unitizing import UnitizingTally, bar_u_alpha, sum_unitizing
from thematic.reconcile.units import SubsetLengths, rate_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from thematic.reconcile.ratings import Ratings
    from thematic.reconcile.results import Coefficient, Floats

    Computation = Callable[[Sequence[int], Floats], Coefficient]

BAR_U = "bar_u_alpha"


@dataclass(frozen=True)
class Formula:
    """A measure ready to be computed from codes and weights of sources."""

    name: str
    year: int
    unit: str
    compute: Computation
    """Codes taken together, and [sources] or [replicates, sources] weights → coefficient."""
    per_pair: bool = False
    """Whether it gives one value per pair of coders."""
    across: bool = False
    """Whether it only has meaning for several codes at once."""


@dataclass(frozen=True)
class Bench:
    """One sufficient statistic and what is computed from it."""

    lengths: SubsetLengths
    resampling: Resampling | None = None

    @cached_property
    def compared(self) -> NDArray[np.bool_]:
        """[sources]: gone through by at least two coders."""
        return self.lengths.compared_sources

    @cached_property
    def once(self) -> Floats:
        """[sources]: every compared source once."""
        return self.compared.astype(np.float64)

    @cached_property
    def resampled(self) -> Floats | None:
        """[replicates, sources], or None where no interval is wanted or one source cannot give it."""
        if self.resampling is None or self.compared.sum() < 2:
            return None
        return resample_sources(self.compared, self.resampling)

    @cached_property
    def _ratings(self) -> Ratings:
        return rate_codes(self.lengths)

    @cached_property
    def pairs(self) -> PairTally:
        """[codes, sources, pairs, …]."""
        return self._spread(tally_pairs(self._ratings))

    @cached_property
    def units(self) -> UnitTally:
        """[codes, sources, …]."""
        return self._spread(tally_units(self._ratings))

    @cached_property
    def values(self) -> ValueTally:
        """[codes, sources, …]."""
        return self._spread(tally_values(self._ratings))

    def formula(self, name: str) -> Formula:
        """A measure by name.

        Raises:
            BadInput: No such measure, or it cannot be had from this statistic.
        """
        if name == POOLED_KAPPA:
            unit = self.lengths.unit
            return Formula(name, POOLED_KAPPA_YEAR, unit, self._pooled_kappa, across=True)
        if name == BAR_U:
            if self.lengths.squares is None:
                raise BadInput(f"Measure '{name}' is about boundaries.", "Use --unit character for it.")
            return Formula(name, 2016, "continuum", partial(self._boundaries, self.lengths.squares))
        if name in CHARACTER_NAMES and self.lengths.unit != "character":
            raise BadInput(f"Measure '{name}' is about characters.", "Use --unit character for it.")
        measure, distance = find_measure(CHARACTER_NAMES.get(name, name))
        if distance in SET_DISTANCES:
            raise BadInput(
                f"Measure '{name}' compares sets of codes.",
                "It has no value for a single code; leave out --code.",
            )

        # Of two values, applied and not, every weight and scale is the nominal one.

        def compute(codes: Sequence[int], weights: Floats) -> Coefficient:
            return measure.compute(add_up(_together(getattr(self, measure.basis), codes), weights))

        return Formula(
            name if name in CHARACTER_NAMES else full_name(measure, distance),
            measure.year,
            self.lengths.unit,
            compute,
            per_pair=measure.per_pair,
        )

    def _spread(self, tally: Tally) -> Tally:
        shape = (self.lengths.codes, len(self.lengths.total))
        return reshape(tally, lambda field: field.reshape(shape + field.shape[1:]))

    def _pooled_kappa(self, codes: Sequence[int], weights: Floats) -> Coefficient:
        by_source = reshape(self.pairs, lambda field: np.moveaxis(field[list(codes)], 0, 1))
        return pooled_kappa(add_up(by_source, weights))

    def _boundaries(self, squares: Floats, codes: Sequence[int], weights: Floats) -> Coefficient:
        """|u from the same statistic: with one code, characters are marked or gap."""
        tally = _together(self.values, codes)
        edge = tally.observed / 2
        gap, marked = tally.marginals[..., 0], tally.marginals[..., 1]
        lengths = np.stack([np.stack([gap - edge, edge], -1), np.stack([edge, marked - edge], -1)], -2)
        both = np.stack([gap, squares[list(codes)].sum(axis=0)], -1)
        return bar_u_alpha(sum_unitizing(UnitizingTally(lengths, both, np.zeros_like(both)), weights))


def _together(tally: Any, codes: Sequence[int]) -> Any:
    """[sources, …]: every unit of every code as one more unit of its source."""
    return reshape(tally, lambda field: field[list(codes)].sum(axis=0))
