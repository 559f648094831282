"""What an act changed, for a screen that follows it."""

from __future__ import annotations

from thematic.workflow.codebook import merge_codes
from thematic.workflow.coding import withdraw_code
from thematic.workflow.following import codings_now, codings_of, touched_by
from thematic.workflow.history import list_acts, undo
from thematic.workflow.reading import find_code, read_codebook


def test_an_act_names_what_it_touched_up_to_the_limit(study, tag):
    coding = tag("By accident", "accident")
    act = list_acts(study, 1)[0].guid
    assert [(one.kind, one.guid) for one in touched_by(study, act)] == [("coding", coding.guid)]
    assert touched_by(study, act, limit=0) == ()


def test_a_coding_taken_away_is_none_now_and_back_after_undo(study, tag):
    coding = tag("By accident", "accident")
    withdraw_code(study, coding.guid)
    assert codings_now(study, (coding.guid, "nothing")) == {coding.guid: None, "nothing": None}
    undo(study)
    assert codings_now(study, (coding.guid,)) == {coding.guid: coding}


def test_codings_of_a_code_are_those_of_codes_merged_into_it_too(study, tag):
    own, merged = tag("There was nobody else", "accident"), tag("any time to think", "thinking")
    merge_codes(study, ("thinking",), into="accident")
    code = find_code(read_codebook(study), "accident").guid
    assert [one.guid for one in codings_of(study, code)] == [own.guid, merged.guid]
    assert {one.code for one in codings_of(study, code)} == {own.code, merged.code}
