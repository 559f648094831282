"""The text on screen and where its parts come from: one source, or pieces of many put in a row."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thematic.model.sources import SourceText, Turn
from thematic.tui.page.outline import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thematic.model.codings import Coding

_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source's text as it is put on screen."""

    source: str
    """Guid of the source."""
    text: str
    """Guid of the text version."""
    start: int
    end: int
    """Where it stands in that version."""
    words: str
    heading: str = ""
    """What stands above it."""
    respondent: str | None = None
    """Guid of who speaks."""
    question: str | None = None
    """Guid of the question answered."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A span of one source's text."""

    source: str
    text: str
    start: int
    end: int


class Passages:
    """What a transcript widget shows, and the way from its positions to the sources' and back.

    Args:
        shown: The text on screen; its guids mean nothing when there are several pieces.
        pieces: The pieces, in order of appearance.
        at: Where each piece begins on screen.
        headings: What stands above pieces; None leaves it to the text's own turns.
    """

    def __init__(
        self,
        shown: SourceText,
        pieces: Sequence[Piece],
        at: Sequence[int],
        headings: tuple[Heading, ...] | None,
    ) -> None:
        self.shown = shown
        self.headings = headings
        self._pieces = pieces
        self._at = at
        self._by_text: dict[str, list[int]] = {}
        for number, piece in enumerate(pieces):
            self._by_text.setdefault(piece.text, []).append(number)

    def spot(self, start: int, end: int) -> Spot | None:
        """Where a span on screen stands in its source; None when it reaches into a second piece."""
        number = bisect_right(self._at, start) - 1
        if number < 0:
            return None
        piece, here = self._pieces[number], self._at[number]
        low, high = start - here + piece.start, end - here + piece.start
        if high > piece.end:
            return None
        return Spot(piece.source, piece.text, low, high)

    def source_text(self, spot: Spot) -> SourceText | None:
        """The whole text a span stands in, when it is the one on screen."""
        return self.shown if self.shown.guid == spot.text else None

    def speaker(self, start: int, end: int) -> str | None:
        """Guid of the respondent whose words a span on screen holds: the first whose turn it reaches into."""
        turns = self.shown.turns
        for number in range(bisect_right(turns, start, key=lambda turn: turn.end), len(turns)):
            turn = turns[number]
            if turn.start >= end:
                return None
            if turn.role == "respondent" and turn.respondent is not None:
                return turn.respondent
        return None

    def seen(self, coding: Coding) -> Coding | None:
        """A coding with its positions on screen, cut to the first piece it reaches into; None if in none."""
        for number in self._by_text.get(coding.text, ()):
            piece, here = self._pieces[number], self._at[number]
            if coding.start < piece.end and coding.end > piece.start:
                start, end = max(coding.start, piece.start), min(coding.end, piece.end)
                shift = here - piece.start
                same = not shift and (start, end) == (coding.start, coding.end)
                return coding if same else replace(coding, start=start + shift, end=end + shift)
        return None

    def where(self, spot: Spot) -> tuple[int, int] | None:
        """Where a span of a source is on screen; None when it is not."""
        for number in self._by_text.get(spot.text, ()):
            piece = self._pieces[number]
            if piece.start <= spot.start and spot.end <= piece.end:
                shift = self._at[number] - piece.start
                return spot.start + shift, spot.end + shift
        return None


def whole(text: SourceText) -> Passages:
    """One source's text as it stands."""
    piece = Piece(text.source, text.guid, 0, len(text.text), text.text)
    return Passages(text, [piece], [0], None)


def in_a_row(pieces: Iterable[Piece]) -> Passages:
    """Pieces of many sources one after the other, each under its heading."""
    parts: list[str] = []
    at: list[int] = []
    turns: list[Turn] = []
    headings: list[Heading] = []
    kept: list[Piece] = []
    here = 0
    for piece in pieces:
        if parts:
            parts.append(_GAP)
            here += len(_GAP)
        if piece.heading:
            headings.append(Heading(here, piece.heading))
        turns.append(Turn(here, here + len(piece.words), "", "respondent", piece.respondent, piece.question))
        kept.append(piece)
        at.append(here)
        parts.append(piece.words)
        here += len(piece.words)
    shown = SourceText("", "", "", "".join(parts), tuple(turns))
    return Passages(shown, kept, at, tuple(headings))
