from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.language.sentences import split_sentences


def split(text, turns=()):
    return [text[start:end] for start, end in split_sentences(text, turns)]


@pytest.mark.parametrize(
    "marked",
    [
        "It was hard.| Then it got easier.",
        "Really?!| Yes!| ok then",
        "Dr. Smith met Prof. Jones vs. Mrs. Brown.| They talked.",
        "About approx. 50 people came, i.e. most, e.g. nurses.| Good.",
        "Call no. 10 or No. 10 again.| No.| I don't.",
        "Brown et al. (2019) say so.| As did Green et al.| We agree.",
        "At 5 p.m. on Monday.| At 6 p.m.| Then at 7 a.m. again.",
        "J. Smith and J.R.R. Tolkien wrote.| So did I.| But not well.",
        "In the U.S. Army I served.| I left the U.S.| We moved.",
        "It rose by 3.5 per cent to 1,000.50 pounds.| Fine.",
        "On Queen St. Mary lived.| Near Mt. Druitt.| We moved to Queen St.| Then away.",
        "I was... I mean, we were... tired.| Well...| Then…| So it went.",
        "1. More time.| 2. Second thing.| In 2019.| Then 3.",
        "I felt no help . .| Plan ??? ????| Lovely. 😊",
        "P.S. Thank you.| ... So.",
        "(He agreed. Then left.)| And so on.",
        "I went (it was cold. Really.) and came back.| Yes.",
        "“I can’t.”| Then he left.",
        '"Why?" he asked.| "Because."| She left.',
        "He said (why?) that it was fine.| Good.",
        "It was hard. [laughs]| And then. (pause)| So.",
        "I came.| [My job] is hard.",
        "It was [inaudible 3.12] there.| Then [pause] again.",
        "It was great. [laughs]",
        "Time, money etc. and so on.| Money etc.| And time.",
        "The meeting on Jan. 5 was moved.| It came in Jan.| But late.",
        "I sat.| Maria sat.| My rep.| Paul.",
        "See www.example.org for more.| Or ask.",
        "研修は大変でした。|「でも良かった。」|そして終わった。",
        "我们没有时间！|为什么？|不知道",
        "क्या समय था।| नहीं।",
        "one\u2028two three\x85four\u2029five",
        "one two.\u2028|Three",
    ],
)
def test_sentences_end_where_a_reader_stops(marked):
    """The text itself, with `|` where a sentence ends."""
    assert split(marked.replace("|", "")) == [piece.strip() for piece in marked.split("|")]


def test_lines_and_turns_end_sentences_without_a_mark():
    text = "I: and then\nR: we went\non and on"
    assert split(text) == ["I: and then", "R: we went", "on and on"]
    assert split(text, [(3, 11), (15, 32)]) == ["and then", "we went", "on and on"]


def test_words_outside_turns_are_no_sentence():
    assert split("Anna: Yes. No.\nBen: Well.", [(6, 14), (20, 25)]) == ["Yes.", "No.", "Well."]
    assert split("", []) == []
    assert split(" \n \t\n", []) == []


def test_only_a_line_feed_ends_a_line():
    for blank in "\r\x0b\x0c\x1c\x85\u2028\u2029":
        assert split(f"one{blank}two\nthree") == [f"one{blank}two", "three"]


def test_positions_are_code_points_not_bytes_or_utf16():
    text = "😀 👩‍⚕️ fine. Next."
    assert split_sentences(text, []) == [(0, text.index(" Next")), (text.index("Next"), len(text))]


def test_a_long_text_in_a_single_line_is_cut_in_linear_time():
    def seconds(times):
        text = "Well (see 3.5 there). He said [pause] no. ... . e.g. that " * times
        begun = time.perf_counter()
        split_sentences(text, [])
        return time.perf_counter() - begun

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(1000), 0.002), "eight times the text takes forty times as long"


speech = st.lists(
    st.sampled_from(
        [
            *"aI1.!?…\"'”’)]([。！」 \n\t\r\u2028\x85\u3000",
            "Dr",
            " No",
            "e.g",
            "etc",
            " Then",
            "[laughs]",
            "(a b.)",
            "I'm",
        ]
    ),
    max_size=30,
).map("".join) | st.text(max_size=40)


@given(speech, st.lists(st.integers(0, 60), max_size=8))
def test_every_character_of_a_turn_is_in_exactly_one_sentence(text, cuts):
    places = sorted({min(cut, len(text)) for cut in cuts})
    turns = list(zip(places[::2], places[1::2], strict=False))
    spans = split_sentences(text, turns)
    covered = [place for start, end in spans for place in range(start, end)]
    assert covered == sorted(set(covered))
    inside = {place for start, end in turns or [(0, len(text))] for place in range(start, end)}
    assert {place for place in inside if not text[place].isspace()} <= set(covered) <= inside
    for start, end in spans:
        assert text[start:end].strip() == text[start:end] != ""
        assert "\n" not in text[start:end]
