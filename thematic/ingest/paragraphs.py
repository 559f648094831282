"""Turns of a text without speaker labels: its paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.ingest.times import COUNTER, MARGIN
from thematic.model.sources import TurnDraft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.ingest.casting import Part

_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
_FEW_TIMES = 3
_HEADING_LENGTH = 1000


def read_paragraphs(text: str, part: Part) -> tuple[tuple[TurnDraft, ...], str]:
    """A turn per paragraph; a time in the margin starts one too, and is left out of it.

    What stands before the first of at least three margin times is the title of the
    transcript and nobody's words, if it is shorter than 1,000 characters.

    Returns:
        The turns, and in words how they were found.
    """
    times = _margin_times(text)
    starts = sorted({0, *times, *(match.end() + 1 for match in _BLANK_LINE.finditer(text))})
    first = min(times, default=0)
    if first > _HEADING_LENGTH:
        first = 0
    turns = tuple(_build(text, [start for start in starts if start >= first], times, part))
    stamped = f", {len(times)} with a time in the margin" if times else ""
    return turns, f"no speaker labels: {len(turns)} paragraphs{stamped}"


def _margin_times(text: str) -> dict[int, tuple[int, int | None]]:
    """Start of a line → where its words begin and the milliseconds in its margin."""
    found: dict[int, tuple[int, int | None]] = {
        match.start(): (match.end(), (int(match[1]) * 60 + int(match[2])) * 1000)
        for match in MARGIN.finditer(text)
        if int(match[2]) < 60
    }
    if len(found) < _FEW_TIMES:
        found = {match.start(): (match.end(), None) for match in COUNTER.finditer(text)}
    return found if len(found) >= _FEW_TIMES else {}


def _build(
    text: str, starts: list[int], times: dict[int, tuple[int, int | None]], part: Part
) -> Iterator[TurnDraft]:
    for start, limit in zip(starts, [*starts[1:], len(text)], strict=True):
        words, at = times.get(start, (start, None))
        body = text[words:limit]
        if body.strip():
            begin = words + len(body) - len(body.lstrip())
            yield TurnDraft(begin, words + len(body.rstrip()), "", part.role, part.respondent, at=at)
