"""A blind coder learns nothing from any verb: it says and writes what it would had the other coded nothing.

Two copies of one project: in the first Tomas has coded R1, in the second he
has not. Priya, who is to code R1 too, runs every verb on both.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import zipfile
from difflib import unified_diff
from pathlib import Path

import click
import pytest

from thematic.cli.main import cli, run

_spec = importlib.util.spec_from_file_location("examples", Path(__file__).with_name("test_examples.py"))
assert _spec is not None
assert _spec.loader is not None
examples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(examples)

TEAM = (
    "coders role Priya lead",
    "coders add Tomas",
    "rounds assign R1 --to Priya Tomas",
    "settings lead-coder Tomas",
)
HIDDEN = (
    "tag R1 --quote 'Dr Small does a debrief in the corridor' support --stance opposes --memo whispered",
    "tag R1 --quote 'there is no rota for it' rotation",
    "tag R1 --quote 'Night shifts' rotation",
    "tag R1 --quote 'There was none' time-barrier --stance opposes",
    "tag R1 --quote 'Not at all' busy",
    "undo",
    "memo add source/R1 whispered",
    "memo add respondent/R1 whispered",
    "matrix set R1 support whispered",
)
"""What Tomas did."""
SINCE = (
    "outline import findings.yaml",
    "sources replace R1 corrected/R1.txt",
    "sources redact R1 --quote 'Night shifts' --with '[nights]'",
)
"""What Maren, who sees everything, did after that."""

READS = {
    "adjudicate progress": ("adjudicate progress", "adjudicate progress --json"),
    "adjudicate recode": ("adjudicate recode --json",),
    "adjudicate": ("adjudicate", "adjudicate --json"),
    "agree": ("agree --unit sentence", "agree --unit sentence --coders Maren,Priya --json"),
    "bundle read": ("bundle read monday.bundle --dry-run --json",),
    "check": ("check", "check --json"),
    "codebook diff": ("codebook diff ours.yaml ours.yaml --json",),
    "codebook export": ("codebook export",),
    "codebook merge": ("codebook merge ours.yaml ours.yaml -o both.yaml --json",),
    "codebook show": ("codebook show", "codebook show --json"),
    "codebook": ("codebook show",),
    "coders": ("coders", "coders --json"),
    "codings export": ("codings export", "codings export codings.csv"),
    "codings revisit": ("codings revisit", "codings revisit --json"),
    "codings": ("codings export",),
    "compare": ("compare Maren Priya --all --json", "compare Tomas Priya --all", "compare Maren Tomas --all"),
    "coverage": ("coverage", "coverage --json"),
    "evidence show": ("evidence show time-barrier --json", "evidence show support", "evidence show rotation"),
    "evidence": ("evidence time-barrier",),
    "import": ("import corrected --dry-run --json",),
    "lint checks": ("lint checks --json",),
    "lint": ("lint --json", "lint"),
    "matrix show": ("matrix show R1 rotation", "matrix show R1 support --json"),
    "matrix": ("matrix -o matrix.html", "matrix -o matrix.csv"),
    "memo export": ("memo export memos.md", "memo export"),
    "memo list": ("memo list", "memo list --json"),
    "memo search": ("memo search whispered",),
    "merge": ("merge copies/tomas.thematic --dry-run --json",),
    "outline diff": ("outline diff findings.docx --json",),
    "outline draft": ("outline draft",),
    "outline export": ("outline export",),
    "outline show": ("outline show", "outline show --json"),
    "questions": ("questions", "questions --json"),
    "quotes": ("quotes", "quotes --json", "quotes -o quotes.csv", "quotes -o quotes.md", "quotes rotation"),
    "report": ("report -o a.md --draft", "report -o a.html --draft", "report -o a.json --draft"),
    "respondents": ("respondents", "respondents --json"),
    "rounds": ("rounds", "rounds --json"),
    "saturation": ("saturation", "saturation --json"),
    "search": ("search 'never any time'", "search debrief --json"),
    "settings": ("settings", "settings --json"),
    "sources print": ("sources print R1",),
    "sources replace": ("sources replace R1 interviews/R1.txt",),
    "sources review": ("sources review", "sources review --json"),
    "sources": ("sources", "sources --json"),
    "synthesise": ("synthesise", "synthesise --json"),
}  # fmt: skip
"""Verbs that list or measure, asked as widely as they can be; of the others the example is run."""

EXCEPT = {
    "backup": "a copy of the whole project, and says so",
    "bundle": "everything that was done, and says so",
    "bundle write": "everything that was done, and says so",
    "code": "its example makes a new project",
    "demo": "makes a project of its own",
    "init": "makes a new project",
    "journal": "lists everybody's acts, without what they coded: tested below",
    "open": "the desk: tests/workflow/test_blindness.py",
    "rounds freeze": "is refused while anybody codes",
}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two folders with a copy of the project each: `seen`, and `coded`, where Tomas was at work."""
    start = tmp_path_factory.mktemp("start")
    for name, words in examples.FILES.items():
        (start / name).parent.mkdir(exist_ok=True)
        (start / name).write_text(words, encoding="utf-8")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(start)
        _type(patch, "Maren", examples.STEPS + TEAM)
        for name, acts in (("plain", ()), ("coded", HIDDEN)):
            found[name] = tmp_path_factory.mktemp(name) / "work"
            shutil.copytree(start, found[name])
            patch.chdir(found[name])
            _type(patch, "Tomas", acts)
            _type(patch, "Maren", SINCE)
    return found


def _type(patch, coder, lines):
    patch.setenv("THEMATIC_CODER", coder)
    for line in lines:
        assert run(shlex.split(line)) == 0, line


