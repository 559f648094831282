"""Whoever listens hears of every act of others, over lost connections too; the same on both backends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from thematic.errors import StorageError, Unreachable
from thematic.model.journal import Entity
from thematic.store.connection import Store
from thematic.store.listening import listen, newest
from thematic.store.opening import open_store

LONG = 30.0
"""Seconds within which anything happens on a machine that has much else to do."""


@contextmanager
def listening(store: Store) -> Iterator[Any]:
    """A listener that has begun."""
    with listen(store) as listener:
        assert listener.wait(0)
        yield listener


def _write(acting: Any, value: str = "Ana") -> None:
    with acting("name") as writer:
        writer.put(Entity("coder", "ana"), "name", value)


def _fail(acting: Any) -> None:
    with acting("name") as writer:
        writer.put(Entity("coder", "ana"), "name", "Ben")
        writer.flush()
        raise ZeroDivisionError


def test_nothing_is_heard_where_nobody_writes(store: Store) -> None:
    with listening(store) as listener:
        assert not listener.wait(0.05)


def test_an_act_is_heard_while_one_waits(store: Store, where: str, acting: Any) -> None:
    mine = open_store(where)
    with listening(mine) as listener:
        took = []
        for value in ("Ana", "Anna", "Anne"):  # the best of three, as a machine may be busy
            writes = threading.Timer(0.1, _write, (acting, value))
            writes.start()
            began = time.monotonic()
            assert listener.wait(LONG)
            took.append(time.monotonic() - began)
            writes.join()
            assert not listener.wait(0.05)
            if took[-1] < 1:
                break
        assert min(took) < 1
    mine.close()


def test_acts_before_the_wait_are_heard_at_once_and_no_more_often_than_they_are(
    store: Store, acting: Any
) -> None:
    with listening(store) as listener:
        took = []
        for one, other in (("Ana", "Anna"), ("Anne", "Anni"), ("Anka", "Anja")):  # the best of three
            _write(acting, one)
            _write(acting, other)
            began = time.monotonic()
            assert listener.wait(LONG)
            took.append(time.monotonic() - began)
            listener.wait(0.3)
            assert not listener.wait(0.05)
            if took[-1] < 1:
                break
        assert min(took) < 1


def test_an_act_that_fails_tells_nobody(store: Store, acting: Any) -> None:
    _write(acting)
    with listening(store) as listener:
        with pytest.raises(ZeroDivisionError):
            _fail(acting)
        assert not listener.wait(0.3)


def test_another_project_of_the_same_database_is_not_heard(
    store: Store, another: Callable[[], str], nonce: Any
) -> None:
    from thematic.model.journal import Act
    from thematic.store.connection import create_store
    from thematic.store.journal import writing_act

    other = create_store(another())
    with listening(store) as listener:
        with writing_act(other, Act("act", 1, "ana", "name"), nonce) as writer:
            writer.put(Entity("coder", "ana"), "name", "Ana")
        assert not listener.wait(0.3)
    other.close()


def test_a_wait_ends_when_listening_does(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thematic.store.listening.PULSE", 2 * LONG)  # nothing but the end wakes it
    with listening(store) as listener:
        threading.Timer(0.1, listener.close).start()
        began = time.monotonic()
        assert not listener.wait(LONG)
        assert not listener.wait(LONG)
        assert time.monotonic() - began < LONG / 2


def test_the_newest_act_and_fact_are_known_by_number(store: Store, acting: Any) -> None:
    with store.reading() as connection:
        assert newest(connection) == (0, 0)
    _write(acting)
    _write(acting, "Anna")
    with store.reading() as connection:
        assert newest(connection) == (2, 2)


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["postgres"], indirect=True)
def test_a_connection_that_the_server_ended_is_made_again(store: Store, acting: Any) -> None:
    with listening(store) as listener:
        number = listener._raw.info.backend_pid
        with store.reading() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
        with pytest.raises(StorageError):
            listener.wait(LONG)
        assert listener.wait(LONG), "something may have been missed"
        assert not listener.wait(0.05)
        _write(acting)
        assert listener.wait(LONG)


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["postgres"], indirect=True)
def test_an_act_whose_notice_was_kept_back_is_found_by_asking(
    store: Store, acting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thematic.store.listening.PULSE", 0.1)
    with listening(store) as listener:
        listener._raw.execute("UNLISTEN *")
        _write(acting)
        assert listener.wait(LONG)


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["postgres"], indirect=True)
def test_a_server_that_is_gone_is_tried_again_until_it_is_back(
    store: Store, where: str, wire: Any, acting: Any
) -> None:
    mine = open_store(wire.through(where))
    with listening(mine) as listener:
        wire.cut()
        for _ in range(3):
            with pytest.raises(Unreachable) as raised:
                listener.wait(LONG)
        assert "does not answer" in raised.value.message
        _write(acting)
        wire.mend()
        assert listener.wait(LONG)
        assert not listener.wait(0.05)
    mine.close()
