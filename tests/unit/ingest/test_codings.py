import pytest

from thematic.errors import BadFile
from thematic.ingest.codings import CodingDraft, read_codings
from thematic.ingest.tables import parse_table


def read(text):
    return read_codings(parse_table(text.encode(), "c.csv"))


def test_a_row_is_a_coding_and_may_leave_out_where_it_stands():
    found = read(
        "source,start,end,quote,code,coder,stance,memo,guid\n"
        'R1.txt,0,4,"Well,",time-barrier,anna,qualifies,a memo,g-1\n'
        'R2.txt,,," two\nlines ",time-barrier,,,,\n'
    )
    assert found == (
        CodingDraft("R1.txt", 0, 4, "Well,", "time-barrier", "anna", "qualifies", "a memo", "g-1", 2),
        CodingDraft("R2.txt", None, None, " two\nlines ", "time-barrier", "", None, "", "", 3),
    )


def test_columns_may_be_few_and_in_any_order():
    (found,) = read("code,quote,source\ntime,words,R1.txt\n")
    assert (found.source, found.quote, found.code, found.coder) == ("R1.txt", "words", "time", "")
    (found,) = read("code,end,source,start\ntime,9,R1.txt,3\n")
    assert (found.start, found.end, found.quote) == (3, 9, "")


def test_the_apostrophe_that_guards_a_formula_is_taken_off_once():
    found = read("source,quote,code\nR1,'=1+1,c\nR1,''-x,c\nR1,'tis,c\nR1,-y,c\n")
    assert [coding.quote for coding in found] == ["=1+1", "'-x", "'tis", "-y"]


def test_all_wrong_rows_are_reported_with_their_lines():
    with pytest.raises(BadFile) as error:
        read(
            "source,start,end,quote,code,stance\n"
            ",1,2,x,c,\n"
            "R1,1,2,x,,support\n"
            "R1,1,,x,c,\n"
            "R1,5,5,x,c,\n"
            "R1,one,2,x,c,\n"
            "R1,,,,c,\n"
            "R1,,,fine,c,opposes\n"
        )
    assert error.value.problems == (
        "c.csv:2: no source is named.",
        "c.csv:3: no code is named.",
        (
            "c.csv:3: stance is one of supports, qualifies, opposes or empty, not 'support'."
            " Did you mean 'supports'?"
        ),
        "c.csv:4: start and end belong together; give both or neither.",
        "c.csv:5: a coding needs start < end, not 5:5.",
        "c.csv:6: start is a whole number of characters, not 'one'.",
        "c.csv:7: neither a quote nor start and end say what is coded.",
    )


def test_missing_and_unknown_columns_are_named():
    with pytest.raises(BadFile) as error:
        read("sources,start,codes\nR1,1,c\n")
    assert [problem.partition(";")[0].partition(".D")[0] for problem in error.value.problems] == [
        "c.csv:1: there is no column 'source'",
        "c.csv:1: there is no column 'code'",
        "c.csv:1: there is neither a column 'quote' nor the columns 'start' and 'end'.",
        "c.csv:1: 'sources' is not a column of codings. Did you mean 'source'?",
        "c.csv:1: 'codes' is not a column of codings. Did you mean 'code'?",
    ]
