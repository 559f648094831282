"""What the desk reads again after acts of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.session import Followed, read_lists

if TYPE_CHECKING:
    from collections.abc import Collection

    from thematic.model.journal import Entity
    from thematic.workflow.project import Project

_RULES = frozenset({"project", "assignment"})
"""Kinds that decide who may see what: all that is shown may be otherwise now."""

_LISTED = frozenset({"source", "text", "question", "respondent", "attribute", "coder"})
"""Kinds that stand in the desk's lists."""


_LIMIT = 200
"""Things of one act that are shown one by one."""


def read_act(project: Project, act: str) -> Followed:
    """How things stand that an act (by its guid) touched."""
    from thematic.workflow.following import touched_by

    touched = touched_by(project, act, _LIMIT)
    return read_changes(project, touched, {each.kind for each in touched}, whole=len(touched) < _LIMIT)


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
