"""Speaker labels as transcripts write them: which line starts a turn, whose, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thematic.ingest.roles import NOT_SPEAKERS, is_known, split_words
from thematic.ingest.times import STAMP, milliseconds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Family = Literal["colon", "column", "heading", "clock", "bold stamp", "bold", "bracket"]

# A label begins with a letter or a question mark, and holds neither brackets, colons nor hashes.
_NAME = r"(?P<label>(?:[^\W\d_]|\?)[^\n\t:;\[\]()*#]{0,39}?)"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of marking the start of a turn."""

    family: Family
    """Forms that occur together in one file; a file is read by one family."""
    words: str
    """How to describe it to a person."""
    pattern: re.Pattern[str]
    """Matches from the start of a line to the first word; groups `label` and perhaps `time`."""
    firm: bool = False
    """Unmistakable by itself: brackets or a stamp leave no room for prose."""
    known: bool = False
    """So easily mistaken for prose that only known speakers are taken."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that may start a turn."""

    start: int
    """First code point of the line."""
    words: int
    """Where the words begin, after label, time and blanks."""
    label: str
    """As it stands in the file."""
    at: int | None
    """Milliseconds, where the form carries a time."""
    form: Form


def _form(family: Family, words: str, pattern: str, *, firm: bool = False, known: bool = False) -> Form:
    return Form(family, words, re.compile(pattern), firm, known)


_BLANKS = r"[ \t]*"
_OPEN = r"[(\[]?"
_CLOSE = r"[)\]]?"
_TIME = rf"(?P<time>{STAMP})"
_LINE_END = r"[ \t]*(?=\n|\Z)"
_LEAD = rf"(?:{_OPEN}(?P<lead>{STAMP})(?:[ \t]*-->[ \t]*{STAMP})?{_CLOSE}[ \t]+)?"

FORMS: tuple[Form, ...] = (
    _form(
        "clock",
        "[Name] 11:02:09",
        rf"\[(?P<label>[^\]\n]{{1,60}})\][ \t]+(?P<time>\d{{1,2}}:\d\d:\d\d){_LINE_END}",
        firm=True,
    ),
    _form(
        "bracket",
        "[SPEAKER_00]:",
        rf"{_BLANKS}{_LEAD}\[(?P<label>SPEAKER[_ ]?\d+)\]:?{_BLANKS}",
        firm=True,
    ),
    _form(
        "bold stamp",
        "**Name (00:02)**",
        rf"{_BLANKS}\*\*(?P<label>[^*\n(]+?)[ \t]*\({_TIME}\):?\*\*:?{_BLANKS}",
        firm=True,
    ),
    _form(
        "bold",
        "**Name:**",
        rf"{_BLANKS}\*\*(?P<label>[^*\n:]{{1,60}}?)[ \t]*(?::\*\*|\*\*[ \t]*:)(?=\s|\Z){_BLANKS}",
    ),
    _form(
        "colon",
        "Name (00:06:19):",
        rf"{_BLANKS}{_NAME}[ \t]*{_OPEN}(?<=[(\[ \t]){_TIME}{_CLOSE}[ \t]*:(?!\d){_BLANKS}",
        firm=True,
    ),
    _form("heading", "Name 55:21", rf"{_BLANKS}{_NAME}[ \t]+{_OPEN}{_TIME}{_CLOSE}{_LINE_END}"),
    _form("colon", "Name:", rf"{_BLANKS}{_LEAD}{_NAME}[ \t]*[:：](?=\s|\Z){_BLANKS}"),
    _form("colon", "Name:", rf"{_BLANKS}{_LEAD}{_NAME}[:;](?!/){_BLANKS}", known=True),
    _form(
        "column",
        "Name, then a column",
        rf"{_BLANKS}(?P<label>[^\W\d_][^\n\t:;\[\]()*#]{{0,29}}?)(?:\t[ \t]*| {{3,}})(?=\S)",
    ),
)


def find_marks(text: str, named: Collection[str]) -> Iterator[Mark]:
    """Every line that some form could read as the start of a turn, by the first form that does.

    Args:
        text: Canonical text.
        named: Folded labels that the researcher or the project has named.
    """
    start = 0
    for line in text.split("\n"):
        mark = _read_line(text, start, start + len(line), named)
        if mark:
            yield mark
        start += len(line) + 1


def _read_line(text: str, start: int, end: int, named: Collection[str]) -> Mark | None:
    for form in FORMS:
        match = form.pattern.match(text, start, end)
        if match is None:
            continue
        label = match["label"].strip()
        if form.known and not is_known(label, named):
            continue
        if form.firm or is_known(label, named) or could_be_speaker(label):
            groups = match.groupdict()
            stamp = groups.get("time") or groups.get("lead")
            return Mark(start, match.end(), label, milliseconds(stamp) if stamp else None, form)
    return None


_WORD = re.compile(r"[\w'’.\-/&?]+")
_PARTICLES = split_words("van von der den de del della di da dos du la le el al bin ibn ap y e and of the")


def could_be_speaker(label: str) -> bool:
    """Whether words before a colon look like a name or a role: few, capitalised, not a heading.

    `12:30 sharp`, `https:` and `Note:` do not.
    """
    words = label.split()
    if not 1 <= len(words) <= 5 or label.casefold().rstrip(".") in NOT_SPEAKERS:
        return False
    if words[0].casefold() in NOT_SPEAKERS or not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(word.endswith(".") and len(word) > 5 for word in words):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word in _PARTICLES for word in words)
