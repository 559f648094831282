"""What an act touched: for a screen that must follow it without reading everything again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.journal import CREATED, Entity
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


def find_local_of_codes(connection: Connection, codes: Collection[str]) -> list[int]:
    """Local keys of the codings made with any of some codes (by guid), in order of creation."""
    coding, code = schema.coding, schema.code
    found: list[int] = []
    for batch in in_batches(codes, IN_LIST):
        query = select(coding.c.id).join(code, code.c.id == coding.c.code).where(code.c.guid.in_(batch))
        found += connection.execute(query).scalars()
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing an act held facts about."""

    entity: Entity
    made: dict[str, Any] | None
    """What it was created with, of codings and memos; None for other things, and where it was erased."""
    code: str | None
    """Guid of the code the act gave a coding."""


def find_touches(connection: Connection, number: int, limit: int) -> list[Touch]:
    """What an act (by its number) touched, at most `limit` things, in order of creation."""
    entity, fact = schema.entity, schema.fact
    query = (
        select(entity.c.id, entity.c.kind, entity.c.guid)
        .join(fact, fact.c.entity == entity.c.id)
        .where(fact.c.act == number)
        .group_by(entity.c.id, entity.c.kind, entity.c.guid)
        .order_by(entity.c.id)
        .limit(limit)
    )
    found = {local: Entity(kind, guid) for local, kind, guid in connection.execute(query)}
    made: dict[int, dict[str, Any]] = {}
    codes: dict[int, str] = {}
    for batch in in_batches(found, IN_LIST):
        told = select(fact.c.entity, fact.c.field, fact.c.value, fact.c.act)
        for local, field, value, act in connection.execute(told.where(fact.c.entity.in_(batch))):
            known = json.loads(value) if value and field in (CREATED, "state") else None
            if field == CREATED and known and found[local].kind in ("coding", "memo"):
                made[local] = known
            elif act == number and known and found[local].kind == "coding":
                codes[local] = known["code"]
    return [Touch(each, made.get(local), codes.get(local)) for local, each in found.items()]


def find_makings(connection: Connection, codings: Collection[str]) -> dict[str, dict[str, Any]]:
    """Guid of a coding → what it was created with, withdrawn ones included."""
    entity, fact = schema.entity, schema.fact
    found = {}
    for batch in in_batches(codings, IN_LIST):
        query = (
            select(entity.c.guid, fact.c.value)
            .join(fact, fact.c.entity == entity.c.id)
            .where(entity.c.kind == "coding", entity.c.guid.in_(batch), fact.c.field == CREATED)
        )
        found.update({guid: json.loads(value) for guid, value in connection.execute(query) if value})
    return found


def find_kinds(connection: Connection, number: int) -> frozenset[str]:
    """The kinds of things an act (by its number) touched."""
    entity, fact = schema.entity, schema.fact
    query = select(entity.c.kind).join(fact, fact.c.entity == entity.c.id).where(fact.c.act == number)
    return frozenset(connection.execute(query.distinct()).scalars())


def find_touched(connection: Connection, act: str, limit: int) -> list[Entity]:
    """The entities an act holds facts about, at most `limit`, in order of creation."""
    entity, fact = schema.entity, schema.fact
    query = (
        select(entity.c.kind, entity.c.guid)
        .join(fact, fact.c.entity == entity.c.id)
        .join(schema.act, schema.act.c.seq == fact.c.act)
        .where(schema.act.c.guid == act)
        .group_by(entity.c.id, entity.c.kind, entity.c.guid)
        .order_by(entity.c.id)
        .limit(limit)
    )
    return [Entity(kind, guid) for kind, guid in connection.execute(query)]
