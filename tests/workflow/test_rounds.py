"""Rounds: what is given out, finished and frozen, and that coding stops there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thematic.errors import BadFile, BadInput, NotFound, Refused
from thematic.store.rounds import load_assignments, save_assignment
from thematic.workflow.coding import change_coding, withdraw_code, withdraw_codes
from thematic.workflow.codings import export_codings, import_codings
from thematic.workflow.history import back_up_project, next_undo, redo, undo
from thematic.workflow.merging import merge_projects
from thematic.workflow.progress import done_sources, mark_done
from thematic.workflow.reading import find_source, source_codings
from thematic.workflow.rounds import (
    assign_sources,
    finish_sources,
    freeze_round,
    import_assignments,
    list_assignments,
    list_rounds,
    resume_sources,
    unassign_sources,
)

FROZEN = "R1.txt takes no more coding by Ben: round 1 is frozen"
FINISHED = "R1.txt takes no more coding by Ben, who has finished it.*rounds resume"


def fill(made):
    """Two sources, two codes, and Ben and Cem beside Ana, who leads."""
    made.source("R1.txt", "There is never any time.", "We are moved every six months.")
    made.source("R2.txt", "My consultant asked what I thought first.")
    made.codes("time", "mentors")
    for name in ("Ben", "Cem"):
        made.as_(name)
    made.as_("Ana")
    return made


@pytest.fixture
def team_of_three(team):
    return fill(team())


@pytest.fixture
def given(team_of_three):
    """R1 is Ben's and Cem's in round 1, and Ben has coded a passage of it."""
    assign_sources(team_of_three.project, ("R1",), ("Ben", "Cem"))
    team_of_three.code("Ben", "R1", "never any time", "time")
    return team_of_three


def own(made, name="Ben"):
    """The codings on R1 that somebody sees of their own."""
    project = made.as_(name)
    source = find_source(project, "R1").guid
    return [one for one in source_codings(project, source) if one.coder == project.coder.guid]


def finish(made, *names):
    for name in names:
        finish_sources(made.as_(name), ("R1",))


def freeze(made):
    finish(made, "Ben", "Cem")
    freeze_round(made.as_("Ana"))


def states(made):
    return [each.state for each in list_assignments(made.project)]


def test_a_round_goes_from_assigning_to_freezing_on_either_backend(team, backend):
    made = fill(team(backend))
    assign_sources(made.project, ("R1",), ("Ben", "Cem"))
    made.code("Ben", "R1", "never any time", "time")
    freeze(made)
    assert [(one.number, one.status) for one in list_rounds(made.project)] == [(1, "frozen")]
    with pytest.raises(Refused, match=FROZEN):
        made.code("Ben", "R1", "six months", "time")
    assert len(own(made)) == 1


def test_assigning_twice_assigns_once(given):
    assert assign_sources(given.as_("Ana"), ("R1",), ("Ben",)) == ()
    assert len(list_assignments(given.project)) == 2


def test_a_round_is_not_frozen_while_somebody_codes(given):
    finish(given, "Ben")
    with pytest.raises(Refused, match=r"1 source is not finished \(Cem\)"):
        freeze_round(given.as_("Ana"))
    unassign_sources(given.project, (), ("Cem",))
    assert freeze_round(given.project).status == "frozen"


def test_only_a_lead_assigns_takes_back_and_freezes(given):
    finish(given, "Ben", "Cem")
    for act in (
        lambda: assign_sources(given.project, (), ("Ben",)),
        lambda: unassign_sources(given.project, (), ("Ben",)),
        lambda: freeze_round(given.project),
    ):
        with pytest.raises(Refused, match="Only a lead may.*Ask Ana"):
            act()


# Finished


def test_who_has_finished_codes_on_only_after_taking_the_source_up_again(given):
    finish(given, "Ben")
    with pytest.raises(Refused, match=FINISHED):
        given.code("Ben", "R1", "six months", "time")
    resume_sources(given.project, ("R1",))
    assert given.code("Ben", "R1", "six months", "time").quote == "six months"


def test_a_finished_source_is_closed_to_its_coder_only(given):
    finish(given, "Ben")
    assert given.code("Cem", "R1", "six months", "time")
    assert given.code("Ana", "R1", "six months", "time")
    assert given.code("Ben", "R2", "asked what I thought", "mentors")


def test_finishing_is_for_those_who_were_given_the_source(given):
    with pytest.raises(Refused, match=r"R2.txt is not assigned for Ben"):
        finish_sources(given.as_("Ben"), ("R2",))
    with pytest.raises(Refused, match=r"R1.txt is not finished for Ben"):
        resume_sources(given.project, ("R1",))


# Frozen: every way to code


@pytest.fixture
def frozen(given):
    freeze(given)
    given.as_("Ben")
    return given


def test_no_coding_is_taken_away(frozen):
    guid = own(frozen)[0].guid
    with pytest.raises(Refused, match=FROZEN):
        withdraw_code(frozen.project, guid)
    with pytest.raises(Refused, match=FROZEN):
        withdraw_codes(frozen.as_("Ana"), (guid,))
    assert len(own(frozen)) == 1


def test_no_coding_is_changed_not_even_by_a_lead(frozen):
    guid = own(frozen)[0].guid
    for name in ("Ben", "Ana"):
        with pytest.raises(Refused, match=FROZEN):
            change_coding(frozen.as_(name), guid, stance="opposes")
    assert own(frozen)[0].stance is None


def test_no_coding_comes_in_from_a_file_and_each_row_is_named(frozen, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text(
        "source,quote,code,coder\n"
        "R1.txt,never any time,time,Ben\n"
        "R1.txt,six months,time,Ben\n"
        "R2.txt,asked what,mentors,Ben\n"
        "R1.txt,never any,mentors,Cem\n",
        encoding="utf-8",
    )
    with pytest.raises(BadFile) as caught:
        import_codings(frozen.project, str(path))
    assert [
        problem.split(" ")[0].rpartition(":")[0].rpartition(":")[2] for problem in caught.value.problems
    ] == [
        "3",
        "5",
    ]
    assert "by Cem: round 1 is frozen" in caught.value.problems[1]
    assert len(own(frozen)) == 1


def test_a_file_that_says_what_is_there_is_no_coding(frozen, tmp_path):
    path = tmp_path / "all.csv"
    path.write_text(export_codings(frozen.project), encoding="utf-8")
    assert import_codings(frozen.project, str(path)).skipped == 1


def test_earlier_coding_is_not_undone(frozen):
    """What Ben last did was to finish; before that, he coded."""
    with pytest.raises(Refused, match=r"'finish' cannot be undone: round 1 is frozen"):
        undo(frozen.project)
    assert next_undo(frozen.project).verb == "finish"
    assert states(frozen) == ["finished", "finished"]


def test_coding_before_a_freeze_that_followed_by_itself_is_not_undone_either(team_of_three):
    """Nothing of Ben's stands between his coding and the freeze: a copy of his says that he has finished."""
    made = team_of_three
    assign_sources(made.project, ("R1",), ("Ben",))
    finish(made, "Ben")
    resume_sources(made.project, ("R1",))
    made.code("Ben", "R1", "never any time", "time")
    with made.as_("Ana").act("finish") as writer:
        (one,) = load_assignments(writer.connection)
        save_assignment(writer, replace(one, state="finished"), fresh=False)
    freeze_round(made.project)
    with pytest.raises(Refused, match=FROZEN):
        undo(made.as_("Ben"))
    assert len(own(made)) == 1


