"""The base of every list and tree: lines drawn when seen, one cursor, no widget per line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.scroll_view import ScrollView

from thematic.tui.ink import Field, Inks, Line, Piece
from thematic.tui.keys import bindings_for
from thematic.tui.messages import LineChosen, LineFolded, LineMoved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of any length.

    Args:
        inks: Styles.
        title: Stands above the lines and stays there; empty for none.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("list")
    ALLOW_SELECT = False
    DEFAULT_CSS = "LineList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }"

    def __init__(self, inks: Inks, *, title: str = "", id: str | None = None) -> None:  # noqa: A002 (Textual's word)
        super().__init__(id=id)
        self.inks = inks
        self.cursor = 0
        self.title = title
        self.empty = ""
        """What stands in place of lines when there are none."""
        self._count = 0
        self._draw: Callable[[int], Line] = lambda _line: Line(())
        self._drawn: dict[int, Line] = {}

    @property
    def head(self) -> int:
        """Rows the title takes."""
        return 1 if self.title else 0

    def show(self, count: int, draw: Callable[[int], Line], *, cursor: int | None = None) -> None:
        """Show so many lines, each drawn by its number when it is first seen."""
        self._count, self._draw = count, draw
        self._drawn.clear()
        self._grow_to(count + self.head)
        self.cursor = self._resting(max(0, min(self.cursor if cursor is None else cursor, count - 1)), 1)
        self._bring_into_view()
        self.refresh()

    def _grow_to(self, rows: int) -> None:
        """So many rows can be scrolled through; while all fit, no new layout of the screen is asked for."""
        size = Size(self.size.width, rows)
        if max(rows, self.virtual_size.height) <= self.size.height:
            self.set_reactive(LineList.virtual_size, size)
        else:
            self.virtual_size = size

    def show_still(self, count: int, draw: Callable[[int], Line], *, cursor: int) -> None:
        """Show lines that have changed, the one under the cursor where it was on screen."""
        top = self.scroll_offset.y + cursor - self.cursor
        self.show(count, draw, cursor=cursor)
        if top != self.scroll_offset.y:
            self.scroll_to(y=max(0, top), animate=False, immediate=True)

    def show_lines(self, lines: Sequence[Line], *, cursor: int | None = None) -> None:
        """Show lines that are already made."""
        self.show(len(lines), lines.__getitem__, cursor=cursor)

    def show_inks(self, inks: Inks) -> None:
        """Draw with the colours of another theme."""
        self.inks = inks
        self.refresh()

    def retitle(self, title: str) -> None:
        """Change the title."""
        if title != self.title:
            self.title = title
            self.refresh()

    def redraw(self) -> None:
        """Draw every line anew because what they show has changed."""
        self._drawn.clear()
        self.refresh()

    def redraw_line(self, number: int) -> None:
        """Draw one line anew."""
        self._drawn.pop(number, None)
        self.refresh_lines(number + self.head)

    def drawn(self, number: int) -> Line:
        """A line by its number."""
        found = self._drawn.get(number)
        if found is None:
            found = self._drawn[number] = self._draw(number)
        return found

    def __len__(self) -> int:
        return self._count

    def move_to(self, number: int, *, tell: bool = True) -> None:
        """Put the cursor on a line and show it."""
        if not self._count:
            return
        direction = 1 if number >= self.cursor else -1
        number = self._resting(max(0, min(number, self._count - 1)), direction)
        if number == self.cursor:
            return
        old, self.cursor = self.cursor, number
        before = self.scroll_offset.y
        self._bring_into_view()
        if self.scroll_offset.y == before:
            self.refresh_lines(old + self.head)
            self.refresh_lines(number + self.head)
        if tell:
            self.post_message(LineMoved(self, number))

    def _resting(self, number: int, direction: int) -> int:
        """The nearest line in a direction on which the cursor may rest, else the other way."""
        for way in (direction, -direction):
            at = number
            while 0 <= at < self._count:
                if self.drawn(at).rests:
                    return at
                at += way
        return number

    def _bring_into_view(self) -> None:
        rows = max(1, self.size.height - self.head)
        top = self.scroll_offset.y
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + rows:
            top = self.cursor - rows + 1
        if self.cursor and not any(self.drawn(at).rests for at in range(self.cursor)):
            top = max(0, min(top, self.cursor - rows + 1))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self.size.width, self._count + self.head)
        self.redraw()
        self._bring_into_view()

    def render_line(self, y: int) -> Strip:
        """One row on screen: the title, then lines."""
        width = self.scrollable_content_region.width
        if y < self.head:
            head = Piece(f" {self.title}", "accent" if self.has_focus else "quiet")
            return self.inks.strip(Line((head,)), width, "title-focus" if self.has_focus else "title")
        number = self.scroll_offset.y + y - self.head
        if number >= self._count:
            words = self.empty if self._count == 0 and y == self.head else ""
            return self.inks.strip(Line((Piece(words and f" {words}", "quiet"),)), width, "page")
        here = number == self.cursor and self.drawn(number).rests
        ground: Field = "page" if not here else "cursor" if self.has_focus else "cursor-away"
        return self.inks.strip(self.drawn(number), width, ground)

    def on_focus(self) -> None:
        """Show which pane has the keys."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that another pane has the keys."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Move to the line under the pointer; a double click chooses it."""
        number = self.scroll_offset.y + event.y - self.head
        if event.y < self.head or number >= self._count or not self.drawn(number).rests:
            return
        self.move_to(number)
        if event.chain == 2:
            self.action_choose_line()

    def action_line_down(self) -> None:
        """Move down a line."""
        self.move_to(self.cursor + 1)

    def action_line_up(self) -> None:
        """Move up a line."""
        self.move_to(self.cursor - 1)

    def action_list_page_down(self) -> None:
        """Move down a screen."""
        self.move_to(self.cursor + max(1, self.size.height - self.head - 1))

    def action_list_page_up(self) -> None:
        """Move up a screen."""
        self.move_to(self.cursor - max(1, self.size.height - self.head - 1))

    def action_first_line(self) -> None:
        """Go to the first line."""
        self.move_to(0)

    def action_last_line(self) -> None:
        """Go to the last line."""
        self.move_to(self._count - 1)

    def action_choose_line(self) -> None:
        """Open or use the line."""
        if self._count:
            self.post_message(LineChosen(self, self.cursor))

    def action_fold(self) -> None:
        """Fold the branch, or go to the line above it."""
        if self._count:
            self.post_message(LineFolded(self, self.cursor, fold=True))

    def action_unfold(self) -> None:
        """Unfold the branch."""
        if self._count:
            self.post_message(LineFolded(self, self.cursor, fold=False))
