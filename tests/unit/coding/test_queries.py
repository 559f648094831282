"""Retrieval by code."""

from __future__ import annotations

import re

import numpy as np
import pytest

from thematic.coding.queries import NEAR, Both, Key, find_matching, parse_query
from thematic.errors import BadInput


@pytest.fixture
def found(coded):
    """Ask a query of a text in the notation; gives the words of the codings it retrieves."""

    def ask(text: str, query: str) -> list[str]:
        notation = coded(text)
        study = notation.study
        keys = {code.key: place for place, code in enumerate(study.codebook.codes)}
        mask = find_matching(parse_query(query), study.codings, lambda key: np.array([keys[key]]))
        return [quote.quote for quote, hit in zip(notation.quotes, mask, strict=True) if hit]

    return ask


TEXT = "R1: [a b|Both.] [a|Only a.] [b|Only b.]"


def test_and_gives_what_overlaps(found):
    assert found(TEXT, "a and b") == ["Both."]


def test_not_gives_what_does_not_overlap(found):
    assert found(TEXT, "a not b") == found(TEXT, "a and not b") == ["Only a."]


def test_or_gives_the_codings_of_either(found):
    assert sorted(found(TEXT, "a or b")) == ["Both.", "Both.", "Only a.", "Only b."]


@pytest.mark.parametrize(("gap", "expected"), [(NEAR, ["A."]), (NEAR + 1, [])])
def test_near_reaches_so_many_characters_and_no_further(found, gap, expected):
    assert found(f"R1: [a|A.]{'x' * gap}[b|B.]", "a near b") == expected


def test_near_stays_within_a_source(found):
    assert found("R1: [a|A.]\nR2: [b|B.]", "a near b") == []


def test_touching_is_not_overlapping(found):
    assert found("R1: [a|A.][b|B.]", "a and b") == []


def test_operators_bind_from_left_to_right():
    assert parse_query("a or b and c") == Both("and", Both("or", Key("a"), Key("b")), Key("c"))
    assert parse_query("a or (b and c)") == Both("or", Key("a"), Both("and", Key("b"), Key("c")))


def test_and_not_says_the_same_as_not():
    assert parse_query("a and not b") == parse_query("a not b") == Both("not", Key("a"), Key("b"))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "A code is missing"),
        ("a and", "A code is missing"),
        ("not a", "A code is missing"),
        ("a or not b", "A code is missing"),
        ("a b", "An operator is missing before 'b'"),
        ("(a and b", "A bracket is not closed"),
        ("a and b)", "')' is not expected"),
    ],
)
def test_a_query_that_is_none(query, why):
    with pytest.raises(BadInput, match=re.escape(why)):
        parse_query(query)
