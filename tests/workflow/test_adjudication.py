"""Deciding between coders: the queue, the acts, and the consensus layer that follows."""

from __future__ import annotations

import re

import pytest

from thematic.errors import BadInput, NotFound, Refused
from thematic.store.codings import load_codings
from thematic.store.columns import load_study
from thematic.store.standing import load_conflicts
from thematic.synthesis.layers import choose_layer
from thematic.workflow.adjudication import (
    Answer,
    decide,
    decide_kind,
    load_queue,
    past_reasons,
    preview,
)
from thematic.workflow.adjudication import reopen as take_back
from thematic.workflow.agreement import measure_agreement
from thematic.workflow.coding import change_coding, withdraw_code
from thematic.workflow.compared import AgreementWanted
from thematic.workflow.comparison import ItemFilter
from thematic.workflow.conflicts import settle_conflicts, write_conflict_file
from thematic.workflow.decision_files import apply_decision_file, write_decision_file
from thematic.workflow.history import back_up_project, redo, undo
from thematic.workflow.memos import named_memos
from thematic.workflow.merging import merge_projects
from thematic.workflow.reading import count_by_coder, count_codings, source_codings
from thematic.workflow.rounds import assign_sources, finish_sources
from thematic.workflow.trust import check_project
from thematic.workflow.versions import replace_source

WORDS = ("There is never any time to think.", "It happened by accident, and nobody else was there.")
CONSENSUS = [("never any time to think", "supports"), ("by accident", None)]


@pytest.fixture
def both(team):
    """R1, coded by Ana and Ben: a nested boundary, an omission and one coding alike."""
    return fill(team())


@pytest.fixture
def pair(team, backend):
    """The same on each backend."""
    return fill(team(backend))


def fill(made):
    made.codes("time", "accident")
    made.source("R1.txt", *WORDS)
    made.code("Ana", "R1.txt", "never any time to think", "time", stance="supports")
    made.code("Ben", "R1.txt", "any time", "time")
    made.code("Ben", "R1.txt", "nobody else was there", "accident")
    made.code("Ana", "R1.txt", "by accident", "accident")
    made.code("Ben", "R1.txt", "by accident", "accident")
    made.as_("Ana")
    return made


def load(project, layer="agreed"):
    with project.store.reading() as connection:
        return [coding for coding in load_codings(connection) if coding.layer == layer]


def agreed(project):
    return [(coding.quote, coding.stance) for coding in sorted(load(project), key=lambda each: each.start)]


def waiting(project):
    return {item.kind: item for item in load_queue(project).waiting()}


def answer_all(project, why="the whole thought"):
    items = waiting(project)
    return decide(
        project,
        [
            Answer(items["boundary nested"].id, "union", why),
            Answer(items["passage uncoded"].id, "reject", "no code fits"),
        ],
    )


def test_the_answer_to_the_last_item_makes_the_consensus(pair):
    items = waiting(pair.project)
    assert list(items) == ["passage uncoded", "boundary nested"]

    first = decide(pair.project, [Answer(items["boundary nested"].id, "union", "the whole thought")])
    assert (first.made, first.layer.new) == (1, 0)
    assert agreed(pair.project) == []

    second = decide(pair.project, [Answer(items["passage uncoded"].id, "reject", "no code fits")])
    assert (second.layer.new, len(second.layer.complete)) == (2, 1)
    assert agreed(pair.project) == CONSENSUS
    assert load_queue(pair.project).waiting() == ()
    assert check_project(pair.project) == ()


def test_agreement_is_measured_as_if_nothing_had_been_decided(both):
    wanted = AgreementWanted(unit="sentence", replicates=1)
    before = measure_agreement(both.project, wanted)
    items = load_queue(both.project).found.items
    code = next(each.code for each in load(both.project, "human") if each.quote == "by accident")
    found = waiting(both.project)
    decide(
        both.project,
        [
            Answer(found["boundary nested"].id, "new", "seen anew", code=code, start=0, end=33),
            Answer(found["passage uncoded"].id, "reject", "no code fits"),
        ],
    )
    assert agreed(both.project) == [(WORDS[0][:33], None), ("by accident", None)]
    assert measure_agreement(both.project, wanted) == before
    assert load_queue(both.project).found.items == items


