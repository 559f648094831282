"""Undo, redo, the list of acts, and whether the journal is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import Refused
from thematic.store import births
from thematic.store import undo as journal
from thematic.store.backup import back_up, copy_rows
from thematic.store.connection import is_url
from thematic.store.journal import find_act, read_acts
from thematic.store.rebuild import broken_facts
from thematic.workflow.closing import refuse_reversed, what_is_closed
from thematic.workflow.roles import LEADING, require

if TYPE_CHECKING:
    from thematic.model.codings import Coder
    from thematic.model.journal import Act
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Verification:
    """What re-hashing the journal found."""

    acts: int
    broken: tuple[str, ...]
    """Ids of facts that no longer hash to themselves."""


def next_undo(project: Project) -> Act | None:
    """What undo would take back; None when there is nothing."""
    if project.coder is None:
        return None
    with project.store.reading() as connection:
        return journal.next_undo(connection, project.coder.guid)


def undo(project: Project) -> Act:
    """Take back the acting coder's latest act that is not undone, and return it.

    Raises:
        Refused: There is nothing to undo, the act is final, or somebody changed what it touched.
    """
    coder = _one_who_acted(project)
    with project.store.reading() as connection:
        target = journal.next_undo(connection, coder.guid)
    if target is None:
        raise Refused("There is nothing to undo.")
    if target.verb in journal.FINAL:
        raise Refused(f"There is nothing left to undo: '{target.verb}' cannot be undone.")
    return _turn_back(project, journal.UNDO, target, target)


def redo(project: Project) -> Act:
    """Do again what the acting coder last undid, and return the act that stands again.

    Raises:
        Refused: Nothing was undone, or something was done since.
    """
    coder = _one_who_acted(project)
    with project.store.reading() as connection:
        target = journal.next_redo(connection, coder.guid)
        meant = find_act(connection, target.undoes) if target and target.undoes else None
    if target is None:
        raise Refused("There is nothing to redo.")
    return _turn_back(project, journal.REDO, target, meant or target)


def newest_work(project: Project) -> Act | None:
    """The latest act that was not a merge: copies with the same content name the same one."""
    with project.store.reading() as connection:
        return births.newest_work(connection)


def list_acts(project: Project, limit: int | None = None) -> tuple[Act, ...]:
    """Acts, newest first."""
    with project.store.reading() as connection:
        return tuple(read_acts(connection, limit=limit))


def verify_journal(project: Project) -> Verification:
    """Hash every fact again and compare with its id."""
    with project.store.reading() as connection:
        return Verification(len(read_acts(connection)), tuple(broken_facts(connection)))


def back_up_project(project: Project, target: str | None = None) -> str:
    """Copy the whole project into a new file or, by a URL, a new schema on a server; returns where.

    The copy is the same project: its acts and ids are, and either can be merged into the other.
    """
    if target and is_url(target):
        return copy_rows(project.store, target)
    return back_up(project.store, str(project.here.now()), target)


def _turn_back(project: Project, verb: str, target: Act, meant: Act) -> Act:
    """Reverse an act; `meant` is what stands or falls by it, `target` itself or what it had undone."""
    if meant.verb in LEADING:
        require(project, "lead", f"{verb} '{meant.verb}'")
    with project.act(verb, undoes=target.guid) as writer:
        closed = what_is_closed(writer.connection)
        journal.reverse_act(writer, target)
        refuse_reversed(writer.connection, target, closed)
    return meant


def _one_who_acted(project: Project) -> Coder:
    """The acting coder; a newcomer has nothing to take back and does not join by asking."""
    if project.coder is None and project.newcomer:
        raise Refused(f"'{project.newcomer}' has done nothing in this project yet.")
    return project.acting_coder()
