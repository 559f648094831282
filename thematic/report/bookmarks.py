"""Names of the bookmarks that let a statement be found again in a Word file that people edited."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from thematic.report.printable import printable

Place = Literal["summary", "detail"]

_LETTERS: dict[Place, str] = {"summary": "s", "detail": "d"}
_PLACES: dict[str, Place] = {"s": "summary", "d": "detail"}
_NAME = re.compile(r"([sd])_([0-9a-f]{12})_([0-9a-f]{12})(?:_\d+)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the name of a statement's bookmark says."""

    place: Place
    statement: str
    """Digest of the statement's id."""
    text: str
    """Digest of its words when the file was written."""


def mark_statement(place: Place, statement: str, text: str) -> str:
    """The name for a statement's words; it holds neither the id nor the words.

    Word allows 40 letters, digits and underscores.
    """
    return f"{_LETTERS[place]}_{digest(statement)}_{digest(text)}"


def read_mark(name: str) -> Mark | None:
    """What a bookmark's name says, or None where it is not one of ours."""
    found = _NAME.fullmatch(name)
    return Mark(_PLACES[found[1]], found[2], found[3]) if found else None


def digest(text: str) -> str:
    """Twelve hexadecimal digits of SHA-256 over the words, whatever blanks are between them."""
    words = " ".join(printable(text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