def test_the_consensus_is_nobodys_codings(both):
    answer_all(both.project)
    source = load_queue(both.project).found.sources[0]
    assert {each.layer for each in source_codings(both.project, source.guid)} == {"human"}
    assert source.codings == 5
    assert sum(codings for _, codings, _ in count_by_coder(both.project)) == 5
    assert sum(codings for codings, _ in count_codings(both.project).values()) == 5


def test_the_same_answer_again_writes_nothing(both):
    answer_all(both.project)
    items = [
        Answer(item.id, "union", "the whole thought")
        for item in load_queue(both.project).decided()
        if item.kind == "boundary nested"
    ]
    again = decide(both.project, items)
    assert (again.made, again.known, again.layer.new) == (0, 1, 0)


def test_another_answer_changes_only_what_it_is_about(both):
    answer_all(both.project)
    (item,) = [item for item in load_queue(both.project).decided() if item.kind == "boundary nested"]
    ben = both.person("Ben").guid
    changed = decide(both.project, [Answer(item.id, "accept", "the few words", coder=ben)])
    assert (changed.layer.new, changed.layer.changed, changed.layer.absent) == (0, 1, 0)
    assert agreed(both.project) == [("any time", None), ("by accident", None)]


def test_where_everything_was_rejected_the_consensus_is_that_nothing_stands(team):
    made = team()
    made.codes("time")
    made.source("R1.txt", *WORDS)
    made.as_("Ben")
    assign_sources(made.as_("Ana"), ("R1.txt",), ("Ana", "Ben"))
    made.code("Ben", "R1.txt", "any time", "time")
    for name in ("Ben", "Ana"):
        finish_sources(made.as_(name), ("R1.txt",))
    (item,) = waiting(made.project).values()

    done = decide(made.project, [Answer(item.id, "reject", "no code fits")])
    assert (done.layer.new, len(done.layer.complete), load_queue(made.project).overdue) == (0, 1, frozenset())
    assert counted(made.project) == 0
    take_back(made.project, [item.id])
    assert counted(made.project) == 1
    undo(made.project)
    assert counted(made.project) == 0
    decide(made.project, [Answer(item.id, "accept", "it does", coder=made.person("Ben").guid)])
    assert counted(made.project) == 1
    assert check_project(made.project) == ()


def counted(project):
    """How many codings findings rest on."""
    with project.store.reading() as connection:
        return int(choose_layer(load_study(connection)).chosen.sum())


def test_undo_takes_back_decisions_and_consensus_and_redo_brings_both(pair):
    guids = None
    answer_all(pair.project)
    guids = [coding.guid for coding in load(pair.project)]
    undo(pair.project)
    assert agreed(pair.project) == []
    assert len(load_queue(pair.project).waiting()) == 2
    assert check_project(pair.project) == ()
    redo(pair.project)
    assert agreed(pair.project) == CONSENSUS
    assert [coding.guid for coding in load(pair.project)] == guids
    assert check_project(pair.project) == ()


def test_a_decision_taken_back_takes_the_consensus_of_its_source_along(pair):
    answer_all(pair.project)
    (item,) = [item for item in load_queue(pair.project).decided() if item.kind == "passage uncoded"]
    assert take_back(pair.project, [item.id]) == 1
    assert agreed(pair.project) == []
    assert [each.id for each in load_queue(pair.project).waiting()] == [item.id]
    decide(pair.project, [Answer(item.id, "reject", "still no code")])
    assert agreed(pair.project) == CONSENSUS
    assert check_project(pair.project) == ()


def test_what_was_never_decided_cannot_be_taken_back(both):
    with pytest.raises(Refused, match="Nothing was decided about item nowhere"):
        take_back(both.project, ["nowhere"])


def test_an_item_whose_coding_was_changed_waits_again_by_itself(pair):
    answer_all(pair.project)
    (coding,) = [each for each in load(pair.project, "human") if each.quote == "any time"]
    change_coding(pair.as_("Ben"), coding.guid, start=coding.start, end=coding.end + len(" to"))
    pair.as_("Ana")
    queue = load_queue(pair.project)
    (item,) = queue.waiting()
    assert "changed since it was answered with 'union'" in queue.reopened[item.id]
    assert queue.overdue == {item.source}

    undo(pair.as_("Ben"))
    pair.as_("Ana")
    assert load_queue(pair.project).waiting() == ()


