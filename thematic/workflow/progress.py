"""Which transcripts a coder calls done: finished in a round where they were assigned, else simply noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.store.projects import load_project, save_setting
from thematic.store.rounds import load_assignments, rounds_of
from thematic.store.sources import load_sources
from thematic.workflow.closing import closed_pairs, refuse_pairs
from thematic.workflow.rounds import finish_sources, resume_sources

if TYPE_CHECKING:
    from thematic.workflow.project import Project


def mark_done(project: Project, source: str, *, done: bool) -> None:
    """Say that the acting coder is through with a source (by guid), or is not after all.

    Where the source is theirs to code in an open round, this finishes or
    resumes it there; elsewhere it is noted for them alone.

    Raises:
        Refused: It is not done after all, and the round it was theirs in is frozen.
    """
    coder = project.acting_coder()
    with project.store.reading() as connection:
        theirs = load_assignments(connection, source=source, coder=coder.guid)
        rounds = rounds_of(load_project(connection).settings)
        name = next(one.name for one in load_sources(connection) if one.guid == source)
        closed = closed_pairs(connection).get((source, coder.guid))
        if closed is not None and closed.status == "frozen" and not done:
            refuse_pairs(connection, {(source, coder.guid): closed})
    frozen = {item.number for item in rounds if item.status == "frozen"}
    if any(each.round not in frozen for each in theirs):
        (finish_sources if done else resume_sources)(project, [name])
        return
    with project.act("done" if done else "not done") as writer:
        save_setting(writer, project.guid, _name(coder.guid, source), True if done else None)


def done_sources(project: Project) -> frozenset[str]:
    """Guids of the sources the acting coder is through with."""
    if project.coder is None:
        return frozenset()
    coder = project.coder.guid
    with project.store.reading() as connection:
        settings = load_project(connection).settings
        latest = {each.source: each.state for each in load_assignments(connection, coder=coder)}
    start = _name(coder, "")
    noted = {name[len(start) :] for name, value in settings.items() if name.startswith(start) and value}
    finished = {source for source, state in latest.items() if state == "finished"}
    return frozenset(finished | (noted - latest.keys()))


def _name(coder: str, source: str) -> str:
    return f"done {coder} {source}"
