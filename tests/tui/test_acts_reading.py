"""Acts of reading and selecting, by their keys."""

from __future__ import annotations

from typing import Any

import pytest

ALL = (
    "Practice, reflection, practice. I ran the rota for ten months and nobody died of it. "
    "A mentor would have helped, but there was none."
)


@pytest.fixture
def walk(drive: Any, study: Any, keys: Any) -> Any:
    """Press keys from the first respondent's first sentence, and say which words are selected then."""

    def run(*pressed: str, size: tuple[int, int] = (120, 36)) -> str:
        async def script(desk: Any, pilot: Any) -> str:
            await keys(desk, pilot, "j", *pressed)
            return desk.screen.transcript.words

        return drive(study, script, size=size)

    return run


@pytest.mark.act("next-unit", "previous-unit")
def test_j_and_k_walk_by_sentence(walk: Any) -> None:
    assert walk() == "Practice, reflection, practice."
    assert walk("j", "down") == "A mentor would have helped, but there was none."
    assert walk("j", "k") == walk("j", "j", "up", "k") == "Practice, reflection, practice."


@pytest.mark.act("next-word", "previous-word")
def test_l_and_h_walk_by_word(walk: Any) -> None:
    assert walk("l") == "Practice"
    assert walk("right", "l", "l") == "reflection"
    assert walk("l", "l", "l", "h", "left") == "Practice"


@pytest.mark.act("next-turn", "previous-turn")
def test_braces_walk_by_turn(walk: Any) -> None:
    assert walk("right_curly_bracket") == "And what gets in the way?"
    assert walk("}", "}", "{") == "And what gets in the way?"
    assert walk("alt+down", "alt+up", "alt+up") == "What has helped you learn to lead?"


@pytest.mark.act("grow", "shrink")
def test_plus_and_minus_change_the_unit(walk: Any) -> None:
    assert walk("+") == ALL
    assert walk("=", "-") == "Practice, reflection, practice."
    assert walk("-") == "Practice"


@pytest.mark.act("extend-down", "extend-up", "extend-word", "extend-word-back", "other-end")
def test_capitals_and_shifted_arrows_extend(walk: Any) -> None:
    first = "Practice, reflection, practice."
    assert walk("J") == walk("shift+down") == first + " I ran the rota for ten months and nobody died of it."
    assert walk("J", "K") == walk("J", "shift+up") == first
    assert walk("L") == walk("shift+right") == first + " I"
    assert walk("H") == walk("shift+left") == "Practice, reflection, practice"
    assert walk("o", "L") == ", reflection, practice."


@pytest.mark.act("sticky")
def test_v_holds_the_selection_until_pressed_again(walk: Any) -> None:
    assert walk("v", "j", "j") == ALL
    assert walk("v", "j", "v", "j") == "A mentor would have helped, but there was none."
    assert walk("v", "l", "escape", "j") == "A mentor would have helped, but there was none."


@pytest.mark.act("page-down", "page-up", "text-start", "text-end")
def test_pages_and_ends(walk: Any) -> None:
    last = "We are moved every six months, so nothing we begin is finished by us."
    assert walk("end") == last
    assert walk("end", "home") == "What has helped you learn to lead?"
    assert walk("pagedown", "pagedown", "pagedown", "pagedown", size=(60, 10)) == last
    assert (
        walk("end", "pageup", "pageup", "pageup", "ctrl+u", size=(60, 10))
        == "What has helped you learn to lead?"
    )
    assert walk("ctrl+d", size=(60, 10)) != walk(size=(60, 10))


@pytest.mark.act("next-coding", "previous-coding", "next-uncoded", "previous-uncoded")
def test_brackets_walk_codings_and_parentheses_gaps(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        text = desk.screen.transcript
        await keys(desk, pilot, "j", "space", "'time", "enter", ".", "j", ".", "home")
        await keys(desk, pilot, "]")
        assert text.words == "Practice, reflection, practice."
        await keys(desk, pilot, "]")
        assert text.words == "I ran the rota for ten months and nobody died of it."
        await keys(desk, pilot, "]")
        assert "No more coded quotes" in desk.screen.foot.line.text
        await keys(desk, pilot, "[")
        assert text.words == "Practice, reflection, practice."
        await keys(desk, pilot, ")")
        assert text.words.startswith("Time. Nobody has a spare hour.")
        await keys(desk, pilot, ")")
        assert text.words.startswith("We are moved")
        await keys(desk, pilot, "(")
        assert text.words.startswith("Time. Nobody has a spare hour.")
        await keys(desk, pilot, "(")
        assert "No uncoded turn" in desk.screen.foot.line.text

    drive(study, script)


@pytest.mark.act("search", "next-hit", "previous-hit")
def test_slash_finds_words_and_n_walks_them(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        text = desk.screen.transcript
        await keys(desk, pilot, "n")
        assert "Nothing searched for yet" in desk.screen.foot.line.text
        await keys(desk, pilot, "/", "'nobody", "enter")
        assert text.words == "nobody"
        assert "Match 1 of 2" in desk.screen.foot.line.text
        first = text.now.start
        await keys(desk, pilot, "n")
        assert text.words == "Nobody"
        await keys(desk, pilot, "n")
        assert text.now.start == first
        await keys(desk, pilot, "N", "escape")
        assert text.words == "Nobody"
        assert text.hits == []

    drive(study, script)


def test_leaving_a_search_goes_back_to_where_it_began(walk: Any) -> None:
    assert walk("/", "'rotations", "escape") == "Practice, reflection, practice."
    assert walk("/", "'six months", "escape") == "Practice, reflection, practice."
