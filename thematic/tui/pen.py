"""Writes acts one after another in a thread, and keeps those that could not be saved.

An act is shown when its call has returned, which is when it is durable. When
the database is locked or gone, the act and all that follow it wait; they are
tried again by themselves, and at once when the person asks.
"""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.errors import Refused, StorageError, ThematicError

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = (1.0, 2.0, 5.0, 10.0)
"""Seconds until an act that could not be saved is tried again; the last is repeated."""


@dataclass(slots=True, eq=False)
class Job:
    """An act on its way to the database."""

    what: str
    """What it does, in words for the person."""
    act: Callable[[], Any]
    done: Callable[[Any], None]
    refused: Callable[[ThematicError], None]
    finished: bool = False


class Pen:
    """The only writer of a desk.

    Args:
        trouble: Told the error when an act could not be saved, and None when all are.
        refused: Told when an act was understood and must not be done.
    """

    def __init__(
        self, trouble: Callable[[StorageError | None], None], refused: Callable[[ThematicError], None]
    ) -> None:
        self._trouble = trouble
        self.refused = refused
        self._jobs: deque[Job] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pen")
        self._worker: asyncio.Task[None] | None = None
        self._again = asyncio.Event()
        self.count = 0
        """Acts ever begun."""
        self.stuck: StorageError | None = None
        """Why the first act in line could not be saved."""
        self._troubled = False

    @property
    def waiting(self) -> int:
        """Acts not yet saved."""
        return len(self._jobs)

    @property
    def first(self) -> str:
        """What the first act in line does, in words."""
        return self._jobs[0].what if self._jobs else ""

    def write(
        self,
        what: str,
        act: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[ThematicError], None] | None = None,
    ) -> Job:
        """Do an act after those before it; `done` gets what it returned, once it is durable."""
        job = Job(what, act, done, refused or self.refused)
        self._jobs.append(job)
        self.count += 1
        if self._worker is None or self._worker.done():
            self._worker = asyncio.get_running_loop().create_task(self._work())
        return job

    def retry(self) -> None:
        """Try the waiting acts again now."""
        self._again.set()

    async def idle(self) -> None:
        """Wait until nothing is being written: all is saved, or the first act is stuck."""
        while self._jobs and self.stuck is None:
            await asyncio.sleep(0.005)

    def close(self) -> None:
        """Stop; acts still waiting are not done."""
        if self._worker is not None:
            self._worker.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _work(self) -> None:
        tries = 0
        loop = asyncio.get_running_loop()
        while self._jobs:
            job = self._jobs[0]
            try:
                result = await loop.run_in_executor(self._thread, job.act)
            except StorageError as error:
                self.stuck, self._troubled = error, True
                self._trouble(error)
                await self._pause(_PATIENCE[min(tries, len(_PATIENCE) - 1)])
                tries += 1
                continue
            except ThematicError as error:
                self._settle(job)
                job.refused(error)
                continue
            except Exception as fault:  # noqa: BLE001 (a fault of the program must not stop the acts behind it)
                self._settle(job)
                job.refused(Refused(f"'{job.what}' failed, and nothing was changed: {fault!r}."))
                continue
            self._settle(job)
            tries = 0
            job.done(result)

    def _settle(self, job: Job) -> None:
        self._jobs.popleft()
        job.finished = True
        self.stuck = None
        if self._troubled and not self._jobs:
            self._troubled = False
            self._trouble(None)

    async def _pause(self, seconds: float) -> None:
        self._again.clear()
        try:
            await asyncio.wait_for(self._again.wait(), seconds)
        except TimeoutError:
            return
