"""Type to find: an overlay that is always mounted, shown beside the selection, never over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from thematic.tui.ink import Field, Inks, Line, Piece
from thematic.tui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.strip import Strip


@dataclass(frozen=True, slots=True)
class Found:
    """Something the palette offers."""

    value: str
    """What it stands for: a guid, an act's id."""
    line: Line
    note: str = ""
    """Shown at the bottom while it is the one chosen."""


class Chosen(Message):
    """Enter: what was marked, else what the cursor is on."""

    def __init__(self, values: tuple[str, ...], query: str) -> None:
        super().__init__()
        self.values = values
        self.query = query


class Created(Message):
    """The key for making something new was pressed."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self.query = query


class Left(Message):
    """The palette was left; nothing was chosen."""


class Palette(Widget, can_focus=True):
    """A line to type in and what it finds."""

    DEFAULT_CSS = "Palette { layer: overlay; display: none; height: 12; width: 60; }"
    ALLOW_SELECT = False

    def __init__(self, inks: Inks, *, id: str | None = None) -> None:  # noqa: A002 (Textual's word)
        super().__init__(id=id)
        self.inks = inks
        self._prompt = ""
        self._find: Callable[[str], Sequence[Found]] = lambda _query: ()
        self._found: Sequence[Found] = ()
        self._marked: list[str] = []
        self._edit = LineEdit()
        self._cursor = 0
        self._top = 0
        self._several = False
        self._creates = False
        self._at_once = False

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return bool(self.display)

    @property
    def query_text(self) -> str:
        """What has been typed."""
        return self._edit.text

    @property
    def found(self) -> Sequence[Found]:
        """What is offered."""
        return self._found

    def open(
        self,
        prompt: str,
        find: Callable[[str], Sequence[Found]],
        *,
        several: bool = False,
        creates: bool = False,
        at_once: bool = False,
    ) -> None:
        """Begin with nothing typed.

        Args:
            prompt: What is being looked for.
            find: Typed words → what to offer, best first.
            several: Whether Tab marks several.
            creates: Whether ctrl+n makes something new of what was typed.
            at_once: Whether letters that leave one thing choose it, without Enter.
        """
        self._prompt, self._find, self._several, self._creates = prompt, find, several, creates
        self._at_once = at_once
        self._edit, self._marked = LineEdit(), []
        self._look()
        self.display = True
        self.screen.set_focus(self, scroll_visible=False)

    def close(self) -> None:
        """Stop being shown."""
        self.display = False

    def show_inks(self, inks: Inks) -> None:
        """Draw with the colours of another theme."""
        self.inks = inks
        self.refresh()

    def _look(self) -> None:
        self._found = self._find(self._edit.text)
        self._cursor = self._top = 0
        self.refresh()
        if self._at_once and self._edit.text and len(self._found) == 1:
            self._choose()

    @property
    def _rows(self) -> int:
        return max(1, self.size.height - 2)

    def render_line(self, y: int) -> Strip:
        """The typed line, what it finds, and a note on the one chosen."""
        width = self.size.width
        if y == 0:
            at = self._edit.cursor
            typed = (Piece(self._edit.text[:at]), Piece("▏", "accent"), Piece(self._edit.text[at:]))
            count = f"{len(self._found)} "
            return self.inks.strip(
                Line((Piece(f" {self._prompt} ", "accent"), *typed), (Piece(count, "quiet"),)), width, "bar"
            )
        if y == self.size.height - 1:
            return self.inks.strip(self._note(), width, "bar")
        number = self._top + y - 1
        if number >= len(self._found):
            return self.inks.strip(Line(()), width, "pop")
        found = self._found[number]
        ground: Field = "cursor" if number == self._cursor else "pop"
        mark = Piece("✓" if found.value in self._marked else "▸" if number == self._cursor else " ", "accent")
        drawn = Line((mark, Piece(" "), *found.line.left), (*found.line.right, Piece(" ")))
        return self.inks.strip(drawn, width, ground)

    def _note(self) -> Line:
        if not self._found:
            words = " Nothing found." + ("  Ctrl-n makes a code of it." if self._creates else "")
            return Line((Piece(words, "quiet"),))
        note = self._found[self._cursor].note
        keys = " Tab several · Ctrl-n new " if self._creates else " Tab several " if self._several else ""
        return Line(
            (Piece(f" {note}", "quiet"),), (Piece(keys, "quiet"),) if not note or self.size.width > 70 else ()
        )

    def on_key(self, event: events.Key) -> None:
        """Type, walk, mark, choose, leave."""
        if event.key.startswith("f") and event.key[1:].isdigit():
            return
        event.stop()
        event.prevent_default()
        match event.key:
            case "escape":
                self.post_message(Left())
            case "enter":
                self._choose()
            case "down" | "ctrl+j":
                self._walk(1)
            case "up" | "ctrl+k":
                self._walk(-1)
            case "pagedown":
                self._walk(self._rows)
            case "pageup":
                self._walk(-self._rows)
            case "tab" if self._several:
                self._mark()
            case "ctrl+n" if self._creates:
                self.post_message(Created(self._edit.text.strip()))
            case _:
                self._type(event)

    def _type(self, event: events.Key) -> None:
        before = self._edit.text
        if self._edit.press(event.key, event.character):
            if self._edit.text != before:
                self._look()
            else:
                self.refresh()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted words."""
        event.stop()
        self._edit.put(event.text)
        self._look()

    def _walk(self, step: int) -> None:
        if not self._found:
            return
        self._cursor = max(0, min(self._cursor + step, len(self._found) - 1))
        self._top = max(self._cursor - self._rows + 1, min(self._top, self._cursor))
        self.refresh()

    def _mark(self) -> None:
        if not self._found:
            return
        value = self._found[self._cursor].value
        if value in self._marked:
            self._marked.remove(value)
        else:
            self._marked.append(value)
        self._edit = LineEdit()
        self._look()

    def _choose(self) -> None:
        values = tuple(self._marked)
        here = self._found[self._cursor].value if self._found else None
        if here and here not in values and (not values or self._edit.text):
            values = (*values, here)
        if values:
            self.post_message(Chosen(values, self._edit.text))

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the pointer."""
        number = self._top + event.y - 1
        if 1 <= event.y < self.size.height - 1 and number < len(self._found):
            self._cursor = number
            self._choose()

    def on_blur(self) -> None:
        """A click elsewhere leaves it."""
        if self.is_open and self.screen.focused is not self:
            self.post_message(Left())
