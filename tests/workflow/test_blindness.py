"""Blindness in what the desk asks of the workflow: the same answers as if the other had coded nothing.

tests/cli/test_blindness.py holds the same for every verb.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

from thematic.errors import BadInput, NotFound, Refused
from thematic.model.codings import Coding
from thematic.workflow import (
    adjudication,
    agreement,
    answers,
    blindness,
    evidence,
    following,
    history,
    inbox,
    linting,
    quotes,
    reading,
    revisiting,
    searching,
    tallying,
)
from thematic.workflow.board import add_finding, add_section, keep_statement
from thematic.workflow.coding import change_coding, withdraw_code
from thematic.workflow.compared import AgreementWanted
from thematic.workflow.conflicts import list_conflicts, write_conflict_file
from thematic.workflow.history import back_up_project
from thematic.workflow.memos import resolve_subject, write_memo
from thematic.workflow.merging import merge_projects
from thematic.workflow.rounds import assign_sources, finish_sources
from thematic.workflow.versions import codings_for_review, redact_source

ASKS = {
    "adjudication.load_queue": lambda project: adjudication.load_queue(project).found,
    "adjudication.past_reasons": adjudication.past_reasons,
    "answers.coded_turns": answers.coded_turns,
    "answers.read_answers": lambda project: [
        answers.read_answers(project, each.guid) for each in reading.list_questions(project)
    ],
    "evidence.read_sheet": lambda project: evidence.read_sheet(
        project, linting.inspect_findings(project), finding(project)
    ),
    "following.codings_now": lambda project: sorted(
        guid for guid, one in following.codings_now(project, every(project)).items() if one
    ),
    "following.codings_of": lambda project: following.codings_of(project, code(project, "time")),
    "inbox.read_inbox": inbox.read_inbox,
    "linting.inspect_board": lambda project: plain(linting.inspect_board(project)),
    "linting.preview_statement": lambda project: linting.preview_statement(
        project, linting.inspect_findings(project), finding(project), "{Quantifier} had no time."
    ),
    "quotes.read_quotes": quotes.read_quotes,
    "reading.list_coders": reading.list_coders,
    "reading.list_memos": reading.list_memos,
    "reading.list_sources": reading.list_sources,
    "reading.source_codings": lambda project: [
        reading.source_codings(project, source.guid) for source in reading.list_sources(project)
    ],
    "revisiting.stale_codings": revisiting.stale_codings,
    "searching.search_texts": lambda project: searching.search_texts(project, "time"),
    "tallying.count_by_code": lambda project: tallying.count_by_code(project).of(code(project, "time")),
}
"""What the desk asks that could tell of codings."""

TELLS_NOTHING = frozenset({
    "adjudication.preview",  # of an item from the queue
    "demo.open_study",
    "following.touched_by",  # guids
    "inbox.find_places",  # of a coding that is shown
    "history.list_acts",  # verbs and reasons: held below
    "history.next_undo",  # of one's own
    "keymap.read_keymap",
    "live.position", "live.was_saved", "live.watch",  # tests/workflow/test_live.py
    "lookup.rank_codes", "codebook.key_from", "reading.pick_source", "reading.read_codebook",
    "progress.done_sources",  # of one's own
    "project.open_project", "project.real_surroundings",
    "reading.list_attributes", "reading.list_questions", "reading.list_respondents",
    "reading.read_sentences", "reading.read_text", "reading.read_version",
})  # fmt: skip

ACTS = frozenset({
    "adjudication", "board", "codebook", "conflicts", "coding", "following", "history", "importing",
    "judging", "memos", "progress", "linting", "revisiting",
})  # fmt: skip
"""Modules whose functions act; what they return is the act's own."""


def code(project, key):
    return reading.find_code(reading.read_codebook(project), key).guid


def finding(_project):
    return "no-time"


def every(project):
    with project.store.reading() as connection:
        from thematic.store.codings import load_codings

        return tuple(one.guid for one in load_codings(connection))


def measured(project):
    try:
        return agreement.measure_agreement(project, AgreementWanted(replicates=10)).rows
    except BadInput as problem:
        return str(problem)


ASKS["agreement.measure_agreement"] = measured


def plain(inspected):
    return inspected.findings.sections, inspected.remarks, inspected.stale


@pytest.fixture
def worlds(team, reopen, tmp_path):
    """The same project twice: in the first Ben was at work on what is Cem's too."""
    made = team()
    made.source(
        "R1.txt", "There is never any time.", "We are moved every six months.", "So it is.", country="UK"
    )
    made.source("R2.txt", "My consultant asked what I thought first.", country="NL")
    made.codes("time", "mentors")
    made.code("Ana", "R1", "never any time", "time", "supports")
    made.code("Cem", "R1", "moved every six months", "time")
    made.as_("Ben")
    lead = made.as_("Ana")
    add_section(lead, "What gets in the way", name="barriers")
    add_finding(lead, "{Quantifier} had no time.", "barriers", codes=("time",), name="no-time")
    assign_sources(lead, ("R1",), ("Ben", "Cem"))
    copy = reopen(back_up_project(lead, str(tmp_path / "plain.thematic")))
    hidden = made.code("Ben", "R1", "There is never any time", "time", "opposes")
    made.code("Ben", "R1", "So it is", "mentors")
    for on in (f"coding/{hidden.guid}", f"source/{hidden.source}", f"respondent/{speaker(made.project)}"):
        write_memo(made.project, on, "Whispered.")
    for each in (made, copy):
        keep_statement(each.as_("Ana"), "no-time")
    return made, copy, hidden


