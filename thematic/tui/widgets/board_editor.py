"""Where a statement is written: a text area that tells what stands in it as it changes."""

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


class StatementTyped(Message):
    """The words being written have changed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class StatementClosed(Message):
    """Writing ended."""

    def __init__(self, text: str, *, keep: bool) -> None:
        super().__init__()
        self.text = text
        self.keep = keep
        """False when the person wants the words as they were."""


class _Paragraph(TextArea):
    """A text area without line ends."""

    async def _on_key(self, event: events.Key) -> None:
        """Leave Enter to the editor around it."""
        if event.key == "enter":
            event.prevent_default()


class BoardEditor(Vertical):
    """A statement being written."""

    DEFAULT_CSS = """
    BoardEditor { display: none; height: 8; background: $surface; }
    BoardEditor TextArea { border: none; padding: 0 1; background: $surface; height: 1fr; }
    BoardEditor TextArea:focus { border: none; }
    """

    def __init__(self, inks: Inks, *, id: str | None = None) -> None:  # noqa: A002 (Textual's word)
        super().__init__(id=id)
        self._inks = inks
        self._before = ""

    def compose(self) -> ComposeResult:
        """A title and the words."""
        yield Bar(self._inks, id="statement-title")
        yield _Paragraph(id="statement-text", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)

    @property
    def area(self) -> TextArea:
        """Where one types."""
        return self.query_one("#statement-text", TextArea)

    @property
    def is_open(self) -> bool:
        """Whether a statement is being written."""
        return bool(self.display)

    def open(self, title: str, text: str, *, kept: bool = True) -> None:
        """Begin with some words; unless they are kept already, leaving them alone keeps them too."""
        self._before = text if kept else ""
        self.query_one("#statement-title", Bar).say(
            Line((Piece(f" {title}", "accent"),), (Piece("Enter keeps · Esc leaves ", "quiet"),))
        )
        self.area.text = text
        self.area.move_cursor(self.area.document.end)
        self.display = True
        self.area.focus(scroll_visible=False)

    def close(self, *, keep: bool) -> None:
        """End writing."""
        text = " ".join(self.area.text.split())
        self.display = False
        self.post_message(StatementClosed(text, keep=keep and text != self._before.strip()))

    def on_key(self, event: events.Key) -> None:
        """Enter keeps the words, for a statement is one paragraph; Escape leaves them as they were."""
        if event.key in ("escape", "ctrl+s", "enter"):
            event.stop()
            event.prevent_default()
            self.close(keep=event.key != "escape")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell what stands there now."""
        event.stop()
        if self.is_open:
            self.post_message(StatementTyped(" ".join(self.area.text.split())))
