"""Saturation: new themes in a run against the themes of the base."""

import numpy as np
import pytest

from thematic.model.saturation import SaturationRule
from thematic.synthesis.saturation import assess_saturation, new_themes, saturation_point


@pytest.mark.parametrize(
    ("fresh", "rule", "expected"),
    [
        # base of 4 holds 37 themes; runs 3/37 = 8 %, 1/37 = 3 %
        ([16, 7, 9, 5, 3, 0, 1, 0], SaturationRule(4, 2, 0.05), 5),
        ([16, 7, 9, 5, 3, 0, 1, 0], SaturationRule(4, 2, 0.10), 4),
        ([16, 7, 9, 5, 3, 0, 1, 0], SaturationRule(4, 3, 0.05), 5),
        ([16, 7, 9, 5, 3, 0, 1, 0], SaturationRule(4, 2, 0.0), None),
        ([16, 7, 9, 5, 3, 0, 0, 1], SaturationRule(4, 2, 0.0), 5),
        ([10, 10, 0, 0, 1, 1], SaturationRule(4, 2, 0.10), 4),
        ([0, 0, 0, 0, 0, 0], SaturationRule(4, 2, 0.05), None),
        ([5, 5, 5], SaturationRule(4, 2, 0.05), None),
    ],
)
def test_the_first_run_within_the_threshold(fresh, rule, expected):
    assert saturation_point(np.array(fresh), rule) == expected


def test_a_theme_is_new_once():
    presence = np.array([[1, 0, 1], [1, 1, 0], [0, 1, 0]], dtype=bool)
    order = np.array([[0, 1, 2], [2, 1, 0]])
    assert new_themes(presence, order).tolist() == [[2, 1, 0], [1, 1, 1]]


TEXT = "\n".join(
    f"R{n} date=2026-01-{20 - n:02}\nR{n}: [top/mid{n % 3}/low{n % 5}|x] [top/mid0|y]" for n in range(1, 11)
)


def assessed(text, **more):
    found = assess_saturation(text.study, orders=200, **more)
    return {(one.mode, one.level, one.order): one for one in found}


def test_levels_modes_and_orders_are_assessed_apart(coded):
    text = coded(TEXT + "\nS1 mode=survey\nS1: [top/mid0|z]")
    found = assessed(text)
    assert set(found) == {
        (mode, level, order)
        for mode in ("interview", "survey")
        for level in ("codes", "themes")
        for order in ("observed", "random")
    }
    codes, themes = found["interview", "codes", "random"], found["interview", "themes", "random"]
    assert codes.themes > themes.themes
    assert codes.curve[-1] == codes.themes
    assert found["survey", "codes", "random"].unavailable == "only 1 respondent; base and run need 6"


def test_the_observed_order_is_by_date(coded):
    text = "\n".join(f"R{n} date=2026-01-{30 - n}\nR{n}: [a/c{min(n, 4)}|x]" for n in range(1, 9))
    observed = assessed(coded(text))["interview", "codes", "observed"]
    # by date R8 … R1 come: the fourth code first, and always, the others last
    assert observed.curve == (1, 1, 1, 1, 1, 2, 3, 4)
    assert (observed.reached, observed.shown) == (None, "–")


def test_without_dates_only_random_orders(coded):
    found = assessed(coded(TEXT.replace("R3 date=2026-01-17\n", "")))
    observed = found["interview", "codes", "observed"]
    assert observed.unavailable == "1 of 10 respondents have no date of collection"
    assert observed.reached is None
    assert not found["interview", "codes", "random"].unavailable


def test_random_orders_repeat_with_the_seed(coded):
    assert assessed(coded(TEXT), seed=3) == assessed(coded(TEXT), seed=3)


def test_people_who_all_say_the_same_are_saturated_at_the_base(coded):
    found = assessed(coded("\n".join(f"R{n}: [a|x]" for n in range(1, 9))))["interview", "themes", "random"]
    assert (found.reached, found.low, found.high, found.share_reached, found.shown) == (4, 4, 4, 1.0, "4+2")
