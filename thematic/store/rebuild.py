"""Rebuilding the view from the journal, and proving that the journal is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from thematic.model.journal import MERGED, Entity, fact_id, settle, value_digest
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches, insert_rows
from thematic.store.heads import Head, heads_between, heads_of, settled_registers
from thematic.store.same import LINKED, Same
from thematic.store.view import project_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Table

SLICE = 20_000
"""Entities projected at a time: bounds memory, whatever the project's size."""


def rebuild_view(connection: Connection) -> None:
    """Empty the view and make it again from the facts."""
    for table in reversed(schema.VIEW):
        connection.execute(delete(table))
    for rows in projected(connection):
        for table, batch in rows.items():
            insert_rows(connection, table, batch)


def projected(connection: Connection) -> Iterator[dict[Table, list[dict[str, Any]]]]:
    """The view's rows as the facts have them, by slices of entities."""
    intern, same = _interner(connection), _linked(connection)
    low = 0
    while True:
        entities = connection.execute(
            select(schema.entity).where(schema.entity.c.id > low).order_by(schema.entity.c.id).limit(SLICE)
        ).all()
        if not entities:
            return
        low, first = entities[-1].id, entities[0].id
        fields: dict[int, dict[str, list[Head]]] = {}
        for entity, field, head in heads_between(connection, first, low):
            fields.setdefault(entity, {}).setdefault(field, []).append(head)
        rows: dict[Table, list[dict[str, Any]]] = {}
        for local, kind, guid in entities:
            if local in fields:
                registers = settled_registers(Entity(kind, guid), local, fields[local])
                for table, row in project_rows(registers, intern, same):
                    rows.setdefault(table, []).append(row)
        yield rows


def _linked(connection: Connection) -> Same:
    """Which entities are one, from the facts."""
    fact, entity = schema.fact, schema.entity
    query = (
        select(entity.c.id, entity.c.kind, entity.c.guid)
        .join(fact, fact.c.entity == entity.c.id)
        .where(fact.c.field == MERGED, entity.c.kind.in_(LINKED))
        .distinct()
    )
    linked = {row.id: (row.kind, row.guid) for row in connection.execute(query)}
    values: dict[int, list[Any]] = {}
    for local, field, head in heads_of(connection, list(linked)):
        if field == MERGED:
            values.setdefault(local, []).append(head.value)
    settled = {local: settle(MERGED, found)[0] for local, found in values.items()}
    return Same((*linked[local], target) for local, target in settled.items() if target is not None)


def _interner(connection: Connection) -> Callable[[str, str], int]:
    known: dict[tuple[str, str], int] = {}
    query = select(schema.entity).where(schema.entity.c.kind != "coding")
    for local, kind, guid in connection.execute(query):
        known[kind, guid] = local

    def intern(kind: str, guid: str) -> int:
        if (kind, guid) not in known:
            where = (schema.entity.c.guid == guid, schema.entity.c.kind == kind)
            local = connection.execute(select(schema.entity.c.id).where(*where)).scalar_one()
            if kind == "coding":
                return int(local)
            known[kind, guid] = int(local)
        return known[kind, guid]

    return intern


def differing_rows(connection: Connection) -> list[tuple[str, int, int]]:
    """Where the stored view is not what the facts say: (table, rows too many, rows missing)."""
    found: list[tuple[str, int, int]] = []
    expected: dict[Table, set[int]] = {table: set() for table in schema.VIEW}
    for rows in projected(connection):
        for table, batch in rows.items():
            expected[table].update(_print(table, row) for row in batch)
    for table in schema.VIEW:
        stored: set[int] = set()
        for row in connection.execution_options(stream_results=True).execute(select(table)).mappings():
            stored.add(_print(table, dict(row)))
        if stored != expected[table]:
            found.append((table.name, len(stored - expected[table]), len(expected[table] - stored)))
    return found


def _print(table: Table, row: dict[str, Any]) -> int:
    """A row as a number: enough to compare a million rows without holding them."""
    return hash(tuple(row.get(column.name) for column in table.columns))


def broken_facts(connection: Connection) -> list[str]:
    """Ids of facts that no longer hash to themselves: somebody changed the journal."""
    broken: list[str] = []
    low = 0
    while True:
        fact = schema.fact
        rows = connection.execute(
            select(
                fact, schema.act.c.guid.label("act_guid"), schema.act.c.coder, schema.entity.c.kind,
                schema.entity.c.guid,
            )
            .join(schema.act, schema.act.c.seq == fact.c.act)
            .join(schema.entity, schema.entity.c.id == fact.c.entity)
            .where(fact.c.seq > low)
            .order_by(fact.c.seq)
            .limit(SLICE)
        ).all()  # fmt: skip
        if not rows:
            return broken
        low = rows[-1].seq
        older = _superseded_ids(connection, [row.seq for row in rows])
        for row in rows:
            digest = bytes(row.digest).hex() if row.digest else value_digest(bytes(row.nonce), row.value)
            identity = fact_id(
                Entity(row.kind, row.guid),
                row.field,
                digest,
                author=row.coder,
                supersedes=older.get(row.seq, []),
                act=row.act_guid,
            )
            if identity != bytes(row.id).hex():
                broken.append(bytes(row.id).hex())


def _superseded_ids(connection: Connection, facts: list[int]) -> dict[int, list[str]]:
    fact, later = schema.fact, schema.fact_supersedes
    found: dict[int, list[str]] = {}
    for batch in in_batches(facts, IN_LIST):
        query = (
            select(later.c.fact, fact.c.id)
            .select_from(later.join(fact, fact.c.seq == later.c.superseded))
            .where(later.c.fact.in_(batch))
        )
        for newer, id_ in connection.execute(query):
            found.setdefault(newer, []).append(bytes(id_).hex())
    return found
