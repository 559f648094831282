"""Agreement of a project, from codings to rows."""

from __future__ import annotations

import numpy as np
import pytest

from thematic.errors import BadInput
from thematic.model.agreement import Undefined
from thematic.reconcile.bootstrap import TOO_NARROW, Resampling, percentile_interval, resample_sources
from thematic.reconcile.catalogue import accompany, find_measure
from thematic.reconcile.continuum import Continuum, Unit
from thematic.reconcile.measuring import NO_CODE_DEFINED, Labels, measure_codes
from thematic.reconcile.results import NO_VARIATION, NOTHING_COMPARED
from thematic.reconcile.unitizing import bar_u_alpha, sum_unitizing, tally_unitizing
from thematic.reconcile.units import align_characters, align_units, whole_sources

LENGTHS = np.array([60, 60, 60, 60, 60, 60])
EVERYBODY = np.ones((6, 3), dtype=bool)
LABELS = Labels(("Ana", "Ben", "Chi"), ("trust", "time"))


@pytest.fixture
def lengths(spans_of, random_rows):
    return align_characters(spans_of(random_rows(8, LENGTHS, 2, 3, 90)), LENGTHS, EVERYBODY, 2)


def by_key(rows):
    return {(row.scope, row.code, row.coders): row for row in rows}


def painted(rows, code, coder):
    table = np.zeros((len(LENGTHS), 60), dtype=int)
    for source, start, end, its_code, its_coder in rows:
        if (its_code, its_coder) == (code, coder):
            table[source, start:end] = 1
    return table.ravel()


def kappa_of(first, second):
    observed = (first == second).mean()
    chance = first.mean() * second.mean() + (1 - first.mean()) * (1 - second.mean())
    return (observed - chance) / (1 - chance)


def test_kappa_of_each_pair_is_the_kappa_of_its_painted_characters(spans_of, random_rows):
    rows = random_rows(8, LENGTHS, 2, 3, 90)
    counted = align_characters(spans_of(rows), LENGTHS, EVERYBODY, 2)
    found = by_key(measure_codes(counted, ["cohen_kappa"], LABELS, scopes=["code"]))

    for code, key in enumerate(LABELS.codes):
        for i, j in ((0, 1), (0, 2), (1, 2)):
            expected = kappa_of(painted(rows, code, i), painted(rows, code, j))
            row = found["code", key, (LABELS.coders[i], LABELS.coders[j])]
            assert row.value == pytest.approx(expected)
            assert row.n == 360
            assert row.prevalence == pytest.approx(
                (painted(rows, code, i).mean() + painted(rows, code, j).mean()) / 2
            )


def test_a_row_says_everything_needed_to_repeat_it(lengths):
    row = measure_codes(
        lengths, ["krippendorff_alpha"], LABELS, scopes=["code"], resampling=Resampling(7, 200)
    )[1]

    assert (row.measure, row.year, row.unit) == ("krippendorff_alpha:nominal", 2011, "character")
    assert (row.code, row.coders, row.sources, row.n, row.seed) == ("time", LABELS.coders, 6, 360, 7)
    assert row.low < row.value < row.high
    assert 0 < row.prevalence < 1
    assert TOO_NARROW in row.notes


def test_the_same_seed_gives_the_same_interval_and_another_seed_another(lengths):
    def interval(seed):
        row = measure_codes(lengths, ["fleiss_kappa"], LABELS, resampling=Resampling(seed, 100))[0]
        return row.low, row.high

    assert interval(1) == interval(1) != interval(2)


