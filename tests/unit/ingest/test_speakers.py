from hypothesis import given
from hypothesis import strategies as st

from thematic.ingest.casting import Casting
from thematic.ingest.speakers import read_turns


def test_zoom_text_puts_the_name_in_brackets_and_the_time_of_day_beside_it(said, converse):
    text = "[Anna Lee] 23:59:50\nSo tell me.\n\n[Bob] 00:00:05\nWell.\nYes: no.\n"
    assert said(text, speakers="Anna Lee=interviewer") == [("?", "So tell me."), ("Bob", "Well.\nYes: no.")]
    assert [turn.at for turn in converse(text).turns] == [0, 15_000]


def test_teams_documents_and_otter_head_a_turn_with_name_and_time(said, converse):
    text = "Anna Lee   0:03\nSo tell me.\n\nBob Smith  55:21\nWell.\n\nAnna Lee  1:02:03\nThanks.\n"
    assert said(text, speakers="Anna Lee=interviewer") == [
        ("?", "So tell me."),
        ("Bob Smith", "Well."),
        ("?", "Thanks."),
    ]
    assert [turn.at for turn in converse(text).turns] == [3_000, 3_321_000, 3_723_000]


def test_a_line_that_ends_in_a_time_is_no_heading_when_its_name_stands_once(said):
    text = (
        "Anna Lee   0:03\nSo.\nBob Smith  0:10\nWell.\nAt 12:30\n\n"
        "Anna Lee  0:20\nOk.\nBob Smith  1:02:03\nBye.\n"
    )
    assert said(text)[1] == ("Bob Smith", "Well.\nAt 12:30")


def test_rev_puts_the_time_in_brackets_before_the_colon(said, converse):
    text = "Interviewer (00:06:19):\nTell me.\n\nMary (00:06:30): Well.\nNote: nothing\n"
    assert said(text) == [("?", "Tell me."), ("Mary", "Well.\nNote: nothing")]
    assert [turn.at for turn in converse(text).turns] == [379_000, 390_000]


def test_descript_and_meet_write_names_in_bold(said):
    assert said(
        "**Speaker 1 (00:02)**\nHello there\n\n**Speaker 2 (00:10)**\nHi\n", speakers="Speaker 1=I"
    ) == [
        ("?", "Hello there"),
        ("interview-7", "Hi"),
    ]
    assert said("**Anna:** Hello\n**Bob:** Hi: you\n**Anna:** So\n**Bob:** So\n")[:2] == [
        ("Anna", "Hello"),
        ("Bob", "Hi: you"),
    ]


def test_whisperx_numbers_its_speakers(said):
    text = "[SPEAKER_00]: Hello\n[SPEAKER_01]: Hi\n[SPEAKER_00]: Bye\n"
    assert said(text, speakers="SPEAKER_00=interviewer,SPEAKER_01=R3") == [
        ("?", "Hello"),
        ("R3", "Hi"),
        ("?", "Bye"),
    ]


def test_f4_stamps_the_end_of_a_turn_which_is_the_start_of_the_next(said, converse):
    text = (
        "I: Wie geht es? #00:00:05-2#\nB: Gut. Und: ja. #00:00:12-0#\n"
        "I: Ok #00:00:15-9#\nB: mhm #00:01:16-1#\n"
    )
    assert said(text) == [
        ("?", "Wie geht es?"),
        ("interview-7", "Gut. Und: ja."),
        ("?", "Ok"),
        ("interview-7", "mhm"),
    ]
    assert [turn.at for turn in converse(text).turns] == [0, 5_200, 12_000, 15_900]


def test_hand_made_labels_of_every_kind(said):
    text = "Interviewer 1: Hello\nR25: Well\n MODERATOR: Yes\nR 7:\tMe too\nI:Fine\nI: Good\nR?: someone\n"
    assert said(text) == [
        ("?", "Hello"),
        ("R25", "Well"),
        ("?", "Yes"),
        ("R7", "Me too"),
        ("?", "Fine"),
        ("?", "Good"),
        ("-", "someone"),
    ]


def test_padded_columns_are_labels_when_both_speakers_recur(said):
    text = "Interviewer   So tell me\nMary          Well I\nInterviewer   Ok\nMary          Good\n"
    assert said(text) == [("?", "So tell me"), ("Mary", "Well I"), ("?", "Ok"), ("Mary", "Good")]
    assert said("I:        So\nP    :    Well\nI:        Ok\nP    :    Good\n")[1] == ("interview-7", "Well")


def test_cells_of_a_table_are_columns_too(said):
    assert said("I\tSo tell me\nP\tWell\nI\tOk\nP\tGood\n")[1] == ("interview-7", "Well")


