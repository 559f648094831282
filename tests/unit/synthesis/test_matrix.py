"""The framework matrix, and those who do not fit a finding."""

from thematic.model.matrix import CellSummary
from thematic.synthesis.build import build_findings
from thematic.synthesis.matrix import build_matrix, cell_text, matrix_rows
from thematic.synthesis.negative_cases import list_negative_cases
from thematic.synthesis.outline_reader import outline_from_value

TEXT = """
R1: [barriers/time+|No time.] [time+|None.] [time+|Never.] [loose|End.]
R2: [barriers/rank/title-|Rank is nothing.] Hm.
R3: Nothing.
"""


def test_a_row_for_each_respondent_and_a_column_for_each_theme(coded):
    text = coded(TEXT)
    matrix = build_matrix(text.study, text.fetch)
    assert matrix.themes == (("time", "Time"), ("rank", "Rank"), ("loose", "Loose"))
    assert matrix.respondents == ("R1", "R2", "R3")
    cell = matrix.cells["R1", "time"]
    assert (cell.passages, cell.standing, [quote.quote for quote in cell.quotes]) == (
        3,
        "supporting",
        ["No time.", "None."],
    )
    assert matrix.cells["R2", "rank"].standing == "opposing"
    assert ("R3", "time") not in matrix.cells


def test_summaries_stand_in_their_cells_with_the_quotes_they_point_to(coded):
    text = coded(TEXT)
    summaries = [
        CellSummary("R1", "time", "Has none at all.", "Ann", quotes=("g3",)),
        CellSummary("R3", "rank", "Shrugged when asked.", "Ann"),
    ]
    matrix = build_matrix(text.study, text.fetch, themes=["rank", "time"], summaries=summaries)
    assert cell_text(matrix.cells["R1", "time"]) == 'Has none at all.\n"Never."\n(+2)'
    header, rows = matrix_rows(matrix)
    assert header == ("Respondent", "Rank", "Time")
    assert rows[2] == ("R3", "Shrugged when asked.", "")


def test_only_shown_quotes_are_fetched(coded):
    text = coded(TEXT)
    build_matrix(text.study, text.fetch)
    assert sorted(text.fetched) == [1, 2, 4, 5]


def test_negative_cases_are_those_asked_and_not_supporting(eight):
    outline = outline_from_value(
        {
            "sections": [
                {
                    "id": "s",
                    "title": "S",
                    "findings": [
                        {"id": "doing", "statement": "x", "codes": ["by-doing"]},
                        {
                            "id": "assess",
                            "statement": "x",
                            "camps": {"in": ["integrated"], "out": ["discrete"]},
                            "scope": {"question": ["2"]},
                        },
                        {"id": "none", "statement": "x"},
                    ],
                }
            ]
        }
    )
    findings = build_findings(eight.study, outline, eight.fetch, replicates=0)
    doing, assess, inside, outside = list_negative_cases(findings, eight.study)
    assert (doing.label, doing.base, doing.support) == ("1", 7, 3)
    assert (doing.opposing, doing.mixed, doing.qualified, doing.silent) == (
        ("R4",),
        ("R6",),
        ("R3",),
        ("R7",),
    )
    assert (assess.label, assess.mixed) == ("2", ("R2",))
    assert (inside.label, inside.opposing, inside.mixed) == ("2 (in)", ("R3",), ("R2",))
    assert (outside.label, outside.opposing) == ("2 (out)", ("R5", "R6"))