def test_what_was_undone_is_not_done_again_once_the_source_is_finished(given):
    undo(given.as_("Ben"))
    with given.as_("Ana").act("finish") as writer:
        for one in load_assignments(writer.connection):
            save_assignment(writer, replace(one, state="finished"), fresh=False)
    with pytest.raises(Refused, match=FINISHED):
        redo(given.as_("Ben"))
    assert own(given) == []


def test_finishing_and_freezing_are_undone_in_their_order(frozen):
    assert undo(frozen.as_("Ana")).verb == "freeze"
    assert undo(frozen.as_("Ben")).verb == "finish"
    assert given_state(frozen, "Ben") == "assigned"
    assert undo(frozen.project).verb == "tag"
    assert own(frozen) == []


def given_state(made, name):
    guid = made.person(name).guid
    return next(each.state for each in list_assignments(made.project) if each.coder == guid)


def test_others_go_on_coding_a_frozen_source(frozen):
    assert frozen.code("Ana", "R1", "six months", "time")


def test_a_later_round_opens_the_source_again_and_closes_it_again(frozen):
    assign_sources(frozen.as_("Ana"), ("R1",), ("Ben",))
    assert [one.number for one in list_rounds(frozen.project)] == [1, 2]
    assert frozen.code("Ben", "R1", "six months", "time")
    with pytest.raises(Refused, match="by Cem: round 1 is frozen"):
        frozen.code("Cem", "R1", "six months", "time")
    finish(frozen, "Ben")
    with pytest.raises(Refused, match=FINISHED):
        frozen.code("Ben", "R1", "never any", "time")


# The mark at the desk


