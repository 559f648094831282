"""Outline, evidence and linter by commands, on the tiny study."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def adopted(study: Any) -> Any:
    """The tiny study with its drafted outline adopted."""
    study.ok("outline draft findings.yaml")
    study.ok("outline import findings.yaml")
    return study


def labels(study: Any) -> dict[str, str]:
    return {row["id"]: row["label"] for row in study.json("outline show")}


def first(study: Any) -> str:
    return next(name for name, label in labels(study).items() if label == "1")


def weakest(study: Any) -> str:
    """A finding that few support, so that a word for everybody is false."""
    rows = [row for row in study.json("outline show") if row["label"].isdecimal()]
    return min(rows, key=lambda row: row["computed"]["support"])["id"]


def test_lint_prints_its_form_and_fails_on_errors_alone(adopted: Any) -> None:
    name = weakest(adopted)
    before = adopted("lint")
    assert before.code == 0, before.out
    adopted.ok(f"outline write {name} 'All respondents wanted it so.'")
    found = adopted("lint --json")
    assert found.code == 1
    assert {"check", "severity", "finding", "message", "waived"} <= set(found.json[0])
    errors = [one for one in found.json if one["severity"] == "error"]
    assert {one["finding"] for one in errors} == {name}
    for one in errors:
        adopted.ok(f"lint waive {one['check']} {name} --reason 'As agreed.'")
    after = adopted("lint --json")
    assert after.code == 0
    assert {one["by"] for one in after.json if one["waived"]} == {"Ana"}
    adopted.ok(f"lint unwaive {errors[0]['check']} {name}")
    assert adopted("lint").code == 1


def test_a_report_with_errors_is_a_draft_or_none(adopted: Any, here: Any) -> None:
    adopted.ok(f"outline write {weakest(adopted)} 'All respondents wanted it so.'")
    said = adopted("report -o report.md")
    assert said.code == 1
    assert "nobody waived" in said.err
    assert not (here / "report.md").exists()
    adopted.ok("report -o report.md --draft")


def test_evidence_is_listed_and_judged_by_its_first_letters(adopted: Any) -> None:
    name = first(adopted)
    sheet = adopted.json(f"evidence {name}")
    assert adopted.json("evidence 1") == sheet
    passage = next(one for one in sheet["passages"] if one["side"] == "for")
    short = passage["guid"][:8]
    assert short in adopted.ok(f"evidence {name}").out
    adopted.ok(f"evidence exclude {name} {short} --reason 'In jest.'")
    told = {one["guid"]: one for one in adopted.json(f"evidence {name}")["passages"]}[passage["guid"]]
    assert (told["side"], told["by"], told["reason"]) == ("excluded", "Ana", "In jest.")
    adopted.ok(f"evidence restage {name} opposes {short}")
    told = {one["guid"]: one for one in adopted.json(f"evidence {name}")["passages"]}[passage["guid"]]
    assert told["side"] == "against"
    adopted.ok(f"evidence restage {name} as-coded {short}")
    assert adopted.json(f"evidence {name}")["passages"] == sheet["passages"]


def test_a_changed_coding_makes_exactly_its_findings_stale(adopted: Any) -> None:
    rows = adopted.json("outline show")
    assert all(row["stale"] == [] for row in rows)
    sheets = {
        row["id"]: {one["guid"] for one in adopted.json(f"evidence {row['id']}")["passages"]} for row in rows
    }
    guid = next(iter(sheets[first(adopted)]))
    adopted.ok(f"untag {guid}")
    stale = {row["id"] for row in adopted.json("outline show") if row["stale"]}
    assert stale == {name for name, guids in sheets.items() if guid in guids}
    for name in stale:
        adopted.ok(f"outline keep {name}")
    assert all(row["stale"] == [] for row in adopted.json("outline show"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("outline add 'No place.'", "Say where it goes"),
        ("outline move 1", "Say where to"),
        ("outline move 1 --up --out", "one of --up"),
        ("outline pin 1", "Give the number, or --free"),
        ("outline word 1", "Give the word, or --computed"),
        ("outline keep nothing-here", "no finding or point 'nothing-here'"),
        ("evidence confirm 1 zzzz", "begins with 'zzzz'"),
        ("lint waive wrd 1 --reason so", "no check 'wrd'"),
        ("lint unwaive word 1", "is not waived"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_stored(adopted: Any, line: str, why: str) -> None:
    assert why in adopted.refused(line)


def test_moves_say_where_a_finding_stands_now(adopted: Any) -> None:
    name = first(adopted)
    assert f"'{name}' is finding 2." in adopted.ok(f"outline move {name} --down").err
    assert labels(adopted)[name] == "2"
    adopted.ok("undo")
    assert labels(adopted)[name] == "1"


def test_names_of_a_pseudonym_key_keep_a_report_back_even_a_draft(
    adopted: Any, here: Any, write: Any
) -> None:
    quote = next(
        one for finding in adopted.json("synthesise")["sections"][0]["findings"] for one in finding["quotes"]
    )
    word = max(quote["text"].replace(".", "").replace(",", "").split(), key=len)
    key = write("key.csv", f"respondent,name\nR1,{word}\n")
    found = adopted(f"lint --names {key} --json")
    assert found.code == 1
    assert {one["check"] for one in found.json if one["severity"] == "error"} == {"name"}
    for draft in ("", " --draft"):
        said = adopted(f"report -o report.md --names {key}{draft}")
        assert said.code == 1
        assert f"holds the name '{word}'" in said.err
        assert not (here / "report.md").exists()
    assert adopted("lint").code == 0
    assert "no column 'name'" in adopted.refused("lint --names transcripts/tiny/questions.csv")
