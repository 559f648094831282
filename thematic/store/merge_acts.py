"""Acts that brought in what another project knew: what they name, and taking them back as one."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from thematic.errors import Refused
from thematic.model.journal import CREATED, Entity, canonical_json
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from thematic.model.journal import Act
    from thematic.store.journal import Writer

MERGE = "merge"
"""The verb, and the kind of the entity that keeps what was brought."""


def save_merge(writer: Writer, acts: Sequence[str], names: Sequence[str]) -> None:
    """Note in a merge act which acts it brought, and from where."""
    writer.put(writer.new(MERGE, writer.act.guid), CREATED, {"acts": list(acts), "from": list(names)})


def acts_brought(connection: Connection, merge: str) -> tuple[str, ...]:
    """Guids of the acts that a merge act brought in."""
    fact, entity = schema.fact, schema.entity
    query = (
        select(fact.c.value)
        .join(entity, entity.c.id == fact.c.entity)
        .where(entity.c.guid == merge, entity.c.kind == MERGE, fact.c.field == CREATED)
    )
    value = connection.execute(query).scalar()
    return tuple(json.loads(value)["acts"]) if value else ()


def reverse_merge(writer: Writer, target: Act) -> None:
    """Assert, in the writer's act, what every register said before a merge.

    What was brought stays in the journal; what it created becomes absent.

    Raises:
        Refused: A register it touched has since been changed, or it was made in another copy.
    """
    connection = writer.connection
    first, last = _stretch(connection, target)
    fact = schema.fact
    entities = (
        select(fact.c.entity)
        .where(fact.c.act.between(first.act, last.act), fact.c.field != CREATED)
        .distinct()
    )
    for batch in in_batches(sorted(connection.execute(entities).scalars()), IN_LIST):
        _reverse(writer, batch, first.fact, last.fact)
    writer.flush()


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in the journal: sequence numbers of an act and a fact."""

    act: int
    fact: int


def _stretch(connection: Connection, target: Act) -> tuple[_Place, _Place]:
    """First and last act and fact of a merge; they lie together because it was one transaction."""
    act, fact = schema.act, schema.fact
    last = connection.execute(select(act.c.seq).where(act.c.guid == target.guid)).scalar_one()
    brought = acts_brought(connection, target.guid)
    first = last - len(brought)
    there = connection.execute(
        select(act.c.guid).where(act.c.seq >= first, act.c.seq < last).order_by(act.c.seq)
    ).scalars()
    if tuple(there) != brought:
        raise Refused(
            "This merge was made in another copy of the project.", "Undo it there, and merge that copy again."
        )
    low, high = connection.execute(
        select(func.min(fact.c.seq), func.max(fact.c.seq)).where(fact.c.act.between(first, last))
    ).one()
    return _Place(first, low), _Place(last, high)


@dataclass(frozen=True, slots=True)
class _Held:
    """A fact of a register."""

    seq: int
    id: str
    value: str


def _reverse(writer: Writer, entities: list[int], first: int, last: int) -> None:
    names, registers, gone = _registers(writer.connection, entities)
    for (local, field), held in registers.items():
        if not any(first <= each.seq <= last for each in held):
            continue
        now = _heads(held, gone, None)
        if _values(now) != _values(_heads(held, gone, last)):
            what = names[local].named
            raise Refused(
                f"The merge cannot be undone: the {field} of {what} has since been changed.",
                "Undo that act first, or change it by hand.",
            )
        before = _values(_heads(held, gone, first - 1)) or {canonical_json(None)}
        if before != _values(now):
            replaced = tuple((each.seq, each.id) for each in now)
            for value in sorted(before):
                writer.restore(names[local], field, json.loads(value), replaced)


def _registers(
    connection: Connection, entities: list[int]
) -> tuple[dict[int, Entity], dict[tuple[int, str], list[_Held]], dict[int, list[int]]]:
    """Names of the entities, all facts by register, and for each fact which later ones superseded it."""
    fact, entity, later = schema.fact, schema.entity, schema.fact_supersedes
    query = (
        select(fact.c.seq, fact.c.id, fact.c.entity, fact.c.field, fact.c.value, entity.c.kind, entity.c.guid)
        .join(entity, entity.c.id == fact.c.entity)
        .where(fact.c.entity.in_(entities), fact.c.field != CREATED)
        .order_by(fact.c.seq)
    )
    names: dict[int, Entity] = {}
    registers: dict[tuple[int, str], list[_Held]] = defaultdict(list)
    for seq, id_, local, field, value, kind, guid in connection.execute(query):
        names[local] = Entity(kind, guid)
        registers[local, field].append(_Held(seq, bytes(id_).hex(), value or canonical_json(None)))
    links = (
        select(later.c.superseded, later.c.fact)
        .join(fact, fact.c.seq == later.c.superseded)
        .where(fact.c.entity.in_(entities))
    )
    gone: dict[int, list[int]] = defaultdict(list)
    for older, newer in connection.execute(links):
        gone[older].append(newer)
    return names, registers, gone


def _heads(held: list[_Held], gone: dict[int, list[int]], until: int | None) -> list[_Held]:
    """The heads of a register as they were once a fact was written; None means now."""
    return [
        each
        for each in held
        if (until is None or each.seq <= until)
        and not any(until is None or newer <= until for newer in gone.get(each.seq, ()))
    ]


def _values(heads: list[_Held]) -> set[str]:
    return {each.value for each in heads}
