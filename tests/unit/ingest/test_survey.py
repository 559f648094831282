import hashlib
import time

import pytest

from thematic.errors import BadFile
from thematic.ingest.answers import is_non_answer
from thematic.ingest.survey import read_survey
from thematic.ingest.survey_columns import SurveyColumns
from thematic.ingest.tables import parse_table, read_table

WIDE = """id,role,Q1 What works?,Q2 What is missing?,agree,note
R1,nurse,"Practice,
and more practice.",N/A,Agree,x
R2,doctor,  Time. ,Nothing.,Strongly agree,y
R3,doctor,,Did not answer,Disagree,z
"""
LONG = """who,question,answer,role,Care,Staff,Food
A,What was good?,Kind staff,nurse,1,1,0
B,What was good?,Did not answer,nurse,1,0,0
A,what was  good?,The food,doctor,0,0,1
B,What was bad?,Nothing.,nurse,x,,no
C,What was bad?,-,doctor,0,0,1
"""
WIDE_COLUMNS = SurveyColumns(
    "id", open_columns="Q1 What works?,Q2 What is missing?", closed_columns="role,agree"
)
LONG_COLUMNS = SurveyColumns("who", "question", "answer", code_columns="Care..Food")


def survey(text, columns, guide=()):
    return read_survey(parse_table(text.encode(), "s.csv"), columns, guide)


def test_a_wide_table_gives_a_source_per_respondent_and_a_turn_per_answer():
    found = survey(WIDE, WIDE_COLUMNS)
    assert [source.name for source in found.sources] == ["R1", "R2", "R3"]
    assert [source.text for source in found.sources] == [
        "Practice,\nand more practice.",
        "  Time. \n\nNothing.",
        "",
    ]
    second = found.sources[1]
    assert [(second.text[turn.start : turn.end], turn.question) for turn in second.turns] == [
        ("Time.", 1),
        ("Nothing.", 2),
    ]
    assert found.sources[2].turns == ()
    assert found.questions == ((1, "Q1 What works?"), (2, "Q2 What is missing?"))


def test_non_answers_are_asked_but_silent_and_nothing_is_an_answer():
    found = survey(WIDE, WIDE_COLUMNS)
    assert found.silent == (("R1", 2), ("R3", 1), ("R3", 2))
    assert (found.answers, found.non_answers) == (3, 3)
    assert any("3 of 6 answers say nothing" in warning for warning in found.warnings)


def test_closed_columns_are_typed_and_other_columns_kept_aside():
    found = survey(WIDE, WIDE_COLUMNS)
    assert [(attribute.name, attribute.kind) for attribute in found.attributes] == [
        ("role", "text"),
        ("agree", "scale"),
    ]
    assert found.values["R2"] == {"role": "doctor", "agree": "Strongly agree"}
    assert found.kept_aside == ("note",)
    assert any("no option names are kept aside: note" in warning for warning in found.warnings)


def test_free_answers_are_recognised_when_no_column_is_named():
    found = survey(
        "id,role,What went well today?,Comments\n"
        "1,nurse,The whole team was kind to me,I waited a long time for it\n"
        "2,nurse,Somebody explained every step,The room was rather cold\n",
        SurveyColumns("id"),
    )
    assert [text for _, text in found.questions] == ["What went well today?", "Comments"]
    assert found.warnings[0].endswith("read as free answers: 'What went well today?', 'Comments'.")


def test_a_column_headed_by_a_question_of_the_guide_has_its_number():
    guide = ((3, "What works?"), (5, "What is missing?"))
    found = survey("id,what works?,Q5 What is missing?\nR1,Yes,No\n", SurveyColumns("id"), guide)
    assert found.questions == ((3, "what works?"), (5, "Q5 What is missing?"))
    assert [turn.question for turn in found.sources[0].turns] == [3, 5]


def test_a_long_table_joins_the_answers_of_a_respondent_in_file_order():
    found = survey(LONG, LONG_COLUMNS)
    assert [(source.name, source.text) for source in found.sources] == [
        ("A", "Kind staff\n\nThe food"),
        ("B", "Nothing."),
        ("C", ""),
    ]
    assert found.silent == (("B", 1), ("C", 2))


def test_one_hot_codes_stand_on_whole_answers_and_not_on_non_answers():
    found = survey(LONG, LONG_COLUMNS)
    coded = [
        [(source.text[start:end], code) for start, end, code in source.codings] for source in found.sources
    ]
    assert coded == [
        [("Kind staff", "Care"), ("Kind staff", "Staff"), ("The food", "Food")],
        [("Nothing.", "Care")],
        [],
    ]
    assert found.code_names == ("Care", "Staff", "Food")
    assert any("2 code(s) on them are not imported" in warning for warning in found.warnings)


