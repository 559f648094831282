"""Codings that should be looked at again, because their code was defined anew since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.errors import NotFound
from thematic.store.codings import find_coding
from thematic.store.revisit import find_stale, save_confirmed

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.workflow.project import Project


def stale_codings(project: Project) -> tuple[Coding, ...]:
    """The acting coder's codings older than their code's definition, or of a retired code, oldest first."""
    if project.coder is None:
        return ()
    with project.store.reading() as connection:
        found = (find_coding(connection, guid) for guid in find_stale(connection, project.coder.guid))
        return tuple(coding for coding in found if coding is not None)


def confirm_codings(project: Project, guids: tuple[str, ...]) -> None:
    """Let codings stand under their code's new definition.

    Raises:
        NotFound: There is no coding with one of these guids.
    """
    with project.act("confirm") as writer:
        for guid in guids:
            if find_coding(writer.connection, guid) is None:
                raise NotFound("coding", guid)
        save_confirmed(writer, guids)
