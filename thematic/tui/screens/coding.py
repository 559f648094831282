"""The coding screen: one transcript after another, coded where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from thematic.errors import ThematicError
from thematic.tui.jumps import Jumps
from thematic.tui.keys import bindings_for
from thematic.tui.passages import whole
from thematic.tui.screens.memoing import MemoingScreen

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.timer import Timer

    from thematic.model.codings import Coding
    from thematic.model.disagreements import Disagreement
    from thematic.model.sources import Source, SourceText
    from thematic.tui.actions import Place
    from thematic.tui.jumps import Place as Jump
    from thematic.tui.messages import Leap
    from thematic.workflow.project import Project

_KEEP = 1.0
"""Seconds at most until a place is written down, so that a killed terminal opens where it was."""

_SPAN = 2
"""Numbers in a remembered place: start and end."""


class CodingScreen(MemoingScreen):
    """Where transcripts are coded."""

    here: ClassVar[tuple[Place, ...]] = ("code", "mark")
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("code", "mark")

    def __init__(self) -> None:
        super().__init__()
        self.source: Source | None = None
        self.jumps = Jumps()
        self._going: tuple[str, tuple[int, int] | None, str | None] | None = None
        """What is being opened."""
        self._keeping: Timer | None = None

    # Opening

    def on_mount(self) -> None:
        """Say that the project is being opened."""
        super().on_mount()
        self.entitle("Opening …")

    def opened(self) -> None:
        """The project is open: go where reading stopped, or where the person asked to go."""
        super().opened()
        wanted = self._first_source()
        if wanted is not None:
            self.open_source(wanted.guid)
        else:
            self.entitle("This project has no sources yet. 'thematic import FILE…' brings some in.")

    def _first_source(self) -> Source | None:
        session, name = self.session, self.desk.wanted
        if name:
            from thematic.workflow.reading import pick_source

            try:
                return pick_source(session.sources, name)
            except ThematicError as error:
                self.say(str(error), "warning")
        return session.source(self.desk.remembered.source) or (
            session.sources[0] if session.sources else None
        )

    def open_source(self, guid: str, span: tuple[int, int] | None = None, coding: str | None = None) -> None:
        """Open a source at a span, else where reading stopped in it."""
        self._going = (guid, span, coding)
        self.start(partial(self._open_source, guid, span, coding), "source")

    async def _open_source(self, guid: str, span: tuple[int, int] | None, coding: str | None) -> None:
        source = self.session.source(guid)
        if source is None:
            self.say("That source is no longer in the project.", "warning")
            return
        self.keep_place()
        if self.source is None or self.source.guid != guid:
            text, sentences, codings = await self.session.read(lambda project: _read_source(project, guid))
            self.source = source
            self.show_passages(whole(text), sentences, codings)
            self.entitle(_title(source))
        place = span or tuple(self.desk.remembered.places.get(guid, ()))
        length = len(self.transcript.text.text) if self.transcript.text else 0
        if len(place) == _SPAN and 0 <= place[0] < place[1] <= length:
            self.transcript.go(place[0], place[1], leap=False)
        self._going = None
        if coding:
            self.point(coding)
        self.look_again()
        self.refresh_bars()

    def refill(self) -> None:
        """Read codes and codings anew, for they were changed on another screen."""
        self.fill()
        self.read_again()

    def read_again(self) -> None:
        """Read the open source anew and stay at the place, unless another one is being opened."""
        if self._going is not None:
            self.source = None
            self.open_source(*self._going)
        elif self.source is not None:
            self.start(partial(self._read_again, self.source.guid), "source")

    async def _read_again(self, guid: str) -> None:
        source = self.session.source(guid)
        if source is None:
            self.say("That source is no longer in the project.", "warning")
            return
        text, sentences, codings = await self.session.read(lambda project: _read_source(project, guid))
        self.source = source
        if self.transcript.text is not None and self.transcript.text.guid == text.guid:
            self.show_again(codings)
            return
        start, end = self.transcript.now.span
        self.show_passages(whole(text), sentences, codings)
        self.transcript.go(*self._within(text, start, end), leap=False)
        self.look_again()

    @staticmethod
    def _within(text: SourceText, start: int, end: int) -> tuple[int, int]:
        """A span that was selected in another version of a text."""
        length = len(text.text)
        return min(start, max(0, length - 1)), min(end, length)

    def keep_place(self) -> None:
        """Remember the selection in the open source."""
        if self.source is not None:
            self.desk.remembered.source = self.source.guid
            self.desk.remembered.places[self.source.guid] = list(self.transcript.now.span)

    def on_selected(self) -> None:
        """The selection moved: soon, write down where it is, for a desk may end without a word."""
        super().on_selected()
        if self._keeping is None:
            self._keeping = self.set_timer(_KEEP, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        self.keep_place()
        self.desk.keep_place()

    def leaving(self) -> None:
        """Remember the place before another screen is shown."""
        self.keep_place()

    # Going about

    def on_leap(self, event: Leap) -> None:
        """Note the place before a leap."""
        if self.source is not None:
            self.jumps.leave((self.source.guid, *event.span))

    def action_last_edit(self) -> None:
        """Go to the place last edited."""
        spot = self.last_edit
        if spot is None:
            self.say("Nothing was edited yet.")
        else:
            self._go((spot.source, spot.start, spot.end))

    def action_jump_back(self) -> None:
        """Go back to where you were."""
        place = self.jumps.back(self._jump()) if self.source else None
        if place is None:
            self.say("That is where you began.")
        else:
            self._go(place, leap=False)

    def action_jump_forward(self) -> None:
        """Go forward again."""
        place = self.jumps.forward()
        if place is None:
            self.say("Nothing lies ahead.")
        else:
            self._go(place, leap=False)

    def _jump(self) -> Jump:
        return (self.source.guid if self.source else "", *self.transcript.now.span)

    def _go(self, place: Jump, *, leap: bool = True, coding: str | None = None) -> None:
        source, start, end = place
        if leap:
            self.jumps.leave(self._jump())
        self.open_source(source, (start, end), coding)

    def action_next_source(self) -> None:
        """Open the next transcript."""
        self._next_source(1)

    def action_previous_source(self) -> None:
        """Open the transcript before."""
        self._next_source(-1)

    def _next_source(self, step: int) -> None:
        if self.desk.session is None or self.source is None:
            return
        sources = self.session.sources
        at = next(number for number, one in enumerate(sources) if one.guid == self.source.guid) + step
        if 0 <= at < len(sources):
            self.jumps.leave(self._jump())
            self.open_source(sources[at].guid)
        else:
            self.say("That is the last transcript." if step > 0 else "That is the first transcript.")

    def action_next_same(self) -> None:
        """Go to the next quote of the current code, in any source."""
        self._same(1)

    def action_previous_same(self) -> None:
        """Go to the quote of the current code before."""
        self._same(-1)

    def _same(self, step: int) -> None:
        coding = self.current_coding()
        code = coding.code if coding else self.session.last_code if self.desk.session else None
        if code is None:
            self.say("No code here: ] goes to a coded quote.", "warning")
        else:
            self.start(partial(self._go_same, code, step), "same")

    async def _go_same(self, code: str, step: int) -> None:
        """Walk the code's quotes in order of source and place."""
        session = self.session
        code = session.codebook.resolve(code)
        found = await session.read(lambda project: _codings_of(project, code))
        order = {source.guid: number for number, source in enumerate(session.sources)}
        places = sorted(((order.get(one.source, 0), one.start, one.end, one.guid), one) for one in found)
        here = (order.get(self._jump()[0], 0), *self.transcript.now.span, self.current or "")
        ahead = [one for place, one in places if (place > here if step > 0 else place < here)]
        if not ahead:
            self.say(f"No further quote of {session.code_name(code)} in this direction.")
            return
        goal = ahead[0] if step > 0 else ahead[-1]
        self._go((goal.source, goal.start, goal.end), coding=goal.guid)

    def action_next_disagreement(self) -> None:
        """Go to the next passage where coders who have finished differ, in any source."""
        if self.desk.session is not None:
            self.start(self._go_different, "different")

    async def _go_different(self) -> None:
        session = self.session
        order = {source.guid: number for number, source in enumerate(session.sources)}
        found = await session.read(_read_differences)
        places = sorted(((order.get(one.source, 0), one.start, one.end), one) for one in found)
        here = (order.get(self._jump()[0], 0), *self.transcript.now.span)
        goal = next((one for place, one in places if place > here), places[0][1] if places else None)
        if goal is None:
            self.say("Nobody differs: no open disagreement on sources that two people finished.")
            return
        self._go((goal.source, goal.start, goal.end), coding=goal.codings[0].guid)
        codes = " / ".join(session.code_name(code) for code in goal.codes)
        self.say(f"{goal.kind}: {codes}. F7 answers it.")

    def action_done(self) -> None:
        """Mark this transcript as done, or not done."""
        if self.source is not None:
            self.session.mark_done(self.source.guid, self.say)


def _title(source: Source) -> str:
    who = ", ".join(source.respondents[:4]) + (" …" if len(source.respondents) > 4 else "")
    return f"{source.name}" + (f"  ·  {who}" if who else "")


def _read_source(
    project: Project, guid: str
) -> tuple[SourceText, tuple[tuple[int, int], ...], tuple[Coding, ...]]:
    from thematic.workflow import reading

    text = reading.read_text(project, guid)
    codings = tuple(one for one in reading.source_codings(project, guid) if one.text == text.guid)
    return text, reading.read_sentences(project, text), codings


def _read_differences(project: Project) -> tuple[Disagreement, ...]:
    from thematic.workflow.adjudication import load_queue

    return load_queue(project).waiting()


def _codings_of(project: Project, code: str) -> tuple[Coding, ...]:
    from thematic.workflow.following import codings_of

    return codings_of(project, code)
