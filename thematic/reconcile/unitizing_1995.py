"""alpha_U of 1995 and 2004, for comparability with older studies.

Krippendorff (1995), "On the reliability of unitizing contiguous data",
Sociological Methodology 25:47, as corrected in Krippendorff (2004), Content
Analysis, 2nd ed., pp. 251–256. Superseded by the coefficients of 2016.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.continuum import group_by_value
from thematic.reconcile.results import Coefficient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.reconcile.continuum import Continuum, Unit
    from thematic.reconcile.results import Floats


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of one coder's text: a unit of the category, or the gap between two."""

    start: int
    length: int
    is_unit: bool


def alpha_u_1995(continuum: Continuum) -> Coefficient:
    """One minus observed over expected disagreement, summed over the categories.

    Args:
        continuum: Units of one coder and value must not overlap; units of
            different values may.
    """
    sums = [alpha_u_terms(continuum, value) for value in sorted(group_by_value(continuum.units))]
    observed, expected = (np.array(sum(part)) for part in zip(*sums, strict=True)) if sums else _nothing()
    return Coefficient(observed, expected, np.array(float(continuum.coders > 1 and continuum.length)))


def _nothing() -> tuple[Floats, Floats]:
    return np.array(0.0), np.array(0.0)


def alpha_u_terms(continuum: Continuum, value: int) -> tuple[float, float]:
    """Observed and expected disagreement D_oc and D_ec of one category."""
    own = [unit for unit in continuum.units if unit.value == value]
    coders = [
        cut_sections([unit for unit in own if unit.coder == coder], continuum.length)
        for coder in range(continuum.coders)
    ]
    return _observed(coders, continuum.length), _expected(coders, continuum.length)


def cut_sections(units: Sequence[Unit], length: int) -> tuple[Section, ...]:
    """One coder's text as units and gaps in order."""
    found: list[Section] = []
    at = 0
    for unit in sorted(units):
        if unit.start > at:
            found.append(Section(at, unit.start - at, is_unit=False))
        found.append(Section(unit.start, unit.end - unit.start, is_unit=True))
        at = unit.end
    if at < length:
        found.append(Section(at, length - at, is_unit=False))
    return tuple(found)


def section_distance(a: Section, b: Section) -> int:
    """δ² of two sections (2004, p. 253): boundary differences squared, or the whole of a unit in a gap."""
    apart = a.start - b.start
    if a.is_unit and b.is_unit and -a.length < apart < b.length:
        return apart**2 + (apart + a.length - b.length) ** 2
    if a.is_unit and not b.is_unit and 0 <= apart <= b.length - a.length:
        return a.length**2
    if b.is_unit and not a.is_unit and b.length - a.length <= apart <= 0:
        return b.length**2
    return 0


def _observed(coders: Sequence[Sequence[Section]], length: int) -> float:
    m = len(coders)
    if m < 2 or not length:
        return 0.0
    total = sum(_meet(coders[i], coders[j]) for i in range(m) for j in range(m) if i != j)
    return total / (m * (m - 1) * length**2)


def _meet(first: Sequence[Section], second: Sequence[Section]) -> int:
    """Distances of the sections that share text; both lists cover the text in order."""
    total, i, j = 0, 0, 0
    while i < len(first) and j < len(second):
        total += section_distance(first[i], second[j])
        ends = first[i].start + first[i].length, second[j].start + second[j].length
        i, j = i + (ends[0] <= ends[1]), j + (ends[1] <= ends[0])
    return total


def _expected(coders: Sequence[Sequence[Section]], length: int) -> float:
    """Over all positions that units could take (2004, p. 254).

    2/L Σ_units [ (N − 1)/3 (2l³ − 3l² + l) + l² Σ_gaps≥l (gap − l + 1) ] / (mL (mL − 1) − Σ l (l − 1)),
    N the units of the category.
    """
    units = [each.length for sections in coders for each in sections if each.is_unit]
    gaps = np.array([each.length for sections in coders for each in sections if not each.is_unit])
    if not units or not length:
        return 0.0
    total = 0.0
    for own in units:
        room = np.clip(gaps - own + 1, 0, None).sum()
        total += (len(units) - 1) / 3 * (2 * own**3 - 3 * own**2 + own) + own**2 * float(room)
    whole = len(coders) * length
    return 2 / length * total / (whole * (whole - 1) - sum(own * (own - 1) for own in units))
