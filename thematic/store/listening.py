"""Hearing that somebody wrote: PostgreSQL tells, a SQLite file is asked.

What was written is not in the message: whoever hears one reads the acts after
the last they know, so that a message lost with its connection loses nothing.
"""

from __future__ import annotations

import selectors
import socket
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from thematic.errors import StorageError, Unreachable
from thematic.store import schema
from thematic.store.connection import said_plainly

if TYPE_CHECKING:
    from typing import Self

    from sqlalchemy import Connection

    from thematic.store.connection import Store

PATIENCE = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to reach the database again; the last is repeated."""

LOOK = 0.2
"""Seconds between two looks at a file."""

PULSE = 5.0
"""Seconds after which a server is asked whether it is there, and for acts whose notice a pooler kept back."""

_CHANNEL = "'thematic_' || md5(current_schema())"


class Listener(ABC):
    """Waits for others to write. `wait` belongs to one thread, `close` to any."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._raw: Any = None
        self._failures = 0
        self._bell, self._ringer = socket.socketpair()
        self._closed = False

    def wait(self, seconds: float) -> bool:
        """Whether somebody may have written since the last call, waiting so long for it.

        The first call connects and is always true, and so is the first after a lost
        connection: something may have been missed.

        Raises:
            StorageError: The database cannot be reached; the next call tries again, after a pause.
        """
        end = time.monotonic() + seconds
        if self._closed:
            return False
        driver = self._store.engine.dialect.loaded_dbapi
        try:
            with said_plainly(self._store.where):
                return self._hear(end) if self._raw is not None else self._reach(seconds)
        except (StorageError, driver.Error) as problem:
            self._let_go()
            if isinstance(problem, StorageError):
                raise
            raise Unreachable(self._store.where, str(problem)) from problem

    def close(self) -> None:
        """Stop listening; a wait under way ends at once."""
        self._closed = True
        with suppress(OSError):
            self._ringer.send(b"!")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        """Let go of the connection, in the thread that waited."""
        self._let_go()
        self._bell.close()
        self._ringer.close()

    def _reach(self, seconds: float) -> bool:
        if self._failures:
            pause = PATIENCE[min(self._failures - 1, len(PATIENCE) - 1)]
            self._sleep(min(pause, seconds))
            if self._closed:
                return False
        self._failures += 1
        pooled = self._store.engine.raw_connection()
        self._raw = pooled.driver_connection
        pooled.detach()  # its own, for as long as it listens
        self._begin()
        self._failures = 0
        return True

    def _let_go(self) -> None:
        raw, self._raw = self._raw, None
        if raw is not None:
            raw.close()

    def _sleep(self, seconds: float) -> None:
        """Wait, or wake when the bell rings."""
        with selectors.DefaultSelector() as ready:
            ready.register(self._bell, selectors.EVENT_READ)
            if ready.select(max(0.0, seconds)):
                self._bell.recv(64)

    @abstractmethod
    def _begin(self) -> None:
        """Make a new connection one that hears."""

    @abstractmethod
    def _hear(self, end: float) -> bool:
        """Wait until a moment of the steady clock, or until somebody wrote."""


class _File(Listener):
    """SQLite counts, for each connection, the commits of all others."""

    def _begin(self) -> None:
        self._version = _commits(self._raw)

    def _hear(self, end: float) -> bool:
        while not self._closed:
            now = _commits(self._raw)
            if now != self._version:
                self._version = now
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._sleep(min(LOOK, left))
        return False


def _commits(connection: Any) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


class _Server(Listener):
    """PostgreSQL sends a notice to every connection that listens, when an act is committed."""

    def _begin(self) -> None:
        connection = self._raw
        connection.rollback()
        connection.autocommit = True
        name = connection.execute(f"SELECT {_CHANNEL}").fetchone()[0]
        connection.execute(f'LISTEN "{name}"')
        self._asked, self._newest = time.monotonic(), self._ask()

    def _ask(self) -> int:
        return int(self._raw.execute("SELECT coalesce(max(seq), 0) FROM act").fetchone()[0])

    def _hear(self, end: float) -> bool:
        connection = self._raw
        with selectors.DefaultSelector() as ready:
            ready.register(connection, selectors.EVENT_READ)
            ready.register(self._bell, selectors.EVENT_READ)
            while not self._closed:
                if list(connection.notifies(timeout=0)):
                    return True
                now = time.monotonic()
                if now - self._asked > PULSE:
                    known, self._asked, self._newest = self._newest, now, self._ask()
                    if known != self._newest:
                        return True
                    continue
                if now >= end:
                    return False
                for key, _ in ready.select(min(end - now, PULSE)):
                    if key.fileobj is self._bell:
                        self._bell.recv(64)
                        return False
        return False


def listen(store: Store) -> Listener:
    """Something that waits for others to write to a project."""
    return (_Server if store.is_postgres else _File)(store)


def tell_listeners(connection: Connection, act: int) -> None:
    """Tell everybody who listens, once this transaction is committed, the number of the act it holds.

    SQLite needs no telling.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_notify({_CHANNEL}, :act)"), {"act": str(act)})


def newest(connection: Connection) -> tuple[int, int]:
    """Numbers of the last act and the last fact that were committed."""
    acts, facts = select(func.max(schema.act.c.seq)), select(func.max(schema.fact.c.seq))
    row = connection.execute(select(acts.scalar_subquery(), facts.scalar_subquery())).one()
    return int(row[0] or 0), int(row[1] or 0)


def last_fact(connection: Connection, act: int) -> int:
    """Number of the newest fact of an act, by the act's number."""
    found = connection.execute(select(func.max(schema.fact.c.seq)).where(schema.fact.c.act == act))
    return int(found.scalar_one() or 0)
