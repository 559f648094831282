"""What waits for a person: contradictions, lost words, lists to work through."""

from __future__ import annotations

from typing import Any

import pytest

NOW = "Time. Not one of us has got a spare hour."


@pytest.mark.act("go-inbox", "take-value", "accept", "reject")
def test_what_waits_is_settled_where_it_stands(drive: Any, waiting: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f6")
        assert [type(item).__name__ for item in desk.screen.items] == ["Clash", "Unplaced", "Unplaced"]
        told = "\n".join(one.text for one in desk.screen.describe(desk.screen.item))
        assert "Too little time" in told
        assert "No time at all" in told
        names = [value for _, value in desk.screen.item.values]
        await keys(desk, pilot, str(names.index("Too little time") + 1))
        assert [type(item).__name__ for item in desk.screen.items] == ["Unplaced", "Unplaced"]
        await keys(desk, pilot, "home")
        told = " ".join(one.text.strip() for one in desk.screen.describe(desk.screen.item))
        assert f"Where did they go?  1 {told.partition('  1 ')[2][:7]} {NOW}" in told
        await keys(desk, pilot, "a", "x")
        assert desk.screen.items == []
        assert "Nothing waits" in desk.screen.list.empty

    drive(waiting, script)
    assert waiting.codings() == [(NOW, "time")]
    project = waiting.open()
    from thematic.workflow.reading import read_codebook

    assert read_codebook(project).by_key["time"].name == "Too little time"
    project.close()


def test_enter_goes_where_the_words_may_have_gone(drive: Any, waiting: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "g", "i", "enter")
        assert "A digit takes" in desk.screen.foot.line.text
        await keys(desk, pilot, "j", "enter")
        assert desk.current_mode == "code"
        return str(desk.screen.transcript.words)

    assert drive(waiting, script) == NOW


def test_a_conflict_settled_meanwhile_is_said(drive: Any, waiting: Any, keys: Any) -> None:
    from thematic.workflow.conflicts import list_conflicts, settle_conflict

    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "f6")
        (conflict,) = list_conflicts(desk.session.project)
        settle_conflict(desk.session.project, conflict, conflict.heads[0][1])
        await keys(desk, pilot, "a")
        return str(desk.screen.foot.line.text)

    assert "settled meanwhile" in drive(waiting, script)


def test_lists_to_work_through_are_pointed_at(drive: Any, two_coders: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f6")
        assert "11 passages coded differently" in desk.screen.items[-1].words
        await keys(desk, pilot, "end", "enter")
        assert desk.current_mode == "compare"

    drive(two_coders, script)
