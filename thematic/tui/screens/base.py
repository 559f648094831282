"""What every screen of the desk has: a status line, a bottom line that hints and asks, the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen
from textual.widgets import TextArea

from thematic.errors import Overtaken, ThematicError
from thematic.tui.actions import Act, Place, acts_of
from thematic.tui.ink import Line, Piece
from thematic.tui.keys import shown_keys
from thematic.tui.tour import Scene
from thematic.tui.widgets.bars import Answered, Bar, Dismissed, Foot, Typed
from thematic.tui.widgets.line_list import LineList
from thematic.tui.widgets.memo_editor import MemoEditor
from thematic.tui.widgets.palette import Chosen, Created, Left, Palette
from thematic.tui.widgets.transcript.mouse import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.dom import DOMNode
    from textual.widget import Widget

    from thematic.errors import StorageError
    from thematic.tui.changes import Followed
    from thematic.tui.host import Host
    from thematic.tui.messages import SayNote, Tone
    from thematic.tui.session import Session
    from thematic.tui.widgets.palette import Found

_HUSH = 0.05
"""Seconds after a key until a note gives way to the hints."""

NARROW = 110
"""Cells below which a screen shows one pane beside or instead of another."""


class DeskScreen(Screen[None], inherit_bindings=False):
    """A screen of the desk. Subclasses give `here` and `body`."""

    here: ClassVar[tuple[Place, ...]] = ()
    """Places whose acts the screen does itself."""
    AUTO_FOCUS: ClassVar[str | None] = ""
    """Screens say themselves where the keys go first."""
    DEFAULT_CSS = """
    DeskScreen { layers: base overlay; layout: vertical; overflow: hidden; }
    DeskScreen #body { layout: horizontal; height: 1fr; }
    DeskScreen #tour { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._then_chosen: Callable[[tuple[str, ...], str], None] | None = None
        self._then_created: Callable[[str], None] | None = None
        self._then_answered: Callable[[str], None] | None = None
        self._while_typing: Callable[[str], None] | None = None
        self._if_dismissed: Callable[[], None] | None = None
        self._focus_before: Widget | None = None
        self._shown_edits = -1

    # What subclasses give

    def body(self) -> ComposeResult:
        """The widgets between top and status line."""
        yield from ()

    def fill(self) -> None:
        """Show what the session holds; called when the screen comes up and something has changed."""

    def refill(self) -> None:
        """Show what was done on other screens; called when the screen comes up again."""
        self.fill()

    def stale(self) -> bool:
        """Whether something was done since this was shown."""
        return self._shown_edits != self.session.edits

    def opened(self) -> None:
        """The project is open."""
        self._shown_edits = self.session.edits
        self.fill()
        self.refresh_bars()

    def leaving(self) -> None:
        """Another screen is about to be shown, or none."""

    def counted(self) -> None:
        """Codings were counted anew."""

    def acted(self) -> None:
        """An act is durable."""
        self._shown_edits = self.session.edits
        self.refresh_bars()

    def follow(self, followed: Followed) -> None:  # noqa: ARG002 (screens that can, follow more closely)
        """Show what an undo or redo changed."""
        self.fill()

    def covers(self, followed: Followed) -> bool:  # noqa: ARG002 (screens that count while showing say so)
        """Whether showing acts of others keeps the counts right, so that nothing need be counted again."""
        return False

    def news(self, followed: Followed) -> None:
        """Show what others changed; cursor, selection, scroll and whatever is open stay as they are."""
        self._shown_edits = self.session.edits
        self.follow(followed)

    def back(self) -> None:
        """Escape was pressed where nothing was open."""

    def status(self) -> Line:
        """The status line."""
        return Line(())

    def beside(self) -> tuple[int, int, int]:
        """Left edge, width and row that the palette should keep clear of."""
        return 0, self.size.width, 0

    # What they use

    @property
    def desk(self) -> Host:
        """The app."""
        return cast("Host", self.app)

    @property
    def session(self) -> Session:
        """The open project."""
        return self.desk.open_session

    def compose(self) -> ComposeResult:
        """Body, palette, bars."""
        from textual.containers import Container

        yield Bar(self.desk.inks, id="tour")
        with Container(id="body"):
            yield from self.body()
        yield Bar(self.desk.inks, id="status")
        yield Foot(self.desk.inks, id="foot")
        yield Palette(self.desk.inks, id="palette")

    @property
    def foot(self) -> Foot:
        """The bottom line."""
        return self.query_one("#foot", Foot)

    @property
    def palette(self) -> Palette:
        """The type-to-find overlay."""
        return self.query_one("#palette", Palette)

    def say(self, text: str, tone: Tone = "calm") -> None:
        """Say something in the bottom line."""
        self.foot.note(text, tone)

    def say_stuck(self, error: StorageError) -> None:
        """Say why acts wait to be saved."""
        self.say(f"Not saved: {error.message} Kept, trying again; F12 tries now.", "error")

    def ask_key(self, question: str, choices: Mapping[str, str], then: Callable[[str], None]) -> None:
        """Ask for one key in the bottom line."""
        self._keep_focus()
        self._then_answered, self._while_typing, self._if_dismissed = then, None, None
        self.foot.ask_key(question, choices)

    def ask_line(
        self,
        question: str,
        then: Callable[[str], None],
        *,
        text: str = "",
        typing: Callable[[str], None] | None = None,
        dismissed: Callable[[], None] | None = None,
    ) -> None:
        """Ask for words in the bottom line."""
        self._keep_focus()
        self._then_answered, self._while_typing, self._if_dismissed = then, typing, dismissed
        self.foot.ask_line(question, text)

    def choose(
        self,
        prompt: str,
        find: Callable[[str], Sequence[Found]],
        then: Callable[[tuple[str, ...], str], None],
        *,
        several: bool = False,
        created: Callable[[str], None] | None = None,
        at_once: bool = False,
    ) -> None:
        """Open the palette; `at_once` shows all there is, and takes the letters that leave one thing."""
        self._keep_focus()
        self._then_chosen, self._then_created = then, created
        self._place_palette(len(find("")) + 2 if at_once else 0)
        self.palette.open(prompt, find, several=several, creates=created is not None, at_once=at_once)

    def start(self, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        """Do something that waits for the project; what was begun under the same name is given up."""

        async def safely() -> None:
            try:
                await work()
            except ThematicError as error:
                self.say(str(error), "error")

        self.run_worker(safely, name=name, group=name, exclusive=True)  # type: ignore[arg-type]

    def refresh_bars(self) -> None:
        """Bring status line and hints up to date."""
        if not self.is_mounted:
            return
        status = self.status()
        heard = Piece(f"  ◆ {self.desk.heard}" if self.desk.heard else "", "accent")
        self.query_one("#status", Bar).say(Line((*status.left, heard), status.right))
        self._guide()
        self.foot.hint(self._hints())

    def saved_words(self) -> list[Piece]:
        """What undo would take back, who acts, and whether everything is saved."""
        session = self.session
        pen = session.pen
        undo = f"u undoes: {session.would_undo}  " if session.would_undo and self.size.width >= NARROW else ""
        coder = session.project.coder.name if session.project.coder else session.project.newcomer or "nobody"
        saved = Piece("✓ saved ", "good")
        if pen.stuck:
            saved = Piece(f"✗ {pen.waiting} not saved ", "error")
        elif session.away:
            saved = Piece("✗ no connection ", "error")
        return [Piece(undo, "quiet"), Piece(f"{coder}  ", "text"), saved]

    def give_back(self, text: str, error: ThematicError) -> None:
        """Words that could not be kept stay with who wrote them: open again, or to be pasted."""
        editors = self.query(MemoEditor)
        if isinstance(error, Overtaken) and editors and self.is_current and not self.typing:
            editors.first().reopen(text)
            self.say(str(error), "warning")
        else:
            self.app.copy_to_clipboard(text)
            self.say(f"{error.message} Your words can be pasted.", "warning")

    # How they work

    def _keep_focus(self) -> None:
        if self.focused not in (self.foot, self.palette):
            self._focus_before = self.focused

    def _return_focus(self) -> None:
        if self.focused in (self.foot, self.palette, None) and self._focus_before is not None:
            self.set_focus(self._focus_before, scroll_visible=False)

    def _place_palette(self, rows: int = 0) -> None:
        """Above or below what must stay visible, inside the column it belongs to; over it when it is long."""
        left, width, row = self.beside()
        height = max(min(14, max(6, (self.size.height - 2) // 2 - 1)), min(rows, self.size.height - 2))
        top = 0 if row > (self.size.height - 2) // 2 else self.size.height - 2 - height
        wide = width if width < NARROW else 90
        self.palette.styles.width = min(wide, self.size.width)
        self.palette.styles.height = height
        self.palette.styles.offset = (min(left, max(0, self.size.width - wide)), top)

    def on_chosen(self, event: Chosen) -> None:
        """The palette found something."""
        event.stop()
        then = self._then_chosen
        self._close_palette()
        if then:
            then(event.values, event.query)

    def on_created(self, event: Created) -> None:
        """The palette was told to make something new."""
        event.stop()
        then = self._then_created
        self._close_palette()
        if then:
            then(event.query)

    def on_left(self, event: Left) -> None:
        """The palette was left."""
        event.stop()
        self._close_palette()

    def _close_palette(self) -> None:
        self._then_chosen = self._then_created = None
        self.palette.close()
        self._return_focus()

    def on_answered(self, event: Answered) -> None:
        """The question was answered."""
        event.stop()
        then, self._then_answered = self._then_answered, None
        self._return_focus()
        if then:
            then(event.answer)

    def on_typed(self, event: Typed) -> None:
        """The answer is being typed."""
        event.stop()
        if self._while_typing:
            self._while_typing(event.text)

    def on_dismissed(self, event: Dismissed) -> None:
        """The question was left."""
        event.stop()
        self._then_answered = None
        self._return_focus()
        if self._if_dismissed:
            self._if_dismissed()

    def on_say_note(self, event: SayNote) -> None:
        """A widget has something to say."""
        event.stop()
        self.say(event.text, event.tone)

    @property
    def typing(self) -> bool:
        """Whether keys are letters now, not acts."""
        return isinstance(self.focused, (Palette, Foot, TextArea))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 (Textual's)
        """No act of the screen is done while one types."""
        return not self.typing

    def hush(self) -> None:
        """Any key makes a note give way to the hints; what could not be saved stays said."""
        session = self.desk.session
        if session is not None and not self.typing:
            session.catch_up()
        if session is not None and session.pen.stuck is not None:
            self.say_stuck(session.pen.stuck)
        else:
            self.hush_soon()

    def hush_soon(self) -> None:
        """Let the note go unless another takes its place, so that an act paints the bottom line only once."""
        note = self.foot.noted
        if note is not None:
            self.set_timer(_HUSH, lambda: self.foot.hush(note))

    def on_descendant_focus(self) -> None:
        """Other keys work in another pane."""
        self.refresh_bars()

    def on_screen_resume(self) -> None:
        """Fill again when something was done elsewhere."""
        self.show_inks()
        if self.desk.session is not None and self.stale():
            self._shown_edits = self.session.edits
            self.refill()
        self.refresh_bars()

    def scene(self) -> Scene:
        """What a tour can see."""
        session = self.desk.session
        own = session.own_memos if session else 0
        return Scene(self.desk.current_mode, slots=len(self.desk.remembered.slots), memos=own)

    def _guide(self) -> None:
        """Show what the tour has to try next."""
        tour = self.desk.tour
        if tour is None:
            return
        bar = self.query_one("#tour", Bar)
        bar.display = True
        while tour.look(self.scene()):
            self.say("Well done.", "good")
        bar.say(Line((Piece(" TOUR ", "accent"), Piece(tour.words, "strong"))))

    def _hints(self) -> Line:
        """Keys that work here and now, the most useful first, as many as fit."""
        acts = sorted((act for act in acts_of(*self.places()) if act.hint), key=lambda act: act.hint)
        pieces: list[Piece] = [Piece(" ")]
        room = self.size.width - 1
        for act in acts:
            key = shown_keys(act, self.desk.preset, self.desk.own_keys).split(" ")[0]
            room -= len(key) + len(act.short) + 3
            if room < 0:
                break
            pieces += [Piece(f"{key} ", "accent"), Piece(f"{act.short}  ", "quiet")]
        return Line(tuple(pieces))

    def places(self) -> tuple[Place, ...]:
        """Places whose acts can be done here and now."""
        if isinstance(self.focused, Transcript):
            return (*self.here, "transcript", "everywhere")
        if isinstance(self.focused, LineList):
            return (*self.here, "list", "everywhere")
        return (*self.here, "everywhere")

    async def run_act(self, act: Act) -> None:
        """Do an act found by its name."""
        target: DOMNode | None = self.app if act.place == "everywhere" else self
        if act.place in ("transcript", "list"):
            target = self.focused
        if target is not None:
            await self.app.run_action(act.action, target)

    def panes(self) -> Iterator[Widget]:
        """Panes that Tab walks through, from the left."""
        yield from (w for w in self.query("#body *") if w.focusable and w.display)

    def to_pane(self, step: int) -> None:
        """Move to another pane, so many to the right."""
        panes = list(self.panes())
        if panes:
            at = panes.index(self.focused) if self.focused in panes else -step
            self.set_focus(panes[(at + step) % len(panes)], scroll_visible=False)

    def show_inks(self) -> None:
        """Draw with the colours of another theme."""
        for widget in self.query("*"):
            if isinstance(widget, (LineList, Bar, Palette)):
                widget.show_inks(self.desk.inks)
        self.refresh_bars()