def test_a_coding_taken_away_reopens_what_rested_on_it(both):
    answer_all(both.project)
    (coding,) = [each for each in load(both.project, "human") if each.quote == "any time"]
    withdraw_code(both.as_("Ben"), coding.guid)
    both.as_("Ana")
    queue = load_queue(both.project)
    (item,) = queue.waiting()
    assert item.kind == "passage uncoded"
    assert "came or went" in queue.reopened[item.id]
    decide(both.project, [Answer(item.id, "accept", "it is there", coder=both.person("Ana").guid)])
    assert agreed(both.project) == CONSENSUS
    assert load_queue(both.project).overdue == frozenset()


def test_what_is_put_off_or_blamed_on_the_codebook_stays_out_and_is_listed(both):
    items = waiting(both.project)
    decide(
        both.project,
        [
            Answer(items["boundary nested"].id, "defer", "ask the respondent"),
            Answer(items["passage uncoded"].id, "codebook issue", "what is an accident?"),
        ],
    )
    assert agreed(both.project) == [("by accident", None)]
    queue = load_queue(both.project)
    assert queue.waiting() == ()
    assert {queue.decisions[item.id].choice for item in queue.deferred()} == {"defer", "codebook issue"}
    (memo,) = named_memos(both.project)
    assert memo.on == "code/accident"
    assert memo.text.endswith("what is an accident?")

    take_back(both.project, [items["passage uncoded"].id])
    assert named_memos(both.project) == []
    undo(both.project)
    assert len(named_memos(both.project)) == 1
    decide(both.project, [Answer(items["passage uncoded"].id, "reject", "it is clear now")])
    assert named_memos(both.project) == []


@pytest.mark.parametrize(
    ("choice", "more", "complaint"),
    [
        ("accept", {}, "whose coding stands"),
        ("new", {"start": 0, "end": 3}, "which code"),
    ],
)
def test_an_answer_that_makes_no_sense_decides_nothing(both, choice, more, complaint):
    item = waiting(both.project)["boundary nested"].id
    with pytest.raises(BadInput, match=complaint):
        decide(both.project, [Answer(item, choice, **more)])
    assert len(load_queue(both.project).waiting()) == 2


def test_an_unknown_item_is_refused(both):
    with pytest.raises(NotFound, match="no item 'abc'"):
        decide(both.project, [Answer("abc", "reject")])


def test_only_a_lead_decides(both):
    item = waiting(both.project)["boundary nested"].id
    with pytest.raises(Refused, match="Only a lead may adjudicate"):
        decide(both.as_("Ben"), [Answer(item, "union")])
    with pytest.raises(Refused, match="Only a lead"):
        take_back(both.project, [item])


def test_a_source_somebody_has_still_to_finish_is_not_in_the_queue(both):
    assign_sources(both.project, ["R1.txt"], ["Ana", "Ben"])
    finish_sources(both.project, ["R1.txt"])
    assert load_queue(both.project).found.items == ()
    finish_sources(both.as_("Ben"), ["R1.txt"])
    both.as_("Ana")
    assert len(load_queue(both.project).waiting()) == 2

    both.as_("Cleo")
    assign_sources(both.as_("Ana"), ["R1.txt"], ["Cleo"])
    assert load_queue(both.project).found.items == ()


def test_what_a_third_person_coded_unasked_stays_out_of_the_consensus(both):
    assign_sources(both.project, ["R1.txt"], ["Ana", "Ben"])
    finish_sources(both.project, ["R1.txt"])
    finish_sources(both.as_("Ben"), ["R1.txt"])
    both.code("Cleo", "R1.txt", "think", "time")
    both.as_("Ana")
    answer_all(both.project)
    assert agreed(both.project) == CONSENSUS


