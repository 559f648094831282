"""Undo, redo, journal, backup and check; each command opens the project anew, as after a restart."""

from __future__ import annotations

import sqlite3

import pytest

WORDS = "We settle up in courgettes"
ACTS = {
    "tag": f'tag R1 rules --quote "{WORDS}"',
    "add code": "code add barrow --name Barrows",
    "rename code": "code rename rules 'Written rules'",
    "move code": "code move company --top",
    "merge codes": "code merge upkeep --into trouble",
    "split code": "code split rules --into one two",
    "retire code": "code retire rules",
    "import codebook": "codebook import more.yaml",
    "import codings": "codings import more.csv",
    "import": "import more.txt",
    "import respondents": "respondents import more-people.csv",
    "import questions": "questions import more-questions.csv",
    "import exposure": "questions asked asked.csv",
    "assign question": "questions assign R1 1-2 3",
    "consent": "respondents consent analysis --all",
    "memo": "memo add project 'A thought.'",
    "import outline": "outline import own.yaml",
}
FILES = {
    "more.yaml": "codebook: more\ncodes:\n"
    "  - key: rules\n    name: Other rules\n"
    "  - key: weather\n    name: Weather\n",
    "more.csv": f"source,quote,code\nR1,{WORDS},rules\nR1,{WORDS},company\n",
    "more.txt": "I: And in winter?\n\nR9: In winter we mend.\n\nI: Who?\n\nR9: Whoever is cold.\n",
    "more-people.csv": "respondent,role,dog\nR1,treasurer,yes\nR2,site secretary,no\n",
    "more-questions.csv": "number,text\n1,How do you share?\n4,Anything else?\n",
    "own.yaml": "outline: own\nsections:\n"
    "  - id: one\n    title: One\n    findings:\n"
    "      - {id: rules, statement: '{Quantifier} spoke of rules.', codes: [rules]}\n",
    "asked.csv": "respondent,question,asked\nR1,3,no\n",
}


def everything(study):
    """What a person sees of a project, whole."""
    return [
        study.json("sources"),
        study.json("respondents"),
        study.json("questions"),
        study.json("codebook show"),
        study.json("quotes"),
        study.json("memo list"),
        study.ok("codebook export").out,
        study.ok("outline export").out,
        *(study.ok(f"sources print {source['name']}").out for source in study.json("sources")),
    ]


@pytest.mark.parametrize("act", ACTS)
def test_undo_and_redo_of(act, study, write):
    for name, words in FILES.items():
        write(name, words)
    before = everything(study)
    study.ok(ACTS[act])
    after = everything(study)
    assert after != before
    study.ok("undo")
    assert everything(study) == before
    assert "whole" in study.ok("check").err
    study.ok("redo")
    assert everything(study) == after
    assert "whole" in study.ok("check").err


def test_every_act_back_to_the_beginning_and_forward_again(study):
    states = [everything(study)]
    verbs = [act["verb"] for act in study.json("journal")]
    for _ in verbs[:-1]:
        study.ok("undo")
        states.append(everything(study))
    assert study.json("sources") == []
    assert "cannot be undone" in study.refused("undo")
    for state in reversed(states[:-1]):
        study.ok("redo")
        assert everything(study) == state


def test_a_new_act_clears_redo(study):
    study.ok("code add one --name One")
    study.ok("undo")
    study.ok("code add two --name Two")
    assert "nothing to redo" in study.refused("redo")


def test_each_person_takes_back_their_own(study):
    study.ok(f'tag R1 rules --quote "{WORDS}" --as Bo')
    (guid,) = study.ok(f'tag R1 company --quote "{WORDS}" --as Ana').lines
    study.ok("undo --as Bo")
    left = [quote["guid"] for quote in study.json("quotes") if quote["quote"] == WORDS]
    assert left == [guid]


def test_undo_is_refused_where_somebody_changed_it_since(study):
    (guid,) = study.ok(f'tag R1 rules --quote "{WORDS}" --as Bo').lines
    study.ok(f"retag {guid} --code company --as Ana")
    assert "has since been changed" in study.refused("undo --as Bo")


def test_someone_who_did_nothing_does_not_join_by_undoing(study):
    assert "'Bo' has done nothing" in study.refused("undo --as Bo")
    assert "'Bo' has done nothing" in study.refused("redo --as Bo")
    assert [coder["name"] for coder in study.json("coders")] == ["Ana"]


def test_joining_is_not_taken_back(study):
    study.ok(f'tag R1 rules --quote "{WORDS}" --as Bo')
    study.ok("undo --as Bo")
    assert "'join' cannot be undone" in study.refused("undo --as Bo")


def test_the_journal_names_every_act_newest_first(study):
    study.ok("code retire rules")
    acts = study.json("journal")
    assert acts[0]["verb"] == "retire code"
    assert acts[-1]["verb"] == "init"
    assert [act["at"] for act in acts] == sorted((act["at"] for act in acts), reverse=True)
    assert study.json("journal --last 1") == acts[:1]
    assert f"{len(acts)} acts, every fact as it was written" in study.ok("journal --verify").err


def test_a_changed_fact_is_found(study, here):
    with sqlite3.connect(here / "tiny.thematic") as connection:
        connection.execute(
            "update fact set value = '\"Forged\"' where field = 'name' and value like '%Rules%'"
        )
    connection.close()
    said = study("journal --verify")
    assert said.code == 1
    assert "hash is no longer the id: 1 fact" in said.err
    said = study("check --json")
    assert said.code == 1
    assert said.json["ok"] is False
    assert said.json["faults"][0].keys() == {"what", "where", "mend"}


def test_a_changed_view_is_found(study, here):
    with sqlite3.connect(here / "tiny.thematic") as connection:
        connection.execute("delete from coding where rowid = (select max(rowid) from coding)")
    connection.close()
    said = study("check")
    assert said.code == 1
    assert "The view differs from the facts" in said.out


def test_a_backup_is_the_whole_project(study, here):
    before = everything(study)
    assert study.ok("backup kept.thematic").out.strip() == "kept.thematic"
    study.ok("-p tiny.thematic code retire rules")
    study.ok(f"-p tiny.thematic untag {study.json('-p tiny.thematic quotes')[0]['guid']}")
    (here / "tiny.thematic").unlink()
    assert everything(study) == before
    assert "whole" in study.ok("check").err


def test_a_backup_never_lands_on_another_file(study, write):
    write("kept.thematic", "something else")
    assert "there is a file of that name already" in study.refused("-p tiny.thematic backup kept.thematic", 3)
