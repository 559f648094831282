"""The shelf of codings: one at a time for acts, by source for the desk, many for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from thematic.model.codings import Coding
from thematic.model.journal import CREATED, Entity
from thematic.store import schema
from thematic.store.births import was_merged
from thematic.store.bulk import IN_LIST, in_batches
from thematic.store.heads import heads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from thematic.store.journal import Writer


def save_coding(writer: Writer, coding: Coding, *, fresh: bool = True, rests_on: Sequence[str] = ()) -> None:
    """Write a coding: its creation facts once, and its place, code and stance as one register.

    Args:
        writer: The act.
        coding: What to write.
        fresh: The journal does not know it yet.
        rests_on: Guids of the codings that an agreed one was made of.
    """
    entity = writer.new("coding", coding.guid) if fresh else Entity("coding", coding.guid)
    if fresh:
        made: dict[str, Any] = {
            "source": coding.source,
            "coder": coding.coder,
            "layer": coding.layer,
            "origin": coding.origin,
        }
        if rests_on:
            made["rests_on"] = list(rests_on)
        writer.put(entity, CREATED, made)
    state = {
        "text": coding.text,
        "start": coding.start,
        "end": coding.end,
        "quote": coding.quote,
        "code": coding.code,
        "stance": coding.stance,
    }
    writer.put(entity, "state", state)


def mark_coding(writer: Writer, guid: str, *, illustrative: bool) -> None:
    """Note that a coding's words illustrate its code well, or no longer; a register of its own."""
    writer.put(Entity("coding", guid), "illustrative", True if illustrative else None)


def withdraw_coding(writer: Writer, guid: str) -> None:
    """Make a coding absent; its facts stay."""
    writer.put(Entity("coding", guid), "state", None)


def find_coding(connection: Connection, guid: str) -> Coding | None:
    """The coding with that guid, or None."""
    row = connection.execute(_query().where(schema.coding.c.guid == guid)).first()
    return None if row is None else _coding(row)


def find_equal(connection: Connection, coding: Coding) -> Coding | None:
    """The coding that says the same already: same text, span, code, coder and layer."""
    table = schema.coding
    source = select(schema.source.c.id).where(schema.source.c.guid == coding.source)
    row = connection.execute(
        _query().where(
            table.c.source == source.scalar_subquery(),  # found first, so that its codings are found by index
            schema.source_text.c.guid == coding.text,
            table.c.start == coding.start,
            table.c.end == coding.end,
            schema.code.c.guid == coding.code,
            schema.coder.c.guid == coding.coder,
            table.c.layer == coding.layer,
        )
    ).first()
    return None if row is None else _coding(row)


def load_codings(connection: Connection, *, source: str | None = None) -> tuple[Coding, ...]:
    """Codings with guids, of one source in text order, or of all in order of creation.

    What one place holds is in order of creation, or of guid once copies were merged.
    """
    query = _query().order_by(schema.coding.c.id)
    if source is None:
        return tuple(_coding(row) for row in connection.execute(query))
    rows = connection.execute(query.where(schema.source.c.guid == source)).all()
    found = [_coding(row) for row in rows]
    if was_merged(connection):
        found.sort(key=lambda coding: coding.guid)
    return tuple(sorted(found, key=lambda coding: (coding.start, coding.end)))


def load_by_local(connection: Connection, local: Iterable[int]) -> dict[int, Coding]:
    """Codings by their local keys: what an analysis that chose a few needs to print them."""
    found: dict[int, Coding] = {}
    for batch in in_batches(local, IN_LIST):
        query = _query().add_columns(schema.coding.c.id).where(schema.coding.c.id.in_(batch))
        for row in connection.execute(query):
            found[row.id] = _coding(row)
    return found


def find_locals(connection: Connection, guids: Iterable[str]) -> dict[str, int]:
    """Guid → local key of the codings that are there."""
    coding = schema.coding
    found: dict[str, int] = {}
    for batch in in_batches(guids, IN_LIST):
        query = select(coding.c.guid, coding.c.id).where(coding.c.guid.in_(batch))
        found.update({guid: local for guid, local in connection.execute(query)})  # noqa: C416 - rows are not pairs
    return found


