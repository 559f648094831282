"""The command line as a contract: data on standard output, talk on standard error, keys that stay."""

from __future__ import annotations

import json

import pytest

LISTS = {
    "sources": {"name", "kind", "guid", "sha256", "characters", "turns", "respondents"},
    "respondents": {"label", "guid", "attributes"},
    "questions": {"number", "text", "asked", "answered"},
    "quotes": {
        "guid", "quote", "source", "start", "end", "respondent", "question", "code", "coder", "stance",
    },
    "journal": {"act", "at", "coder", "verb", "reason", "facts"},
    "coders": {"name", "guid"},
    "memo list": {"guid", "on", "coder", "text"},
    "codebook show": {"key", "name", "guid", "codings", "respondents"},
}  # fmt: skip


@pytest.mark.parametrize("verb", LISTS)
def test_json_of_a_listing_verb_has_its_keys(verb, study):
    study.ok("memo add project 'A thought.'")
    rows = study.json(verb)
    assert rows
    for row in rows:
        assert row.keys() >= LISTS[verb]


def test_json_of_an_import_has_its_keys(study, write):
    write("more.txt", "I: And?\n\nR9: In winter we mend.\n\nI: Who?\n\nR9: Whoever is cold.\n")
    said = study.json("import more.txt")
    assert said.keys() >= {
        "sources", "respondents", "answers", "non_answers", "codings", "refused", "warnings"
    }  # fmt: skip
    assert (said["sources"], said["respondents"], said["refused"]) == (1, 1, [])


def test_json_of_a_check_has_its_keys(study):
    assert study.json("check") == {"ok": True, "faults": []}


@pytest.mark.parametrize("verb", LISTS)
def test_nothing_but_json_is_printed_where_json_is_asked_for(verb, study):
    assert json.loads(study.ok(f"{verb} --json").out) is not None


@pytest.mark.parametrize("verb", ["sources", "respondents", "questions", "coders", "codebook show", "quotes"])
def test_a_new_project_lists_nothing_and_says_so_in_json(verb, thematic):
    thematic.ok("init new.thematic --as Ana")
    found = thematic.json(verb)
    assert found == [] or verb == "coders"
    thematic.ok(verb)


def test_what_changes_something_speaks_on_standard_error_only(study):
    for line in (
        "code add one --name One",
        "code retire one",
        "undo",
        "redo",
        "respondents consent quote --all",
    ):
        said = study.ok(line)
        assert said.out == ""
        assert said.err.strip()


def test_no_listing_moves_the_cursor(study):
    for verb in LISTS:
        assert "\x1b" not in study.ok(verb).out


def test_the_project_may_be_named_before_or_after_the_verb(study, here):
    study.ok("init other.thematic")
    expected = study.json("-p tiny.thematic sources")
    assert expected
    assert study.json("sources -p tiny.thematic") == expected
    assert study.json("sources --project tiny.thematic") == expected


def test_the_environment_names_project_and_coder(study, monkeypatch):
    study.ok("init other.thematic")
    monkeypatch.setenv("THEMATIC_PROJECT", "tiny.thematic")
    monkeypatch.setenv("THEMATIC_CODER", "Bo")
    (guid,) = study.ok('tag R1 rules --quote "We settle up in courgettes"').lines
    assert next(quote for quote in study.json("quotes") if quote["guid"] == guid)["coder"] == "Bo"


def test_the_name_given_wins_over_the_environment(study, monkeypatch):
    monkeypatch.setenv("THEMATIC_CODER", "Bo")
    (guid,) = study.ok('--as Cleo tag R1 rules --quote "We settle up in courgettes"').lines
    assert next(quote for quote in study.json("quotes") if quote["guid"] == guid)["coder"] == "Cleo"


def test_who_acts_is_remembered_beside_and_not_inside_the_project(study, here):
    assert b"coders.json" not in (here / "tiny.thematic").read_bytes()
    (guid,) = study.ok('tag R1 rules --quote "We settle up in courgettes"').lines
    assert next(quote for quote in study.json("quotes") if quote["guid"] == guid)["coder"] == "Ana"


def test_a_dry_run_shows_what_was_detected_and_stores_nothing(study, write):
    write("more.txt", "I: And?\n\nR9: In winter we mend.\n\nI: Who?\n\nR9: Whoever is cold.\n")
    acts = len(study.json("journal"))
    said = study.ok("import more.txt --dry-run")
    assert "more.txt" in said.out
    assert "Would import 1 source" in said.err
    assert len(study.json("journal")) == acts


def test_dashes_at_the_start_of_a_cell_come_back_as_they_were(study, here, write):
    write("formula.txt", "I: And?\n\nR9: =1+1 is what I said.\n\nI: Who?\n\nR9: @home, always.\n")
    study.ok("import formula.txt")
    study.ok('tag formula rules --quote "=1+1 is what I said."')
    study.ok('tag formula rules --quote "@home, always."')
    study.ok("codings export out.csv")
    text = (here / "out.csv").read_text(encoding="utf-8")
    assert "'=1+1 is what I said." in text, "a spreadsheet would run it"
    assert "'@home, always." in text
    study.ok("undo")
    study.ok("undo")
    assert "Imported 2 codings" in study.ok("codings import out.csv").err
    assert {"=1+1 is what I said.", "@home, always."} <= {quote["quote"] for quote in study.json("quotes")}