def told(folder: Path, tmp_path: Path, thematic, lines, patch, before=()) -> list[str]:
    """Everything that lines say and write in a copy of a folder, without what is random."""
    work = tmp_path / folder.parent.name
    shutil.copytree(folder, work)
    patch.chdir(work)
    for line in before:
        thematic(line)
    there = {path: path.read_bytes() for path in _files(work)}
    said = []
    for given in lines:
        line = given
        if "0b9c…" in line:
            listing = "memo list" if line.startswith("memo") else "quotes"
            if listing == "memo list":
                thematic("memo add source/R1 'Recorded.'")
            line = line.replace("0b9c…", thematic.json(listing)[-1]["guid"])
        answer = thematic(line)
        said += [f"{answer.code}", answer.out, answer.err]
    for path in _files(work):
        if path.read_bytes() != there.get(path):
            said += [str(path.relative_to(work)), _words(path)]
    return [_plain(text) for text in said]


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and ".thematic" not in path.name)


def _words(path):
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in sorted(parts.namelist()))


def _lines(said):
    return "\n".join(said).replace("><", ">\n<").splitlines()


def _plain(text):
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r"(all|\"equal\":) \d+", r"\1 N", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+|before-merge-\d+|\b\d{16}\b", "TIME", text)


def verbs(group, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from verbs(command, (*path, name))


VERBS = dict(verbs(cli))
ACTS = VERBS.keys() - READS.keys() - EXCEPT.keys()


def test_every_verb_that_lists_or_measures_was_thought_of():
    """A new one: put its widest lines into READS, and hide what it may not tell (workflow/blindness.py)."""
    lists = {name for name, verb in VERBS.items() if any(one.name == "as_json" for one in verb.params)}
    assert not lists & ACTS
    assert READS.keys() | EXCEPT.keys() <= VERBS.keys()
    assert not READS.keys() & EXCEPT.keys()


@pytest.mark.parametrize("verb", sorted(READS.keys() | ACTS))
def test_a_blind_coder_learns_nothing_from(verb, worlds, tmp_path, thematic, monkeypatch):
    monkeypatch.setenv("THEMATIC_CODER", "Priya")
    lines = READS.get(verb) or (examples.EXAMPLES[verb],)
    before = examples.BEFORE.get(verb, ())
    before = [before] if isinstance(before, str) else before
    plain, coded = (
        told(worlds[name], tmp_path, thematic, lines, monkeypatch, before) for name in ("plain", "coded")
    )
    more = list(unified_diff(_lines(plain), _lines(coded), "plain", "coded", n=0, lineterm=""))
    assert not more, "\n".join(line[:400] for line in more)
    assert "whispered" not in "".join(coded)


@pytest.mark.parametrize(
    "verb", ["coders", "codings export", "coverage", "memo list", "quotes", "synthesise"]
)
def test_who_is_not_blind_sees_the_difference(verb, worlds, tmp_path, thematic, monkeypatch):
    """Otherwise the test above would prove nothing."""
    monkeypatch.setenv("THEMATIC_CODER", "Maren")
    plain, coded = (
        told(worlds[name], tmp_path, thematic, READS[verb], monkeypatch) for name in ("plain", "coded")
    )
    assert coded != plain


def test_the_journal_names_no_code_and_no_words_of_hidden_codings(worlds, thematic, monkeypatch):
    monkeypatch.setenv("THEMATIC_CODER", "Priya")
    monkeypatch.chdir(worlds["coded"])
    acts = [act for act in thematic.json("journal") if act["coder"] == "Tomas"]
    assert {act["verb"] for act in acts} == {"memo", "tag", "undo", "write cell"}
    assert {act["reason"] for act in acts} == {""}
    said = thematic.ok("journal").out
    for word in ("whispered", "debrief", "rota", "support", "rotation"):
        assert word not in said


def test_whole_copies_say_that_they_hold_what_is_hidden(worlds, tmp_path, thematic, monkeypatch):
    shutil.copytree(worlds["coded"], tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("THEMATIC_CODER", "Priya")
    for line in ("bundle write whole.bundle", "backup copies/whole.thematic"):
        assert "also what is hidden from you" in thematic.ok(line).err
    monkeypatch.setenv("THEMATIC_CODER", "Maren")
    assert "hidden" not in thematic.ok("backup copies/another.thematic").err


def test_an_export_says_what_it_leaves_out(worlds, thematic, monkeypatch):
    monkeypatch.chdir(worlds["coded"])
    monkeypatch.setenv("THEMATIC_CODER", "Priya")
    for line in ("codings export", "synthesise", "report -o a.md --draft"):
        assert "Left out, as hidden from you: what others coded in R1.txt." in thematic.ok(line).err
    monkeypatch.setenv("THEMATIC_CODER", "Maren")
    assert "Left out" not in thematic.ok("codings export").err


def test_a_reader_writes_nothing_by_any_verb(worlds, tmp_path, thematic, monkeypatch):
    shutil.copytree(worlds["coded"], tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("THEMATIC_CODER", "Maren")
    thematic.ok("coders add Eve --role reader")
    thematic.ok("tag R1 --quote 'I was busy' busy")
    guid = thematic.json("quotes")[-1]["guid"]
    monkeypatch.setenv("THEMATIC_CODER", "Eve")
    before, told = thematic.json("journal"), []
    for verb in sorted(ACTS):
        said = thematic(examples.EXAMPLES[verb].replace("0b9c…", guid))
        told += [verb] * ("Eve is a reader here" in said.err)
    assert thematic.json("journal") == before
    assert len(told) > 40
