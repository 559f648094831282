"""Notes on anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound
from thematic.model.codings import Memo
from thematic.model.journal import Entity
from thematic.store.memos import load_memos, save_memo, withdraw_memo
from thematic.store.outlines import load_finding_guids, outline_guid
from thematic.workflow.following import codings_now
from thematic.workflow.reading import (
    find_code,
    find_source,
    list_coders,
    list_memos,
    list_respondents,
    list_sources,
    read_codebook,
)

if TYPE_CHECKING:
    from thematic.workflow.project import Project

SUBJECTS = "project, code/KEY, source/NAME, respondent/LABEL, coding/GUID or finding/ID"


@dataclass(frozen=True, slots=True)
class NamedMemo:
    """A memo with names in place of guids."""

    guid: str
    on: str
    coder: str
    at: int
    """Microseconds since 1970 UTC."""
    text: str


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


def reword_memo(project: Project, guid: str, text: str) -> Memo:
    """Give the memo with that guid new words."""
    return write_memo(project, "", text, guid=guid)


def remove_memo(project: Project, guid: str) -> None:
    """Make a memo absent; undo brings it back.

    Raises:
        NotFound: There is no memo with that guid.
    """
    with project.act("remove memo") as writer:
        if guid not in {memo.guid for memo in load_memos(writer.connection)}:
            raise NotFound("memo", guid)
        withdraw_memo(writer, guid)


def resolve_subject(project: Project, on: str) -> str:
    """Turn `code/time-barrier` into `code/GUID`, and the like.

    Raises:
        NotFound: Nothing has that name.
        BadInput: Memos cannot be about that kind of thing.
    """
    kind, _, name = on.partition("/")
    if kind == "project":
        return str(Entity("project", project.guid))
    if kind == "code":
        return str(Entity("code", find_code(read_codebook(project), name).guid))
    if kind == "source":
        return str(Entity("source", find_source(project, name).guid))
    if kind == "respondent":
        for person in list_respondents(project):
            if name in (person.label, person.guid):
                return str(Entity("respondent", person.guid))
        raise NotFound("respondent", name)
    if kind == "coding":
        if codings_now(project, (name,))[name] is None:
            raise NotFound("coding", name)
        return on
    if kind == "finding":
        guid = outline_guid(project.guid, "finding", name)
        with project.store.reading() as connection:
            if guid not in load_finding_guids(connection):
                raise NotFound("finding", name)
        return str(Entity("finding", guid))
    raise BadInput(f"A memo cannot be on '{on}'.", f"Name {SUBJECTS}.")


def named_memos(project: Project, on: str | None = None) -> list[NamedMemo]:
    """Memos in order of writing, all or those on one thing, with names in place of guids."""
    names = {
        "code": {code.guid: code.key for code in read_codebook(project).codes},
        "source": {source.guid: source.name for source in list_sources(project)},
        "respondent": {person.guid: person.label for person in list_respondents(project)},
    }
    coders = {coder.guid: coder.name for coder in list_coders(project)}

    def shown(about: str) -> str:
        entity = Entity.parse(about)
        if entity.kind == "project":
            return "project"
        return f"{entity.kind}/{names.get(entity.kind, {}).get(entity.guid, entity.guid)}"

    return [
        NamedMemo(memo.guid, shown(memo.on), coders.get(memo.coder, memo.coder), memo.at, memo.text)
        for memo in list_memos(project, on)
    ]
