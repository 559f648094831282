"""The index of codings answers as a plain search would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thematic.model.codings import Coding
from thematic.tui.page.bins import CodingIndex

SPANS = st.lists(st.tuples(st.integers(0, 5_000_000), st.integers(1, 3_000_000)), max_size=40)


def coding(number: int, start: int, end: int) -> Coding:
    return Coding(f"g{number}", "s", "t", start, end, "", "code", "ann")


def of(spans: list[tuple[int, int]]) -> list[Coding]:
    return [coding(number, start, start + length) for number, (start, length) in enumerate(spans)]


@given(SPANS, st.integers(0, 5_000_000), st.integers(1, 1_000_000))
def test_between_finds_what_overlaps_and_nothing_else(
    spans: list[tuple[int, int]], start: int, length: int
) -> None:
    codings = of(spans)
    expected = {one.guid for one in codings if one.start < start + length and one.end > start}
    assert {one.guid for one in CodingIndex(codings).between(start, start + length)} == expected


@given(SPANS, st.data())
def test_taking_away_leaves_the_rest_as_if_it_had_never_been_there(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    codings = of(spans)
    index = CodingIndex(codings)
    gone = data.draw(st.sets(st.sampled_from(codings))) if codings else set()
    for one in gone:
        assert index.remove(one.guid) == one
    kept = [one for one in codings if one not in gone]
    assert list(index) == list(CodingIndex(kept))
    assert set(index.between(0, 9_000_000)) == set(kept)


def test_a_coding_added_again_replaces_itself() -> None:
    index = CodingIndex([coding(1, 0, 10)])
    index.add(coding(1, 50, 60))
    assert index.between(0, 20) == []
    assert [one.start for one in index] == [50]


def test_the_next_coding_is_the_next_in_text_order_the_longer_first() -> None:
    short, long, later = coding(1, 5, 9), coding(2, 5, 20), coding(3, 8, 9)
    index = CodingIndex([later, short, long])
    assert index.after(None, 0) == long
    assert index.after(long, 0) == short
    assert index.after(short, 0) == later
    assert index.after(later, 0) is None
    assert index.before(later, 0) == short
    assert index.before(None, 6) == short
