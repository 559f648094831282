"""What stands around a coded passage: the question put before it, and the rest of the turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.report.document import Context
from thematic.store.codings import find_locals, load_by_local
from thematic.store.sources import load_sources, load_text
from thematic.workflow.blindness import hidden_from, hide_codings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.codings import Coding
    from thematic.model.sources import SourceText
    from thematic.workflow.project import Project

BEFORE, AFTER = 700, 400
"""Characters shown at most on either side."""


def read_contexts(project: Project, guids: Sequence[str]) -> dict[str, Context]:
    """Guid of a coding → what stands around it in the text version it was made on."""
    with project.store.reading() as connection:
        local = find_locals(connection, guids)
        found = load_by_local(connection, local.values())
        seen = {one.guid for one in hide_codings(found.values(), hidden_from(project, connection))}
        codings = {key: coding for key, coding in found.items() if coding.guid in seen}
        texts = {one.text: load_text(connection, one.text) for one in codings.values()}
        names = {source.guid: source.name for source in load_sources(connection)}
    return {
        guid: _context(codings[key], texts[codings[key].text], names[codings[key].source])
        for guid, key in local.items()
        if key in codings
    }


def _context(coding: Coding, text: SourceText, name: str) -> Context:
    turns = text.turns
    at = next((place for place, turn in enumerate(turns) if turn.end > coding.start), None)
    first, last = 0, len(text.text)
    if at is not None:
        first = turns[max(at - 1, 0)].start
        last = next((turn.end for turn in turns[at:] if turn.end >= coding.end), last)
    return Context(
        before=_from(text.text, first, coding.start),
        words=text.text[coding.start : coding.end],
        after=_up_to(text.text, coding.end, last),
        where=f"{name} {coding.start}–{coding.end}",
    )


def _from(text: str, first: int, end: int) -> str:
    """The text before a passage, begun between words where it is long."""
    if end - first <= BEFORE:
        return text[first:end]
    return "… " + text[end - BEFORE : end].partition(" ")[2]


def _up_to(text: str, start: int, last: int) -> str:
    """The text after a passage, broken off between words where it is long."""
    if last - start <= AFTER:
        return text[start:last]
    return text[start : start + AFTER].rpartition(" ")[0] + " …"
