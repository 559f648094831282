"""Intervals by resampling sources: the sources are the sample, not the words in them.

Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13
(percentile interval). Characters and sentences of one interview are not
independent; standard errors computed from them were 17 times too small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.agreement import Undefined

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from thematic.model.agreement import Agreement
    from thematic.reconcile.results import Coefficient, Floats

    Computation = Callable[[Floats], Coefficient]

FEW_SOURCES = 10
TOO_NARROW = "fewer than 10 sources: the interval is too narrow"
MOST_UNDEFINED = "undefined in more than half of the resamples: no interval"


@dataclass(frozen=True, slots=True)
class Resampling:
    """How an interval is drawn; the same seed gives the same interval."""

    seed: int
    replicates: int = 2000


def resample_sources(chosen: NDArray[np.bool_], resampling: Resampling) -> Floats:
    """[replicates, sources]: how often each source is drawn, with replacement, in each replicate."""
    many = int(chosen.sum())
    weights = np.zeros((resampling.replicates, len(chosen)))
    if many:
        random = np.random.default_rng(resampling.seed)
        weights[:, chosen] = random.multinomial(many, np.full(many, 1 / many), resampling.replicates)
    return weights


def percentile_interval(replicates: Floats) -> tuple[Floats, Floats]:
    """2.5th and 97.5th percentile along the first axis, of the replicates that are defined.

    NaN where fewer than half of them are.
    """
    enough = np.isfinite(replicates).mean(axis=0) > 0.5
    filled = np.where(enough, replicates, 0.0)
    low, high = np.nanpercentile(filled, [2.5, 97.5], axis=0)
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def interval_notes(sources: int, low: float) -> tuple[str, ...]:
    """What to say beside an interval."""
    if np.isnan(low):
        return (MOST_UNDEFINED,)
    return (TOO_NARROW,) if sources < FEW_SOURCES else ()


def complete(
    blank: Agreement, compute: Computation, compared: NDArray[np.bool_], resampling: Resampling | None
) -> Agreement:
    """Fill in value, sources and interval.

    Args:
        blank: All that is known before computing.
        compute: From [sources] or [replicates, sources] weights to the coefficient.
        compared: [sources]: gone through by at least two coders.
        resampling: How to draw the interval; None for none.
    """
    value = compute(compared.astype(np.float64)).result
    sources = int(compared.sum())
    whole = replace(blank, value=value, sources=sources)
    if resampling is None or sources < 2 or isinstance(value, Undefined):
        return whole
    return with_interval(whole, compute(resample_sources(compared, resampling)).values, resampling)


def with_interval(agreement: Agreement, replicates: Floats, resampling: Resampling) -> Agreement:
    """The same coefficient with its interval, or with the reason why there is none."""
    low, high = (float(end) for end in percentile_interval(replicates))
    notes = agreement.notes + interval_notes(agreement.sources, low)
    if np.isnan(low):
        return replace(agreement, notes=notes)
    return replace(agreement, low=low, high=high, seed=resampling.seed, notes=notes)
