import pytest

from thematic.ingest.questions import assign_questions, match_questions
from thematic.model.sources import SourceDraft

GUIDE = (
    (1, "How have you been involved in developing leaders?"),
    (2, "What works, what does not work, and where are the gaps?"),
    (4, "What would ideal practice look like?"),
    (9, "Is there anything else you would like to add?"),
)


@pytest.fixture
def opened(converse):
    """Each turn's words and question, and the matches."""

    def read(text, guide=GUIDE):
        found = converse(text)
        turns, matches = assign_questions(text, found.turns, guide)
        return [(text[turn.start : turn.end][:12], turn.question) for turn in turns], matches

    return read


def test_a_number_opens_a_question_until_the_next_one(opened):
    turns, matches = opened(
        "I: Hello.\nP: Hi.\nI: Q4. So?\nP: Well.\nI: And?\nP: Yes.\nI: 2) then?\nP: No.\n"
    )
    assert [question for _, question in turns] == [None, None, 4, 4, 4, 4, 2, 2]
    assert [(match.line, match.number, match.how) for match in matches] == [
        (3, 4, "number"),
        (7, 2, "number"),
    ]


def test_words_open_a_question_in_whatever_form_they_are_asked(opened):
    turns, matches = opened(
        "I: Thanks for coming. Tell me how you got involved in the development of leaders.\nP: a\n"
        "I: Ok. What would practice look like, in an ideal world?\nP: b\n"
    )
    assert [question for _, question in turns] == [1, 1, 4, 4]
    assert [match.how for match in matches] == ["words", "words"]
    assert all(0.6 <= match.share <= 1 for match in matches)


def test_an_ordinary_follow_up_opens_nothing(opened):
    turns, matches = opened(
        "I: Q2, please.\nP: a\nI: Anything else about that?\nP: b\nI: Did that work?\nP: c\n"
    )
    assert {question for _, question in turns} == {2}
    assert len(matches) == 1


def test_a_number_the_guide_does_not_have_opens_nothing(opened):
    assert opened("I: Q7. So?\nP: Well.\nI: Ok\n")[1] == ()


def test_respondents_open_nothing(opened):
    turns, matches = opened("I: Q4.\nP: Q2 is what I liked: what works and where the gaps are.\nI: Ok\n")
    assert [question for _, question in turns] == [4, 4, 4]
    assert len(matches) == 1


def test_a_label_with_a_number_opens_its_question(opened):
    turns, _ = opened("Q1: Involved?\nA: Things\nQ4: Ideal?\nA: Other\n")
    assert [question for _, question in turns] == [1, 1, 4, 4]


def test_written_answers_without_labels_follow_the_questions_they_stand_under(converse):
    text = (
        "Q1 How have you been involved?\n\nI teach.\n\n2. Work experience helps.\n\n"
        "What would ideal practice look like?\n\nTime.\n"
    )
    found = converse(text)
    draft = SourceDraft("a", "interview", text, "", "utf-8", found.turns, found.respondents)
    matched, _ = match_questions(draft, GUIDE)
    assert [(turn.role, turn.question) for turn in matched.turns] == [
        ("interviewer", 1),
        ("respondent", 1),
        ("respondent", 1),
        ("interviewer", 4),
        ("respondent", 4),
    ]
    assert matched.respondents == ("interview-7",)


def test_without_a_guide_nothing_changes(opened):
    turns, matches = opened("I: Q4. So?\nP: Well.\n", guide=())
    assert [question for _, question in turns] == [None, None]
    assert matches == ()
