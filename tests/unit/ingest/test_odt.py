import hashlib
import io
import zipfile

import pytest

from thematic.errors import BadInput
from thematic.ingest.odt import read_odt

NS = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = (
    f'<office:document-content xmlns:office="{NS}:office:1.0" '
    f'xmlns:text="{NS}:text:1.0" '
    f'xmlns:table="{NS}:table:1.0" xmlns:draw="{NS}:drawing:1.0">'
    "<office:automatic-styles/><office:body><office:text>"
)
TAIL = "</office:text></office:body></office:document-content>"


def odt(body, name="content.xml"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, HEAD + body + TAIL)
    return stream.getvalue()


def words(body):
    return read_odt(odt(body), "a.odt").text


def test_paragraphs_headings_and_lists_are_lines():
    body = "<text:h>Title</text:h><text:p>one <text:span>two</text:span> three</text:p>"
    body += "<text:list><text:list-item><text:p>four</text:p></text:list-item></text:list>"
    assert words(body) == "Title\none two three\nfour"


def test_blanks_tabs_and_breaks_are_elements_and_white_space_folds():
    body = '<text:p>a\n   b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e<text:s/>f</text:p>'
    assert words(body) == "a b   c\td\ne f"


def test_what_was_deleted_or_noted_is_left_out_and_counted():
    body = "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    body += "<text:p>kept<text:note><text:p>aside</text:p></text:note>"
    body += "<office:annotation><text:p>x</text:p></office:annotation>!</text:p>"
    found = read_odt(odt(body), "a.odt")
    assert found.text == "kept!"
    assert [warning.split(" not ")[0] for warning in found.warnings] == ["a.odt: 1 note", "a.odt: 1 comment"]


def test_tables_and_boxes_stand_in_order():
    body = "<table:table><table:table-row><table:table-cell><text:p>I</text:p></table:table-cell>"
    body += "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>"
    body += "<text:p>b<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>c</text:p>"
    assert words(body) == "I\ta\nbc\nbox"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"text", "a.odt is not an OpenDocument text"),
        (odt("", name="x"), "it has no content"),
        (odt("<text:p/>"), "holds no words"),
    ],
)
def test_what_is_no_odt_is_refused(data, message):
    with pytest.raises(BadInput, match=message):
        read_odt(data, "a.odt")


def test_the_reader_is_frozen():
    digest = hashlib.sha256(
        words("<text:p>I: So?</text:p><text:p>P: Café<text:tab/>x</text:p>").encode()
    ).hexdigest()
    assert digest == "dbebc6df2416551aa02b65dc3f6f4a933a58bc1196b6f83dba29dd252149b5e2"
