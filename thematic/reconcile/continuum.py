"""Units laid on a continuum by several coders, cut into stretches where nothing changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thematic.reconcile.results import Floats, Ints

GAP = -1


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A passage one coder marked and gave a value."""

    coder: int
    start: int
    end: int
    value: int


@dataclass(frozen=True)
class Continuum:
    """One text and what each coder marked in it; no coder's units overlap."""

    length: int
    """Code points."""
    coders: int
    """How many coders went through it, also those who marked nothing."""
    units: tuple[Unit, ...]
    """In order."""


@dataclass(frozen=True, slots=True)
class OwnOverlap:
    """Two units of one coder on the same passage, where values exclude each other."""

    first: Unit
    second: Unit


@dataclass(frozen=True)
class Stretches:
    """The continuum cut at every boundary of every coder."""

    lengths: Floats
    """[stretches] in code points."""
    unit: NDArray[np.int64]
    """[coders, stretches]: index of the unit standing there, -1 in a gap."""
    value: NDArray[np.int64]
    """[coders, stretches]: its value, -1 in a gap."""


def find_own_overlaps(units: Sequence[Unit]) -> tuple[OwnOverlap, ...]:
    """Neighbouring units of one coder that share text; none when values exclude each other."""
    found = []
    latest: dict[int, Unit] = {}
    for unit in sorted(units):
        before = latest.get(unit.coder)
        if before and unit.start < before.end:
            found.append(OwnOverlap(before, unit))
        if before is None or unit.end > before.end:
            latest[unit.coder] = unit
    return tuple(found)


def join_own_overlaps(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Overlapping units of one coder and value as one unit; touching ones stay apart."""
    joined: list[Unit] = []
    for unit in sorted(units, key=lambda unit: (unit.coder, unit.value, unit.start, unit.end)):
        last = joined[-1] if joined else None
        if last and (last.coder, last.value) == (unit.coder, unit.value) and unit.start < last.end:
            joined[-1] = Unit(last.coder, last.start, max(last.end, unit.end), last.value)
        else:
            joined.append(unit)
    return tuple(sorted(joined))


def cut_stretches(continuum: Continuum) -> Stretches:
    """Cut a continuum at every boundary."""
    units = continuum.units
    edges = {0, continuum.length, *(unit.start for unit in units), *(unit.end for unit in units)}
    cuts = np.array(sorted(edges), dtype=np.int64)
    unit = np.full((continuum.coders, len(cuts) - 1), GAP, dtype=np.int64)
    for index, (low, high) in enumerate(_places(cuts, units)):
        unit[units[index].coder, low:high] = index
    values = np.array([each.value for each in units] or [GAP], dtype=np.int64)
    return Stretches(np.diff(cuts).astype(np.float64), unit, np.where(unit >= 0, values[unit], GAP))


def _places(cuts: Ints, units: Sequence[Unit]) -> list[tuple[int, int]]:
    starts = np.searchsorted(cuts, [unit.start for unit in units])
    ends = np.searchsorted(cuts, [unit.end for unit in units])
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def group_by_value(units: Sequence[Unit]) -> dict[int, list[Unit]]:
    """Units by their value, each list in order."""
    groups: dict[int, list[Unit]] = defaultdict(list)
    for unit in sorted(units):
        groups[unit.value].append(unit)
    return dict(groups)
