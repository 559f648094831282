"""What acts changed: one's own undone or done again, and those of others, read again after them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from thematic.model.codebook import Codebook
    from thematic.model.codings import Coder, Coding, Memo
    from thematic.model.journal import Act, Entity
    from thematic.model.sources import Question, Respondent, Source
    from thematic.workflow.project import Project

_RULES = frozenset({"project", "assignment"})
"""Kinds that decide who may see what: all that is shown may be otherwise now."""

_LISTED = frozenset({"source", "text", "question", "respondent", "attribute", "coder"})
"""Kinds that stand in the desk's lists."""

EVERYTHING = frozenset({"code", "memo"}) | _RULES | _LISTED
"""Kinds of which one is read again where it is not known what was touched."""

_LIMIT = 200
"""Things of one act that are shown one by one."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What an undo or redo changed, or acts of others."""

    act: Act | None
    """The act undone or done again; None for those of others."""
    entities: tuple[Entity, ...]
    """What it touched."""
    codings: Mapping[str, Coding | None]
    """Codings it touched, as they stand now; None for one that is absent."""
    whole: bool
    """Whether that is all; if not, screens must read everything again."""
    codebook: Codebook | None
    """The codebook as it stands now, when codes were touched."""
    memos: tuple[Memo, ...] | None
    """The memos as they stand now, when memos were touched."""
    done: frozenset[str] | None
    """The sources done as they stand now, when the project's settings were touched."""
    lists: Lists | None = None
    """Sources, questions, people and coders as they stand now, when any was touched."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What an import may add to."""

    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]
    coders: tuple[Coder, ...]


def read_lists(project: Project) -> Lists:
    """Sources, questions, respondents and coders as they stand now."""
    from thematic.workflow import reading

    return Lists(
        reading.list_sources(project),
        reading.list_questions(project),
        reading.list_respondents(project),
        reading.list_coders(project),
    )


def follow(project: Project, act: Act) -> Followed:
    """How things stand that an act touched."""
    followed = read_act(project, act.guid, merged=act.verb == "merge")
    return replace(followed, act=act)


def read_act(project: Project, act: str, *, merged: bool = False) -> Followed:
    """How things stand that an act (by its guid) touched; a merge also brought what it did not touch."""
    from thematic.workflow.following import touched_by

    touched = touched_by(project, act, _LIMIT)
    kinds = EVERYTHING if merged else {each.kind for each in touched}
    return read_changes(project, touched, kinds, whole=len(touched) < _LIMIT)


def read_rules(project: Project) -> Followed:
    """How things stand after a change of who may see what."""
    return read_changes(project, (), _RULES, whole=False)


def read_changes(
    project: Project, touched: Collection[Entity], kinds: Collection[str], *, whole: bool
) -> Followed:
    """How things stand that acts of others touched.

    Args:
        project: The open project.
        touched: What they touched and one may see.
        kinds: Kinds of all they touched.
        whole: Whether `touched` is all of it.
    """
    from thematic.workflow import following, progress, reading

    found = set(kinds)
    rules = bool(found & _RULES)
    guids = tuple(dict.fromkeys(each.guid for each in touched if each.kind == "coding"))
    return Followed(
        act=None,
        entities=tuple(touched),
        codings=following.codings_now(project, guids),
        whole=whole and not rules and "text" not in found,
        codebook=reading.read_codebook(project) if "code" in found else None,
        memos=reading.list_memos(project) if "memo" in found or rules else None,
        done=progress.done_sources(project) if rules else None,
        lists=read_lists(project) if found & _LISTED or rules else None,
    )
