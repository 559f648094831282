import hashlib

import pytest

from thematic.errors import BadFile, BadInput
from thematic.ingest.captions import read_captions
from thematic.ingest.casting import Casting, parse_speakers

TEAMS = """WEBVTT

NOTE made by a meeting

0:0:0.0 --> 0:0:1.500
<v Anna Lee>So tell me</v>

0:0:1.500 --> 0:0:3.0
<v Anna Lee>about it.</v>

0:0:4.250 --> 0:0:9.0
<v Bob &amp; Co>Well, <i>yes</i>
I did.</v> <v Anna Lee>Good.</v>
"""


def read(text, form="vtt", speakers=""):
    words, found = read_captions(text, form, "talk", Casting(parse_speakers(speakers)), f"talk.{form}")
    turns = [(turn.respondent or turn.role, words[turn.start : turn.end], turn.at) for turn in found.turns]
    return words, turns, found


def test_teams_voices_become_a_line_per_turn():
    words, turns, _ = read(TEAMS, speakers="Anna Lee=interviewer,Bob & Co=R3")
    assert words == "Anna Lee: So tell me about it.\nBob & Co: Well, yes I did.\nAnna Lee: Good.\n"
    assert turns == [
        ("interviewer", "So tell me about it.", 0),
        ("R3", "Well, yes I did.", 4250),
        ("interviewer", "Good.", 4250),
    ]


def test_zoom_writes_the_name_into_the_cue_and_leaves_it_out_when_it_goes_on():
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnna Lee: So?\n\n"
        "2\n00:00:02.000 --> 00:00:03.000\nBob: Well: at 12:30,\n\n"
        "3\n00:00:03.000 --> 00:00:04.000\nNote: nothing.\n\n"
        "4\n00:01:04.000 --> 00:01:05.000\nAnna Lee: Ok.\n\n5\n01:00:00.000 --> 01:00:01.000\nBob: Bye.\n"
    )
    words, turns, _ = read(text, speakers="Anna Lee=I")
    assert words == "Anna Lee: So?\nBob: Well: at 12:30, Note: nothing.\nAnna Lee: Ok.\nBob: Bye.\n"
    assert turns[1] == ("Bob", "Well: at 12:30, Note: nothing.", 2000)
    assert turns[3][2] == 3_600_000


def test_srt_reads_alike():
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nI: So?\n\n"
        "2\n00:00:02,500 --> 00:00:03,000\nP: Well <laughs>\n\nand <b>more</b>\n"
    )
    words, turns, _ = read(text, "srt")
    assert words == "I: So?\nP: Well <laughs> and more\n"
    assert turns == [("interviewer", "So?", 1000), ("talk", "Well <laughs> and more", 2500)]


def test_cues_without_names_are_joined_into_sentences_of_one_respondent():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nI was\n\n"
        "00:02.000 --> 00:03.000\nthere.\n\n00:04.000 --> 00:05.000\nTwice\n"
    )
    words, turns, found = read(text)
    assert words == "I was there.\nTwice\n"
    assert turns == [("talk", "I was there.", 1000), ("talk", "Twice", 4000)]
    assert "names no speakers" in found.warnings[0]


def test_words_outside_any_voice_are_nobodys():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v R7>a</v>\n\n00:03.000 --> 00:04.000\nwho?\n"
    words, turns, _ = read(text)
    assert words == "R7: a\nwho?\n"
    assert turns == [("R7", "a", 1000), ("nobody", "who?", 3000)]


def test_words_outside_every_cue_are_pointed_at():
    found = read("WEBVTT\n\nlost words\n\n00:01.000 --> 00:02.000\nR7: a\n\nmore lost\n")[2]
    assert [warning.split(" stands")[0] for warning in found.warnings] == [
        "talk.vtt:3: 'lost words'",
        "talk.vtt:8: 'more lost'",
    ]


def test_all_broken_timings_are_reported_with_their_lines():
    with pytest.raises(BadFile) as error:
        read("WEBVTT\n\n00:01 --> later\na\n\n00:01.000 --> 00:02.000\nb\n\nx --> y\nc\n")
    assert [problem.split(" this ")[0] for problem in error.value.problems] == ["talk.vtt:3:", "talk.vtt:9:"]


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("no captions", "vtt", "talk.vtt:1: not a .vtt file: it does not begin with WEBVTT"),
        ("no captions", "srt", "talk.srt:1: not a .srt file"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", "vtt", "holds no words"),
    ],
)
def test_what_is_no_captions_file_is_refused(text, form, message):
    with pytest.raises(BadInput, match=message):
        read(text, form)


def test_the_reader_is_frozen():
    assert (
        hashlib.sha256(read(TEAMS)[0].encode()).hexdigest()
        == "14acdda642c1288424da43a5e3b234c731e57f42d4f4e49c8600184d5a626aef"
    )
