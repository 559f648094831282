"""Unitizing alphas of Krippendorff, Mathet, Bouvry & Widlöcher (2016).

"On the reliability of unitizing textual continua: Further developments",
Quality & Quantity 50:2347. Four coefficients of one tally: how well coders
agree on valued units and gaps (u), on units and gaps whatever their value
(|u), on the values of what both marked (cu), and on one value ((k)u).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.continuum import Continuum, Stretches, cut_stretches
from thematic.reconcile.results import NO_VARIATION, Coefficient, count_up, share_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.reconcile.results import Floats

NO_TEXT = "no text was gone through by two coders"
NOTHING_VALUED_TWICE = "no passage was marked by two coders"
NO_INTERSECTION = "no unit with this value meets another coder's unit"


@dataclass(frozen=True)
class UnitizingTally:
    """Coincident lengths and squared unit lengths; both add up over texts.

    Index 0 is the gap φ, index v + 1 the value v.
    """

    lengths: Floats
    """[..., values + 1, values + 1]: l_ck, characters one coder gave c and another k, per (m − 1)."""
    squares: Floats
    """[..., values + 1]: S_c, squared lengths of units valued c; for φ the number of gap characters."""
    valued: Floats
    """[..., values + 1]: S*_c over intersections with other coders' units; 0 for φ."""


def tally_unitizing(continua: Iterable[Continuum], values: int) -> UnitizingTally:
    """One tally row per text; texts fewer than two coders went through count nothing."""
    rows = [_tally_one(continuum, values) for continuum in continua]
    size = values + 1
    return UnitizingTally(
        np.array([row.lengths for row in rows]).reshape(-1, size, size),
        np.array([row.squares for row in rows]).reshape(-1, size),
        np.array([row.valued for row in rows]).reshape(-1, size),
    )


def sum_unitizing(tally: UnitizingTally, weights: Floats | None = None) -> UnitizingTally:
    """Texts added up, each as often as its weight says.

    Args:
        weights: [replicates, texts], or None for every text once.
    """
    if weights is None:
        return UnitizingTally(tally.lengths.sum(0), tally.squares.sum(0), tally.valued.sum(0))
    return UnitizingTally(
        np.tensordot(weights, tally.lengths, 1), weights @ tally.squares, weights @ tally.valued
    )


def u_alpha(tally: UnitizingTally) -> Coefficient:
    """u-alpha: agreement on valued units and the gaps between them (2016, eq. for ᵤα)."""
    expected = _expected(tally.lengths, tally.squares)
    return Coefficient(_off(tally.lengths), _off(expected), _total(tally.lengths), nothing=NO_TEXT)


def bar_u_alpha(tally: UnitizingTally) -> Coefficient:
    """|u-alpha: agreement on what is a unit and what is a gap, whatever the value (2016)."""
    return u_alpha(_without_values(tally))


def cu_alpha(tally: UnitizingTally) -> Coefficient:
    """cu-alpha: agreement on the values of passages that two coders marked (2016)."""
    lengths = tally.lengths[..., 1:, 1:]
    expected = _expected(lengths, tally.valued[..., 1:])
    return Coefficient(_off(lengths), _off(expected), _total(lengths), nothing=NOTHING_VALUED_TWICE)


def ku_alpha(tally: UnitizingTally, value: int) -> Coefficient:
    """(k)u-alpha: agreement on one value where its units meet other coders' units (2016)."""
    lengths = tally.lengths[..., 1:, 1:]
    expected = _expected(lengths, tally.valued[..., 1:])
    met, chance = lengths[..., value, :].sum(-1), expected[..., value, :].sum(-1)
    observed = share_of(met - lengths[..., value, value], met)
    by_chance = share_of(chance - expected[..., value, value], chance)
    return Coefficient(observed, by_chance, met, nothing=NO_INTERSECTION, constant=NO_VARIATION)


def ku_coverage(tally: UnitizingTally, value: int) -> Coefficient:
    """Share of a value's text that (k)u-alpha is computed from (2016): a plain share, 0 is a value."""
    marked = tally.lengths[..., value + 1, :].sum(-1)
    met = tally.lengths[..., value + 1, 1:].sum(-1)
    return Coefficient(marked - met, marked, marked, nothing="nobody used this value")


def _without_values(tally: UnitizingTally) -> UnitizingTally:
    lengths = tally.lengths
    gap, edge = lengths[..., 0, 0], lengths[..., 0, 1:].sum(-1)
    inside = lengths[..., 1:, 1:].sum((-2, -1))
    return UnitizingTally(
        lengths=np.stack([np.stack([gap, edge], -1), np.stack([edge, inside], -1)], -2),
        squares=_fold(tally.squares),
        valued=_fold(tally.valued),
    )


def _fold(squares: Floats) -> Floats:
    return np.stack([squares[..., 0], squares[..., 1:].sum(-1)], -1)


def _expected(lengths: Floats, squares: Floats) -> Floats:
    """ε_ck = (l_c l_k − [c = k] S_c) / (l.. − ΣS / l..)."""
    marginals = lengths.sum(-1)
    total = marginals.sum(-1)
    products = marginals[..., :, None] * marginals[..., None, :] - squares[..., None] * np.eye(
        squares.shape[-1]
    )
    room = total - share_of(squares.sum(-1), total)
    return share_of(products, room[..., None, None])


def _off(table: Floats) -> Floats:
    # Summed off the diagonal, never as total less diagonal: no variation must be an exact zero.
    return np.asarray((table * (1 - np.eye(table.shape[-1]))).sum((-2, -1)))


def _total(table: Floats) -> Floats:
    return np.asarray(table.sum((-2, -1)))


def _tally_one(continuum: Continuum, values: int) -> UnitizingTally:
    size = values + 1
    empty = UnitizingTally(np.zeros((size, size)), np.zeros(size), np.zeros(size))
    if continuum.coders < 2 or continuum.length == 0:
        return empty
    stretches = cut_stretches(continuum)
    lengths, valued = empty.lengths, empty.valued
    for i in range(continuum.coders):
        for j in range(continuum.coders):
            if i != j:
                lengths += _coincidences(stretches, i, j, size)
                valued += _intersections(continuum, stretches, i, j, size)
    others = continuum.coders - 1
    return UnitizingTally(lengths / others, _squares(continuum, size), valued / others)


def _coincidences(stretches: Stretches, i: int, j: int, size: int) -> Floats:
    keys = (stretches.value[i] + 1) * size + stretches.value[j] + 1
    return count_up(keys, stretches.lengths, size * size).reshape(size, size)


def _intersections(continuum: Continuum, stretches: Stretches, i: int, j: int, size: int) -> Floats:
    """Per value of coder i: squared length of each of its units inside j's units, whatever their value."""
    both = (stretches.unit[i] >= 0) & (stretches.unit[j] >= 0)
    inside = count_up(stretches.unit[i][both], stretches.lengths[both], len(continuum.units))
    values = np.array([unit.value for unit in continuum.units], dtype=np.int64)
    return count_up(values + 1, inside**2, size)


def _squares(continuum: Continuum, size: int) -> Floats:
    spans = np.array([unit.end - unit.start for unit in continuum.units], dtype=np.float64)
    values = np.array([unit.value for unit in continuum.units], dtype=np.int64)
    squares = count_up(values + 1, spans**2, size)
    squares[0] = continuum.length * continuum.coders - spans.sum()
    return squares
