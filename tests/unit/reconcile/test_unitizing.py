"""Unitizing alphas against their definitions, character by character."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, permutations

import numpy as np
import pytest

from thematic.model.agreement import Undefined
from thematic.reconcile.continuum import (
    Continuum,
    OwnOverlap,
    Unit,
    find_own_overlaps,
    join_own_overlaps,
)
from thematic.reconcile.results import NO_VARIATION
from thematic.reconcile.unitizing import (
    NO_INTERSECTION,
    NO_TEXT,
    NOTHING_VALUED_TWICE,
    bar_u_alpha,
    cu_alpha,
    ku_alpha,
    ku_coverage,
    sum_unitizing,
    tally_unitizing,
    u_alpha,
)
from thematic.reconcile.unitizing_1995 import alpha_u_1995, alpha_u_terms

CASES = 1000
VALUES = 3
GAP = -1


def continua():
    random = np.random.default_rng(2016)
    for _ in range(CASES):
        length, coders = int(random.integers(4, 16)), int(random.integers(2, 4))
        units = []
        for coder in range(coders):
            cuts = sorted({0, length, *random.integers(0, length, 3).tolist()})
            for start, end in pairwise(cuts):
                value = int(random.integers(-1, VALUES))
                if value != GAP:
                    units.append(Unit(coder, start, end, value))
        yield Continuum(length, coders, tuple(units))


def painted(text):
    """Per coder and character: value and unit."""
    table = [[(GAP, None)] * text.length for _ in range(text.coders)]
    for unit in text.units:
        for place in range(unit.start, unit.end):
            table[unit.coder][place] = (unit.value, unit)
    return table


def coincidences(text):
    found = defaultdict(float)
    for first, second in permutations(painted(text), 2):
        for (c, _), (k, _) in zip(first, second, strict=True):
            found[c, k] += 1 / (text.coders - 1)
    return found


def squared_lengths(text):
    found = defaultdict(float)
    for unit in text.units:
        found[unit.value] += (unit.end - unit.start) ** 2
    found[GAP] = sum(value == GAP for row in painted(text) for value, _ in row)
    return found


def squared_intersections(text):
    found = defaultdict(float)
    for first, second in permutations(painted(text), 2):
        inside = defaultdict(int)
        for (_, own), (_, other) in zip(first, second, strict=True):
            if own and other:
                inside[own] += 1
        for own, characters in inside.items():
            found[own.value] += characters**2 / (text.coders - 1)
    return found


def chance(lengths, squares, values):
    sums = {c: sum(lengths[c, k] for k in values) for c in values}
    total = sum(sums.values())
    if not total:
        return {}
    room = total - sum(squares[c] for c in values) / total
    return {
        (c, k): (sums[c] * sums[k] - (squares[c] if c == k else 0)) / room if room else 0.0
        for c in values
        for k in values
    }


def off(table):
    return sum(amount for (c, k), amount in table.items() if c != k)


def by_definition(text, values, squares):
    lengths = {pair: amount for pair, amount in coincidences(text).items() if set(pair) <= set(values)}
    full = defaultdict(float, lengths)
    expected = off(chance(full, squares(text), values))
    return None if expected < 1e-12 else 1 - off(lengths) / expected


def single_by_definition(text, value):
    values = range(VALUES)
    lengths = coincidences(text)
    expected = chance(lengths, squared_intersections(text), values)
    met = sum(lengths[value, k] for k in values)
    if not met:
        return None
    by_chance = sum(expected[value, k] for k in values)
    differing = by_chance - expected[value, value]
    if differing < 1e-12:
        return None
    return 1 - (by_chance / met) * (met - lengths[value, value]) / differing


def coverage_by_definition(text, value):
    """Characters a coder gave the value, each as often as another coder gave it any value."""
    rows = painted(text)
    met = total = 0
    for one, other in permutations(rows, 2):
        for (c, _), (k, _) in zip(one, other, strict=True):
            total += c == value
            met += c == value and k != GAP
    return met / total if total else None


def without_values(text):
    return Continuum(text.length, text.coders, tuple(Unit(u.coder, u.start, u.end, 0) for u in text.units))


def assert_same(found, defined):
    if defined is None:
        assert isinstance(found, Undefined)
    else:
        assert found == pytest.approx(defined, abs=1e-9)


def test_unitizing_alphas_come_out_as_their_definitions_say_on_a_thousand_texts():
    defined = 0
    for text in continua():
        tally = sum_unitizing(tally_unitizing([text], VALUES))
        values = range(-1, VALUES)
        assert_same(u_alpha(tally).result, by_definition(text, values, squared_lengths))
        assert_same(
            bar_u_alpha(tally).result, by_definition(without_values(text), range(-1, 1), squared_lengths)
        )
        assert_same(cu_alpha(tally).result, by_definition(text, range(VALUES), squared_intersections))
        assert_same(ku_coverage(tally, 1).result, coverage_by_definition(text, 1))
        single = single_by_definition(text, 1)
        assert_same(ku_alpha(tally, 1).result, single)
        defined += single is not None
    assert defined > 100


def terms_of_1995(text, value):
    """Sums over all pairs of sections and gaps, as printed."""
    whole, m = text.length, text.coders

    def sections(coder):
        cuts, at = [], 0
        for unit in sorted(u for u in text.units if u.coder == coder and u.value == value):
            if unit.start > at:
                cuts.append((at, unit.start - at, 0))
            cuts.append((unit.start, unit.end - unit.start, 1))
            at = unit.end
        return [*cuts, (at, whole - at, 0)] if at < whole else cuts

    coders = [sections(coder) for coder in range(m)]
    observed = 0.0
    for one, other in permutations(coders, 2):
        for b, wide, v in one:
            for b2, wide2, v2 in other:
                if v and v2 and -wide < b - b2 < wide2:
                    observed += (b - b2) ** 2 + (b + wide - b2 - wide2) ** 2
                elif v and not v2 and wide2 - wide >= b - b2 >= 0:
                    observed += wide**2
                elif v2 and not v and wide2 - wide <= b - b2 <= 0:
                    observed += wide2**2
    lengths = [wide for each in coders for _, wide, v in each if v]
    gaps = [wide for each in coders for _, wide, v in each if not v]
    expected = sum(
        (len(lengths) - 1) / 3 * (2 * wide**3 - 3 * wide**2 + wide)
        + wide**2 * sum(g - wide + 1 for g in gaps if g >= wide)
        for wide in lengths
    )
    room = m * whole * (m * whole - 1) - sum(wide * (wide - 1) for wide in lengths)
    return observed / (m * (m - 1) * whole**2), 2 / whole * expected / room


def test_alpha_u_of_1995_comes_out_as_its_definition_says_on_a_thousand_texts():
    for text in continua():
        for value in range(VALUES):
            assert alpha_u_terms(text, value) == pytest.approx(terms_of_1995(text, value))


@pytest.fixture
def krippendorff_2004():
    """Krippendorff (2004), Content Analysis, 2nd ed., p. 254: two coders, 300 characters, values c and k."""
    first = [(75, 145, 0), (220, 250, 0), (30, 90, 1), (150, 200, 1)]
    second = [(70, 150, 0), (205, 225, 0), (250, 270, 0), (30, 90, 1), (150, 200, 1)]
    units = [Unit(coder, *unit) for coder, marked in enumerate((first, second)) for unit in marked]
    return Continuum(300, 2, tuple(units))


def test_the_example_of_2004_gives_its_printed_figures(krippendorff_2004):
    observed, expected = alpha_u_terms(krippendorff_2004, 0)
    assert observed == pytest.approx(0.0144, abs=5e-5)
    assert expected == pytest.approx(0.0532, abs=5e-5)
    assert 1 - observed / expected == pytest.approx(0.7286, abs=5e-5)

    observed, expected = alpha_u_terms(krippendorff_2004, 1)
    assert (observed, expected) == (0, pytest.approx(0.0490, abs=5e-5))

    assert alpha_u_1995(krippendorff_2004).result == pytest.approx(0.8591, abs=5e-4)


@pytest.fixture
def alex_paul_suzan():
    """Krippendorff, Mathet, Bouvry & Widlöcher (2016) / Krippendorff (2019) fig. 12.11."""
    marked = [
        [(2, 9, 1), (11, 17, 2), (24, 30, 5), (32, 36, 6), (36, 44, 6), (44, 60, 7)],
        [(2, 9, 1), (11, 17, 3), (19, 25, 5), (32, 44, 6)],
        [(2, 9, 1), (11, 17, 4), (21, 27, 5), (32, 36, 6), (36, 40, 6), (40, 44, 6)],
    ]
    units = [Unit(coder, s, e, v - 1) for coder, spans in enumerate(marked) for s, e, v in spans]
    return sum_unitizing(tally_unitizing([Continuum(60, 3, tuple(units))], 7))


def test_the_example_of_2016_gives_its_printed_figures(alex_paul_suzan):
    assert u_alpha(alex_paul_suzan).result == pytest.approx(0.510, abs=5e-4)
    assert bar_u_alpha(alex_paul_suzan).result == pytest.approx(0.413, abs=5e-4)
    assert cu_alpha(alex_paul_suzan).result == pytest.approx(0.724, abs=5e-4)
    singles = [ku_alpha(alex_paul_suzan, value).result for value in range(7)]
    assert singles[:6] == pytest.approx([1, 0, 0, 0, 1, 1])
    assert singles[6] == Undefined(NO_INTERSECTION)
    assert ku_coverage(alex_paul_suzan, 4).result == pytest.approx(8 / 18)
    assert ku_coverage(alex_paul_suzan, 6).result == 0


def test_texts_add_up_whatever_their_coders():
    texts = list(continua())[:40]
    tally = tally_unitizing(texts, VALUES)
    doubled = sum_unitizing(tally, np.full(40, 2.0))

    np.testing.assert_allclose(doubled.lengths, sum_unitizing(tally_unitizing(texts * 2, VALUES)).lengths)


def test_a_text_only_one_coder_went_through_counts_nothing():
    lonely = sum_unitizing(tally_unitizing([Continuum(50, 1, (Unit(0, 3, 9, 0),))], 1))
    assert u_alpha(lonely).result == Undefined(NO_TEXT)


def test_a_text_nobody_marked_has_no_variation():
    tally = sum_unitizing(tally_unitizing([Continuum(50, 2, ())], 1))
    assert u_alpha(tally).result == Undefined(NO_VARIATION)
    assert cu_alpha(tally).result == Undefined(NOTHING_VALUED_TWICE)


def test_a_value_nobody_used_has_no_alpha_of_1995():
    assert isinstance(alpha_u_1995(Continuum(50, 2, ())).result, Undefined)


def test_overlapping_units_of_one_value_are_one_unit_and_touching_ones_stay_two():
    joined = join_own_overlaps([Unit(0, 5, 9, 1), Unit(0, 0, 6, 1), Unit(0, 9, 12, 1), Unit(1, 2, 4, 1)])
    assert joined == (Unit(0, 0, 9, 1), Unit(0, 9, 12, 1), Unit(1, 2, 4, 1))


def test_a_unit_inside_another_of_the_same_coder_is_found():
    outer, inner, later = Unit(0, 0, 20, 1), Unit(0, 3, 5, 2), Unit(0, 10, 12, 2)
    assert find_own_overlaps([later, inner, outer, Unit(1, 0, 5, 1)]) == (
        OwnOverlap(outer, inner),
        OwnOverlap(outer, later),
    )
