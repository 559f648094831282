"""Notes on anything."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("on", ["project", "code/rules", "source/R1.txt", "respondent/R2"])
def test_a_memo_can_be_on(on, study):
    guid = study.ok(f"memo add {on} 'Said twice, and laughed.'").out.strip()
    (memo,) = [memo for memo in study.json(f"memo list {on}") if memo["guid"] == guid]
    assert memo["text"] == "Said twice, and laughed."
    assert memo["coder"] == "Ana"


def test_a_memo_can_be_on_a_coding(study):
    guid = study.json("quotes rules")[0]["guid"]
    study.ok(f"memo add coding/{guid} 'The strongest of them.'")
    assert [memo["text"] for memo in study.json(f"memo list coding/{guid}")][-1] == "The strongest of them."


def test_memos_are_found_by_their_words_whatever_the_case(study):
    study.ok("memo add project 'Ask about WINTER next time.'")
    assert [memo["text"] for memo in study.json("memo search winter")] == ["Ask about WINTER next time."]
    assert study.json("memo search nowhere-in-any-memo") == []


def test_a_reworded_memo_keeps_its_guid(study):
    guid = study.ok("memo add code/rules 'First thought.'").out.strip()
    study.ok(f"memo edit {guid} 'Second thought.'")
    assert [(memo["guid"], memo["text"]) for memo in study.json("memo list code/rules")] == [
        (guid, "Second thought.")
    ]
    study.ok("undo")
    assert [memo["text"] for memo in study.json("memo list code/rules")] == ["First thought."]


def test_exported_memos_stand_under_what_they_are_on(study, here):
    study.ok("memo add code/rules 'Three kinds of rule.'")
    study.ok("memo export memos.md")
    text = (here / "memos.md").read_text(encoding="utf-8")
    assert text.startswith("# Memos")
    assert "## code/rules\n\nThree kinds of rule.\n" in text
