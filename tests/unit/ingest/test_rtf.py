import hashlib

import pytest

from thematic.errors import BadInput
from thematic.ingest.rtf import read_rtf

HEAD = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Helvetica;}}\f0 "


def words(body):
    return read_rtf(HEAD + body + b"}", "a.rtf").text


def test_paragraphs_quotes_and_escapes_are_words():
    assert words(rb"I: It\'92s {\b bold}\par P: na\'efve \u8212? yes\line so\tab t") == (
        "I: It’s bold\nP: naïve — yes\nso\tt"
    )


def test_characters_beyond_the_first_plane_are_whole():
    assert words(rb"a \u-10179?\u-8704? b") == "a \U0001f600 b"


def test_cells_are_parted_by_tabs():
    assert words(rb"\trowd I\cell So tell me\cell\row\pard end").startswith("I\tSo tell me\t\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"plain", "not rich text"), (HEAD + b"}", "holds no words"), (HEAD + rb"\u9999999? x}", "is damaged")],
)
def test_what_is_no_rich_text_is_refused(data, message):
    with pytest.raises(BadInput, match=message):
        read_rtf(data, "a.rtf")


def test_the_reader_is_frozen():
    digest = hashlib.sha256(words(rb"I: So?\par P: Caf\'e9 \u8230? x\par").encode()).hexdigest()
    assert digest == "80a68967d82c2671bcc4d661e5c1d1d54a516e329e7f0b56501c27fe81f8f500"
