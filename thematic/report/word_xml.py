"""Pieces of WordprocessingML as text: runs, links, fields, bookmarks, paragraphs and tables."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from thematic.report.bookmarks import digest
from thematic.report.document import split_links
from thematic.report.printable import printable
from thematic.report.word_widths import CHARACTER, GRID, SMALL_CHARACTER, column_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.report.document import Link, Table

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
LONGEST_NAME = 40
"""Characters in a bookmark's name."""
TOGETHER = 14
"""A table with no more rows than this is not broken over pages."""
MOST_COLUMNS = 40
"""A table with more columns is printed in several, the first column repeated."""
SHADE = (0x1F, 0x6F, 0x8B)
"""The colour of a cell whose share is 1, before it is mixed with white."""
STRONGEST = 0.62


class Names:
    """Bookmarks of one document: names Word allows, each once, with their numbers."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._taken: set[str] = set()

    def anchor(self, anchor: str) -> str:
        """The name for an anchor, the same each time."""
        plain = re.sub(r"[^A-Za-z0-9]", "_", anchor)
        if plain == anchor.replace("-", "_") and len(plain) <= LONGEST_NAME - 2:
            return f"a_{plain}"
        return f"h_{digest(anchor)}"

    def around(self, name: str, inner: str) -> str:
        """A bookmark around some runs; a name that is taken gets a number."""
        wanted, tried = name, 1
        while name in self._taken:
            tried += 1
            name = f"{wanted}_{tried}"
        self._taken.add(name)
        number = next(self._numbers)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def run(text: str, properties: str = "") -> str:
    """Words with line ends as breaks; right-to-left words are marked as such."""
    clean = printable(text)
    if not clean:
        return ""
    if _runs_left(clean):
        properties += "<w:rtl/>"
    lines = "<w:br/>".join(_line(line) for line in clean.split("\n"))
    return f"<w:r>{_properties('rPr', properties)}{lines}</w:r>"


def linked(text: str, links: tuple[Link, ...], names: Names, properties: str = "") -> str:
    """Words, some of which lead elsewhere in the document."""
    return "".join(
        link(words, names.anchor(anchor)) if anchor else run(words, properties)
        for words, anchor in split_links(text, links)
    )


def link(text: str, name: str) -> str:
    """Words that lead to a bookmark."""
    inner = run(text, '<w:rStyle w:val="Hyperlink"/>')
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{inner}</w:hyperlink>'


def field(instruction: str, result: str) -> str:
    """A field with what it shows until it is updated."""
    return f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}>{run(result)}</w:fldSimple>"


def paragraph(style: str, inner: str, properties: str = "") -> str:
    """A paragraph in a style, by the style's id."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def caption(kind: str, number: int, text: str, names: Names, *, above: bool = True) -> str:
    """`Table 3. Words`, counted by a field; the label is a bookmark that others can refer to."""
    label = run(f"{kind} ") + field(f"SEQ {kind} \\* ARABIC", str(number))
    inner = names.around(label_name(kind, number), label) + run(f". {text}")
    return paragraph("Caption", inner, "<w:keepNext/>" if above else "")


def label_name(kind: str, number: int) -> str:
    """The bookmark of `Table 3`."""
    return f"{kind.lower()}_{number}"


def table(block: Table, names: Names, width: int, shares: Sequence[Sequence[float | None]] = ()) -> str:
    """A table whose header is repeated on every page.

    Args:
        block: Its words.
        names: Bookmarks of the document.
        width: Twentieths of a point between the margins.
        shares: Per row and column after the first: how strong a cell is shaded, 0 to 1.
    """
    columns = len(block.header)
    if columns <= MOST_COLUMNS:
        return _table(block, tuple(range(columns)), names, width, shares)
    pieces = [
        _table(block, (0, *range(first, min(first + MOST_COLUMNS - 1, columns))), names, width, shares)
        for first in range(1, columns, MOST_COLUMNS - 1)
    ]
    return paragraph("TableNote", "").join(pieces)


def _table(
    block: Table,
    columns: tuple[int, ...],
    names: Names,
    width: int,
    shares: Sequence[Sequence[float | None]],
) -> str:
    small = len(columns) > GRID
    style = "TableSmall" if small else "TableText"
    cells = [tuple(row[column] for column in columns) for row in (block.header, *block.rows)]
    widths = column_widths(cells, width, SMALL_CHARACTER if small else CHARACTER)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    aligned = [_side(column, block, small=small) for column in columns]
    rows = [_row(cells[0], widths, aligned, f"{style}Head", "<w:tblHeader/>")]
    last = len(cells) - 2
    for place, row in enumerate(cells[1:]):
        together = bool(block.note) if place == last else last < TOGETHER
        target = block.links[place] if block.links else ""
        fills = [_fill(shares, place, column) for column in columns]
        rows.append(
            _row(
                row,
                widths,
                aligned,
                style,
                "",
                names.anchor(target) if target else "",
                fills,
                together=together,
            )
        )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(printable(block.caption))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _side(column: int, block: Table, *, small: bool) -> str:
    """Where a column's words stand; empty for where the style puts them."""
    if small:
        return "" if column else "left"
    return "right" if column in block.numeric else ""


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    aligned: Sequence[str],
    style: str,
    properties: str,
    target: str = "",
    fills: Sequence[str] = (),
    *,
    together: bool = False,
) -> str:
    """One row; kept on a page with what follows where wanted."""
    written = []
    kept = "<w:keepNext/>" if together else ""
    for place, cell in enumerate(cells):
        inner = link(cell, target) if target and place == 0 and cell else run(cell)
        align = f'<w:jc w:val="{aligned[place]}"/>' if aligned[place] else ""
        fill = fills[place] if fills else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[place]}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{paragraph(style, inner, kept + align)}</w:tc>"
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{''.join(written)}</w:tr>"


def _fill(shares: Sequence[Sequence[float | None]], row: int, column: int) -> str:
    """The colour of a cell as six hexadecimal digits; empty for none."""
    share = shares[row][column - 1] if shares and column else None
    if share is None:
        return ""
    strength = 0.04 + (STRONGEST - 0.04) * min(max(share, 0.0), 1.0)
    return "".join(f"{round(255 + (tone - 255) * strength):02X}" for tone in SHADE)


def _properties(tag: str, inner: str) -> str:
    return f"<w:{tag}>{inner}</w:{tag}>" if inner else ""


def _line(text: str) -> str:
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t"))
    return "<w:tab/>".join(parts)


def _runs_left(text: str) -> bool:
    """Whether the first letter that has a direction is read from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
