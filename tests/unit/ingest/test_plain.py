import codecs
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.errors import BadInput
from thematic.ingest.plain import canonical, decode, line_of

WORDS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\ufeff"), min_size=1
).filter(str.strip)


@given(WORDS, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_every_character_comes_back_through_any_byte_order_mark(text, encoding):
    mark = "\ufeff".encode(encoding)
    assert decode(mark + text.encode(encoding)).text == text


@given(WORDS)
def test_utf8_without_a_mark_comes_back_whole(text):
    data = text.encode("utf-8")
    if not data.startswith((b"GIF8", b"ID3", b"%PDF-", b"{\\rtf", b"SQLite", b"PK\x03\x04", b"\x1f\x8b")):
        assert decode(data).text == text


@given(st.binary(min_size=1).filter(lambda data: b"\0" not in data))
def test_no_byte_is_lost_in_what_is_not_utf8(data):
    data = b"caf\xe9 " + data.replace(b"\r", b"")
    found = decode(data)
    assert len(found.text) == len(data)
    table = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
    assert found.text == "".join(table[byte] for byte in data)


@given(WORDS, st.sampled_from(["\r\n", "\r", "\n"]))
def test_only_line_ends_change(text, end):
    written = text.replace("\n", end)
    assert decode(b"\xef\xbb\xbf" + written.encode()).text == text


def test_separators_that_are_not_line_ends_stay():
    text = "one\x85two\u2028three\x0cfour\x0bfive e\u0301 \u00a0 "
    assert decode(text.encode()).text == text


def test_a_second_byte_order_mark_is_a_character_of_the_text():
    assert decode(codecs.BOM_UTF8 + "\ufeffword".encode()).text == "\ufeffword"


def test_cp1252_says_so_once_and_where():
    found = decode(b"plain\r\nit\x92s \x93quoted\x94\r\n", None, "a.txt")
    assert found.text == "plain\nit’s “quoted”\n"
    assert found.encoding == "cp1252"
    (warning,) = found.warnings
    assert warning.startswith("a.txt is not UTF-8 (byte 0x92 on line 2): read as cp1252.")


def test_bytes_cp1252_does_not_define_are_kept_and_named():
    found = decode(b"a\x81b\x9d\x9d\xe9", None, "a.txt")
    assert found.text == "a\x81b\x9d\x9dé"
    assert "0x81 (1×), 0x9D (2×)" in found.warnings[1]


def test_a_named_encoding_overrides_the_search():
    found = decode("naïve".encode("mac-roman"), "mac-roman")
    assert (found.text, found.encoding, found.warnings) == ("naïve", "mac-roman", ())


def test_a_named_encoding_still_drops_the_byte_order_mark():
    assert decode(codecs.BOM_UTF8 + b"word", "utf-8").text == "word"


def test_odd_characters_are_kept_and_counted():
    found = decode("a\ufffdb\x07c\ufffd".encode(), None, "a.txt")
    assert found.text == "a\ufffdb\x07c\ufffd"
    assert found.warnings == ("a.txt holds odd characters, kept as they are: U+0007 (1×), U+FFFD (2×).",)


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"", None, "a.txt is empty"),
        (b" \n\t ", None, "holds no words"),
        (b"PK\x03\x04rest", None, "a zip archive"),
        (b"%PDF-1.7", None, "a PDF"),
        (b"\x89PNG\r\n", None, "a PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", None, "an old Office file"),
        (b"text\0more", None, "NUL bytes (the first at byte 4)"),
        (b"a\0b", "latin-1", "NUL characters (the first on line 1)"),
        (b"word", "utf-9", "'utf-9' is not a text encoding"),
        (b"word", "base64", "'base64' is not a text encoding"),
        (b"caf\xe9", "utf-8", "a.txt is not utf-8: it cannot be decoded at byte 3"),
        (b"ok\n+2AA-", "utf-7", "half a surrogate pair on line 2"),
        (codecs.BOM_UTF16_LE + b"a", None, "is not utf-16-le"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, encoding, words):
    with pytest.raises(BadInput) as error:
        decode(data, encoding, "a.txt")
    assert words in str(error.value)


def test_utf16_without_a_mark_is_told_how_to_be_read():
    data = "words".encode("utf-16-le")
    with pytest.raises(BadInput, match="--encoding utf-16-le"):
        decode(data)
    assert decode(data, "utf-16-le").text == "words"


def test_lines_are_counted_on_line_feeds_only():
    assert line_of("one\u2028still one\ntwo\x85still two", 14) == 2
    assert canonical("a\r\nb\rc\n") == "a\nb\nc\n"


def test_the_reader_is_frozen():
    found = decode(b"I: It\x92s na\xefve \x97 really\r\n\r\nP: Yes\x85\tno\r")
    digest = hashlib.sha256(found.text.encode()).hexdigest()
    assert digest == "974bab6aa8ccec383042a3584733f22d22002ffd37f55c999cc7b6309f9ed23a"


@pytest.mark.shared
def test_real_transcripts_lose_no_character(real):
    files = sorted((real / "western_sydney" / "ftf_transcripts_plaintext").iterdir())
    found = {path: decode(path.read_bytes(), None, path.name) for path in files}
    assert len(found) == 34
    assert sum(bool(decoded.warnings) for decoded in found.values()) == 24
    assert all(len(decoded.warnings) <= 1 for decoded in found.values())
    for path, (text, encoding, _) in found.items():
        assert text.replace("\n", "\r\n").encode(encoding) == path.read_bytes()
