import hashlib
import io
import sys

import pytest

from thematic.errors import BadInput
from thematic.ingest.pdf import read_pdf


def pdf(pages):
    """A PDF with one line of Helvetica after another on each page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 50 780 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        content = f"/MediaBox [0 0 595 842] {resources} /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {content} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = io.StringIO()
    out.write("%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n")
    out.write("".join(f"{place:010} 00000 n \n" for place in places))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
    return out.getvalue().encode("latin-1")


LONG = "so this line is as long as the lines of a page of prose usually are, nearly"
PAGES = [
    [
        "Interview with somebody",
        f"I: Tell me {topic}.",
        f"P: Well {LONG}",
        f"and {topic} ends.",
        f"Page {number}",
    ]
    for number, topic in enumerate(["all", "more", "less", "nothing"], 1)
]


@pytest.fixture
def read():
    pytest.importorskip("pypdfium2", reason="needs the extra 'pdf'")
    return lambda pages: read_pdf(pdf(pages), "a.pdf")


def test_lines_are_joined_and_repeated_margins_left_out(read):
    found = read(PAGES)
    assert found.text.startswith(f"I: Tell me all.\nP: Well {LONG} and all ends.\nI: Tell me more.\nP: Well")
    assert "8 header and footer line(s) left out" in found.warnings[0]
    assert "Check the text" in found.warnings[0]


def test_a_short_pdf_keeps_every_line(read):
    assert read([["Interview", "I: Tell me."]]).text == "Interview\nI: Tell me.\n"


def test_pictures_of_words_are_told_what_they_need(read):
    with pytest.raises(BadInput, match="OCR"):
        read([[]])


def test_a_damaged_pdf_is_refused(read):
    with pytest.raises(BadInput, match="cannot be read"):
        read_pdf(b"%PDF-1.4 nothing", "a.pdf")


def test_what_is_no_pdf_is_refused():
    with pytest.raises(BadInput, match="is not a PDF"):
        read_pdf(b"text", "a.pdf")


def test_without_the_extra_one_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(BadInput, match=r"thematic\[pdf\]"):
        read_pdf(pdf(PAGES), "a.pdf")


def test_the_reader_is_frozen(read):
    assert (
        hashlib.sha256(read(PAGES).text.encode()).hexdigest()
        == "d2aa4acb37e658f8078c13f83d602444fbc27f7e99e12c676b3f788f4d9baaf8"
    )
