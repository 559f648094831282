"""A screen with a text in the middle: opens sources, shows codes and codings beside it, keeps the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from thematic.errors import ThematicError
from thematic.tui.ink import Line, Piece
from thematic.tui.jumps import Jumps
from thematic.tui.screens.base import NARROW, DeskScreen
from thematic.tui.screens.code_lines import tree, tree_line
from thematic.tui.screens.inspecting import Inspection, inspect
from thematic.tui.widgets.line_list import LineList
from thematic.tui.widgets.transcript.mouse import Transcript

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from thematic.model.codebook import Code
    from thematic.model.codings import Coding
    from thematic.model.sources import Source, SourceText
    from thematic.tui.messages import CodingPointed, Leap, LineChosen, LineFolded, LineMoved
    from thematic.tui.session import Followed
    from thematic.workflow.project import Project

_PAUSE = 0.03
"""Seconds the side panel waits, so that walking is never slowed by it."""

_TINY = 64
"""Cells below which a side panel takes the place of the text."""


class ReadingScreen(DeskScreen):
    """Codes | text | the coding under the cursor."""

    DEFAULT_CSS = """
    ReadingScreen #codes { width: 28; }
    ReadingScreen #coding { width: 30; }
    ReadingScreen #middle { width: 1fr; }
    ReadingScreen #text-title { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.source: Source | None = None
        self.current: str | None = None
        """Guid of the coding spoken of."""
        self.jumps = Jumps()
        self.folded: set[str] = set()
        self._tree: list[tuple[int, Code]] = []
        self._inspection = Inspection((), {})
        self._waiting: Timer | None = None

    def body(self) -> ComposeResult:
        """Three panes; which of them show depends on the width."""
        from thematic.tui.widgets.bars import Bar

        yield LineList(self.desk.inks, title="CODES", id="codes")
        with Vertical(id="middle"):
            yield Bar(self.desk.inks, ground="title", id="text-title")
            yield Transcript(self.desk.paint, id="text")
        yield LineList(self.desk.inks, title="HERE", id="coding")

    @property
    def transcript(self) -> Transcript:
        """The text."""
        return self.query_one("#text", Transcript)

    @property
    def codes(self) -> LineList:
        """The codes beside the text."""
        return self.query_one("#codes", LineList)

    @property
    def panel(self) -> LineList:
        """What is said about the place in the text."""
        return self.query_one("#coding", LineList)

    def on_mount(self) -> None:
        """Begin with the keys in the text."""
        self._show_panes()
        self.transcript.focus()
        self._title("Opening …")

    # Panes

    def on_resize(self) -> None:
        """Show the panes there is room for."""
        self._show_panes()
        self.refresh_bars()

    def _show_panes(self) -> None:
        width, memory = self.size.width, self.desk.remembered
        wide = width >= NARROW
        alone = width < _TINY
        side = memory.panes if wide else memory.side
        show_codes = side in ("codes", "all")
        show_panel = side in ("coding", "all")
        self.codes.display = show_codes
        self.panel.display = show_panel
        self.codes.styles.width = "1fr" if alone else 26 if width < 140 else 32
        self.panel.styles.width = "1fr" if alone else 28 if width < 140 else 36
        self.query_one("#middle").display = not (alone and (show_codes or show_panel))

    def action_side(self) -> None:
        """Show the codes, the coding, or the text alone."""
        memory = self.desk.remembered
        if self.size.width >= NARROW:
            memory.panes = _after(memory.panes, ("all", "coding", "text"))
        else:
            memory.side = _after(memory.side, ("text", "codes", "coding"))
        self._show_panes()
        self._look_around()
        hidden = self.focused is not None and not self.focused.display
        if hidden or self.focused is None:
            next(iter(self.panes())).focus()

    def beside(self) -> tuple[int, int, int]:
        """Keep the palette over the text, away from the selection."""
        region = self.transcript.region
        row = region.y
        if self.transcript.view is not None:
            row += (
                self.transcript.view.wrap.row_at(self.transcript.now.head) - self.transcript.scroll_offset.y
            )
        return region.x, max(region.width, 40), row

    def show_inks(self) -> None:
        """Draw with the colours of another theme."""
        super().show_inks()
        self.transcript.show_paint(self.desk.paint)

    # Opening

    def opened(self) -> None:
        """The project is open: go where reading stopped, or where the person asked to go."""
        super().opened()
        wanted = self._first_source()
        if wanted is not None:
            self.open_source(wanted.guid)
        else:
            self._title("This project has no sources yet. 'thematic import FILE…' brings some in.")

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
        self.run_worker(self._open_source(guid, span, coding), name="source", group="source", exclusive=True)

    async def _open_source(self, guid: str, span: tuple[int, int] | None, coding: str | None) -> None:
        source = self.session.source(guid)
        if source is None:
            self.say("That source is no longer in the project.", "warning")
            return
        self.keep_place()
        if self.source is None or self.source.guid != guid:
            text, sentences, codings = await self.session.read(lambda project: _read_source(project, guid))
            self.source = source
            self.current = None
            self.transcript.show(text, sentences, codings, self.session.legend())
            self._title(self._source_title())
        place = span or tuple(self.desk.remembered.places.get(guid, ()))
        length = len(self.transcript.text.text) if self.transcript.text else 0
        if len(place) == 2 and 0 <= place[0] < place[1] <= length:
            self.transcript.go(place[0], place[1], leap=False)
        if coding:
            self.point(coding)
        self._look_around()
        self.refresh_bars()

    def keep_place(self) -> None:
        """Remember the selection in the open source."""
        if self.source is not None:
            self.desk.remembered.source = self.source.guid
            self.desk.remembered.places[self.source.guid] = list(self.transcript.now.span)

    def leaving(self) -> None:
        """Remember the place before another screen is shown."""
        self.keep_place()

    def _source_title(self) -> str:
        source = self.source
        if source is None:
            return ""
        who = ", ".join(source.respondents[:4]) + (" …" if len(source.respondents) > 4 else "")
        return f"{source.name}" + (f"  ·  {who}" if who else "")

    def _title(self, words: str) -> None:
        from thematic.tui.widgets.bars import Bar

        self.query_one("#text-title", Bar).say(Line((Piece(f" {words}", "strong"),)))

    # Codes

    def fill(self) -> None:
        """Show codes and codings as they are now."""
        self.fill_codes()
        if self.transcript.text is not None:
            self.transcript.show_legend(self.session.legend())
        self._look_around()

    def fill_codes(self) -> None:
        """Show the tree of codes."""
        session = self.session
        self._tree = tree(session.codebook, self.folded)
        slots = {guid: digit for digit, guid in self.desk.remembered.slots.items()}

        def draw(number: int) -> Line:
            depth, code = self._tree[number]
            folded = code.guid in self.folded
            return tree_line(session, depth, code, folded=folded, slot=slots.get(code.guid, ""))

        self.codes.empty = "No codes yet: Ctrl-n makes one."
        self.codes.show(len(self._tree), draw)
        self.codes.retitle(f"CODES  {len(session.codebook.active)}")

    def counted(self) -> None:
        """Show new counts."""
        self.codes.redraw()

    def code_under_cursor(self) -> str | None:
        """Guid of the code the cursor of the tree is on."""
        return self._tree[self.codes.cursor][1].guid if self._tree else None

    def on_line_folded(self, event: LineFolded) -> None:
        """Fold or unfold a branch of the tree."""
        if event.sender is not self.codes or not self._tree:
            return
        code = self._tree[event.line][1]
        has_branch = bool(self.session.codebook.children(code.guid))
        if event.fold and (not has_branch or code.guid in self.folded) and code.parent:
            above = next((n for n, (_, one) in enumerate(self._tree) if one.guid == code.parent), event.line)
            self.codes.move_to(above)
            return
        if has_branch:
            (self.folded.add if event.fold else self.folded.discard)(code.guid)
            self.fill_codes()

    # The place in the text

    def on_selected(self) -> None:
        """The selection moved."""
        self.look_again()
        self.refresh_bars()

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

    def on_leap(self, event: Leap) -> None:
        """Note the place before a leap."""
        if self.source is not None:
            self.jumps.leave((self.source.guid, *event.span))

    def look_again(self) -> None:
        """Speak of the coding that fits now, and soon describe the place anew."""
        self._point_by_place()
        self._look_soon()

    def _look_soon(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_PAUSE, self._look_around)

    def _look_around(self) -> None:
        self._waiting = None
        if self.source is None or not self.panel.display:
            return
        start, end = self.transcript.now.span
        here = self.transcript.index.between(start, end)[:50] if end > start else []
        text = self.transcript.text
        found = inspect(
            self.session,
            here,
            self.current,
            text.turn_at(start) if text else None,
            source=self.source.guid,
            width=self.panel.size.width or 30,
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
        coding = self.current_coding()
        if event.sender is self.panel and coding is not None:
            self.transcript.go(coding.start, coding.end)
            self.transcript.focus()

    def current_coding(self) -> Coding | None:
        """The coding spoken of."""
        return self.transcript.index.get(self.current)

    def follow(self, followed: Followed) -> None:
        """Show what an undo or redo changed in this source."""
        if followed.codebook is not None:
            self.fill()
        if not followed.whole and self.source is not None:
            self.run_worker(self._read_again(), name="source", group="source", exclusive=True)
            return
        for guid, coding in followed.codings.items():
            if coding is None or self.source is None or coding.source != self.source.guid:
                self.transcript.take(guid)
            else:
                self.transcript.put(coding)
        self.look_again()

    async def _read_again(self) -> None:
        source = self.source
        if source is None:
            return
        text, sentences, codings = await self.session.read(lambda project: _read_source(project, source.guid))
        span = self.transcript.now.span
        self.transcript.show(text, sentences, codings, self.session.legend())
        self.transcript.go(*span, leap=False)
        self.look_again()

    def back(self) -> None:
        """Go back to the text."""
        if self.transcript.sticky:
            self.transcript.action_sticky()
        if self.transcript.hits:
            self.transcript.find("")
        if not self.transcript.display or not self.query_one("#middle").display:
            self.desk.remembered.side = "text"
            self._show_panes()
        self.transcript.focus()

    # Status

    def status(self) -> Line:
        """Who, where, how far, whether all is saved, what undo would take back."""
        session = self.desk.session
        if session is None:
            return Line((Piece(f" {self.desk.where}", "quiet"),))
        text, now = self.transcript.text, self.transcript.now
        left = [Piece(" CODE ", "accent")]
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
        return Line(tuple(left), tuple(self._saved()))

    def _saved(self) -> list[Piece]:
        session = self.session
        pen = session.pen
        undo = f"u undoes: {session.would_undo}  " if session.would_undo and self.size.width >= NARROW else ""
        coder = session.project.coder.name if session.project.coder else session.project.newcomer or "nobody"
        if pen.stuck is not None:
            saved = Piece(f"✗ {pen.waiting} not saved ", "error")
        else:
            saved = Piece("✓ saved ", "good")
        return [Piece(undo, "quiet"), Piece(f"{coder}  ", "text"), saved]


def _after(now: str, choices: tuple[str, ...]) -> str:
    """The choice that follows, round and round."""
    return choices[(choices.index(now) + 1) % len(choices)] if now in choices else choices[0]


def _read_source(
    project: Project, guid: str
) -> tuple[SourceText, tuple[tuple[int, int], ...], tuple[Coding, ...]]:
    from thematic.workflow import reading

    text = reading.read_text(project, guid)
    codings = tuple(one for one in reading.source_codings(project, guid) if one.text == text.guid)
    return text, reading.read_sentences(project, text), codings
