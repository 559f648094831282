"""Quotes are verbatim: only marked elisions `[...]` and insertions `[so]` may differ from the passage.

A single letter in brackets before a word (`[T]he`) stands for that letter in
the other case. Runs of blanks and line ends count as one blank.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ELISION = "[...]"

_BRACKETS = re.compile(r"(\[[^\[\]]*\])")
_ELISIONS = re.compile(r"\[(?:\.{3}|…)\]")


def verify_verbatim(printed: str, passage: str) -> bool:
    """Whether a printed quote is in a passage once elisions and insertions are undone.

    An elision may leave out anything but part of a word; what is left must stand
    in the passage in the same order.
    """
    return find_verbatim(printed, passage) is not None


def find_verbatim(printed: str, passage: str) -> tuple[int, int] | None:
    """Where a printed quote begins and ends in a passage; None where it is not verbatim."""
    chunks = _ELISIONS.split(printed)
    start, end = -1, 0
    for place, chunk in enumerate(chunks):
        pattern = _pattern(chunk.strip())
        if not pattern:
            continue
        before = r"(?<!\w)" if place else ""
        after = r"(?!\w)" if place < len(chunks) - 1 else ""
        found = re.compile(f"{before}(?:{pattern}){after}").search(passage, end)
        if found is None:
            return None
        start, end = (found.start() if start < 0 else start), found.end()
    return (start, end) if start >= 0 else None


def is_misquoted(printed: str, begins: str, passages: Iterable[str]) -> bool:
    """Whether a quote begins as somebody's words do, and then leaves them unmarked.

    Args:
        printed: The words to print.
        begins: How the quote begins; where nothing is said, its words up to the first mark.
        passages: What that person said.
    """
    first = begins or _BRACKETS.split(printed)[0]
    spoken = [one for one in passages if find_beginning(first, one) is not None]
    return bool(spoken) and not any(verify_verbatim(printed, one) for one in spoken)


def find_beginning(begins: str, passage: str) -> int | None:
    """Where the words a quote begins with stand in a passage; None where they do not."""
    found = re.search(_words(begins.strip()), passage)
    return found.start() if found and begins.strip() else None


def shorten(passage: str, ends: list[int], most: int) -> str:
    """A passage cut after whole sentences, so that it has about `most` words, with a mark where it was cut.

    Args:
        passage: The words.
        ends: Where its sentences end, ascending.
        most: Words that are welcome; a first sentence longer than this stays whole.
    """
    if len(passage.split()) <= most:
        return passage
    kept = ends[0] if ends else len(passage)
    for end in ends:
        if len(passage[:end].split()) > most:
            break
        kept = end
    rest = passage[kept:].strip()
    return f"{passage[:kept].rstrip()} {ELISION}" if rest else passage


def _pattern(chunk: str) -> str:
    """A pattern for words without elisions; insertions may stand in the passage or not."""
    parts = _BRACKETS.split(chunk)
    pattern = ""
    for place, part in enumerate(parts):
        if not _BRACKETS.fullmatch(part):
            left = part.lstrip() if place else part
            pattern += _words(left.rstrip() if place < len(parts) - 1 else left)
            continue
        before, after = parts[place - 1], parts[place + 1]
        pattern += _insertion(part, before, after)
    return pattern


def _insertion(part: str, before: str, after: str) -> str:
    inner = part[1:-1]
    if len(inner) == 1 and inner.isalpha() and after[:1].isalnum():
        blank = r"\s+" if before[-1:].isspace() else ""
        letters = {inner, inner.lower(), inner.upper()}
        return f"{blank}(?:{re.escape(part)}|{'|'.join(sorted(re.escape(one) for one in letters))})"
    blanks = before[-1:].isspace() or after[:1].isspace()
    joined = before.rstrip()[-1:].isalnum() and after.lstrip()[:1].isalnum()
    gone = r"\s+" if joined and blanks else r"\s*"
    return rf"(?:\s*{_words(part)}\s*|{gone})"


def _words(text: str) -> str:
    """The text as a pattern in which any blanks stand for any others."""
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", text))
