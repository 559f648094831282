"""The desk: opens the project behind a painted shell, and holds what all screens share."""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.filter import ANSIToTruecolor

from thematic.errors import StorageError, ThematicError
from thematic.tui.actions import BY_ID, clashes
from thematic.tui.atlas import modes
from thematic.tui.commands import find_acts, find_screens, keys_shown
from thematic.tui.following import Follower
from thematic.tui.ink import inks_of
from thematic.tui.keyed import KeyedApp
from thematic.tui.keys import bindings_for, keymap_of
from thematic.tui.opening import KEYS_FILE as FILE
from thematic.tui.opening import count_everything, open_for_desk
from thematic.tui.page.paint import Paint
from thematic.tui.pen import Pen
from thematic.tui.remembered import Remembered, recall, remember
from thematic.tui.screens.base import DeskScreen
from thematic.tui.screens.coding import CodingScreen
from thematic.tui.screens.help import HelpScreen
from thematic.tui.session import Session
from thematic.tui.themes import DARK, THEMES, ground_of
from thematic.tui.tour import Tour

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from textual.binding import BindingType
    from textual.filter import LineFilter
    from textual.timer import Timer

    from thematic.tui.actions import Preset
    from thematic.tui.changes import Followed
    from thematic.tui.ink import Inks
    from thematic.tui.opening import Opened
    from thematic.workflow.project import Surroundings


_TOUR = "tour"
"""What the desk answers when it was left for the tour."""

_REST = 0.05
"""Seconds without undo after which the desk looks for what the next one would take back."""

_YOUNG = 50_000
"""Objects made before Python looks for cycles among them: it must not do so while a source is opened."""

_SWITCH = 0.001
"""Seconds a thread may keep others waiting: the one that writes is not to wait for the one that paints."""

_HEARD = 6.0
"""Seconds for which the desk says what somebody else did."""

_EVERYWHERE = "everywhere"
"""Under this name is remembered what holds for all projects."""


