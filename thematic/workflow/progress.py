"""Which transcripts a coder calls done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.store.projects import load_project, save_setting

if TYPE_CHECKING:
    from thematic.workflow.project import Project


def mark_done(project: Project, source: str, *, done: bool) -> None:
    """Note that the acting coder is through with a source (by guid), or is not after all."""
    coder = project.acting_coder()
    with project.act("done" if done else "not done") as writer:
        save_setting(writer, project.guid, _name(coder.guid, source), True if done else None)


def done_sources(project: Project) -> frozenset[str]:
    """Guids of the sources the acting coder is through with."""
    if project.coder is None:
        return frozenset()
    with project.store.reading() as connection:
        settings = load_project(connection).settings
    start = _name(project.coder.guid, "")
    return frozenset(
        name[len(start) :] for name, value in settings.items() if name.startswith(start) and value
    )


def _name(coder: str, source: str) -> str:
    return f"done {coder} {source}"