def test_a_resample_is_the_study_of_the_sources_it_drew(spans_of, random_rows):
    """Drawing sources with weights gives what the repeated sources give when they are really repeated."""
    rows = random_rows(8, LENGTHS, 2, 3, 90)
    drawn = [4, 4, 0, 2, 4, 2]
    repeated = [(new, *rest) for new, old in enumerate(drawn) for source, *rest in rows if source == old]
    weights = np.bincount(drawn, minlength=6).astype(float)[None, :]

    from thematic.reconcile.bench import Bench

    bench = Bench(align_characters(spans_of(rows), LENGTHS, EVERYBODY, 2))
    whole = Bench(align_characters(spans_of(repeated), LENGTHS, EVERYBODY, 2))
    for name in ("krippendorff_alpha", "cohen_kappa", "gwet_ac1", "bar_u_alpha", "coded_f1", "pooled_kappa"):
        codes = (0, 1) if name == "pooled_kappa" else (1,)
        np.testing.assert_allclose(
            bench.formula(name).compute(codes, weights).values[0],
            whole.formula(name).compute(codes, whole.once).values,
        )


def test_boundaries_per_code_are_those_of_its_continuum(spans_of, random_rows):
    rows = random_rows(3, LENGTHS, 2, 3, 40)
    counted = align_characters(spans_of(rows), LENGTHS, EVERYBODY, 2)
    found = measure_codes(counted, ["bar_u_alpha"], LABELS, scopes=["code"])

    from thematic.reconcile.continuum import join_own_overlaps

    for code, row in enumerate(found):
        texts = [
            Continuum(
                60,
                3,
                join_own_overlaps([Unit(k, s, e, 0) for src, s, e, c, k in rows if (src, c) == (n, code)]),
            )
            for n in range(6)
        ]
        assert row.value == pytest.approx(bar_u_alpha(sum_unitizing(tally_unitizing(texts, 1))).result)
        assert row.unit == "continuum"


def test_sources_one_coder_finished_are_left_out_everywhere(spans_of):
    rows = [(0, 0, 10, 0, 0), (0, 0, 10, 0, 1), (0, 20, 30, 0, 0), (1, 0, 60, 0, 0)]
    alone = EVERYBODY.copy()
    alone[:, 2] = False
    alone[1:, 1] = False
    with_lonely = align_characters(spans_of(rows), LENGTHS, alone, 1)
    without = align_characters(spans_of(rows[:3]), LENGTHS[:1], alone[:1], 1)
    labels = Labels(LABELS.coders, ("trust",))

    for name in ("krippendorff_alpha", "gwet_ac1", "fleiss_kappa", "percent_agreement", "cohen_kappa"):
        for one, other in zip(
            measure_codes(with_lonely, [name], labels), measure_codes(without, [name], labels), strict=True
        ):
            assert (one.value, one.n, one.sources, one.prevalence) == (
                other.value,
                other.n,
                other.sources,
                other.prevalence,
            )


def test_an_average_says_over_how_many_codes(spans_of):
    rows = [(0, 0, 10, 0, 0), (0, 5, 15, 0, 1)]
    pair = EVERYBODY[:, :2]
    counted = align_characters(spans_of(rows), LENGTHS, pair, 2)
    labels = Labels(("Ana", "Ben"), ("trust", "time"))
    found = by_key(measure_codes(counted, ["krippendorff_alpha"], labels))

    trust = found["code", "trust", labels.coders]
    assert found["code", "time", labels.coders].value == Undefined(NO_VARIATION)
    average = found["averaged", None, labels.coders]
    assert average.value == trust.value
    assert average.notes == ("mean over 1 of 2 codes: undefined for the rest",)
    pooled = found["pooled", None, labels.coders]
    assert pooled.n == 720
    assert pooled.value != trust.value


def test_nothing_coded_by_anybody_is_undefined_everywhere(spans_of):
    counted = align_characters(spans_of([]), LENGTHS, EVERYBODY, 2)
    rows = measure_codes(counted, ["krippendorff_alpha"], LABELS, resampling=Resampling(1, 50))

    assert {row.undefined for row in rows} == {NO_VARIATION, NO_CODE_DEFINED}
    assert all(row.low is None and row.seed is None for row in rows)


