"""Where memos are written: an overlay with a stock text area, for memos are short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from thematic.tui.ink import Line, Piece
from thematic.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from thematic.tui.ink import Inks


class MemoClosed(Message):
    """The editor was closed; the text is as the person left it."""

    def __init__(self, text: str, *, changed: bool) -> None:
        super().__init__()
        self.text = text
        self.changed = changed


class MemoEditor(Vertical):
    """A memo being written."""

    DEFAULT_CSS = """
    MemoEditor { layer: overlay; display: none; width: 60; height: 10; background: $surface; }
    MemoEditor TextArea { border: none; padding: 0 1; background: $surface; height: 1fr; }
    MemoEditor TextArea:focus { border: none; }
    """

    def __init__(self, inks: Inks, *, id: str | None = None) -> None:  # noqa: A002 (Textual's word)
        super().__init__(id=id)
        self._inks = inks
        self._before = ""

    def compose(self) -> ComposeResult:
        """A title, the text, nothing else."""
        yield Bar(self._inks, id="memo-title")
        yield TextArea(id="memo-text", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)

    @property
    def area(self) -> TextArea:
        """Where one types."""
        return self.query_one("#memo-text", TextArea)

    def open(self, title: str, text: str) -> None:
        """Begin with a text."""
        self._before = text
        self.query_one("#memo-title", Bar).say(
            Line((Piece(f" {title}", "accent"),), (Piece("Esc saves and closes ", "quiet"),))
        )
        self.area.text = text
        self.area.move_cursor(self.area.document.end)
        self.display = True
        self.screen.set_focus(self.area, scroll_visible=False)

    def reopen(self, text: str) -> None:
        """Give words back that could not be kept."""
        self.area.text = text
        self.area.move_cursor(self.area.document.end)
        self.display = True
        self.screen.set_focus(self.area, scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """Escape and ctrl+s close; what was typed is never thrown away."""
        if event.key in ("escape", "ctrl+s"):
            event.stop()
            event.prevent_default()
            text = self.area.text.strip()
            self.display = False
            self.post_message(MemoClosed(text, changed=text != self._before.strip()))
