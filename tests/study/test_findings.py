"""The figures of the shipped study, held in a golden file.

After a change that is meant to move them, read what moved and renew the file:
`THEMATIC_WRITE_GOLDEN=1 make test PYTEST_ARGS=tests/study/test_findings.py`
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from thematic.cli.main import run
from thematic.workflow.demo import NOTICE

GOLDEN = Path(__file__).parents[1] / "golden" / "leadership.json"


@pytest.fixture(scope="module")
def demo(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copyfile(shipped, folder / "leadership.thematic")
    assert run(["demo", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def neutral(demo: Path) -> dict:
    return json.loads((demo / "report.json").read_text(encoding="utf-8"))


def _statement(value: dict) -> dict:
    return {
        "text": value["text"],
        "quantifier": value["quantifier"],
        "computed": value["computed"],
        "quotes": [f"{quote['respondent']} {quote['source']} {quote['start']}" for quote in value["quotes"]],
    }


def _figures(neutral: dict) -> list[dict]:
    return [
        {
            "number": finding["number"],
            "id": finding["id"],
            **_statement(finding),
            "rank": finding["rank"],
            "points": [{"letter": point["letter"], **_statement(point)} for point in finding["sub_points"]],
        }
        for section in neutral["sections"]
        for finding in section["findings"]
    ]


@pytest.mark.slow
def test_the_figures_are_those_that_were_read_and_found_true(neutral):
    found = _figures(neutral)
    if os.environ.get("THEMATIC_WRITE_GOLDEN"):
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_numbering_runs_on_over_the_sections(neutral):
    assert [finding["number"] for finding in _figures(neutral)] == list(range(1, 32))
    assert len(neutral["sections"]) == 3


@pytest.mark.slow
def test_every_quote_printed_stands_in_its_source(demo, neutral, capsys):
    from thematic.synthesis.verbatim import verify_verbatim
    from thematic.workflow.project import open_project, real_surroundings
    from thematic.workflow.reading import find_source, read_text

    project = open_project(str(demo / "leadership.thematic"), here=real_surroundings())
    quotes = [
        quote
        for section in neutral["sections"]
        for finding in section["findings"]
        for statement in (finding, *finding["sub_points"])
        for quote in statement["quotes"]
    ]
    assert len(quotes) > 40
    for quote in quotes:
        text = read_text(project, find_source(project, quote["source"]).guid).text
        assert verify_verbatim(quote["text"], text[quote["start"] : quote["end"]]), quote
    project.close()


@pytest.mark.slow
def test_every_report_says_that_the_data_are_invented(demo):
    for ending in ("md", "html", "json"):
        assert NOTICE.rstrip(".") in (demo / f"report.{ending}").read_text(encoding="utf-8")


@pytest.mark.slow
def test_nobody_is_quoted_who_agreed_to_analysis_only(neutral):
    said = json.dumps(neutral["sections"])
    assert not re.search(r'"respondent": "(R13|R47|R50|R21|R43)"', said)


@pytest.mark.slow
def test_a_second_run_keeps_what_a_person_did(demo, capsys):
    where = str(demo / "leadership.thematic")
    assert run(["-p", where, "memo", "add", "code/time-barrier", "Mine."]) == 0
    assert run(["demo", str(demo)]) == 0
    capsys.readouterr()
    assert run(["-p", where, "memo", "list", "code/time-barrier", "--json"]) == 0
    assert [memo["text"] for memo in json.loads(capsys.readouterr().out)] == ["Mine."]
