"""Deciding between coders by command: list, show, answer, take back, decision files, progress."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CODINGS = """source,quote,code,coder
R1,there is never any time,time,Maren
R1,never any time,time,Priya
R1,I was busy,busy,Priya
R1,There was no rota,time,Maren
R1,There was no rota.,time,Priya
R1,by accident,busy,Maren
R1,by accident,busy,Priya
"""
FILES = {
    "R1.txt": "R1: I say there is never any time. I was busy. There was no rota. It came by accident.\n",
    "codings.csv": CODINGS,
    "book.yaml": "codebook: ours\ncodes:\n  - key: time\n    name: Time\n    definition: Lack of it.\n"
    "    exclude: [pace (busy)]\n  - key: busy\n    name: Busy\n",
}
STEPS = (
    "init ours.thematic --as Maren",
    "codebook import book.yaml",
    "import R1.txt",
    "codings import codings.csv",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from thematic.cli.main import run

    folder = tmp_path_factory.mktemp("team")
    for name, words in FILES.items():
        (folder / name).write_text(words, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for step in STEPS:
            assert run(step.split()) == 0, step
    return folder


@pytest.fixture
def team(prepared, thematic, here):
    """Maren and Priya coded R1: one nested, one trivial boundary, one omission, one alike."""
    shutil.copytree(prepared, here, dirs_exist_ok=True)
    return thematic


def items(thematic, more=""):
    return {item["kind"]: item for item in thematic.json(f"adjudicate {more}")}


def test_the_queue_lists_what_waits_the_worst_first_with_both_readings(team):
    said = team.ok("adjudicate")
    assert [line.partition(":")[0] for line in said.lines if line[0] != " "] == [
        "passage uncoded",
        "boundary nested",
        "boundary trivial",
    ]
    assert '   Maren 10:33 "there is never any time"' in said.lines
    assert "3 of 3 disagreements wait." in said.err
    assert [item["kind"] for item in team.json("adjudicate --code busy")] == ["passage uncoded"]
    assert team.json("adjudicate --coders Maren,Priya --source R1 --kind 'boundary trivial'")[0]["codes"] == [
        "time"
    ]


def test_an_item_is_shown_with_its_context_entry_and_memos(team):
    item = items(team)["boundary nested"]["item"]
    team.ok("memo add code/time 'Whose time?'")
    said = team.ok(f"adjudicate show {item[:6]}").out
    assert "I say [there is never any time]. I was busy." in said
    assert "time: Time\n   Lack of it.\n   Exclude: pace (busy)" in said
    assert "Memo of Maren on code/time\n   Whose time?" in said
    assert said.endswith("Nobody has answered it.\n")


def test_answers_one_by_one_and_in_bulk_make_the_consensus(team):
    found = items(team)
    dry = team.ok("adjudicate all --kind 'boundary trivial' --union --why 'a full stop' --dry-run")
    assert "1 item would be answered." in dry.err
    assert len(items(team)) == 3
    team.ok("adjudicate all --kind 'boundary trivial' --union --why 'a full stop'")
    team.ok(f"adjudicate decide {found['boundary nested']['item']} --accept Maren --why 'the whole thought'")
    last = team.ok(f"adjudicate decide {found['passage uncoded']['item']} --reject")
    assert "Consensus: 3 new codings" in last.err
    assert "Nothing waits any more on R1.txt." in last.err
    assert team.json("adjudicate progress") == [
        {"source": "R1.txt", "disagreements": 3, "answered": 3, "waiting": 0, "consensus": "yes"}
    ]
    decided = items(team, "--decided")
    assert (decided["boundary nested"]["choice"], decided["boundary nested"]["accepted"]) == (
        "accept",
        "Maren",
    )
    assert "Decided by Maren: accept Maren: the whole thought" in team.ok("adjudicate --decided").out
    team.ok("check")


def test_what_the_codebook_is_blamed_for_is_a_memo_and_on_the_list_to_code_again(team):
    item = items(team)["passage uncoded"]["item"]
    team.ok(f"adjudicate decide {item} --codebook-issue --why 'busy or rushed?'")
    (again,) = team.json("adjudicate recode")
    assert (again["code"], again["codings"], again["redefined"], again["item"]) == ("busy", 3, "no", item)
    assert "busy or rushed?" in team.ok("memo list code/busy").out
    assert [each["item"] for each in team.json("adjudicate --deferred")] == [item]
    Path("theirs.yaml").write_text(
        "codebook: ours\ncodes:\n  - key: busy\n    name: Busy\n    definition: Pressed for time.\n",
        encoding="utf-8",
    )
    team.ok("codebook import theirs.yaml")
    assert team.json("adjudicate recode")[0]["redefined"] == "yes"


def test_a_decision_file_is_written_edited_and_replayed(team):
    team.ok("adjudicate export decisions.yaml")
    path = Path("decisions.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("choice:\n", "choice: union\n"), encoding="utf-8")
    first = team.ok("adjudicate import decisions.yaml")
    assert "3 items answered, 0 answered so already." in first.err
    again = team.ok("adjudicate import decisions.yaml")
    assert "0 items answered, 3 answered so already." in again.err

    team.ok("adjudicate export whole.yaml --all")
    assert Path("whole.yaml").read_text(encoding="utf-8").count("choice: union") == 3
    kept = items(team, "--decided")
    team.ok(f"adjudicate reopen {kept['boundary nested']['item']} {kept['passage uncoded']['item']}")
    restored = team.ok("adjudicate import whole.yaml")
    assert "2 items answered, 1 answered so already." in restored.err
    assert items(team, "--decided") == kept


def test_a_decision_file_for_other_facts_is_listed_by_line_and_not_guessed(team):
    team.ok("adjudicate export decisions.yaml")
    path = Path("decisions.yaml")
    text = path.read_text(encoding="utf-8").replace("choice:\n", "choice: union\n")
    nested = items(team)["boundary nested"]["item"]
    path.write_text(text.replace(nested, "0123456789abcdef"), encoding="utf-8")
    (coding,) = [each for each in team.json("quotes busy") if each["quote"] == "I was busy"]
    team.ok(f"--as Priya retag {coding['guid']} --stance opposes")

    said = team("adjudicate import decisions.yaml")
    assert said.code == 1
    lines = path.read_text(encoding="utf-8").splitlines()
    place = lines.index("  - item: 0123456789abcdef") + 1
    assert f"decisions.yaml:{place}: item 0123456789abcdef: no such item here" in said.err
    assert "a coding was changed since it was answered with 'union'" in said.err
    assert "1 item answered" in said.err
    assert "2 answers of decisions.yaml not taken." in said.err
    assert {item["kind"] for item in team.json("adjudicate")} == {"boundary nested", "passage uncoded"}


BROKEN = """decisions: adjudication
items:
  - item: a1
    choice: perhaps
  - item: a1
    choice: accept
    coder: Nobody
  - choice: new
    span: 9:3
    colour: red
