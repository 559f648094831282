"""The body of a Word report: front, contents, then every block in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.report import word_styles
from thematic.report.bookmarks import mark_statement
from thematic.report.charts import Heatmap
from thematic.report.document import Bullets, Figure, Heading, NumberedList, Paragraph, Quotation, Table
from thematic.report.pages import lay_out
from thematic.report.word_widths import is_wide
from thematic.report.word_xml import Names, caption, link, linked, paragraph, run, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thematic.report.bookmarks import Place
    from thematic.report.document import Block, Document, Item
    from thematic.report.pages import Part

_ROLES = {"plain": "Normal", "notice": "Notice", "draft": "Warning", "stem": "Stem", "evidence": "Evidence"}
FIRST_RESTART = 10
"""Numbers of restarted lists begin here."""
DEEPEST = 5
"""Heading styles there are."""
MANY = 15
"""A part with more parts below is not unfolded in the contents."""


class Body:
    """Writes the body once.

    Args:
        document: What to write.
        picture: Draws a figure as wide as told (twentieths of a point) and gives its run.
        references: Header and footer of every section.
    """

    def __init__(self, document: Document, picture: Callable[[Figure, int], str], references: str) -> None:
        self._document = document
        self._picture = picture
        self._references = references
        self._names = Names()
        self._next_number = 1
        self._list = word_styles.LIST
        self._sideways = False
        self.restarts: list[tuple[int, int]] = []
        """Lists that begin anew: their number, and the number of their first item."""
        self.printed: dict[str, str] = {}
        """Bookmark of a statement → its words as printed."""

    def write(self) -> str:
        """Everything between the tags of the body."""
        parts = lay_out(self._document.blocks)
        written = [*self._front(), *self._contents(parts)]
        turned = False
        for part in parts:
            wide = _has_wide_table(part)
            if wide != turned:
                written.append(
                    f"<w:p><w:pPr>{word_styles.section(self._references, sideways=turned)}</w:pPr></w:p>"
                )
                turned = wide
            self._sideways = wide
            written += self._part(part)
        written.append(word_styles.section(self._references, sideways=turned))
        return "".join(written)

    def _front(self) -> Iterator[str]:
        document = self._document
        yield paragraph("Title", run(document.title))
        if document.date:
            yield paragraph("Subtitle", run(document.date))
        if document.notice:
            yield paragraph("Notice", run(document.notice))
        if document.audience == "team":
            yield paragraph("Warning", run("Team copy: contains personal data.", "<w:b/>"))
        if document.draft:
            yield paragraph("Warning", run("Draft.", "<w:b/>"))
            yield from (paragraph("Warning", run(reason)) for reason in document.draft)

    def _contents(self, parts: tuple[Part, ...]) -> Iterator[str]:
        """A table of contents that is filled already and that Word can renew."""
        titled = [part for part in parts if part.title]
        if len(titled) < 2:
            return
        lines = []
        for part in titled:
            lines.append((1, part))
            if len(part.parts) <= MANY:
                lines += [(2, below) for below in part.parts]
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        yield paragraph("ContentsHeading", run("Contents"))
        for place, (level, part) in enumerate(lines):
            entry = link(part.title, self._names.anchor(part.anchor))
            first, last = place == 0, place == len(lines) - 1
            yield paragraph(f"TOC{level}", f"{begin if first else ''}{entry}{end if last else ''}")

    def _part(self, part: Part) -> Iterator[str]:
        if part.title:
            title = self._statement("detail", part.words, part.title)
            inner = self._names.around(self._names.anchor(part.anchor), title)
            yield paragraph(f"Heading{min(part.level - 1, DEEPEST)}", inner)
        for block in part.blocks:
            yield from self._block(block)
        for below in part.parts:
            yield from self._part(below)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                yield self._paragraph(block)
            case NumberedList():
                for item in block.items:
                    yield from self._item(item)
            case Bullets():
                mark = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{word_styles.BULLETS}"/></w:numPr>'
                words = block.words or ("",) * len(block.items)
                for text, name in zip(block.items, words, strict=True):
                    yield paragraph("ListBullet", self._statement("detail", name, text), mark)
            case Quotation():
                yield _quotation(block)
            case Table():
                yield from self._table(block)
            case Figure():
                yield from self._figure(block)
            case Heading():
                raise AssertionError(block)

    def _paragraph(self, block: Paragraph) -> str:
        style = _ROLES.get(block.role, "Evidence")
        text = linked(block.text, block.links, self._names)
        if block.words:
            text = self._statement("detail", block.words, block.text)
        if block.statement:
            style = "Normal" if block.label else "Finding"
            text = self._statement("detail", block.statement, block.text)
        label = (
            linked(block.label, block.links, self._names, '<w:rStyle w:val="Label"/>') + run(" ")
            if block.label
            else ""
        )
        kept = block.role in ("note", "evidence")
        return paragraph(style, label + text, "<w:keepNext/>" if kept else "")

    def _item(self, item: Item) -> Iterator[str]:
        """A numbered finding; the list runs on unless the number says otherwise."""
        if item.number != self._next_number:
            self._list = FIRST_RESTART + len(self.restarts)
            self.restarts.append((self._list, item.number))
        self._next_number = item.number + 1
        inner = self._statement("summary", item.statement, item.text)
        inner = self._names.around(self._names.anchor(item.anchor), inner)
        yield paragraph("ListNumber", inner, self._numbered(0))
        for point in item.points:
            text = self._statement("summary", point.statement, point.text)
            yield paragraph("ListNumber2", text, self._numbered(1))

    def _numbered(self, level: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self._list}"/></w:numPr>'

    def _statement(self, place: Place, statement: str, text: str) -> str:
        """Words that can be found again after people edited them."""
        if not statement:
            return run(text)
        mark = mark_statement(place, statement, text)
        self.printed[mark] = text
        return self._names.around(mark, run(text))

    def _table(self, block: Table) -> Iterator[str]:
        if block.repeats:
            return
        if block.number:
            yield caption("Table", block.number, block.caption, self._names)
        yield table(block, self._names, self._width)
        yield _note(block.note)

    def _figure(self, block: Figure) -> Iterator[str]:
        """A caption, what the chart shows in words, the chart, its numbers; a grid is its own table."""
        yield caption("Figure", block.number, block.caption, self._names)
        yield paragraph("Evidence", run(block.description), "<w:keepNext/>")
        if isinstance(block.chart, Heatmap):
            yield table(block.table, self._names, self._width, block.chart.shares)
        else:
            yield paragraph("Picture", self._picture(block, self._width))
            yield table(block.table, self._names, self._width)
        yield _note(block.table.note)

    @property
    def _width(self) -> int:
        return word_styles.text_width(sideways=self._sideways)


def _note(note: str) -> str:
    """What stands below a table; without words a line of no height, which keeps two tables apart."""
    return paragraph("TableNote", run(note)) if note else paragraph("TableEnd", "")


def _quotation(block: Quotation) -> str:
    if block.form == "inline":
        said = run(f"“{block.text}”")
        return paragraph("Normal", said + (run(f" ({block.speaker})") if block.speaker else ""))
    speaker = run(f"{block.speaker}: ", '<w:rStyle w:val="Label"/>') if block.speaker else ""
    return paragraph("Quote", speaker + run(f"“{block.text}”"))


def _has_wide_table(part: Part) -> bool:
    tables = (block.table if isinstance(block, Figure) else block for block in part.blocks)
    printed = [(one.header, *one.rows) for one in tables if isinstance(one, Table) and not one.repeats]
    upright = word_styles.text_width(sideways=False)
    wide = any(is_wide(cells, upright) for cells in printed)
    return wide or any(_has_wide_table(below) for below in part.parts)
