import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.errors import BadInput
from thematic.ingest.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:mc="{MC}" xmlns:v="urn:v"><w:body>'
TAIL = "<w:sectPr><w:footnotePr/></w:sectPr></w:body></w:document>"


def docx(body, head=HEAD, name="word/document.xml", extra=()):
    """A Word document around a piece of its body."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, head + body + TAIL)
        for member, content in extra:
            archive.writestr(member, content)
    return stream.getvalue()


def words(body):
    return read_docx(docx(body), "a.docx").text


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def test_paragraphs_are_lines_and_blanks_stay():
    assert (
        words(paragraph(run(" one "), run("two")) + "<w:p/>" + paragraph(run("three"))) == " one two\n\nthree"
    )


def test_tabs_breaks_and_hyphens_are_characters_and_tab_stops_are_not():
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    inner = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:cr/><w:t>d</w:t></w:r>"
    )
    assert words(paragraph(stops, inner)) == "a\tb\nc\u2011\nd"


def test_insertions_controls_links_and_smart_tags_are_kept_and_deletions_are_not():
    body = paragraph(
        run("a"),
        f'<w:ins w:id="1">{run(" inserted")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText> deleted</w:delText></w:r></w:del>',
        f"<w:moveFrom>{run(' moved away')}</w:moveFrom><w:moveTo>{run(' moved here')}</w:moveTo>",
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run(' control')}</w:sdtContent></w:sdt>",
        f"<w:smartTag>{run(' tag')}</w:smartTag><w:hyperlink>{run(' link')}</w:hyperlink>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        f"<w:fldSimple>{run(' field')}</w:fldSimple>",
    )
    assert words(body) == "a inserted moved here control tag link field"


def test_controls_around_whole_paragraphs_are_kept():
    assert (
        words(f"<w:sdt><w:sdtContent>{paragraph(run('a'))}{paragraph(run('b'))}</w:sdtContent></w:sdt>")
        == "a\nb"
    )


def test_fallbacks_are_skipped_and_text_boxes_come_after_their_paragraph():
    box = f"<w:txbxContent>{paragraph(run('in the box'))}</w:txbxContent>"
    choice = f"<mc:Choice><v:s>{box}</v:s></mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    choice = f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    assert (
        words(paragraph(run("before "), f"<w:r>{choice}</w:r>", run("after"))) == "before after\nin the box"
    )


def test_tables_stand_in_order_with_cells_parted_by_tabs():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    controlled = f"<w:sdt><w:sdtContent><w:tc>{paragraph(run('d'))}</w:tc></w:sdtContent></w:sdt>"
    table = "<w:tbl><w:tblPr/>" + row(paragraph(run("I")), paragraph(run("a")) + paragraph(run("b")))
    table += f"<w:tr><w:tc>{paragraph(run('c'))}</w:tc>{controlled}</w:tr></w:tbl>"
    assert words(paragraph(run("top")) + table + paragraph(run("end"))) == "top\nI\ta\nb\nc\td\nend"


def test_the_document_is_found_where_the_package_says():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    data = docx(paragraph(run("here")), name="word/document2.xml", extra=[("_rels/.rels", relations)])
    assert read_docx(data, "a.docx").text == "here"


def test_notes_and_comments_are_counted_not_lost_in_silence():
    body = paragraph(
        run("a"), "<w:r><w:footnoteReference w:id='2'/></w:r>", "<w:r><w:commentReference/></w:r>" * 2
    )
    assert read_docx(docx(body), "a.docx").warnings == (
        "a.docx: 1 footnote not imported; only the body of the document is.",
        "a.docx: 2 comments not imported; only the body of the document is.",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.docx is empty"),
        (b"just text", "a.docx is not a Word document: it is not a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file or one with a password"),
        (b"PK\x03\x04 cut short", "it is not a zip archive, or a damaged one"),
        (docx(paragraph()), "a.docx holds no words"),
        (docx("", name="other.xml"), "it has no text part"),
        (docx("<w:sdt>" * 400 + "</w:sdt>" * 400), "nested more than 300 levels"),
        (docx("<w:p>"), "its XML cannot be read"),
        (docx("&b;", head='<!DOCTYPE w [<!ENTITY b "bomb">]>' + HEAD.partition("?>")[2]), "DOCTYPE"),
    ],
)
def test_what_is_no_word_document_is_refused_in_one_sentence(data, message):
    with pytest.raises(BadInput) as error:
        read_docx(data, "a.docx")
    assert message in str(error.value)


def test_a_part_that_unpacks_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("thematic.ingest.archives.MEMBER_LIMIT", 1000)
    with pytest.raises(BadInput, match="unpacks to more than"):
        read_docx(docx(paragraph(run("a" * 2000))), "a.docx")


def test_an_archive_that_declares_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("thematic.ingest.archives.ARCHIVE_LIMIT", 1000)
    with pytest.raises(BadInput, match="unpacks to more than"):
        read_docx(docx(paragraph(run("a" * 2000))), "a.docx")


def test_the_reader_is_frozen():
    body = paragraph(run("I: So?"), "<w:r><w:tab/></w:r>") + paragraph(
        run("P: Caf\u00e9 \u2028 \U0001f600 &amp; more")
    )
    digest = hashlib.sha256(words(body).encode()).hexdigest()
    assert digest == "83295b63aca08c723be6147b5cbee762d0cce8657e7e329a3ebe096a0824f7c9"


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
)


@given(st.lists(TEXT, min_size=1).filter(lambda lines: any(line.strip() for line in lines)))
def test_no_character_of_a_paragraph_is_lost(lines):
    escaped = [line.replace("&", "&amp;").replace("<", "&lt;") for line in lines]
    assert words("".join(paragraph(run(line)) for line in escaped)) == "\n".join(lines)
