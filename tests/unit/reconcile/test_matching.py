"""Which codes of two codebooks may be one."""

from __future__ import annotations

import numpy as np
import pytest

from thematic.model.codebook import Code, Codebook
from thematic.reconcile.likeness import definition_likeness, measure_passages, name_likeness
from thematic.reconcile.matching import match_codes, name_score
from thematic.reconcile.polarity import may_oppose


def book(*codes):
    return Codebook(codes)


def code(guid, name, definition="", parent=None, **more):
    return Code(guid, name.lower().replace(" ", "-"), name, definition, parent=parent, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trust", "Lack of trust"),
        ("Trust", "No trust"),
        ("Trust", "Distrust"),
        ("Trust", "Mistrust"),
        ("Internal motivation", "External motivation"),
        ("Increased workload", "Decreased workload"),
        ("Barriers to learning", "Enablers of learning"),
        ("Safe spaces", "Unsafe spaces"),
        ("Formal courses", "Informal courses"),
        ("With support", "Without support"),
        ("Can't decide", "Decide"),
    ],
)
def test_names_that_may_be_opposites_are_marked(one, other):
    assert may_oppose(one, other)
    assert may_oppose(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lack of time", "Time, lack of"),
        ("Lack of time", "Lacking time"),
        ("Trust", "Trust in leaders"),
        ("Unit", "It"),
        ("Access", "Acces"),
        ("Private study", "Private study"),
    ],
)
def test_names_that_only_differ_in_words_are_not_marked(one, other):
    assert may_oppose(one, other) == ""


def test_the_guard_says_what_it_saw():
    assert may_oppose("Trust", "Lack of trust") == "'lack' stands in one name only"
    assert may_oppose("Internal drive", "External drive") == "'internal' against 'external'"


def test_a_name_in_another_order_case_or_accent_is_the_same_name():
    assert name_score("Lack of Time", "time – lack of") == 1
    assert name_score("Café", "CAFE") == 1


def test_likeness_of_names_is_dice_of_letter_triples():
    """'  trust ' and '  thrust ' share '  t', 'rus', 'ust', 'st ' of 6 and 7."""
    (found,) = name_likeness([code("a", "trust")], [code("b", "thrust"), code("c", "???")]).tolist()
    assert found == pytest.approx([2 * 4 / (6 + 7), 0])


def test_words_every_definition_has_say_little():
    common = [code(f"x{n}", f"x{n}", "anything said about work") for n in range(8)]
    left = [code("a", "a", "anything said about mentoring"), *common]
    right = [code("b", "b", "mentoring by seniors"), code("c", "c", "anything said about seniors")]
    likeness = definition_likeness(left, right)
    assert likeness[0, 0] > likeness[0, 1] > 0
    assert definition_likeness([code("a", "a")], [code("b", "b")]).tolist() == [[0]]


def test_a_renamed_code_is_found_by_its_definition_and_its_place():
    left = book(
        code("p", "Barriers"),
        code("a", "Time pressure", "No protected time for learning beside clinical work", parent="p"),
        code("x", "Mentors", "A senior colleague who guides"),
    )
    right = book(
        code("q", "Barriers"),
        code("b", "Pressure on time", "No protected time for learning next to clinical work", parent="q"),
        code("y", "Feedback", "Being told how one does"),
    )
    found = {match.left: match for match in match_codes(left, right)}

    assert found["a",].right == ("b",)
    assert found["a",].kind == "rename"
    assert "the same parent" in found["a",].evidence
    assert found["p",].kind == "same"
    assert ("x",) not in found


def test_the_same_name_elsewhere_in_the_tree_has_moved():
    left = book(code("p", "Work"), code("a", "Feedback", "Being told how one does", parent="p"))
    right = book(code("q", "Training"), code("b", "Feedback", "Being told how one does", parent="q"))
    (match,) = match_codes(left, right)
    assert (match.kind, match.left, match.right) == ("move", ("a",), ("b",))


def test_a_possible_opposite_is_proposed_with_its_mark():
    left = book(code("a", "Internal motivation", "What drives a person to lead"))
    right = book(code("b", "External motivation", "What drives a person to lead"))
    (match,) = match_codes(left, right)
    assert match.opposite == "'internal' against 'external'"


def test_trust_is_not_proposed_for_its_lack():
    left, right = book(code("a", "Trust")), book(code("b", "Lack of trust"))
    assert match_codes(left, right) == ()


def test_codes_with_a_common_id_are_not_proposed():
    left = book(code("a", "Trust"), code("z", "Time"))
    right = book(code("a", "Confidence"), code("b", "Trust"), code("z", "Hours"))
    assert match_codes(left, right) == ()


def test_each_code_is_proposed_once_and_the_best_wins():
    left = book(code("a", "Lack of time"), code("b", "Lack of times"))
    right = book(code("c", "Lack of time"))
    assert [(match.left, match.right) for match in match_codes(left, right)] == [(("a",), ("c",))]


def test_an_empty_codebook_matches_nothing():
    assert match_codes(book(), book(code("a", "Trust"))) == ()


def test_passages_outweigh_names(spans_of):
    left = book(code("a", "Time"), code("b", "Courage"))
    right = book(code("c", "Time"), code("d", "Bravery"))
    ours = spans_of([(0, 0, 50, 0, 0), (0, 60, 90, 1, 0), (1, 5, 9, 1, 0)])
    theirs = spans_of([(1, 40, 60, 0, 0), (0, 62, 90, 1, 0), (1, 5, 9, 1, 0)])
    found = match_codes(left, right, measure_passages(ours, theirs, (2, 2)))

    assert [(match.left, match.right) for match in found] == [(("b",), ("d",))]
    assert found[0].evidence[0] == "94% of their coded text in common"


def test_coded_text_in_common_is_counted_by_characters(spans_of, random_rows):
    lengths = np.array([40, 40])
    ours, theirs = random_rows(1, lengths, 3, 2, 40), random_rows(2, lengths, 4, 2, 40)
    painted = [
        [{(s, p) for s, a, b, c, _ in rows if c == code for p in range(a, b)} for code in range(codes)]
        for rows, codes in ((ours, 3), (theirs, 4))
    ]
    found = measure_passages(spans_of(ours), spans_of(theirs), (3, 4))

    assert found.left.tolist() == [len(own) for own in painted[0]]
    assert found.right.tolist() == [len(own) for own in painted[1]]
    assert found.shared.tolist() == [[len(one & other) for other in painted[1]] for one in painted[0]]
    assert found.overlap[0, 0] == pytest.approx(
        len(painted[0][0] & painted[1][0]) / len(painted[0][0] | painted[1][0])
    )


def test_a_code_filled_by_several_others_was_split_and_the_reverse_merged(spans_of):
    whole = book(code("w", "Learning at work"), code("o", "Salary"))
    parts = book(code("x", "Night shifts"), code("y", "Ward rounds"), code("z", "Pensions"))
    one = spans_of([(0, 0, 100, 0, 0), (0, 200, 250, 1, 0)])
    other = spans_of([(0, 0, 55, 0, 0), (0, 50, 95, 1, 0), (0, 300, 310, 2, 0)])

    (split,) = match_codes(whole, parts, measure_passages(one, other, (2, 3)))
    assert (split.kind, split.left, split.right) == ("split", ("w",), ("x", "y"))
    assert split.evidence == ("2 codes lie inside it and cover 95% or more of its text",)
    (merger,) = match_codes(parts, whole, measure_passages(other, one, (3, 2)))
    assert (merger.kind, merger.left, merger.right) == ("merge", ("x", "y"), ("w",))
