"""Walking the transcript: every move and every way to change the selection by key."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar

from thematic.tui.keys import bindings_for
from thematic.tui.messages import CodingPointed, SayNote
from thematic.tui.page import selection as moves
from thematic.tui.widgets.transcript.canvas import Canvas

if TYPE_CHECKING:
    from textual.binding import BindingType

    from thematic.model.codings import Coding
    from thematic.tui.page.units import Span, Unit


class WalkedCanvas(Canvas, inherit_bindings=False):
    """A canvas whose selection walks by word, sentence, turn, coding, gap and hit."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("transcript")

    def _step(self, *, forward: bool, by: Unit | None = None, leap: bool = False) -> None:
        if self.units is None:
            return
        if self.sticky and by == "word":
            self.move(moves.nudge(self.units, self.now, forward=forward))
        elif self.sticky:
            self.move(moves.extend(self.units, self.now, forward=forward))
        else:
            self.move(moves.step(self.units, self.now, forward=forward, by=by), leap=leap)

    def action_next_unit(self) -> None:
        """Select the next sentence, turn or answer."""
        self._step(forward=True)

    def action_previous_unit(self) -> None:
        """Select the one before."""
        self._step(forward=False)

    def action_next_word(self) -> None:
        """Select the next word."""
        self._step(forward=True, by="word")

    def action_previous_word(self) -> None:
        """Select the word before."""
        self._step(forward=False, by="word")

    def action_next_turn(self) -> None:
        """Select the next turn."""
        self._step(forward=True, by="turn")

    def action_previous_turn(self) -> None:
        """Select the turn before."""
        self._step(forward=False, by="turn")

    def action_page_down(self) -> None:
        """Move down a screen."""
        self._page(1)

    def action_page_up(self) -> None:
        """Move up a screen."""
        self._page(-1)

    def _page(self, direction: int) -> None:
        if self.view is None or self.units is None:
            return
        rows = max(1, self.size.height - 2)
        top = self.scroll_offset.y
        row = self.view.wrap.row_at(self.now.head) + direction * rows
        row = max(0, min(row, len(self.view) - 1))
        self.scroll_row(top + direction * rows)
        found = self.units.at("sentence", self.view.wrap.span(row)[0])
        if found:
            self.move(moves.select(found))

    def action_text_start(self) -> None:
        """Go to the start of the text."""
        self._far(0)

    def action_text_end(self) -> None:
        """Go to the end of the text."""
        self._far(len(self._text.text) if self._text else 0)

    def _far(self, position: int) -> None:
        found = self.units.at("sentence", position) if self.units else None
        if found:
            self.move(moves.select(found), leap=True)

    def action_grow(self) -> None:
        """Grow the selection: word, sentence, turn, answer."""
        if self.units:
            self.move(moves.grow(self.units, self.now))

    def action_shrink(self) -> None:
        """Shrink the selection to the next smaller unit."""
        if self.units:
            self.move(moves.shrink(self.units, self.now))

    def action_extend_down(self) -> None:
        """Extend the selection by a unit."""
        if self.units:
            self.move(moves.extend(self.units, self.now, forward=True))

    def action_extend_up(self) -> None:
        """Extend upwards, or give back the last unit."""
        if self.units:
            self.move(moves.extend(self.units, self.now, forward=False))

    def action_extend_word(self) -> None:
        """Move the active end right by a word."""
        if self.units:
            self.move(moves.nudge(self.units, self.now, forward=True))

    def action_extend_word_back(self) -> None:
        """Move the active end left by a word."""
        if self.units:
            self.move(moves.nudge(self.units, self.now, forward=False))

    def action_sticky(self) -> None:
        """Hold the selection: moves extend it until v again."""
        self.sticky = not self.sticky
        self.post_message(
            SayNote("Selection held: moves extend it; v lets go." if self.sticky else "Selection let go.")
        )

    def action_other_end(self) -> None:
        """Make the other end of the selection the active one."""
        self.move(moves.swap(self.now))

    # Going to codings, gaps and hits

    def action_next_coding(self) -> None:
        """Select the next coded quote."""
        self._to_coding(self.index.after(self._here(), self.now.start))

    def action_previous_coding(self) -> None:
        """Select the coded quote before."""
        self._to_coding(self.index.before(self._here(), self.now.start))

    def _here(self) -> Coding | None:
        """The coding spoken of, when the selection stands on it exactly."""
        coding = self.index.get(self._current)
        return coding if coding and (coding.start, coding.end) == self.now.span else None

    def _to_coding(self, coding: Coding | None) -> None:
        if coding is None:
            self.post_message(SayNote("No more coded quotes in this direction."))
            return
        self.move(moves.select((coding.start, coding.end)), leap=True)
        self.post_message(CodingPointed(coding.guid))

    def action_next_uncoded(self) -> None:
        """Select the next turn nobody has coded."""
        self._to_gap(self.cover.next_uncoded(self.now.start + 1) if self.cover else None)

    def action_previous_uncoded(self) -> None:
        """Select the uncoded turn before."""
        self._to_gap(self.cover.previous_uncoded(self.now.start) if self.cover else None)

    def _to_gap(self, span: Span | None) -> None:
        if span is None:
            self.post_message(SayNote("No uncoded turn in this direction."))
        else:
            self.move(moves.select(span, "turn"), leap=True)

    def action_next_hit(self) -> None:
        """Select the next match of the search."""
        self._to_hit(bisect_left(self.hit_starts, self.now.start + 1), 1)

    def action_previous_hit(self) -> None:
        """Select the match before."""
        self._to_hit(bisect_left(self.hit_starts, self.now.start) - 1, -1)

    def _to_hit(self, at: int, direction: int) -> None:
        if not self.hits:
            self.post_message(SayNote("Nothing searched for yet: / begins a search."))
            return
        around = at % len(self.hits)
        self.move(moves.select(self.hits[around], "word"), leap=True)
        note = f"Match {around + 1} of {len(self.hits)}"
        wrapped = (", from the top" if direction > 0 else ", from the end") if at != around else ""
        self.post_message(SayNote(f"{note}{wrapped}: n next, N before, Esc ends."))