def known_guids(connection: Connection, guids: Iterable[str], kind: str = "coding") -> set[str]:
    """Which of these guids the journal knows as codings (or another kind), withdrawn ones included."""
    table = schema.entity
    found: set[str] = set()
    for batch in in_batches(guids, IN_LIST):
        query = select(table.c.guid).where(table.c.kind == kind, table.c.guid.in_(batch))
        found.update(connection.execute(query).scalars())
    return found


def equal_keys(connection: Connection) -> set[tuple[str, int, int, str, str]]:
    """What is coded already: (source, start, end, code, coder) of every human coding on a current text."""
    coding = schema.coding
    query = (
        select(schema.source.c.guid, coding.c.start, coding.c.end, schema.code.c.guid, schema.coder.c.guid)
        .select_from(
            coding.join(schema.source, schema.source.c.text == coding.c.text)
            .join(schema.code, schema.code.c.id == coding.c.code)
            .join(schema.coder, schema.coder.c.id == coding.c.coder)
        )
        .where(coding.c.layer == "human")
    )
    return {(row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(query)}


def find_misplaced(connection: Connection) -> list[int]:
    """Local keys of codings that stand on a text version which is no longer its source's current one."""
    coding, source = schema.coding, schema.source
    query = (
        select(coding.c.id).join(source, source.c.id == coding.c.source).where(coding.c.text != source.c.text)
    )
    return list(connection.execute(query).scalars())


def count_by_code(connection: Connection) -> dict[str, tuple[int, int]]:
    """Code guid → (codings, distinct sources); merges are not resolved here."""
    coding, code = schema.coding, schema.code
    query = (
        select(code.c.guid, func.count(), func.count(coding.c.source.distinct()))
        .join(code, code.c.id == coding.c.code)
        .group_by(code.c.guid)
    )
    return {guid: (codings, sources) for guid, codings, sources in connection.execute(query)}


def count_by_pair(connection: Connection) -> list[tuple[str, str, int]]:
    """(source guid, coder guid, codings): what the human layer holds on current texts."""
    coding, source, coder = schema.coding, schema.source, schema.coder
    query = (
        select(source.c.guid, coder.c.guid, func.count())
        .select_from(
            coding.join(source, source.c.text == coding.c.text).join(coder, coder.c.id == coding.c.coder)
        )
        .where(coding.c.layer == "human")
        .group_by(source.c.guid, coder.c.guid)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def count_agreed(connection: Connection) -> dict[str, int]:
    """Source guid → how many codings of the consensus layer it has."""
    coding, source = schema.coding, schema.source
    query = (
        select(source.c.guid, func.count())
        .join(source, source.c.id == coding.c.source)
        .where(coding.c.layer == "agreed")
        .group_by(source.c.guid)
    )
    return {guid: count for guid, count in connection.execute(query)}  # noqa: C416 - rows are not pairs


def load_heads(connection: Connection, guids: Iterable[str]) -> dict[str, str]:
    """Coding guid → id of the fact that is its head, hexadecimal: changes whenever the coding does.

    Where several facts are heads, their ids are joined by `+`.
    """
    places = find_locals(connection, guids)
    by_local = {local: guid for guid, local in places.items()}
    found: dict[str, list[str]] = {}
    for local, field, head in heads_of(connection, list(by_local)):
        if field == "state":
            found.setdefault(by_local[local], []).append(head.id)
    return {guid: "+".join(sorted(ids)) for guid, ids in found.items()}


def _query() -> Select[Any]:
    coding = schema.coding
    return select(
        coding.c.guid, schema.source.c.guid, schema.source_text.c.guid, coding.c.start, coding.c.end,
        coding.c.quote, schema.code.c.guid, schema.coder.c.guid, coding.c.layer, coding.c.stance,
        coding.c.origin, coding.c.illustrative,
    ).select_from(
        coding.join(schema.source, schema.source.c.id == coding.c.source)
        .join(schema.source_text, schema.source_text.c.id == coding.c.text)
        .join(schema.code, schema.code.c.id == coding.c.code)
        .join(schema.coder, schema.coder.c.id == coding.c.coder)
    )  # fmt: skip


def _coding(row: Any) -> Coding:
    return Coding(*row[:12])
