"""Codings as NumPy columns, loaded with one SELECT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from thematic.model.columns import (
    ANSWERED,
    LAYER_CODES,
    NOT_ASKED,
    SILENT,
    STANCE_CODES,
    CodingColumns,
    Study,
)
from thematic.model.journal import CREATED
from thematic.store import schema
from thematic.store.births import birth_key, was_merged
from thematic.store.codes import load_codebook
from thematic.store.people import load_coders, load_questions, load_respondents
from thematic.store.projects import load_project
from thematic.store.sources import load_sources

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from thematic.model.codebook import Codebook
    from thematic.model.sources import Question, Respondent

_STATES = {"answered": ANSWERED, "silent": SILENT, "not asked": NOT_ASKED}
_FETCH = 20_000


def load_study(connection: Connection) -> Study:
    """Everything an analysis needs, in memory at about 60 bytes a coding."""
    card = load_project(connection)
    respondents, questions = load_respondents(connection), load_questions(connection)
    sources, coders = load_sources(connection), load_coders(connection)
    codebook = load_codebook(connection, str(card.settings.get("codebook", "")))
    turns = _load_turns(connection)
    mode = _modes(connection, turns, respondents)
    exposure, answered = _exposure(respondents, questions, turns, mode)
    return Study(
        title=card.title,
        approach=card.approach,
        respondents=respondents,
        questions=questions,
        sources=sources,
        coders=coders,
        codebook=codebook,
        exposure=exposure,
        answered=answered,
        mode=mode,
        codings=_load_codings(connection, codebook, turns),
        illustrative=_load_illustrative(connection),
        settings=card.settings,
    )


class _Turns:
    """Respondents' turns of every text version as columns, ordered by (text, start)."""

    def __init__(self, table: NDArray[np.int64]) -> None:
        self.text, self.start, self.end, self.respondent, self.question, current = table.T
        self.current = current > 0
        self.place = (self.text << 32) + self.start


def _places(connection: Connection, table: Any) -> NDArray[np.int64]:
    """Local key → index in order of creation; -1 elsewhere."""
    local = sorted(connection.execute(select(table.c.id)).scalars(), key=birth_key(connection, table))
    places = np.full(max(local, default=0) + 1, -1, dtype=np.int64)
    places[local] = np.arange(len(local))
    return places


def _question_places(connection: Connection) -> NDArray[np.int64]:
    table = schema.question
    key = birth_key(connection, table)
    rows = sorted(
        connection.execute(select(table.c.id, table.c.number)), key=lambda row: (row.number, key(row.id))
    )
    local = [row.id for row in rows]
    places = np.full(max(local, default=0) + 1, -1, dtype=np.int64)
    places[local] = np.arange(len(local))
    return places


def _load_turns(connection: Connection) -> _Turns:
    turn, source = schema.turn, schema.source
    people, asked = _places(connection, schema.respondent), _question_places(connection)
    query = (
        select(turn.c.text, turn.c.start, turn.c.end, turn.c.respondent, turn.c.question, source.c.id)
        .outerjoin(source, source.c.text == turn.c.text)
        .where(turn.c.role == "respondent", turn.c.respondent.is_not(None))
        .order_by(turn.c.text, turn.c.start)
    )
    rows = _table(connection, query, 6)
    rows[:, 3] = _look_up(people, rows[:, 3])
    rows[:, 4] = _look_up(asked, rows[:, 4])
    return _Turns(rows)


def _look_up(places: NDArray[np.int64], local: NDArray[np.int64]) -> NDArray[np.int64]:
    known = (local >= 0) & (local < len(places))
    return np.where(known, places[np.where(known, local, 0)], -1)


def _table(connection: Connection, query: Any, width: int) -> NDArray[np.int64]:
    """Integer rows as one array; NULL becomes -1."""
    result = connection.execution_options(stream_results=True).execute(query)
    parts = [
        np.array([[-1 if cell is None else cell for cell in row] for row in part], dtype=np.int64)
        for part in result.partitions(_FETCH)
    ]
    return np.concatenate(parts) if parts else np.empty((0, width), dtype=np.int64)


