"""New versions of a text: nothing coded is lost or moved in silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.coding.anchors import anchor_spans
from thematic.errors import BadInput
from thematic.ingest.casting import Casting
from thematic.ingest.files import read_source
from thematic.ingest.questions import assign_questions
from thematic.language.sentences import RULE_VERSION
from thematic.model.sources import SourceText, Turn
from thematic.store.codings import load_codings, save_coding
from thematic.store.sources import make_current, save_spans, save_version, text_hash
from thematic.workflow.blindness import hidden_from, hide_codings
from thematic.workflow.coding import find_quote
from thematic.workflow.placing import Placing
from thematic.workflow.reading import (
    find_source,
    list_questions,
    list_respondents,
    list_sources,
    read_text,
    sentences_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.model.codings import Coding
    from thematic.model.sources import Source
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a new version did to the codings, hidden ones left out of what is told."""

    moved: int
    """Codings that read their own words in the new version."""
    waiting: tuple[Coding, ...]
    """Codings whose words are gone: they stay on the version they were made on, for review."""


def replace_source(project: Project, name: str, path: str) -> Replacement:
    """Make a file the new version of a source, and find every coding again.

    Raises:
        BadInput: The file cannot be read, or holds the same text.
    """
    source = find_source(project, name)
    known = frozenset(person.label for person in list_respondents(project))
    own = source.respondents[0] if len(source.respondents) == 1 else None
    draft = read_source(Path(path), name=source.name, kind=source.kind, casting=Casting({}, own, known))
    guide = tuple((question.number, question.text) for question in list_questions(project))
    found = assign_questions(draft.text, draft.turns, guide)[0] if guide else draft.turns
    old = read_text(project, source.guid)
    if draft.text == old.text:
        raise BadInput(f"{path} holds the text that '{source.name}' has already.")
    with project.act("replace source", Path(path).name) as writer:
        placing = Placing(project, writer)
        turns = tuple(
            Turn(
                turn.start, turn.end, turn.speaker, turn.role,
                placing.person(turn.respondent) if turn.respondent else None,
                placing.questions.get(turn.question) if turn.question is not None else None,
                turn.at,
            )
            for turn in found
        )  # fmt: skip
        new = SourceText(project.here.guid(), source.guid, text_hash(draft.text), draft.text, turns)
        return _switch(placing, old, new)


def redact_source(project: Project, name: str, quote: str, label: str) -> Replacement:
    """Put a label in place of words that must not stand in the text, as a new version.

    Codings go with the text: one that held the words now holds the label. The words
    stay in the journal until the respondent's data are purged.

    Raises:
        QuoteNotFound: The words stand nowhere, or more than once.
    """
    source = find_source(project, name)
    old = read_text(project, source.guid)
    start, end = find_quote(old, source.name, quote)
    text = old.text[:start] + label + old.text[end:]
    shift = len(label) - (end - start)

    def moved(position: int) -> int:
        """A position inside the words goes to the nearer end of the label."""
        if position <= start:
            return position
        if position >= end:
            return position + shift
        return start if position - start < end - position else start + len(label)

    turns = tuple(replace(turn, start=moved(turn.start), end=moved(turn.end)) for turn in old.turns)
    new = SourceText(project.here.guid(), source.guid, text_hash(text), text, turns)
    with project.act("redact source", source.name) as writer:
        return _switch(Placing(project, writer), old, new, moved)


def codings_for_review(project: Project) -> tuple[tuple[Source, Coding], ...]:
    """Codings whose words are not in the current text: a person must place or withdraw them."""
    current = {source.guid: source for source in list_sources(project)}
    with project.store.reading() as connection:
        found = hide_codings(load_codings(connection), hidden_from(project, connection))
    return tuple(
        (current[coding.source], coding)
        for coding in found
        if coding.source in current
        and coding.text != current[coding.source].text
        and coding.layer != "agreed"
    )


def _switch(
    placing: Placing,
    old: SourceText,
    new: SourceText,
    moved: Callable[[int], int] | None = None,
) -> Replacement:
    """Make the new version current and carry the codings over: by a known move, else by their words."""
    writer = placing.writer
    save_version(writer, new)
    save_spans(writer.connection, new, RULE_VERSION, sentences_of(new))
    make_current(writer, new.source, new.guid)
    codings = [
        coding for coding in load_codings(writer.connection, source=new.source) if coding.text == old.guid
    ]
    spans = [(coding.start, coding.end) for coding in codings]
    places = (
        [_moved_span(moved, start, end) for start, end in spans]
        if moved
        else anchor_spans(old.text, new.text, spans)
    )
    waiting = []
    for coding, place in zip(codings, places, strict=True):
        if place is None:
            waiting.append(coding)
        else:
            start, end = place
            there = replace(coding, text=new.guid, start=start, end=end, quote=new.text[start:end])
            save_coding(writer, there, fresh=False)
    hidden = hidden_from(placing.project, writer.connection)
    seen, left = hide_codings(codings, hidden), hide_codings(waiting, hidden)
    return Replacement(len(seen) - len(left), left)


def _moved_span(moved: Callable[[int], int], start: int, end: int) -> tuple[int, int] | None:
    """Where a span goes; one that would become empty takes what stands in its place, if anything does."""
    first, last = moved(start), moved(end)
    return (first, last) if first < last else None
