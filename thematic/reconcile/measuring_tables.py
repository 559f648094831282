"""Measures by name on plain tables, outside any project."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import BadInput
from thematic.model.agreement import Agreement, Result
from thematic.reconcile.catalogue import (
    CHARACTER_NAMES,
    SET_DISTANCES,
    UNITIZING_YEARS,
    Measure,
    find_measure,
    full_name,
)
from thematic.reconcile.distances import (
    Distance,
    Nominal,
    Ratio,
    Squared,
    jaccard_distance,
    linear_weights,
    masi_distance,
    mid_ranks,
    quadratic_weights,
)
from thematic.reconcile.domains import PER_VALUE, WHOLE
from thematic.reconcile.ratings import (
    Ratings,
    add_up,
    pairable,
    tally_pairs,
    tally_units,
    tally_values,
)
from thematic.reconcile.spans_table import SpanTable, read_spans
from thematic.reconcile.tables import RatingTable, read_ratings, set_of
from thematic.reconcile.unitizing import sum_unitizing, tally_unitizing
from thematic.reconcile.unitizing_1995 import alpha_u_1995

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from thematic.reconcile.results import Coefficient, Floats

ONCE = np.ones(1)


def measure_table(
    text: str,
    where: str,
    name: str,
    *,
    categories: Sequence[str] | None = None,
    distance: str | None = None,
) -> tuple[Agreement, ...]:
    """Measure agreement in a table of units × coders.

    Args:
        text: The whole file: first column the unit, a column per coder, empty cells missing.
        where: The file as the user named it.
        name: A measure, with or without `:distance`.
        categories: The values coders could choose; None takes those that occur.
        distance: nominal, ordinal, interval, ratio, linear, quadratic, jaccard
            or masi, where the name does not say.

    Returns:
        One agreement, or one per pair of coders for measures of two coders.

    Raises:
        BadFile: With every problem of the table.
        BadInput: No such measure, or the values do not bear the distance.
    """
    stem = name.partition(":")[0]
    if stem in CHARACTER_NAMES or stem in UNITIZING_YEARS:
        raise BadInput(f"Measure '{stem}' is about passages.", "Give them with --spans and --length.")
    measure, chosen = find_measure(name if distance is None or ":" in name else f"{name}:{distance}")
    table = read_ratings(text, where, categories, sets=chosen in SET_DISTANCES)
    tally = _tally(measure, table.ratings, _distance(table, chosen))
    return _rows(full_name(measure, chosen), measure, tally, table.coders, "row", table.ratings)


def measure_spans(text: str, where: str, name: str, length: int) -> tuple[Agreement, ...]:
    """Measure agreement on passages of one text.

    Args:
        text: The whole file: `coder,start,end` and perhaps `value`.
        where: The file as the user named it.
        name: A measure of characters (`char_kappa` …) or of units (`u_alpha` …);
            `ku_alpha` and `ku_coverage` give a row per value, or take `:VALUE`.
        length: Code points of the text.

    Raises:
        BadFile: With every problem of the table.
        BadInput: No such measure or value.
    """
    stem, _, value = name.partition(":")
    if stem in UNITIZING_YEARS:
        return _unitizing_rows(read_spans(text, where, length), name, stem, value)
    measure, distance = find_measure(CHARACTER_NAMES.get(stem, stem))
    if value not in ("", "nominal") or distance != measure.distances[0] or stem == "gwet_ac2":
        raise BadInput(f"Measure '{name}' needs ordered or set values.", "Passages are marked or not.")
    table = read_spans(text, where, length)
    ratings = table.judged_characters
    tally = _tally(measure, ratings, Nominal())
    return _rows(name, measure, tally, table.coders, "character", ratings)


def _tally(measure: Measure, ratings: Ratings, distance: Distance) -> Any:
    if measure.binary and ratings.categories != 2:
        raise BadInput(
            f"Measure '{measure.name}' compares what was marked with what was not.",
            f"It needs two categories, not {ratings.categories}.",
        )
    make: Any = {"pairs": tally_pairs, "units": tally_units, "values": tally_values}[measure.basis]
    return add_up(make(ratings, distance), ONCE)


def _distance(table: RatingTable, name: str) -> Distance:
    if name == "nominal" or not table.categories:
        return Nominal()
    if name in SET_DISTANCES:
        return (masi_distance if name == "masi" else jaccard_distance)(_members(table.categories))
    points = table.points
    if name == "ordinal":
        _need_order(table, name)
        return Squared(_ranks(table))
    if name in ("linear", "quadratic"):
        _need_order(table, name)
        at = np.arange(len(table.categories), dtype=np.float64) if points is None else points
        return (linear_weights if name == "linear" else quadratic_weights)(at)
    if points is None:
        raise BadInput(f"Distance '{name}' needs numbers; some values are words.", "Use nominal or ordinal.")
    if name == "interval":
        return Squared(points)
    if (points < 0).any():
        raise BadInput("Distance 'ratio' needs numbers from 0 up, and some are negative.", "Use interval.")
    return Ratio(points)


def _need_order(table: RatingTable, name: str) -> None:
    if table.points is None and not table.declared:
        raise BadInput(
            f"Distance '{name}' needs an order, and the values are words.",
            "Declare them from lowest to highest with --categories.",
        )


def _ranks(table: RatingTable) -> Floats:
    """Mid-ranks of the categories; numbers are in the order of numbers however they were declared."""
    points = table.points
    counts = pairable(table.ratings)
    if points is None:
        return mid_ranks(counts)
    order = np.argsort(points)
    ranks = np.empty_like(counts)
    ranks[order] = mid_ranks(counts[order])
    return ranks


def _members(categories: Sequence[str]) -> NDArray[np.bool_]:
    sets = [set_of(category) for category in categories]
    codes = sorted(frozenset().union(*sets))
    return np.array([[code in members for code in codes] for members in sets], dtype=bool).reshape(
        len(sets), len(codes)
    )


def _rows(
    name: str, measure: Measure, tally: Any, coders: Sequence[str], unit: str, ratings: Ratings
) -> tuple[Agreement, ...]:
    coefficient = measure.compute(tally)
    if not measure.per_pair:
        n = float(ratings.weigh(2).sum())
        return (Agreement(name, measure.year, unit, coefficient.result, tuple(coders), scope="all", n=n),)
    return tuple(
        Agreement(
            name, measure.year, unit, coefficient.at(place), pair, scope="all", n=float(tally.compared[place])
        )
        for place, pair in enumerate(combinations(coders, 2))
    )


def _unitizing_rows(table: SpanTable, name: str, stem: str, value: str) -> tuple[Agreement, ...]:
    if value and value not in table.values:
        known = ", ".join(table.values)
        raise BadInput(f"No passage has the value '{value}'.", f"Values are: {known}.")
    text = table.continuum
    tally = sum_unitizing(tally_unitizing([text], len(table.values)))
    found: list[tuple[str | None, Coefficient]]
    if stem in WHOLE:
        found = [(None, WHOLE[stem](tally))]
    elif stem in PER_VALUE:
        wanted = [value] if value else list(table.values)
        found = [(each, PER_VALUE[stem](tally, table.values.index(each))) for each in wanted]
    else:
        found = [(None, alpha_u_1995(text))]
    return tuple(_continuum_row(table, name, stem, code, coefficient.result) for code, coefficient in found)


def _continuum_row(table: SpanTable, name: str, stem: str, code: str | None, value: Result) -> Agreement:
    return Agreement(
        measure=name,
        year=UNITIZING_YEARS[stem],
        unit="continuum",
        value=value,
        coders=table.coders,
        code=code,
        scope="all" if code is None else "code",
        n=float(table.continuum.length),
    )
