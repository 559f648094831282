"""What the coders decided about their differences: it fits the study, and reads as their work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from thematic.language.similarity import near_duplicates
from thematic.reconcile.decision_file import Names, read_decisions, write_decisions
from thematic.reconcile.resolutions import resolve_disagreements
from thematic.store.codings import load_codings
from thematic.store.sources import load_sources, load_words
from thematic.workflow.comparison import load_comparison
from thematic.workflow.demo import LEADERSHIP, open_study
from thematic.workflow.project import open_project, real_surroundings

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.model.disagreements import Decision
    from thematic.reconcile.resolutions import Resolution
    from thematic.workflow.comparison import Comparison

FILE = Path(__file__).parents[2] / "codebooks" / "coders" / "decisions.yaml"
BULK = "Rule 1: "
BOUNDARIES = {"boundary trivial", "boundary nested", "boundary fragmented"}


@dataclass(frozen=True)
class Decided:
    """A freshly built study, its items, and what the file makes of them."""

    found: Comparison
    names: Names
    texts: dict[str, str]
    """Guid of the text → its words."""
    decisions: tuple[Decision, ...]
    agreed: frozenset[str]
    """Guids of the codings that the demo's consensus layer holds."""

    def resolve(self, decisions: tuple[Decision, ...] | None = None) -> Resolution:
        chosen = self.decisions if decisions is None else decisions
        return resolve_disagreements(self.found.items, chosen, texts=self.texts, heads={})


def read(where: Path) -> Decided:
    project = open_project(str(where), here=real_surroundings())
    try:
        with project.store.reading() as connection:
            found = load_comparison(project, connection)
            texts = {
                source.text: load_words(connection, source.sha256) for source in load_sources(connection)
            }
            codings = load_codings(connection)
    finally:
        project.close()
    human = [coding for coding in codings if coding.layer == "human"]
    assert len(human) == sum(len(item.codings) for item in found.items)
    agreed = frozenset(coding.guid for coding in codings if coding.layer == "agreed")
    names = Names(found.source_names, found.coder_names, found.code_keys)
    lead = names.coder_guids["Maren"]
    text = FILE.read_text(encoding="utf-8")
    return Decided(found, names, texts, read_decisions(text, FILE.name, names, by=lead, at=0), agreed)


def is_opposed(codings: list[Coding]) -> bool:
    """Whether one coder reads support where another reads opposition."""
    supporting = {coding.coder for coding in codings if coding.stance == "supports"}
    opposing = {coding.coder for coding in codings if coding.stance == "opposes"}
    return any(one != other for one in supporting for other in opposing)


@pytest.fixture(scope="module")
def decided(shipped: Path) -> Decided:
    return read(shipped)


def test_every_disagreement_of_the_study_is_answered_and_nothing_else(decided):
    asked = [item.id for item in decided.found.items if item.differs]
    assert len(asked) > 700
    assert sorted(asked) == sorted(decision.item for decision in decided.decisions)


def test_every_answer_can_be_applied(decided):
    outcome = decided.resolve()
    assert outcome.problems == ()
    undecided = {
        decision.item for decision in decided.decisions if decision.choice in ("defer", "codebook issue")
    }
    assert {item.id for item in outcome.open} == undecided
    assert 5 <= len(undecided) <= 30
    assert len(outcome.issues) >= 3


def test_the_demo_counts_what_the_decisions_make_of_the_sources_that_several_coded(decided):
    alone = {item.id for item in decided.found.items if item.kind == "single-coded"}
    made = [each for each in decided.resolve().consensus if each.item not in alone]
    assert decided.agreed == {each.coding.guid for each in made}
    assert len({each.coding.source for each in made}) == 20


def test_applying_the_file_again_changes_nothing(decided):
    once = decided.resolve()
    assert decided.resolve((*decided.decisions, *decided.decisions)) == once


def test_written_out_and_read_again_the_decisions_are_the_same(decided):
    written = write_decisions(decided.found.items, decided.decisions, decided.names, {})
    again = read_decisions(written, "again.yaml", decided.names, by="", at=0)
    assert {each.item: each for each in again} == {each.item: each for each in decided.decisions}


def test_two_projects_built_apart_agree_on_the_same_codings(decided, tmp_path):
    again, _ = open_study(LEADERSHIP, tmp_path, real_surroundings())
    again.close()
    other = read(Path(again.where))
    mine, theirs = decided.resolve().consensus, other.resolve().consensus

    def said(consensus):
        return sorted((each.coding.guid, each.coding.quote, each.coding.stance or "") for each in consensus)

    assert said(mine) == said(theirs)
    assert {each.coding.source for each in mine}.isdisjoint(each.coding.source for each in theirs)


def test_agreed_codings_quote_their_source_and_rest_on_what_was_shown(decided):
    shown = {item.id: {coding.guid for coding in item.codings} for item in decided.found.items}
    for each in decided.resolve().consensus:
        coding = each.coding
        assert decided.texts[coding.text][coding.start : coding.end] == coding.quote
        assert coding.layer == "agreed"
        assert set(each.rests_on) == shown[each.item]


def test_every_decision_has_a_reason_of_its_own_unless_it_rests_on_the_rule_of_boundaries(decided):
    assert all(decision.why.strip() for decision in decided.decisions)
    own = [decision.why for decision in decided.decisions if not decision.why.startswith(BULK)]
    assert len(own) > 350
    assert not [why for why, count in Counter(own).items() if count > 1]
    longer = [why for why in own if len(why.split()) >= 7]
    assert not [(longer[one], longer[other]) for one, other, _ in near_duplicates(longer, 0.8)]


def test_the_rule_of_boundaries_is_used_for_boundaries_without_a_quarrel_over_stance(decided):
    items = {item.id: item for item in decided.found.items}
    lead = decided.names.coder_guids["Maren"]
    for decision in decided.decisions:
        if decision.why.startswith(BULK):
            item = items[decision.item]
            assert item.kind in BOUNDARIES
            assert len({coding.stance for coding in item.codings if coding.stance}) <= 1
            assert (decision.choice, decision.coder) == ("accept", lead)


def test_no_coder_is_always_right(decided):
    sided = Counter(decision.coder for decision in decided.decisions if not decision.why.startswith(BULK))
    names = decided.names.coder_guids
    assert sided[names["Maren"]] > sided[names["Tomas"]] > 20
    assert sided[names["Priya"]] > 20
    assert sum(decision.choice == "reject" for decision in decided.decisions) > 50


def test_opposite_readings_are_few_and_all_are_decided(decided):
    opposed = [
        item.id
        for item in decided.found.items
        for code in item.codes
        if is_opposed([each for each in item.codings if decided.found.codebook.resolve(each.code) == code])
    ]
    assert 4 <= len(opposed) <= 8
    choices = {decision.item: decision.choice for decision in decided.decisions}
    assert {choices[item] for item in opposed} <= {"accept", "union", "new"}
