"""A report as plain blocks, the same for every format; renderers only print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from thematic.model.findings import Audience

Role = Literal["plain", "notice", "draft", "stem", "evidence", "note"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title's level and stays unused in blocks."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    role: Role = "plain"
    label: str = ""
    """A letter or name set before the text."""


@dataclass(frozen=True, slots=True)
class Point:
    """A lettered point under a numbered item."""

    letter: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered finding in the summary."""

    number: int
    text: str
    anchor: str
    """Where the summary names it; the detail stands at `detail-` and this."""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Findings one below the other, their numbers as given."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unnumbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, never to be changed by a renderer."""

    text: str
    speaker: str
    """Who is named; empty for an unattributed quote."""
    form: Literal["block", "inline"] = "block"
    coding: str = ""
    """Guid of the coding, in team copies; empty in public ones."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under a header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    anchor: str = ""
    numeric: tuple[int, ...] = ()
    """Columns of numbers, counted from 0."""


Block = Heading | Paragraph | NumberedList | Bullets | Quotation | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A report, ready to be printed."""

    title: str
    audience: Audience
    blocks: tuple[Block, ...]
    notice: str = ""
    draft: tuple[str, ...] = ()
    """Why it is a draft; empty for a finished report."""
    date: str = ""
    language: str = "en-GB"