class Desk(KeyedApp, inherit_bindings=False):
    """The coding desk.

    Args:
        where: Path or URL of the project.
        coder: Name of who acts; the user's own choice by default.
        source: Name of a source to open; where reading stopped by default.
        here: The world outside; this machine by default.
        tour: The tour to guide through, if any.
        offer_tour: Whether to offer it to somebody who was never offered it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("everywhere")
    MODES: ClassVar[dict[str, Callable[[], DeskScreen]]] = modes()  # type: ignore[assignment]
    DEFAULT_MODE = "code"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "thematic"
    CSS = "* { scrollbar-color: $panel; scrollbar-color-hover: $primary; scrollbar-background: $background; }"

    def __init__(
        self,
        where: str,
        coder: str | None = None,
        source: str | None = None,
        here: Surroundings | None = None,
        *,
        tour: Tour | None = None,
        offer_tour: bool = False,
    ) -> None:
        super().__init__()
        self.tour = tour
        self._offer_tour = offer_tour
        self.where = where
        self.wanted = source
        """Name of the source to open first."""
        self._coder = coder
        self._here = here
        self.session: Session | None = None
        self.remembered = Remembered()
        self.own_keys: Mapping[str, str] = {}
        self.quoted: str | None = None
        """Guid of the code whose quotes are asked for."""
        self.problem: ThematicError | None = None
        """Why the project could not be opened."""
        self.heard = ""
        """What somebody else just did, in words; empty when it was a while ago."""
        self._forget: Timer | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self.inks: Inks = inks_of(DARK, DARK.variables)
        self.paint = Paint(ground_of(DARK, DARK.variables))

    @property
    def open_session(self) -> Session:
        """The session; asked for only by what cannot be done without one."""
        if self.session is None:
            message = "the project is not open yet"
            raise RuntimeError(message)
        return self.session

    @property
    def preset(self) -> Preset:
        """Which keys are in force."""
        return "plain" if self.remembered.preset == "plain" else "vim"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Filters of what is drawn; the desk draws in exact colours, so that none has to make them exact."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    # Opening and leaving

    def on_ready(self) -> None:
        """The shell is painted: open the project behind it."""
        self.start(self._open, "open")

    def start(self, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        """Do something that waits for the project; what was begun under the same name is given up."""

        async def safely() -> None:
            try:
                await work()
            except ThematicError as error:
                if self.front is not None:
                    self.front.say(str(error), "error")

        self.run_worker(safely, name=name, group=name, exclusive=True)  # type: ignore[arg-type]

    async def _open(self) -> None:
        try:
            opened = await asyncio.to_thread(open_for_desk, self.where, self._coder, self._here)
        except ThematicError as error:
            self.problem = error
            self.exit(return_code=error.exit_code)
            return
        self._take(opened)
        await self._count()

    def _take(self, opened: Opened) -> None:
        self.remembered = recall(opened.project.here.config_dir, opened.project.guid)
        pen = Pen(self._on_trouble, self._on_refused)
        self.session = Session(opened.project, pen, self._on_act)
        self.session.take(opened)
        self.session.follower = Follower(self, self.session, opened.position)
        self.show_theme(self.remembered.theme)
        self._take_keys(opened)
        gc.collect()
        gc.freeze()
        gc.set_threshold(_YOUNG, 20, 50)
        if self.front is not None:
            self.front.opened()
        self._offer()

    def _take_keys(self, opened: Opened) -> None:
        """Use the person's own keys, unless there is something wrong with them."""
        problem = opened.keymap_problem
        if opened.keymap.preset:
            self.remembered.preset = opened.keymap.preset
        wrong = list(clashes(dict(opened.keymap.keys), self.preset))
        if wrong:
            problem = f"{FILE}: {'; '.join(wrong)}. The desk opened with its own keys."
        else:
            self.own_keys = opened.keymap.keys
        self.set_keymap(keymap_of(self.preset, self.own_keys))
        if problem and self.front is not None:
            self.front.say(problem, "warning")

    def _offer(self) -> None:
        """Offer the tour once to each person."""
        if not self._offer_tour or self.front is None or self.session is None:
            return
        folder = self.session.project.here.config_dir
        if recall(folder, _EVERYWHERE).toured:
            return
        remember(folder, _EVERYWHERE, Remembered(toured=True))

        def answered(answer: str) -> None:
            if answer == "y":
                self.action_tour()

        self.front.ask_key(
            "New here? A five-minute tour on a small study:", {"y": "take it", "n": "not now"}, answered
        )

    def action_tour(self) -> None:
        """Take the five-minute tour on a small study of its own."""
        self._leave(_TOUR)

    async def _count(self) -> None:
        session, began = self.open_session, time.monotonic()
        session.counted = await session.read(count_everything)
        session.counting = time.monotonic() - began
        await session.read(session.warm_up)
        if self.front is not None and self.front.is_mounted:  # else it shows the counts when it fills
            self.front.counted()

    def count_again(self) -> None:
        """Count everything anew, because more changed than a screen can follow."""
        self.start(self._count, "count")

    def tell(self, words: str) -> None:
        """Say in the status line, for a while, what somebody else did."""
        self.heard = words
        if self._forget is not None:
            self._forget.stop()
        self._forget = self.set_timer(_HEARD, lambda: self.tell("")) if words else None
        if self.front is not None:
            self.front.refresh_bars()

    def keep_place(self) -> None:
        """Remember where reading stands."""
        if self.session is not None:
            remember(self.session.project.here.config_dir, self.session.project.guid, self.remembered)

    async def action_quit(self) -> None:
        """Leave the desk; acts that could not be saved hold it open until they are let go."""
        session = self.session
        if session is not None and self.front is not None:
            await session.pen.idle()
            if session.pen.waiting:
                self.front.ask_key(
                    f"{session.pen.waiting} not saved ({session.pen.first} …). Leave and lose them?",
                    {"y": "lose them", "n": "stay"},
                    lambda answer: self._leave() if answer == "y" else None,
                )
                return
        self._leave()

    def _leave(self, result: str = "") -> None:
        if self.front is not None:
            self.front.leaving()
        self.keep_place()
        if self.session is not None:
            self.session.close()
        self.exit(result)

    # What acts say

    def _on_act(self) -> None:
        """An act is durable."""
        if self.front is not None:
            self.front.acted()

    def _on_trouble(self, error: StorageError | None) -> None:
        front = self.front
        if front is None:
            return
        if error is None:
            front.say("Everything is saved again.", "good")
        else:
            front.say_stuck(error)
        front.refresh_bars()

    def _on_refused(self, error: ThematicError) -> None:
        if self.front is not None:
            self.front.say(str(error), "warning")

    # Acts that work everywhere

    def action_undo(self) -> None:
        """Undo the last act."""
        if self.session is not None:
            self.session.undo(self._followed("Undone"))

    def action_redo(self) -> None:
        """Redo what was undone."""
        if self.session is not None:
            self.session.redo(self._followed("Done again"))

    def _followed(self, word: str) -> Callable[[Followed], None]:
        def follow(followed: Followed) -> None:
            if self.front is not None:
                self.front.follow(followed)
                self.front.say(f"{word}: {followed.act.verb if followed.act else ''}.", "good")
            self.start(self._look_ahead, "look-ahead")

        return follow

    async def _look_ahead(self) -> None:
        """Show what undo would take back now, once the keys rest."""
        await asyncio.sleep(_REST)
        if self.session is not None:
            await self.session.look_ahead()
            if self.front is not None:
                self.front.refresh_bars()

    def action_retry(self) -> None:
        """Try again to save what could not be saved."""
        if self.session is not None and self.session.pen.waiting:
            self.session.pen.retry()
        elif self.front is not None:
            self.front.say("Everything is saved.", "good")

    async def action_back(self) -> None:
        """Leave what is open; else go back to the text."""
        if self.front is not None:
            self.front.back()

    def action_next_pane(self) -> None:
        """Move to the next pane."""
        if self.front is not None:
            self.front.to_pane(1)

    def action_previous_pane(self) -> None:
        """Move to the pane before."""
        if self.front is not None:
            self.front.to_pane(-1)

    async def action_go_to(self, mode: str) -> None:
        """Show another screen."""
        if self.session is not None and mode != self.current_mode:
            if self.front is not None:
                self.front.leaving()
            await self.switch_mode(mode)

    def show_quotes(self, code: str) -> None:
        """Show the quotes of a code, by guid."""
        self.quoted = code
        self.call_later(self.action_go_to, "quotes")

    def open_in_coding(
        self, source: str, span: tuple[int, int] | None = None, coding: str | None = None
    ) -> None:
        """Show a place in the coding screen."""

        async def go() -> None:
            await self.action_go_to("code")
            if isinstance(self.screen, CodingScreen):
                self.screen.open_source(source, span, coding)

        self.call_later(go)

    def action_go(self) -> None:
        """Go to another screen: its letter follows."""
        if self.front is not None:
            self.front.choose("Go to:", find_screens, self._go_chosen, at_once=True)

    def _go_chosen(self, modes: tuple[str, ...], _query: str) -> None:
        self.call_later(self.action_go_to, modes[0])

    async def action_help(self) -> None:
        """Show what every key does here."""
        front = self.front
        if isinstance(front, HelpScreen):
            front.back()
        elif front is not None:
            await self.push_screen(HelpScreen(front.places()))

    def action_commands(self) -> None:
        """Find any command by its name."""
        front = self.front
        if front is None:
            return
        places, keys_of = front.places(), keys_shown(self.preset, self.own_keys)

        def run(names: tuple[str, ...], _query: str) -> None:
            self.call_later(front.run_act, BY_ID[names[0]])

        front.choose("Command:", lambda query: find_acts(query, places, keys_of), run)

    def action_theme(self) -> None:
        """Change to the next theme."""
        names = [theme.name for theme in THEMES]
        self.show_theme(names[(names.index(self.theme) + 1) % len(names)])

    def show_theme(self, name: str) -> None:
        """Draw everything in a theme."""
        theme = next((one for one in THEMES if one.name == name), DARK)
        self.remembered.theme = self.theme = theme.name
        self.inks = inks_of(theme, theme.variables)
        self.paint = Paint(ground_of(theme, theme.variables))
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_inks()

    def action_keys(self) -> None:
        """Change between vim-like and plain keys."""
        self.remembered.preset = "vim" if self.preset == "plain" else "plain"
        self.set_keymap(keymap_of(self.preset, self.own_keys))
        if self.front is not None:
            self.front.refresh_bars()
            self.front.say(f"Keys are {'vim-like' if self.preset == 'vim' else 'plain'} now.", "good")


def run_desk(where: str, coder: str | None = None, source: str | None = None) -> None:
    """Run the desk until the person leaves it.

    Args:
        where: Path or URL of the project.
        coder: Name of who acts; the user's own choice by default.
        source: Name of a source to open first.

    Raises:
        ThematicError: The project cannot be opened.
    """
    sys.setswitchinterval(_SWITCH)
    while True:
        desk = Desk(where, coder, source, offer_tour=True)
        result = desk.run()
        if desk.problem is not None:
            raise desk.problem
        if result != _TOUR:
            return
        run_tour()


def run_tour() -> None:
    """Guide through the desk on a small invented study, which is thrown away afterwards."""
    from thematic.workflow.demo import TINY, open_study
    from thematic.workflow.project import real_surroundings

    with tempfile.TemporaryDirectory(prefix="thematic-tour-") as name:
        folder = Path(name)
        here = replace(real_surroundings(), config_dir=folder / "config")
        project, _built = open_study(TINY, folder, here)
        project.close()
        Desk(project.where, "You", here=here, tour=Tour()).run()
