"""Coefficients of judgements against their definitions, written out here a second time and slowly."""

from __future__ import annotations

from itertools import combinations, permutations, product

import numpy as np
import pytest

from thematic.model.agreement import Undefined
from thematic.reconcile.agreement import (
    ONE_CATEGORY,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    pooled_kappa,
    scott_pi,
)
from thematic.reconcile.alphas import krippendorff_alpha
from thematic.reconcile.coded_text import NOBODY_CODED, coded_f1, coded_jaccard
from thematic.reconcile.distances import (
    Ratio,
    Squared,
    jaccard_distance,
    linear_weights,
    masi_distance,
    mid_ranks,
    quadratic_weights,
)
from thematic.reconcile.ratings import (
    PairTally,
    Ratings,
    add_up,
    pairable,
    reshape,
    tally_pairs,
    tally_units,
    tally_values,
)
from thematic.reconcile.results import NO_VARIATION, NOTHING_COMPARED

CASES = 1000
POINTS = np.array([0.0, 1.0, 4.0, 10.0])
SETS = [frozenset(), frozenset("a"), frozenset("ab"), frozenset("bc")]
ONCE = np.ones(1)


def cases(categories=4, coders=3):
    """A thousand small tables: rows of one value per coder, None where missing, many of them lopsided."""
    random = np.random.default_rng(20261121)
    for _ in range(CASES):
        units = int(random.integers(1, 8))
        favoured = random.integers(0, categories)
        table = random.integers(0, categories, (units, coders))
        table = np.where(random.random(table.shape) < random.choice([0.1, 0.6, 0.95]), favoured, table)
        missing = random.random(table.shape) < random.choice([0.0, 0.0, 0.3])
        yield [
            [None if gone else int(value) for value, gone in zip(*row, strict=True)]
            for row in zip(table, missing, strict=True)
        ]


def stacked(tables, categories=4):
    """All tables as groups of one set of ratings, so that each is measured on its own."""
    rows = [[-1 if value is None else value for value in row] for table in tables for row in table]
    groups = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    values = np.array(rows, dtype=np.int32).T.copy()
    return Ratings(values, categories, groups=groups, n_groups=len(tables))


def alone(table, categories=4):
    return stacked([table], categories)


def one_minus(observed, expected):
    return None if expected is None or abs(expected) < 1e-12 else 1 - observed / expected


def nominal(a, b):
    return float(a != b)


def quadratic(a, b):
    return ((POINTS[a] - POINTS[b]) / 10) ** 2


def linear(a, b):
    return abs(POINTS[a] - POINTS[b]) / 10


def both(table, i, j):
    return [(row[i], row[j]) for row in table if row[i] is not None and row[j] is not None]


def judged(table, least):
    rows = [[value for value in row if value is not None] for row in table]
    return [row for row in rows if len(row) >= least]


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


def percent_by_definition(table):
    rows = judged(table, 2)
    if not rows:
        return None
    return mean(mean(float(a == b) for a, b in combinations(row, 2)) for row in rows)


def apart_by_definition(table, distance):
    return mean(mean(distance(a, b) for a, b in combinations(row, 2)) for row in judged(table, 2))


def cohen_by_definition(table, distance=nominal, i=0, j=1):
    pairs = both(table, i, j)
    if not pairs:
        return None
    observed = mean(distance(a, b) for a, b in pairs)
    expected = mean(distance(a, b) for (a, _), (_, b) in product(pairs, pairs))
    return one_minus(observed, expected)


def scott_by_definition(table):
    pairs = both(table, 0, 1)
    if not pairs:
        return None
    values = [value for pair in pairs for value in pair]
    expected = mean(nominal(a, b) for a, b in product(values, values))
    return one_minus(mean(nominal(a, b) for a, b in pairs), expected)


def category_shares(table, categories=4):
    rows = judged(table, 1)
    return [mean(row.count(k) / len(row) for row in rows) for k in range(categories)]


def fleiss_by_definition(table):
    if not judged(table, 2):
        return None
    return one_minus(apart_by_definition(table, nominal), 1 - sum(p * p for p in category_shares(table)))


def prediger_by_definition(table, distance=nominal):
    if not judged(table, 2):
        return None
    expected = mean(distance(a, b) for a, b in product(range(4), range(4)))
    return one_minus(apart_by_definition(table, distance), expected)


