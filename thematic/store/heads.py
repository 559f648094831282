"""Heads of registers: the facts that no other fact supersedes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.journal import Entity, settle
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches
from thematic.store.view import Registers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class Head:
    """A current fact of a register."""

    seq: int
    """Its sequence number here."""
    id: str
    """Its content hash, hexadecimal."""
    value: Any


def settled_registers(entity: Entity, local: int, fields: dict[str, list[Head]]) -> Registers:
    """One value per register, with the conflicting ones named."""
    values: dict[str, Any] = {}
    conflicts: list[str] = []
    newest = 0
    for field, found in sorted(fields.items()):
        values[field], in_conflict = settle(field, [head.value for head in found])
        newest = max(newest, *(head.seq for head in found))
        if in_conflict:
            conflicts.append(field)
    return Registers(entity, local, values, newest, tuple(conflicts))


def heads_of(connection: Connection, local: Sequence[int]) -> Iterator[tuple[int, str, Head]]:
    """(entity, field, head) for entities given by their local keys."""
    for batch in in_batches(sorted(set(local)), IN_LIST):
        yield from _run(connection, _current().where(schema.fact.c.entity.in_(batch)))


def heads_between(connection: Connection, first: int, last: int) -> Iterator[tuple[int, str, Head]]:
    """(entity, field, head) for a range of local keys, both ends included."""
    return _run(connection, _current().where(schema.fact.c.entity.between(first, last)))


def _current() -> Select[Any]:
    fact, later = schema.fact, schema.fact_supersedes
    return (
        select(fact.c.entity, fact.c.field, fact.c.seq, fact.c.id, fact.c.value)
        .select_from(fact.outerjoin(later, later.c.superseded == fact.c.seq))
        .where(later.c.fact.is_(None))
    )


def _run(connection: Connection, query: Select[Any]) -> Iterator[tuple[int, str, Head]]:
    for entity, field, seq, id_, value in connection.execute(query):
        yield entity, field, Head(seq, bytes(id_).hex(), None if value is None else json.loads(value))
