import datetime as dt
import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from thematic.errors import BadFile, BadInput
from thematic.ingest.tables import parse_table, read_table


def table(text, where="a.csv"):
    return parse_table(text.encode(), where)


def workbook(*sheets):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        'id,a\n1,"x, y"\n2,z\n',
        "id;a\n1;x, y\n2;z\n",
        "id\ta\n1\tx, y\n2\tz\n",
        '\n\nid,a\n\n1,"x, y"\n , \n2,z',
    ],
)
def test_commas_semicolons_and_tabs_part_the_cells(text):
    found = table(text)
    assert found.columns == ("id", "a")
    assert found.rows == (("1", "x, y"), ("2", "z"))


def test_rows_know_the_line_they_begin_on_even_after_cells_of_several_lines():
    found = table('id,a\r\n1,"two\r\nlines"\r\n\r\n2,"b"\r\n')
    assert found.rows == (("1", "two\nlines"), ("2", "b"))
    assert found.lines == (2, 5)
    assert found.warnings == ("a.csv: 1 cell(s) hold line breaks, kept as they are.",)


def test_cells_keep_their_blanks_and_odd_characters():
    assert table("id,a\n1,  b\u2028\x85 \n").rows == (("1", "  b\u2028\x85 "),)


def test_rows_with_more_cells_than_the_header_are_all_refused_with_their_lines():
    with pytest.raises(BadFile) as error:
        table("id,a\n1,b,c\n2,d\n3,e,,f\n4,g,\n")
    assert error.value.problems == (
        "a.csv:2: 3 cells, and the header has 2; the cell 'c' has no column.",
        "a.csv:4: 4 cells, and the header has 2; the cell 'f' has no column.",
    )


def test_rows_that_end_early_are_padded_and_named():
    found = table("id,a,b\n1\n2,x,y\n3,z\n")
    assert found.rows == (("1", None, None), ("2", "x", "y"), ("3", "z", None))
    assert found.warnings == (
        "a.csv: 2 row(s) end before the last column (lines 2, 4); read as empty cells.",
    )


def test_columns_of_one_name_are_told_apart_and_said():
    found = table("id,a,a,,\n1,2,3,4,\n")
    assert found.columns == ("id", "a", "a (2)", "column 4")
    assert [warning.split(";")[0] for warning in found.warnings] == [
        "a.csv: two columns are named 'a'",
        "a.csv: column 4 has no name",
    ]


def test_a_column_is_found_whatever_its_case_and_blanks():
    found = table("Respondent  ID,a\n1,2\n")
    assert found.find("respondent id") == 0
    with pytest.raises(BadInput, match="Did you mean 'Respondent  ID'"):
        found.require("Respondent IDs")


def test_a_quotation_that_never_closes_is_an_error_at_its_line():
    with pytest.raises(BadFile, match=r"a\.csv:3: a quotation mark opens a cell here and is never closed"):
        table('id,a\n1,b\n2,"c\n3,d\n')


def test_a_quotation_mark_inside_a_cell_is_read_with_a_warning():
    found = table('id,a\n1,"b" c\n2,d\n')
    assert found.rows == (("1", "b c"), ("2", "d"))
    assert found.warnings[0].startswith("a.csv:2: a quotation mark stands inside a cell")


def test_very_long_cells_are_read():
    assert len(table("id,a\n1," + "x" * 200_000 + "\n").rows[0][1]) == 200_000


def test_workbooks_give_values_numbers_and_dates():
    data = workbook(
        [
            ["id", "a", "n", "d", "t", "f"],
            [1, "b\r\nc_x000D_\nd", 2.0, dt.date(2024, 5, 3), True, 1.5],
            [None] * 6,
            [2],
        ]
    )
    found = parse_table(data, "a.xlsx")
    assert found.rows == ((1, "b\nc\nd", 2, "2024-05-03", True, 1.5), (2, None, None, None, None, None))
    assert found.lines == (2, 4)
    assert found.encoding == "xlsx"


def test_only_the_first_filled_sheet_is_read_and_the_others_are_named():
    found = parse_table(workbook([], [["id"], [1]], [["x"], [2]]), "a.xlsx")
    assert found.columns == ("id",)
    assert found.warnings == ("a.xlsx: only the sheet 'Sheet 2' is read; 'Sheet 3' is left out.",)


def test_formulas_give_the_values_they_were_saved_with():
    data = workbook([["id", "a"], [1, 2]])
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"<v>2</v>", b"<f>1+1</f><v>2</v>")
                assert b"<f>" in content
            archive.writestr(name, content)
    assert parse_table(target.getvalue(), "a.xlsx").rows == ((1, 2),)


@pytest.mark.parametrize(
    ("data", "where", "message"),
    [
        (b"", "a.csv", "a.csv is empty"),
        (b"no zip", "a.xlsx", "is not an Excel workbook"),
        (workbook([]), "a.xlsx", "a.xlsx is empty"),
        (b"\xd0\xcf\x11\xe0", "a.xlsx", "old Office file"),
        (b"a\0b", "a.csv", "is not text"),
    ],
)
def test_what_is_no_table_is_refused(data, where, message):
    with pytest.raises(BadInput, match=message):
        parse_table(data, where)


def test_a_table_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(BadInput, match=r"missing\.csv cannot be read"):
        read_table(tmp_path / "missing.csv")


def test_an_archive_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(BadInput, match="is not an Excel workbook, or a damaged one"):
        parse_table(stream.getvalue(), "a.xlsx")


def test_a_table_is_read_from_a_file(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_bytes("id\tcaf\xe9\n1\ta;b;c\n".encode("cp1252"))
    found = read_table(path, where="a.tsv")
    assert (found.columns, found.rows, found.encoding) == (("id", "café"), (("1", "a;b;c"),), "cp1252")
    assert found.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.warnings[0].startswith("a.tsv is not UTF-8")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_no_character_of_a_cell_is_lost(cells, delimiter):
    def quote(cell):
        return '"' + cell.replace('"', '""') + '"'

    lines = [delimiter.join(map(quote, row)) for row in [("id", "a"), *cells]]
    kept = [row for row in cells if any(cell.strip() for cell in row)]
    assert list(table("\n".join(lines)).rows) == kept


def test_the_reader_is_frozen():
    found = table('id;a\n1;"x ""y""\nz";\n2;caf\u00e9\n')
    assert (
        hashlib.sha256(repr((found.columns, found.rows, found.lines)).encode()).hexdigest()
        == "9fadcb090c03fd7fa449be157c68a0974503e4b690f539bf4c6e77e3f569ef5c"
    )
