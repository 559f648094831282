"""A list and, beside or below it, everything about the line under the cursor."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.containers import Container

from thematic.tui.ink import Line, Piece, line
from thematic.tui.screens.base import NARROW, DeskScreen
from thematic.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.app import ComposeResult

    from thematic.tui.ink import Role
    from thematic.tui.messages import LineMoved

T = TypeVar("T")


class ListingScreen(DeskScreen, Generic[T]):
    """Items of one kind, and one of them in full. Subclasses say how an item is drawn and described."""

    heading = "LIST"
    DEFAULT_CSS = """
    ListingScreen #split { layout: horizontal; }
    ListingScreen #items { width: 3fr; height: 1fr; }
    ListingScreen #detail { width: 2fr; height: 1fr; }
    ListingScreen.-narrow #split { layout: vertical; }
    ListingScreen.-narrow #items { width: 1fr; height: 3fr; }
    ListingScreen.-narrow #detail { width: 1fr; height: 2fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[T] = ()
        self._described: list[Line] = []

    def body(self) -> ComposeResult:
        """The list and the detail."""
        with Container(id="split"):
            yield LineList(self.desk.inks, title=self.heading, id="items")
            yield LineList(self.desk.inks, title=" ", id="detail")

    @property
    def list(self) -> LineList:
        """The list."""
        return self.query_one("#items", LineList)

    @property
    def detail(self) -> LineList:
        """One item in full."""
        return self.query_one("#detail", LineList)

    def on_mount(self) -> None:
        """Begin with the keys in the list."""
        self.set_class(self.size.width < NARROW, "-narrow")
        self.set_focus(self.list)

    def on_resize(self) -> None:
        """Put the detail beside the list, or below it where there is little room."""
        self.set_class(self.size.width < NARROW, "-narrow")
        self.call_after_refresh(self.describe_here)
        self.refresh_bars()

    # What subclasses say

    def draw(self, item: T) -> Line:
        """One line of the list."""
        raise NotImplementedError

    def identity(self, item: T) -> object:
        """By which an item is known when it comes again."""
        return getattr(item, "guid", item)

    def describe(self, item: T) -> Iterable[Line]:
        """Everything about an item."""
        raise NotImplementedError

    # What they use

    @property
    def room(self) -> int:
        """Cells that a line of the detail has for words."""
        return max(12, self.detail.size.width - 3)

    @property
    def item(self) -> T | None:
        """The item under the cursor."""
        return self.items[self.list.cursor] if self.items else None

    def show_items(self, items: Sequence[T], *, cursor: int | None = None) -> None:
        """Show other items; the cursor stays with its item, unless that is gone or another is named."""
        before = self.identity(self.item) if self.item is not None else None
        self.items = items
        still = next(
            (n for n, item in enumerate(items) if cursor is None and self.identity(item) == before), None
        )
        if still is not None:
            self.list.show_still(len(items), lambda number: self.draw(self.items[number]), cursor=still)
        else:
            self.list.show(len(items), lambda number: self.draw(self.items[number]), cursor=cursor)
        self.describe_here()

    def describe_here(self) -> None:
        """Describe the item under the cursor; the same words stay where they were scrolled to."""
        item = self.item
        lines = list(self.describe(item)) if item is not None else []
        if lines != self._described:
            self._described = lines
            self.detail.show_lines(lines, cursor=0)

    def on_line_moved(self, event: LineMoved) -> None:
        """Describe another item."""
        if event.sender is self.list:
            self.describe_here()
            self.refresh_bars()

    def back(self) -> None:
        """Go back to the list, then to the text."""
        if self.focused is self.detail:
            self.set_focus(self.list)
        else:
            self.desk.call_later(self.desk.action_go_to, "code")

    def status(self) -> Line:
        """The screen's name and what is always known."""
        return line(
            Piece(f" {self.heading} ", "accent"),
            Piece(f"{self.list.cursor + 1 if self.items else 0} of {len(self.items)}", "quiet"),
            right=self.saved_words() if self.desk.session else (),
        )


def wrapped(text: str, width: int, role: Role = "text", indent: str = " ") -> Iterator[Line]:
    """Words as lines of a detail, its own line ends kept."""
    for part in text.splitlines() or [""]:
        for words in textwrap.wrap(part, max(8, width - len(indent))) or [""]:
            yield line(Piece(f"{indent}{words}", role))


def around(text: str, start: int, end: int, reach: int) -> tuple[str, str]:
    """What stands before and after a span, cut between words."""
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    if start > reach:
        before = "… " + before.partition(" ")[2]
    if end + reach < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before.strip("\n"), after.strip("\n")


def head(text: str) -> Line:
    """A heading inside a detail."""
    return line(Piece(f" {text}", "quiet"), rests=False)


def gap() -> Line:
    """An empty line inside a detail."""
    return line("", rests=False)
