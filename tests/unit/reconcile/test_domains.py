"""Several codes at once: sets per unit, and codes that exclude each other."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from thematic.errors import BadFile
from thematic.reconcile.bootstrap import Resampling
from thematic.reconcile.domains import lay_out, measure_continua, measure_sets, refuse_overlaps
from thematic.reconcile.measuring import Labels
from thematic.reconcile.results import NO_VARIATION
from thematic.reconcile.units import UnitSpans, cover_units, cut_units

LENGTHS = np.array([30, 30])
ASSIGNED = np.array([[True, True, True], [True, False, True]])
LABELS = Labels(("Ana", "Ben", "Chi"), ("trust", "time", "money"))


def masi(one, other):
    if one == other:
        return 0.0
    shared, union = len(one & other), len(one | other)
    return 1 - shared / union * (2 / 3 if one < other or other < one else 1 / 3 if shared else 0)


def alpha_by_definition(units):
    """Krippendorff (2011) over sets; units are lists of the sets coders gave."""
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    n = len(values)
    observed = sum(sum(masi(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / n
    return 1 - observed / (sum(masi(a, b) for a, b in permutations(values, 2)) / (n * (n - 1)))


@pytest.mark.parametrize("seed", range(30))
def test_alpha_over_sets_is_that_of_the_sets_each_coder_gave(seed, spans_of, random_rows):
    rows = random_rows(seed, LENGTHS, 3, 3, 25)
    places = [(source, at, at + 5) for source in (0, 1) for at in range(0, 30, 5)]
    units = UnitSpans("sentence", *(np.array(column) for column in zip(*places, strict=True)), 0.0)
    judged = [
        [
            frozenset(c for src, s, e, c, k in rows if (src, k) == (source, coder) and s < end and e > start)
            for coder in np.flatnonzero(ASSIGNED[source])
        ]
        for source, start, end in places
    ]

    row = measure_sets(
        cover_units(spans_of(rows), units, ASSIGNED, 3), ASSIGNED, "masi", LABELS, unit="sentence"
    )
    assert row.value == pytest.approx(alpha_by_definition(judged))
    assert (row.n, row.sources, row.measure) == (12, 2, "krippendorff_alpha:masi")


def test_sets_are_judged_by_characters_too(spans_of):
    rows = [(0, 0, 10, 0, 0), (0, 0, 10, 1, 0), (0, 0, 10, 0, 1), (0, 0, 10, 1, 2)]
    spans = spans_of(rows)
    units = cut_units(spans, LENGTHS, ASSIGNED)
    row = measure_sets(cover_units(spans, units, ASSIGNED, 3), ASSIGNED, "jaccard", LABELS, unit="character")

    assert row.n == len(units.source)
    assert row.value < 1


def test_more_codes_than_fit_in_a_word_stay_apart(spans_of):
    labels = Labels(LABELS.coders, tuple(f"code-{k}" for k in range(130)))
    rows = [(0, 0, 5, 3, 0), (0, 0, 5, 127, 1), (0, 0, 5, 65, 2)]
    units = UnitSpans("turn", np.array([0]), np.array([0]), np.array([5]))
    row = measure_sets(
        cover_units(spans_of(rows), units, ASSIGNED, 130), ASSIGNED, "masi", labels, unit="turn"
    )
    assert row.value == pytest.approx(0)


def test_nobody_coding_anything_has_no_variation(spans_of):
    units = UnitSpans("turn", np.array([0]), np.array([0]), np.array([5]))
    row = measure_sets(cover_units(spans_of([]), units, ASSIGNED, 3), ASSIGNED, "masi", LABELS, unit="turn")
    assert row.undefined == NO_VARIATION


def test_codes_that_exclude_each_other_are_refused_where_they_overlap(spans_of):
    rows = [(0, 0, 10, 0, 1), (0, 8, 15, 1, 1), (1, 0, 10, 0, 1), (1, 5, 15, 1, 1), (0, 3, 12, 0, 1)]
    _, overlaps = lay_out(spans_of(rows), LENGTHS, ASSIGNED)

    with pytest.raises(BadFile) as refused:
        refuse_overlaps(overlaps, ("R1", "R2"), LABELS.codes)
    assert refused.value.problems == ("R1: trust at 0:12 overlaps time at 8:15 by the same coder.",)
    refuse_overlaps((), ("R1", "R2"), LABELS.codes)


def test_a_long_list_of_overlaps_is_cut(spans_of):
    rows = [(0, at, at + 1, code, 0) for at in range(25) for code in (0, 1)]
    _, overlaps = lay_out(spans_of(rows), LENGTHS, ASSIGNED)
    with pytest.raises(BadFile, match="and 5 more"):
        refuse_overlaps(overlaps, ("R1", "R2"), LABELS.codes)


def test_the_published_continuum_comes_out_of_codings(spans_of):
    """Krippendorff et al. (2016): Alex, Paul and Suzan on 60 characters."""
    marked = [
        [(2, 9, 1), (11, 17, 2), (24, 30, 5), (32, 36, 6), (36, 44, 6), (44, 60, 7)],
        [(2, 9, 1), (11, 17, 3), (19, 25, 5), (32, 44, 6)],
        [(2, 9, 1), (11, 17, 4), (21, 27, 5), (32, 36, 6), (36, 40, 6), (40, 44, 6)],
    ]
    rows = [(0, s, e, v - 1, coder) for coder, spans in enumerate(marked) for s, e, v in spans]
    labels = Labels(("Alex", "Paul", "Suzan"), tuple("1234567"))
    texts, overlaps = lay_out(spans_of(rows), np.array([60]), np.ones((1, 3), dtype=bool))
    names = ["u_alpha", "bar_u_alpha", "cu_alpha", "ku_coverage"]
    found = measure_continua(texts, names, labels, resampling=Resampling(1, 10))

    assert not overlaps
    assert [row.value for row in found[:3]] == pytest.approx([0.510, 0.413, 0.724], abs=5e-4)
    assert [row.code for row in found] == [None, None, None, *"1234567"]
    assert found[0].low is None


def test_unitizing_alphas_have_an_interval_over_sources(spans_of, random_rows):
    lengths, assigned = np.full(12, 40), np.ones((12, 2), dtype=bool)
    rows = random_rows(4, lengths, 1, 2, 120)
    texts, _ = lay_out(spans_of(rows), lengths, assigned)
    labels = Labels(("Ana", "Ben"), ("trust",))
    (row,) = measure_continua(texts, ["u_alpha"], labels, resampling=Resampling(3, 200))

    assert row.low < row.value < row.high
    assert (row.seed, row.sources, row.notes) == (3, 12, ())


def test_one_coder_short_of_two_leaves_a_text_out(spans_of):
    texts, _ = lay_out(spans_of([(1, 0, 5, 0, 1), (1, 0, 5, 0, 2)]), LENGTHS, ASSIGNED)
    assert [text.coders for text in texts] == [3, 2]
    assert [unit.coder for unit in texts[1].units] == [1]