def test_all_of_a_kind_are_answered_at_once_but_those_that_need_a_word_more(both):
    both.source("R2.txt", "Money was short, and time was shorter.")
    both.code("Ana", "R2.txt", "time was shorter", "time", stance="supports")
    both.code("Ben", "R2.txt", "time", "time", stance="qualifies")
    both.as_("Ana")
    done = decide_kind(both.project, "boundary nested", "union", "the whole thought")
    assert done.made == 1
    assert len(done.stale) == 1
    assert "stance" in done.stale[0]
    undo(both.project)
    assert len(load_queue(both.project).waiting(ItemFilter(kinds=("boundary nested",)))) == 2


def test_a_preview_is_what_the_decision_makes(both):
    queue = load_queue(both.project)
    item = waiting(both.project)["boundary nested"]
    made = preview(both.project, queue, Answer(item.id, "intersection"))
    assert [(each.quote, each.layer) for each in made] == [("any time", "agreed")]
    with pytest.raises(BadInput, match="whose coding"):
        preview(both.project, queue, Answer(item.id, "accept"))


def test_reasons_come_back_the_most_used_first_and_of_those_the_latest(both):
    answer_all(both.project, why="no code fits")
    assert past_reasons(both.project) == ("no code fits",)
    item = load_queue(both.project).decided()[0]
    decide(both.project, [Answer(item.id, "defer", "later")])
    assert past_reasons(both.project) == ("later", "no code fits")
    assert past_reasons(both.project, "defer") == ("later",)


def test_a_text_that_was_corrected_elsewhere_keeps_its_decisions(both, tmp_path):
    answer_all(both.project)
    path = tmp_path / "R1.txt"
    path.write_text(
        "R1: Well. There is never any time to think.\nIt happened by accident, and nobody else was there.\n",
        encoding="utf-8",
    )
    replace_source(both.project, "R1.txt", str(path))
    queue = load_queue(both.project)
    assert queue.waiting() == ()
    assert [item.kind for item in queue.decided()] == ["passage uncoded", "boundary nested"]
    assert agreed(both.project) == CONSENSUS
    assert check_project(both.project) == ()


def test_a_file_that_does_not_say_what_was_shown_is_taken_for_what_is_there_now(both, tmp_path):
    path = tmp_path / "decisions.yaml"
    text = write_decision_file(both.project).replace("choice:\n", "choice: union\n")
    path.write_text(re.sub(r"\n +seen: \S+", "", text), encoding="utf-8")
    assert apply_decision_file(both.project, str(path)).made == 2
    assert apply_decision_file(both.project, str(path)).known == 2

    (coding,) = [each for each in load(both.project, "human") if each.quote == "any time"]
    change_coding(both.as_("Ben"), coding.guid, stance="opposes")
    both.as_("Ana")
    (item,) = load_queue(both.project).waiting()
    assert item.kind == "opposite stance"
    assert apply_decision_file(both.project, str(path)).stale


def test_nothing_is_decided_by_a_file_with_nothing_in_it(both, tmp_path):
    path = tmp_path / "decisions.yaml"
    path.write_text(write_decision_file(both.project), encoding="utf-8")
    done = apply_decision_file(both.project, str(path))
    assert (done.made, done.known, done.stale, done.layer.new) == (0, 0, (), 0)


# two copies


def copied(both, reopen_, tmp_path, name="copy"):
    where = back_up_project(both.project, str(tmp_path / f"{name}.thematic"))
    return reopen_(where, "Ana")


def whole(project):
    return sorted(
        (each.guid, each.quote, each.stance or "", each.coder, each.origin) for each in load(project)
    )


def test_deciding_then_merging_is_merging_then_deciding(pair, reopen, tmp_path):
    other = copied(pair, reopen, tmp_path)
    straight = copied(pair, reopen, tmp_path, "straight")
    items = waiting(pair.project)
    union = Answer(items["boundary nested"].id, "union", "the whole thought")
    reject = Answer(items["passage uncoded"].id, "reject", "no code fits")

    decide(pair.project, [union])
    decide(other.project, [reject])
    merge_projects(pair.project, [other.project.where])
    decide(straight.project, [union, reject])

    assert agreed(pair.project) == CONSENSUS
    assert whole(pair.project) == whole(straight.project)
    assert load_queue(pair.project).waiting() == ()
    assert check_project(pair.project) == ()


