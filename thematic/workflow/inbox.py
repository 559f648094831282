"""What waits for a person: contradictory values, codings that lost their words, lists to work through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.language.sentences import split_sentences
from thematic.language.similarity import most_alike
from thematic.model.journal import canonical_json
from thematic.workflow.adjudication import load_queue
from thematic.workflow.conflicts import list_conflicts
from thematic.workflow.merge_report import name_everything
from thematic.workflow.reading import list_coders, read_sentences, read_text
from thematic.workflow.revisiting import stale_codings
from thematic.workflow.versions import codings_for_review

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.reconcile.fact_sets import RegisterConflict
    from thematic.workflow.project import Project

_OFFERED = 5
"""Places offered for a coding that lost its words."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field to which several people gave different values."""

    conflict: RegisterConflict
    about: str
    """What it is a field of, in words."""
    values: tuple[tuple[str, str], ...]
    """Author and value of each head, as people read them, in the order of the conflict's heads."""
    shown: int
    """Place of the value that stands until somebody decides."""

    @property
    def guid(self) -> str:
        """By what it is known when the inbox is read again."""
        return f"{self.conflict.entity}/{self.conflict.field}"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A coding whose words an edit took out of its source."""

    coding: Coding
    source: str
    """Name of the source."""

    @property
    def guid(self) -> str:
        """By what it is known when the inbox is read again."""
        return self.coding.guid


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the current text where a coding's words may have gone."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything that waits."""

    clashes: tuple[Clash, ...]
    unplaced: tuple[Unplaced, ...]
    stale: int
    """Own codings older than their code's definition, or of a retired code."""
    differing: int
    """Disagreements of coders that nobody has decided."""


def read_inbox(project: Project) -> Inbox:
    """What waits for the acting person, as far as they may see it."""
    unplaced = tuple(Unplaced(coding, source.name) for source, coding in codings_for_review(project))
    return Inbox(
        _clashes(project),
        unplaced,
        len(stale_codings(project)),
        len(load_queue(project).waiting()) if len(list_coders(project)) > 1 else 0,
    )


def find_places(project: Project, coding: Coding) -> tuple[Place, ...]:
    """Stretches of as many sentences as a coding has, most like its words, the likest first."""
    text = read_text(project, coding.source)
    sentences = read_sentences(project, text)
    more = max(0, len(split_sentences(coding.quote, [(0, len(coding.quote))])) - 1)
    spans = [(first[0], last[1]) for first, last in zip(sentences, sentences[more:], strict=False)]
    spans = [(start, end) for start, end in spans if "\n" not in text.text[start:end]] or list(sentences)
    found = most_alike(coding.quote, [text.text[start:end] for start, end in spans], _OFFERED)
    return tuple(Place(*spans[place], text.text[slice(*spans[place])]) for place in found)


def _clashes(project: Project) -> tuple[Clash, ...]:
    conflicts = list_conflicts(project)
    if not conflicts:
        return ()
    with project.store.reading() as connection:
        names = name_everything(connection)
    return tuple(_clash(conflict, names) for conflict in conflicts)


def _clash(conflict: RegisterConflict, names: dict[str, str]) -> Clash:
    values = tuple((names.get(f"coder/{by}", by), _said(value, names)) for _, value, by in conflict.heads)
    held = [canonical_json(value) for _, value, _ in conflict.heads]
    shown = held.index(canonical_json(conflict.shown)) if canonical_json(conflict.shown) in held else 0
    entity = conflict.entity
    about = f"{entity.kind} {names.get(str(entity), entity.guid[:8])}"
    return Clash(conflict, about, values, shown)


def _said(value: Any, names: dict[str, str]) -> str:
    """A value in words: a coding's state by quote and code, nothing as taken away."""
    if value is None:
        return "taken away"
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "quote" in value:
        stance = f", {value['stance']}" if value.get("stance") else ""
        return f"“{value['quote']}” [{names.get('code/' + str(value.get('code')), '?')}{stance}]"
    return canonical_json(value)
