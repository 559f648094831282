"""Contrast and blending, against values published with the formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.tui.colors import blend, contrast, hex_of, luminance, readable, rgb, wheel

COLORS = st.tuples(*[st.integers(0, 255)] * 3)


def test_contrast_of_known_pairs() -> None:
    # WCAG 2.1: black on white is 21; #767676 is the lightest grey that passes 4.5 on white.
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#767676"), rgb("#ffffff")) == pytest.approx(4.54, abs=0.01)
    assert contrast(rgb("#777777"), rgb("#ffffff")) < 4.5
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


@given(COLORS, COLORS)
def test_text_made_readable_can_be_read(color: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    assert contrast(readable(color, ground), ground) >= 4.5


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    assert readable((255, 255, 255), (0, 0, 0)) == (255, 255, 255)


def test_blending_goes_from_one_to_the_other() -> None:
    assert blend((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)
    assert blend((1, 2, 3), (9, 9, 9), 0) == (1, 2, 3)
    assert hex_of(blend((0, 0, 0), (255, 255, 255), 1)) == "#ffffff"


def test_what_is_not_a_colour_is_grey() -> None:
    assert rgb("red") == (128, 128, 128)
    assert rgb("") == (128, 128, 128)


def test_a_key_always_gets_the_same_colour() -> None:
    assert wheel("time") == wheel("time")
    assert len({wheel(f"code-{number}") for number in range(100)}) > 8
