"""What the comparison reads from the project, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.model.disagreements import Decision, Disagreement
    from thematic.model.sources import SourceText
    from thematic.workflow.adjudication import Queue
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Read:
    """A source as read for an item."""

    text: SourceText
    sentences: tuple[tuple[int, int], ...]
    codings: tuple[Coding, ...]


def read_queue(project: Project) -> tuple[Queue, tuple[str, ...]]:
    """The queue, and reasons given before."""
    from thematic.workflow.adjudication import load_queue, past_reasons

    return load_queue(project), past_reasons(project)


def read_source(project: Project, item: Disagreement) -> Read:
    """The text an item stands in."""
    from thematic.workflow import reading

    text = reading.read_version(project, item.text)
    codings = tuple(one for one in reading.source_codings(project, item.source) if one.text == item.text)
    return Read(text, reading.read_sentences(project, text), codings)


def find_changed(before: Queue, after: Queue) -> list[str]:
    """Ids of items whose decision is another now."""
    ids = before.decisions.keys() | after.decisions.keys()
    return sorted(item for item in ids if _answer(before, item) != _answer(after, item))


def _answer(queue: Queue, item: str) -> Decision | None:
    """The decision without when and on what it was signed."""
    decision = queue.decisions.get(item)
    return replace(decision, by="", at=0, seen={}) if decision else None
