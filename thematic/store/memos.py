"""Memos: the analyst's notes on anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.model.codings import Memo
from thematic.model.journal import CREATED, Entity
from thematic.store import schema
from thematic.store.births import birth_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from thematic.store.journal import Writer


def save_memo(writer: Writer, memo: Memo, *, fresh: bool) -> None:
    """Write a memo, or new words for one."""
    entity = writer.new("memo", memo.guid) if fresh else Entity("memo", memo.guid)
    if fresh:
        writer.put(entity, CREATED, {"on": memo.on, "coder": memo.coder})
    writer.put(entity, "body", {"text": memo.text, "at": memo.at})


def withdraw_memo(writer: Writer, guid: str) -> None:
    """Make a memo absent; its facts stay."""
    writer.put(Entity("memo", guid), "body", None)


def load_memos(connection: Connection, on: str | None = None) -> tuple[Memo, ...]:
    """Memos in order of writing, all or those on one thing (`kind/guid`)."""
    memo = schema.memo
    query = select(memo.c.guid, memo.c.about, schema.coder.c.guid, memo.c.text, memo.c.at, memo.c.id).join(
        schema.coder, schema.coder.c.id == memo.c.coder
    )
    if on is not None:
        query = query.where(memo.c.about == on)
    key = birth_key(connection, memo)
    return tuple(Memo(*row[:5]) for row in sorted(connection.execute(query), key=lambda row: key(row.id)))
