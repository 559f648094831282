"""Acts of going about: sources, jumps, screens, undo, help."""

from __future__ import annotations

from typing import Any

import pytest

TURN = "Practice, reflection, practice."


@pytest.mark.act("next-source", "previous-source", "jump-back", "jump-forward", "last-edit")
def test_sources_and_jumps(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        screen = desk.screen
        await keys(desk, pilot, "j", "space", "'lack", "enter", "j", "ctrl+down")
        assert screen.source.name == "R2.txt"
        await keys(desk, pilot, "ctrl+down")
        assert "last transcript" in screen.foot.line.text
        await keys(desk, pilot, "alt+left")
        assert screen.source.name == "R1.txt"
        await keys(desk, pilot, "alt+right")
        assert screen.source.name == "R2.txt"
        await keys(desk, pilot, "'")
        assert (screen.source.name, screen.transcript.words) == ("R1.txt", TURN)
        await keys(desk, pilot, "ctrl+down", "ctrl+up", "ctrl+up")
        assert screen.source.name == "R1.txt"
        assert "first transcript" in screen.foot.line.text

    drive(study, script)


@pytest.mark.act("next-same", "previous-same")
def test_the_quotes_of_one_code_are_walked_across_sources(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        screen = desk.screen
        await keys(desk, pilot, "j", "space", "'lack", "enter", "ctrl+down", "j", ".")
        await keys(desk, pilot, "<")
        assert (screen.source.name, screen.transcript.words) == ("R1.txt", TURN)
        await keys(desk, pilot, ">")
        assert screen.source.name == "R2.txt"
        await keys(desk, pilot, ">")
        assert "No further quote" in screen.foot.line.text

    drive(study, script)


@pytest.mark.act("done", "mark-done", "sort", "filter", "choose-line", "go-transcripts")
def test_transcripts_are_marked_sorted_filtered_and_opened(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "d", "f2")
        screen = desk.screen
        assert [screen._line(n).text[:10] for n in range(2)] == [" ▸✓ R1.txt", "    R2.txt"]
        await keys(desk, pilot, "d")
        assert screen._line(0).text[:10] == " ▸  R1.txt"
        await keys(desk, pilot, "u")
        assert screen._line(0).text[:10] == " ▸✓ R1.txt"
        await keys(desk, pilot, "s", "s", "s")
        assert "by length" in screen.sources.title
        await keys(desk, pilot, "f", "'R2", "enter")
        assert [one.name for one in screen._shown] == ["R2.txt"]
        await keys(desk, pilot, "enter")
        assert desk.screen.source.name == "R2.txt"

    drive(study, script)


@pytest.mark.act(
    "line-down", "line-up", "first-line", "last-line", "list-page-down", "list-page-up", "fold", "unfold"
)
def test_lists_and_trees_are_walked(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> list[int]:
        await keys(desk, pilot, "f4")
        codes = desk.screen.list
        seen = []
        for key in ("j", "down", "k", "up", "end", "home", "pagedown", "pageup", "ctrl+d", "ctrl+u"):
            await keys(desk, pilot, key)
            seen.append(codes.cursor)
        await keys(desk, pilot, "end", "left", "left")
        assert len(codes) == 3
        await keys(desk, pilot, "l")
        assert len(codes) == 5
        return seen

    assert drive(study, script) == [1, 2, 1, 0, 4, 0, 4, 0, 4, 0]


@pytest.mark.act("undo", "redo")
def test_undo_and_redo_follow_every_act(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        text = desk.screen.transcript
        await keys(desk, pilot, "j", "space", "'lack", "enter", "ctrl+down", "j", ".", "u", "u")
        assert len(text.index) == 0
        await keys(desk, pilot, "ctrl+up")
        assert len(text.index) == 0
        await keys(desk, pilot, "U")
        assert len(text.index) == 1
        await keys(desk, pilot, "U")

    drive(study, script)
    assert study.codings("R1.txt") == [(TURN, "time")]
    assert len(study.codings("R2.txt")) == 1


def test_undo_works_after_the_desk_was_left(drive: Any, study: Any, keys: Any) -> None:
    async def code(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "space", "'lack", "enter")

    async def undo(desk: Any, pilot: Any) -> None:
        assert len(desk.screen.transcript.index) == 1
        await keys(desk, pilot, "u")
        assert len(desk.screen.transcript.index) == 0

    drive(study, code)
    drive(study, undo)
    assert study.codings() == []


@pytest.mark.act("help", "back")
def test_help_lists_every_act_of_the_place_first(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "?")
        help_ = desk.screen.query_one("#help")
        texts = [help_.drawn(number).text for number in range(len(help_))]
        assert "Going about transcripts" in texts[1]
        assert any("Space" in text and "Find a code" in text for text in texts)
        await keys(desk, pilot, "escape")
        assert desk.screen.transcript.has_focus

    drive(study, script)


@pytest.mark.act("commands")
def test_a_command_is_found_by_its_words_and_done(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "j", ":", "'grow", "enter")
        return desk.screen.transcript.now.unit

    assert drive(study, script) == "turn"


@pytest.mark.act("next-pane", "previous-pane")
def test_tab_walks_the_panes(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> list[str]:
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await keys(desk, pilot, key)
            seen.append(desk.focused.id)
        return seen

    assert drive(study, script) == ["coding", "codes", "text", "codes"]


@pytest.mark.act("theme", "keys")
def test_theme_and_keys_change_and_are_remembered(drive: Any, study: Any, keys: Any) -> None:
    async def change(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, ":", "'theme", "enter", ":", "'key preset", "enter")
        assert (desk.theme, desk.preset) == ("thematic-light", "plain")
        await keys(desk, pilot, "j")
        assert desk.screen.transcript.now.start == 3, "plain keys have no j"
        desk.keep_place()

    async def look(desk: Any, pilot: Any) -> tuple[str, str]:
        return desk.theme, desk.preset

    drive(study, change)
    assert drive(study, look) == ("thematic-light", "plain")


@pytest.mark.act("quit")
def test_ctrl_q_leaves_and_the_place_is_kept(drive: Any, study: Any, keys: Any) -> None:
    async def leave(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "ctrl+down", "j")
        await pilot.press("ctrl+q")
        assert desk._exit

    async def look(desk: Any, pilot: Any) -> tuple[str, str]:
        return desk.screen.source.name, desk.screen.transcript.words

    drive(study, leave)
    assert drive(study, look) == ("R2.txt", "My consultant let me run the ward round.")


@pytest.mark.act(
    "go-code",
    "go-codebook",
    "go-quotes",
    "go-questions",
    "go-search",
    "go-memos",
    "go-journal",
    "go-revisit",
    "go-inbox",
    "go",
)
def test_every_screen_is_reached_by_g_and_its_letter_and_by_its_function_key(
    drive: Any, study: Any, keys: Any
) -> None:
    from thematic.tui.atlas import ATLAS

    async def script(desk: Any, pilot: Any) -> None:
        for entry in ATLAS:
            await keys(desk, pilot, "g", entry.letter)
            assert desk.current_mode == entry.mode
            if desk.screen.foot.asking:
                await keys(desk, pilot, "escape")
        for entry in ATLAS:
            if entry.key:
                await keys(desk, pilot, entry.key)
                assert desk.current_mode == entry.mode

    drive(study, script)


@pytest.mark.act("import-files")
def test_files_are_imported_from_the_list(drive: Any, study: Any, keys: Any, tmp_path: Any) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "R7.txt").write_text("I: Why?\n\nR7: Because nobody asked before.\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")

    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f2", "a", f"'{folder}", "enter")
        assert "1 source imported · 1 refused" in desk.screen.foot.line.text
        assert [one.name for one in desk.session.sources] == ["R1.txt", "R2.txt", "R7.txt"]
        await keys(desk, pilot, "end", "enter")
        assert desk.screen.source.name == "R7.txt"
        await keys(desk, pilot, "f2", "a", "'/nowhere/at/all", "enter")
        assert "/nowhere/at/all" in desk.screen.foot.line.text

    drive(study, script)
