import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.ingest.answers import Answer, build_source, find_silent, group_answers, is_non_answer


@pytest.mark.parametrize(
    "words", ["", "  ", "\n", "Did not answer", "did  not ANSWER ", "N/A", "n/a", "-", " – "]
)
def test_these_say_nothing(words):
    assert is_non_answer(words)


@pytest.mark.parametrize(
    "words", ["Nothing.", "nothing to add", "No", "None", "Not applicable to me", "--", "."]
)
def test_these_are_answers(words):
    assert not is_non_answer(words)


def test_one_answer_to_a_question_breaks_its_silence():
    groups = group_answers(
        [Answer("A", 1, "-"), Answer("A", 1, "yes"), Answer("A", 2, ""), Answer("A", 2, "N/A")]
    )
    assert find_silent(groups) == (("A", 2),)


@given(st.lists(st.tuples(st.text(max_size=15), st.integers(1, 4)), max_size=8))
def test_every_answer_stands_whole_in_the_text_and_turns_are_ordered_and_apart(cells):
    answers = [Answer("A", question, words, ("code",)) for words, question in cells]
    source = build_source("A", answers, file_sha256="", encoding="utf-8", layout="")
    given_words = [answer for answer in answers if answer.answered]
    assert source.text == "\n\n".join(answer.words for answer in given_words)
    end = 0
    for turn, answer, coding in zip(source.turns, given_words, source.codings, strict=True):
        assert end <= turn.start < turn.end
        assert source.text[turn.start : turn.end] == answer.words.strip()
        assert coding == (turn.start, turn.end, "code")
        end = turn.end
