"""Acts of coding, by their keys: each is durable, shown, and in the journal."""

from __future__ import annotations

from typing import Any

import pytest

TURN = "Practice, reflection, practice."
RAN = "I ran the rota for ten months and nobody died of it."


@pytest.fixture
def code(drive: Any, study: Any, keys: Any) -> Any:
    """Press keys from the first respondent's first sentence; returns what is stored then."""

    def run(*pressed: str) -> list[tuple[str, str]]:
        async def script(desk: Any, pilot: Any) -> None:
            await keys(desk, pilot, "j", *pressed)

        drive(study, script)
        return study.codings()

    return run


@pytest.mark.act("choose-code")
def test_space_letters_enter_applies_a_code(code: Any) -> None:
    assert code("space", "'lack", "enter") == [(TURN, "time")]


def test_two_letters_are_enough_for_a_code_that_has_them(code: Any) -> None:
    assert code("space", "'ms", "enter") == [(TURN, "mentors")]


def test_tab_marks_several_codes_for_one_selection(code: Any) -> None:
    assert code("space", "'lear", "tab", "'lack", "tab", "enter") == [(TURN, "doing"), (TURN, "time")]


def test_leaving_the_palette_never_applies_a_code(code: Any) -> None:
    assert code("space", "'lack", "escape", "j") == []


@pytest.mark.act("apply-last")
def test_a_dot_applies_the_last_code_again(code: Any) -> None:
    assert code(".", "space", "'lack", "enter", "j", ".") == [(TURN, "time"), (RAN, "time")]


@pytest.mark.act("pin", "apply-slot")
def test_a_pinned_digit_applies_its_code_and_never_changes_itself(code: Any) -> None:
    assert code("p", "'short", "enter", "3", "3") == [(TURN, "rotation")]


def test_an_empty_slot_asks_for_a_code_to_pin(code: Any) -> None:
    assert code("5", "'lear", "enter", "j", "5") == [(TURN, "doing"), (RAN, "doing")]


def test_the_same_code_on_the_same_words_is_one_coding(code: Any) -> None:
    assert code("space", "'lack", "enter", ".", ".") == [(TURN, "time")]


@pytest.mark.act("new-code")
def test_a_new_code_is_made_on_the_selection(code: Any) -> None:
    assert code("ctrl+n", "'Letting go", "enter") == [(TURN, "letting-go")]
    assert code("space", "'Humour", "ctrl+n", "enter")[-1] == (TURN, "humour")


@pytest.mark.act("in-vivo")
def test_a_code_takes_its_name_from_the_words(code: Any) -> None:
    assert code("l", "i", "enter") == [("Practice", "practice")]


@pytest.mark.act("remove")
def test_x_removes_the_current_coding(code: Any) -> None:
    assert code("space", "'lack", "enter", "x") == []


@pytest.mark.act("recode")
def test_e_changes_code_or_extent(code: Any) -> None:
    assert code("space", "'lack", "enter", "e", "c", "'short", "enter") == [(TURN, "rotation")]
    assert code("x", "space", "'lear", "enter", "J", "e", "s") == [(f"{TURN} {RAN}", "doing")]


@pytest.mark.act("stance")
def test_t_notes_a_stance_that_the_label_shows(drive: Any, study: Any, keys: Any, until: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "space", "'lack", "enter", "t", "o")
        coding = desk.screen.current_coding()
        assert coding.stance == "opposes"
        await until(lambda: "− opposes" in "\n".join(line.text for line in desk.screen.panel._drawn.values()))

    drive(study, script)


@pytest.mark.act("illustrative")
def test_a_star_marks_a_good_illustration_and_takes_the_mark_away(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "*")
        assert "No saved coding here" in desk.screen.foot.line.text
        await keys(desk, pilot, "j", "space", "'lack", "enter", "*")
        assert desk.screen.current_coding().illustrative
        view = desk.screen.transcript.view
        assert any("★ Lack of" in view.strip(row).text for row in range(len(view)))
        await keys(desk, pilot, "u")
        assert not desk.screen.current_coding().illustrative
        await keys(desk, pilot, "U", "j", "k", "*")
        assert "No longer marked" in desk.screen.foot.line.text

    drive(study, script)
    assert [code for _, code in study.codings()] == ["time"]


@pytest.mark.act("memo")
def test_a_memo_is_written_on_the_coding_and_again_on_the_source(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "m", "'on the talk", "escape")
        await keys(desk, pilot, "space", "'lack", "enter", "m", "'why here", "ctrl+s")
        await keys(desk, pilot, "m", "'?", "escape")

    drive(study, script)
    project = study.open()
    from thematic.workflow.reading import list_memos

    memos = {memo.on.partition("/")[0]: memo.text for memo in list_memos(project)}
    project.close()
    assert memos == {"source": "on the talk", "coding": "why here?"}


@pytest.mark.act("copy")
def test_y_copies_the_quote_with_respondent_and_place(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "j", "y")
        return str(desk.clipboard)

    assert drive(study, script) == f"“{TURN}” (R1, R1.txt 43:74)"


@pytest.mark.act("side")
def test_the_side_panel_comes_and_goes(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> list[tuple[bool, bool]]:
        seen = []
        for _ in range(4):
            seen.append((desk.screen.codes.display, desk.screen.panel.display))
            await keys(desk, pilot, "\\")
        return seen

    assert drive(study, script, size=(80, 24)) == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert drive(study, script, size=(140, 24)) == [(True, True), (False, True), (False, False), (True, True)]


def test_another_coders_coding_is_not_changed(drive: Any, study: Any, keys: Any) -> None:
    async def ben(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "space", "'lack", "enter")

    async def ann(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "home", "]", "x")
        return desk.screen.foot.line.text

    drive(study, ben, coder="Ben")
    assert "Ben's" in drive(study, ann)
    assert study.codings() == [(TURN, "time")]


def test_enter_on_a_code_of_the_tree_applies_it(code: Any) -> None:
    assert code("shift+tab", "end", "enter") == [(TURN, "rotation")]
