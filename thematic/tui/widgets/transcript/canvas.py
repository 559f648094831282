"""The ground of the transcript widget: shows a text with codings, hits and a selection, and scrolls."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from thematic.tui.messages import Leap, Selected
from thematic.tui.page import selection as moves
from thematic.tui.page.bins import CodingIndex
from thematic.tui.page.units import Units
from thematic.tui.page.view import Parts, TurnCover, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thematic.model.codings import Coding
    from thematic.model.sources import SourceText
    from thematic.tui.page.outline import Heading
    from thematic.tui.page.paint import Paint
    from thematic.tui.page.selection import Selection
    from thematic.tui.page.units import Span, Unit
    from thematic.tui.page.view import Legend


class Canvas(ScrollView, can_focus=True, inherit_bindings=False):
    """A text with its codings; cost follows what is visible, not the text."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Canvas { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    def __init__(self, paint: Paint, *, id: str | None = None) -> None:  # noqa: A002 (Textual's word)
        super().__init__(id=id)
        self.paint = paint
        self.index = CodingIndex()
        self.cover: TurnCover | None = None
        self.units: Units | None = None
        self.view: View | None = None
        self.now = moves.select((0, 0))
        self.sticky = False
        self.hits: list[Span] = []
        self.hit_starts: list[int] = []
        self._text: SourceText | None = None
        self._legend: Legend | None = None
        self._parts: Parts | None = None
        self._headings: tuple[Heading, ...] | None = None
        self._current: str | None = None
        self._unsaved: frozenset[str] = frozenset()

    # What it shows

    def show(
        self,
        text: SourceText,
        sentences: Sequence[Span],
        codings: Iterable[Coding],
        legend: Legend,
        *,
        headings: tuple[Heading, ...] | None = None,
    ) -> None:
        """Show a text from its start, its first sentence selected; its turns give headings unless given."""
        self._headings = headings
        self._text, self._legend = text, legend
        self.index = CodingIndex(codings)
        self.cover = TurnCover(text, self.index)
        self.units = Units(text, sentences)
        self._parts = Parts(text, legend, headings)
        self.hits, self.hit_starts = [], []
        self._current = None
        self.sticky = False
        self.now = moves.select(self.units.at("sentence", 0) or (0, 0))
        self._lay_out()
        self.scroll_to(y=0, animate=False, immediate=True)

    def show_legend(self, legend: Legend) -> None:
        """Draw with new names and colours."""
        self._legend = legend
        if self._text is not None:
            self._parts = Parts(self._text, legend, self._headings)
            self._lay_out()

    def show_paint(self, paint: Paint) -> None:
        """Draw with the colours of another theme."""
        self.paint = paint
        if self.view is not None:
            self.view.maker.paint = paint
            self.view.redraw_all()
        self.refresh()

    @property
    def width(self) -> int:
        """Cells for the text and what stands beside it, without the scrollbar."""
        return self.scrollable_content_region.width

    @property
    def text(self) -> SourceText | None:
        """The text shown."""
        return self._text

    @property
    def words(self) -> str:
        """The selected words, exactly."""
        return self._text.text[self.now.start : self.now.end] if self._text else ""

    # Codings

    def put(self, coding: Coding, *, saved: bool = True) -> None:
        """Show a coding, or show it changed; hollow until it is saved."""
        self.take(coding.guid)
        self.index.add(coding)
        self._unsaved = self._unsaved - {coding.guid} if saved else self._unsaved | {coding.guid}
        self._changed(coding, 1)

    def take(self, guid: str) -> Coding | None:
        """Stop showing a coding."""
        coding = self.index.remove(guid)
        self._unsaved = self._unsaved - {guid}
        if coding is not None:
            if self.view is not None:
                self.view.lanes.drop(guid)
            self._changed(coding, -1)
        return coding

    def _changed(self, coding: Coding, change: int) -> None:
        if self.cover is not None:
            self.cover.count(coding, change)
        if self.view is not None:
            self.view.scene.unsaved = self._unsaved
            top = self.scroll_offset.y
            seen = range(min(top, len(self.view)), min(top + self.size.height, len(self.view)))
            self._repaint(self.view.coding_changed(coding, seen))

    def point(self, guid: str | None) -> None:
        """Draw one coding as the one that is spoken of."""
        if guid == self._current or self.view is None:
            self._current = guid
            return
        spans = [one.segment for one in (self.index.get(self._current), self.index.get(guid)) if one]
        self._current = self.view.scene.current = guid
        self._repaint(self.view.rows_of((one.start, one.end) for one in spans))

    # Search

    def find(self, words: str) -> int:
        """Mark every match of some words, letter case set aside; returns how many there are."""
        text = self._text.text if self._text else ""
        pattern = r"\s+".join(map(re.escape, words.split()))
        self.hits = [one.span() for one in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
        self.hit_starts = [start for start, _ in self.hits]
        if self.view is not None:
            self.view.scene.hits = self._hits_between
            self.view.redraw_all()
            self.refresh()
        return len(self.hits)

    def _hits_between(self, start: int, end: int) -> Sequence[Span]:
        first = max(0, bisect_right(self.hit_starts, start) - 1)
        return [hit for hit in self.hits[first : bisect_left(self.hit_starts, end)] if hit[1] > start]

    # Layout and drawing

    def on_resize(self) -> None:
        """Wrap again when the width changed, and keep the place."""
        if self._text is not None and (self.view is None or self.view.width != self.width):
            self._lay_out()

    def _lay_out(self) -> None:
        if self._text is None or self._legend is None or self._parts is None or not self.width:
            return
        old = self.view
        anchor, offset = self._anchor()
        self.view = View(
            self._text, self.index, self._legend, width=self.width, paint=self.paint, parts=self._parts
        )
        scene = self.view.scene
        scene.selection, scene.current, scene.unsaved = self.now.span, self._current, self._unsaved
        if self.hits:
            scene.hits = self._hits_between
        self.virtual_size = Size(self.width, len(self.view))
        if old is not None and old.text is self._text:
            self.scroll_row(self.view.wrap.row_at(anchor) - offset)
        self.refresh()

    def _anchor(self) -> tuple[int, int]:
        """The character whose place on screen should survive a new width, and its row there."""
        if self.view is None or not len(self.view):
            return 0, 0
        top = self.scroll_offset.y
        row = self.view.wrap.row_at(self.now.head)
        if top <= row < top + self.size.height:
            return self.now.head, row - top
        return self.view.wrap.span(min(top, len(self.view) - 1))[0], 0

    def render_line(self, y: int) -> Strip:
        """One row on screen."""
        row = self.scroll_offset.y + y
        if self.view is None or row >= len(self.view):
            return Strip.blank(self.width, self.paint.plain())
        return self.view.strip(row).adjust_cell_length(self.width, self.paint.plain())

    def _repaint(self, rows: Iterable[int]) -> None:
        """Draw some rows again, and only those."""
        if self.view is None:
            return
        rows = set(rows)
        self.view.redraw(rows)
        top = self.scroll_offset.y
        seen = sorted(row - top for row in rows if top <= row < top + self.size.height)
        regions = []
        while seen:
            length = next((n for n, y in enumerate(seen) if y != seen[0] + n), len(seen))
            regions.append(Region(0, seen[0], self.width, length))
            seen = seen[length:]
        if regions:
            self.refresh(*regions)

    def on_focus(self) -> None:
        """Show the selection strongly."""
        self._show_focus(focused=True)

    def on_blur(self) -> None:
        """Show the selection faintly."""
        self._show_focus(focused=False)

    def _show_focus(self, *, focused: bool) -> None:
        if self.paint.focused != focused and self.view is not None:
            self.paint.focus(focused=focused)
            self._repaint(self.view.rows_of([self.now.span]))

    # The selection

    def move(self, new: Selection, *, leap: bool = False) -> None:
        """Make a selection and bring its active end into view."""
        if leap and self.now.end > self.now.start:
            self.post_message(Leap(self.now.span))
        if self.view is None:
            self.now = new
            return
        old, self.now = self.now, new
        self.view.scene.selection = new.span
        if old.span != new.span:
            self._repaint(self.view.rows_of(_difference(old.span, new.span)))
        self._bring_into_view()
        self.post_message(Selected(new.span, new.unit))

    def go(self, start: int, end: int, *, unit: Unit = "sentence", leap: bool = True) -> None:
        """Select a span and show it."""
        self.move(moves.select((start, end), unit), leap=leap)

    def show_span(self, span: Span) -> None:
        """Bring a span into view without selecting it."""
        if self.view is not None:
            first = self.view.wrap.row_at(span[0])
            if not self.scroll_offset.y <= first < self.scroll_offset.y + self.size.height:
                self.scroll_row(first - self.size.height // 3)

    def _bring_into_view(self) -> None:
        """The page stands still while the selection walks on it, then jumps."""
        if self.view is None or not self.size.height:
            return
        height, top = self.size.height, self.scroll_offset.y
        first, last = (
            self.view.wrap.row_at(self.now.start),
            self.view.wrap.row_at(max(self.now.start, self.now.end - 1)),
        )
        head = self.view.wrap.row_at(self.now.head)
        if top <= first and last < top + height:
            return
        if last - first < height:
            up = first < top
            row = last + height // 4 - height if up else first - height // 4
            row = min(row, first) if up else row
            self.scroll_row(max(row, last - height + 1) if not up else row)
        elif not top <= head < top + height:
            self.scroll_row(head - (height // 4 if self.now.active == "start" else height * 3 // 4))

    def scroll_row(self, row: int) -> None:
        """Show a row as the first one."""
        self.scroll_to(
            y=max(0, min(row, max(0, self.virtual_size.height - self.size.height))),
            animate=False,
            immediate=True,
        )


def _difference(old: Span, new: Span) -> list[Span]:
    """Where two spans differ."""
    if old[1] <= new[0] or new[1] <= old[0]:
        return [old, new]
    return [
        (min(old[0], new[0]), max(old[0], new[0])),
        (min(old[1], new[1]), max(old[1], new[1])),
    ]
