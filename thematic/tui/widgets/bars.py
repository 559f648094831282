"""The two lines at the bottom: the state of things, and hints, notes or a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from thematic.tui.ink import Field, Inks, Line, Piece
from thematic.tui.page.glyphs import fit
from thematic.tui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from thematic.tui.messages import Tone


class Bar(Widget):
    """One line across the screen."""

    DEFAULT_CSS = "Bar { height: 1; }"
    ALLOW_SELECT = False

    def __init__(self, inks: Inks, *, ground: Field = "bar", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.inks = inks
        self.ground: Field = ground
        self.line = Line(())

    def say(self, line: Line) -> None:
        """Show a line; nothing is drawn when it is the one shown."""
        if line != self.line:
            self.line = line
            self.refresh()

    def show_inks(self, inks: Inks) -> None:
        """Draw with the colours of another theme."""
        self.inks = inks
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        return (
            self.inks.strip(self.line, self.size.width, self.ground)
            if y == 0
            else Strip.blank(self.size.width)
        )


class Answered(Message):
    """A question in the bottom line was answered."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer


class Typed(Message):
    """The answer to a question is being typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Dismissed(Message):
    """A question in the bottom line was left without an answer."""


class Foot(Bar, can_focus=True):
    """The bottom line: hints, unless there is something to say or to ask."""

    def __init__(self, inks: Inks, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(inks, ground="page", id=id)
        self._hints = Line(())
        self._question = ""
        self._choices: Mapping[str, str] = {}
        self._edit: LineEdit | None = None
        self._note: Line | None = None

    @property
    def asking(self) -> bool:
        """Whether a question stands here."""
        return bool(self._question)

    def hint(self, line: Line) -> None:
        """What to show while there is nothing to say."""
        self._hints = line
        if not self.asking and self._note is None:
            self.say(line)

    def note(self, text: str, tone: Tone = "calm") -> None:
        """Say something until the next note or `hush`."""
        role = {"calm": "strong", "good": "good", "warning": "warning", "error": "error"}[tone]
        mark = {"calm": "", "good": "✓ ", "warning": "! ", "error": "✗ "}[tone]
        self._note = Line((Piece(f" {mark}{text}", role),))  # type: ignore[arg-type]
        if not self.asking:
            self.say(self._note)

    @property
    def noted(self) -> Line | None:
        """What was said last and still stands."""
        return self._note

    def hush(self, note: Line | None) -> None:
        """Go back to the hints, if this note is still the one that stands."""
        if note is not None and self._note is note:
            self._note = None
            if not self.asking:
                self.say(self._hints)

    def ask_key(self, question: str, choices: Mapping[str, str]) -> None:
        """Ask for one key; `choices` maps keys to what they mean."""
        self._question, self._choices, self._edit = question, choices, None
        self._show()

    def ask_line(self, question: str, text: str = "") -> None:
        """Ask for words."""
        self._question, self._choices = question, {}
        self._edit = LineEdit(text, len(text))
        self._show()

    def _show(self) -> None:
        self.screen.set_focus(self, scroll_visible=False)
        if self._edit is None:
            keys: list[Piece] = []
            for key, meaning in self._choices.items():
                keys += [Piece(f"{key} ", "strong"), Piece(f"{meaning}  ", "quiet")]
            room = self.size.width - sum(len(piece.text) for piece in keys) - 3
            question = fit(self._question, max(room, 12))
            self.say(Line((Piece(f" {question}  ", "accent"), *keys)))
            return
        text, at = self._edit.text, self._edit.cursor
        room = max(8, self.size.width - len(self._question) - 4)
        skip = max(0, at - room + 2)
        self.say(
            Line(
                (
                    Piece(f" {self._question} ", "accent"),
                    Piece(text[skip:at]),
                    Piece("▏", "accent"),
                    Piece(text[at:]),
                )
            )
        )

    def dismiss(self) -> None:
        """Leave the question."""
        if self.asking:
            self._end()
            self.post_message(Dismissed())

    def _end(self) -> None:
        self._question = ""
        self.say(self._note or self._hints)

    def on_key(self, event: events.Key) -> None:
        """Take the answer."""
        if not self.asking:
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss()
        elif self._edit is None:
            character = event.character or ""
            answer = character if character in self._choices else event.key
            if answer in self._choices:
                self._end()
                self.post_message(Answered(answer))
            else:
                self.dismiss()
        elif event.key == "enter":
            text = self._edit.text
            self._end()
            self.post_message(Answered(text))
        elif self._edit.press(event.key, event.character):
            self._show()
            self.post_message(Typed(self._edit.text))

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted words."""
        if self._edit is not None and self.asking:
            event.stop()
            self._edit.put(event.text)
            self._show()
            self.post_message(Typed(self._edit.text))

    def on_blur(self) -> None:
        """A click elsewhere leaves the question; a question that follows at once keeps its place."""
        if self.screen.focused is not self:
            self.dismiss()
