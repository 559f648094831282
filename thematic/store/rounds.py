"""The shelf of rounds and assignments.

A round is a register of the project; an assignment is an entity whose id
follows from what it says, so that two copies that assign the same agree.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.model.journal import CREATED, Entity
from thematic.model.rounds import Assignment, Round
from thematic.store import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from thematic.store.journal import Writer

NAMESPACE = uuid.UUID("7b0c7a0e-3c57-5f7b-8d2e-51f3a4c0d6b1")
_PREFIX = "round/"


def assignment_guid(project: str, number: int, source: str, coder: str) -> str:
    """The id of an assignment, the same wherever it is made."""
    return str(uuid.uuid5(NAMESPACE, f"{project}/{number}/{source}/{coder}"))


def save_round(writer: Writer, project: str, item: Round) -> None:
    """Give a round its state."""
    value = {"status": item.status, "revision": item.revision}
    writer.put(Entity("project", project), f"setting/{_PREFIX}{item.number}", value)


def rounds_of(settings: Mapping[str, object]) -> tuple[Round, ...]:
    """The rounds among a project's settings, by number."""
    found = []
    for name, value in settings.items():
        if name.startswith(_PREFIX) and isinstance(value, dict):
            found.append(Round(int(name[len(_PREFIX) :]), value["status"], value["revision"]))
    return tuple(sorted(found, key=lambda item: item.number))


def save_assignment(writer: Writer, item: Assignment, *, fresh: bool) -> None:
    """Give a source to a coder, or change how far they are."""
    entity = Entity("assignment", item.guid)
    if fresh:
        made = {"source": item.source, "coder": item.coder, "round": item.round}
        writer.put(entity, CREATED, made)
    writer.put(entity, "state", item.state)


def withdraw_assignment(writer: Writer, guid: str) -> None:
    """Take an assignment back; its facts stay."""
    writer.put(Entity("assignment", guid), "state", None)


def load_assignments(connection: Connection) -> tuple[Assignment, ...]:
    """Every assignment that stands, by round, source and coder in order of creation."""
    table, fact = schema.assignment, schema.fact
    query = (
        select(table.c.guid, table.c.state, fact.c.value, table.c.source, table.c.coder)
        .join(fact, (fact.c.entity == table.c.id) & (fact.c.field == CREATED))
        .order_by(table.c.source, table.c.coder, table.c.id)
    )
    found = {}
    for row in connection.execute(query):
        made = json.loads(row.value)
        found[row.guid] = Assignment(row.guid, made["round"], made["source"], made["coder"], row.state)
    return tuple(sorted(found.values(), key=lambda item: item.round))
