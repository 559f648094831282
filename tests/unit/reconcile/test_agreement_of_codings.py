"""From codings to every coefficient, against a reference that looks at each character, pair and unit singly.

`THEMATIC_AGREEMENT_CASES=1000` draws a thousand small studies for each measure; fewer are drawn by default.
"""

from __future__ import annotations

import os
from itertools import combinations, pairwise, permutations, product

import numpy as np
import pytest

from thematic.model.agreement import Undefined
from thematic.reconcile.continuum import Continuum, Unit
from thematic.reconcile.domains import measure_sets
from thematic.reconcile.measuring import Labels, measure_codes
from thematic.reconcile.unitizing_1995 import alpha_u_1995, alpha_u_terms
from thematic.reconcile.units import UnitSpans, align_characters, align_units, cover_units, whole_sources

CASES = int(os.environ.get("THEMATIC_AGREEMENT_CASES", "25"))
LENGTHS = np.array([18, 11, 7])
CODES, CODERS = 2, 3
LABELS = Labels(("Ana", "Ben", "Chi"), ("trust", "time"))
WIDE = 4
"""Characters of a sentence in these studies."""


class Study:
    """A small study drawn from a seed: who was given what, and what they coded."""

    def __init__(self, seed, random_rows):
        chance = np.random.default_rng(seed)
        self.assigned = chance.random((len(LENGTHS), CODERS)) < chance.choice([0.6, 1.0])
        self.assigned[0, :2] = True
        drawn = random_rows(seed, LENGTHS, CODES, CODERS, int(chance.integers(1, 14)))
        self.rows = [row for row in drawn if self.assigned[row[0], row[4]]]
        self.compared = [place for place in range(len(LENGTHS)) if self.assigned[place].sum() > 1]

    def covered(self, code, coder, source, start, end):
        """How many characters of a stretch a coder gave a code."""
        own = [(s, e) for src, s, e, c, k in self.rows if (src, c, k) == (source, code, coder)]
        return sum(any(s <= place < e for s, e in own) for place in range(start, end))

    def units(self, kind):
        """(source, start, end) of everything that is judged."""
        for source in self.compared:
            length = int(LENGTHS[source])
            if kind == "source":
                yield source, 0, length
            else:
                wide = 1 if kind == "character" else WIDE
                for start in range(0, length - wide + 1, wide):
                    yield source, start, start + wide

    def judged(self, code, kind):
        """A row per unit: whether each coder gave it the code, None where they were not to."""
        table = []
        for source, start, end in self.units(kind):
            least = 1 if kind == "source" else (end - start) / 2
            table.append(
                [
                    int(self.covered(code, coder, source, start, end) >= least)
                    if self.assigned[source, coder]
                    else None
                    for coder in range(CODERS)
                ]
            )
        return table

    def counted(self, kind, spans_of):
        """The same by the program."""
        if kind == "character":
            return align_characters(spans_of(self.rows), LENGTHS, self.assigned, CODES)
        units = whole_sources(LENGTHS) if kind == "source" else sentences()
        return align_units(spans_of(self.rows), units, self.assigned, CODES)


def sentences():
    places = [
        (source, at, at + WIDE)
        for source, length in enumerate(LENGTHS.tolist())
        for at in range(0, length - WIDE + 1, WIDE)
    ]
    return UnitSpans("sentence", *(np.array(column) for column in zip(*places, strict=True)), 0.5)


def values_of(row):
    return [value for value in row if value is not None]


def both(table, i, j):
    return [(row[i], row[j]) for row in table if row[i] is not None and row[j] is not None]


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


def corrected(observed, expected):
    """One minus observed over expected disagreement; None where nothing was to be expected."""
    return None if expected < 1e-12 else 1 - observed / expected


def differ(pairs):
    return mean(a != b for a, b in pairs)


def apart(table):
    return mean(differ(combinations(values_of(row), 2)) for row in table)


def share(table):
    """How often the code was given, each unit counting once."""
    return mean(mean(values_of(row)) for row in table)


def kappa(table, i, j):
    pairs = both(table, i, j)
    return (
        corrected(differ(pairs), differ((a, b) for (a, _), (_, b) in product(pairs, pairs)))
        if pairs
        else None
    )


