"""Sources, their text versions, turns and sentences."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from thematic.model.journal import CREATED, Entity, canonical_json
from thematic.model.sources import Source, SourceText, Turn
from thematic.store import schema
from thematic.store.births import birth_key
from thematic.store.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from thematic.model.sources import SourceKind
    from thematic.store.journal import Writer


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of a canonical text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save_source(
    writer: Writer,
    text: SourceText,
    *,
    name: str,
    kind: SourceKind,
    file_sha256: str,
    log: str,
) -> None:
    """Store a new source with its first text version and turns."""
    writer.put_all(
        writer.new("source", text.source),
        {
            CREATED: {"kind": kind, "file_sha256": file_sha256, "log": log},
            "name": name,
            "text": text.guid,
        },
    )
    save_version(writer, text)


def save_version(writer: Writer, text: SourceText) -> None:
    """Store a text version and its turns; making it current is the source's `text` register."""
    writer.put_text(text.sha256, text.text)
    made = {"source": text.source, "sha256": text.sha256, "characters": len(text.text)}
    writer.put_all(
        writer.new("text", text.guid), {CREATED: made, "turns": [_packed(turn) for turn in text.turns]}
    )


def save_turns(writer: Writer, text: str, turns: Sequence[Turn]) -> None:
    """Give a text version other turns: speakers mapped or questions assigned anew."""
    writer.put(Entity("text", text), "turns", [_packed(turn) for turn in turns])


def make_current(writer: Writer, source: str, text: str) -> None:
    """Make another version the current text of a source."""
    writer.put(Entity("source", source), "text", text)


def load_sources(connection: Connection) -> tuple[Source, ...]:
    """Every source without its words, in order of import."""
    source, version, turn = schema.source, schema.source_text, schema.turn
    speakers: dict[int, dict[str, None]] = {}
    counted = select(turn.c.text, func.count().label("turns")).group_by(turn.c.text)
    turns = {row.text: row.turns for row in connection.execute(counted)}
    spoken = (
        select(turn.c.text, schema.respondent.c.label)
        .join(schema.respondent, schema.respondent.c.id == turn.c.respondent)
        .group_by(turn.c.text, schema.respondent.c.label)
        .order_by(turn.c.text, func.min(turn.c.position))
    )
    for text, label in connection.execute(spoken):
        speakers.setdefault(text, {})[label] = None
    coding = schema.coding
    coded = select(coding.c.text, func.count()).where(coding.c.layer != "agreed").group_by(coding.c.text)
    codings = {text: count for text, count in connection.execute(coded)}  # noqa: C416 - rows are not pairs
    query = select(source, version.c.guid.label("version"), version.c.sha256, version.c.characters).join(
        version, version.c.id == source.c.text
    )
    key = birth_key(connection, source)
    return tuple(
        Source(
            row.guid,
            row.name,
            row.kind,
            row.version,
            row.sha256,
            row.characters,
            turns.get(row.text, 0),
            tuple(speakers.get(row.text, ())),
            codings.get(row.text, 0),
            row.file_sha256,
        )
        for row in sorted(connection.execute(query), key=lambda row: key(row.id))
    )


def load_words(connection: Connection, sha256: str) -> str:
    """A text by its hash."""
    query = select(schema.text.c.text).where(schema.text.c.sha256 == sha256)
    return str(connection.execute(query).scalar_one())


def load_current(connection: Connection, source: str) -> SourceText:
    """The current text of a source, by the source's guid.

    Raises:
        LookupError: No source has that guid.
    """
    version = find_current(connection, source)
    if version is None:
        raise LookupError(source)
    return load_text(connection, version)


def find_current(connection: Connection, source: str) -> str | None:
    """Guid of the current text of a source, by the source's guid; None where there is none."""
    return connection.execute(
        select(schema.source_text.c.guid)
        .join(schema.source, schema.source.c.text == schema.source_text.c.id)
        .where(schema.source.c.guid == source)
    ).scalar()


def load_text(connection: Connection, guid: str) -> SourceText:
    """One text version with its turns.

    Raises:
        LookupError: No version has that guid.
    """
    version = schema.source_text
    row = connection.execute(
        select(version.c.id, version.c.sha256, schema.source.c.guid, schema.text.c.text)
        .select_from(
            version.join(schema.text, schema.text.c.sha256 == version.c.sha256).join(
                schema.source, schema.source.c.id == version.c.source
            )
        )
        .where(version.c.guid == guid)
    ).first()
    if row is None:
        raise LookupError(guid)
    return SourceText(guid, row.guid, row.sha256, row.text, _load_turns(connection, row.id))


def _load_turns(connection: Connection, text: int) -> tuple[Turn, ...]:
    turn = schema.turn
    query = (
        select(
            turn.c.start, turn.c.end, turn.c.speaker, turn.c.role,
            schema.respondent.c.guid, schema.question.c.guid, turn.c.at,
        )
        .select_from(
            turn.outerjoin(schema.respondent, schema.respondent.c.id == turn.c.respondent)
            .outerjoin(schema.question, schema.question.c.id == turn.c.question)
        )
        .where(turn.c.text == text)
        .order_by(turn.c.position)
    )  # fmt: skip
    return tuple(Turn(*row) for row in connection.execute(query).all())


def load_spans(connection: Connection, text: SourceText, rules: int) -> tuple[tuple[int, int], ...] | None:
    """The stored sentences of a text, or None where they were never computed by these rules."""
    table = schema.sentence
    packed = connection.execute(
        select(table.c.spans).where(
            table.c.sha256 == text.sha256, table.c.rules == rules, table.c.turns == _turns_hash(text)
        )
    ).scalar()
    if packed is None:
        return None
    pairs = np.frombuffer(packed, dtype="<i4").reshape(-1, 2).tolist()
    return tuple(map(tuple, pairs))


def save_spans(
    connection: Connection, text: SourceText, rules: int, spans: Sequence[tuple[int, int]]
) -> None:
    """Keep the sentences of a text; derived, so outside the journal."""
    if load_spans(connection, text, rules) is not None:
        return
    row = {
        "sha256": text.sha256,
        "rules": rules,
        "turns": _turns_hash(text),
        "spans": np.asarray(spans, dtype="<i4").tobytes(),
    }
    insert_rows(connection, schema.sentence, [row])


def _turns_hash(text: SourceText) -> str:
    spans = canonical_json([[turn.start, turn.end] for turn in text.turns])
    return hashlib.sha256(spans.encode()).hexdigest()[:16]


def _packed(turn: Turn) -> list[object]:
    return [turn.start, turn.end, turn.speaker, turn.role, turn.respondent, turn.question, turn.at]
