"""Respondents' attributes and consent, the guide, and who was asked what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound, Refused
from thematic.ingest.guide import read_asked, read_guide
from thematic.ingest.questions import assign_questions
from thematic.ingest.respondents import read_respondents
from thematic.ingest.tables import read_table
from thematic.language.similarity import nearest
from thematic.model.sources import CONSENTS, Question, TurnDraft
from thematic.store.people import (
    load_attribute_guids,
    load_attributes,
    load_questions,
    load_respondents,
    save_attribute,
    save_consent,
    save_question,
)
from thematic.store.sources import load_current, load_sources, save_turns
from thematic.synthesis.scopes import attribute_text
from thematic.workflow.files import read_bytes
from thematic.workflow.placing import Placing

if TYPE_CHECKING:
    from thematic.model.sources import SourceText
    from thematic.store.journal import Writer
    from thematic.workflow.project import Project


_NAMED = 5
"""New respondents that a warning names."""


def import_respondents(project: Project, path: str) -> tuple[int, tuple[str, ...]]:
    """Attach attributes, consent and exposure from a table, a row per respondent.

    Returns:
        How many rows there were, and warnings.
    """
    read_bytes(path)
    draft = read_respondents(read_table(Path(path)))
    with project.act("import respondents", Path(path).name) as writer:
        placing = Placing(project, writer)
        fresh = [label for label in draft.labels if label not in placing.people] if placing.people else []
        placing.attributes(draft.attributes)
        for label in draft.labels:
            placing.values(label, draft.values.get(label, {}))
        for label, consent in draft.consents.items():
            placing.consent(label, consent)
        for label, number in draft.not_asked:
            if number not in placing.questions:
                raise NotFound("question", str(number))
            placing.exposure(label, number, "not asked")
    return len(draft.labels), (*draft.warnings, *_name_new(fresh))


def _name_new(labels: list[str]) -> tuple[str, ...]:
    """A warning that respondents joined whom no source or table named before."""
    if not labels:
        return ()
    shown = ", ".join(labels[:_NAMED]) + (" …" if len(labels) > _NAMED else "")
    return (f"not known as respondents before: {shown}.",)


def declare_scale(project: Project, name: str, steps: tuple[str, ...]) -> None:
    """Say which answers a closed question offered, lowest first, whether or not anybody ticked them.

    Raises:
        NotFound: No respondent has such an attribute.
        Refused: Somebody gave an answer that is no step, or a step stands twice.
    """
    if len(set(steps)) < max(2, len(steps)):
        raise Refused("A scale has two steps or more, each once.")
    with project.act("declare scale", f"{name}: {' < '.join(steps)}") as writer:
        known = {one.name: one for one in load_attributes(writer.connection)}
        if name not in known:
            raise NotFound("attribute", name, nearest(name, list(known)))
        values = (person.attributes.get(name) for person in load_respondents(writer.connection))
        given = {attribute_text(value) for value in values if value is not None and attribute_text(value)}
        if strange := sorted(given - set(steps)):
            raise Refused(f"'{strange[0]}' was answered and is no step of the scale.")
        guid = load_attribute_guids(writer.connection)[name]
        save_attribute(writer, guid, replace(known[name], kind="scale", scale=steps))


def record_consent(project: Project, labels: tuple[str, ...], consent: str, reason: str) -> int:
    """Record a signed declaration of consent for some respondents, or for all where none is named.

    Returns:
        For how many it was recorded.
    """
    if consent not in CONSENTS:
        raise BadInput(f"'{consent}' is not a consent.", f"Use one of: {', '.join(CONSENTS)}.")
    with project.act("consent", reason) as writer:
        known = {person.label: person.guid for person in load_respondents(writer.connection)}
        for label in labels:
            if label not in known:
                raise NotFound("respondent", label, nearest(label, list(known)))
        chosen = [known[label] for label in labels] or list(known.values())
        for guid in chosen:
            save_consent(writer, guid, consent)
    return len(chosen)


def import_questions(project: Project, path: str) -> tuple[str, ...]:
    """Take the guide in, and let interviewers' turns that match a question open it.

    Returns:
        One line a source: what was matched.
    """
    guide = read_guide(read_bytes(path), path)
    with project.act("import questions", Path(path).name) as writer:
        known = {question.number: question for question in load_questions(writer.connection)}
        for number, text in guide:
            there = known.get(number)
            guid = there.guid if there else project.here.guid()
            save_question(writer, Question(guid, number, text))
        writer.flush()
        return _assign_all(writer)


def _assign_all(writer: Writer) -> tuple[str, ...]:
    questions = load_questions(writer.connection)
    guide = tuple((question.number, question.text) for question in questions)
    guids = {question.number: question.guid for question in questions}
    lines = []
    for source in load_sources(writer.connection):
        if source.kind != "interview":
            continue
        text = load_current(writer.connection, source.guid)
        drafts = tuple(
            TurnDraft(turn.start, turn.end, turn.speaker, turn.role, None, None, turn.at)
            for turn in text.turns
        )
        assigned, matches = assign_questions(text.text, drafts, guide)
        turns = [
            replace(turn, question=guids[draft.question] if draft.question is not None else None)
            for turn, draft in zip(text.turns, assigned, strict=True)
        ]
        save_turns(writer, text.guid, turns)
        found = ", ".join(str(match.number) for match in matches) or "none"
        lines.append(f"{source.name}: questions {found}")
    return tuple(lines)


def assign_question(project: Project, text: SourceText, turns: range, number: int | None) -> None:
    """Say by hand which question some turns belong to.

    Args:
        project: Where.
        text: The source's current text.
        turns: Turn numbers from 1.
        number: Of the question; None for no question.
    """
    if not text.turns or turns.start < 1 or turns.stop - 1 > len(text.turns):
        raise BadInput(f"The source has turns 1 to {len(text.turns)}.")
    with project.act("assign question") as writer:
        guids = {question.number: question.guid for question in load_questions(writer.connection)}
        if number is not None and number not in guids:
            raise NotFound("question", str(number))
        guid = guids[number] if number is not None else None
        changed = [
            replace(turn, question=guid) if place in turns else turn
            for place, turn in enumerate(text.turns, 1)
        ]
        save_turns(writer, text.guid, changed)


def import_asked(project: Project, path: str) -> int:
    """Record from a table (`respondent,question,asked`) who was put which question.

    Returns:
        How many rows were recorded.
    """
    read_bytes(path)
    rows = read_asked(read_table(Path(path)))
    with project.act("import exposure", Path(path).name) as writer:
        placing = Placing(project, writer)
        problems = [
            f"{path}:{row.line}: there is no {kind} '{name}'."
            for row in rows
            for kind, name, there in (
                ("respondent", row.respondent, row.respondent in placing.people),
                ("question", row.question, row.question in placing.questions),
            )
            if not there
        ]
        if problems:
            raise BadInput("\n".join(problems), "Nothing was recorded.")
        for row in rows:
            if not row.asked:
                placing.exposure(row.respondent, row.question, "not asked")
    return len(rows)
