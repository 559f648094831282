"""Follows what others do: hears of it in a thread, reads what changed, and lets the screen show it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from thematic.errors import StorageError
from thematic.tui.changes import EVERYTHING, read_act, read_changes, read_rules
from thematic.tui.heard import words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from thematic.tui.changes import Followed
    from thematic.tui.screens.base import DeskScreen
    from thematic.tui.session import Session
    from thematic.workflow.live import News, Position
    from thematic.workflow.project import Project

    class Following(Protocol):
        """The desk, as its follower knows it."""

        @property
        def front(self) -> DeskScreen | None:
            """The screen in front."""

        def tell(self, words: str) -> None:
            """Say in the status line, for a while, what others did."""

        def count_again(self) -> None:
            """Count everything anew."""


_WAIT = 60.0
"""Seconds of one wait; it ends at once when something is heard."""

_PARTING = 0.5
"""Seconds to wait, on leaving, until the connection is closed: the next who opens the file has it alone."""

_PACE = 10
"""Times as long as counting takes the desk rests before it counts again."""


class Follower:
    """Follows others from the moment it is made.

    Args:
        desk: Shows what is new.
        session: What all screens share.
        since: How far the journal had come when the session was read.
    """

    def __init__(self, desk: Following, session: Session, since: Position) -> None:
        from thematic.workflow.live import watch

        self._desk = desk
        self._session = session
        self._watch = watch(session.project, since)
        self._loop = asyncio.get_running_loop()
        self._context = copy_context()  # timers need to know the app they belong to
        self._heard: list[News] = []
        self._reader: asyncio.Task[None] | None = None
        self._own: asyncio.Task[None] | None = None
        self._counted = 0.0
        self._count_later: asyncio.TimerHandle | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._listen, name="follower", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop following."""
        self._closed = True
        self._watch.close()
        self._thread.join(_PARTING)
        for task in (self._reader, self._own):
            if task is not None:
                task.cancel()
        if self._count_later is not None:
            self._count_later.cancel()

    # In the thread

    def _listen(self) -> None:
        with self._watch as watch:
            while not self._closed:
                try:
                    news = watch.wait(_WAIT)
                except StorageError:
                    self._pass_on(self._lost)
                    continue
                self._pass_on(self._found)
                if news is not None:
                    self._pass_on(partial(self._take, news))

    def _pass_on(self, word: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the desk was left, and its loop with it
            self._loop.call_soon_threadsafe(word, context=self._context)

    # In the desk's own

    def _lost(self) -> None:
        self._be_away(away=True)

    def _found(self) -> None:
        self._be_away(away=False)

    def _be_away(self, *, away: bool) -> None:
        """Show whether the database answers; when it does again, save at once what waits."""
        if self._closed or self._session.away == away:
            return
        self._session.away = away
        if not away:
            self._session.pen.retry()
        if self._desk.front is not None:
            self._desk.front.refresh_bars()

    def _take(self, news: News) -> None:
        self._heard.append(news)
        if not self._closed and (self._reader is None or self._reader.done()):
            self._reader = self._loop.create_task(self._read(), context=self._context)

    async def _read(self) -> None:
        while self._heard:
            heard, self._heard = self._heard, []
            await self._show(heard)

    def show_own(self, act: str) -> None:
        """Show an act of one's own, by its guid, that was saved although its answer was lost."""
        self._own = self._loop.create_task(self._show_read(partial(read_act, act=act)), context=self._context)

    def show_rules(self) -> None:
        """Show what one may see now: finishing a source lifts blindness where the others finished it."""
        self._own = self._loop.create_task(self._show_read(read_rules), context=self._context)

    async def _show_read(self, read: Callable[[Project], Followed]) -> None:
        followed = await self._session.read(read)
        self._session.take_followed(followed)
        if self._desk.front is not None:
            self._desk.front.news(followed)
        self._count_soon()

    async def _show(self, heard: list[News]) -> None:
        session = self._session
        glimpses = [glimpse for news in heard for glimpse in news.glimpses]
        touched = tuple(dict.fromkeys(entity for glimpse in glimpses for entity in glimpse.touched))
        kinds = frozenset().union(*(glimpse.kinds for glimpse in glimpses))
        told = all(news.whole for news in heard) and not any(one.verb == "merge" for one in glimpses)
        kinds = kinds if told else EVERYTHING
        whole = told and all(glimpse.whole for glimpse in glimpses)
        front = self._desk.front
        if kinds or not whole:
            followed = await session.read(partial(read_changes, touched=touched, kinds=kinds, whole=whole))
            session.take_followed(followed)
            session.edits += 1
            front = self._desk.front
            counts = bool(followed.codings) or not followed.whole
            if front is not None:
                counts = counts and not front.covers(followed)
                front.news(followed)
            if counts:
                self._count_soon()
        session.show_until(heard[-1].position.fact, busy=front is not None and front.typing)
        words = words_of(glimpses, session)
        if words:
            self._desk.tell(words)

    def _count_soon(self) -> None:
        """Count again, but do little else than that never."""
        if self._count_later is None:
            rest = max(0.0, self._counted - self._loop.time())
            self._count_later = self._loop.call_later(rest, self._count, context=self._context)

    def _count(self) -> None:
        self._count_later = None
        self._counted = self._loop.time() + _PACE * self._session.counting
        self._desk.count_again()