def test_two_spellings_of_a_question_are_one_and_it_is_said():
    found = survey(LONG, LONG_COLUMNS)
    assert found.questions == ((1, "What was good?"), (2, "What was bad?"))
    assert any("2 spellings of the question 'What was good?'" in warning for warning in found.warnings)
    assert any(
        "1 time(s) a respondent answers one question more than once" in warning for warning in found.warnings
    )


def test_an_attribute_with_several_values_for_one_respondent_is_kept_aside():
    columns = SurveyColumns("who", "question", "answer", closed_columns="role", code_columns="Care..Food")
    found = survey(LONG, columns)
    assert found.attributes == ()
    assert found.kept_aside == ("role",)
    assert any(
        "column 'role' has several values for 1 respondent(s)" in warning for warning in found.warnings
    )


def test_respondents_who_stand_twice_in_a_wide_table_are_all_reported_with_their_rows():
    with pytest.raises(BadFile) as error:
        survey("id,Q1\n1,a\n2,b\n1,c\n,d\n2,e\n1,f\n", SurveyColumns("id", open_columns="Q1"))
    assert error.value.problems == (
        "s.csv:5: no respondent in column 'id'.",
        "s.csv:4: respondent '1' stands 3 times (rows 2, 4, 7).",
        "s.csv:6: respondent '2' stands 2 times (rows 3, 6).",
    )


def test_equal_words_of_different_people_stay_different_people():
    found = survey("id,Q1\n1,Good\n2,Good\n3,Good\n", SurveyColumns("id", open_columns="Q1"))
    assert [source.respondents for source in found.sources] == [("1",), ("2",), ("3",)]


def test_all_columns_that_are_not_there_are_named_with_the_nearest():
    with pytest.raises(BadFile) as error:
        survey(LONG, SurveyColumns("whom", "questions", "answer", code_columns="Care..Foods"))
    assert error.value.problems == (
        "s.csv has no column 'whom'. Did you mean 'who'?",
        "s.csv has no column 'questions'. Did you mean 'question'?",
        "s.csv has no column 'Care..Foods'.",
    )
    assert "'who', 'question'" in error.value.hint


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (SurveyColumns("who", "question"), "needs both"),
        (SurveyColumns("who"), "no column holds free answers"),
        (
            SurveyColumns("who", open_columns="answer,role", code_columns="Care"),
            "code columns need one answer per row",
        ),
    ],
)
def test_options_that_do_not_fit_together_are_refused(columns, message):
    with pytest.raises(BadFile, match=message):
        survey(LONG, columns)


def test_code_cells_that_are_neither_set_nor_unset_and_rows_without_question_are_errors():
    with pytest.raises(BadFile) as error:
        survey("who,q,a,Care\nA,,x,1\nB,y,z,maybe\n", SurveyColumns("who", "q", "a", code_columns="Care"))
    assert error.value.problems == (
        "s.csv:2: no question in column 'q'.",
        "s.csv:3: code column 'Care' holds 'maybe', not 1 or 0.",
    )


def test_sources_say_where_they_came_from():
    found = survey(WIDE, WIDE_COLUMNS)
    source = found.sources[0]
    assert source.kind == "survey"
    assert source.file_sha256 == hashlib.sha256(WIDE.encode()).hexdigest()
    assert (source.encoding, source.layout) == ("utf-8", "a row per respondent")


def test_the_reader_is_frozen():
    found = survey(LONG, LONG_COLUMNS)
    told = repr([(source.name, source.text, source.turns, source.codings) for source in found.sources])
    assert (
        hashlib.sha256(told.encode()).hexdigest()
        == "bffaafdb13290672d097b5d5d4344e9eaed9afae05963ac9dfcda32543c7e878"
    )


@pytest.mark.shared
def test_the_real_survey_keeps_every_answer_and_person(real):
    path = real / "nhs_fft" / "v6framework_230831.csv"
    columns = SurveyColumns(
        "Respondent ID",
        "FFT question",
        "FFT answer",
        code_columns="Not assigned..Positive experience & gratitude",
    )
    begun = time.perf_counter()
    table = read_table(path, where=path.name)
    found = read_survey(table, columns)
    assert time.perf_counter() - begun < 10
    assert len(found.sources) == 4466
    assert len(table.rows) == found.answers + found.non_answers == 7908
    assert len(found.questions) == 5
    assert len(found.code_names) == 50
    words = [row[table.require("FFT answer")] for row in table.rows]
    assert words.count("Did not answer") == 1189
    assert words.count("") == 496
    assert found.non_answers == 1189 + sum(not word.strip() for word in words) + sum(
        word.strip().lower() == "n/a" for word in words
    )
    said = {}
    for label, word in zip((row[table.require("Respondent ID")] for row in table.rows), words, strict=True):
        said.setdefault(label.strip(), []).extend([] if is_non_answer(word) else [word])
    assert {source.name: source.text for source in found.sources} == {
        label: "\n\n".join(given) for label, given in said.items()
    }
    spellings = [warning for warning in found.warnings if "spellings of the question" in warning]
    assert len(spellings) == 1
