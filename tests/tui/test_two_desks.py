"""Two desks on one project: each shows what the other does, moves nothing, and writes over nothing."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

POSTGRES = os.environ.get("THEMATIC_TEST_POSTGRES", "")
SOON = 2.0
"""Seconds within which another desk shows an act."""
LATE = 30.0
"""Seconds within which anything happens on a machine that has much else to do."""

Script = Callable[[Any, Any], Awaitable[Any]]
on_a_server = pytest.mark.parametrize(
    "where", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, study: Any) -> Iterator[str]:
    """The address of the small study, in a file or on a server."""
    if request.param == "sqlite":
        yield study.path
        return
    if not POSTGRES:
        pytest.skip("THEMATIC_TEST_POSTGRES is not set: two desks on one server are not tried")
    from sqlalchemy import text

    from thematic.store.backup import copy_rows
    from thematic.store.connection import connect_store

    name = f"test_{uuid.uuid4().hex}"
    address = f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}schema={name}"
    file = connect_store(study.path)
    copy_rows(file, address)
    file.close()
    yield address
    store = connect_store(address)
    with store.engine.begin() as connection:
        connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))
    store.close()


@pytest.fixture
def here(study: Any, tmp_path: Path) -> Callable[[str], Any]:
    """The world as one person's desk knows it: ids that nobody else makes, a configuration of their own."""
    return lambda name: replace(
        study.here, guid=lambda: str(uuid.uuid4()), nonce=lambda: os.urandom(16), config_dir=tmp_path / name
    )


@pytest.fixture(autouse=True)
def said_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is said of others stay until it was looked for."""
    monkeypatch.setattr("thematic.tui.app._HEARD", 600.0)


@pytest.fixture
def both(where: str, here: Any, settled: Any) -> Callable[..., Any]:
    """Run two desks, Ann's and Tomas's, under one script."""

    def run(script: Script, coders: tuple[str, str] = ("Ann", "Tomas"), second: str = "") -> Any:
        from thematic.tui.app import Desk

        async def go() -> Any:
            ann = Desk(where, coders[0], here=here("ann"))
            tomas = Desk(second or where, coders[1], here=here("tomas"))
            async with ann.run_test(size=(120, 36)) as one, tomas.run_test(size=(120, 36)) as other:
                await settled(ann, one)
                await settled(tomas, other)
                try:
                    result = await script((ann, one), (tomas, other))
                    await settled(ann, one)
                    await settled(tomas, other)
                    return result
                finally:
                    for desk in (ann, tomas):
                        if desk.session is not None:
                            desk.session.close()

        return asyncio.run(go())

    return run


async def until(true: Callable[[], Any], seconds: float = LATE) -> float:
    """Wait until something holds, and say how long that took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        await asyncio.sleep(0.01)
    return time.monotonic() - began


async def soonest(desk: Any, keys: Any, act: tuple[str, ...], true: Callable[[], Any]) -> float:
    """Seconds until something holds after an act; the best of three, as a machine may be busy."""
    took = []
    for _ in range(3):
        await keys(*desk, *act)
        took.append(await until(true))
        if took[-1] < SOON:
            break
        await keys(*desk, "u")
        await until(lambda: not true())
    return min(took)


def said(desk: Any, words: str) -> Callable[[], bool]:
    """Whether the bottom line says something."""
    return lambda: words in desk.screen.foot.line.text


def status(desk: Any, words: str) -> Callable[[], bool]:
    """Whether the status line says something."""
    return lambda: words in desk.screen.query_one("#status").line.text


def marks(desk: Any) -> list[tuple[str, str]]:
    """Words and code of every coding on screen."""
    text = desk.screen.transcript.text.text
    return [
        (text[one.start : one.end], desk.session.code_name(one.code)) for one in desk.screen.transcript.index
    ]


def saved(where: str, here: Any) -> list[tuple[str, str, str]]:
    """Coder, words and code key of every stored coding of the first source."""
    from thematic.workflow import reading
    from thematic.workflow.project import open_project

    project = open_project(where, here=here("look"))
    names = {one.guid: one.name for one in reading.list_coders(project)}
    keys = {one.guid: one.key for one in reading.read_codebook(project).codes}
    found = [
        (names[one.coder], one.quote, keys[one.code])
        for one in reading.source_codings(project, reading.list_sources(project)[0].guid)
    ]
    project.close()
    return sorted(found)


