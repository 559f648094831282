"""Agreement over several codes at once: sets of codes per unit, or codes that exclude each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import BadFile
from thematic.model.agreement import Agreement, Undefined
from thematic.reconcile.alphas import krippendorff_alpha
from thematic.reconcile.bootstrap import complete
from thematic.reconcile.continuum import Continuum, OwnOverlap, Unit, find_own_overlaps, join_own_overlaps
from thematic.reconcile.distances import jaccard_distance, masi_distance
from thematic.reconcile.ratings import add_up, tally_values
from thematic.reconcile.sets import rate_sets
from thematic.reconcile.unitizing import (
    UnitizingTally,
    bar_u_alpha,
    cu_alpha,
    ku_alpha,
    ku_coverage,
    sum_unitizing,
    tally_unitizing,
    u_alpha,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thematic.reconcile.bootstrap import Computation, Resampling
    from thematic.reconcile.measuring import Labels
    from thematic.reconcile.results import Ints
    from thematic.reconcile.units import Cover, Spans

SET_DISTANCES = {"masi": masi_distance, "jaccard": jaccard_distance}
WHOLE = {"u_alpha": u_alpha, "bar_u_alpha": bar_u_alpha, "cu_alpha": cu_alpha}
PER_VALUE = {"ku_alpha": ku_alpha, "ku_coverage": ku_coverage}
MOST_PLACES = 20
"""How many overlaps a refusal lists."""


@dataclass(frozen=True, slots=True)
class SourceOverlap:
    """Two codings of one coder on the same words with codes that should exclude each other."""

    source: int
    overlap: OwnOverlap


def measure_sets(
    cover: Cover,
    assigned: NDArray[np.bool_],
    distance: str,
    labels: Labels,
    *,
    unit: str,
    resampling: Resampling | None = None,
) -> Agreement:
    """Alpha over the sets of codes each coder gave each unit; two empty sets agree.

    Args:
        cover: Which coder gave which code to which unit.
        assigned: [sources, coders] who finished what.
        distance: `masi` or `jaccard`.
        labels: What to call coders and codes.
        unit: Name of the unit, for the report.
        resampling: How to draw the interval; None for none.
    """
    ratings, members = rate_sets(cover, assigned, len(labels.codes))
    tally = tally_values(ratings, SET_DISTANCES[distance](members))
    compared = (assigned.sum(axis=1) > 1) & (tally.marginals.sum(axis=-1) > 0)
    blank = Agreement(
        measure=f"krippendorff_alpha:{distance}",
        year=2006,
        unit=unit,
        value=Undefined(""),
        coders=labels.coders,
        scope="pooled",
        n=float(ratings.weigh(2).sum()),
    )
    return complete(blank, lambda weights: krippendorff_alpha(add_up(tally, weights)), compared, resampling)


def lay_out(
    spans: Spans, lengths: Ints, assigned: NDArray[np.bool_]
) -> tuple[list[Continuum], tuple[SourceOverlap, ...]]:
    """Each text as a continuum of the coders who finished it, and what cannot stand on one.

    A coder's overlapping codings of one code are one unit; of different codes
    they are listed, because codes of an exclusive domain cannot share words.

    Args:
        spans: Codings of the domain's codes only.
        lengths: [sources] code points.
        assigned: [sources, coders] who finished what.
    """
    spans = spans.take(assigned[spans.source, spans.coder])
    units: list[list[Unit]] = [[] for _ in lengths]
    columns = (spans.source, spans.coder, spans.start, spans.end, spans.code)
    for source, coder, start, end, code in zip(*(column.tolist() for column in columns), strict=True):
        place = int(assigned[source, :coder].sum())
        units[source].append(Unit(place, start, end, code))
    continua, overlaps = [], []
    for source, found in enumerate(units):
        joined = join_own_overlaps(found)
        overlaps += [SourceOverlap(source, overlap) for overlap in find_own_overlaps(joined)]
        continua.append(Continuum(int(lengths[source]), int(assigned[source].sum()), joined))
    return continua, tuple(overlaps)


def refuse_overlaps(overlaps: Sequence[SourceOverlap], sources: Sequence[str], codes: Sequence[str]) -> None:
    """Raise `BadFile` naming the places where exclusive codes overlap; do nothing when there are none."""
    if not overlaps:
        return
    lines = [
        f"{sources[each.source]}: {codes[first.value]} at {first.start}:{first.end} overlaps "
        f"{codes[second.value]} at {second.start}:{second.end} by the same coder."
        for each in overlaps[:MOST_PLACES]
        for first, second in [(each.overlap.first, each.overlap.second)]
    ]
    if len(overlaps) > MOST_PLACES:
        lines.append(f"… and {len(overlaps) - MOST_PLACES} more.")
    raise BadFile(lines, "These coefficients need codes that exclude each other; choose them with --code.")


def measure_continua(
    continua: Sequence[Continuum],
    names: Sequence[str],
    labels: Labels,
    *,
    resampling: Resampling | None = None,
) -> tuple[Agreement, ...]:
    """Unitizing alphas of 2016 over texts; `ku_alpha` and `ku_coverage` give a row per value."""
    tally = tally_unitizing(continua, len(labels.codes))
    compared = np.array([text.coders > 1 and text.length > 0 for text in continua])
    n = float(sum(text.length for text in continua if text.coders > 1))
    return tuple(
        complete(
            Agreement(
                measure=name,
                year=2016,
                unit="continuum",
                value=Undefined(""),
                coders=labels.coders,
                code=code,
                scope="pooled" if code is None else "code",
                n=n,
            ),
            compute,
            compared,
            resampling,
        )
        for name in names
        for code, compute in _computations(name, tally, labels)
    )


def _computations(name: str, tally: UnitizingTally, labels: Labels) -> list[tuple[str | None, Computation]]:
    if name in WHOLE:
        whole = WHOLE[name]
        return [(None, lambda weights: whole(sum_unitizing(tally, weights)))]
    single = PER_VALUE[name]

    def of(value: int) -> Computation:
        return lambda weights: single(sum_unitizing(tally, weights), value)

    return [(key, of(value)) for value, key in enumerate(labels.codes)]