def _exposure(
    respondents: tuple[Respondent, ...],
    questions: tuple[Question, ...],
    turns: _Turns,
    mode: tuple[str, ...],
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Who was asked and who answered.

    What is recorded wins; an answer shows that it was asked. Failing both, an
    interviewee is taken to have been asked the whole guide, and a survey's
    respondent only what the table recorded.
    """
    exposure = np.full((len(respondents), len(questions)), SILENT, dtype=np.int8)
    exposure[[place for place, kind in enumerate(mode) if kind == "survey"]] = NOT_ASKED
    answered = np.zeros(len(respondents), dtype=np.bool_)
    speaks = turns.current & (turns.respondent >= 0) & (turns.end > turns.start)
    answered[turns.respondent[speaks]] = True
    said = speaks & (turns.question >= 0)
    exposure[turns.respondent[said], turns.question[said]] = ANSWERED
    places = {question.guid: place for place, question in enumerate(questions)}
    for row, respondent in enumerate(respondents):
        for guid, state in respondent.exposures.items():
            if guid in places:
                exposure[row, places[guid]] = _STATES[state]
    return exposure, answered


def _modes(connection: Connection, turns: _Turns, respondents: tuple[Respondent, ...]) -> tuple[str, ...]:
    """The kind of source each respondent speaks in; one who answered nothing has a source of that name."""
    source = schema.source
    rows = connection.execute(select(source.c.text, source.c.kind, source.c.name)).all()
    kinds = {row.text: row.kind for row in rows}
    named = {row.name: row.kind for row in rows}
    modes = [""] * len(respondents)
    pairs = np.unique(np.stack([turns.respondent, turns.text], axis=1), axis=0)
    for respondent, text in pairs.tolist():
        if respondent >= 0 and not modes[respondent]:
            modes[respondent] = kinds.get(text, "")
    return tuple(mode or named.get(person.label, "") for mode, person in zip(modes, respondents, strict=True))


def _load_codings(connection: Connection, codebook: Codebook, turns: _Turns) -> CodingColumns:
    coding = schema.coding
    query = select(
        coding.c.id, coding.c.source, coding.c.text, coding.c.start, coding.c.end, coding.c.code,
        coding.c.coder, coding.c.layer, coding.c.stance,
    ).order_by(coding.c.id)  # fmt: skip
    result = connection.execution_options(stream_results=True).execute(query)
    parts = [
        np.array([[*row[:7], LAYER_CODES[row[7]], STANCE_CODES[row[8]]] for row in part], dtype=np.int64)
        for part in result.partitions(_FETCH)
    ]
    rows = np.concatenate(parts) if parts else np.empty((0, 9), dtype=np.int64)
    if was_merged(connection):
        rows = rows[_by_birth(connection, rows[:, 0])]
    source = _look_up(_places(connection, schema.source), rows[:, 1])
    code = _look_up(_resolved(connection, codebook), rows[:, 5])
    respondent, question = _speakers(turns, rows[:, 2], rows[:, 3], rows[:, 4])
    columns = CodingColumns(
        local=rows[:, 0],
        source=source.astype(np.int32),
        start=rows[:, 3].astype(np.int32),
        end=rows[:, 4].astype(np.int32),
        code=code.astype(np.int32),
        coder=_look_up(_places(connection, schema.coder), rows[:, 6]).astype(np.int32),
        layer=rows[:, 7].astype(np.int8),
        stance=rows[:, 8].astype(np.int8),
        respondent=respondent.astype(np.int32),
        question=question.astype(np.int32),
    )
    return columns.take((source >= 0) & (code >= 0))


def _load_illustrative(connection: Connection) -> frozenset[int]:
    coding = schema.coding
    return frozenset(connection.execute(select(coding.c.id).where(coding.c.illustrative)).scalars())


def _by_birth(connection: Connection, local: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices that put codings, given by ascending local keys, in the order they were made everywhere."""
    fact, act = schema.fact, schema.act
    query = (
        select(fact.c.entity, func.min(act.c.at))
        .join(schema.coding, schema.coding.c.id == fact.c.entity)
        .join(act, act.c.seq == fact.c.act)
        .where(fact.c.field == CREATED)
        .group_by(fact.c.entity)
    )
    made = _table(connection, query, 2)
    order = np.argsort(made[:, 0], kind="stable")
    at = np.zeros(len(local), dtype=np.int64)
    at[np.searchsorted(local, made[order, 0])] = made[order, 1]
    return np.argsort(at, kind="stable")


def _resolved(connection: Connection, codebook: Codebook) -> NDArray[np.int64]:
    """Local key of a code → index of the code it stands for now."""
    table = schema.code
    index = {code.guid: place for place, code in enumerate(codebook.codes)}
    rows = connection.execute(select(table.c.id, table.c.guid)).all()
    places = np.full(max((row.id for row in rows), default=0) + 1, -1, dtype=np.int64)
    for row in rows:
        places[row.id] = index[codebook.resolve(row.guid)]
    return places


def _speakers(
    turns: _Turns, text: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Whose words a coding holds: the first respondent's turn that it reaches into, and its question."""
    if not len(turns.place):
        nobody = np.full(len(text), -1, dtype=np.int64)
        return nobody, nobody.copy()
    at = np.searchsorted(turns.place, (text << 32) + start, side="right") - 1
    inside = (at >= 0) & (turns.text[at] == text) & (turns.end[at] > start)
    at = np.where(inside, at, at + 1)
    held = np.minimum(at, len(turns.place) - 1)
    reaches = (at < len(turns.place)) & (turns.text[held] == text) & (turns.start[held] < end)
    return (
        np.where(reaches, turns.respondent[held], -1),
        np.where(reaches, turns.question[held], -1),
    )
