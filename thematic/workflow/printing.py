"""A source as linear text with its codes: what the desk shows, for scripts and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.model.sources import Turn
from thematic.workflow.reading import (
    find_source,
    list_coders,
    list_questions,
    list_respondents,
    read_codebook,
    read_text,
    source_codings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.workflow.project import Project


def print_source(project: Project, name: str) -> Iterator[str]:
    """Lines of a source: every turn with its number, speaker and question, its codings below it."""
    source = find_source(project, name)
    text = read_text(project, source.guid)
    codebook = read_codebook(project)
    coders = {coder.guid: coder.name for coder in list_coders(project)}
    people = {person.guid: person.label for person in list_respondents(project)}
    asked = {question.guid: question.number for question in list_questions(project)}
    turns = text.turns or (Turn(0, len(text.text), "", "nobody"),)
    marks = list(source_codings(project, source.guid))
    for number, turn in enumerate(turns, 1):
        who = people.get(turn.respondent or "", turn.role)
        about = f" (question {asked[turn.question]})" if turn.question in asked else ""
        yield f"{number}. {who}{about}: {text.text[turn.start : turn.end]}"
        last = number == len(turns)
        while marks and (last or marks[0].start < turns[number].start):
            coding = marks.pop(0)
            code = codebook.by_guid[codebook.resolve(coding.code)]
            stance = f", {coding.stance}" if coding.stance else ""
            words = " ".join(coding.quote.split())
            yield f'    [{code.key}{stance}] {coding.start}:{coding.end} {coders[coding.coder]}: "{words}"'
        yield ""
