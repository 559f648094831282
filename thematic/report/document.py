"""A report as plain blocks, the same for every format; renderers only print them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.model.findings import Audience
    from thematic.report.charts import Chart

Role = Literal["plain", "notice", "draft", "stem", "evidence", "note"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a text that refer to another place in the document."""

    text: str
    """As they stand in the text, searched from the end of the link before."""
    anchor: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title's level and stays unused in blocks."""

    level: int
    text: str
    anchor: str = ""
    section: str = ""
    """Title of the section that what follows belongs to, wherever it is shown."""
    words: str = ""
    """Under which name the outline holds these words, where an author wrote them."""
    person: tuple[tuple[str, str], ...] | None = None
    """On a respondent's page: attributes, as a reader may look for them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    role: Role = "plain"
    label: str = ""
    """A letter or name set before the text."""
    statement: str = ""
    """Id of the finding or point whose words these are."""
    words: str = ""
    """Under which name the outline holds other words of an author."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A lettered point under a numbered item."""

    letter: str
    text: str
    kind: str
    statement: str = ""
    """Id of the point."""


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered finding in the summary."""

    number: int
    text: str
    anchor: str
    """Where the summary names it."""
    points: tuple[Point, ...] = ()
    statement: str = ""
    """Id of the finding."""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Findings one below the other, their numbers as given."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unnumbered list."""

    items: tuple[str, ...]
    words: tuple[str, ...] = ()
    """For each item under which name the outline holds it; empty for those nobody wrote."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a quote in its source, for team copies."""

    before: str
    words: str
    """The coded passage as it stands."""
    after: str
    where: str
    """Source and positions."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, never to be changed by a renderer."""

    text: str
    speaker: str
    """Who is named; empty for an unattributed quote."""
    form: Literal["block", "inline"] = "block"
    coding: str = ""
    """Guid of the coding, in team copies; empty in public ones."""
    respondent: str = ""
    """Label of who speaks, in team copies, for unattributed quotes too; empty in public ones."""
    attributes: tuple[tuple[str, str], ...] = ()
    """What a reader of this copy may know about the speaker."""
    about: str = ""
    """Anchor of the speaker's page, where the copy has one."""
    context: Context | None = None


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
    links: tuple[str, ...] = ()
    """Where the first cell of each row leads; empty, or one anchor a row."""
    repeats: bool = False
    """Its rows stand elsewhere too, in another order: worth a look-up on a screen, not paper."""
    number: int = 0
    """Its place among the tables, from 1; 0 for one that belongs to a figure or repeats others."""

    @property
    def label(self) -> str:
        """`Table 3`, or nothing."""
        return f"Table {self.number}" if self.number else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the same in words and in numbers, for those who cannot see it."""

    caption: str
    description: str
    """What the chart shows, in a sentence or two."""
    chart: Chart
    table: Table
    anchor: str
    number: int = 0
    """Its place among the figures, from 1."""

    @property
    def label(self) -> str:
        """`Figure 3`, or nothing."""
        return f"Figure {self.number}" if self.number else ""


def number_captions(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with tables and figures numbered, each kind by itself."""
    tables, figures = count(1), count(1)
    numbered: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and not block.repeats:
            numbered.append(replace(block, number=next(tables)))
        elif isinstance(block, Figure):
            numbered.append(replace(block, number=next(figures)))
        else:
            numbered.append(block)
    return tuple(numbered)


def split_links(text: str, links: tuple[Link, ...]) -> list[tuple[str, str]]:
    """The text in pieces, each with the anchor it leads to; empty for plain text."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for link in links:
        place = text.find(link.text, at)
        if place < 0:
            continue
        pieces += [(text[at:place], ""), (link.text, link.anchor)]
        at = place + len(link.text)
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def summary_anchor(number: int) -> str:
    """Where the summary names a finding."""
    return f"finding-{number}"


def detail_anchor(number: int) -> str:
    """Where a finding is told in detail."""
    return f"detail-finding-{number}"


Block = Heading | Paragraph | NumberedList | Bullets | Quotation | Table | Figure


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
