"""Finding words in every source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.workflow.reading import list_respondents, list_sources, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.model.sources import SourceText
    from thematic.workflow.project import Project

_BESIDE = 240
"""Characters of context on either side of a match."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were looked for, where they stand."""

    source: str
    """Name of the source."""
    source_guid: str
    start: int
    end: int
    respondent: str | None
    """Label of who speaks there."""
    left: str
    match: str
    right: str


def search_texts(
    project: Project,
    words: str,
    *,
    limit: int = 2_000,
    told: Callable[[int, int], bool] | None = None,
) -> tuple[Hit, ...]:
    """Matches of some words in current texts, letter case set aside, any blank for a blank.

    Args:
        project: Where.
        words: What to look for.
        limit: Matches at most.
        told: Gets sources searched and sources in all; answers False to stop early.

    Raises:
        BadInput: Nothing to look for.
    """
    parts = words.split()
    if not parts:
        raise BadInput("There is nothing to look for.", "Give the words to find.")
    pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
    labels = {person.guid: person.label for person in list_respondents(project)}
    sources = list_sources(project)
    hits: list[Hit] = []
    for number, source in enumerate(sources):
        if told is not None and not told(number, len(sources)):
            break
        text = read_text(project, source.guid)
        for found in pattern.finditer(text.text):
            hits.append(_hit(text, source.name, labels, found.span()))
            if len(hits) >= limit:
                return tuple(hits)
    return tuple(hits)


def _hit(text: SourceText, name: str, labels: dict[str, str], span: tuple[int, int]) -> Hit:
    start, end = span
    turn = text.turn_at(start)
    words = text.text
    return Hit(
        name,
        text.source,
        start,
        end,
        labels.get(turn.respondent) if turn and turn.respondent else None,
        words[max(0, start - _BESIDE) : start],
        words[start:end],
        words[end : end + _BESIDE],
    )