def gwet_by_definition(table, distance=nominal):
    if not judged(table, 2):
        return None
    weights = sum(1 - distance(a, b) for a, b in product(range(4), range(4)))
    chance = weights / (4 * 3) * sum(p * (1 - p) for p in category_shares(table))
    agreed = 1 - apart_by_definition(table, distance)
    return (agreed - chance) / (1 - chance)


def alpha_by_definition(table, distance):
    """Krippendorff (2011): pairs within units over m − 1, against all pairs of all values."""
    rows = judged(table, 2)
    values = [value for row in rows for value in row]
    n = len(values)
    if not n:
        return None
    observed = sum(sum(distance(a, b) for a, b in permutations(row, 2)) / (len(row) - 1) for row in rows) / n
    expected = sum(distance(a, b) for a, b in permutations(values, 2)) / (n * (n - 1))
    return one_minus(observed, expected)


def ordinal_in(table):
    """Krippendorff (2011): the square of the values from c to k less half of both ends."""
    values = [value for row in judged(table, 2) for value in row]

    def distance(c, k):
        low, high = sorted((c, k))
        between = sum(values.count(g) for g in range(low, high + 1))
        return (between - (values.count(c) + values.count(k)) / 2) ** 2

    return distance


def ratio(a, b):
    total = POINTS[a] + POINTS[b]
    return ((POINTS[a] - POINTS[b]) / total) ** 2 if total else 0.0


def interval(a, b):
    return (POINTS[a] - POINTS[b]) ** 2


def jaccard(a, b):
    union = SETS[a] | SETS[b]
    return 1 - len(SETS[a] & SETS[b]) / len(union) if union else 0.0


def masi(a, b):
    one, other = SETS[a], SETS[b]
    if one == other:
        return 0.0
    nested = one < other or other < one
    monotonicity = 2 / 3 if nested else 1 / 3 if one & other else 0
    return 1 - (1 - jaccard(a, b)) * monotonicity


def overlap_by_definition(table, twice):
    shared = single = 0
    for i, j in combinations(range(3), 2):
        for a, b in both(table, i, j):
            shared += a == b == 1
            single += a != b
    total = (1 + twice) * shared + single
    return (1 + twice) * shared / total if total else None


def assert_same(coefficient, expected):
    found = coefficient.values.reshape(len(expected), -1)[:, 0]
    known = [value is not None for value in expected]
    assert np.isfinite(found).tolist() == known
    np.testing.assert_allclose(found[known], [value for value in expected if value is not None], atol=1e-9)
    assert any(known)


TABLES = list(cases())
RATINGS = stacked(TABLES)
MEMBERS = np.array([["a" in s, "b" in s, "c" in s] for s in SETS])


@pytest.mark.parametrize(
    ("coefficient", "definition"),
    [
        (lambda: percent_agreement(tally_units(RATINGS)), percent_by_definition),
        (lambda: cohen_kappa(tally_pairs(RATINGS)), cohen_by_definition),
        (
            lambda: cohen_kappa(tally_pairs(RATINGS, quadratic_weights(POINTS))),
            lambda table: cohen_by_definition(table, quadratic),
        ),
        (
            lambda: cohen_kappa(tally_pairs(RATINGS, linear_weights(POINTS))),
            lambda table: cohen_by_definition(table, linear),
        ),
        (lambda: scott_pi(tally_pairs(RATINGS)), scott_by_definition),
        (lambda: fleiss_kappa(tally_units(RATINGS)), fleiss_by_definition),
        (lambda: brennan_prediger(tally_units(RATINGS)), prediger_by_definition),
        (
            lambda: brennan_prediger(tally_units(RATINGS, quadratic_weights(POINTS))),
            lambda table: prediger_by_definition(table, quadratic),
        ),
        (
            lambda: brennan_prediger(tally_units(RATINGS, linear_weights(POINTS))),
            lambda table: prediger_by_definition(table, linear),
        ),
        (lambda: gwet_ac(tally_units(RATINGS)), gwet_by_definition),
        (
            lambda: gwet_ac(tally_units(RATINGS, quadratic_weights(POINTS))),
            lambda table: gwet_by_definition(table, quadratic),
        ),
        (
            lambda: gwet_ac(tally_units(RATINGS, linear_weights(POINTS))),
            lambda table: gwet_by_definition(table, linear),
        ),
        (
            lambda: krippendorff_alpha(tally_values(RATINGS)),
            lambda table: alpha_by_definition(table, nominal),
        ),
        (
            lambda: krippendorff_alpha(tally_values(RATINGS, Squared(POINTS))),
            lambda table: alpha_by_definition(table, interval),
        ),
        (
            lambda: krippendorff_alpha(tally_values(RATINGS, Ratio(POINTS))),
            lambda table: alpha_by_definition(table, ratio),
        ),
        (
            lambda: krippendorff_alpha(tally_values(RATINGS, jaccard_distance(MEMBERS))),
            lambda table: alpha_by_definition(table, jaccard),
        ),
        (
            lambda: krippendorff_alpha(tally_values(RATINGS, masi_distance(MEMBERS))),
            lambda table: alpha_by_definition(table, masi),
        ),
    ],
    ids=[
        "percent",
        "cohen",
        "cohen quadratic",
        "cohen linear",
        "scott",
        "fleiss",
        "brennan-prediger",
        "brennan-prediger quadratic",
        "brennan-prediger linear",
        "ac1",
        "ac2 quadratic",
        "ac2 linear",
        "alpha nominal",
        "alpha interval",
        "alpha ratio",
        "alpha jaccard",
        "alpha masi",
    ],
)
def test_a_thousand_tables_come_out_as_the_definition_says(coefficient, definition):
    assert_same(coefficient(), [definition(table) for table in TABLES])


