"""What a journal says beyond its codings: facts as values, registers in conflict, names given twice."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from thematic.model.journal import Entity, Fact, settle
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches
from thematic.store.heads import heads_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

MANY = ("coding", "memo", "evidence", "decision", "merge")
"""Kinds that are too many to hold, or that nothing is found by."""

Register = tuple[Entity, str]
Heads = tuple[tuple[str, Any, str], ...]
"""Id, value and author's guid of each head, in order of id."""


def load_small_facts(connection: Connection) -> dict[str, Fact]:
    """Id → fact, of all kinds but codings, memos and the like."""
    fact, act, entity, later = schema.fact, schema.act, schema.entity, schema.fact_supersedes
    query = (
        select(
            fact.c.seq, fact.c.id, entity.c.kind, entity.c.guid, fact.c.field, fact.c.value, act.c.coder,
            act.c.guid, fact.c.nonce,
        )
        .join(act, act.c.seq == fact.c.act)
        .join(entity, entity.c.id == fact.c.entity)
        .where(entity.c.kind.not_in(MANY))
        .order_by(fact.c.seq)
    )  # fmt: skip
    rows = connection.execute(query).all()
    ids = {row[0]: bytes(row[1]).hex() for row in rows}
    older: dict[int, list[str]] = defaultdict(list)
    links = (
        select(later.c.superseded, later.c.fact)
        .join(fact, fact.c.seq == later.c.fact)
        .join(entity, entity.c.id == fact.c.entity)
        .where(entity.c.kind.not_in(MANY))
    )
    for superseded, newer in connection.execute(links):
        older[newer].append(ids[superseded])
    return {
        ids[seq]: Fact(
            Entity(kind, guid), field, None if value is None else json.loads(value), author, act_guid,
            bytes(nonce or b""), tuple(older.get(seq, ())),
        )
        for seq, _, kind, guid, field, value, author, act_guid, nonce in rows
    }  # fmt: skip


def load_conflicts(connection: Connection) -> dict[Register, Heads]:
    """Registers with several different head values, and the heads."""
    conflict, entity = schema.conflict, schema.entity
    rows = connection.execute(
        select(conflict.c.entity, conflict.c.field, entity.c.kind, entity.c.guid)
        .join(entity, entity.c.id == conflict.c.entity)
        .order_by(entity.c.kind, entity.c.guid, conflict.c.field)
    ).all()
    standing = {(row.entity, row.field): Entity(row.kind, row.guid) for row in rows}
    heads: dict[tuple[int, str], list[tuple[int, str, Any]]] = defaultdict(list)
    for local, field, head in heads_of(connection, [row.entity for row in rows]):
        heads[local, field].append((head.seq, head.id, head.value))
    authors = _authors(connection, [seq for found in heads.values() for seq, _, _ in found])
    return {
        (whose, field): tuple(sorted((id_, value, authors[seq]) for seq, id_, value in heads[local, field]))
        for (local, field), whose in standing.items()
    }


def _authors(connection: Connection, facts: list[int]) -> dict[int, str]:
    fact, act = schema.fact, schema.act
    found: dict[int, str] = {}
    for batch in in_batches(facts, IN_LIST):
        query = select(fact.c.seq, act.c.coder).join(act, act.c.seq == fact.c.act)
        found |= {row.seq: row.coder for row in connection.execute(query.where(fact.c.seq.in_(batch)))}
    return found


def find_places(connection: Connection, ids: tuple[str, ...]) -> dict[str, int]:
    """Fact id → its sequence number here, for those that are here."""
    fact = schema.fact
    rows = connection.execute(
        select(fact.c.id, fact.c.seq).where(fact.c.id.in_([bytes.fromhex(id_) for id_ in ids]))
    )
    return {bytes(id_).hex(): seq for id_, seq in rows}


def count_entities(connection: Connection) -> dict[str, int]:
    """Kind → how many of it the journal knows something about."""
    entity, fact = schema.entity, schema.fact
    known = select(fact.c.entity).where(fact.c.entity == entity.c.id).exists()
    query = select(entity.c.kind, func.count()).where(known).group_by(entity.c.kind)
    return {kind: count for kind, count in connection.execute(query)}  # noqa: C416 - rows are not pairs


Double = tuple[str, str, str, tuple[str, ...]]
"""Kind, field and value of a name that several things have, and their guids, sorted."""


def find_doubles(connection: Connection) -> list[Double]:
    """Sources of one name, and codes in use of one key: no command could tell them apart."""
    source, code = schema.source, schema.code
    in_use = (code.c.status == "active") & code.c.same.is_(None)
    queries = (
        ("source", "name", select(source.c.name, source.c.guid)),
        ("code", "key", select(code.c.key, code.c.guid).where(in_use)),
    )
    found: list[Double] = []
    for kind, field, query in queries:
        groups: dict[str, list[str]] = defaultdict(list)
        for name, guid in connection.execute(query):
            groups[name].append(guid)
        found += [
            (kind, field, name, tuple(sorted(guids)))
            for name, guids in sorted(groups.items())
            if len(guids) > 1
        ]
    return found


def load_registers(connection: Connection, entity: Entity) -> dict[str, Any]:
    """Field → settled value of one thing, absent ones left out."""
    table = schema.entity
    where = (table.c.guid == entity.guid, table.c.kind == entity.kind)
    local = connection.execute(select(table.c.id).where(*where)).scalar()
    values: dict[str, list[Any]] = defaultdict(list)
    for _, field, head in heads_of(connection, [] if local is None else [local]):
        values[field].append(head.value)
    settled = {field: settle(field, found)[0] for field, found in values.items()}
    return {field: value for field, value in settled.items() if value is not None}
