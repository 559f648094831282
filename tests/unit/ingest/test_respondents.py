import pytest

from thematic.errors import BadFile
from thematic.ingest.respondents import read_respondents
from thematic.ingest.tables import parse_table


def read(text):
    return read_respondents(parse_table(text.encode(), "r.csv"))


def test_columns_become_typed_attributes_and_blank_cells_no_value():
    found = read("respondent,role,years,senior,country\nR1,nurse,4,yes,NO\nR2,,12,no,UK\n")
    assert found.labels == ("R1", "R2")
    assert [(attribute.name, attribute.kind) for attribute in found.attributes] == [
        ("role", "text"),
        ("years", "number"),
        ("senior", "boolean"),
        ("country", "text"),
    ]
    assert found.values == {
        "R1": {"role": "nurse", "years": 4, "senior": True, "country": "NO"},
        "R2": {"years": 12, "senior": False, "country": "UK"},
    }


def test_the_first_column_is_the_label_unless_one_is_named_respondent():
    assert read("id,role\nR1,nurse\n").labels == ("R1",)
    assert read("role,Respondent\nnurse,R1\n").labels == ("R1",)


def test_consent_is_no_attribute_and_its_spelling_is_forgiven():
    found = read("respondent,consent\nR1,quote\nR2,Quote-with-role\nR3,\nR4,ANALYSIS\n")
    assert found.consents == {"R1": "quote", "R2": "quote with role", "R4": "analysis"}
    assert found.attributes == ()


def test_questions_not_asked_are_listed_by_number():
    found = read('respondent,not asked\nR1,"7, Q8"\nR2,2-4;9\nR3,\n')
    assert found.not_asked == (("R1", 7), ("R1", 8), ("R2", 2), ("R2", 3), ("R2", 4), ("R2", 9))


def test_all_problems_are_reported_with_their_lines():
    with pytest.raises(BadFile) as error:
        read("respondent,consent,not asked\nR1,quotes,\n,quote,\nr1,,x\nR2,analysis,7\n")
    assert error.value.problems == (
        (
            "r.csv:2: consent is one of unknown, analysis, quote, quote with role, not 'quotes'."
            " Did you mean 'quote'?"
        ),
        "r.csv:3: no respondent is named.",
        "r.csv:4: respondent 'r1' stands here again; it is already on line 2.",
        "r.csv:4: 'x' is not the number of a question, nor a run like 7-9.",
    )


def test_a_first_column_of_another_name_is_taken_and_said_to_be():
    found = read("country,name\nUK,Ana\nNL,Ben\n")
    assert found.labels == ("UK", "NL")
    assert found.warnings == ("r.csv has no column 'respondent'; its first one, 'country', is taken for it.",)
    assert read("country,respondent\nUK,Ana\n").warnings == ()
