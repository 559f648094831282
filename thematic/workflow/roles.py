"""What each role may do: a lead everything, a coder all but leading, a reader only look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NobodyActs, NotFound, ReadersWriteNothing, Refused
from thematic.language.similarity import nearest
from thematic.model.codings import ROLES, Coder
from thematic.store.people import load_coders, save_coder
from thematic.store.rounds import load_assignments

if TYPE_CHECKING:
    from thematic.model.codings import Role
    from thematic.workflow.project import Project

LEADING = frozenset({"adjudicate", "assign", "freeze", "reopen", "role", "unassign"})
"""Verbs of acts that only a lead may do, and so take back."""


def require(project: Project, role: Role = "lead", what: str = "do this") -> None:
    """Refuse whoever may not act in a role; a lead may act in every one.

    Where nobody leads, as when copies that disagreed on it were merged, every coder may.

    Args:
        project: Where.
        role: The least that is needed.
        what: What they want to do, for the message: `freeze a round`.

    Raises:
        NobodyActs: No coder is named.
        Refused: It takes a lead, or they only read.
    """
    if project.coder is None and not project.newcomer:
        raise NobodyActs
    with project.store.reading() as connection:
        people = load_coders(connection)
    own = project.coder.guid if project.coder else ""
    acting = next((person for person in people if person.guid == own), None)
    name, held = (acting.name, acting.role) if acting else (project.newcomer, "coder")
    leads = [person.name for person in people if person.role == "lead"]
    if held == "reader":
        raise ReadersWriteNothing(name)
    if role == "lead" and held != "lead" and leads:
        raise Refused(
            f"Only a lead may {what}, and {name} is a coder.",
            f"Ask {' or '.join(leads)}: 'thematic coders role' makes leads.",
        )


def add_coder(project: Project, name: str, role: str = "coder") -> Coder:
    """Let somebody join before their first act: to be given sources, or to read.

    Raises:
        Refused: The name is taken, or the one who acts is no lead.
    """
    wanted = _pick_role(role)
    if not name.strip():
        raise BadInput("A coder needs a name.")
    require(project, "lead", "add people")
    with project.act("add coder", f"{name.strip()}: {wanted}") as writer:
        if name.strip() in {person.name for person in load_coders(writer.connection)}:
            raise Refused(
                f"There is a coder '{name.strip()}' already.", "'thematic coders role' changes what they are."
            )
        person = Coder(project.here.guid(), name.strip(), wanted)
        save_coder(writer, person)
    return person


def set_role(project: Project, name: str, role: str) -> Coder:
    """Make a coder a lead, a coder or a reader.

    Raises:
        NotFound: There is no such coder.
        Refused: The one who acts is no lead, nobody would lead any more, or the
            new reader has sources to code.
    """
    wanted = _pick_role(role)
    require(project, "lead", "change roles")
    with project.act("role", f"{name}: {role}") as writer:
        people = {person.name: person for person in load_coders(writer.connection)}
        if name not in people:
            raise NotFound("coder", name, nearest(name, list(people)))
        person = people[name]
        leads = [each for each in people.values() if each.role == "lead"]
        if leads == [person] and wanted != "lead":
            raise Refused(f"{name} is the only lead.", "Make somebody else a lead first.")
        if wanted == "reader":
            waiting = [
                each
                for each in load_assignments(writer.connection)
                if each.coder == person.guid and each.state == "assigned"
            ]
            if waiting:
                many = "1 source" if len(waiting) == 1 else f"{len(waiting)} sources"
                raise Refused(
                    f"{name} has {many} to code, and a reader codes none.",
                    f"Take them back first: thematic rounds unassign --from '{name}'",
                )
        changed = replace(person, role=wanted)
        save_coder(writer, changed)
    if project.coder is not None and project.coder.guid == changed.guid:
        project.coder = changed
    return changed


def _pick_role(role: str) -> Role:
    for known in ROLES:
        if known == role:
            return known
    raise BadInput(f"'{role}' is not a role.", f"Roles are: {', '.join(ROLES)}.")
