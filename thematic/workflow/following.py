"""What an act changed, so that a screen can follow it without reading everything again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.store.codes import load_codebook
from thematic.store.codings import find_coding, load_by_local
from thematic.store.touched import find_local_of_codes, find_touched
from thematic.workflow.blindness import hidden_from, hide_codings

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.model.journal import Entity
    from thematic.workflow.project import Project


def touched_by(project: Project, act: str, limit: int = 200) -> tuple[Entity, ...]:
    """The things an act holds facts about, by the act's guid, at most `limit`."""
    with project.store.reading() as connection:
        return tuple(find_touched(connection, act, limit))


def codings_now(project: Project, guids: tuple[str, ...]) -> dict[str, Coding | None]:
    """How some codings stand; None for one that is absent, or hidden from who acts."""
    with project.store.reading() as connection:
        found = {guid: find_coding(connection, guid) for guid in guids}
        sources = {one.source for one in found.values() if one}
        hidden = hidden_from(project, connection, source=sources.pop() if len(sources) == 1 else None)
        seen = {one.guid for one in hide_codings((one for one in found.values() if one), hidden)}
        return {guid: one if guid in seen else None for guid, one in found.items()}


def codings_of(project: Project, code: str) -> tuple[Coding, ...]:
    """The codings that stand for a code (by guid) now, merged codes' included, in order of creation."""
    with project.store.reading() as connection:
        book = load_codebook(connection)
        same = {one.guid for one in book.codes if book.resolve(one.guid) == book.resolve(code)}
        found = load_by_local(connection, find_local_of_codes(connection, same))
        return hide_codings(found.values(), hidden_from(project, connection))
