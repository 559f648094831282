"""Nobody writes over what they have not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.errors import Overtaken
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from sqlalchemy import Connection

    from thematic.model.journal import Entity


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of the journal has been shown to whoever writes."""

    fact: int
    """Number of the newest fact they were shown."""
    own: Container[str]
    """Guids of their own acts, which they know without being shown."""


def refuse_overtaken(connection: Connection, seen: Seen, heads: Mapping[int, Entity]) -> None:
    """Refuse to replace facts that others wrote meanwhile.

    Args:
        connection: Of the act that would replace them.
        seen: What whoever acts knows.
        heads: Numbers of the facts to be replaced, and what they are about.

    Raises:
        Overtaken: One of them is newer than what was seen, and somebody else's.
    """
    fact, act, coder = schema.fact, schema.act, schema.coder
    newer = sorted(number for number in heads if number > seen.fact)
    for batch in in_batches(newer, IN_LIST):
        query = (
            select(fact.c.seq, act.c.guid, coder.c.name)
            .join(act, act.c.seq == fact.c.act)
            .outerjoin(coder, coder.c.guid == act.c.coder)
            .where(fact.c.seq.in_(batch))
        )
        for number, guid, name in connection.execute(query):
            if guid not in seen.own:
                raise Overtaken(name or "Somebody", heads[number].kind, newer[-1])
