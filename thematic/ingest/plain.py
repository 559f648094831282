"""Bytes to canonical text: decoded, without BOM, lines ended by LF, nothing else changed."""

from __future__ import annotations

import codecs
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from thematic.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path


class Decoded(NamedTuple):
    """A file's canonical text and how it was read."""

    text: str
    """Code points that every position in the project counts."""
    encoding: str
    """Name of the encoding used, as Python knows it."""
    warnings: tuple[str, ...]
    """What a person should know; each names the file."""


# UTF-32 LE begins with the UTF-16 LE mark, so the longer marks are tried first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"PK\x03\x04", "a zip archive (a docx, odt or xlsx under another name?)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file or one with a password"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "a sound recording"),
    (b"{\\rtf", "rich text; give the file the suffix .rtf"),
)
# The five bytes cp1252 leaves undefined; the WHATWG standard reads them as C1 controls of the same number.
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"


def decode(data: bytes, encoding: str | None = None, where: str = "the file") -> Decoded:
    """Decode a text file: BOM, else strict UTF-8, else cp1252 with a warning.

    Only the BOM is dropped, and CRLF and CR become LF; no normalisation and no
    trimming. Bytes that cp1252 does not define become the control characters of
    the same number, so that no character is lost.

    Args:
        data: The bytes as they stand in the file.
        encoding: Overrides the search; any text encoding Python knows.
        where: The file's name, for messages.

    Raises:
        BadInput: The file is empty, binary, of an unknown encoding, or not in
            the encoding that was named.
    """
    _refuse_empty(data, where)
    if encoding is None:
        _refuse_binary(data, where)
        text, name, warnings = _search(data, where)
    else:
        text, name, warnings = _decode_as(data, encoding, where), codecs.lookup(encoding).name, ()
    text = canonical(text.removeprefix("\ufeff"))
    _refuse_unusable(text, where)
    return Decoded(text, name, warnings + odd_characters(text, where))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        BadInput: It does not exist, is a folder, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error


def canonical(text: str) -> str:
    """Turn CRLF and CR into LF, the only change made to text that is already decoded."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_of(text: str, position: int) -> int:
    """The line, from 1, on which a code point stands."""
    return text.count("\n", 0, position) + 1


def looks_binary(data: bytes) -> str | None:
    """What kind of binary file the first bytes betray, or None."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return None


def _refuse_empty(data: bytes, where: str) -> None:
    if not data:
        raise BadInput(f"{where} is empty.", "There is nothing to import.")


def _refuse_binary(data: bytes, where: str) -> None:
    kind = looks_binary(data)
    if kind:
        raise BadInput(f"{where} is not text: it is {kind}.", "Nothing was imported from it.")
    if b"\0" in data and not any(data.startswith(mark) for mark, _ in _MARKS):
        message = f"{where} is not text: it holds NUL bytes (the first at byte {data.index(0)})."
        raise BadInput(message, "If it is UTF-16 without a byte order mark, give --encoding utf-16-le.")


def _search(data: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name, where), name, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text, undefined = _decode_cp1252(data)
        warning = (
            f"{where} is not UTF-8 (byte 0x{data[error.start]:02X} on line {line}): read as cp1252. "
            "Look at its quotation marks and accents; --encoding names another encoding."
        )
        return text, "cp1252", (warning, *_name_undefined(undefined, where))


def _decode_cp1252(data: bytes) -> tuple[str, Counter[int]]:
    undefined = Counter(byte for byte in data if byte in _UNDEFINED)
    if not undefined:
        return data.decode("cp1252"), undefined
    table = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
    return "".join(table[byte] for byte in data), undefined


def _name_undefined(undefined: Counter[int], where: str) -> tuple[str, ...]:
    if not undefined:
        return ()
    found = ", ".join(f"0x{byte:02X} ({count}×)" for byte, count in sorted(undefined.items()))
    warning = (
        f"{where}: cp1252 does not define the bytes {found}; each is kept as the control character "
        "of the same number. The file may be in another encoding."
    )
    return (warning,)


def _decode_as(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        hint = "Try utf-8, cp1252, utf-16-le, latin-1 or mac-roman."
        raise BadInput(f"'{encoding}' is not a text encoding this Python knows.", hint) from error
    except UnicodeError as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        message = f"{where} is not {encoding}: it cannot be decoded{at}."
        raise BadInput(message, "Leave --encoding out, or name another one.") from error


def _refuse_unusable(text: str, where: str) -> None:
    if not text.strip():
        raise BadInput(f"{where} holds no words.", "There is nothing to import.")
    if "\0" in text:
        message = f"{where} holds NUL characters (the first on line {line_of(text, text.index(chr(0)))})."
        raise BadInput(message, "It is not text, or its encoding is another one: give --encoding.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"{where} holds half a surrogate pair on line {line_of(text, error.start)}."
        raise BadInput(message, "Name its true encoding with --encoding.") from error


def odd_characters(text: str, where: str) -> tuple[str, ...]:
    """Name what is probably damage: U+FFFD and control characters other than tab, LF and form feed."""
    odd = Counter(
        char
        for char in text
        if char == "\ufffd" or (char < "\x20" and char not in "\t\n\x0c") or char == "\x7f"
    )
    if not odd:
        return ()
    found = ", ".join(f"U+{ord(char):04X} ({count}×)" for char, count in sorted(odd.items()))
    return (f"{where} holds odd characters, kept as they are: {found}.",)
