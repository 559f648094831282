"""The shelf of rounds and assignments.

A round is a register of the project; an assignment is an entity whose id
follows from what it says, so that two copies that assign the same agree.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.journal import CREATED, Entity
from thematic.model.rounds import Assignment, Round
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches
from thematic.store.same import load_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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


def load_assignments(
    connection: Connection, *, source: str | None = None, coder: str | None = None
) -> tuple[Assignment, ...]:
    """Every assignment that stands, by round, source and coder in order of creation.

    Args:
        connection: To read with.
        source: Guid; only of this source.
        coder: Guid; only of this coder.
    """
    table, fact = schema.assignment, schema.fact
    query = (
        select(
            table.c.guid,
            fact.c.value,
            schema.source.c.guid.label("source"),
            schema.coder.c.guid.label("coder"),
            table.c.state,
        )
        .select_from(
            # An outer join, though every assignment was created: else SQLite begins with all facts.
            table.outerjoin(fact, (fact.c.entity == table.c.id) & (fact.c.field == CREATED))
            .join(schema.source, schema.source.c.id == table.c.source)
            .join(schema.coder, schema.coder.c.id == table.c.coder)
        )
        .order_by(table.c.source, table.c.coder, table.c.id)
    )
    if source is not None:
        query = query.where(schema.source.c.guid == source)
    if coder is not None:
        query = query.where(schema.coder.c.guid == coder)
    found = {}
    for row in connection.execute(query):
        made = json.loads(row.value)
        found[row.guid] = Assignment(row.guid, made["round"], row.source, row.coder, row.state)
    return tuple(sorted(found.values(), key=lambda item: item.round))


def rounds_touched(connection: Connection, acts: Iterable[str]) -> set[int]:
    """Numbers of the rounds about whose assignments some acts (by guid) hold facts."""
    return {made["round"] for made in _made(connection, acts, "assignment")}


def pairs_touched(connection: Connection, acts: Iterable[str]) -> set[tuple[str, str]]:
    """(source guid, coder guid) of the human codings that some acts (by guid) hold facts about."""
    same = load_same(connection)
    return {
        (same.guid("source", made["source"]), made["coder"])
        for made in _made(connection, acts, "coding")
        if made["layer"] == "human"
    }


def _made(connection: Connection, acts: Iterable[str], kind: str) -> Iterator[dict[str, Any]]:
    """The distinct creation values of the things of a kind that some acts hold facts about."""
    act, entity = schema.act, schema.entity
    about, made = schema.fact.alias("about"), schema.fact.alias("made")
    for batch in in_batches(acts, IN_LIST):
        query = (
            select(made.c.value)
            .select_from(
                about.join(act, act.c.seq == about.c.act)
                .join(entity, entity.c.id == about.c.entity)
                .join(made, (made.c.entity == about.c.entity) & (made.c.field == CREATED))
            )
            .where(act.c.guid.in_(batch), entity.c.kind == kind)
            .distinct()
        )
        for (value,) in connection.execute(query):
            yield json.loads(value)
