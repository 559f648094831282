from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.language.stems import STOPWORDS, Token, has_stemmer, stem, stem_key, tokenize


def words(text):
    return [token.word for token in tokenize(text)]


def test_forms_of_a_word_share_a_stem():
    assert {stem("train"), stem("Trained"), stem("training"), stem("trains")} == {"train"}
    assert stem("nurse's") == stem("nurse’s") == stem("nurses")
    assert stem("don't") == stem("Don’t") == "dont"


def test_phrases_in_other_forms_share_a_key():
    assert stem_key("training the mentors") == stem_key("Trained the mentor")
    assert stem_key("e-learning") == "e learn"
    assert stem_key("  ?!") == ""


def test_words_carry_their_places_in_code_points():
    text = "😀 Don’t say e-learning"
    assert tokenize(text)[0] == Token("don't", 2, 7)
    assert [text[token.start : token.end] for token in tokenize(text)] == ["Don’t", "say", "e", "learning"]


def test_quotes_around_a_word_are_not_part_of_it():
    assert words("'no time' she's 'fine'") == ["no", "time", "she's", "fine"]
    assert words("a_b C++ 3.5") == ["a", "b", "c", "3", "5"]


def test_decomposed_letters_stay_in_their_word():
    assert words("cafe\u0301 now") == ["cafe\u0301", "now"]
    assert stem("cafe\u0301") == stem("café") == "cafe"
    assert words("समय नहीं") == ["समय", "नहीं"]


def test_scripts_without_blanks_give_a_word_per_character():
    assert words("时间 ward研修") == ["时", "间", "ward", "研", "修"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("de", "Häuser", "Hauses"), ("fr", "formations", "formation"), ("es-MX", "formaciones", "formación")],
)
def test_other_languages_have_their_own_stems(language, one, other):
    assert stem(one, language) == stem(other, language)
    assert stem(one, language).isascii()


def test_a_language_without_rules_leaves_words_as_they_are():
    assert not has_stemmer("xx")
    assert stem("Training", "xx") == "training"
    assert has_stemmer("en-GB")


def test_threads_do_not_disturb_each_others_stems():
    vocabulary = [f"{start}{middle}ing" for start in "bcdfghklmn" for middle in ("and", "ool", "eal", "umm")]
    expected = [stem.__wrapped__(word) for word in vocabulary]
    wrong = []

    def work():
        for _ in range(20):
            wrong.extend(
                word for word, key in zip(vocabulary, expected, strict=True) if stem.__wrapped__(word) != key
            )

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_stopwords_are_written_as_tokens_are_and_carry_no_theme():
    for word in STOPWORDS:
        assert words(word) == [word]
    assert not STOPWORDS & {"time", "support", "learn", "leader", "need", "good", "bad", "help", "no", "not"}
    assert {"don't", "the", "um"} <= STOPWORDS


@given(st.text(max_size=60))
def test_tokens_lie_in_order_within_the_text(text):
    last = 0
    for token in tokenize(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end
        assert token.word == text[token.start : token.end].lower().replace("’", "'")


@given(st.text(max_size=30), st.sampled_from(["en", "de", "tr", "xx"]))
def test_stems_of_words_hold_no_separator(text, language):
    for token in tokenize(text):
        key = stem(token.word, language)
        assert key
        assert " " not in key
