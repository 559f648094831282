import pytest

from thematic.errors import BadFile
from thematic.ingest.guide import leading_number, number_questions, read_asked, read_guide
from thematic.ingest.tables import parse_table

GUIDE = ((1, "How are you involved?"), (2, "What works, what not?"), (4, "What would be ideal?"))


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (
            "g.csv",
            'number,text\n1,How are you involved?\nQ2,"What works, what not?"\n4,What would be ideal?\n',
        ),
        ("g.txt", "How are you involved?\n\nQ2: What works, what not?\n4. What would be ideal?\n"),
        (
            "g.yaml",
            "- How are you involved?\n- 2. What works, what not?\n- {number: 4, text: What would be ideal?}",
        ),
        (
            "g.yml",
            "questions:\n  - How are you involved?\n  - What works, what not?\n  - Q4 What would be ideal?\n",
        ),
    ],
)
def test_a_guide_is_a_table_a_list_or_a_line_each(where, text):
    assert read_guide(text.encode(), where) == GUIDE


def test_a_table_without_numbers_counts_from_one():
    assert read_guide(b"text\na?\nb?\n", "g.csv") == ((1, "a?"), (2, "b?"))


def test_everything_wrong_with_a_guide_is_said_at_once():
    with pytest.raises(BadFile) as error:
        read_guide(b"number,text\n1,a?\n1,b?\nx,c?\n3,\n", "g.csv")
    assert error.value.problems == (
        "g.csv:3: question 1 stands here again; it is already on line 2.",
        "g.csv:4: 'x' is not the number of a question.",
        "g.csv:5: question 3 has no words.",
    )


def test_a_guide_without_its_column_or_list_is_refused():
    with pytest.raises(BadFile, match="there is no column 'text'"):
        read_guide(b"number,words\n1,a?\n", "g.csv")
    with pytest.raises(BadFile, match="a guide is a list of questions"):
        read_guide(b"questions: one\n", "g.yaml")
    with pytest.raises(BadFile, match="Did you mean 'text'"):
        read_guide(b"- {number: 1, txt: a}\n", "g.yaml")


@pytest.mark.parametrize(
    ("words", "number"),
    [("Q4", 4), ("Q4: what", 4), ("q 4 what", 4), ("Question 12. x", 12), ("4. x", 4), ("4) x", 4)],
)
def test_a_number_begins_a_question(words, number):
    assert leading_number(words)[0] == number


@pytest.mark.parametrize("words", ["4 x", "4.5 x", "12:30 x", "Q4b", "quite 4", "2019. A year"])
def test_other_digits_begin_none(words):
    assert leading_number(words) is None


def test_who_was_asked_what_is_read_row_by_row():
    found = read_asked(parse_table(b"respondent,question,asked\nR1,7,no\nR2,Q8,Yes\n", "asked.csv"))
    assert [(row.respondent, row.question, row.asked, row.line) for row in found] == [
        ("R1", 7, False, 2),
        ("R2", 8, True, 3),
    ]


def test_all_wrong_rows_of_who_was_asked_are_reported():
    with pytest.raises(BadFile) as error:
        read_asked(parse_table(b"respondent,question,asked\n,7,no\nR2,x,yes\nR3,4,maybe\n", "asked.csv"))
    assert error.value.problems == (
        "asked.csv:2: no respondent is named.",
        "asked.csv:3: 'x' is not the number of a question.",
        "asked.csv:4: asked is yes or no, not 'maybe'.",
    )
    with pytest.raises(BadFile, match="has no column 'asked'"):
        read_asked(parse_table(b"respondent,question\nR1,2\n", "asked.csv"))


def test_headings_get_the_numbers_of_the_guide_and_new_ones_the_free_numbers():
    headings = ["what works,  what NOT?", "Q4 ideal", "Anything else", "1. How are you involved?", "More"]
    assert number_questions(headings, GUIDE) == {
        "what works,  what NOT?": 2,
        "Q4 ideal": 4,
        "Anything else": 3,
        "1. How are you involved?": 1,
        "More": 5,
    }


def test_without_a_guide_headings_keep_their_own_numbers():
    assert number_questions(["Q3 a", "b", "Q1 c", "Q3 d"], ()) == {"Q3 a": 3, "b": 2, "Q1 c": 1, "Q3 d": 4}