def test_ordinal_alpha_comes_out_as_the_definition_says_on_a_thousand_tables():
    for table in TABLES:
        ratings = alone(table)
        found = krippendorff_alpha(tally_values(ratings, Squared(mid_ranks(pairable(ratings))))).at(0)
        defined = alpha_by_definition(table, ordinal_in(table))
        assert isinstance(found, Undefined) if defined is None else found == pytest.approx(defined)


def test_overlap_of_coded_text_comes_out_as_the_definition_says_on_a_thousand_tables():
    tables = list(cases(categories=2))
    tally = tally_pairs(stacked(tables, 2))

    assert_same(coded_jaccard(tally), [overlap_by_definition(table, twice=0) for table in tables])
    assert_same(coded_f1(tally), [overlap_by_definition(table, twice=1) for table in tables])


def test_pooled_kappa_averages_observed_and_expected_before_correcting():
    """De Vries et al. (2008), over codes and pairs of coders."""
    tables = list(cases(categories=2))
    # A thousand sets of four codes: each table is in four of them.
    codes = [[tables[(start + step) % CASES] for step in (0, 1, 2, 5)] for start in range(CASES)]
    tally = tally_pairs(stacked([table for some in codes for table in some], 2))
    grouped = reshape(tally, lambda field: field.reshape(CASES, 4, *field.shape[1:]))

    def by_definition(some):
        seen, chance = [], []
        for table, (i, j) in product(some, combinations(range(3), 2)):
            pairs = both(table, i, j)
            if pairs:
                seen.append(mean(nominal(a, b) for a, b in pairs))
                chance.append(mean(nominal(a, b) for (a, _), (_, b) in product(pairs, pairs)))
        return one_minus(mean(seen), mean(chance)) if seen else None

    assert_same(pooled_kappa(grouped), [by_definition(some) for some in codes])


def test_weights_stand_for_repeated_units():
    table = [[0, 0, 1], [1, 1, 1], [2, None, 2]]
    repeated = [row for row, many in zip(table, (3, 1, 4), strict=True) for _ in range(many)]
    once = alone(table)
    weighted = Ratings(once.values, 4, weights=np.array([3.0, 1.0, 4.0]))

    for make, measure in (
        (tally_units, gwet_ac),
        (tally_units, fleiss_kappa),
        (tally_values, krippendorff_alpha),
        (tally_pairs, cohen_kappa),
    ):
        np.testing.assert_allclose(
            measure(make(weighted)).values, measure(make(alone(repeated))).values, atol=1e-12
        )


def test_tallies_of_groups_add_up_to_the_tally_of_all():
    for make in (tally_units, tally_values, tally_pairs):
        whole = make(stacked([[row for table in TABLES for row in table]]))
        parts = add_up(make(RATINGS), np.ones(CASES))
        np.testing.assert_allclose(parts.observed, whole.observed[0], rtol=1e-9)


def test_a_thousand_and_one_ratio_values_need_no_square_table():
    points = np.arange(1200, dtype=np.float64)
    mass = np.random.default_rng(3).integers(0, 3, 1200).astype(np.float64)
    total = points[:, None] + points[None, :]
    square = (
        np.divide(points[:, None] - points[None, :], total, out=np.zeros(total.shape), where=total > 0) ** 2
    )

    assert Ratio(points).expected(mass, mass) == pytest.approx(mass @ square @ mass)


