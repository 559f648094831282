"""What can be wrong inside a database whose journal is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from thematic.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection


def misquoting_codings(connection: Connection) -> list[str]:
    """Guids of codings whose stored words do not stand at their place.

    Texts are cut in Python: databases count characters each in their own way.
    """
    coding, version = schema.coding, schema.source_text
    query = (
        select(coding.c.guid, coding.c.start, coding.c.end, coding.c.quote, version.c.sha256)
        .join(version, version.c.id == coding.c.text)
        .order_by(version.c.sha256)
    )
    wrong: list[str] = []
    held, words = "", ""
    for row in connection.execute(query).all():
        if row.sha256 != held:
            held = row.sha256
            words = connection.execute(
                select(schema.text.c.text).where(schema.text.c.sha256 == held)
            ).scalar_one()
        if words[row.start : row.end] != row.quote:
            wrong.append(row.guid)
    return wrong


def orphaned_codings(connection: Connection) -> list[tuple[str, str]]:
    """Codings (guid, what is missing) on a code, source or coder that was taken back."""
    coding = schema.coding
    query = (
        select(
            coding.c.guid,
            schema.code.c.id.label("code"),
            schema.source.c.id.label("source"),
        )
        .select_from(
            coding.outerjoin(schema.code, schema.code.c.id == coding.c.code).outerjoin(
                schema.source, schema.source.c.id == coding.c.source
            )
        )
        .where(or_(schema.code.c.id.is_(None), schema.source.c.id.is_(None)))
    )
    return [(row.guid, "code" if row.code is None else "source") for row in connection.execute(query)]


def conflicting_registers(connection: Connection) -> list[tuple[str, str]]:
    """(entity, field) of registers with several different head values."""
    conflict, entity = schema.conflict, schema.entity
    query = select(entity.c.kind, entity.c.guid, conflict.c.field).join(
        entity, entity.c.id == conflict.c.entity
    )
    return [(f"{row.kind}/{row.guid}", row.field) for row in connection.execute(query)]
