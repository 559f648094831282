"""A statement is stale when its evidence changed and its words did not."""

import json

from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import outline_from_value
from thematic.synthesis.staleness import basis_from_value, basis_value, find_stale, take_bases

BEFORE = """
R1: [time+|No time.] [rank+|Rank rules.]
R2: [time+|None at all.] Nothing.
R3: [rank-|Rank is nothing.] Well.
"""
OUTLINE = {
    "sections": [
        {
            "id": "s",
            "title": "S",
            "findings": [
                {"id": "time", "statement": "Time.", "codes": ["time"]},
                {"id": "rank", "statement": "Rank.", "codes": ["rank"]},
            ],
        }
    ]
}


def bases(coded, text, outline=OUTLINE):
    text = coded(text)
    return take_bases(
        build_findings(text.study, outline_from_value(outline), text.fetch, replicates=0), text.study
    )


def stale(coded, after, **more):
    return find_stale(bases(coded, BEFORE), bases(coded, after, **more))


def test_nothing_changed_is_not_stale_even_in_another_order(coded):
    again = "\n".join(reversed(BEFORE.strip().splitlines()))
    assert stale(coded, BEFORE) == {}
    assert stale(coded, again) == {}


def test_one_changed_coding_touches_only_what_rests_on_it(coded):
    assert stale(coded, BEFORE.replace("[rank+|Rank rules.]", "[rank-|Rank rules.]")) == {
        "rank": ("R1 was supporting and is opposing", "1 of 3 and 1 against became 0 of 3 and 2 against")
    }


def test_a_moved_passage_is_a_change(coded):
    assert stale(coded, BEFORE.replace("[time+|None at all.]", "[time+|None at] all.")) == {
        "time": ("a passage of R2 changed",)
    }


def test_comings_and_goings_are_told(coded):
    after = BEFORE.replace("[time+|None at all.]", "None at all.").replace("] Well.", "] [time+|Well.]")
    assert stale(coded, after) == {"time": ("R2 left (was supporting)", "R3 came (supporting)")}


def test_one_more_passage_of_the_same_person_is_told(coded):
    after = BEFORE.replace("Nothing.", "[time+|Nothing.]")
    assert stale(coded, after) == {"time": ("R2 has 2 passages instead of 1",)}


def test_a_larger_base_is_a_change_of_numbers(coded):
    assert stale(coded, BEFORE + "R4: Hm.") == {
        "time": ("2 of 3 and 0 against became 2 of 4 and 0 against",),
        "rank": ("1 of 3 and 1 against became 1 of 4 and 1 against",),
    }


def test_rewritten_words_are_not_stale(coded):
    outline = json.loads(json.dumps(OUTLINE).replace("Rank.", "Rank rarely matters."))
    after = BEFORE.replace("[rank+|Rank rules.]", "[rank-|Rank rules.]")
    assert stale(coded, after, outline=outline) == {}


def test_a_basis_can_be_stored(coded):
    for basis in bases(coded, BEFORE).values():
        assert basis_from_value(json.loads(json.dumps(basis_value(basis)))) == basis
