"""Brackets side by side never share a cell, and each is one line from its first row to its last."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from thematic.model.codings import Coding
from thematic.tui.page.bins import CodingIndex
from thematic.tui.page.lanes import PAGE, Lanes
from thematic.tui.page.wrap import Wrap

TEXT = "ab cd ef gh " * 400
WRAP = Wrap(TEXT, 12)

SPANS = st.lists(st.tuples(st.integers(0, len(TEXT) - 400), st.integers(1, 300)), max_size=30)


def of(spans: list[tuple[int, int]]) -> list[Coding]:
    return [Coding(f"g{n}", "s", "t", a, a + length, "", "c", "x") for n, (a, length) in enumerate(spans)]


def test_two_codings_on_one_row_take_two_lanes() -> None:
    lanes = Lanes(WRAP, CodingIndex(of([(0, 5), (0, 3)])), 3)
    assert [(lane, shape) for lane, shape, _ in lanes.row(0).brackets] == [(0, "only"), (1, "only")]


def test_a_bracket_runs_from_its_first_row_to_its_last() -> None:
    lanes = Lanes(WRAP, CodingIndex(of([(0, 30)])), 3)
    assert [lanes.row(row).brackets[0][1] for row in range(3)] == ["first", "middle", "last"]
    assert lanes.row(3).brackets == []


def test_what_finds_no_lane_still_has_its_name_counted() -> None:
    lanes = Lanes(WRAP, CodingIndex(of([(0, 3)] * 5)), 2)
    row = lanes.row(0)
    assert len(row.brackets) == 2
    assert row.label is not None
    assert row.more == 4
    assert len(row.spans) == 5


@given(SPANS, st.permutations(range(len(WRAP) // PAGE + 1)))
@settings(max_examples=60)
def test_no_two_brackets_share_a_cell_whatever_page_is_looked_at_first(
    spans: list[tuple[int, int]], order: list[int]
) -> None:
    lanes = Lanes(WRAP, CodingIndex(of(spans)), 4)
    for page in order:
        lanes.row(min(page * PAGE, len(WRAP) - 1))
    for row in range(len(WRAP)):
        taken = [lane for lane, _, _ in lanes.row(row).brackets]
        assert len(taken) == len(set(taken))


@given(SPANS)
@settings(max_examples=60)
def test_every_coding_is_named_once_or_counted_where_it_begins(spans: list[tuple[int, int]]) -> None:
    codings = of(spans)
    lanes = Lanes(WRAP, CodingIndex(codings), 4)
    marks = [lanes.row(row) for row in range(len(WRAP))]
    named = [one.label.guid for one in marks if one.label]
    assert len(named) == len(set(named))
    assert len(named) + sum(one.more for one in marks) == len(codings)


def test_a_coding_that_came_is_seen_after_its_pages_are_forgotten() -> None:
    index = CodingIndex()
    lanes = Lanes(WRAP, index, 3)
    assert lanes.row(0).brackets == []
    coding = of([(0, 5)])[0]
    index.add(coding)
    lanes.forget(coding)
    assert lanes.row(0).label == coding
