"""Walking and changing the selection."""

from __future__ import annotations

import pytest

from thematic.model.sources import SourceText, Turn
from thematic.tui.page import selection as moves
from thematic.tui.page.selection import Selection
from thematic.tui.page.units import Units

TEXT = "I: Why?\nP: Time is short. Nobody has it.\nP: We move on.\nI: And now?\nP: Nothing at all."


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def turn(words: str, role: str, question: str) -> Turn:
    return Turn(*at(words), role[0], role, "r" if role == "respondent" else None, question)  # type: ignore[arg-type]


SENTENCES = ("Why?", "Time is short.", "Nobody has it.", "We move on.", "And now?", "Nothing at all.")

UNITS = Units(
    SourceText(
        "t", "s", "", TEXT,
        (
            turn("Why?", "interviewer", "q1"),
            turn("Time is short. Nobody has it.", "respondent", "q1"),
            turn("We move on.", "respondent", "q1"),
            turn("And now?", "interviewer", "q2"),
            turn("Nothing at all.", "respondent", "q2"),
        ),
    ),
    [at(words) for words in SENTENCES],
)  # fmt: skip


def words(selection: Selection) -> str:
    return TEXT[selection.start : selection.end]


def sentence(text: str) -> Selection:
    return moves.select(at(text))


def test_down_selects_the_next_sentence_and_up_the_one_before() -> None:
    now = moves.step(UNITS, sentence("Time is short."), forward=True)
    assert words(now) == "Nobody has it."
    assert words(moves.step(UNITS, now, forward=False)) == "Time is short."


def test_at_the_end_the_selection_stays() -> None:
    last = sentence("Nothing at all.")
    assert moves.step(UNITS, last, forward=True) == last


def test_words_are_walked_from_the_end_one_walks_towards() -> None:
    now = moves.step(UNITS, sentence("Time is short."), forward=True, by="word")
    assert words(now) == "Time"
    now = moves.step(UNITS, now, forward=True, by="word")
    assert words(now) == "is"
    assert words(moves.step(UNITS, sentence("Time is short."), forward=False, by="word")) == "."


def test_from_a_word_down_goes_to_the_next_sentence() -> None:
    word = moves.select(at("is"), "word")
    assert words(moves.step(UNITS, word, forward=True)) == "Nobody has it."


def test_growing_goes_through_sentence_turn_and_answer() -> None:
    now = moves.select(at("has"), "word")
    grown = []
    for _ in range(4):
        now = moves.grow(UNITS, now)
        grown.append(words(now))
    whole = "Time is short. Nobody has it.\nP: We move on."
    assert grown == ["Nobody has it.", "Time is short. Nobody has it.", whole, whole]
    assert now.unit == "answer"


def test_shrinking_goes_back_down() -> None:
    now = moves.grow(UNITS, sentence("Time is short."))
    assert words(moves.shrink(UNITS, now)) == "Time is short."
    assert words(moves.shrink(UNITS, sentence("Time is short."))) == "Time"


def test_extending_down_and_up_gives_back_the_last_unit() -> None:
    now = moves.extend(UNITS, sentence("Time is short."), forward=True)
    assert words(now) == "Time is short. Nobody has it."
    assert words(moves.extend(UNITS, now, forward=False)) == "Time is short."


def test_extending_up_from_one_unit_takes_in_the_unit_before() -> None:
    now = moves.extend(UNITS, sentence("Nobody has it."), forward=False)
    assert words(now) == "Time is short. Nobody has it."
    assert now.active == "start"
    assert words(moves.extend(UNITS, now, forward=True)) == "Nobody has it."


def test_the_active_end_moves_by_words() -> None:
    now = moves.nudge(UNITS, sentence("Time is short."), forward=False)
    assert words(now) == "Time is short"
    now = moves.nudge(UNITS, now, forward=False)
    assert words(now) == "Time is"
    assert words(moves.nudge(UNITS, now, forward=True)) == "Time is short"


def test_the_other_end_can_be_moved_instead() -> None:
    now = moves.nudge(UNITS, moves.swap(sentence("Time is short.")), forward=True)
    assert words(now) == "is short."
    assert words(moves.nudge(UNITS, now, forward=False)) == "Time is short."


def test_a_selection_never_becomes_empty() -> None:
    word = moves.select(at("Time"), "word")
    assert moves.nudge(UNITS, word, forward=False) == word
    assert moves.nudge(UNITS, moves.swap(word), forward=True).span == word.span


@pytest.mark.parametrize("unit", ["word", "sentence", "turn", "answer"])
def test_every_unit_is_found_from_anywhere_in_the_text(unit: str) -> None:
    for position in range(len(TEXT) + 1):
        found = UNITS.at(unit, position)  # type: ignore[arg-type]
        assert found is not None
        assert 0 <= found[0] < found[1] <= len(TEXT)


def test_without_sentences_lines_stand_in() -> None:
    units = Units(SourceText("t", "s", "", "one two\n\n three\n"))
    assert [tuple(span) for span in units.spans("sentence").all] == [(0, 7), (10, 15)]


def test_an_empty_text_has_no_units() -> None:
    units = Units(SourceText("t", "s", "", ""))
    assert units.at("sentence", 0) is None
    assert units.at("word", 0) is None
    now = moves.select((0, 0))
    assert moves.step(units, now, forward=True) == now
    assert moves.extend(units, now, forward=True) == now
    assert moves.grow(units, now) == now
