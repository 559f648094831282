from __future__ import annotations

import pytest

from thematic.errors import BadInput
from thematic.workflow.coding import apply_code, change_coding
from thematic.workflow.history import undo
from thematic.workflow.reading import (
    count_codings,
    find_code,
    find_source,
    read_codebook,
    read_text,
    source_codings,
)
from thematic.workflow.trust import check_project
from thematic.workflow.versions import codings_for_review, redact_source, replace_source


def _code_words(study, words: str):
    source = find_source(study, "R1")
    at = read_text(study, source.guid).text.index(words)
    code = find_code(read_codebook(study), "time").guid
    return apply_code(study, source.guid, at, at + len(words), code)


def _replace(study, tmp_path, old: str, new: str):
    text = read_text(study, find_source(study, "R1").guid).text
    file = tmp_path / "edited.txt"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return replace_source(study, "R1", str(file))


def test_after_an_edit_each_coding_reads_its_own_words_or_waits(study, tmp_path):
    kept = _code_words(study, "Time. There is never any time to think.")
    touched = _code_words(study, "By accident, really.")
    done = _replace(study, tmp_path, "By accident, really.", "It was quite by accident.")
    assert done.moved == 1
    assert [coding.guid for coding in done.waiting] == [touched.guid]
    text = read_text(study, find_source(study, "R1").guid)
    now = {coding.guid: coding for coding in source_codings(study, text.source)}
    assert text.text[now[kept.guid].start : now[kept.guid].end] == kept.quote
    assert now[kept.guid].text == text.guid
    assert now[touched.guid] == touched
    assert [coding.guid for _, coding in codings_for_review(study)] == [touched.guid]
    assert check_project(study) == ()


def test_a_coding_that_waits_still_counts_for_its_respondent(study, tmp_path):
    coding = _code_words(study, "By accident, really.")
    _replace(study, tmp_path, "By accident, really.", "It was quite by accident.")
    assert count_codings(study)[coding.code] == (1, 1)


def test_a_waiting_coding_is_placed_by_hand(study, tmp_path):
    coding = _code_words(study, "By accident, really.")
    _replace(study, tmp_path, "By accident, really.", "It was quite by accident.")
    text = read_text(study, coding.source)
    at = text.text.index("quite by accident")
    change_coding(study, coding.guid, start=at, end=at + 5)
    assert codings_for_review(study) == ()


def test_the_edit_is_undone_as_one(study, tmp_path):
    coding = _code_words(study, "By accident, really.")
    before = read_text(study, coding.source)
    _replace(study, tmp_path, "By accident, really.", "It was quite by accident.")
    undo(study)
    assert read_text(study, coding.source) == before
    assert source_codings(study, coding.source) == (coding,)


def test_the_same_text_is_no_new_version(study, tmp_path):
    with pytest.raises(BadInput, match="already"):
        _replace(study, tmp_path, "nothing", "nothing")


def test_a_redaction_keeps_turns_and_codings_in_place(study):
    coding = _code_words(study, "Time. There is never any time to think.")
    redact_source(study, "R1", "nobody else", "[someone]")
    text = read_text(study, coding.source)
    assert "There was [someone]." in text.text
    assert [text.text[turn.start : turn.end] for turn in text.turns][1].endswith("There was [someone].")
    moved = source_codings(study, coding.source)[0]
    assert text.text[moved.start : moved.end] == coding.quote


def test_redacted_words_are_printed_nowhere(study):
    from thematic.workflow.codings import export_codings
    from thematic.workflow.quotes import read_quotes

    _code_words(study, "There was nobody else.")
    redact_source(study, "R1", "nobody else", "[someone]")
    (quote,) = read_quotes(study)
    assert quote.quote == "There was [someone]."
    assert "nobody else" not in export_codings(study)
    assert codings_for_review(study) == ()


def test_words_that_wait_for_review_are_neither_shown_nor_exported(study, tmp_path):
    from thematic.workflow.codings import export_codings
    from thematic.workflow.quotes import read_quotes

    _code_words(study, "By accident, really.")
    _replace(study, tmp_path, "By accident, really.", "It was quite by accident.")
    (quote,) = read_quotes(study)
    assert not quote.current
    assert "really" not in quote.quote
    assert "really" not in export_codings(study)
