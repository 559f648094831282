"""What widgets say; screens and the app listen and act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from thematic.tui.page.units import Span

Tone = Literal["calm", "good", "warning", "error"]


class Selected(Message):
    """The selection of a transcript changed."""

    def __init__(self, span: Span, unit: str) -> None:
        super().__init__()
        self.span = span
        self.unit = unit


class CodingPointed(Message):
    """A coding was pointed at: its bracket or name was clicked, or a key went to it."""

    def __init__(self, guid: str) -> None:
        super().__init__()
        self.guid = guid


class Leap(Message):
    """The selection is about to go far: the place left is worth coming back to."""

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


class LineMoved(Message):
    """Another line of a list came under the cursor."""

    def __init__(self, sender: object, line: int) -> None:
        super().__init__()
        self.sender = sender
        self.line = line


class LineChosen(Message):
    """A line of a list was chosen with Enter or a click."""

    def __init__(self, sender: object, line: int) -> None:
        super().__init__()
        self.sender = sender
        self.line = line


class LineFolded(Message):
    """A branch should be folded or unfolded."""

    def __init__(self, sender: object, line: int, *, fold: bool) -> None:
        super().__init__()
        self.sender = sender
        self.line = line
        self.fold = fold


class SayNote(Message):
    """Something to tell the person in the bottom line."""

    def __init__(self, text: str, tone: Tone = "calm") -> None:
        super().__init__()
        self.text = text
        self.tone = tone
