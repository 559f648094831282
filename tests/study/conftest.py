"""The shipped study, built once; and a small one whose counts are known by heart.

In the small one twelve people are interviewed and ten asked by survey.
"""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path

import pytest

from thematic.cli.main import run
from thematic.workflow.demo import LEADERSHIP, open_study
from thematic.workflow.project import real_surroundings

PEOPLE = [f"R{n}" for n in range(1, 23)]
INTERVIEWED, ASKED_BY_SURVEY = PEOPLE[:12], PEOPLE[12:]
SAID = {
    "time": (PEOPLE[:9] + PEOPLE[12:20], "There is never an hour left for {} to lead anything"),
    "rank": (PEOPLE[:4] + PEOPLE[12:16], "Rank sits in every meeting that {} has to sit in"),
    "rank-": (["R11", "R22"], "Rank was never what kept {} from speaking up here"),
    "money": (PEOPLE[4:9] + PEOPLE[12:17], "The money for it ran out before {} had begun"),
    "distance": (PEOPLE[:3] + PEOPLE[12:15], "It is a long way to any course for {} to take"),
    "night": (PEOPLE[:10] + PEOPLE[12:15], "At night {} learns nothing but how to stay awake"),
    "cover": (PEOPLE[:7] + PEOPLE[13:20], "Somebody must cover the ward while {} is away"),
    "tea": (["R10", "R21"], "Tea is where {} hears what really goes on"),
    "shy": (["R12"], "Speaking first was hard for {} in that room"),
}
"""Code (`-`: opposed) → who said so, in which words."""
CODEBOOK = Path(__file__).parent / "drift" / "codebook.yaml"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped study as the demo builds it; copy it before changing anything."""
    project, _ = open_study(LEADERSHIP, tmp_path_factory.mktemp("shipped"), real_surroundings())
    project.close()
    return Path(project.where)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study, coded by one person; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        _write(folder)
        for line in (
            "init drift.thematic --title Drift --as Ana",
            f"codebook import {CODEBOOK}",
            "questions import questions.csv",
            "import interviews",
            "import survey.csv --kind survey --id-column id --open 'Q1 What is in the way?,Q2 And then?'",
            "respondents import people.csv",
            "codings import codings.csv",
        ):
            assert run(shlex.split(line)) == 0, line
    return folder / "drift.thematic"


def _write(folder: Path) -> None:
    (folder / "interviews").mkdir()
    (folder / "questions.csv").write_text(
        "number,text\n1,What is in the way?\n2,And then?\n", encoding="utf-8"
    )
    words: dict[str, list[str]] = {who: [] for who in PEOPLE}
    codings = [("source", "quote", "code", "stance", "coder")]
    for key, (people, phrase) in SAID.items():
        for who in people:
            words[who].append(phrase.format(who))
            stance = "opposes" if key.endswith("-") else "supports"
            codings.append((who, phrase.format(who), key.rstrip("-"), stance, "Ana"))
    answers = {who: ". ".join([*said, f"That is all from {who}"]) + "." for who, said in words.items()}
    for who in INTERVIEWED:
        text = f"I: 1. What is in the way?\n\n{who}: {answers[who]}\n"
        (folder / "interviews" / f"{who}.txt").write_text(text, encoding="utf-8")
    rows = [("id", "Q1 What is in the way?", "Q2 And then?")]
    rows += [(who, answers[who], "") for who in ASKED_BY_SURVEY]
    people = [("respondent", "country", "consent")]
    people += [
        (who, "UK" if place % 2 else "NZ", "analysis" if who == "R12" else "quote")
        for place, who in enumerate(PEOPLE)
    ]
    for name, table in (("survey.csv", rows), ("people.csv", people), ("codings.csv", codings)):
        out = io.StringIO()
        csv.writer(out).writerows(table)
        (folder / name).write_text(out.getvalue(), encoding="utf-8")
