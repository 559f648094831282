"""Codings that are older than the definition of their code, or whose code was retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from thematic.model.journal import Entity
from thematic.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from thematic.store.journal import Writer

DEFINING = ("definition", "include", "exclude")
"""Fields of a code whose change asks for its codings to be looked at again."""


def find_stale(connection: Connection, coder: str) -> list[str]:
    """Guids of a coder's codings to look at again, in order of creation.

    They were last touched before their code was last defined, or their code was
    retired. A merged code's codings are judged by the code it was merged into.
    """
    coding, code, fact = schema.coding, schema.code, schema.fact
    meant = code.alias("meant")
    defined = (
        select(fact.c.entity, func.max(fact.c.seq).label("seq"))
        .where(fact.c.field.in_(DEFINING))
        .group_by(fact.c.entity)
        .subquery()
    )
    query = (
        select(coding.c.guid)
        .join(schema.coder, schema.coder.c.id == coding.c.coder)
        .join(code, code.c.id == coding.c.code)
        .join(meant, meant.c.id == func.coalesce(code.c.same, code.c.id))
        .outerjoin(defined, defined.c.entity == meant.c.id)
        .where(
            schema.coder.c.guid == coder,
            coding.c.layer == "human",
            (coding.c.head < defined.c.seq) | (meant.c.status == "retired"),
        )
        .order_by(coding.c.id)
    )
    return list(connection.execute(query).scalars())


def load_defined(connection: Connection) -> dict[str, int]:
    """Code guid → when it was last defined, microseconds since 1970 UTC."""
    code, fact, act = schema.code, schema.fact, schema.act
    query = (
        select(code.c.guid, func.max(act.c.at))
        .join(fact, fact.c.entity == code.c.id)
        .join(act, act.c.seq == fact.c.act)
        .where(fact.c.field.in_(DEFINING))
        .group_by(code.c.guid)
    )
    return {guid: at for guid, at in connection.execute(query)}  # noqa: C416 - rows are not pairs


def save_confirmed(writer: Writer, guids: Iterable[str]) -> None:
    """Note that somebody looked at codings again and lets them stand."""
    for guid in guids:
        writer.put(Entity("coding", guid), "confirmed", writer.act.at)