def test_times_before_a_label_are_left_out_of_the_words(said, converse):
    text = "[00:01:00] I: So\n00:01:05 P: Well\n(0:01:10) I: Ok\n"
    assert said(text) == [("?", "So"), ("interview-7", "Well"), ("?", "Ok")]
    assert [turn.at for turn in converse(text).turns] == [60_000, 65_000, 70_000]


def test_prose_with_colons_is_never_taken_for_a_speaker(said):
    text = (
        "I: At noon.\n12:30 sharp\nhttps://example.org\nhttps: yes\n"
        "Note: aside\nNote: again\nAnd then: I left\nP: Fine.\n"
    )
    assert said(text) == [("?", text[3 : text.index("\nP:")]), ("interview-7", "Fine.")]


def test_an_unlabelled_text_stays_unlabelled_whatever_colons_it_holds(said, converse):
    text = "Second Thing: no\nI  think so, and Ratio 3:4\n\nThe Plan: is\nThe Plan: was\n"
    assert said(text) == [
        ("interview-7", "Second Thing: no\nI  think so, and Ratio 3:4"),
        ("interview-7", "The Plan: is\nThe Plan: was"),
    ]
    found = converse(text)
    assert "the interviewer's included" in found.warnings[0]
    assert found.layout == "no speaker labels: 2 paragraphs"


def test_a_slip_of_the_pen_is_joined_to_the_label_it_means_and_said(said, converse):
    text = "Moderator: a?\nAnna: b\nModrator: c?\nAnna: d\nModerator: e?\n"
    assert [who for who, _ in said(text)] == ["?", "Anna", "?", "Anna", "?"]
    found = converse(text)
    assert [turn.speaker for turn in found.turns][2] == "Modrator"
    assert found.warnings == ("interview-7.txt:3: 'Modrator' is taken as a slip of the pen for 'Moderator'.",)


def test_speaker_1_is_no_slip_for_speaker_2(said):
    text = "Speaker 1: a\nSpeaker 2: b\nSpeaker 1: c\nSpeaker 3: d\n"
    assert len({who for who, _ in said(text)}) == 3


def test_a_name_that_stands_once_is_pointed_at(converse):
    found = converse("I: a?\nP: b\nNurse Kay: come in\nI: c?\n")
    assert found.warnings[0].startswith("interview-7.txt:3: 'Nurse Kay:' stands here only")


def test_the_heading_of_a_transcript_names_nobody(said):
    text = (
        "Interview\nDate: 3 May\nInterviewer: Anna Lee\nRespondent: R25\n\n"
        "I: So tell me.\nR25: Well.\nI: Ok.\nR25: Bye.\n"
    )
    assert said(text) == [("?", "So tell me."), ("R25", "Well."), ("?", "Ok."), ("R25", "Bye.")]


def test_a_turn_runs_over_paragraphs_until_the_next_label(said):
    assert said("I: a?\n\nP: one\n\ntwo\n\nI: b?\n")[1] == ("interview-7", "one\n\ntwo")


def test_brackets_and_laughter_stay_in_the_words(said):
    text = "I: a? [inaudible]\nP: (laughs) b [00:01:02] c\nI: d\n"
    assert said(text) == [("?", "a? [inaudible]"), ("interview-7", "(laughs) b [00:01:02] c"), ("?", "d")]


def test_question_labels_are_the_interviewers(said):
    text = "Q1: What works?\nA: Things\nQ2: What not?\nA: Other\n"
    assert said(text) == [
        ("?", "What works?"),
        ("interview-7", "Things"),
        ("?", "What not?"),
        ("interview-7", "Other"),
    ]


LABELS = st.sampled_from(
    ["I: ", "P: ", "R7: ", "Anna: ", " MODERATOR: ", "", "\t", "[00:01:02] I: ", "R?: ", "Note: "]
)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@given(st.lists(st.tuples(LABELS, WORDS), max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_turns_are_ordered_apart_never_empty_and_trimmed(lines, between):
    text = between.join(label + words for label, words in lines)
    turns = read_turns(text, "file", Casting(), "file").turns
    end = 0
    for turn in turns:
        assert end <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        end = turn.end


@given(
    st.lists(st.text(st.characters(categories=("L", "N", "Zs")), min_size=1).filter(str.strip), min_size=2)
)
def test_every_word_after_a_label_belongs_to_a_turn(words):
    labels = ["I: " if place % 2 == 0 else "P: " for place in range(len(words))]
    text = "\n".join(label + said for label, said in zip(labels, words, strict=True))
    turns = read_turns(text, "file", Casting(), "file").turns
    assert [text[turn.start : turn.end] for turn in turns] == [said.strip() for said in words]


def test_an_opening_word_is_no_heading(said):
    assert said("Moderator: Welcome everyone\n\nP1: Yes\n\nP2: No\n\nP1: Ok\n")[:2] == [
        ("?", "Welcome everyone"),
        ("interview-7 P1", "Yes"),
    ]
