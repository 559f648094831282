"""What a project says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.journal import Entity
from thematic.store import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from thematic.store.journal import Writer


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """Title, approach and settings of a project."""

    guid: str
    title: str
    approach: str
    """`codebook`, `framework` or `reflexive`."""
    settings: Mapping[str, Any]
    """`lead_coder` (guid of the lead coder), `notice` (printed on every report), `codebook` (its name) …"""


def save_project(writer: Writer, guid: str, title: str, approach: str) -> None:
    """Name a new project."""
    writer.put_all(Entity("project", guid), {"title": title, "approach": approach})


def save_card(writer: Writer, guid: str, field: str, value: str) -> None:
    """Give a project another title or approach."""
    writer.put(Entity("project", guid), field, value)


def save_setting(writer: Writer, guid: str, name: str, value: Any) -> None:
    """Give a project setting a value; None removes it."""
    writer.put(Entity("project", guid), f"setting/{name}", value)


def load_project(connection: Connection) -> ProjectCard:
    """The project's own card: the first, where another project was taken in."""
    query = select(schema.project).order_by(schema.project.c.id).limit(1)
    row = connection.execute(query).one()
    return ProjectCard(row.guid, row.title, row.approach, json.loads(row.settings))
