"""A screen that shows passages: keeps the place, and speaks of the coding under the selection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.tui.ink import Line, Piece
from thematic.tui.screens.inspecting import Inspection, inspect
from thematic.tui.screens.panes import PanesScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.timer import Timer

    from thematic.model.codings import Coding
    from thematic.tui.changes import Followed
    from thematic.tui.messages import CodingPointed, LineChosen, LineMoved
    from thematic.tui.passages import Passages, Spot
    from thematic.tui.tour import Scene

_PAUSE = 0.03
"""Seconds the side panel waits, so that walking is never slowed by it."""

_MANY = 50
"""Codings the side panel lists at most."""


class ReadingScreen(PanesScreen):
    """Passages with their codings."""

    mode_words = "CODE"
    """What the status line begins with."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: Passages | None = None
        self.current: str | None = None
        """Guid of the coding spoken of."""
        self._stored: dict[str, Coding] = {}
        """Guid → coding with the positions it has in its source."""
        self._inspection = Inspection((), {})
        self._waiting: Timer | None = None

    # Showing

    def show_passages(
        self, passages: Passages, sentences: Sequence[tuple[int, int]], codings: Iterable[Coding]
    ) -> None:
        """Show other passages."""
        self.passages = passages
        self.current = None
        self._stored = {}
        seen = []
        for coding in codings:
            found = passages.seen(coding)
            if found is not None:
                self._stored[coding.guid] = coding
                seen.append(found)
        self.transcript.show(
            passages.shown, sentences, seen, self.session.legend(), headings=passages.headings
        )

    def fill(self) -> None:
        """Show codes and codings as they are now."""
        self.show_codes()

    def show_codes(self) -> None:
        """Show names and colours of codes as they are now."""
        self.fill_codes()
        self.transcript.show_legend(self.session.legend())
        self.look_again()

    def put(self, coding: Coding, *, saved: bool = True) -> None:
        """Show a coding, or show it changed."""
        found = self.passages.seen(coding) if self.passages else None
        if found is None:
            self.take(coding.guid)
            return
        before = self._stored.get(coding.guid)
        self._stored[coding.guid] = coding
        self.transcript.put(found, saved=saved)
        if saved:
            self.recount(before, -1)
            self.recount(coding, 1)

    def take(self, guid: str) -> None:
        """Stop showing a coding."""
        before = self._stored.pop(guid, None)
        self.transcript.take(guid)
        self.recount(before, -1)

    def recount(self, coding: Coding | None, change: int) -> None:
        """Let the counts follow a coding that came or went."""
        if coding is None or coding.guid.startswith("unsaved/") or self.passages is None:
            return
        seen = self.passages.seen(coding)
        if seen is not None:
            self.session.count(coding.code, self.passages.speaker(seen.start, seen.end), change)
            self.redraw_code(coding.code)

    # The place in the text

    def spot(self) -> Spot | None:
        """Where the selection stands in its source."""
        start, end = self.transcript.now.span
        return self.passages.spot(start, end) if self.passages and end > start else None

    def on_selected(self) -> None:
        """The selection moved."""
        self.look_again()
        self.refresh_bars()

    def look_again(self) -> None:
        """Speak of the coding that fits now, and soon describe the place anew."""
        self._point_by_place()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_PAUSE, self._look_around)

    def _point_by_place(self) -> None:
        """Speak of the coding with this very span, else the one spoken of already, else the shortest."""
        start, end = self.transcript.now.span
        here = self.transcript.index.between(start, end) if end > start else []
        exact = [one for one in here if (one.start, one.end) == (start, end)]
        known = next((one for one in exact or here if one.guid == self.current), None)
        if known is None and here:
            known = exact[0] if exact else min(here, key=lambda one: (one.end - one.start, one.start))
        self.current = known.guid if known else None
        self.transcript.point(self.current)

    def point(self, guid: str) -> None:
        """Speak of one coding."""
        self.current = guid
        self.transcript.point(guid)
        self._look_around()

    def on_coding_pointed(self, event: CodingPointed) -> None:
        """A coding was pointed at."""
        self.point(event.guid)

    def _look_around(self) -> None:
        self._waiting = None
        text = self.transcript.text
        if text is None or not self.panel.display:
            return
        start, end = self.transcript.now.span
        here = self.transcript.index.between(start, end)[:_MANY] if end > start else []
        spot = self.spot()
        found = inspect(
            self.session,
            here,
            self.current,
            text.turn_at(start),
            source=spot.source if spot else "",
            width=self.panel.size.width or 28,
        )
        if found != self._inspection:
            self._inspection = found
            self.panel.show_lines(found.lines, cursor=found.line_of(self.current))
            self.panel.retitle(f"HERE  {len(here)} coding{'' if len(here) == 1 else 's'}")

    def on_line_moved(self, event: LineMoved) -> None:
        """Another coding of the side panel is spoken of."""
        guid = self._inspection.codings.get(event.line)
        if event.sender is self.panel and guid and guid != self.current:
            self.point(guid)

    def on_line_chosen(self, event: LineChosen) -> None:
        """Go to the words of a coding."""
        coding = self.transcript.index.get(self.current)
        if event.sender is self.panel and coding is not None:
            self.transcript.go(coding.start, coding.end)
            self.to_text()

    def action_side(self) -> None:
        """Show the codes, the coding, or the text alone."""
        super().action_side()
        self.call_after_refresh(self._look_around)

    def current_coding(self) -> Coding | None:
        """The coding spoken of, with the positions it has in its source."""
        return self._stored.get(self.current) if self.current else None

    def follow(self, followed: Followed) -> None:
        """Show what an undo or redo changed here."""
        if followed.codebook is not None or followed.lists is not None:
            self.show_codes()
        if not followed.whole:
            self.read_again()
            return
        for guid, coding in followed.codings.items():
            if coding is None:
                self.take(guid)
            else:
                self.put(coding)
        self.look_again()

    def covers(self, followed: Followed) -> bool:
        """Codings that are or were on screen are counted as they come and go."""
        return followed.whole and all(
            guid in self._stored or (one is not None and self._is_here(one))
            for guid, one in followed.codings.items()
        )

    def _is_here(self, coding: Coding) -> bool:
        return self.passages is not None and self.passages.seen(coding) is not None

    def show_again(self, codings: Iterable[Coding]) -> None:
        """Show the codings that stand now, without moving anything; they are counted elsewhere."""
        now = {one.guid: one for one in codings if self._is_here(one)}
        for guid in [one for one in self._stored if one not in now and not one.startswith("unsaved/")]:
            del self._stored[guid]
            self.transcript.take(guid)
        for guid, coding in now.items():
            found = self.passages.seen(coding) if self.passages else None
            if found is not None and self._stored.get(guid) != coding:
                self._stored[guid] = coding
                self.transcript.put(found)
        self.look_again()

    def read_again(self) -> None:
        """Read everything shown anew, because more changed than was told."""

    def back(self) -> None:
        """Let go of what is held or searched, and go back to the text."""
        if self.transcript.sticky:
            self.transcript.action_sticky()
        if self.transcript.hits:
            self.transcript.find("")
        self.to_text()

    def scene(self) -> Scene:
        """What a tour can see: the selection and one's own codings too."""
        scene, session = super().scene(), self.desk.session
        if session is None or self.transcript.text is None:
            return scene
        own = sum(1 for one in self.transcript.index if one.coder == session.coder)
        return replace(scene, span=self.transcript.now.span, unit=self.transcript.now.unit, codings=own)

    # Status

    def status(self) -> Line:
        """Who, where, how far, whether all is saved, what undo would take back."""
        session = self.desk.session
        if session is None:
            return Line((Piece(f" {self.desk.where}", "quiet"),))
        text, now = self.transcript.text, self.transcript.now
        left = [Piece(f" {self.mode_words} ", "accent")]
        if text is not None and text.text:
            turn = text.turn_at(now.start)
            person = session.respondents.get(turn.respondent) if turn and turn.respondent else None
            question = session.questions.get(turn.question) if turn and turn.question else None
            if person:
                left.append(Piece(f"{person.label}  ", "strong"))
            if question:
                left.append(Piece(f"Q{question.number}  "))
            held = " held" if self.transcript.sticky else ""
            left.append(Piece(f"{now.unit}{held}  ", "quiet"))
            left.append(Piece(f"{100 * now.start // len(text.text)}%  ", "quiet"))
        cover = self.transcript.cover
        if cover is not None and cover.spans:
            left.append(Piece(f"{cover.coded}/{len(cover.spans)} turns coded", "quiet"))
        return Line(tuple(left), tuple(self.saved_words()))
