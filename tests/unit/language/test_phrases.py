from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thematic.language.phrases import find_phrases


def found(text, *phrases, language="en"):
    return [text[start:end] for _, _, start, end, _ in find_phrases([text], {"code": phrases}, language)]


def test_words_match_in_any_form_of_their_stem():
    assert found("She trained the trainer. TRAINING the trainers!", "training the trainers") == [
        "trained the trainer",
        "TRAINING the trainers",
    ]


def test_every_match_names_its_text_its_key_its_place_and_its_phrase():
    texts = ["Nothing here.", "😀 No time, no money."]
    assert list(find_phrases(texts, {"time": ["no time"], "money": ["no money"], 3: []})) == [
        (1, "time", 2, 9, "no time"),
        (1, "money", 11, 19, "no money"),
    ]


def test_line_ends_double_blanks_and_hyphens_do_not_hide_a_phrase():
    text = "lack of\n  time; decision-making and decision making; e-learning"
    assert found(text, "lack of time", "decision making", "e learning") == [
        "lack of\n  time",
        "decision-making",
        "decision making",
        "e-learning",
    ]


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence_or_a_dash():
    assert found("No. Time flies. No - time.", "no time") == []


def test_an_exact_phrase_matches_only_as_spelt():
    assert found("Lead, leads, leading the way, LEAD the way", "=lead") == ["Lead", "LEAD"]
    assert found("leading the ways, leading the way", "=leading the way") == ["leading the way"]


def test_a_star_matches_any_word_that_begins_so():
    text = "Mentors in mentorship programmes, a commentator"
    assert found(text, "mentor*") == ["Mentors", "mentorship"]
    assert found(text, "mentor* program*") == ["mentorship programmes"]
    assert found("a co-mentoring pair; co-mentors", "co-mentor*") == ["co-mentoring", "co-mentors"]
    assert found("peers helped, peer help, peer helping", "=peer help*") == ["peer help", "peer helping"]
    assert found("c++ and c", "c++*") == ["c++"]


def test_a_star_alone_stands_for_any_word():
    assert found("lack of time, lack the time", "lack * time") == ["lack of time", "lack the time"]


def test_overlapping_phrases_are_all_found_but_one_place_counts_once_for_a_key():
    phrases = {"a": ["time", "times", "protected time"], "b": ["time"]}
    assert list(find_phrases(["Protected time"], phrases)) == [
        (0, "a", 0, 14, "protected time"),
        (0, "a", 10, 14, "time"),
        (0, "b", 10, 14, "time"),
    ]


def test_phrases_without_a_word_find_nothing():
    assert found("a b * = ?", "", " ", "*", "=", "?", "= *") == []


def test_curly_apostrophes_are_apostrophes():
    assert found("I don’t know, I don't know", "don't know") == ["don’t know", "don't know"]


@pytest.mark.parametrize(
    ("language", "text", "phrase", "words"),
    [
        ("de", "Die Häuser und das Haus", "Haus", ["Häuser", "Haus"]),
        ("zh", "没有时间", "时间", ["时间"]),
        ("ja", "研修の時間がない", "時間", ["時間"]),
        ("en-GB", "she mentored", "mentoring", ["mentored"]),
        ("zz", "Lack of time", "lack of TIME", ["Lack of time"]),
    ],
)
def test_languages_with_and_without_rules_of_their_own(language, text, phrase, words):
    assert found(text, phrase, language=language) == words


def test_texts_are_read_one_at_a_time():
    read = []

    def turns():
        for turn in ["no time", "more time", "never read"]:
            read.append(turn)
            yield turn

    matches = find_phrases(turns(), {"a": ["time"]})
    next(matches)
    next(matches)
    assert read == ["no time", "more time"]


def test_a_text_beyond_a_million_characters_is_searched():
    assert found("word " * 200_100 + "lack of time", "lack of time") == ["lack of time"]


def test_stems_need_no_spacy():
    """spaCy takes a second to load; only this door may ask for it."""
    script = (
        "import sys, thematic.language.stems, thematic.language.sentences, thematic.language.yaml_file;"
        "sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@settings(deadline=None)  # the first example builds the tokenizer
@given(
    st.text(st.sampled_from("time no-'.*\n=tTé "), max_size=40),
    st.text(st.sampled_from("time no*=-"), max_size=12),
)
def test_matches_are_ordered_within_the_text_and_trimmed(text, phrase):
    last = (0, 0)
    for _, _, start, end, written in find_phrases([text], {1: [phrase]}):
        assert (0, 0) <= last <= (start, end)
        last = (start, end)
        assert start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert written == phrase
