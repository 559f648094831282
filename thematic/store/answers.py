"""All answers to one question, whatever source they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One respondent's turn that answers a question."""

    source: str
    """Guid of the source."""
    text: str
    """Guid of its current text version."""
    start: int
    end: int
    respondent: str | None
    """Guid of who speaks."""
    words: str


def find_answers(connection: Connection, question: str) -> list[AnswerRow]:
    """Respondents' turns on a question (by guid) in current texts, by source and place."""
    turn, source, version = schema.turn, schema.source, schema.source_text
    query = (
        select(
            source.c.guid.label("source"), version.c.guid.label("text"), version.c.sha256,
            turn.c.start, turn.c.end, schema.respondent.c.guid.label("respondent"),
        )
        .select_from(
            turn.join(version, version.c.id == turn.c.text)
            .join(source, source.c.text == turn.c.text)
            .join(schema.question, schema.question.c.id == turn.c.question)
            .outerjoin(schema.respondent, schema.respondent.c.id == turn.c.respondent)
        )
        .where(schema.question.c.guid == question, turn.c.role == "respondent")
        .order_by(source.c.id, turn.c.start)
    )  # fmt: skip
    rows = connection.execute(query).all()
    found: list[AnswerRow] = []
    for batch in in_batches(dict.fromkeys(row.sha256 for row in rows), IN_LIST):
        texts = select(schema.text.c.sha256, schema.text.c.text).where(schema.text.c.sha256.in_(batch))
        known = {row.sha256: row.text for row in connection.execute(texts)}
        found += [
            AnswerRow(
                row.source,
                row.text,
                row.start,
                row.end,
                row.respondent,
                known[row.sha256][row.start : row.end],
            )
            for row in rows
            if row.sha256 in known
        ]
    return found


def find_coded_spans(connection: Connection) -> list[tuple[str, str, int, int]]:
    """Source guid, coder guid, start and end of every coder's coding that stands on a current text."""
    coding, source = schema.coding, schema.source
    query = (
        select(source.c.guid, schema.coder.c.guid.label("who"), coding.c.start, coding.c.end)
        .select_from(coding.join(source, source.c.text == coding.c.text))
        .join(schema.coder, schema.coder.c.id == coding.c.coder)
        .where(coding.c.layer != "agreed")
    )
    return [(row.guid, row.who, row.start, row.end) for row in connection.execute(query)]


def find_turns(connection: Connection) -> list[tuple[str, int, int]]:
    """Source guid, start and end of every respondent's turn of current texts, in text order."""
    turn, source = schema.turn, schema.source
    query = (
        select(source.c.guid, turn.c.start, turn.c.end)
        .join(source, source.c.text == turn.c.text)
        .where(turn.c.role == "respondent")
        .order_by(source.c.id, turn.c.start)
    )
    return [(row.guid, row.start, row.end) for row in connection.execute(query)]
