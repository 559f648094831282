"""Closed questions: counted on the base that answered."""

from thematic.model.outline import Scope
from thematic.model.sources import Attribute
from thematic.synthesis.closed_questions import (
    closed_attributes,
    compare_closed,
    count_closed,
    pair_attributes,
)

SCALE = ("disagree", "neither", "agree", "agree_strongly")
BEFORE = Attribute("confidence before", "scale", SCALE, "I feel confident.")
AFTER = Attribute("confidence after", "scale", SCALE, "I feel confident.")
TEXT = """
R1 before=agree after=agree_strongly country=UK
R2 before=agree after=neither country=UK
R3 before=disagree country=NZ
R4 after=agree country=NZ
R5 before=neither after=neither country=NZ
R6 country=UK
"""


def study(coded):
    from dataclasses import replace

    made = coded(TEXT).study
    people = [
        replace(
            one,
            attributes={
                {"before": "confidence before", "after": "confidence after"}.get(name, name): value
                for name, value in one.attributes.items()
            },
        )
        for one in made.respondents
    ]
    return replace(made, respondents=tuple(people))


def test_a_scale_counts_in_its_order_with_empty_steps(coded):
    table = count_closed(study(coded), BEFORE)
    assert table.counts == (("disagree", 1), ("neither", 1), ("agree", 2), ("agree_strongly", 0))
    assert (table.base, table.answered, table.top_two) == (6, 4, 2)


def test_other_answers_count_by_frequency(coded):
    table = count_closed(study(coded), Attribute("country"))
    assert table.counts == (("NZ", 3), ("UK", 3))
    assert table.top_two is None


def test_a_scope_narrows_the_base(coded):
    table = count_closed(study(coded), BEFORE, Scope((("country", ("UK",)),)))
    assert (table.base, table.answered) == (3, 2)


def test_before_and_after_may_have_different_bases(coded):
    change = compare_closed(study(coded), BEFORE, AFTER)
    assert (change.before.answered, change.after.answered, change.matched) == (4, 4, 3)
    assert (change.up, change.same, change.down) == (1, 1, 1)
    assert change.question == "I feel confident."
    assert not change.paired


def test_both_are_counted_in_the_steps_that_hold_more_answers(coded):
    from dataclasses import replace

    short = replace(AFTER, scale=("never", "neither", "agree"))
    change = compare_closed(study(coded), BEFORE, short)
    assert change.after.counts == (("disagree", 0), ("neither", 2), ("agree", 1), ("agree_strongly", 1))
    assert change.after.top_two == 2


def test_a_question_of_the_survey_is_not_put_to_those_interviewed(coded):
    asked = replace_modes(study(coded), ("survey",) * 5 + ("interview",))
    assert count_closed(asked, BEFORE).base == 5


def replace_modes(made, modes):
    from dataclasses import replace

    return replace(made, mode=modes)


def test_answers_of_the_same_people_are_paired(coded):
    change = compare_closed(study(coded), BEFORE, AFTER, Scope((("country", ("UK",)),)))
    assert change.paired


def test_pairs_are_told_by_their_names():
    other = Attribute("confidence")
    assert pair_attributes([AFTER, other, BEFORE]) == ((BEFORE, AFTER),)
    bracketed = Attribute("Confident (before)"), Attribute("Confident (after)")
    assert pair_attributes(bracketed) == (bracketed,)
    assert pair_attributes([Attribute("preparation"), Attribute("postal code")]) == ()
    assert closed_attributes([BEFORE, other]) == (BEFORE,)