def test_marking_a_source_done_finishes_it_and_marking_it_not_done_takes_it_up_again(given):
    ben = given.as_("Ben")
    source = find_source(ben, "R1").guid
    mark_done(ben, source, done=True)
    assert states(given) == ["finished", "assigned"]
    assert done_sources(ben) == {source}
    mark_done(ben, source, done=False)
    assert states(given) == ["assigned", "assigned"]
    assert done_sources(ben) == frozenset()


def test_a_frozen_source_stays_done_until_it_is_given_out_again(frozen):
    ben = frozen.project
    source = find_source(ben, "R1").guid
    with pytest.raises(Refused, match=FROZEN):
        mark_done(ben, source, done=False)
    assert done_sources(ben) == {source}
    assign_sources(frozen.as_("Ana"), ("R1",), ("Ben",))
    assert done_sources(frozen.as_("Ben")) == frozenset()


# From a table


def test_a_table_gives_each_source_to_the_coder_beside_it(team_of_three, tmp_path):
    path = tmp_path / "assignments.csv"
    path.write_text("source,coder\nR1,Ben\nR1,Cem\nR2.txt,Ben\nR1,Ben\n", encoding="utf-8")
    assert len(import_assignments(team_of_three.project, str(path))) == 3
    assert len(list_assignments(team_of_three.project)) == 3


def test_a_table_is_taken_whole_or_not_at_all(team_of_three, tmp_path):
    path = tmp_path / "assignments.csv"
    path.write_text("source,coder\nR1,Ben\nR9,Ben\nR2,Bem\n", encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        import_assignments(team_of_three.project, str(path))
    said = "\n".join(caught.value.problems)
    assert "assignments.csv:3: There is no source 'R9'" in said
    assert "assignments.csv:4: There is no coder 'Bem' in this project. Did you mean 'Ben'?" in said
    path.write_text("source,who\nR1,Ben\n", encoding="utf-8")
    with pytest.raises(BadFile, match="no column 'coder'"):
        import_assignments(team_of_three.project, str(path))
    assert list_assignments(team_of_three.project) == ()


def test_assigning_to_nobody_or_to_strangers_is_refused(team_of_three):
    with pytest.raises(BadInput, match="Nobody is named"):
        assign_sources(team_of_three.project, ("R1",), ())
    with pytest.raises(NotFound, match="no coder 'Dee'"):
        assign_sources(team_of_three.project, ("R1",), ("Dee",))
    with pytest.raises(BadInput, match="There is no round 3"):
        assign_sources(team_of_three.project, ("R1",), ("Ben",), number=3)
    assert list_rounds(team_of_three.project) == ()


# From a copy


def test_coding_that_comes_from_a_copy_after_the_freeze_is_let_in_and_told(given, reopen, tmp_path):
    """A merge loses nothing; Ben went on in a copy that knows of no freeze."""
    copy = reopen(back_up_project(given.project, str(tmp_path / "copy.thematic")))
    copy.code("Ben", "R1", "six months", "time")
    freeze(given)
    report = merge_projects(given.as_("Ana"), [copy.project.where])
    assert report.questions == (
        "R1.txt takes no more coding by Ben: round 1 is frozen. The copies bring some.",
    )
    assert len(own(given)) == 2
    assert merge_projects(given.as_("Ana"), [copy.project.where]).questions == ()


def test_a_merge_that_brings_finished_work_is_undone_and_done_again(given, reopen, tmp_path):
    copy = reopen(back_up_project(given.project, str(tmp_path / "copy.thematic")))
    copy.code("Ben", "R1", "six months", "time")
    freeze(copy)
    ana = given.as_("Ana")
    merge_projects(ana, [copy.project.where])
    after = export_codings(ana)
    undo(ana)
    assert (states(given), len(own(given))) == (["assigned", "assigned"], 1)
    assert redo(given.as_("Ana")).verb == "merge"
    assert export_codings(given.project) == after
    assert [one.status for one in list_rounds(given.project)] == ["frozen"]


def test_merging_again_what_was_undone_says_that_it_stays_taken_back(given, reopen, tmp_path):
    copy = reopen(back_up_project(given.project, str(tmp_path / "copy.thematic")))
    copy.code("Ben", "R1", "six months", "time")
    ana = given.as_("Ana")
    brought = merge_projects(ana, [copy.project.where]).new
    assert merge_projects(ana, [copy.project.where]).taken_back == 0
    undo(ana)
    again = merge_projects(ana, [copy.project.where])
    assert (again.new, again.taken_back, len(own(given))) == (0, brought, 1)
    redo(given.as_("Ana"))
    assert merge_projects(given.project, [copy.project.where]).taken_back == 0
