"""A Word file with real styles, numbers that run on, and places that can be referred to."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest

from thematic.errors import BadInput
from thematic.report.bookmarks import digest, mark_statement, read_mark
from thematic.report.document import Document, Heading, Item, NumberedList, Point, Table
from thematic.report.docx import render_docx
from thematic.report.word_widths import column_widths
from thematic.report.word_xml import MOST_COLUMNS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data):
    return docx.Document(io.BytesIO(data))


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def numbers(file):
    """Numbered paragraphs as Word counts them: (number or letter, words)."""
    counts: dict[str, int] = {}
    letters: dict[str, int] = {}
    starts = {
        num.get(f"{W}numId"): int(override[0].get(f"{W}val"))
        for num in file.part.numbering_part.element.findall(f"{W}num")
        if (override := num.findall(f"{W}lvlOverride/{W}startOverride"))
    }
    for paragraph in file.paragraphs:
        mark = paragraph._p.find(f"{W}pPr/{W}numPr")
        if mark is None or not paragraph.style.name.startswith("List Number"):
            continue
        name = mark.find(f"{W}numId").get(f"{W}val")
        if mark.find(f"{W}ilvl").get(f"{W}val") == "0":
            counts[name] = counts.get(name, starts.get(name, 1) - 1) + 1
            letters[name] = 0
            yield str(counts[name]), paragraph.text
        else:
            letters[name] += 1
            yield chr(ord("a") + letters[name] - 1), paragraph.text


@pytest.fixture(scope="module")
def data(public):
    return render_docx(public)


@pytest.fixture(scope="module")
def file(data):
    return opened(data)


def test_words_stand_in_real_styles(file):
    used = {paragraph.style.name for paragraph in file.paragraphs}
    assert {
        "Title",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "List Number",
        "List Number 2",
        "List Bullet",
        "Quote",
        "Caption",
        "Stem",
        "Finding",
    } <= used


def test_every_style_named_is_there(file):
    known = {style.style_id for style in file.styles}
    xml = file.element.xml
    assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]+)"', xml)) <= known


def test_numbers_run_on_over_sections_and_letters_begin_anew(file):
    assert [number for number, _ in numbers(file)] == ["1", "a", "b", "2", "3", "a"]


def test_a_number_out_of_turn_is_the_number_printed():
    items = [(7, 2), (8, 0), (3, 1)]
    document = Document(
        "Brief",
        "public",
        (
            Heading(2, "All"),
            NumberedList(
                tuple(
                    Item(
                        number,
                        f"finding {number}",
                        f"finding-{number}",
                        tuple(Point(x, x, "") for x in "ab"[:points]),
                    )
                    for number, points in items
                )
            ),
        ),
    )
    found = list(numbers(opened(render_docx(document))))
    assert [number for number, _ in found] == ["7", "a", "b", "8", "3", "a"]


def test_every_reference_arrives(file):
    xml = file.element.xml
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
    assert len(names) == len(set(names))
    assert set(re.findall(r'w:anchor="([^"]+)"', xml)) <= set(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    numbers = re.findall(r'<w:bookmarkStart [^>]*w:id="(\d+)"', xml)
    assert numbers == re.findall(r'<w:bookmarkEnd w:id="(\d+)"', xml) or set(numbers) == set(
        re.findall(r'<w:bookmarkEnd w:id="(\d+)"', xml)
    )


def test_statements_can_be_found_again_in_summary_and_detail(file, told):
    _, findings = told
    marks = [read_mark(name) for name in re.findall(r'w:name="([sd]_[^"]+)"', file.element.xml)]
    for statement in findings.statements():
        own = [mark for mark in marks if mark and mark.statement == digest(statement.id)]
        assert {mark.place for mark in own} == {"summary", "detail"}
        assert {mark.text for mark in own} == {digest(statement.text)}


def test_a_bookmark_gives_away_neither_id_nor_words(data):
    assert "rank-too" not in part(data, "word/document.xml")


def test_the_statements_as_printed_are_kept_for_later(data, told):
    _, findings = told
    settings = part(data, "word/settings.xml")
    for one in findings.findings():
        assert f'w:name="{mark_statement("summary", one.id, one.text)}"' in settings


def test_captions_are_counted_by_fields(file):
    captions = [one for one in file.paragraphs if one.style.name == "Caption"]
    assert len(captions) > 3
    kinds = [re.findall(r"SEQ (Table|Figure)", one._p.xml) for one in captions]
    assert all(len(kind) == 1 for kind in kinds)
    shown = ["".join(node.text for node in one._p.iter(f"{W}t")) for one in captions]
    tables = [text for text in shown if text.startswith("Table")]
    assert [text.partition(".")[0] for text in tables] == [
        f"Table {place + 1}" for place in range(len(tables))
    ]


def test_headers_of_tables_are_repeated_and_rows_stay_whole(file):
    for table in file.tables:
        first, *rest = table._tbl.tr_lst
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (first, *rest))
        assert not [row for row in rest if row.find(f"{W}trPr/{W}tblHeader") is not None]


def test_the_document_says_its_language(data, file):
    assert 'w:lang w:val="en-GB"' in part(data, "word/styles.xml")
    assert file.core_properties.language == "en-GB"


def test_nobody_and_no_time_is_named(data, file):
    card = file.core_properties
    assert card.title == "A study of wards"
    assert (card.author, card.last_modified_by, card.comments) == ("", "", "")
    core = part(data, "docProps/core.xml")
    assert not re.search(r"created|modified|\d{4}-\d\d-\d\d", core)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [one for one in archive.namelist() if "thumbnail" in one]


def test_the_same_document_gives_the_same_bytes(public, data):
    assert render_docx(public) == data


def test_a_picture_is_described(file):
    pictures = re.findall(r"<wp:docPr [^>]*>", file.element.xml)
    assert pictures
    assert all('descr="A bar for each finding' in one for one in pictures)


def test_a_grid_is_a_table_whose_cells_are_shaded(file):
    fills = [
        cell.find(f"{W}tcPr/{W}shd").get(f"{W}fill")
        for table in file.tables
        for cell in table._tbl.iter_tcs()
        if cell.find(f"{W}tcPr/{W}shd") is not None
    ]
    assert fills
    assert all(re.fullmatch("[0-9A-F]{6}", fill) for fill in fills)


def test_a_team_copy_is_marked_on_every_page(team):
    made = opened(render_docx(team))
    assert all("Contains personal data" in one.header.paragraphs[0].text for one in made.sections)
    assert "Team copy: contains personal data." in [one.text for one in made.paragraphs]


def test_a_wide_table_turns_its_part_sideways_and_the_next_one_upright():
    header = ("Who", *map(str, range(20)))
    wide = Table("Wide", header, (header,), number=1)
    small = Table("Small", ("a", "b"), (("1", "2"),), number=2)
    document = Document(
        "T", "public", (Heading(2, "One"), small, Heading(2, "Two"), wide, Heading(2, "Three"), small)
    )
    sections = opened(render_docx(document)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]


def test_a_table_wider_than_any_page_is_printed_in_several():
    header = ("Who", *map(str, range(100)))
    document = Document("T", "public", (Heading(2, "One"), Table("Wide", header, (header,), number=1)))
    tables = opened(render_docx(document)).tables
    assert all(len(table.columns) <= MOST_COLUMNS for table in tables)
    cells = [cell.text for table in tables for cell in table.rows[1].cells]
    assert [cell for cell in cells if cell != "Who"] == list(header[1:])
    assert cells.count("Who") == len(tables)


@pytest.mark.parametrize("width", [9298, 14230])
def test_columns_fill_the_width_and_words_are_whole(width):
    rows = [("No.", "Respondent", "Words"), ("1", "R1", "a very long answer " * 40)]
    widths = column_widths(rows, width)
    assert width - 10 <= sum(widths) <= width
    assert widths[2] > sum(widths) / 2
    assert widths[1] >= 10 * 92


def test_harmful_words_are_words(hostile, hostile_text):
    data = render_docx(hostile)
    file = opened(data)
    shown = hostile_text.replace("\x07", "").replace("\x0b", "")
    texts = [one.text for one in file.paragraphs]
    assert sum(shown in text for text in texts) >= 6
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert "=1+1" in cells
    assert file.core_properties.title == shown[:255]


def test_words_read_from_right_to_left_are_marked():
    document = Document("T", "public", (Heading(2, "שלום"), Heading(2, "Shalom")))
    made = opened(render_docx(document))
    marked = [
        one.text for one in made.paragraphs if "<w:rtl/>" in one._p.xml and one.style.name == "Heading 1"
    ]
    assert marked == ["שלום"]


def house(**names):
    """A template with styles of its own."""
    made = docx.Document()
    made.styles["Heading 1"].font.name = "Georgia"
    made.styles["Heading 1"].style_id = names.get("id", "Heading1")
    made.add_paragraph("The old words.")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_the_styles_of_ones_own_template_win_under_whatever_id(public):
    made = opened(render_docx(public, house(id="berschrift1")))
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert [one.style.style_id for one in made.paragraphs if one.text == "About this report"][
        -1
    ] == "berschrift1"
    assert "The old words." not in [one.text for one in made.paragraphs]
    assert [number for number, _ in numbers(made)] == ["1", "a", "b", "2", "3", "a"]


@pytest.mark.parametrize("template", [b"no archive", b"PK\x03\x04 torn"])
def test_a_template_that_is_no_word_document_is_refused(public, template):
    with pytest.raises(BadInput, match="template"):
        render_docx(public, template)


def test_a_draft_says_so_on_every_page(public):
    made = opened(render_docx(replace(public, draft=("It is early.",))))
    assert "Draft" in made.sections[0].header.paragraphs[0].text
    assert "It is early." in [one.text for one in made.paragraphs]
