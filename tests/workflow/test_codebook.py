from __future__ import annotations

import pytest

from thematic.errors import BadInput, NotFound, Refused
from thematic.workflow.codebook import (
    add_code,
    merge_codes,
    move_code,
    rename_code,
    retire_code,
    split_code,
)
from thematic.workflow.codebook_files import export_codebook, import_codebook
from thematic.workflow.coding import apply_code
from thematic.workflow.history import list_acts, undo
from thematic.workflow.quotes import QuoteFilter, read_quotes
from thematic.workflow.reading import count_codings, find_code, find_source, list_memos, read_codebook


def _tree(project) -> list[tuple[int, str]]:
    return [(depth, code.key) for depth, code in read_codebook(project).walk()]


def _coded(study, key: str, start: int = 44, end: int = 52):
    source = find_source(study, "R1")
    return apply_code(study, source.guid, start, end, find_code(read_codebook(study), key).guid)


def test_a_rename_keeps_the_key(study):
    rename_code(study, "time", "No protected time")
    assert read_codebook(study).by_key["time"].name == "No protected time"


def test_a_move_puts_a_code_at_the_end_or_where_it_is_wanted(study):
    move_code(study, "accident", under="time")
    assert _tree(study) == [(0, "time"), (1, "thinking"), (1, "accident")]
    move_code(study, "accident", under="time", position=0)
    assert _tree(study) == [(0, "time"), (1, "accident"), (1, "thinking")]
    undo(study)
    undo(study)
    assert _tree(study) == [(0, "time"), (1, "thinking"), (0, "accident")]


def test_a_code_cannot_stand_below_itself(study):
    with pytest.raises(Refused, match="below it"):
        move_code(study, "time", under="thinking")


def test_a_merged_code_resolves_and_its_codings_stay_as_they_were_made(study):
    coding = _coded(study, "accident")
    merge_codes(study, ("accident",), into="time")
    counts = count_codings(study)
    codebook = read_codebook(study)
    assert counts[codebook.by_key["time"].guid] == (1, 1)
    assert counts[codebook.by_key["accident"].guid] == (0, 0)
    assert [quote.code for quote in read_quotes(study, QuoteFilter("time"))] == ["time"]
    undo(study)
    assert [quote.guid for quote in read_quotes(study, QuoteFilter("accident"))] == [coding.guid]


def test_codes_that_are_one_already_cannot_be_merged_again(study):
    merge_codes(study, ("accident",), into="time")
    with pytest.raises(Refused, match="one code already"):
        merge_codes(study, ("time",), into="accident")


def test_a_split_recodes_nothing_and_leaves_a_worklist(study):
    coding = _coded(study, "time")
    worklist = split_code(study, "time", into=("time-at-work", "time-at-home"))
    assert [item.guid for item in worklist] == [coding.guid]
    codebook = read_codebook(study)
    assert codebook.by_key["time"].status == "retired"
    assert {"time-at-work", "time-at-home"} <= {code.key for code in codebook.active}
    assert "1 codings to place again" in list_memos(study, f"code/{codebook.by_key['time'].guid}")[0].text
    undo(study)
    assert "time-at-work" not in read_codebook(study).by_key


def test_a_retired_code_keeps_its_codings_and_is_offered_no_more(study):
    _coded(study, "accident")
    retire_code(study, "accident")
    assert "accident" not in {code.key for code in read_codebook(study).active}
    assert len(read_quotes(study, QuoteFilter("accident"))) == 1


@pytest.mark.parametrize("key", ["Time", "a b", "", "é"])
def test_a_malformed_key_is_refused(study, key):
    with pytest.raises(BadInput, match="cannot be a code's key"):
        add_code(study, key, "Name")


def test_an_unknown_code_offers_the_nearest(study):
    with pytest.raises(NotFound, match="Did you mean 'thinking'"):
        find_code(read_codebook(study), "thinkng")


def test_an_exported_codebook_imported_again_writes_no_fact(study, tmp_path):
    retire_code(study, "thinking")
    merge_codes(study, ("accident",), into="time")
    file = tmp_path / "book.yaml"
    file.write_text(export_codebook(study), encoding="utf-8")
    import_codebook(study, str(file))
    acts = len(list_acts(study))
    report = import_codebook(study, str(file))
    assert (report.added, report.changed, report.unchanged) == ((), (), 3)
    assert len(list_acts(study)) == acts
