"""What an act changed, so that a screen can follow it without reading everything again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.store.codes import load_codebook
from thematic.store.codings import find_coding, load_by_local
from thematic.store.touched import find_local_of_codes, find_touched

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.model.journal import Entity
    from thematic.workflow.project import Project


def touched_by(project: Project, act: str, limit: int = 200) -> tuple[Entity, ...]:
    """The things an act holds facts about, by the act's guid, at most `limit`."""
    with project.store.reading() as connection:
        return tuple(find_touched(connection, act, limit))


def codings_now(project: Project, guids: tuple[str, ...]) -> dict[str, Coding | None]:
    """How some codings stand; None for one that is absent."""
    with project.store.reading() as connection:
        return {guid: find_coding(connection, guid) for guid in guids}


def codings_of(project: Project, code: str) -> tuple[Coding, ...]:
    """The codings that stand for a code (by guid) now, merged codes' included, in order of creation."""
    with project.store.reading() as connection:
        book = load_codebook(connection)
        same = {one.guid for one in book.codes if book.resolve(one.guid) == book.resolve(code)}
        return tuple(load_by_local(connection, find_local_of_codes(connection, same)).values())
