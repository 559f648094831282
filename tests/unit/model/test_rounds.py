"""Who is done, who is blind to whom, and what takes no more coding."""

from __future__ import annotations

from thematic.model.rounds import Assignment, find_closed, find_finished, find_hidden


def given(*rows):
    """`(round, source, coder, done)`."""
    return [
        Assignment(f"{number}{source}{coder}", number, source, coder, "finished" if done else "assigned")
        for number, source, coder, done in rows
    ]


def test_two_coders_of_a_source_are_blind_to_each_other_until_both_have_finished():
    one_done = given((1, "R1", "ben", True), (1, "R1", "cem", False))
    assert find_hidden(one_done, "cem") == {("R1", "ben")}
    assert find_hidden(one_done, "ben") == {("R1", "cem")}
    assert find_hidden(given((1, "R1", "ben", True), (1, "R1", "cem", True)), "ben") == frozenset()


def test_whoever_is_not_blind_sees_all_and_nobody_in_particular_sees_least():
    one_done = given((1, "R1", "ben", True), (1, "R1", "cem", False))
    assert find_hidden(one_done, "ana") == frozenset()
    assert find_hidden(one_done, None) == {("R1", "ben"), ("R1", "cem")}


def test_a_coder_alone_on_a_source_hides_from_nobody():
    assert find_hidden(given((1, "R1", "ben", False)), None) == frozenset()


def test_finished_and_frozen_sources_are_closed_to_their_own_coders():
    closed = find_closed(
        given((1, "R1", "ben", True), (2, "R2", "ben", True), (2, "R2", "cem", False)), still_open={2}
    )
    assert {pair: (why.round, why.status) for pair, why in closed.items()} == {
        ("R1", "ben"): (1, "frozen"),
        ("R2", "ben"): (2, "open"),
    }


def test_a_source_given_out_again_is_open_again_whatever_the_order():
    rows = given((2, "R1", "ben", False), (1, "R1", "ben", True))
    assert find_closed(rows, {2}) == find_closed(rows[::-1], {2}) == {}


def test_a_source_nobody_was_given_is_finished_by_whoever_coded_it():
    found = find_finished(given((1, "R1", "ben", False)), [("R1", "ben"), ("R2", "cem")])
    assert found.coders == {"R1": frozenset(), "R2": {"cem"}}
    assert found.assumed == {"R2"}
    assert found.by_all(["cem"]) == {"R2"}
