from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thematic.model.codebook import Code, Codebook

BOOK = Codebook(
    (
        Code("g1", "barriers", "Barriers", position=1),
        Code("g2", "time", "Time", parent="g1", position=1),
        Code("g3", "money", "Money", parent="g1", position=0),
        Code("g4", "courses", "Courses", position=0),
        Code("g5", "old", "Old", parent="g4", merged_into="g2"),
        Code("g6", "gone", "Gone", status="retired"),
        Code("g7", "lost", "Lost", parent="nowhere"),
    )
)


def test_the_tree_is_walked_parents_first_in_order():
    assert [(depth, code.key) for depth, code in BOOK.walk()] == [
        (0, "courses"), (1, "old"), (0, "gone"), (0, "lost"), (0, "barriers"), (1, "money"), (1, "time"),
    ]  # fmt: skip


def test_merged_and_retired_codes_cannot_be_applied():
    assert [code.key for code in BOOK.active] == ["courses", "lost", "barriers", "money", "time"]


def test_a_merged_code_resolves_and_a_circle_of_merges_ends():
    assert BOOK.resolve("g5") == "g2"
    circle = Codebook((Code("a", "a", "A", merged_into="b"), Code("b", "b", "B", merged_into="a")))
    assert circle.resolve("a") == circle.resolve("b") == "a"


def test_a_path_names_the_codes_above():
    assert BOOK.path("g2") == "Barriers / Time"


def test_codes_in_a_circle_are_all_shown():
    book = Codebook(
        (Code("a", "a", "A", parent="b"), Code("b", "b", "B", parent="c"), Code("c", "c", "C", parent="b"))
    )
    assert [(depth, code.key) for depth, code in book.walk()] == [(0, "b"), (1, "a"), (1, "c")]
    assert book.lifted == {"b"}


guids = st.integers(0, 7)


@given(st.lists(guids, min_size=8, max_size=8))
def test_whatever_the_parents_every_code_is_walked_once(parents):
    book = Codebook(
        tuple(Code(str(own), f"k{own}", "N", parent=str(parent)) for own, parent in enumerate(parents))
    )
    assert sorted(code.guid for _, code in book.walk()) == [str(own) for own in range(8)]