FIRST = "Practice, reflection, practice."
SECOND = "I ran the rota for ten months and nobody died of it."


def test_an_act_is_painted_on_the_other_desk_which_stands_still(both: Any, keys: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        screen = desk.screen
        await keys(*tomas, "j", "j", "+")
        before = (screen.transcript.now, screen.transcript.scroll_offset, screen.focused, screen.codes.cursor)
        guid = next(code.guid for code in desk.session.codebook.codes if code.key == "time")
        assert desk.session.counts_of(guid) == (0, 0)
        await keys(*ann, "j")
        assert await soonest(ann, keys, ("space", "'lack", "enter"), lambda: marks(desk)) < SOON
        assert marks(desk) == [(FIRST, "Lack of time")]
        await until(status(desk, "Ann coded R1"))
        await until(lambda: desk.session.counts_of(guid) == (1, 1))
        await keys(*tomas)
        assert before == (
            screen.transcript.now,
            screen.transcript.scroll_offset,
            screen.focused,
            screen.codes.cursor,
        )
        await keys(*ann, "u")
        await until(lambda: not marks(desk))
        await until(lambda: desk.session.counts_of(guid) == (0, 0))

    both(script)


def test_an_act_in_another_source_is_counted_within_the_time(both: Any, keys: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        session = tomas[0].session
        guid = next(code.guid for code in session.codebook.codes if code.key == "time")
        await keys(*ann, "ctrl+down", "j")
        act = ("space", "'lack", "enter")
        assert await soonest(ann, keys, act, lambda: session.counts_of(guid) == (1, 1)) < SOON
        assert marks(tomas[0]) == []

    both(script)


@on_a_server
def test_an_open_palette_and_an_open_memo_stay_open(both: Any, keys: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        await keys(*tomas, "j", "space", "'ment")
        await keys(*ann, "j", "space", "'lack", "enter")
        await until(lambda: marks(desk))
        assert desk.screen.focused is desk.screen.palette
        await keys(*tomas, "enter")
        await until(lambda: sorted(marks(desk)) == [(FIRST, "Lack of time"), (FIRST, "Mentors and seniors")])
        await keys(*tomas, "m", "'Wri")
        await keys(*ann, "j", ".")
        await until(lambda: len(marks(desk)) == 3)
        await keys(*tomas, "'tten.", "escape")
        await until(
            lambda: [memo.text for memos in desk.session.memos.values() for memo in memos] == ["Written."]
        )

    both(script)


@on_a_server
def test_two_who_code_at_once_both_land(both: Any, keys: Any, where: str, here: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        await asyncio.gather(
            keys(*ann, "j", "space", "'lack", "enter", "j", ".", "j", "."),
            keys(*tomas, "j", "space", "'ment", "enter", "j", ".", "j", "."),
        )
        await until(lambda: len(marks(ann[0])) == len(marks(tomas[0])) == 6)

    both(script)
    found = saved(where, here)
    assert len(found) == 6
    assert [(name, key) for name, quote, key in found if quote == FIRST] == [
        ("Ann", "time"),
        ("Tomas", "mentors"),
    ]


@on_a_server
def test_blindness_holds_at_the_desk_until_both_have_finished(
    both: Any, keys: Any, where: str, here: Any
) -> None:
    from thematic.workflow.project import open_project
    from thematic.workflow.rounds import assign_sources

    project = open_project(where, coder="Tomas", here=here("look"))
    project.acting_coder()
    project.close()
    project = open_project(where, coder="Ann", here=here("look"))
    assign_sources(project, ["R1.txt"], ["Ann", "Tomas"])
    project.close()

    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        guid = next(code.guid for code in desk.session.codebook.codes if code.key == "time")
        await keys(*ann, "j", "space", "'lack", "enter")
        await until(lambda: desk.heard)
        assert desk.heard == "Somebody coded"
        await keys(*tomas)
        assert marks(desk) == []
        assert desk.session.counts_of(guid) == (0, 0)
        await keys(*ann, "d")
        await keys(*tomas, "d")
        await until(lambda: marks(desk) == [(FIRST, "Lack of time")])
        await until(lambda: desk.session.counts_of(guid) == (1, 1))

    both(script)


@on_a_server
def test_a_new_code_of_anothers_can_be_applied_and_the_cursor_stays_with_its_code(
    both: Any, keys: Any
) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        await keys(*tomas, "shift+tab", "j", "j")
        before = desk.screen.code_under_cursor()
        await keys(*ann, "j", "ctrl+n", "'Apprenticeship", "enter")
        await until(lambda: any(one.name == "Apprenticeship" for one in desk.session.codebook.active))
        await until(lambda: len(marks(desk)) == 1)
        await keys(*tomas)
        assert desk.screen.code_under_cursor() == before
        await keys(*tomas, "tab", "j", "space", "'appren", "enter")
        await until(lambda: marks(desk) == [(FIRST, "Apprenticeship"), (FIRST, "Apprenticeship")])
        assert "·A" in " ".join(desk.session.legend().name(one) for one in desk.screen.transcript.index)

    both(script)


@on_a_server
def test_a_definition_that_another_changed_meanwhile_is_not_written_over(both: Any, keys: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        await keys(*ann, "f4")
        await keys(*tomas, "f4", "e", "d", "' Mine.")
        await keys(*ann, "e", "d", "' Hers.", "escape")
        await until(lambda: "Hers" in desk.session.codebook.codes[0].definition)
        await keys(*tomas, "escape")
        await until(said(desk, "Ann changed this code"))
        assert "Hers" in desk.session.codebook.codes[0].definition
        editor = desk.screen.query_one("#memo")
        assert editor.display
        assert editor.area.text.endswith("Mine.")
        await keys(*tomas, "' Still.", "escape")
        await until(lambda: ann[0].session.codebook.codes[0].definition.endswith("Mine. Still."))

    both(script)


@on_a_server
def test_what_a_merged_copy_brings_is_shown(
    both: Any, keys: Any, where: str, study: Any, here: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thematic.workflow.codebook import add_code
    from thematic.workflow.coding import apply_code
    from thematic.workflow.merging import merge_projects
    from thematic.workflow.project import open_project
    from thematic.workflow.reading import list_sources

    monkeypatch.chdir(tmp_path)
    copy = open_project(study.path, coder="Cleo", here=here("cleo"))
    code = add_code(copy, "luck", "Sheer luck")
    start = study.text["R1.txt"].text.index(FIRST)
    apply_code(copy, list_sources(copy)[0].guid, start, start + len(FIRST), code.guid)
    copy.close()

    async def script(ann: Any, tomas: Any) -> None:
        project = open_project(where, coder="Ann", here=here("look"))
        await asyncio.to_thread(merge_projects, project, [study.path])
        project.close()
        for desk, _ in (ann, tomas):
            await until(lambda desk=desk: marks(desk) == [(FIRST, "Sheer luck")])
            await until(lambda desk=desk: desk.session.counts_of(code.guid) == (1, 1))
            await until(lambda desk=desk: "Cleo" in {one.name for one in desk.session.coders.values()})
            await until(lambda desk=desk: desk.heard.startswith("Ann merged a copy"))

    both(script)


@on_a_server
def test_a_memo_that_was_changed_at_another_desk_is_not_written_over(both: Any, keys: Any) -> None:
    """The same person, at two desks."""

    async def script(ann: Any, other: Any) -> None:
        desk, _ = other
        await keys(*ann, "j", "m", "'First.", "escape")
        await until(lambda: desk.session.own_memos)
        await keys(*other, "j", "m", "' Here.")
        await keys(*ann, "m", "' There.", "escape")
        await until(lambda: "There" in str(desk.session.memos))
        await keys(*other, "escape")
        await until(said(desk, "Ann changed this memo"))
        await keys(*other, "' Both.", "escape")
        await until(lambda: "First. Here. Both." in str(ann[0].session.memos))

    both(script, ("Ann", "Ann"))


@on_a_server
def test_a_finding_that_another_wrote_meanwhile_is_not_written_over(both: Any, keys: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        await keys(*ann, "j", "space", "'lack", "enter", "f8")
        await until(lambda: any(one.counted is not None for one in ann[0].screen.rows))
        row = next(number for number, one in enumerate(ann[0].screen.rows) if one.counted is not None)
        await until(lambda: marks(desk))
        await keys(*tomas, "f8")
        await until(lambda: len(desk.screen.rows) == len(ann[0].screen.rows))
        for each in (ann, tomas):
            each[0].screen.outline.move_to(row)
            await keys(*each, "e", "end")
        await keys(*tomas, "' Mine.")
        await keys(*ann, "' Hers.", "enter")
        await until(lambda: "Hers" in str(desk.screen.board.findings))
        await keys(*tomas, "enter")
        await until(said(desk, "Ann changed this finding"))
        assert desk.screen.editor.area.text.endswith("Mine.")
        await keys(*tomas, "enter")
        await until(lambda: "Mine" in str(ann[0].screen.board.findings))

    both(script)


def test_lists_keep_their_cursor_on_what_it_was_on(both: Any, keys: Any) -> None:
    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        await keys(*tomas, "j", "space", "'lack", "enter", "m", "'Old.", "escape", "g", "m")
        screen = desk.screen
        assert (len(screen.items), screen.item.text) == (1, "Old.")
        await keys(*ann, "j", "m", "'New.", "escape")
        await until(lambda: len(screen.items) == 2)
        await keys(*tomas)
        assert screen.items[0].text == "New."
        assert screen.item.text == "Old."
        await keys(*tomas, "g", "j")
        journal = desk.screen
        act = journal.item
        await keys(*ann, "j", "space", "'lack", "enter")
        await until(lambda: journal.items[0].verb == "tag")
        await keys(*tomas)
        assert journal.item == act

    both(script)


@on_a_server
def test_what_was_changed_at_another_desk_is_asked_about_again(both: Any, keys: Any) -> None:
    """The same person, at two desks."""

    async def script(ann: Any, other: Any) -> None:
        await keys(*ann, "j", "space", "'lack", "enter")
        await until(lambda: marks(other[0]))
        await keys(*other, "j", "t")
        await keys(*ann, "t", "s")
        await until(lambda: [one.stance for one in other[0].screen.transcript.index] == ["supports"])
        await keys(*other, "o")
        await until(said(other[0], "Ann changed this coding"))
        assert [one.stance for one in ann[0].screen.transcript.index] == ["supports"]
        await keys(*other, "t", "o")
        await until(lambda: [one.stance for one in ann[0].screen.transcript.index] == ["opposes"])

    both(script, ("Ann", "Ann"))


@on_a_server
def test_a_bracket_is_hollow_until_the_server_has_it(both: Any, keys: Any, where: str) -> None:
    from thematic.store.opening import open_store

    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        store = open_store(where)
        with store.writing():
            for key in ("j", "space", *"lack", "enter"):
                await tomas[1].press(key)
            await until(lambda: marks(desk))
            await until(lambda: len(desk.screen.transcript.view.scene.unsaved) == 1)
            assert marks(ann[0]) == []
        store.close()
        await until(lambda: not desk.screen.transcript.view.scene.unsaved)
        await until(lambda: marks(desk) == [(FIRST, "Lack of time")])

    both(script)


@on_a_server
def test_a_server_that_goes_away_costs_nothing(
    both: Any, keys: Any, where: str, here: Any, wire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thematic.tui.pen._PATIENCE", (0.1,))

    async def script(ann: Any, tomas: Any) -> None:
        desk, pilot = tomas
        await keys(*tomas, "j", "space", "'lack", "enter")
        wire.cut()
        await until(status(desk, "no connection"))
        await keys(*tomas, "j", ".")
        await until(said(desk, "Not saved: The database does not answer"))
        await until(status(desk, "1 not saved"))
        await until(lambda: desk.screen.transcript.view.scene.unsaved)
        await keys(*ann, "j", "space", "'ment", "enter")
        await pilot.press("ctrl+down")
        wire.mend()
        await until(lambda: desk.screen.source.name == "R2.txt")
        await pilot.press("ctrl+up")
        await until(lambda: len(marks(desk)) == 3)
        await until(status(desk, "✓ saved"))
        await until(lambda: len(marks(ann[0])) == 3)

    both(script, second=wire.through(where))
    assert saved(where, here) == [
        ("Ann", FIRST, "mentors"),
        ("Tomas", SECOND, "time"),
        ("Tomas", FIRST, "time"),
    ]


@on_a_server
def test_connections_ended_by_the_server_are_made_again_unnoticed(
    both: Any, keys: Any, where: str, here: Any
) -> None:
    from sqlalchemy import text

    from thematic.store.opening import open_store

    name = f"tomas-{uuid.uuid4().hex}"

    async def script(ann: Any, tomas: Any) -> None:
        await keys(*tomas, "j", "space", "'lack", "enter")
        store = open_store(where)

        def count(what: str) -> int:
            asked = text(f"SELECT count({what}) FROM pg_stat_activity WHERE application_name = :name")
            with store.reading() as connection:
                return int(connection.execute(asked, {"name": name}).scalar_one())

        await until(lambda: count("pid") >= 2)
        assert count("pg_terminate_backend(pid)") >= 2
        store.close()
        await keys(*tomas, "j", ".")
        await keys(*ann, "j", "space", "'ment", "enter")
        await until(lambda: len(marks(tomas[0])) == len(marks(ann[0])) == 3)

    both(script, second=f"{where}&application_name={name}")
    assert len(saved(where, here)) == 3


@on_a_server
@pytest.mark.parametrize("act", ["code", "undo", "memo"])
def test_an_act_whose_answer_was_lost_is_not_done_twice(
    both: Any, keys: Any, where: str, here: Any, wire: Any, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thematic.tui.pen._PATIENCE", (0.1,))
    pressed = {"code": ("j", "."), "undo": ("u",), "memo": ("m", "'Once.", "escape")}[act]

    async def script(ann: Any, tomas: Any) -> None:
        desk, _ = tomas
        await keys(*tomas, "j", "space", "'lack", "enter", "j", ".")
        wire.lose_answer_to = b"COMMIT"
        await keys(*tomas, *pressed)
        await until(lambda: not desk.session.pen.waiting and not wire.lose_answer_to)
        count = {"code": 3, "undo": 1, "memo": 2}[act]
        await until(lambda: len(marks(desk)) == len(marks(ann[0])) == count)
        await until(lambda: not desk.screen.transcript.view.scene.unsaved)
        await until(lambda: len(desk.session.memos) == (act == "memo"))

    both(script, second=wire.through(where))


@on_a_server
def test_two_desks_in_terminals_code_at_once_and_the_journal_holds_both(
    where: str, here: Any, terminals: Any, tmp_path: Path
) -> None:
    from thematic.workflow.history import list_acts
    from thematic.workflow.project import open_project
    from thematic.workflow.reading import list_coders

    ann, tomas = (terminals(where, name, config=tmp_path / name) for name in ("Ann", "Tomas"))
    for desk, code in ((ann, "lack"), (tomas, "ment")):
        desk.until("turns coded")
        desk.press("j", "Space")
        desk.type(code)
        desk.until(f"Code: {code}")
    with ThreadPoolExecutor() as watching:  # each says it for a few seconds only
        heard = [watching.submit(ann.until, "Tomas coded R1"), watching.submit(tomas.until, "Ann coded R1")]
        for desk in (ann, tomas):
            desk.press("Enter")
        for _ in range(5):
            for desk in (ann, tomas):
                desk.press("j", ".")
        for one in heard:
            one.result()
    for desk in (ann, tomas):
        desk.until("Lack of time")
        desk.until("Mentors and seniors")
    asyncio.run(until(lambda: len(saved(where, here)) == 12))
    project = open_project(where, here=here("look"))
    names = {one.guid: one.name for one in list_coders(project)}
    acts = [names[act.coder] for act in list_acts(project) if act.verb == "tag"]
    project.close()
    assert sorted(acts) == ["Ann"] * 6 + ["Tomas"] * 6
