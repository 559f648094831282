"""Coders, segments, codings and memos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stance = Literal["supports", "qualifies", "opposes"]
Layer = Literal["human", "proposed", "agreed"]
Role = Literal["lead", "coder", "reader"]

STANCES: tuple[Stance, ...] = ("supports", "qualifies", "opposes")
LAYERS: tuple[Layer, ...] = ("human", "proposed", "agreed")
ROLES: tuple[Role, ...] = ("lead", "coder", "reader")


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    guid: str
    name: str
    role: Role = "coder"
    """A lead assigns, freezes, adjudicates and gives roles; a reader changes nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A half-open span of code points in one text version; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"a segment needs 0 <= start < end, not {self.start}:{self.end}"
            raise ValueError(message)

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Segment) -> int:
        """Code points both hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Segment) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one segment by one coder."""

    guid: str
    source: str
    """Guid of the source."""
    text: str
    """Guid of the text version its positions belong to."""
    start: int
    end: int
    quote: str
    """The words at [start, end), stored beside the positions."""
    code: str
    """Guid of the code it was made with; resolve merges through the codebook."""
    coder: str
    """Guid of the coder whose coding it is."""
    layer: Layer = "human"
    stance: Stance | None = None
    origin: str = ""
    """How it came to be: desk, tag, import, a file's name."""
    illustrative: bool = False
    """Whether a coder marked its words as a good illustration; such are printed first."""

    @property
    def segment(self) -> Segment:
        """Where it stands."""
        return Segment(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quote:
    """A coding as a reader meets it: names instead of guids."""

    guid: str
    quote: str
    source: str
    start: int
    end: int
    respondent: str | None
    question: int | None
    code: str
    """Key of the code, merges resolved."""
    coder: str
    stance: Stance | None
    layer: Layer = "human"
    current: bool = True
    """Whether it stands on the source's current text; one that waits for review is never printed."""
    illustrative: bool = False
    """Whether a coder marked it as a good illustration."""


@dataclass(frozen=True, slots=True)
class Memo:
    """The analyst's note on anything."""

    guid: str
    on: str
    """What it is about: `kind/guid` of an entity, or `project`."""
    coder: str
    """Guid of the writer."""
    text: str
    at: int = 0
    """When last written, microseconds since 1970 UTC."""