def test_large_numbers_do_not_drown_small_differences():
    """Values a billion from zero that differ by one."""
    table = [[0, 0], [1, 1], [0, 1], [1, 1]]
    near, far = (
        krippendorff_alpha(tally_values(alone(table, 2), Squared(np.array([0.0, 1.0]) + origin))).at(0)
        for origin in (0.0, 1e9)
    )
    assert far == pytest.approx(near)


@pytest.mark.parametrize("measure", [cohen_kappa, scott_pi])
def test_two_coders_who_only_ever_said_one_thing_have_no_kappa(measure):
    assert measure(tally_pairs(alone([[1, 1], [1, 1]]))).at(0, 0) == Undefined(NO_VARIATION)


def test_rounding_never_invents_variation():
    """Shares of a third added three times are not one; a single category must still be undefined."""
    table = [[2, 2, 2, 2, 2, 2, 2]] * 7
    assert fleiss_kappa(tally_units(alone(table))).at(0) == Undefined(NO_VARIATION)
    assert krippendorff_alpha(tally_values(alone(table), Squared(np.array([0, 0.1, 0.3, 7])))).at(
        0
    ) == Undefined(NO_VARIATION)


def test_coders_without_a_common_unit_have_no_agreement():
    ratings = alone([[0, None], [None, 1]])
    assert percent_agreement(tally_units(ratings)).at(0) == Undefined(NOTHING_COMPARED)
    assert cohen_kappa(tally_pairs(ratings)).at(0, 0) == Undefined(NOTHING_COMPARED)
    assert krippendorff_alpha(tally_values(ratings)).at(0) == Undefined(NOTHING_COMPARED)


def test_one_declared_category_leaves_nothing_to_chance():
    ratings = alone([[0, 0]], categories=1)
    assert gwet_ac(tally_units(ratings)).at(0) == Undefined(ONE_CATEGORY)
    assert brennan_prediger(tally_units(ratings)).at(0) == Undefined(ONE_CATEGORY)


def test_nobody_applying_a_code_is_not_agreement_on_coded_text():
    tally = tally_pairs(alone([[0, 0], [0, 0]], categories=2))
    assert coded_jaccard(tally).at(0) == Undefined(NOBODY_CODED)
    assert coded_f1(tally).at(0) == Undefined(NOBODY_CODED)


def test_two_empty_sets_agree():
    members = np.array([[False, False], [True, False]])
    assert jaccard_distance(members).matrix[0, 0] == 0
    assert masi_distance(members).matrix[0, 0] == 0
    assert masi_distance(members).matrix[0, 1] == 1


def test_masi_gives_the_distances_of_its_paper():
    """Passonneau (2006): {a} and {a, b} 1 − 1/2 · 2/3; {a, b} and {b, c} 1 − 1/3 · 1/3."""
    matrix = masi_distance(np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1]], dtype=bool)).matrix
    assert matrix[0, 1] == pytest.approx(1 - 1 / 3)
    assert matrix[1, 2] == pytest.approx(1 - 1 / 9)
    assert matrix[0, 2] == 1


def test_cohens_table_of_1960_gives_his_kappa():
    """Cohen (1960), Educational and Psychological Measurement 20:45."""
    counts = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=np.float64)
    first, second = np.divmod(np.arange(9), 3)
    ratings = Ratings(np.stack([first, second]).astype(np.int32), 3, weights=counts.ravel())

    assert cohen_kappa(tally_pairs(ratings)).at(0, 0) == pytest.approx(0.492, abs=0.0005)
    assert gwet_ac(tally_units(ratings)).at(0) == pytest.approx(0.57597, abs=5e-6)


def test_prevalence_flatters_percent_and_ac1_but_not_kappa():
    """At 3 % prevalence agreement of .98 and AC1 above .95 stand beside a kappa of .67."""
    weights = np.array([960.0, 10.0, 10.0, 20.0])
    ratings = Ratings(np.array([[0, 0, 1, 1], [0, 1, 0, 1]], dtype=np.int32), 2, weights=weights)

    assert percent_agreement(tally_units(ratings)).at(0) == pytest.approx(0.98)
    assert gwet_ac(tally_units(ratings)).at(0) > 0.95
    assert cohen_kappa(tally_pairs(ratings)).at(0, 0) == pytest.approx(0.656, abs=0.001)


def test_a_tally_keeps_its_distance_when_added_up():
    tally = tally_pairs(alone([[0, 1]]), quadratic_weights(POINTS))
    assert isinstance(tally, PairTally)
    assert add_up(tally, ONCE).distance is tally.distance