def test_coders_without_a_common_source_are_undefined(spans_of):
    apart = np.zeros((6, 3), dtype=bool)
    apart[0, 0] = apart[1, 1] = True
    counted = align_characters(spans_of([(0, 0, 9, 0, 0), (1, 0, 9, 0, 1)]), LENGTHS, apart, 1)
    (row,) = measure_codes(counted, ["gwet_ac1"], Labels(LABELS.coders, ("trust",)), scopes=["code"])

    assert (row.undefined, row.n, row.sources, row.prevalence) == (NOTHING_COMPARED, 0, 0, None)


def test_source_level_agreement_asks_whether_a_code_was_applied_at_all(spans_of):
    rows = [(0, 0, 5, 0, 0), (0, 50, 60, 0, 1), (1, 0, 5, 0, 0)]
    counted = align_units(spans_of(rows), whole_sources(LENGTHS), EVERYBODY[:, :2], 1)
    labels = Labels(("Ana", "Ben"), ("trust",))
    (row,) = measure_codes(counted, ["percent_agreement"], labels, scopes=["code"])

    assert (row.unit, row.n) == ("source", 6)
    assert row.value == pytest.approx(5 / 6)


def test_pooled_kappa_is_one_row_over_all_codes(lengths):
    (row,) = measure_codes(lengths, ["pooled_kappa"], LABELS)
    assert (row.scope, row.year, row.code) == ("pooled", 2008, None)


def test_boundaries_need_characters(spans_of):
    counted = align_units(spans_of([]), whole_sources(LENGTHS), EVERYBODY, 2)
    with pytest.raises(BadInput, match="boundaries"):
        measure_codes(counted, ["bar_u_alpha"], LABELS)


def test_measures_of_characters_need_characters(spans_of, lengths):
    (row, *_) = measure_codes(lengths, ["char_alpha"], LABELS, scopes=["code"])
    assert (row.measure, row.value) == (
        "char_alpha",
        measure_codes(lengths, ["krippendorff_alpha"], LABELS, scopes=["code"])[0].value,
    )
    counted = align_units(spans_of([]), whole_sources(LENGTHS), EVERYBODY, 2)
    with pytest.raises(BadInput, match="about characters"):
        measure_codes(counted, ["char_alpha"], LABELS)


def test_an_unknown_measure_names_those_that_exist():
    with pytest.raises(BadInput, match="krippendorff_alpha"):
        find_measure("kripendorf")
    with pytest.raises(BadInput, match="ordinal"):
        find_measure("krippendorff_alpha:cosine")


def test_a_single_code_is_no_set(lengths):
    with pytest.raises(BadInput, match="compares sets of codes"):
        measure_codes(lengths, ["krippendorff_alpha:masi"], LABELS)


def test_weights_make_no_difference_to_applied_and_not(lengths):
    weighted = measure_codes(lengths, ["gwet_ac2:quadratic", "cohen_kappa:linear"], LABELS, scopes=["code"])
    plain = measure_codes(lengths, ["gwet_ac1", "cohen_kappa"], LABELS, scopes=["code"])
    assert [row.value for row in weighted] == [row.value for row in plain]
    assert weighted[0].year == 2014


def test_measures_that_ignore_prevalence_are_never_alone():
    assert accompany(("percent_agreement", "gwet_ac1")) == (
        "percent_agreement",
        "gwet_ac1",
        "krippendorff_alpha",
    )
    assert accompany(("percent_agreement", "cohen_kappa")) == ("percent_agreement", "cohen_kappa")
    assert accompany(("u_alpha",)) == ("u_alpha",)


def test_only_sources_that_are_compared_are_drawn():
    weights = resample_sources(np.array([True, False, True]), Resampling(1, 500))

    assert (weights.sum(axis=1) == 2).all()
    assert not weights[:, 1].any()
    assert {tuple(row) for row in weights[:, [0, 2]].tolist()} == {(2, 0), (1, 1), (0, 2)}


def test_an_interval_needs_half_of_the_resamples():
    nothing, half = np.full(10, np.nan), np.arange(10.0)
    half[:4] = np.nan
    assert np.isnan(percentile_interval(nothing)[0])
    assert percentile_interval(half) == (pytest.approx(4.125), pytest.approx(8.875))
