"""Notes on anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound
from thematic.model.codings import Memo
from thematic.store.memos import load_memos, save_memo, withdraw_memo

if TYPE_CHECKING:
    from thematic.workflow.project import Project


def write_memo(project: Project, on: str, text: str, *, guid: str | None = None) -> Memo:
    """Write a memo on something (`kind/guid`), or new words for the memo with that guid.

    Raises:
        BadInput: The memo says nothing.
        NotFound: There is no memo with that guid.
    """
    if not text.strip():
        raise BadInput("The memo is empty.", "Write some words, or remove the memo.")
    coder = project.acting_coder()
    with project.act("memo") as writer:
        if guid is not None and guid not in {memo.guid for memo in load_memos(writer.connection)}:
            raise NotFound("memo", guid)
        memo = Memo(guid or project.here.guid(), on, coder.guid, text, project.here.now())
        save_memo(writer, memo, fresh=guid is None)
    return memo


def remove_memo(project: Project, guid: str) -> None:
    """Make a memo absent; undo brings it back."""
    with project.act("remove memo") as writer:
        withdraw_memo(writer, guid)
