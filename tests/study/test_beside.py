"""Confidence, negative cases and closed questions: written by commands, printed in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from thematic.cli.main import run

CLEAN = (Path(__file__).parent / "drift" / "clean.yaml").read_text(encoding="utf-8")
STEPS = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
COLUMNS = ("I lead with confidence (before)", "I lead with confidence (after)")
APPRAISED = (
    "outline appraise rank --confidence moderate --methods 'One interviewer.' "
    "--coherence 'Two disagree.' --adequacy 'Short answers.' --relevance 'Direct.'"
)


@pytest.fixture(scope="module")
def reports(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """(audience, format) → the words of a report."""
    folder = tmp_path_factory.mktemp("beside")
    shutil.copy(planted, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "o.yaml").write_text(CLEAN, encoding="utf-8")
        (folder / "closed.csv").write_text(closed_answers(), encoding="utf-8")
        for line in ("respondents import closed.csv", "outline import o.yaml", APPRAISED):
            assert run(shlex.split(line)) == 0, line
        found = {}
        for audience in ("team", "public"):
            for form in ("md", "html", "docx", "json"):
                assert run(["report", "-o", f"r.{form}", "--audience", audience]) == 0
                found[audience, form] = read_words((folder / f"r.{form}").read_bytes(), form)
        return found


def closed_answers() -> str:
    """Twenty answer before, twelve of them after; whoever answers twice moves up one step."""
    rows: list[tuple[str, ...]] = [("respondent", *COLUMNS)]
    for n in range(1, 21):
        step = n % 4
        rows.append((f"R{n}", STEPS[step], STEPS[step + 1] if n <= 12 else ""))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def read_words(data: bytes, form: str) -> str:
    if form != "docx":
        text = data.decode("utf-8")
        return re.sub(r"<[^>]*>", " ", text) if form == "html" else text
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", ["md", "html", "docx", "json"])
@pytest.mark.parametrize("audience", ["team", "public"])
def test_confidence_is_printed_with_its_four_components(reports, audience, form):
    text = reports[audience, form]
    for words in ("moderate", "One interviewer.", "Two disagree.", "Short answers.", "Direct."):
        assert words in text


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_negative_cases_are_listed_for_the_team_alone(reports, form):
    assert "Asked, and not supporting" in reports["team", form]
    assert "Asked, and not supporting" not in reports["public", form]


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_closed_questions_have_bases_shares_and_top_two_boxes(reports, form):
    text = re.sub(r"\s+", " ", reports["team", form].replace("|", " ").replace("\\", ""))
    assert "Before (n = 20)" in text
    assert "After (n = 12)" in text
    assert re.search(r"Two highest together \D*5 25% 6 50%", text)
    assert "12 higher" in text or "twelve higher" in text.casefold()
    assert "not paired" in text


def test_json_tells_the_same(reports):
    team: Any = json.loads(reports["team", "json"])
    rank = next(one for part in team["sections"] for one in part["findings"] if one["id"] == "rank")
    assert rank["appraisal"] == {
        "confidence": "moderate",
        "methodological": "One interviewer.",
        "coherence": "Two disagree.",
        "adequacy": "Short answers.",
        "relevance": "Direct.",
    }
    against = next(one for one in team["negative_cases"] if one["finding"] == "rank")
    assert (against["label"], against["support"], against["base"], against["opposing"]) == (
        "3", 8, 22, ["R11", "R22"],
    )  # fmt: skip
    (twice,) = team["asked_twice"]
    assert (twice["before"]["answered"], twice["after"]["answered"], twice["matched"]) == (20, 12, 12)
    assert (twice["before"]["top_two"], twice["moves"]["higher"], twice["paired"]) == (
        {"n": 5, "share": "25%"}, 12, False,
    )  # fmt: skip
    public: Any = json.loads(reports["public", "json"])
    assert "negative_cases" not in public
    counts = public["asked_twice"][0]["after"]["counts"]
    assert all(one["n"] is None or one["n"] == 0 or one["n"] >= 5 for one in counts)
    assert public["asked_twice"][0]["moves"] == {"higher": 12, "same": 0, "lower": 0}
