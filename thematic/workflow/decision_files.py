"""Decisions as a file, out and in, and what they say must be coded again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.reconcile.decision_file import Names, read_located, write_decisions
from thematic.store.codings import load_heads
from thematic.store.decisions import load_taken
from thematic.store.revisit import load_defined
from thematic.workflow.adjudication import EVERYTHING, Adjudicated, load_queue
from thematic.workflow.consensus import ADJUDICATE, write_consensus
from thematic.workflow.deciding import ISSUE, take_decisions
from thematic.workflow.files import read_text_file
from thematic.workflow.reading import count_codings
from thematic.workflow.roles import require

if TYPE_CHECKING:
    from thematic.model.disagreements import Decision, Disagreement
    from thematic.workflow.adjudication import Queue
    from thematic.workflow.comparison import ItemFilter
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Recode:
    """A code that a decision blames for a disagreement: its codings want another look."""

    code: str
    """Guid."""
    item: Disagreement
    decision: Decision
    codings: int
    """How many of the coders' codings have the code, in all sources."""
    redefined: bool
    """Its definition was changed since: code again by the new one, then decide the item anew."""


def write_decision_file(
    project: Project, wanted: ItemFilter = EVERYTHING, *, everything: bool = False
) -> str:
    """Items as YAML with room for answers: those that wait, or all with the answers there are."""
    queue = load_queue(project)
    items = queue.waiting(wanted)
    if everything:
        items = tuple(item for item in queue.found.choose(wanted) if item.differs)
    with project.store.reading() as connection:
        heads = load_heads(connection, [coding.guid for item in items for coding in item.codings])
    return write_decisions(items, queue.decisions.values(), _names(queue), heads)


def apply_decision_file(project: Project, path: str) -> Adjudicated:
    """Take in the answers of a file as one act; taking them in again changes nothing.

    An answer about an item that is not here, or that was shown something else
    than stands here now, is listed with its line and not taken.

    Raises:
        BadFile: Everything wrong with the file, with lines; nothing is decided then.
        Refused: The one who acts is no lead.
    """
    require(project, "lead", "adjudicate")
    coder = project.acting_coder()
    queue = load_queue(project)
    read = read_located(read_text_file(path), path, _names(queue), by=coder.guid, at=project.here.now())
    lines = {decision.item: line for line, decision in read}
    touched = {queue.by_id[item].source for item in lines if item in queue.by_id}
    with project.act(ADJUDICATE, Path(path).name) as writer:
        taken = take_decisions(writer, (decision for _, decision in read), touched)
        layer = write_consensus(writer, touched | queue.overdue)
    stale = tuple(
        f"{path}:{lines[item]}: item {item}: {why}"
        for item, why in sorted(taken.refused.items(), key=lambda refused: lines[refused[0]])
    )
    return Adjudicated(taken.made, taken.known, stale, layer)


def list_recoding(project: Project) -> tuple[Recode, ...]:
    """Codes that were blamed for disagreements, each with the item and the reason, by code and place."""
    queue = load_queue(project)
    with project.store.reading() as connection:
        defined, taken = load_defined(connection), load_taken(connection)
    used = count_codings(project)
    found = []
    for item in queue.deferred():
        decision = queue.decisions[item.id]
        if decision.choice == ISSUE:
            found += [
                Recode(code, item, decision, used[code][0], defined.get(code, 0) > taken[item.id])
                for code in item.codes
            ]
    keys = queue.found.code_keys
    order = {source.guid: place for place, source in enumerate(queue.found.sources)}
    return tuple(sorted(found, key=lambda each: (keys[each.code], order[each.item.source], each.item.start)))


def _names(queue: Queue) -> Names:
    return Names(queue.found.source_names, queue.found.coder_names, queue.found.code_keys)
