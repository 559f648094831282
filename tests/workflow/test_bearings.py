"""What a statement is about can be said act by act, and taken back."""

from __future__ import annotations

import pytest

from thematic.errors import BadInput, NotFound, Refused
from thematic.model.outline import Claim, Finding, Outline, Scope, Section, SubFinding
from thematic.model.sources import Attribute
from thematic.store.people import load_attributes, save_attribute
from thematic.workflow import bearings, board
from thematic.workflow.findings import keep_outline, stored_outline
from thematic.workflow.history import list_acts, undo
from thematic.workflow.people import declare_scale


@pytest.fixture
def project(team):
    made = team()
    made.codes("barriers/time", "barriers/rota", "mentors")
    for number, country in ((1, "UK"), (2, "UK"), (3, "Canada")):
        made.source(f"R{number}.txt", "Time is short.", country=country, sure="a little")
        made.code("Ana", f"R{number}.txt", "Time is short.", "time", "supports")
    project = made.as_("Ana")
    with project.act("import respondents") as writer:
        save_attribute(writer, project.here.guid(), Attribute("sure", "text"))
    point = SubFinding("rota", "{Quantifier} blamed the rota.", codes=("rota",))
    time = Finding("time", "{Quantifier} had no time.", codes=("time", "rota", "mentors"), points=(point,))
    week = Finding("week", "{Quantifier} lost the week.", codes=("rota",))
    keep_outline(project, Outline("study", (Section("gaps", "Gaps", (time, week)),)), "import outline")
    return project


def statement(project, name):
    return next(one for one in stored_outline(project).statements() if one.id == name)


UK = Scope((("country", ("UK",)),))
ACTS = {
    "scope": (lambda p: bearings.set_scope(p, "time", UK), lambda one: one.scope == UK),
    "point": (
        lambda p: bearings.set_scope(p, "rota", Scope(everyone=True)),
        lambda one: one.points[0].scope.everyone,
    ),
    "camps": (
        lambda p: bearings.set_camps(p, "time", {"short": ["time"], "rushed": ["rota"]}),
        lambda one: one.camps == (("short", ("time",)), ("rushed", ("rota",))) and one.codes == ("mentors",),
    ),
    "claim": (
        lambda p: bearings.set_claim(p, "time", Claim(1, "barriers")),
        lambda one: one.claim == Claim(1, "barriers"),
    ),
    "kind": (
        lambda p: bearings.set_kind(p, "rota", "recommendation"),
        lambda one: one.points[0].kind == "recommendation",
    ),
    "follows": (lambda p: bearings.set_follows(p, "time", "week"), lambda one: one.follows == "week"),
    "appraise": (
        lambda p: bearings.appraise(p, "time", "low", {"adequacy": "Three people."}),
        lambda one: (one.appraisal.confidence, one.appraisal.adequacy) == ("low", "Three people."),
    ),
    "merge": (
        lambda p: board.merge_findings(p, ["week"], "time", "{Quantifier} had neither."),
        lambda one: [old.id for old in one.merged] == ["week"],
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_is_one_act_that_undo_takes_back(project, name):
    act, holds = ACTS[name]
    before, acts = stored_outline(project), len(list_acts(project))
    assert not holds(statement(project, "time"))
    act(project)
    assert holds(statement(project, "time"))
    assert len(list_acts(project)) == acts + 1
    undo(project)
    assert stored_outline(project) == before


def test_camps_keep_their_order_and_give_their_codes_back(project):
    bearings.set_camps(project, "time", {"short": ["time"], "rushed": ["rota"]})
    assert [name for name, _ in statement(project, "time").camps] == ["short", "rushed"]
    bearings.set_camps(project, "time", {})
    one = statement(project, "time")
    assert (one.camps, set(one.codes)) == ((), {"time", "rota", "mentors"})


def test_a_label_names_a_scope_until_it_is_taken_away(project):
    bearings.set_label(project, "UK-based", UK)
    assert stored_outline(project).labels == (("UK-based", UK),)
    bearings.set_label(project, "UK-based", None)
    assert stored_outline(project).labels == ()


def test_the_id_of_a_merged_finding_leads_to_the_one_that_stayed(project):
    board.merge_findings(project, ["week"], "time")
    outline = stored_outline(project)
    assert board.find_name(outline, "week") == "time"
    with pytest.raises(Refused, match="already is something called 'week'"):
        board.add_finding(project, "Again.", "gaps", name="week")


@pytest.mark.parametrize(
    ("act", "error", "why"),
    [
        (lambda p: bearings.set_scope(p, "time", Scope((("county", ("UK",)),))), Refused, "county"),
        (lambda p: bearings.set_camps(p, "time", {"one": ["time"]}), BadInput, "two or more"),
        (lambda p: bearings.set_camps(p, "time", {"a": ["tme"], "b": ["rota"]}), Refused, "tme"),
        (lambda p: bearings.set_claim(p, "time", Claim(1, "bariers")), Refused, "bariers"),
        (lambda p: bearings.set_kind(p, "time", "recommendation"), Refused, "only points"),
        (lambda p: bearings.set_follows(p, "rota", "week"), BadInput, "no finding 'rota'"),
        (lambda p: bearings.appraise(p, "rota", "low", {}), BadInput, "no finding 'rota'"),
        (lambda p: bearings.set_label(p, "UK-based", None), BadInput, "no label"),
        (lambda p: declare_scale(p, "sur", ("a little", "very")), NotFound, "no attribute 'sur'"),
        (lambda p: declare_scale(p, "sure", ("not", "very")), Refused, "no step"),
        (lambda p: declare_scale(p, "sure", ("a little", "a little")), Refused, "each once"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(project, act, error, why):
    before, acts = stored_outline(project), len(list_acts(project))
    with pytest.raises(error, match=why):
        act(project)
    assert (stored_outline(project), len(list_acts(project))) == (before, acts)


@pytest.mark.parametrize("part", ["country", "=UK", "country=", "question=two"])
def test_a_scope_that_is_not_understood_is_refused(part):
    with pytest.raises(BadInput):
        bearings.read_scope([part])


def test_a_scope_is_read_from_words():
    assert bearings.read_scope(["question=2,3", "mode=survey", "country=UK, Canada"]) == Scope(
        (("country", ("UK", "Canada")),), ("survey",), (2, 3)
    )


def test_a_declared_scale_has_steps_that_nobody_ticked(project):
    declare_scale(project, "sure", ("not at all", "a little", "very"))
    with project.store.reading() as connection:
        (attribute,) = load_attributes(connection)
    assert (attribute.kind, attribute.scale) == ("scale", ("not at all", "a little", "very"))
