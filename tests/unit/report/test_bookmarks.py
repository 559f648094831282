"""Names that Word keeps and that tell nobody anything."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.report.bookmarks import Mark, digest, mark_statement, read_mark


@given(st.sampled_from(["summary", "detail"]), st.text(), st.text())
def test_a_name_is_one_that_word_allows_and_is_read_back(place, statement, text):
    name = mark_statement(place, statement, text)
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,37}", name)
    assert read_mark(name) == Mark(place, digest(statement), digest(text))
    assert read_mark(f"{name}_2") == read_mark(name)


@pytest.mark.parametrize("name", ["_Toc123", "_GoBack", "s_1_2", "x_000000000000_000000000000", ""])
def test_other_bookmarks_are_not_ours(name):
    assert read_mark(name) is None


def test_blanks_between_words_are_no_change():
    assert digest("two  words\n") == digest("two words")
    assert digest("two words") != digest("two words.")
