"""A report whose wording has drifted from its evidence: each way is named where it stands, by its check.

Twelve people are interviewed and ten answer by survey (conftest.py). One outline tells
what they said; in the other every finding has drifted in a way of its own. The linter runs as
a person runs it, by the command line.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from thematic.cli.main import run
from thematic.synthesis.lint.run import CHECKS

FILES = Path(__file__).parent / "drift"
CLEAN, DRIFTED = ((FILES / f"{name}.yaml").read_text(encoding="utf-8") for name in ("clean", "drifted"))
PLANTED = {
    "stronger": {"word", "stale"},
    "weaker": {"word"},
    "sure": {"word"},
    "everybody": {"all-opposed"},
    "agreed": {"consensus-dissent"},
    "untold": {"dissent-missing"},
    "miscounted": {"dissent-count"},
    "unit": {"noun"},
    "group": {"subgroup"},
    "plural": {"bare-plural"},
    "empty": {"no-evidence"},
    "nobody": {"base-zero"},
    "fraction": {"number"},
    "percentage": {"impossible-number"},
    "first": {"claim"},
    "pointing": {"anaphora"},
    "parted": {"anaphora"},
    "misquoted": {"quote-verbatim"},
    "unsaid": {"quote-found"},
    "private": {"quote-consent"},
    "elsewhere": {"quote-evidence", "name"},
    "mute": {"no-quote"},
    "nothing": {"placeholder"},
    "chosen": {"override"},
    "": {"theme", "unlinked", "detail", "modes", "over-quoted", "waiver", "word"},
}
"""Id of the finding (empty: the whole report) → what must be said of it."""
ELSEWHERE = {"few-voices", "reflexive-number"}
"""These cannot drift beside the others: one needs few quotes, the other a study that counts nothing."""


@pytest.fixture(scope="module")
def folder(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the study to drift in."""
    folder = tmp_path_factory.mktemp("drift")
    shutil.copy(planted, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


@pytest.fixture
def lint(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """What the linter says of an outline, as JSON."""

    def ask(outline: str = "", options: str = "") -> list[dict[str, Any]]:
        if outline:
            (folder / "outline.yaml").write_text(outline, encoding="utf-8")
            assert run(["outline", "import", "outline.yaml"]) == 0, capsys.readouterr().err
        capsys.readouterr()
        code = run(["lint", "--json", *options.split()])
        found = json.loads(capsys.readouterr().out)
        assert code == int(any(one["severity"] == "error" and not one["waived"] for one in found))
        return found

    return ask


def test_nothing_is_said_of_the_report_that_is_true_to_its_evidence(lint):
    assert lint(CLEAN) == []


def test_each_way_of_drifting_is_named_where_it_stands(folder, lint, capsys):
    lint(DRIFTED)
    _untag(capsys, "money", "R5")
    _shorten(capsys, "time", "R1", "There is never an hour")
    assert run(shlex.split("outline scope nobody question=2")) == 0
    (folder / "key.csv").write_text("respondent,name\nR6,Ann Rank\n", encoding="utf-8")
    found: dict[str, set[str]] = {}
    for one in lint(options="--names key.csv"):
        found.setdefault(one["finding"], set()).add(one["check"])
    for finding, checks in PLANTED.items():
        assert checks <= found.get(finding, set()), (finding, found.get(finding))
    assert set().union(*found.values()) == set(CHECKS) - ELSEWHERE
    for _ in range(3):
        assert run(["undo"]) == 0


def test_a_drifted_finding_has_no_other_error(lint):
    for one in lint(DRIFTED):
        if one["severity"] == "error":
            assert one["check"] in PLANTED[one["finding"]], one["message"]


def test_few_voices_and_numbers_in_a_reflexive_study_are_named_too(lint):
    picks = ", ".join(
        f"{{respondent: {who}, begins: {words}}}"
        for who in ("R1", "R2")
        for words in ("There is", "is never", "never an", "an hour", "hour left")
    )
    quiet = CLEAN.replace("}\n      - {id", ", quotes: []}\n      - {id").replace(
        "codes: [distance]}", "codes: [distance], quotes: []}"
    )
    few = quiet.replace("scope: {question: [1]}, quotes: []", f"scope: {{question: [1]}}, quotes: [{picks}]")
    assert "few-voices" in {one["check"] for one in lint(few)}
    assert run(["settings", "approach", "reflexive"]) == 0
    try:
        errors = {(one["finding"], one["check"]) for one in lint(CLEAN) if one["severity"] == "error"}
    finally:
        assert run(["settings", "approach", "codebook"]) == 0
    assert {("money", "reflexive-number"), ("rank", "reflexive-number"), ("", "reflexive-number")} <= errors


def _untag(capsys: pytest.CaptureFixture[str], code: str, who: str) -> None:
    assert run(["untag", _quote(capsys, code, who)["guid"]]) == 0


def _shorten(capsys: pytest.CaptureFixture[str], code: str, who: str, words: str) -> None:
    quote = _quote(capsys, code, who)
    span = f"{quote['start']}:{quote['start'] + len(words)}"
    assert run(["retag", quote["guid"], "--span", span]) == 0


def _quote(capsys: pytest.CaptureFixture[str], code: str, who: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["quotes", code, "--respondent", who, "--json"]) == 0
    (quote,) = json.loads(capsys.readouterr().out)
    return quote
