"""Characters as shown: what must not reach a terminal does not, and widths agree with what is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from thematic.tui.page.glyphs import cell_offsets, cells, fit, shown


@pytest.mark.parametrize(
    "character", ["\x1b", "\x07", "\r", "\x00", "\x7f", "\x9b", "\u202e", "\u2066", "\ufeff"]
)
def test_nothing_a_terminal_obeys_is_sent_to_it(character: str) -> None:
    drawn = shown(f"a{character}b")
    assert character not in drawn
    assert len(drawn) == 3
    assert cell_len(drawn) == 3


def test_a_tab_is_one_cell() -> None:
    assert shown("a\tb") == "a⇥b"
    assert cells("a\tb") == 3


def test_wide_and_joined_characters_are_measured_as_drawn() -> None:
    assert cells("日本") == 4
    assert cells("é") == 1
    assert cells("👩\u200d👩\u200d👧") == 2


@given(st.text())
def test_the_symbols_keep_the_length_of_the_text(text: str) -> None:
    assert len(shown(text)) == len(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_offsets_end_at_the_width_the_drawing_library_measures(text: str) -> None:
    offsets = cell_offsets(text)
    total = len(text) if offsets is None else offsets[-1]
    assert total == cell_len(shown(text))


@given(st.text(min_size=1), st.integers(1, 30))
def test_a_fitted_text_never_takes_more_cells_than_it_was_given(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= width


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert fit("Lack of time", 7) == "Lack o…"
    assert fit("日本語のコード", 6) == "日本…"
    assert fit("time", 4) == "time"
