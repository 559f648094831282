"""What an act touched: for a screen that must follow an undo without reading everything again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.model.journal import Entity
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
