from __future__ import annotations

import pytest

from thematic.errors import BadInput, NotFound, QuoteNotFound, Refused
from thematic.workflow.codebook import merge_codes, retire_code
from thematic.workflow.coding import (
    apply_code,
    apply_codes,
    change_coding,
    find_quote,
    mark_illustrative,
    withdraw_code,
    withdraw_codes,
)
from thematic.workflow.history import list_acts, next_undo, redo, undo, verify_journal
from thematic.workflow.project import open_project
from thematic.workflow.reading import (
    count_codings,
    find_applicable,
    find_code,
    find_source,
    read_codebook,
    read_text,
    source_codings,
)
from thematic.workflow.trust import check_project


def _where(study, words: str) -> tuple[str, int, int]:
    source = find_source(study, "R1")
    text = read_text(study, source.guid).text
    at = text.index(words)
    return source.guid, at, at + len(words)


def _code(study, key: str) -> str:
    return find_code(read_codebook(study), key).guid


def test_a_coding_holds_the_words_at_its_place(study):
    coding = apply_code(study, *_where(study, "By accident, really."), _code(study, "accident"))
    assert coding.quote == "By accident, really."
    assert source_codings(study, coding.source) == (coding,)


def test_the_same_code_on_the_same_words_is_one_coding(study):
    place = _where(study, "By accident, really.")
    first = apply_code(study, *place, _code(study, "accident"))
    acts = len(list_acts(study))
    assert apply_code(study, *place, _code(study, "accident")) == first
    assert len(list_acts(study)) == acts


def test_a_mark_as_illustration_outlasts_recoding_and_is_undone(study):
    coding = apply_code(study, *_where(study, "By accident, really."), _code(study, "accident"))
    assert not coding.illustrative
    mark_illustrative(study, coding.guid, good=True)
    change_coding(study, coding.guid, code=_code(study, "time"))
    (marked,) = source_codings(study, coding.source)
    assert (marked.illustrative, marked.code) == (True, _code(study, "time"))
    assert check_project(study) == ()
    undo(study)
    undo(study)
    assert source_codings(study, coding.source) == (coding,)
    redo(study)
    mark_illustrative(study, coding.guid, good=False)
    assert source_codings(study, coding.source) == (coding,)


def test_a_mark_already_there_is_no_act(study):
    coding = apply_code(study, *_where(study, "By accident, really."), _code(study, "accident"))
    mark_illustrative(study, coding.guid, good=True)
    acts = len(list_acts(study))
    mark_illustrative(study, coding.guid, good=True)
    assert len(list_acts(study)) == acts


def test_several_codes_are_one_act(study):
    guid, start, end = _where(study, "There is never any time to think.")
    text = read_text(study, guid)
    apply_codes(study, text, start, end, (_code(study, "time"), _code(study, "thinking")))
    undo(study)
    assert source_codings(study, guid) == ()


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-1, 4), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(study, start, end):
    source = find_source(study, "R1")
    with pytest.raises(BadInput, match="not a span"):
        apply_code(study, source.guid, start, end, _code(study, "time"))


def test_changing_a_coding_keeps_what_is_not_named(study):
    coding = apply_code(study, *_where(study, "Time."), _code(study, "time"), stance="supports")
    changed = change_coding(study, coding.guid, code=_code(study, "thinking"))
    assert (changed.start, changed.end, changed.stance) == (coding.start, coding.end, "supports")
    assert change_coding(study, coding.guid, stance=None).stance is None


def test_undo_and_redo_survive_a_restart(study, here):
    coding = apply_code(study, *_where(study, "Time."), _code(study, "time"))
    study.close()
    again = open_project(study.where, here=here)
    assert again.coder is not None
    assert again.coder.name == "Ana"
    assert next_undo(again).verb == "tag"
    undo(again)
    assert source_codings(again, coding.source) == ()
    again.close()
    third = open_project(study.where, here=here)
    redo(third)
    assert source_codings(third, coding.source) == (coding,)
    third.close()


def test_withdrawing_an_unknown_coding_withdraws_none(study):
    coding = apply_code(study, *_where(study, "Time."), _code(study, "time"))
    with pytest.raises(NotFound):
        withdraw_codes(study, (coding.guid, "nobody"))
    assert source_codings(study, coding.source) == (coding,)
    withdraw_code(study, coding.guid)
    assert source_codings(study, coding.source) == ()


def test_a_quote_must_stand_in_one_place(study):
    text = read_text(study, find_source(study, "R1").guid)
    with pytest.raises(QuoteNotFound, match="not in source 'R1.txt'"):
        find_quote(text, "R1.txt", "not a word of it")
    with pytest.raises(QuoteNotFound, match="stand 2 times"):
        find_quote(text, "R1.txt", "There is never any time")


def test_counts_are_of_codings_and_of_people(study):
    apply_code(study, *_where(study, "There is never any time."), _code(study, "time"))
    apply_code(study, *_where(study, "Time."), _code(study, "time"))
    assert count_codings(study)[_code(study, "time")] == (2, 1)


def test_a_project_in_use_is_whole(study):
    coding = apply_code(study, *_where(study, "Time."), _code(study, "time"))
    change_coding(study, coding.guid, stance="opposes")
    undo(study)
    assert check_project(study) == ()
    assert verify_journal(study).broken == ()


def test_a_code_named_twice_is_applied_once(study):
    guid, start, end = _where(study, "Time.")
    code = _code(study, "time")
    assert len(apply_codes(study, read_text(study, guid), start, end, (code, code))) == 1


def test_the_same_code_again_with_a_stance_gives_the_coding_that_stance(study):
    place = _where(study, "Time.")
    first = apply_code(study, *place, _code(study, "time"))
    again = apply_code(study, *place, _code(study, "time"), stance="opposes")
    assert (again.guid, again.stance) == (first.guid, "opposes")
    assert source_codings(study, first.source) == (again,)


def test_a_coding_cannot_become_the_double_of_another(study):
    place = _where(study, "Time.")
    apply_code(study, *place, _code(study, "time"))
    other = apply_code(study, *place, _code(study, "accident"))
    with pytest.raises(Refused, match="says the same already"):
        change_coding(study, other.guid, code=_code(study, "time"))


def test_a_retired_or_merged_code_is_not_applied_again(study):
    retire_code(study, "accident")
    with pytest.raises(Refused, match="retired"):
        find_applicable(read_codebook(study), "accident")
    merge_codes(study, ("thinking",), into="time")
    with pytest.raises(Refused, match="merged into 'time'"):
        find_applicable(read_codebook(study), "thinking")