def speaker(project):
    return next(one.guid for one in reading.list_respondents(project) if one.label == "R1")


def telling(worlds, name):
    """The questions that somebody gets different answers to in the two projects."""
    coded, copy, _ = worlds
    return {
        question for question, ask in ASKS.items() if str(ask(coded.as_(name))) != str(ask(copy.as_(name)))
    }


def test_a_blind_coder_learns_nothing_and_who_is_not_blind_sees_the_difference(worlds):
    assert telling(worlds, "Cem") == set()
    assert telling(worlds, "Ana") >= {
        "answers.coded_turns", "quotes.read_quotes", "reading.list_memos",
        "reading.list_sources", "reading.source_codings", "tallying.count_by_code",
    }  # fmt: skip


def test_whatever_the_desk_asks_was_thought_of(root):
    """A new question: put it into ASKS where it could tell of codings, else among those that tell nothing."""
    used = used_by(root / "thematic" / "tui")
    assert used >= ASKS.keys() - {"searching.search_texts"}
    left = {name for name in used - ASKS.keys() - TELLS_NOTHING if name.partition(".")[0] not in ACTS}
    assert left == set()


def used_by(folder: Path) -> set[str]:
    """`module.function` of the workflow that a front end imports."""
    found = set()
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("thematic.workflow"):
                names = {alias.name for alias in node.names}
                if node.module == "thematic.workflow":
                    modules |= names
                else:
                    found |= {(node.module.rpartition(".")[2], name) for name in names}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in modules
            ):
                found.add((node.value.id, node.attr))
    return {
        f"{module}.{name}"
        for module, name in found
        if inspect.isfunction(getattr(importlib.import_module(f"thematic.workflow.{module}"), name, None))
    }


def test_the_journal_tells_that_somebody_coded_and_not_what(worlds):
    coded, _, hidden = worlds
    acts = [act for act in history.list_acts(coded.as_("Cem")) if act.coder == hidden.coder]
    assert {act.verb for act in acts} == {"join", "memo", "tag"}
    assert {act.reason for act in acts} == {""}


def test_a_hidden_coding_is_neither_changed_nor_taken_away(worlds):
    coded, _, hidden = worlds
    cem = coded.as_("Cem")
    for act in (
        lambda: change_coding(cem, hidden.guid, stance=None),
        lambda: withdraw_code(cem, hidden.guid),
    ):
        with pytest.raises(Refused, match="hidden from you until everybody"):
            act()
    assert isinstance(following.codings_now(coded.as_("Ana"), (hidden.guid,))[hidden.guid], Coding)


def test_a_new_version_of_a_text_tells_of_no_hidden_coding(worlds):
    coded, copy, _ = worlds
    done = [redact_source(each.as_("Cem"), "R1", "There is never any", "[none]") for each in (coded, copy)]
    assert (done[0].moved, len(done[0].waiting)) == (done[1].moved, len(done[1].waiting))
    waiting = [len(codings_for_review(each.project)) for each in (coded, copy)]
    assert waiting[0] == waiting[1]


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_blindness_ends_when_both_have_finished(team, backend):
    made = team(backend)
    made.source("R1.txt", "There is never any time.")
    made.codes("time")
    made.code("Ben", "R1", "never any time", "time")
    made.code("Cem", "R1", "There is never any time", "time")
    assign_sources(made.as_("Ana"), (), ("Ben", "Cem"))
    assert blindness.hidden_sources(made.as_("Ben")) == ("R1.txt",)
    assert blindness.hidden_sources(made.as_("Ana")) == ()
    seen = []
    for name in ("Ben", "Cem"):
        finish_sources(made.as_(name), ())
        seen.append([len(quotes.read_quotes(made.as_(who))) for who in ("Ben", "Cem")])
    assert seen == [[1, 1], [2, 2]]


def test_merging_tells_of_no_conflict_in_a_hidden_coding_but_who_may_see_it_decides(worlds, reopen, tmp_path):
    """Ben changed his coding in one copy, and otherwise in another, after both of them were made."""
    coded, _, hidden = worlds
    other = reopen(back_up_project(coded.project, str(tmp_path / "other.thematic")))
    change_coding(coded.as_("Ben"), hidden.guid, stance="supports")
    change_coding(other.as_("Ben"), hidden.guid, stance="qualifies")
    dry = [
        merge_projects(coded.as_(name), [other.project.where], dry_run=True) for name in ("Cem", "Ben", "Ana")
    ]
    assert [len(report.conflicts) for report in dry] == [0, 1, 1]
    merge_projects(coded.as_("Cem"), [other.project.where])
    assert [len(list_conflicts(coded.as_(name))) for name in ("Cem", "Ben", "Ana")] == [0, 1, 1]
    assert hidden.quote not in write_conflict_file(coded.as_("Cem"))


def test_nobody_writes_on_a_coding_they_may_not_see(worlds):
    coded, _, hidden = worlds
    with pytest.raises(NotFound, match="no coding"):
        resolve_subject(coded.as_("Cem"), f"coding/{hidden.guid}")
    assert resolve_subject(coded.as_("Ana"), f"coding/{hidden.guid}")
