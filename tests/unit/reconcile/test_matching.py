"""Which codes of two codebooks may be one."""

from __future__ import annotations

import numpy as np
import pytest

from thematic.model.codebook import Code, Codebook
from thematic.reconcile.likeness import definition_likeness, name_likeness
from thematic.reconcile.matching import match_codes, name_score
from thematic.reconcile.passages import measure_passages
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
    assert found[0].evidence[0] == "100% of their codings on the same passages"


def meet(one, other):
    """Whether two rows stand on the same passage: half of the shorter lies in the other."""
    common = min(one[2], other[2]) - max(one[1], other[1])
    shorter = min(one[2] - one[1], other[2] - other[1])
    return one[0] == other[0] and common > 0 and 2 * common >= shorter


@pytest.mark.parametrize("seed", range(5))
def test_passages_in_common_are_counted_in_the_sources_both_sides_coded(seed, spans_of, random_rows):
    lengths = np.array([40, 40, 40])
    ours = random_rows(seed, lengths, 3, 2, 40)
    theirs = [row for row in random_rows(seed + 50, lengths, 4, 2, 40) if row[0] != 2]
    both = {row[0] for row in ours} & {row[0] for row in theirs}
    found = measure_passages(spans_of(ours), spans_of(theirs), (3, 4))

    for code in range(3):
        mine = [row for row in ours if row[3] == code and row[0] in both]
        assert found.left[code] == len(mine)
        for other in range(4):
            yours = [row for row in theirs if row[3] == other]
            assert found.right[other] == len(yours)
            met = sum(any(meet(row, theirs_) for theirs_ in yours) for row in mine)
            back = sum(any(meet(row, ours_) for ours_ in mine) for row in yours)
            assert (found.left_meets[code, other], found.right_meets[code, other]) == (met, back)
            assert found.overlap[code, other] == pytest.approx((met + back) / (len(mine) + len(yours)))


def test_few_words_inside_a_whole_thought_are_the_same_passage(spans_of):
    found = measure_passages(spans_of([(0, 40, 48, 0, 0)]), spans_of([(0, 0, 200, 0, 1)]), (1, 1))
    assert found.overlap.tolist() == [[1]]


def test_codes_that_nobody_coded_by_share_nothing(spans_of):
    assert measure_passages(spans_of([]), spans_of([(0, 0, 9, 0, 0)]), (2, 1)).overlap.tolist() == [[0], [0]]


def test_a_code_whose_passages_others_took_over_was_split_and_the_reverse_merged(spans_of):
    whole = book(code("w", "Learning at work"), code("o", "Salary"))
    parts = book(code("x", "Night shifts"), code("y", "Ward rounds"), code("z", "Pensions"))
    one = spans_of([(0, 0, 50, 0, 0), (0, 60, 100, 0, 0), (0, 200, 250, 1, 0)])
    other = spans_of([(0, 0, 45, 0, 0), (0, 70, 95, 1, 0), (0, 300, 310, 2, 0)])

    (split,) = match_codes(whole, parts, measure_passages(one, other, (2, 3)))
    assert (split.kind, split.left, split.right) == ("split", ("w",), ("x", "y"))
    assert split.evidence == ("100% of its codings are on passages of the 2 codes",)
    (merger,) = match_codes(parts, whole, measure_passages(other, one, (3, 2)))
    assert (merger.kind, merger.left, merger.right) == ("merge", ("x", "y"), ("w",))


def reflection(guid, name, *keywords):
    return code(guid, name, keywords=keywords)


def test_a_code_whose_lines_went_to_several_others_was_split():
    left = book(reflection("w", "Reflection", "diary", "portfolio piece", "think back", "write up"))
    right = book(
        reflection("x", "Habit", "diary", "think back", "on the way home"),
        reflection("y", "For the file", "portfolio piece", "compulsory"),
        reflection("z", "Sleep", "tired"),
    )
    (split,) = match_codes(left, right)
    assert (split.kind, split.left, split.right) == ("split", ("w",), ("x", "y"))
    assert (split.score, split.evidence) == (0.75, ("3 of its 4 lines stand in the 2 codes",))
    (merger,) = match_codes(right, left)
    assert (merger.kind, merger.left, merger.right) == ("merge", ("x", "y"), ("w",))


def test_a_code_whose_lines_another_says_now_was_merged_into_it():
    left = book(reflection("a", "Sets", "action learning", "set"), reflection("b", "Small group", "group"))
    right = book(reflection("b", "Groups and sets", "group", "action learning", "set"))
    (match,) = match_codes(left, right)
    assert (match.kind, match.left, match.right) == ("merge", ("a",), ("b",))
    assert match.evidence == ("2 of its 2 lines stand now in 'Groups and sets'",)


def test_lines_a_code_always_had_do_not_make_it_take_in_another():
    kept = reflection("b", "Small group", "group", "action learning", "set")
    left = book(reflection("a", "Meetings", "action learning", "set"), kept)
    assert match_codes(left, book(kept)) == ()


def test_codes_that_are_settled_are_not_looked_at():
    left, right = book(code("a", "Trust")), book(code("b", "Trust"))
    assert len(match_codes(left, right)) == 1
    assert match_codes(left, right, settled={"a"}) == ()