def test_two_copies_that_decide_alike_agree(pair, reopen, tmp_path):
    other = copied(pair, reopen, tmp_path)
    answer_all(pair.project)
    answer_all(other.project, why="it belongs together")
    merge_projects(pair.project, [other.project.where])

    with pair.project.store.reading() as connection:
        assert load_conflicts(connection) == {}
    assert agreed(pair.project) == CONSENSUS
    assert {decision.why for decision in load_queue(pair.project).decisions.values()} == {
        "the whole thought / it belongs together",
        "no code fits",
    }
    assert check_project(pair.project) == ()


def test_two_copies_that_decide_differently_leave_it_to_a_person(pair, reopen, tmp_path):
    other = copied(pair, reopen, tmp_path)
    answer_all(pair.project)
    answer_all(other.project)
    (item,) = [item for item in load_queue(other.project).decided() if item.kind == "boundary nested"]
    decide(other.project, [Answer(item.id, "defer", "I am not sure")])
    report = merge_projects(pair.project, [other.project.where])

    assert [str(entity) for entity, _ in report.conflicts if entity.kind == "decision"] == [
        f"decision/{item.id}"
    ]
    queue = load_queue(pair.project)
    assert [each.id for each in queue.waiting()] == [item.id]
    assert "answered differently" in queue.reopened[item.id]
    assert agreed(pair.project) == []

    decide(pair.project, [Answer(item.id, "union", "we talked")])
    assert agreed(pair.project) == CONSENSUS
    with pair.project.store.reading() as connection:
        assert load_conflicts(connection) == {}
    assert check_project(pair.project) == ()


def test_a_conflict_of_decisions_settled_by_file_brings_the_consensus(both, reopen, tmp_path):
    other = copied(both, reopen, tmp_path)
    answer_all(both.project)
    answer_all(other.project)
    (item,) = [item for item in load_queue(other.project).decided() if item.kind == "boundary nested"]
    decide(other.project, [Answer(item.id, "reject", "the whole thought")])
    merge_projects(both.project, [other.project.where])

    text = write_conflict_file(both.project)
    numbers = re.findall(r"number: '?(\d)'?(?:(?!number:).)*?choice\W+(\w+)", text, re.DOTALL)
    (union,) = [number for number, choice in numbers if choice == "union"]
    path = tmp_path / "conflicts.yaml"
    path.write_text(re.sub(r"choice:\n", f"choice: '{union}'\n", text), encoding="utf-8")
    assert settle_conflicts(both.project, str(path)).made == 1
    assert agreed(both.project) == CONSENSUS
    assert load_queue(both.project).overdue == frozenset()


def test_undoing_a_merge_that_completed_a_source_takes_its_consensus_away(pair, reopen, tmp_path):
    other = copied(pair, reopen, tmp_path)
    items = waiting(pair.project)
    decide(pair.project, [Answer(items["boundary nested"].id, "union", "")])
    decide(other.project, [Answer(items["passage uncoded"].id, "reject", "")])
    merge_projects(pair.project, [other.project.where])
    assert agreed(pair.project) == CONSENSUS
    undo(pair.project)
    assert agreed(pair.project) == []
    assert len(load_queue(pair.project).waiting()) == 1
    assert check_project(pair.project) == ()


def test_a_project_of_the_version_before_can_be_decided_in_once_migrated(pair, reopen, tmp_path, monkeypatch):
    from sqlalchemy import text

    monkeypatch.chdir(tmp_path)
    where, store = pair.project.where, pair.project.store
    with store.writing() as connection:
        connection.execute(text("DROP TABLE cell"))
        connection.execute(text("ALTER TABLE coding DROP COLUMN illustrative"))
        connection.execute(text("UPDATE meta SET value = '2' WHERE name = 'version'"))
        if not store.is_postgres:
            connection.exec_driver_sql("PRAGMA user_version=2")
    pair.close()

    migrated = reopen(where, "Ana").project
    answer_all(migrated)
    assert agreed(migrated) == CONSENSUS
    assert check_project(migrated) == ()
