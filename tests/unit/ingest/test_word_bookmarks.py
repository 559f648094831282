"""Words at bookmarks, as people left them."""

import io
import zipfile

import pytest

from thematic.errors import BadInput
from thematic.ingest.word_bookmarks import Marked, read_bookmarks, read_variables

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body, settings=""):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        if settings:
            archive.writestr("word/settings.xml", f"<w:settings {W}>{settings}</w:settings>")
    return written.getvalue()


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def begin(name, number=1):
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number=1):
    return f'<w:bookmarkEnd w:id="{number}"/>'


def read(body):
    return read_bookmarks(word(body), "x.docx")


def test_words_inside_and_at_either_end():
    found = read(
        f"<w:p>{run('a. ')}{begin('s')}{run('The words')}{end()}{run(' and more')}</w:p>"
        f"<w:p>{run('other')}</w:p>"
    )
    assert found == {"s": Marked("a. ", "The words", " and more")}


def test_tracked_changes_are_read_as_accepted():
    body = (
        f"<w:p>{begin('s')}{run('One ')}<w:del w:id='5'><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:ins w:id='6'>{run('new')}</w:ins>{run(' word')}{end()}</w:p>"
    )
    assert read(body)["s"].inside == "One new word"


def test_a_paragraph_that_was_parted_is_one_statement():
    found = read(f"<w:p>{begin('s')}{run('First.')}</w:p><w:p>{run('Second.')}{end()}{run(' Third.')}</w:p>")
    assert " ".join(f"{found['s'].inside}{found['s'].after}".split()) == "First. Second. Third."


def test_bookmarks_may_nest_and_overlap():
    found = read(f"<w:p>{begin('a', 1)}{run('x')}{begin('b', 2)}{run('y')}{end(1)}{run('z')}{end(2)}</w:p>")
    assert (found["a"].inside, found["a"].after) == ("xy", "z")
    assert (found["b"].before, found["b"].inside) == ("x", "yz")


def test_links_and_controls_are_looked_into_and_field_codes_are_not():
    body = (
        f"<w:p>{begin('s')}<w:hyperlink>{run('linked ')}</w:hyperlink><w:sdt><w:sdtContent>{run('held')}"
        "</w:sdtContent></w:sdt><w:r><w:instrText> REF x </w:instrText></w:r>"
        f"<w:r><w:tab/></w:r>{end()}</w:p>"
    )
    assert read(body)["s"].inside == "linked held\t"


def test_an_end_without_a_beginning_is_passed_over():
    assert read(f"<w:p>{end(9)}{run('x')}</w:p>") == {}


def test_variables_are_read_where_there_are_any():
    settings = '<w:docVars><w:docVar w:name="s_1" w:val="as &lt;printed&gt;"/></w:docVars>'
    assert read_variables(word("", settings), "x.docx") == {"s_1": "as <printed>"}
    assert read_variables(word(""), "x.docx") == {}


@pytest.mark.parametrize("data", [b"", b"no archive", word("")[:-30]])
def test_what_is_no_word_document_is_refused(data):
    with pytest.raises(BadInput):
        read_bookmarks(data, "x.docx")


def test_a_doctype_is_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document {W}>&a;</w:document>"
        )
    with pytest.raises(BadInput, match="DOCTYPE"):
        read_bookmarks(written.getvalue(), "x.docx")
