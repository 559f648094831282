"""One coding is taken away: what rested on it is stale, and nothing else in the report reads otherwise."""

from __future__ import annotations

import difflib
import json
import re
import shutil
from pathlib import Path

import pytest

from thematic.cli.main import run

OUTLINE = """
outline: seven findings
sections:
  - id: s
    title: What is in the way
    findings:
      - id: time
        statement: "{Quantifier} lack time."
        codes: [time]
        points: [{id: pause, statement: "{Quantifier} have a pause or none.", codes: [time, tea]}]
      - {id: interviewed, statement: "{Quantifier} lack time.", codes: [time], scope: {mode: interview}}
      - {id: night, statement: "{Quantifier} learned nothing at night.", codes: [night]}
      - {id: cover, statement: "{Quantifier} need cover.", codes: [cover]}
      - {id: money, statement: "{Quantifier} ran out of money.", codes: [money]}
      - {id: any, statement: "{Quantifier} named a barrier. {dissent}", codes: [barriers]}
      - {id: tea, statement: "{Quantifier} hear it over tea.", codes: [tea]}
"""
GONE = "R10"
STALE = {"tea", "pause"}
PRINTED = {"7", "1a"}
"""The same as the report numbers them."""


@pytest.fixture
def adopted(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(planted, tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "o.yaml").write_text(OUTLINE, encoding="utf-8")
    assert run(["outline", "import", "o.yaml"]) == 0
    return tmp_path


def printed(folder: Path) -> list[str]:
    assert run(["report", "-o", "r.md"]) == 0
    return (folder / "r.md").read_text(encoding="utf-8").splitlines()


def test_exactly_what_rested_on_it_is_stale_and_reads_otherwise(adopted, capsys):
    before = printed(adopted)
    capsys.readouterr()
    assert run(["quotes", "tea", "--respondent", GONE, "--json"]) == 0
    (coding,) = json.loads(capsys.readouterr().out)
    assert run(["untag", coding["guid"]]) == 0
    after = printed(adopted)
    capsys.readouterr()
    assert run(["lint", "--json"]) == 0
    remarks = [one for one in json.loads(capsys.readouterr().out) if one["check"] == "stale"]
    assert {one["finding"] for one in remarks} == STALE
    assert all(f"{GONE} left" in one["message"] for one in remarks)

    old, new = parts(before), parts(after)
    assert old.keys() == new.keys()
    for name in old:
        if name.startswith("Finding ") and name != "Finding 1":
            assert (old[name] != new[name]) is (name == "Finding 7"), name
    assert changed(old["Finding 1"], new["Finding 1"]) == {"*Written before its evidence changed.*"}
    assert {first_cell(line) for line in changed(old["What is in the way"], new["What is in the way"])} == {
        "7"
    }
    numbers = next(name for name in old if name.endswith("The numbers behind the findings"))
    assert {first_cell(line) for line in changed(old[numbers], new[numbers])} == PRINTED
    for name in ("About this report", "Appendix A. How many is “most”", "Appendix C. Who saw it differently"):
        assert old[name] == new[name]
    codebook = next(name for name in old if name.endswith("Codebook"))
    assert {first_cell(line) for line in changed(old[codebook], new[codebook])} == {"Tea"}

    for name in STALE:
        assert run(["outline", "keep", name]) == 0
    capsys.readouterr()
    assert run(["lint", "--json"]) == 0
    assert not [one for one in json.loads(capsys.readouterr().out) if one["check"] == "stale"]


def parts(report: list[str]) -> dict[str, list[str]]:
    """Heading → the lines under it; a heading that stands twice is told apart by its place."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in report:
        if line.startswith("#"):
            name = line.lstrip("# ")
            name = f"{name} again" if name in found else name
        found.setdefault(name, []).append(line)
    return found


def changed(before: list[str], after: list[str]) -> set[str]:
    """Lines, without blank ones, that only one of two texts has."""
    return {
        line[2:] for line in difflib.ndiff(before, after) if line[:2] in ("- ", "+ ") and line[2:].strip()
    }


def first_cell(line: str) -> str:
    """What a line of a table or list is about."""
    found = re.match(r"(?:\| )?(\w+)", line)
    return found[1] if found else line
