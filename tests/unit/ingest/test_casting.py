import pytest

from thematic.errors import BadFile, BadInput
from thematic.ingest.casting import parse_speakers


def people(converse, text, **options):
    return converse(text, **options).respondents


def test_a_part_in_the_conversation_is_named_after_the_file(converse):
    assert people(converse, "I: a?\nP: b\nI: c?\n", stem="R12") == ("R12",)
    assert people(converse, "Interviewer: a?\nParticipant: b\nInterviewer: c?\n", stem="ward 3") == (
        "ward 3",
    )


def test_a_label_that_is_a_respondent_wins_over_the_file(converse):
    assert people(converse, "I: a?\nR25: b\nI: c?\n", stem="ward 3") == ("R25",)


def test_a_persons_name_is_their_label_unless_the_file_says_who_it_is(converse):
    text = "I: a?\nMary Ott: b\nI: c?\nMary Ott: d\n"
    assert people(converse, text, stem="ward 3") == ("Mary Ott",)
    assert people(converse, text, stem="R12") == ("R12",)
    assert people(converse, text, stem="ward 3", known=["Ward 3"]) == ("Ward 3",)
    assert people(converse, text, stem="ward 3", known=["mary ott"]) == ("mary ott",)


def test_parts_in_a_group_are_told_apart_from_other_groups(converse):
    text = "Moderator: a?\nP1: b\nP2: c\nAnna: d\nAnna: e\n"
    assert people(converse, text, stem="group A") == ("group A P1", "group A P2", "Anna")


def test_the_map_comes_before_everything(converse):
    found = converse("I: a?\nP: b\nX: c\nX: d\n", speakers="I=R4, P=interviewer, X=nobody")
    assert [(turn.role, turn.respondent) for turn in found.turns] == [
        ("respondent", "R4"),
        ("interviewer", None),
        ("nobody", None),
        ("nobody", None),
    ]


def test_the_map_makes_a_label_known_that_stands_once(said):
    assert said("I: a?\nOld Tom: b\n", speakers="old tom=R9") == [("?", "a?"), ("R9", "b")]


def test_the_map_can_say_that_a_name_is_the_files_respondent(converse):
    assert people(converse, "I: a?\nTom: b\nTom: c\n", speakers="Tom=respondent", stem="x1") == ("x1",)


def test_one_respondent_can_be_named_for_the_file(converse):
    assert people(converse, "I: a?\nP: b\n", respondent="R3") == ("R3",)
    assert people(converse, "I: a?\nR25: b\n", respondent="R3") == ("R3",)
    assert people(converse, "no labels", respondent="R3") == ("R3",)


def test_naming_one_respondent_where_several_speak_is_refused(converse):
    with pytest.raises(BadInput, match=r"several respondents \(P1, P2\)"):
        converse("I: a?\nP1: b\nP2: c\n", respondent="R3")


def test_without_an_interviewer_everybody_answers_and_it_is_said(converse):
    found = converse("Anna: a\nBob: b\nAnna: c\nBob: d\n")
    assert found.respondents == ("Anna", "Bob")
    assert "--speakers 'Anna=interviewer'" in found.warnings[0]


def test_a_file_in_which_nobody_answers_says_so(converse):
    assert "nobody answers" in converse("I: a?\nI: b?\n").warnings[0]


def test_the_layout_can_be_checked_by_a_person(converse):
    found = converse("I: a?\nP: b\nI: c?\n", stem="R12")
    assert found.layout == "labels like 'Name:': I = interviewer (2 turns), P = R12 (1 turn)"


def test_all_mistakes_in_a_map_are_reported_together():
    with pytest.raises(BadFile) as error:
        parse_speakers("I=interviewer,P,=R3,i=R4")
    assert error.value.problems == (
        "--speakers: 'P' is not LABEL=WHO.",
        "--speakers: '=R3' is not LABEL=WHO.",
        "--speakers: 'i' is given twice.",
    )
