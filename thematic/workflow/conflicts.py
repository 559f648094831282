"""Registers that several people gave different values: listed in one place, settled by a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import Refused
from thematic.model.journal import Act, settle
from thematic.reconcile.conflict_file import RegisterDecision, read_conflicts, write_conflicts
from thematic.reconcile.fact_sets import RegisterConflict
from thematic.store.found import read_acts_here
from thematic.store.journal import Writer
from thematic.store.standing import find_places, load_conflicts
from thematic.workflow.blindness import hidden_from, hidden_guids
from thematic.workflow.consensus import ADJUDICATE, renew_consensus
from thematic.workflow.files import read_text_file
from thematic.workflow.merge_report import name_everything

if TYPE_CHECKING:
    from thematic.store.connection import Reading
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision file did."""

    made: int
    known: int
    """Decisions that had been taken in before."""
    stale: tuple[str, ...]
    """In words, decisions about what is no conflict now, or not the one that was shown."""


def list_conflicts(project: Project) -> tuple[RegisterConflict, ...]:
    """Every register in conflict that the acting person may see, in order of entity and field."""
    with project.store.reading() as connection:
        return _seen(project, connection)


def write_conflict_file(project: Project) -> str:
    """The project's conflicts as a decision file with room for answers."""
    with project.store.reading() as connection:
        conflicts, names = _seen(project, connection), name_everything(connection)
    coders = {key.partition("/")[2]: name for key, name in names.items() if key.startswith("coder/")}
    about = {each.entity: names[str(each.entity)] for each in conflicts if str(each.entity) in names}
    return write_conflicts(conflicts, coders, about)


def settle_conflicts(project: Project, path: str) -> Settled:
    """Take in the decisions of a file, each an act whose id follows from what it says.

    Raises:
        BadFile: Everything wrong with the file, with lines.
    """
    coder = project.acting_coder()
    text, at = read_text_file(path), project.here.now()
    with project.store.writing() as connection:
        decisions, stale = read_conflicts(text, path, _conflicts(connection), by=coder.guid, at=at)
        here = read_acts_here(connection)
        fresh = [decision for decision in decisions if decision.act.guid not in here]
        for decision in fresh:
            _write(connection, decision)
        if fresh:
            _renew(project, connection, at)
    return Settled(len(fresh), len(decisions) - len(fresh), stale)


def _seen(project: Project, connection: Reading) -> tuple[RegisterConflict, ...]:
    found = _conflicts(connection)
    gone = hidden_guids(connection, [each.entity for each in found], hidden_from(project, connection))
    return tuple(each for each in found if each.entity.guid not in gone)


def _conflicts(connection: Reading) -> tuple[RegisterConflict, ...]:
    return tuple(
        RegisterConflict(entity, field, heads, settle(field, [value for _, value, _ in heads])[0])
        for (entity, field), heads in load_conflicts(connection).items()
    )


def _write(connection: Reading, decision: RegisterDecision) -> None:
    fact = decision.fact
    places = find_places(connection, decision.seen)
    writer = Writer(connection, decision.act, lambda: fact.nonce)
    writer.restore(decision.entity, decision.field, decision.value, tuple(sorted(
        (seq, id_) for id_, seq in places.items()
    )))  # fmt: skip
    writer.finish()


def settle_conflict(project: Project, conflict: RegisterConflict, value: object, why: str = "") -> None:
    """Decide what a register says, as one act.

    Raises:
        Refused: It is no longer the conflict that was shown.
    """
    coder, at = project.acting_coder(), project.here.now()
    decision = RegisterDecision(conflict.entity, conflict.field, value, conflict.seen, coder.guid, at, why)
    with project.store.writing() as connection:
        if conflict not in _conflicts(connection):
            raise Refused("That conflict has changed or was settled meanwhile.", "Look at it again.")
        _write(connection, decision)
        _renew(project, connection, at)


def _renew(project: Project, connection: Reading, at: int) -> None:
    """Let the consensus layer follow, where what was settled bears on it."""
    act = Act(project.here.guid(), at, project.acting_coder().guid, ADJUDICATE)
    writer = Writer(connection, act, project.here.nonce)
    renew_consensus(writer)
    writer.finish()