def pi(table, i, j):
    pairs = both(table, i, j)
    said = [value for pair in pairs for value in pair]
    return corrected(differ(pairs), differ(product(said, said))) if pairs else None


def fleiss(table):
    given = share(table)
    return corrected(apart(table), 1 - given**2 - (1 - given) ** 2)


def ac1(table):
    given = share(table)
    return corrected(apart(table), 1 - 2 * given * (1 - given))


def alpha(table, distance=lambda a, b: float(a != b)):
    said = [value for row in table for value in values_of(row)]
    n = len(said)
    observed = sum(
        sum(distance(a, b) for a, b in permutations(values_of(row), 2)) / (len(values_of(row)) - 1)
        for row in table
    )
    expected = sum(distance(a, b) for a, b in permutations(said, 2))
    return corrected(observed / n, expected / (n * (n - 1)))


def on_coded_text(table, twice):
    pairs = [pair for i, j in combinations(range(CODERS), 2) for pair in both(table, i, j)]
    shared = (1 + twice) * sum(a and b for a, b in pairs)
    single = sum(a != b for a, b in pairs)
    return shared / (shared + single) if shared + single else None


def pooled(tables):
    seen, chance = [], []
    for table, (i, j) in product(tables, combinations(range(CODERS), 2)):
        if pairs := both(table, i, j):
            seen.append(differ(pairs))
            chance.append(differ((a, b) for (a, _), (_, b) in product(pairs, pairs)))
    return corrected(mean(seen), mean(chance)) if seen else None


WHOLE = {
    "percent_agreement": lambda table: 1 - apart(table),
    "fleiss_kappa": fleiss,
    "bennett_s": lambda table: corrected(apart(table), 0.5),
    "brennan_prediger": lambda table: corrected(apart(table), 0.5),
    "gwet_ac1": ac1,
    "gwet_ac2:quadratic": ac1,
    "krippendorff_alpha": alpha,
    "coded_jaccard": lambda table: on_coded_text(table, 0),
    "coded_f1": lambda table: on_coded_text(table, 1),
}
PAIRS = {"cohen_kappa": kappa, "scott_pi": pi}
ON_CHARACTERS = {
    "char_percent": "percent_agreement",
    "char_fleiss": "fleiss_kappa",
    "char_ac1": "gwet_ac1",
    "char_alpha": "krippendorff_alpha",
    "char_jaccard": "coded_jaccard",
    "char_f1": "coded_f1",
}


def assert_is(found, expected, told):
    if expected is None:
        assert isinstance(found, Undefined), told
    else:
        assert found == pytest.approx(expected, abs=1e-9), told


@pytest.mark.parametrize("kind", ["source", "sentence", "character"])
def test_every_coefficient_is_that_of_the_units_looked_at_one_by_one(kind, spans_of, random_rows):
    defined = 0
    for seed in range(CASES):
        study = Study(seed, random_rows)
        counted = study.counted(kind, spans_of)
        more = (*ON_CHARACTERS, "char_kappa", "char_pi") if kind == "character" else ()
        rows = measure_codes(counted, [*WHOLE, *PAIRS, *more], LABELS, scopes=["code"])
        by_name = {(row.measure.partition(":")[0], row.code, row.coders): row for row in rows}
        tables = [study.judged(code, kind) for code in range(CODES)]
        for (name, definition), (code, table) in product(WHOLE.items(), enumerate(tables)):
            expected = definition(table)
            defined += expected is not None
            names = [name, *(own for own, stem in ON_CHARACTERS.items() if own in more and stem == name)]
            for each in names:
                found = by_name[each.partition(":")[0], LABELS.codes[code], LABELS.coders]
                assert_is(found.value, expected, (seed, each))
                assert found.n == len(table)
        for (name, definition), (code, table) in product(PAIRS.items(), enumerate(tables)):
            for i, j in combinations(range(CODERS), 2):
                pair = LABELS.coders[i], LABELS.coders[j]
                names = (name, name.replace("cohen", "char").replace("scott", "char"))
                for each in names[: 1 + bool(more)]:
                    found = by_name[each, LABELS.codes[code], pair]
                    assert_is(found.value, definition(table, i, j), (seed, each, pair))
        (found,) = measure_codes(counted, ["pooled_kappa"], LABELS)
        assert_is(found.value, pooled(tables), (seed, "pooled"))
    assert defined > CASES


