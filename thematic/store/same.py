"""Entities that are one under several guids: two people imported the same interview.

The register `same` of one names another; a class is everything linked, and its
smallest guid stands for it wherever the view refers to any of them. Codes are
resolved when a codebook is read, because people see both of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Column, Connection

LINKED = frozenset({"source", "text", "respondent", "question", "attribute"})
"""Kinds whose members the view takes for one."""

Key = tuple[str, str]
"""(kind, guid)."""


class Same:
    """Which guid stands for which."""

    def __init__(self, links: Iterable[tuple[str, str, str]] = ()) -> None:
        """Take (kind, guid, guid of another that is the same)."""
        above: dict[Key, Key] = {}

        def find(key: Key) -> Key:
            while key in above:
                key = above[key]
            return key

        for kind, guid, target in sorted(links):
            first, second = sorted((find((kind, guid)), find((kind, target))))
            if first != second:
                above[second] = first
        self._stands = {key: find(key)[1] for key in above}

    def guid(self, kind: str, guid: str) -> str:
        """The guid that stands for one; itself where it is alone."""
        return self._stands.get((kind, guid), guid) if self._stands else guid

    def differing(self, other: Same) -> set[Key]:
        """Members of every class that is not the same in both, those that stand for them included."""
        moved = {
            key
            for key in self._stands.keys() | other._stands.keys()
            if self._stands.get(key) != other._stands.get(key)
        }
        heads = {(kind, same.guid(kind, guid)) for kind, guid in moved for same in (self, other)}
        return moved | heads


def load_same(connection: Connection) -> Same:
    """Everything that is one under several guids, as the view has it."""
    table = schema.same
    rows = connection.execute(select(table.c.kind, table.c.guid, table.c.target))
    return Same((row[0], row[1], row[2]) for row in rows)


def relink(connection: Connection, before: Same, changed: Mapping[Key, str | None]) -> tuple[Same, set[int]]:
    """What stands for what once some `same` registers have other values.

    Args:
        connection: To read the view with; its `same` rows are as they were before.
        before: What stood for what until now.
        changed: (kind, guid) → the settled value of its `same` register.

    Returns:
        The new classes, and the local keys of all entities whose rows must be made anew.
    """
    table, entity = schema.same, schema.entity
    rows = connection.execute(select(table.c.kind, table.c.guid, table.c.target))
    links = {(row[0], row[1]): row[2] for row in rows} | dict(changed)
    after = Same((kind, guid, target) for (kind, guid), target in links.items() if target is not None)
    moved = before.differing(after)
    local: set[int] = set()
    for batch in in_batches(sorted(guid for _, guid in moved), IN_LIST):
        found = connection.execute(select(entity).where(entity.c.guid.in_(batch)))
        local.update(row.id for row in found if (row.kind, row.guid) in moved)
    return after, local | _dependents(connection, local)


def _dependents(connection: Connection, local: set[int]) -> set[int]:
    """Local keys of entities whose view rows refer to any of these."""
    found: set[int] = set()
    for batch in in_batches(sorted(local), IN_LIST):
        for owner, reference in _REFERENCES:
            query = select(owner).where(reference.in_(batch)).distinct()
            found.update(connection.execute(query).scalars())
    return found


_REFERENCES: tuple[tuple[Column[int], Column[int]], ...] = (
    (schema.source.c.id, schema.source.c.text),
    (schema.source_text.c.id, schema.source_text.c.source),
    (schema.turn.c.text, schema.turn.c.respondent),
    (schema.turn.c.text, schema.turn.c.question),
    (schema.exposure.c.respondent, schema.exposure.c.question),
    (schema.coding.c.id, schema.coding.c.source),
    (schema.coding.c.id, schema.coding.c.text),
    (schema.assignment.c.id, schema.assignment.c.source),
    (schema.cell.c.id, schema.cell.c.respondent),
)
"""Whose row it is, and a column of it that refers to a linked kind."""
