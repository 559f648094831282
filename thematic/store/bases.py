"""What statements rested on when somebody last looked at them; kept in the journal beside each statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.journal import Entity
from thematic.store import schema
from thematic.store.heads import heads_of
from thematic.store.outlines import outline_guid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from thematic.store.journal import Writer

_BASIS = "basis"


def save_bases(writer: Writer, project: str, bases: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what statements rest on now, by their ids."""
    for name, value in bases.items():
        writer.put(Entity("finding", outline_guid(project, "finding", name)), _BASIS, dict(value))


def load_bases(connection: Connection, project: str, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Statement id → what it rested on, for those where that was kept.

    Of several people's latest looks the one that comes first by content hash
    stands, so that copies of a project agree.
    """
    guids = {outline_guid(project, "finding", name): name for name in names}
    table = schema.finding
    rows = connection.execute(select(table.c.id, table.c.guid).where(table.c.guid.in_(list(guids))))
    local = {row.id: guids[row.guid] for row in rows}
    found: dict[str, dict[str, Any]] = {}
    heads = [(entity, head) for entity, field, head in heads_of(connection, list(local)) if field == _BASIS]
    for entity, head in sorted(heads, key=lambda one: one[1].id, reverse=True):
        if head.value is not None:
            found[local[entity]] = head.value
    return found


def drop_evidence(writer: Writer, project: str, name: str, codings: Iterable[str]) -> None:
    """Take back what was said about codings as evidence of a statement."""
    entity = Entity("finding", outline_guid(project, "finding", name))
    for coding in codings:
        writer.put(entity, f"evidence/{coding}", None)
