"""The order in which things came to be, the same in every copy of a project.

Local keys say it as long as a project was never merged. Afterwards they say in
which order copies were taken in, so the times of the acts are asked instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from thematic.store import schema
from thematic.store.journal import act_of
from thematic.store.merge_acts import MERGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Table

    from thematic.model.journal import Act


def was_merged(connection: Connection) -> bool:
    """Whether another copy was ever taken in."""
    merged = select(schema.act.c.seq).where(schema.act.c.verb == MERGE).limit(1)
    return connection.execute(merged).first() is not None


def newest_work(connection: Connection) -> Act | None:
    """The latest act by the clock that was not a merge: the same in every copy that holds the same facts."""
    query = select(schema.act).where(schema.act.c.verb != MERGE)
    row = connection.execute(query.order_by(schema.act.c.at.desc(), schema.act.c.seq.desc()).limit(1)).first()
    return None if row is None else act_of(row)


def birth_key(connection: Connection, table: Table) -> Callable[[int], tuple[int, int]]:
    """A sort key for local keys of one kind: when the first fact about it was written, then the key.

    What one act made lies in its order everywhere, because facts keep their order.
    """
    if not was_merged(connection):
        return lambda local: (0, local)
    fact, act = schema.fact, schema.act
    query = (
        select(fact.c.entity, func.min(act.c.at))
        .join(act, act.c.seq == fact.c.act)
        .where(fact.c.entity.in_(select(table.c.id)))
        .group_by(fact.c.entity)
    )
    born: dict[int, Any] = {local: at for local, at in connection.execute(query)}  # noqa: C416 - rows are not pairs
    return lambda local: (born.get(local, 0), local)
