"""The comparison, looked at: one text with everybody's brackets, and what speaks for each answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from thematic.errors import ThematicError
from thematic.tui.ink import Line, Piece, line
from thematic.tui.page.selection import select
from thematic.tui.screens.compare_faces import Cast, Face
from thematic.tui.screens.compare_lines import (
    MEANINGS,
    answer_lines,
    decision_lines,
    entry_lines,
)
from thematic.tui.screens.compare_offers import keep_now, say_decision, work_out
from thematic.tui.screens.compare_queue import CompareQueue
from thematic.tui.screens.compare_reading import Read, read_source
from thematic.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from thematic.model.codings import Coding
    from thematic.model.disagreements import Disagreement
    from thematic.tui.messages import LineMoved
    from thematic.tui.screens.compare_offers import Offer
    from thematic.workflow.adjudication import Queue
    from thematic.workflow.project import Project

_PAUSE = 0.03
"""Seconds the text waits, so that walking the queue is never slowed by it."""

_ROOMY = 150
"""Cells from which the three panes stand side by side."""

_TEXTS = 16
"""Texts kept in mind."""


class CompareView(CompareQueue):
    """Where coders differ, and what they did there."""

    def __init__(self) -> None:
        super().__init__()
        self.passage: Disagreement | None = None
        """The item whose text is shown: the one under the cursor, but for a moment."""
        self.once_shown: Callable[[], None] | None = None
        """What was asked for before the passage was there."""
        self.faces: tuple[Face, ...] = ()
        """Who has a part in the item shown."""
        self.offers: tuple[Offer, ...] = ()
        """The answers to it."""
        self.given: tuple[Coding, ...] = ()
        """What the answer that was given keeps."""
        self._described = ""
        """Id of the item whose answers are shown; their cursor stays while it is the same."""
        self._cast = Cast()
        self._texts: dict[str, Read] = {}
        """Text → what was read of its source."""
        self._shown: tuple[Coding, ...] = ()
        self._waiting: Timer | None = None

    def fill(self) -> None:
        """Compare anew."""
        self._texts.clear()
        super().fill()

    # The passage

    def on_line_moved(self, event: LineMoved) -> None:
        """Show another item, or what another answer would keep."""
        if event.sender is self.list:
            self.describe_soon()
        elif event.sender is self.entry:
            self._show_codings()
        self.refresh_bars()

    def describe_soon(self) -> None:
        """Show the item once the cursor rests."""
        self.once_shown = None
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_PAUSE, self.describe)

    def describe(self) -> None:
        """Show the item under the cursor: its text, its codings, its answers."""
        self._waiting = None
        item = self.item
        if item is None or self.queue is None:
            self.entry.show_lines([])
            self.query_one("#text-title", Bar).say(Line(()))
            self.transcript.display = False
            self.passage = None
            return
        self.start(partial(self._read_item, item, self.queue), "item")

    async def _read_item(self, item: Disagreement, queue: Queue) -> None:
        faces, read = self.faces_of(item), self._texts.get(item.text)

        def look(project: Project) -> tuple[Read, tuple[Offer, ...], tuple[Coding, ...]]:
            kept = keep_now(project, queue, item)
            return read or read_source(project, item), work_out(project, queue, item, faces), kept

        try:
            found, offers, kept = await self.session.read(look)
        except ThematicError as error:
            self.say(str(error), "warning")
            return
        self._texts[item.text] = found
        while len(self._texts) > _TEXTS:
            del self._texts[next(iter(self._texts))]
        if self.item is not None and self.item.id == item.id:
            self.faces, self.offers, self.given = faces, offers, kept
            self._show_passage(item, found)
            self.show_entry(item)
            then, self.once_shown = self.once_shown, None
            if then is not None:
                then()

    def _show_passage(self, item: Disagreement, found: Read) -> None:
        text = self.transcript
        text.display = True
        self.passage = item
        self._cast.take(item, self.faces)
        legend = self._cast.legend(self.session, len(self.queue.found.coders) if self.queue else 2)
        if text.text is not found.text:
            text.show(found.text, found.sentences, item.codings, legend)
            self._shown = item.codings
        self._show_codings()
        if not text.has_focus:
            text.move(select((item.start, item.start)))
        self._bring_into_view(item)
        turn = found.text.turn_at(item.start)
        person = self.session.respondents.get(turn.respondent) if turn and turn.respondent else None
        question = self.session.questions.get(turn.question) if turn and turn.question else None
        source = self.session.source(item.source)
        who = f"  {person.label}" if person and source and person.label not in source.name else ""
        asked = f"  Q{question.number}" if question else ""
        title = line(
            Piece(f" {source.name if source else '?'}{who}{asked}", "strong"),
            Piece(f"  {item.kind}", "accent"),
            Piece(f": {MEANINGS[item.kind]}", "quiet"),
        )
        self.query_one("#text-title", Bar).say(title)

    def _show_codings(self) -> None:
        """Draw the codings of the item, and what the chosen or given answer keeps."""
        item, text = self.passage, self.transcript
        if item is None or text.view is None:
            return
        for coding in self._shown:
            text.take(coding.guid)
        self._shown = (*item.codings, *self._kept())
        for coding in self._shown:
            text.put(coding)
        text.view.redraw_all()
        text.refresh()

    def _kept(self) -> tuple[Coding, ...]:
        offer = self.offer
        if offer is not None and self.focused is self.entry:
            return offer.kept
        return self.given

    @property
    def offer(self) -> Offer | None:
        """The answer under the cursor of the answers."""
        at = self.entry.cursor
        return self.offers[at] if at < len(self.offers) else None

    def _bring_into_view(self, item: Disagreement, *, laid_out: bool = False) -> None:
        """Show the whole passage, a quarter down; the page stands still where it is seen already."""
        text = self.transcript
        if not laid_out:  # the answers below may take other room than they do now
            self.call_after_refresh(self._bring_into_view, item, laid_out=True)
        if text.view is None or not text.size.height or self.passage is not item:
            return
        first, last = text.view.wrap.row_at(item.start), text.view.wrap.row_at(max(item.start, item.end - 1))
        top, height = text.scroll_offset.y, text.size.height
        if not (top <= first and last < top + height):
            text.scroll_row(first - max(1, min(height // 4, height - (last - first) - 1)))

    def show_entry(self, item: Disagreement) -> None:
        """Show the answers to an item and what speaks for them."""
        if self.queue is None:
            return
        width = max(24, self.room - 1)
        decision = self.queue.decisions.get(item.id)
        by = self.session.coders.get(decision.by) if decision else None
        said = say_decision(decision, self.faces, by.name if by else "?") if decision else ""
        lines = answer_lines(self.offers, item, self.session, width) if item.differs else []
        if not item.differs:
            self.offers = ()
        lines += decision_lines(
            decision, self.why.get(item.id, ""), self.queue.reopened.get(item.id, ""), said, width
        )
        codings = self._texts[item.text].codings if item.text in self._texts else ()
        lines += entry_lines(self.session, item, self.faces, codings, width)
        same = self._described == item.id
        self._described = item.id
        self.entry.show_lines(lines, cursor=None if same else 0)
        self.entry.retitle("ANSWERS" if item.differs else "AGREED")

    def on_descendant_focus(self) -> None:
        """In the passage the words are selected; among the answers what each keeps is shown."""
        item = self.passage
        if item is not None:
            start, end = self.transcript.now.span
            if self.focused is self.transcript and start == end:
                self.transcript.go(item.start, item.end, leap=False)
            elif self.focused in (self.list, self.entry):
                self.transcript.move(select((item.start, item.start)))
                self._bring_into_view(item)
            self._show_codings()
        super().on_descendant_focus()

    def on_selected(self) -> None:
        """Words were selected."""
        self.refresh_bars()

    # Around

    def back(self) -> None:
        """Go back to the queue, from there to the text."""
        if self.focused is not self.list:
            self.show_side("queue")
        else:
            self.desk.call_later(self.desk.action_go_to, "code")

    def beside(self) -> tuple[int, int, int]:
        """The palette keeps clear of the passage."""
        region = self.transcript.region if not self.narrow or self._side != "queue" else self.list.region
        row = region.y
        if self.transcript.view is not None and self.item is not None:
            row += self.transcript.view.wrap.row_at(self.item.start) - self.transcript.scroll_offset.y
        return region.x, max(region.width, 40), row
