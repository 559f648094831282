"""Undo and redo: the journal read backwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.errors import Refused
from thematic.model.journal import CREATED, Act, Entity, canonical_json
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches
from thematic.store.heads import Head, heads_of
from thematic.store.journal import act_of
from thematic.store.merge_acts import MERGE, acts_brought, reverse_merge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row

    from thematic.store.journal import Writer

FINAL = frozenset({"init", "join", "migrate", "backup", "purge"})
"""Verbs of acts that cannot be undone."""

UNDO, REDO = "undo", "redo"


def next_undo(connection: Connection, coder: str) -> Act | None:
    """The coder's latest act that is not undone; None when there is nothing left."""
    undone: set[str] = set()
    void: set[str] = set()
    for act in _backwards(connection, coder):
        if act.guid in void:
            continue
        if act.verb == REDO and act.undoes:
            void.add(act.undoes)
        elif act.verb == UNDO and act.undoes:
            undone.add(act.undoes)
        elif act.guid not in undone:
            return _whole(connection, act.seq)
        elif act.verb == MERGE:
            void.update(acts_brought(connection, act.guid))
    return None


def next_redo(connection: Connection, coder: str) -> Act | None:
    """The coder's latest undo that a redo would reverse; None after any new act."""
    void: set[str] = set()
    for act in _backwards(connection, coder):
        if act.guid in void:
            continue
        if act.verb == REDO and act.undoes:
            void.add(act.undoes)
        else:
            return _whole(connection, act.seq) if act.verb == UNDO else None
    return None


