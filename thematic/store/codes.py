"""The codebook's shelf."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.model.codebook import Code, Codebook
from thematic.model.journal import MERGED, Entity
from thematic.store import schema
from thematic.store.births import birth_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from thematic.store.journal import Writer


def save_code(writer: Writer, code: Code) -> None:
    """Give every register of a code its value; equal ones write nothing."""
    writer.put_all(
        Entity("code", code.guid),
        {
            "key": code.key,
            "name": code.name,
            "definition": code.definition,
            "include": list(code.include),
            "exclude": list(code.exclude),
            "examples": list(code.examples),
            "keywords": list(code.keywords),
            "color": code.color,
            "parent": code.parent,
            "position": code.position,
            "status": code.status,
            MERGED: code.merged_into,
        },
    )


def load_codebook(connection: Connection, name: str = "") -> Codebook:
    """All codes, retired and merged ones too, in order of creation."""
    table = schema.code
    key = birth_key(connection, table)
    rows = sorted(connection.execute(select(table)), key=lambda row: key(row.id))
    guids = {row.id: row.guid for row in rows}
    return Codebook(
        tuple(
            Code(
                row.guid,
                row.key,
                row.name,
                row.definition,
                tuple(json.loads(row.include)),
                tuple(json.loads(row.exclude)),
                tuple(json.loads(row.examples)),
                tuple(json.loads(row.keywords)),
                row.color,
                guids.get(row.parent),
                row.position,
                row.status,
                guids.get(row.same),
            )
            for row in rows
        ),
        name,
    )
