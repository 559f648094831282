"""Selecting and pointing with the mouse."""

from __future__ import annotations

from typing import Any

TURN = "Practice, reflection, practice."
RAN = "I ran the rota for ten months and nobody died of it."


def place(desk: Any, words: str, within: int = 0) -> tuple[int, int]:
    """Column and row, inside the transcript, of a place in some words."""
    text = desk.screen.transcript
    position = text.text.text.index(words) + within
    return text.view.column_of(position), text.view.wrap.row_at(position) - text.scroll_offset.y


def test_a_click_selects_the_sentence_a_double_click_the_word_a_triple_click_the_turn(
    drive: Any, study: Any
) -> None:
    async def script(desk: Any, pilot: Any) -> list[str]:
        seen = []
        for times in (1, 2, 3):
            await pilot.click("#text", offset=place(desk, "rota"), times=times)
            await pilot.pause()
            seen.append(desk.screen.transcript.words)
        return seen

    first, second, third = drive(study, script)
    assert (first, second) == (RAN, "rota")
    assert third.startswith(TURN)
    assert third.endswith("none.")


def test_dragging_selects_whole_words_in_either_direction(drive: Any, study: Any) -> None:
    async def script(desk: Any, pilot: Any) -> list[str]:
        seen = []
        for start, end in (("reflection", "rota"), ("rota", "reflection")):
            await pilot.mouse_down("#text", offset=place(desk, start, 3))
            await pilot.hover("#text", offset=place(desk, end, 1))
            await pilot.mouse_up("#text", offset=place(desk, end, 1))
            await pilot.pause()
            seen.append(desk.screen.transcript.words)
        return seen

    assert drive(study, script) == ["reflection, practice. I ran the rota"] * 2


def test_a_resize_during_a_drag_keeps_the_words(drive: Any, study: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await pilot.mouse_down("#text", offset=place(desk, "Practice"))
        await pilot.hover("#text", offset=place(desk, "reflection", 2))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.hover("#text", offset=place(desk, "rota"))
        await pilot.mouse_up("#text", offset=place(desk, "rota"))
        await pilot.pause()
        return str(desk.screen.transcript.words)

    assert drive(study, script) == "Practice, reflection, practice. I ran the rota"


def test_a_click_on_a_bracket_or_a_name_points_at_the_coding(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "J", "space", "'lack", "enter", "home")
        text = desk.screen.transcript
        _, row = place(desk, "Practice")
        columns = text.view.columns
        for x in (columns.who + columns.lanes - 1, columns.left + columns.text + 3):
            await keys(desk, pilot, "home")
            await pilot.click("#text", offset=(x, row))
            await pilot.pause()
            assert text.words == f"{TURN} {RAN}"
            assert desk.screen.current_coding().quote == f"{TURN} {RAN}"

    drive(study, script)


def test_a_code_is_applied_by_a_double_click_and_a_find_by_a_click(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j")
        await pilot.click("#codes", offset=(5, 1), times=2)
        await keys(desk, pilot, "tab", "tab", "space", "'lack")
        await pilot.click("#palette", offset=(12, 1))
        await keys(desk, pilot)

    drive(study, script)
    assert study.codings() == [(TURN, "doing"), (TURN, "time")]