def undone_merges(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Guid of each merge that is undone → guids of the acts it had brought."""
    table = schema.act
    undone: dict[str, str] = {}
    merges: set[str] = set()
    query = select(table.c.guid, table.c.verb, table.c.undoes).where(table.c.verb.in_((MERGE, UNDO, REDO)))
    for guid, verb, undoes in connection.execute(query.order_by(table.c.seq)):
        if verb == MERGE:
            merges.add(guid)
        elif verb == UNDO:
            undone[guid] = undoes
        else:
            undone.pop(undoes, None)
    return {merge: acts_brought(connection, merge) for merge in undone.values() if merge in merges}


def reverse_act(writer: Writer, target: Act) -> None:
    """Assert, in the writer's act, the values that stood before the target.

    What the target created becomes absent; its creation facts stay. A register
    counts as unchanged since when its heads hold the values the target gave it:
    changes that were themselves undone do not stand in the way.

    Raises:
        Refused: A register it touched has since been changed, or the act is final.
    """
    if target.verb in FINAL:
        raise Refused(f"'{target.verb}' cannot be undone.")
    if target.verb == MERGE:
        reverse_merge(writer, target)
        return
    connection = writer.connection
    seq = connection.execute(select(schema.act.c.seq).where(schema.act.c.guid == target.guid)).scalar_one()
    entities = select(schema.fact.c.entity).where(schema.fact.c.act == seq).distinct()
    local = sorted(connection.execute(entities).scalars())
    for batch in in_batches(local, IN_LIST):
        _reverse_entities(writer, target, seq, batch)
    writer.flush()


def _reverse_entities(writer: Writer, target: Act, seq: int, local: list[int]) -> None:
    connection = writer.connection
    given: dict[tuple[int, str], list[_Given]] = {}
    for item in _given(connection, seq, local):
        given.setdefault((item.local, item.field), []).append(item)
    heads: dict[tuple[int, str], list[Head]] = {}
    for entity, field, head in heads_of(connection, local):
        heads.setdefault((entity, field), []).append(head)
    before = _values_before(connection, seq, [item.seq for items in given.values() for item in items])
    for register, items in given.items():
        current = heads[register]
        if {canonical_json(head.value) for head in current} != {item.value for item in items}:
            _refuse(connection, target, items[0], current)
        earlier = {canonical_json(value): value for item in items for value in before.get(item.seq, [None])}
        for value in earlier.values():
            replaced = tuple((head.seq, head.id) for head in current)
            writer.restore(items[0].entity, items[0].field, value, replaced)


@dataclass(frozen=True, slots=True)
class _Given:
    """A value the act left in a register."""

    local: int
    entity: Entity
    field: str
    seq: int
    value: str


def _given(connection: Connection, act_seq: int, local: list[int]) -> list[_Given]:
    """What the act left in the registers of some entities.

    Rows are told apart by act here and not in SQL: the database would be tempted
    to walk all facts of a bulk act for every slice of it.
    """
    fact, later = schema.fact, schema.fact_supersedes
    query = (
        select(fact.c.seq, fact.c.act, fact.c.entity, fact.c.field, fact.c.value,
               schema.entity.c.kind, schema.entity.c.guid)
        .join(schema.entity, schema.entity.c.id == fact.c.entity)
        .where(fact.c.entity.in_(local), fact.c.field != CREATED)
        .order_by(fact.c.seq)
    )  # fmt: skip
    found = [
        _Given(row.entity, Entity(row.kind, row.guid), row.field, row.seq, row.value)
        for row in connection.execute(query)
        if row.act == act_seq
    ]
    replaced: set[int] = set()
    for batch in in_batches([item.seq for item in found], IN_LIST):
        links = (
            select(later.c.superseded, fact.c.act)
            .join(fact, fact.c.seq == later.c.fact)
            .where(later.c.superseded.in_(batch))
        )
        replaced.update(row.superseded for row in connection.execute(links) if row.act == act_seq)
    return [item for item in found if item.seq not in replaced]


def _refuse(connection: Connection, target: Act, item: _Given, current: list[Head]) -> None:
    newest = max(head.seq for head in current)
    by = connection.execute(
        select(schema.act.c.verb)
        .join(schema.fact, schema.fact.c.act == schema.act.c.seq)
        .where(schema.fact.c.seq == newest)
    ).scalar_one()
    raise Refused(
        f"'{target.verb}' cannot be undone: the {item.field} of {item.entity.named} has since been changed "
        f"by '{by}'.",
        "Undo that act first, or change it by hand.",
    )


def _backwards(connection: Connection, coder: str) -> Iterator[Row[int, str, str, str | None]]:
    """What kind of act each of a coder's acts was, the newest first; whoever undid a lot walks far."""
    act = schema.act
    below: int | None = None
    several = 64
    while True:
        query = select(act.c.seq, act.c.guid, act.c.verb, act.c.undoes).where(act.c.coder == coder)
        if below is not None:
            query = query.where(act.c.seq < below)
        rows = connection.execute(query.order_by(act.c.seq.desc()).limit(several)).all()
        if not rows:
            return
        yield from rows
        below, several = rows[-1].seq, 1024


def _whole(connection: Connection, seq: int) -> Act:
    return act_of(connection.execute(select(schema.act).where(schema.act.c.seq == seq)).one())


def _values_before(connection: Connection, act_seq: int, facts: Sequence[int]) -> dict[int, list[Any]]:
    """For each fact, the values that stood before its act, stepping over the act's own earlier facts."""
    fact, later = schema.fact, schema.fact_supersedes
    found: dict[int, list[Any]] = {}
    stands_for = {seq: seq for seq in facts}
    while stands_for:
        deeper: dict[int, int] = {}
        for batch in in_batches(stands_for, IN_LIST):
            query = (
                select(later.c.fact, fact.c.seq, fact.c.act, fact.c.value)
                .select_from(later.join(fact, fact.c.seq == later.c.superseded))
                .where(later.c.fact.in_(batch))
                .order_by(fact.c.seq)
            )
            for newer, older, act, value in connection.execute(query):
                if act == act_seq:
                    deeper[older] = stands_for[newer]
                else:
                    found.setdefault(stands_for[newer], []).append(
                        None if value is None else json.loads(value)
                    )
        stands_for = deeper
    return found
