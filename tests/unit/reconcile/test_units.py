"""The one statistic, against painting every character by hand."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from thematic.reconcile.units import (
    MOST_CODERS,
    UnitSpans,
    align_characters,
    align_units,
    cover_units,
    cut_units,
    join_spans,
    rate_codes,
    whole_sources,
)

LENGTHS = np.array([40, 25, 0, 31])
CODES, CODERS = 3, 4
ASSIGNED = np.array(
    [
        [True, True, True, True],
        [True, False, True, False],
        [True, True, True, True],
        [False, False, False, True],
    ]
)


def painted(rows, assigned=ASSIGNED):
    """(source, code, character) → the coders who put the code there."""
    found = defaultdict(set)
    for source, start, end, code, coder in rows:
        if assigned[source, coder]:
            for place in range(start, end):
                found[source, code, place].add(coder)
    return found


def subset(coders):
    return sum(1 << coder for coder in coders)


def counted(lengths):
    return {
        (int(s), int(c), int(a)): float(n)
        for s, c, a, n in zip(lengths.source, lengths.code, lengths.applied, lengths.length, strict=True)
    }


@pytest.mark.parametrize("seed", range(40))
def test_characters_are_counted_per_subset_of_coders(seed, spans_of, random_rows):
    rows = random_rows(seed, LENGTHS, CODES, CODERS, 60)
    expected = Counter((s, c, subset(coders)) for (s, c, _), coders in painted(rows).items())

    assert counted(align_characters(spans_of(rows), LENGTHS, ASSIGNED, CODES)) == expected


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(20))
def test_a_unit_is_coded_when_enough_of_it_is_covered(seed, share, spans_of, random_rows):
    rows = random_rows(seed, LENGTHS, CODES, CODERS, 60)
    places = [(s, at, at + 5) for s in (0, 1, 3) for at in range(1, LENGTHS[s] - 6, 6)]
    units = UnitSpans("sentence", *(np.array(column) for column in zip(*places, strict=True)), share)
    paint = painted(rows)
    expected = Counter()
    for source, start, end in places:
        for code in range(CODES):
            inside = [paint.get((source, code, place), set()) for place in range(start, end)]
            covered = {k: sum(k in coders for coders in inside) for k in range(CODERS)}
            coded = subset(k for k, n in covered.items() if n > 0 and n >= share * 5)
            if coded:
                expected[source, code, coded] += 1

    found = align_units(spans_of(rows), units, ASSIGNED, CODES)
    assert counted(found) == expected
    assert found.total.tolist() == [sum(place[0] == source for place in places) for source in range(4)]


def test_a_whole_source_is_coded_once_anything_in_it_is(spans_of):
    rows = [(0, 0, 1, 2, 0), (0, 30, 35, 2, 3), (0, 2, 9, 2, 0), (3, 0, 4, 1, 3)]
    found = align_units(spans_of(rows), whole_sources(LENGTHS), ASSIGNED, CODES)

    assert counted(found) == {(0, 2, 0b1001): 1, (3, 1, 0b1000): 1}
    assert found.total.tolist() == [1, 1, 0, 1]


def test_a_coder_who_codes_the_same_words_twice_counts_once(spans_of):
    rows = [(0, 0, 10, 1, 2), (0, 4, 14, 1, 2), (0, 0, 10, 1, 2)]
    assert counted(align_characters(spans_of(rows), LENGTHS, ASSIGNED, CODES)) == {(0, 1, 0b100): 14}


def test_codings_of_somebody_not_assigned_do_not_count(spans_of):
    assert counted(align_characters(spans_of([(1, 0, 9, 0, 1)]), LENGTHS, ASSIGNED, CODES)) == {}


def test_no_codings_at_all_leave_only_uncoded_text(spans_of):
    for lengths in (
        align_characters(spans_of([]), LENGTHS, ASSIGNED, CODES),
        align_units(spans_of([]), whole_sources(LENGTHS), ASSIGNED, CODES),
    ):
        assert counted(lengths) == {}
        assert rate_codes(lengths).weights.sum() == CODES * lengths.total.sum()


def test_touching_spans_join_as_text_and_stay_apart_as_units(spans_of):
    spans = spans_of([(0, 5, 9, 1, 2), (0, 0, 5, 1, 2)])

    assert join_spans(spans, CODES).end.tolist() == [9]
    assert join_spans(spans, CODES, touching=False).end.tolist() == [5, 9]
    squares = align_characters(spans, LENGTHS, ASSIGNED, CODES).squares
    assert squares.sum() == squares[1, 0] == 25 + 16


def test_agreed_absence_counts_and_no_assignment_is_missing(spans_of):
    ratings = rate_codes(align_characters(spans_of([(1, 0, 5, 0, 2)]), LENGTHS, ASSIGNED, 1))
    columns = {
        (int(group), tuple(values)): weight
        for group, values, weight in zip(
            ratings.groups, ratings.values.T.tolist(), ratings.weights, strict=True
        )
    }
    assert columns == {
        (0, (0, 0, 0, 0)): 40,
        (1, (0, -1, 1, -1)): 5,
        (1, (0, -1, 0, -1)): 20,
        (3, (-1, -1, -1, 0)): 31,
    }


def test_sources_can_be_left_out_of_account(spans_of, random_rows):
    lengths = align_characters(spans_of(random_rows(1, LENGTHS, CODES, CODERS, 60)), LENGTHS, ASSIGNED, CODES)
    kept = lengths.only(np.array([False, True, True, True]))

    assert set(kept.source.tolist()) <= {1, 3}
    assert kept.total.tolist() == [0, 25, 0, 31]
    assert kept.compared_sources.tolist() == [False, True, False, False]


def test_texts_cut_at_every_boundary_lose_no_character(spans_of, random_rows):
    rows = random_rows(5, LENGTHS, CODES, CODERS, 30)
    units = cut_units(spans_of(rows), LENGTHS, ASSIGNED)
    widths = np.bincount(units.source, units.end - units.start, 4)

    assert widths.tolist() == LENGTHS.tolist()
    cover = cover_units(spans_of(rows), units, ASSIGNED, CODES)
    assert (units.end - units.start)[cover.unit].sum() == sum(len(c) for c in painted(rows).values())


def test_more_coders_than_bits_are_refused(spans_of):
    everybody = np.ones((1, MOST_CODERS + 1), dtype=bool)
    with pytest.raises(ValueError, match="at most 62 coders"):
        align_characters(spans_of([(0, 0, 1, 0, 0)]), np.array([5]), everybody, 1)


def test_sixty_two_coders_fit(spans_of):
    everybody = np.ones((1, MOST_CODERS), dtype=bool)
    rows = [(0, 0, 3, 0, coder) for coder in range(MOST_CODERS)]
    lengths = align_characters(spans_of(rows), np.array([5]), everybody, 1)

    assert counted(lengths) == {(0, 0, 2**62 - 1): 3}
    assert rate_codes(lengths).values[:, 0].tolist() == [1] * MOST_CODERS
