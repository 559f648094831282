"""Rows of a text: every character on exactly one row, no row wider than the page."""

from __future__ import annotations

import time

from hypothesis import example, given
from hypothesis import strategies as st

from thematic.tui.page.glyphs import cells
from thematic.tui.page.wrap import BLANK, Wrap

MIXED = st.text(st.sampled_from("ab cd\n\t-é日本 ’👩\u200d👧\u0301"), max_size=200)


def rows(wrap: Wrap) -> list[str]:
    return [wrap.drawn(row) for row in range(len(wrap))]


def test_words_stay_whole_where_they_fit() -> None:
    assert rows(Wrap("Time is the first. Nobody has it.", 12)) == [
        "Time is the ",
        "first. ",
        "Nobody has ",
        "it.",
    ]


def test_a_word_longer_than_the_row_is_cut() -> None:
    assert rows(Wrap("abcdefghij kl", 4)) == ["abcd", "efgh", "ij ", "kl"]


def test_empty_lines_are_rows_and_a_last_line_end_is_not() -> None:
    assert rows(Wrap("a\n\nb\n", 10)) == ["a", "", "b"]
    assert rows(Wrap("", 10)) == [""]


def test_wide_characters_take_two_cells() -> None:
    assert rows(Wrap("日本語日本語", 6)) == ["日本語", "日本語"]
    assert rows(Wrap("ab 日本 語", 5)) == ["ab 日", "本 語"]


@given(MIXED, st.integers(2, 20))
def test_rows_cover_the_text_in_order(text: str, width: int) -> None:
    wrap = Wrap(text, width)
    assert "".join(text[slice(*wrap.span(row))] for row in range(len(wrap))) == text


@given(MIXED, st.integers(4, 20))
@example("a \u200d日a日", 4)
@example("aaaaa\u200d", 4)
def test_no_row_is_wider_than_the_page_but_for_blanks_at_its_end(text: str, width: int) -> None:
    wrap = Wrap(text, width)
    assert all(cells(row.rstrip(" \t")) <= width for row in rows(wrap))


@given(MIXED.filter(bool), st.integers(2, 20), st.data())
def test_a_position_is_on_the_row_that_spans_it(text: str, width: int, data: st.DataObject) -> None:
    wrap = Wrap(text, width)
    position = data.draw(st.integers(0, len(text) - 1))
    start, end = wrap.span(wrap.row_at(position))
    assert start <= position < end


def test_a_heading_stands_on_a_row_of_its_own_above_the_line() -> None:
    wrap = Wrap("one\ntwo\nthree", 10, [0, 8])
    assert [wrap.extra.get(row) for row in range(len(wrap))] == [0, None, None, BLANK, 1, None]
    assert wrap.row_at(0) == 1
    assert wrap.row_at(8) == 5
    assert wrap.drawn(5) == "three"


def test_no_second_empty_row_above_a_heading_that_follows_one() -> None:
    wrap = Wrap("one\n\ntwo", 10, [5])
    assert BLANK not in wrap.extra.values()


def test_two_megabytes_in_one_line_wrap_within_a_second() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        wrap = Wrap("word " * 400_000, 60)
        assert len(wrap) == -(-400_000 // 12)
        return time.perf_counter() - began

    assert any(seconds() < 1 for _ in range(3)), "a machine may be busy: one of three"
