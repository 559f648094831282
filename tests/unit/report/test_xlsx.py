"""Workbooks: every word as it is, and none of them run."""

import io

import pytest
from openpyxl import load_workbook

from thematic.report.xlsx import LONGEST, Sheet, render_xlsx


def written(*cells):
    data = render_xlsx([Sheet("T", ("Head",), [(cell,) for cell in cells])])
    sheet = load_workbook(io.BytesIO(data))["T"]
    return [row[0] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(0)", "'=1", "]]>", "<script>", "\u202eright", "👩‍⚕️", "1"],
)
def test_text_stays_text_whatever_it_begins_with(text):
    (cell,) = written(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_what_xml_cannot_hold_is_left_out():
    assert [cell.value for cell in written("a\x00b\x0bc\ud800", "two\nlines")] == ["abc", "two\nlines"]


def test_words_that_look_like_an_escape_come_back():
    # Excel reads _x0041_ as A; openpyxl leaves both alone.
    assert written("_x0041_")[0].value == "_x005F_x0041_"


def test_numbers_are_numbers_and_nothing_is_nothing():
    assert [cell.value for cell in written(7, None)] == [7, None]


def test_a_cell_too_long_for_excel_ends_in_an_ellipsis():
    (cell,) = written("x" * (LONGEST + 5))
    assert len(cell.value) == LONGEST
    assert cell.value.endswith("x…")


def test_sheet_names_are_ones_that_excel_takes():
    data = render_xlsx([Sheet("a/b:c" + "d" * 40, ("Head",), [])])
    assert load_workbook(io.BytesIO(data)).sheetnames == ["a b c" + "d" * 26]
