"""Cell summaries of the framework matrix: one entity for each respondent and theme.

Its guid follows from theirs, so that two copies of a project write into the
same cell: they agree, or are in conflict, and never make two cells of one.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.model.journal import CREATED, Entity
from thematic.model.matrix import StoredCell
from thematic.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from thematic.store.journal import Writer


def save_cell(writer: Writer, project: str, cell: StoredCell) -> None:
    """Write a summary into its cell; an empty one takes it back.

    Args:
        writer: The act.
        project: Guid of the project.
        cell: The summary, its respondent and code by guid.
    """
    name = f"thematic:{project}:cell:{cell.respondent}:{cell.code}"
    entity = Entity("cell", str(uuid.uuid5(uuid.NAMESPACE_URL, name)))
    writer.put(entity, CREATED, {"respondent": cell.respondent, "code": cell.code})
    summary = {"text": cell.text, "by": cell.by, "quotes": list(cell.quotes), "rests_on": dict(cell.rests_on)}
    writer.put(entity, "summary", summary if cell.text else None)


def load_cells(connection: Connection) -> tuple[StoredCell, ...]:
    """Every written cell, by respondent, code and words."""
    cell, person, code = schema.cell, schema.entity.alias("person"), schema.entity.alias("theme")
    query = (
        select(person.c.guid, code.c.guid, cell.c.summary)
        .join(person, person.c.id == cell.c.respondent)
        .join(code, code.c.id == cell.c.code)
    )
    found = []
    for respondent, theme, summary in connection.execute(query):
        value = json.loads(summary)
        found.append(
            StoredCell(
                respondent, theme, value["text"], value["by"], tuple(value["quotes"]), value["rests_on"]
            )
        )
    return tuple(sorted(found, key=lambda one: (one.respondent, one.code, one.text)))


def name_cells(connection: Connection) -> dict[str, str]:
    """`cell/guid` → `R1 × time-barrier`, for every cell with a summary."""
    cell, person, code = schema.cell, schema.respondent, schema.code
    query = (
        select(cell.c.guid, person.c.label, code.c.key)
        .join(person, person.c.id == cell.c.respondent)
        .join(code, code.c.id == cell.c.code)
    )
    return {f"cell/{guid}": f"{label} × {key}" for guid, label, key in connection.execute(query)}
