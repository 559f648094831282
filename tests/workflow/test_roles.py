"""Leads lead, coders code, readers look."""

from __future__ import annotations

import pytest

from thematic.errors import BadInput, NobodyActs, NotFound, Refused
from thematic.workflow.history import redo, undo
from thematic.workflow.memos import write_memo
from thematic.workflow.reading import list_coders, list_memos, read_codebook
from thematic.workflow.roles import require, set_role
from thematic.workflow.rounds import assign_sources


def roles(team):
    return {person.name: person.role for person in list_coders(team.project)}


@pytest.fixture
def three(team):
    made = team()
    made.source("R1.txt", "There is never any time.")
    made.codes("time")
    for name in ("Ben", "Cem"):
        made.as_(name)
    made.as_("Ana")
    return made


def test_who_makes_a_project_leads_it_and_who_joins_codes(three):
    assert roles(three) == {"Ana": "lead", "Ben": "coder", "Cem": "coder"}


def test_a_lead_gives_roles_on_either_backend(team, backend):
    made = team(backend)
    made.as_("Ben")
    set_role(made.as_("Ana"), "Ben", "lead")
    set_role(made.as_("Ben"), "Ana", "coder")
    assert roles(made) == {"Ana": "coder", "Ben": "lead"}


def test_a_coder_may_not_lead_and_hears_whom_to_ask(three):
    with pytest.raises(Refused, match="Only a lead may change roles, and Ben is a coder.*Ask Ana"):
        set_role(three.as_("Ben"), "Ben", "lead")
    with pytest.raises(Refused, match="Only a lead may assign sources"):
        assign_sources(three.project, (), ("Ben",))
    assert roles(three)["Ben"] == "coder"


def test_a_newcomer_who_wants_to_lead_does_not_join_by_asking(three):
    three.project.coder, three.project.newcomer = None, "Dee"
    with pytest.raises(Refused, match="Dee is a coder"):
        require(three.project, "lead", "freeze a round")
    three.project.newcomer = ""
    with pytest.raises(NobodyActs):
        require(three.project, "lead", "freeze a round")
    assert len(roles(three)) == 3


def test_the_last_lead_cannot_go(three):
    with pytest.raises(Refused, match="Ana is the only lead"):
        set_role(three.project, "Ana", "coder")
    set_role(three.project, "Ben", "lead")
    set_role(three.project, "Ana", "coder")
    with pytest.raises(Refused, match="Only a lead"):
        set_role(three.as_("Ana"), "Ana", "lead")


def test_a_role_given_by_mistake_is_taken_back_by_a_lead_only(three):
    set_role(three.project, "Ben", "lead")
    undo(three.project)
    assert roles(three)["Ben"] == "coder"
    redo(three.project)
    set_role(three.as_("Ben"), "Ana", "coder")
    with pytest.raises(Refused, match="Only a lead may undo 'role'"):
        undo(three.as_("Ana"))
    assert roles(three) == {"Ana": "coder", "Ben": "lead", "Cem": "coder"}


def test_a_reader_sees_everything_and_changes_nothing(three):
    coded = three.code("Ben", "R1", "never any time", "time")
    set_role(three.as_("Ana"), "Cem", "reader")
    reader = three.as_("Cem")
    assert read_codebook(reader).by_key["time"].name == "Time"
    with pytest.raises(Refused, match="Cem is a reader.*'Cem' coder"):
        write_memo(reader, f"coding/{coded.guid}", "Mine!")
    with pytest.raises(Refused, match="reader"):
        undo(reader)
    with pytest.raises(Refused, match="reader"):
        set_role(reader, "Cem", "lead")
    assert list_memos(reader) == ()


def test_one_who_was_made_a_reader_meanwhile_writes_nothing_from_now_on(three):
    """Their own screen still believes that they code."""
    coder = three.as_("Ben").coder
    set_role(three.as_("Ana"), "Ben", "reader")
    three.project.coder = coder
    with pytest.raises(Refused, match="Ben is a reader"):
        write_memo(three.project, f"project/{three.project.guid}", "Late.")
    assert list_memos(three.project) == ()


def test_who_has_sources_to_code_becomes_no_reader(three):
    assign_sources(three.project, (), ("Ben",))
    with pytest.raises(Refused, match="Ben has 1 source to code.*rounds unassign --from 'Ben'"):
        set_role(three.project, "Ben", "reader")


def test_a_reader_is_given_no_sources(three):
    set_role(three.project, "Ben", "reader")
    with pytest.raises(Refused, match="Ben is a reader"):
        assign_sources(three.project, (), ("Ben",))


def test_unknown_names_and_roles_are_refused(three):
    with pytest.raises(NotFound, match="no coder 'Bem'.*Ben"):
        set_role(three.project, "Bem", "lead")
    with pytest.raises(BadInput, match="'boss' is not a role.*lead, coder, reader"):
        set_role(three.project, "Ben", "boss")


def test_where_nobody_leads_every_coder_may(three):
    """Copies that gave the only lead different roles leave none behind once merged."""
    from dataclasses import replace

    from thematic.store.people import save_coder

    with three.project.act("role") as writer:
        save_coder(writer, replace(three.person("Ana"), role="coder"))
    set_role(three.as_("Ben"), "Ben", "lead")
    assert roles(three)["Ben"] == "lead"
