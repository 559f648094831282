"""Every example that a help text gives does what it promises, in a study that has what it names."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from thematic.cli.main import cli, run

PROJECT = "ours.thematic"
INTERVIEW = """I: 1. How did you come to it?

R1: Late. There is never any time, and there is never any time to say so.

I: 2. And what works?

R1: Dr Small does a debrief in the corridor. It is support of a kind, there is no rota for it.

I: 2. Anything else?

R1: Night shifts. I was busy, I was rushed, and then I rotated.

I: Thank you.

R1: Not at all.
"""
SAID = "There is never any time, and there"
FILES = {
    "interviews/R1.txt": INTERVIEW.replace(SAID, "There was none, and there"),
    "corrected/R1.txt": INTERVIEW.replace(SAID, "There wasn't any, and there"),
    "questions.csv": "number,text\n1,How did you come to it?\n2,And what works?\n",
    "asked.csv": "respondent,question,asked\nR1,2,yes\nR2,1,no\n",
    "respondents.csv": "respondent,country,consent\nR1,UK,quote\nR2,Canada,analysis\n",
    "codings.csv": "source,quote,code,coder\n"
    "R1,there is never any time,time-barrier,Maren\n"
    "R1,there is no rota for it,support,Maren\n"
    "R1,I was busy,busy,Priya\n"
    "R1,I was rushed,rushed,Priya\n"
    "R1,then I rotated,rotation,Priya\n",
    "copies/README.txt": "Copies of the project that others coded in.\n",
    "ours.yaml": "codebook: ours\ncodes:\n"
    + "".join(f"  - key: {key}\n    name: {key.capitalize()}\n" for key in
              ("time-barrier", "rotation", "busy", "rushed", "support")),
    "theirs.yaml": "codebook: ours\ncodes:\n  - key: busy\n    name: No time at all\n",
}  # fmt: skip
STEPS = (
    f"init {PROJECT} --as Maren",
    "codebook import ours.yaml",
    "import interviews",
    "questions import questions.csv",
    "respondents import respondents.csv",
    "codings import codings.csv",
    "outline draft findings.yaml",
)
LISTINGS = {"memo": ("memo list", "guid"), "adjudicate": ("adjudicate --waiting --deferred", "item")}
"""Verb → where the id that its example begins is listed, and as what."""
BEFORE = {
    "adjudicate import": "adjudicate export decisions.yaml",
    "adjudicate reopen": "adjudicate all --kind 'passage uncoded' --defer",
    "bundle read": "bundle write monday.bundle",
    "merge": "backup copies/tomas.thematic",
    "code": f"init {PROJECT}",
    "code move": "code add on-call --name 'On call'",
    "lint unwaive": "lint waive modes time-barrier --reason 'Not asked so.'",
    "outline diff": "report -o findings.docx --draft",
    "outline follows": "outline add Moved. --section findings --codes rotation",
    "outline kind": "outline add Wait. --under 1",
    "outline move-section": "outline add-section More",
    "outline remove-section": "outline add-section More",
    "outline split": "outline codes time-barrier time-barrier rushed",
    "redo": "undo",
    "rounds finish": "rounds assign R1 --to Maren Priya",
    "rounds freeze": ("rounds assign R1 --to Maren", "rounds finish"),
    "rounds resume": ("rounds assign R1 --to Maren", "rounds finish"),
    "rounds unassign": "rounds assign R1 --to Maren Priya",
}
"""What must have happened before an example makes sense; a new project for a verb that starts one."""
ELSEWHERE = {
    "demo": "test_whole_study.py runs it",
    "open": "tests/tui opens the desk",
}


def examples(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        full = (*path, name)
        yield " ".join(full), inspect.cleandoc(command.help or "").rpartition("Example: thematic ")[2]
        if isinstance(command, click.Group):
            yield from examples(command, full)


EXAMPLES = dict(examples(cli))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small coded study and the files a team would have beside it."""
    folder = tmp_path_factory.mktemp("prepared")
    for name, words in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(words, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for step in STEPS:
            assert run(step.replace("'", "").split()) == 0, step
    return folder


@pytest.mark.parametrize("verb", [verb for verb in EXAMPLES if verb not in ELSEWHERE])
def test_the_example_of(verb, prepared, thematic, here):
    shutil.copytree(prepared, here, dirs_exist_ok=True)
    before = BEFORE.get(verb, ())
    for step in (before,) if isinstance(before, str) else before:
        if step.startswith("init"):
            (here / PROJECT).unlink()
        thematic.ok(step)
    line = EXAMPLES[verb]
    if "0b9c…" in line:
        listing, key = LISTINGS.get(verb.partition(" ")[0], ("quotes", "guid"))
        if listing == "memo list":
            thematic.ok("memo add source/R1 'Recorded.'")
        line = line.replace("0b9c…", thematic.json(listing)[0][key])
    thematic.ok(line)


def test_what_is_run_elsewhere_still_exists():
    assert set(ELSEWHERE) | set(BEFORE) <= set(EXAMPLES)
