"""The transcript widget: walking by key, and selecting with the mouse.

A click selects the sentence, a double click the word, a triple click the
turn; dragging selects whole words; a click on a bracket or a name points at
the coding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.messages import CodingPointed
from thematic.tui.page import selection as moves
from thematic.tui.widgets.transcript.walk import WalkedCanvas

if TYPE_CHECKING:
    from textual import events

    from thematic.model.codings import Coding
    from thematic.tui.page.units import Span, Unit

_CLICKS: dict[int, Unit] = {1: "sentence", 2: "word"}


class Transcript(WalkedCanvas):
    """A text to read and code."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._dragged: Span | None = None
        """The word where a drag began."""
        self._moved = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a drag at the word under the pointer."""
        if event.button != 1 or self.view is None or self.units is None:
            return
        position = self._position(event)
        self._moved = False
        self._dragged = self.units.at("word", position)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the drag to the word under the pointer, scrolling at the edges."""
        if self._dragged is None or self.units is None:
            return
        if event.y < 0:
            self.scroll_row(self.scroll_offset.y - 1)
        elif event.y >= self.size.height:
            self.scroll_row(self.scroll_offset.y + 1)
        word = self.units.at("word", self._position(event))
        if word is None or (word == self._dragged and not self._moved):
            return
        self._moved = True
        first = self._dragged
        span = (min(first[0], word[0]), max(first[1], word[1]))
        if span != self.now.span:
            self.move(moves.select(span, "word"))

    def on_mouse_up(self) -> None:
        """End the drag."""
        self._dragged = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Point at a coding, or select a unit."""
        if self.view is None or self.units is None or self._moved:
            return
        coding = self._coding_under(event)
        if coding is not None:
            self.move(moves.select((coding.start, coding.end)), leap=True)
            self.post_message(CodingPointed(coding.guid))
            return
        unit: Unit = _CLICKS.get(event.chain, "turn")
        found = self.units.at(unit, self._position(event))
        if found:
            self.move(moves.select(found, unit), leap=True)

    def _position(self, event: events.MouseEvent) -> int:
        assert self.view is not None  # noqa: S101 (callers have looked)
        y = max(0, min(event.y, self.size.height - 1))
        return self.view.position_at(event.x, self.scroll_offset.y + y)

    def _coding_under(self, event: events.Click) -> Coding | None:
        """The coding whose bracket or name is under the pointer."""
        row = self.scroll_offset.y + event.y
        if self.view is None or row >= len(self.view):
            return None
        marks, columns = self.view.lanes.row(row), self.view.columns
        if columns.label and event.x > columns.left + columns.text:
            return marks.label
        lane = columns.who + columns.lanes - 1 - event.x
        return next((coding for at, _, coding in marks.brackets if at == lane), None) if lane >= 0 else None
