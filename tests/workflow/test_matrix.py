"""Cell summaries in a project: written, found stale, taken back, and kept from those who code blind."""

import pytest

from thematic.errors import BadInput, NotFound, Refused
from thematic.workflow.codebook import merge_codes
from thematic.workflow.coding import apply_code, withdraw_code
from thematic.workflow.history import undo
from thematic.workflow.linting import inspect_findings
from thematic.workflow.matrix import MatrixFilter, lay_matrix, read_cell, write_cell
from thematic.workflow.quality import assess_quality
from thematic.workflow.reading import find_source, read_codebook, read_text
from thematic.workflow.rounds import assign_sources
from thematic.workflow.sheets import write_matrix


def tag(study, words, key):
    source = find_source(study, "R1.txt")
    start = read_text(study, source.guid).text.index(words)
    return apply_code(study, source.guid, start, start + len(words), read_codebook(study).by_key[key].guid)


@pytest.fixture
def coded(study):
    tag(study, "any time to think", "thinking")
    return study


def cell(project, theme="thinking"):
    return lay_matrix(project).cells.get(("R1", theme))


def test_the_matrix_holds_passages_and_summaries(coded):
    write_cell(coded, "R1", "accident", "Fell into it.")
    matrix = lay_matrix(coded)
    assert matrix.themes == (("thinking", "Time to think"), ("accident", "By accident"))
    assert [quote.quote for quote in matrix.cells["R1", "thinking"].quotes] == ["any time to think"]
    assert (matrix.cells["R1", "accident"].summary, matrix.cells["R1", "accident"].by) == (
        "Fell into it.",
        "Ana",
    )


def test_a_summary_under_a_code_that_is_no_column_gets_one(coded):
    write_cell(coded, "R1", "time", "Has none.")
    assert [key for key, _ in lay_matrix(coded).themes] == ["thinking", "accident", "time"]
    assert cell(coded, "time").passages == 1


def test_a_summary_is_stale_once_its_passages_come_go_or_change(coded):
    write_cell(coded, "R1", "thinking", "Has none.")
    assert cell(coded).stale == ()
    made = tag(coded, "There was nobody else", "thinking")
    assert cell(coded).stale == ("passages came",)
    withdraw_code(coded, made.guid)
    assert cell(coded).stale == ()
    withdraw_code(coded, cell(coded).quotes[0].guid)
    assert cell(coded).stale == ("passages left",)
    write_cell(coded, "R1", "thinking", "Said so once.")
    assert cell(coded).stale == ()


def test_undo_brings_the_summary_before_back(coded):
    write_cell(coded, "R1", "thinking", "Has none.")
    write_cell(coded, "R1", "thinking", "Has some.")
    undo(coded)
    assert cell(coded).summary == "Has none."
    undo(coded)
    assert cell(coded).summary == ""


def test_a_summary_points_to_the_quotes_named(coded):
    other = tag(coded, "There is never any time.", "thinking")
    write_cell(coded, "R1", "thinking", "Never.", [other.guid[:36]])
    assert [quote.quote for quote in cell(coded).quotes] == ["There is never any time."]
    shown, passages = read_cell(coded, "R1", "Time to think")
    assert (shown.passages, len(passages)) == (2, 2)


def test_summaries_follow_a_merged_code_and_stand_together(coded):
    write_cell(coded, "R1", "accident", "By chance.")
    write_cell(coded, "R1", "thinking", "Has none.")
    merge_codes(coded, ("accident",), into="thinking")
    assert cell(coded).summary in ("By chance.\nHas none.", "Has none.\nBy chance.")
    write_cell(coded, "R1", "thinking", "Both.")
    assert cell(coded).summary == "Both."
    write_cell(coded, "R1", "thinking", "")
    assert cell(coded).summary == ""


def test_what_is_not_there_is_told(coded):
    with pytest.raises(NotFound, match="R11"):
        write_cell(coded, "R11", "thinking", "x")
    with pytest.raises(NotFound, match="thnking"):
        write_cell(coded, "R1", "thnking", "x")
    with pytest.raises(BadInput, match="is no coding of R1 × thinking"):
        write_cell(coded, "R1", "thinking", "x", ["zz"])
    with pytest.raises(Refused, match="No summary"):
        write_cell(coded, "R1", "thinking", " ")
    with pytest.raises(BadInput, match="cannot be written"):
        write_matrix(coded, "matrix.pdf")


def test_rows_and_columns_can_be_chosen(coded):
    write_cell(coded, "R1", "accident", "By chance.")
    matrix = lay_matrix(coded, MatrixFilter(themes=("By accident",)))
    assert set(matrix.cells) == {("R1", "accident")}
    with pytest.raises(NotFound, match="attribute"):
        lay_matrix(coded, MatrixFilter(attributes={"country": "UK"}))


def test_the_report_of_the_team_gets_the_summaries(coded):
    write_cell(coded, "R1", "thinking", "Has none.")
    matrix = assess_quality(coded, inspect_findings(coded)).matrix
    assert matrix.cells["R1", "thinking"].summary == "Has none."


def test_a_cell_that_one_may_not_see_yet_is_not_written_over(team):
    made = team()
    made.source("R1.txt", "There is never any time.")
    made.codes("time")
    made.as_("Ben")
    assign_sources(made.as_("Ana"), ["R1.txt"], ["Ana", "Ben"])
    write_cell(made.as_("Ben"), "R1", "time", "Ben's words.")
    with pytest.raises(Refused, match="may not see yet"):
        write_cell(made.as_("Ana"), "R1", "time", "Mine.")
    assert lay_matrix(made.project).cells == {}
    assert lay_matrix(made.as_("Ben")).cells["R1", "time"].summary == "Ben's words."