"""


def test_a_ragged_decision_file_is_refused_with_every_line(team):
    Path("broken.yaml").write_text(BROKEN, encoding="utf-8")
    said = team.refused("adjudicate import broken.yaml")
    for line in (4, 5, 7, 8):
        assert f"broken.yaml:{line}: " in said


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("adjudicate decide nowhere --reject", "no item 'nowhere'"),
        ("adjudicate show nowhere", "no item 'nowhere'"),
        ("adjudicate decide {} --accept Nobody", "no coder 'Nobody'"),
        ("adjudicate decide {}", "exactly one answer"),
        ("adjudicate decide {} --union --reject", "exactly one answer"),
        ("adjudicate decide {} --new 9:3 --code time", "not a span"),
        ("adjudicate decide {} --new 3:9000 --code time", "not a passage"),
        ("adjudicate decide {} --new 3:9", "which code"),
        ("adjudicate decide {} --union --code nothing", "no code 'nothing'"),
        ("adjudicate all --union", "which kind"),
        ("adjudicate all --kind quarrel --union", "not a kind of item"),
        ("adjudicate --kind quarrel", "not a kind of item"),
        ("adjudicate --coders Maren,Nobody", "no coder 'Nobody'"),
        ("adjudicate reopen {}", "Nothing was decided"),
        ("adjudicate import nowhere.yaml", "nowhere.yaml"),
        ("--as Priya adjudicate decide {} --reject", "Only a lead may adjudicate"),
    ],
)
def test_what_makes_no_sense_is_refused(team, line, complaint):
    item = items(team)["boundary nested"]["item"]
    assert complaint in team.refused(line.format(item))


def test_a_coder_is_shown_nothing_of_sources_they_have_not_finished(team):
    team.ok("rounds assign R1 --to Maren Priya")
    team.ok("rounds finish R1")
    assert team.json("adjudicate") == []
    assert team.json("--as Priya adjudicate") == []
    assert team.refused(f"adjudicate show {'0' * 16}")
    team.ok("--as Priya rounds finish R1")
    assert len(team.json("adjudicate")) == 3


def test_an_agreed_coding_is_changed_by_its_decision_only_and_is_nobodys(team):
    team.ok("adjudicate export decisions.yaml")
    path = Path("decisions.yaml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("choice:\n", "choice: union\n"), encoding="utf-8"
    )
    before = team.ok("codings export").out
    team.ok("adjudicate import decisions.yaml")
    assert team.ok("codings export").out == before
    agreed = team.json("quotes time --agreed")
    assert [(quote["quote"], quote["coder"]) for quote in agreed] == [
        ("there is never any time", "agreed"),
        ("There was no rota.", "agreed"),
    ]
    for line in ("untag {}", "retag {} --stance opposes"):
        assert "what the team agreed on" in team.refused(line.format(agreed[0]["guid"]))
    assert [row["codings"] for row in team.json("coders")] == [3, 4]
