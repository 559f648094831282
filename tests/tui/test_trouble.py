"""When the database is locked or gone: said, kept, tried again, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import pytest

from thematic.errors import Refused, StorageError
from thematic.tui.pen import Pen

TURN = "Practice, reflection, practice."


class Ledger:
    """Collects what a pen says."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.told: list[str | None] = []

    def pen(self) -> Pen:
        return Pen(
            lambda error: self.told.append(error.message if error else None),
            lambda error: self.told.append(f"refused: {error.message}"),
        )


def test_acts_are_done_in_order_and_shown_when_durable() -> None:
    ledger = Ledger()

    async def go() -> None:
        pen = ledger.pen()
        for word in ("one", "two", "three"):
            pen.write(word, lambda word=word: word, ledger.done.append)
        await pen.idle()
        pen.close()

    asyncio.run(go())
    assert ledger.done == ["one", "two", "three"]


def test_an_act_that_cannot_be_saved_waits_with_those_behind_it() -> None:
    ledger = Ledger()
    locked = [True]

    def act(word: str) -> str:
        if locked[0]:
            raise StorageError("It is locked.")
        return word

    async def go() -> None:
        pen = ledger.pen()
        pen.write("one", lambda: act("one"), ledger.done.append)
        pen.write("two", lambda: act("two"), ledger.done.append)
        await pen.idle()
        assert (pen.waiting, pen.first, ledger.done) == (2, "one", [])
        locked[0] = False
        pen.retry()
        while pen.waiting:
            await asyncio.sleep(0.001)
        pen.close()

    asyncio.run(go())
    assert ledger.done == ["one", "two"]
    assert ledger.told == ["It is locked.", None]


def test_an_act_that_must_not_be_done_does_not_hold_up_the_next() -> None:
    ledger = Ledger()

    def no() -> str:
        raise Refused("Not this.")

    async def go() -> None:
        pen = ledger.pen()
        pen.write("no", no, ledger.done.append)
        pen.write("yes", lambda: "yes", ledger.done.append)
        await pen.idle()
        pen.close()

    asyncio.run(go())
    assert ledger.done == ["yes"]
    assert ledger.told == ["refused: Not this."]


def test_a_fault_of_the_program_is_said_and_does_not_hold_up_the_next() -> None:
    ledger = Ledger()

    def broken() -> str:
        raise IndexError

    async def go() -> None:
        pen = ledger.pen()
        pen.write("broken", broken, ledger.done.append)
        pen.write("yes", lambda: "yes", ledger.done.append)
        await pen.idle()
        pen.close()

    asyncio.run(go())
    assert ledger.done == ["yes"]
    assert "'broken' failed, and nothing was changed: IndexError" in str(ledger.told)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the store give up on a lock at once, and the pen not try again before it is asked to."""
    monkeypatch.setattr("thematic.store.connection.BUSY_MILLISECONDS", 20)
    monkeypatch.setattr("thematic.tui.pen._PATIENCE", (600.0,))


@pytest.mark.act("retry")
def test_a_locked_project_keeps_the_act_and_saves_it_later(
    drive: Any, study: Any, keys: Any, until: Any, impatient: None
) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        other = sqlite3.connect(study.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await keys(desk, pilot, "j", "space", "'lack", "enter", "j", ".")
        screen = desk.screen
        await until(lambda: "locked by another program" in screen.foot.line.text)
        await until(lambda: "2 not saved" in screen.status().text)
        await until(lambda: len(screen.transcript.view.scene.unsaved) == 2)
        hollow = [one.guid for one in screen.transcript.index]
        assert len(hollow) == 2
        assert all(guid.startswith("unsaved/") for guid in hollow)
        assert set(hollow) == screen.transcript.view.scene.unsaved
        await keys(desk, pilot, "x")
        await until(lambda: "not saved yet" in screen.foot.line.text)
        other.execute("ROLLBACK")
        other.close()
        await keys(desk, pilot, "f12")
        await until(lambda: not desk.session.pen.waiting)
        await until(lambda: "✓ saved" in screen.status().text)
        await until(lambda: not any(one.guid.startswith("unsaved/") for one in screen.transcript.index))
        await keys(desk, pilot, "f12")
        await until(lambda: "Everything is saved" in screen.foot.line.text)

    drive(study, script)
    assert [code for _, code in study.codings()] == ["time", "time"]


def test_leaving_with_unsaved_acts_asks_first(
    drive: Any, study: Any, keys: Any, until: Any, impatient: None
) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        other = sqlite3.connect(study.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await keys(desk, pilot, "j", "space", "'lack", "enter", "ctrl+q")
        await until(lambda: "1 not saved (code Lack of time" in desk.screen.foot.line.text)
        await keys(desk, pilot, "n")
        assert not desk._exit
        other.execute("ROLLBACK")
        other.close()
        await keys(desk, pilot, "f12")
        await until(lambda: not desk.session.pen.waiting)

    drive(study, script)
    assert study.codings() == [(TURN, "time")]


def test_a_project_that_is_gone_is_noticed_before_anything_is_written_to_nowhere(
    drive: Any, study: Any, keys: Any, until: Any
) -> None:
    from pathlib import Path

    async def script(desk: Any, pilot: Any) -> None:
        moved = Path(study.path).rename(study.path + ".away")
        await keys(desk, pilot, "j", "space", "'lack", "enter")
        await until(lambda: "Not saved" in desk.screen.foot.line.text)
        moved.rename(study.path)
        await keys(desk, pilot, "f12")
        await until(lambda: not desk.session.pen.waiting)

    drive(study, script)
    assert study.codings() == [(TURN, "time")]


def test_what_cannot_be_read_is_said_and_the_desk_goes_on(
    drive: Any, study: Any, keys: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: Any) -> None:
        raise StorageError("The server does not answer.")

    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j")
        with monkeypatch.context() as patch:
            patch.setattr("thematic.workflow.reading.read_text", gone)
            await keys(desk, pilot, "ctrl+down")
            await until(lambda: "The server does not answer." in desk.screen.foot.line.text)
        await keys(desk, pilot, "ctrl+down", "j", "space", "'lack", "enter")

    drive(study, script)
    assert [code for _, code in study.codings("R2.txt")] == ["time"]


def test_what_is_no_project_is_said_and_the_desk_ends(study: Any, tmp_path: Any, until: Any) -> None:
    from thematic.tui.app import Desk

    async def go() -> Any:
        desk = Desk(str(tmp_path / "nothing.thematic"), here=study.here)
        async with desk.run_test():
            await until(lambda: desk.problem)
            return desk.problem

    problem = asyncio.run(go())
    assert "is not a thematic project" in problem.message
    assert problem.exit_code == 3
