"""Who is done, who is blind to whom, and what takes no more coding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thematic.model.rounds import Assignment, find_closed, find_finished, find_hidden


def assigned(*rows):
    """`(round, source, coder, done)`."""
    return [
        Assignment(f"{number}{source}{coder}", number, source, coder, "finished" if done else "assigned")
        for number, source, coder, done in rows
    ]


def test_two_coders_of_a_source_are_blind_to_each_other_until_both_have_finished():
    one_done = assigned((1, "R1", "ben", True), (1, "R1", "cem", False))
    assert find_hidden(one_done, "cem") == {("R1", "ben")}
    assert find_hidden(one_done, "ben") == {("R1", "cem")}
    assert find_hidden(assigned((1, "R1", "ben", True), (1, "R1", "cem", True)), "ben") == frozenset()


def test_whoever_is_not_blind_sees_all_and_nobody_in_particular_sees_least():
    one_done = assigned((1, "R1", "ben", True), (1, "R1", "cem", False))
    assert find_hidden(one_done, "ana") == frozenset()
    assert find_hidden(one_done, None) == {("R1", "ben"), ("R1", "cem")}


def test_a_coder_alone_on_a_source_hides_from_nobody():
    assert find_hidden(assigned((1, "R1", "ben", False)), None) == frozenset()


rows = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(["R1", "R2"]), st.sampled_from("abc"), st.booleans()),
    unique_by=lambda row: row[:3],
)


@given(rows)
def test_what_is_hidden_from_anybody_is_hidden_from_nobody_in_particular(rows):
    assignments = assigned(*rows)
    least = find_hidden(assignments, None)
    for viewer in "abcd":
        hidden = find_hidden(assignments, viewer)
        assert hidden <= least
        assert all(coder != viewer for _, coder in hidden)


@given(rows)
def test_blindness_is_mutual(rows):
    assignments = assigned(*rows)
    for one in "abc":
        for source, other in find_hidden(assignments, one):
            assert (source, one) in find_hidden(assignments, other)


@given(rows)
def test_whoever_is_still_coding_is_closed_out_of_nothing_they_are_to_code(rows):
    assignments = assigned(*rows)
    closed = find_closed(assignments, {1, 2})
    for each in assignments:
        latest = max(one.round for one in assignments if (one.source, one.coder) == (each.source, each.coder))
        if each.round == latest:
            assert ((each.source, each.coder) in closed) == (each.state == "finished")


def test_finished_and_frozen_sources_are_closed_to_their_own_coders():
    closed = find_closed(
        assigned((1, "R1", "ben", True), (2, "R2", "ben", True), (2, "R2", "cem", False)), still_open={2}
    )
    assert {pair: (why.round, why.status) for pair, why in closed.items()} == {
        ("R1", "ben"): (1, "frozen"),
        ("R2", "ben"): (2, "open"),
    }


def test_a_source_given_out_again_is_open_again_whatever_the_order():
    rows = assigned((2, "R1", "ben", False), (1, "R1", "ben", True))
    assert find_closed(rows, {2}) == find_closed(rows[::-1], {2}) == {}


def test_a_source_nobody_was_given_is_finished_by_whoever_coded_it():
    found = find_finished(assigned((1, "R1", "ben", False)), [("R1", "ben"), ("R2", "cem")])
    assert found.coders == {"R1": frozenset(), "R2": {"cem"}}
    assert found.assumed == {"R2"}
    assert found.by_all(["cem"]) == {"R2"}
