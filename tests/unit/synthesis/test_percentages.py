"""Which percentages whole numbers of people can give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.synthesis.percentages import is_share, possible_percentage


@pytest.mark.parametrize(
    ("shown", "base", "possible"),
    [
        ("33", 3, True),
        ("34", 3, False),
        ("36", 24, False),
        ("37", 24, True),
        ("38", 24, True),
        ("37.5", 24, True),
        ("37.4", 24, False),
        ("0", 7, True),
        ("100", 7, True),
        ("101", 7, False),
        ("50.0", 51, False),
    ],
)
def test_published_examples(shown, base, possible):
    assert possible_percentage(shown, base) is possible


@given(
    st.integers(1, 300).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    st.integers(0, 2),
)
def test_what_a_count_gives_is_possible(case, digits):
    count, base = case
    shown = f"{100 * count / base:.{digits}f}"
    assert is_share(shown, count, base)
    assert possible_percentage(shown, base)


@given(st.integers(0, 100), st.integers(1, 99))
def test_it_agrees_with_trying_every_count(shown, base):
    assert possible_percentage(str(shown), base) == any(
        is_share(str(shown), count, base) for count in range(base + 1)
    )