def masi(one, other):
    if one == other:
        return 0.0
    shared, union = len(one & other), len(one | other)
    return 1 - shared / union * (2 / 3 if one < other or other < one else 1 / 3 if shared else 0)


def jaccard(one, other):
    union = one | other
    return 1 - len(one & other) / len(union) if union else 0.0


@pytest.mark.parametrize(("name", "distance"), [("masi", masi), ("jaccard", jaccard)])
def test_alpha_of_sets_is_that_of_the_sets_everybody_gave(name, distance, spans_of, random_rows):
    defined = 0
    for seed in range(CASES):
        study = Study(seed, random_rows)
        cover = cover_units(spans_of(study.rows), sentences(), study.assigned, CODES)
        found = measure_sets(cover, study.assigned, name, LABELS, unit="sentence").value
        by_code = zip(*(study.judged(code, "sentence") for code in range(CODES)), strict=True)
        table = [
            [
                None if marks[0] is None else frozenset(code for code, mark in enumerate(marks) if mark)
                for marks in zip(*unit, strict=True)
            ]
            for unit in by_code
        ]
        expected = alpha(table, distance)
        defined += expected is not None
        assert_is(found, expected, (seed, name))
    assert defined > CASES // 4


def joined(rows):
    """A coder's overlapping spans of one code as one."""
    units = []
    for row in sorted(rows):
        last = units[-1] if units else None
        if last and row[0] < last[1]:
            last[1] = max(last[1], row[1])
        else:
            units.append([*row])
    return units


def u_alpha_by_definition(length, coders):
    """|u-alpha of one text (Krippendorff et al. 2016), character by character; coders are lists of spans."""
    m = len(coders)
    marks = [[any(s <= place < e for s, e in own) for place in range(length)] for own in coders]
    lengths = np.zeros((2, 2))
    for one, other in permutations(marks, 2):
        for a, b in zip(one, other, strict=True):
            lengths[int(a), int(b)] += 1 / (m - 1)
    squares = np.array(
        [
            sum(not mark for own in marks for mark in own),
            sum((e - s) ** 2 for own in coders for s, e in own),
        ],
        dtype=float,
    )
    return lengths, squares


def test_boundaries_per_code_are_those_of_the_characters(spans_of, random_rows):
    defined = 0
    for seed in range(CASES):
        study = Study(seed, random_rows)
        found = measure_codes(study.counted("character", spans_of), ["bar_u_alpha"], LABELS, scopes=["code"])
        for code in range(CODES):
            lengths, squares = np.zeros((2, 2)), np.zeros(2)
            for source in study.compared:
                coders = [
                    joined((s, e) for src, s, e, c, k in study.rows if (src, c, k) == (source, code, coder))
                    for coder in range(CODERS)
                    if study.assigned[source, coder]
                ]
                some = u_alpha_by_definition(int(LENGTHS[source]), coders)
                lengths, squares = lengths + some[0], squares + some[1]
            sums, total = lengths.sum(1), lengths.sum()
            room = total - squares.sum() / total
            by_chance = 2 * sums[0] * sums[1] / room if room > 1e-12 else 0.0
            expected = corrected(lengths[0, 1] + lengths[1, 0], by_chance)
            defined += expected is not None
            assert_is(found[code].value, expected, (seed, code))
    assert defined > CASES // 2


def drawn_continua():
    chance = np.random.default_rng(1995)
    for _ in range(CASES):
        length, coders = int(chance.integers(4, 16)), int(chance.integers(2, 4))
        units = []
        for coder in range(coders):
            cuts = sorted({0, length, *chance.integers(0, length, 3).tolist()})
            for start, end in pairwise(cuts):
                value = int(chance.integers(-1, 3))
                if value >= 0:
                    units.append(Unit(coder, start, end, value))
        yield Continuum(length, coders, tuple(units))


def test_alpha_u_of_1995_sums_its_categories_before_it_divides():
    """Its terms are held against the printed sums in test_unitizing.py."""
    for text in drawn_continua():
        terms = [alpha_u_terms(text, value) for value in {unit.value for unit in text.units}]
        observed, expected = (sum(part) for part in zip(*terms, strict=True)) if terms else (0, 0)
        assert_is(alpha_u_1995(text).result, corrected(observed, expected), text)
