"""Rows of a text at one width, as an array of their first characters.

One compiled regex wraps a text of ordinary characters; only lines that hold
wide or zero-width characters take the slower way. Rows that are not in the
text (question headings) are empty rows at the place they head.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from thematic.tui.page.glyphs import JOINS, NOT_NARROW, cell_offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINED_BLANK = re.compile(f"[ \\t](?={JOINS.pattern})")

BLANK = -1
"""Marks the empty row above a heading."""


class Wrap:
    """Where each row of a text begins.

    Args:
        text: The canonical text.
        width: Cells to a row, at least 1.
        headings: Positions before which a heading row stands, ascending.
    """

    def __init__(self, text: str, width: int, headings: Sequence[int] = ()) -> None:
        self.text = text
        self.width = max(1, width)
        self.extra: dict[int, int] = {}
        """Row that is not in the text → index of its heading, or `BLANK`."""
        starts = _wrap(text, self.width)
        self._starts = self._with_headings(starts, headings) if headings else starts

    def __len__(self) -> int:
        return len(self._starts)

    def row_at(self, position: int) -> int:
        """The row that shows a position; the last row for one past the end."""
        return max(0, bisect_right(self._starts, position) - 1)

    def span(self, row: int) -> tuple[int, int]:
        """Half-open span of a row, with its line end or the blanks it was broken at."""
        start = self._starts[row]
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.text)
        return start, end

    def drawn(self, row: int) -> str:
        """The part of a row's text that is drawn: without its line end and the blanks beyond the width."""
        start, end = self.span(row)
        text = self.text[start:end]
        text = text.removesuffix("\n")
        return text.rstrip(" \t") if len(text) > self.width else text

    def _with_headings(self, starts: array[int], headings: Sequence[int]) -> array[int]:
        rows = array("L")
        done = 0
        for index, position in enumerate(headings):
            row = bisect_left(starts, position)
            if row == len(starts) or starts[row] != position:
                row = max(done, row - 1)
            rows.extend(starts[done:row])
            here = starts[row]
            if rows and self.text[max(0, here - 2) : here] != "\n\n":
                self.extra[len(rows)] = BLANK
                rows.append(here)
            self.extra[len(rows)] = index
            rows.append(here)
            done = row
        rows.extend(starts[done:])
        return rows


@lru_cache(maxsize=64)
def _pattern(width: int) -> re.Pattern[str]:
    """Up to `width` characters ending at a blank, after a dash, or at the line's end; else just as many."""
    run = rf"[^\n]{{1,{width}}}"
    return re.compile(rf"(?:{run}(?:[ \t]++|(?=\n)|\Z|(?<=\w[-–—])(?=\w))|{run}|)\n?")


def _wrap(text: str, width: int) -> array[int]:
    starts = array("L")
    here, length = 0, len(text)
    while here < length:
        odd = NOT_NARROW.search(text, here)
        line = text.rfind("\n", here, odd.start()) + 1 if odd else length
        line = max(line, here)
        if line > here:
            starts.extend(
                found.start() for found in _pattern(width).finditer(text, here, line) if found.start() < line
            )
        if odd is None:
            break
        end = text.find("\n", odd.start())
        end = length if end < 0 else end + 1
        _wrap_wide(text, line, end, width=width, starts=starts)
        here = end
    return starts or array("L", [0])


def _wrap_wide(text: str, start: int, end: int, *, width: int, starts: array[int]) -> None:
    """Wrap one line whose characters differ in width."""
    line = text[start:end].rstrip("\n")
    offsets = cell_offsets(line) or list(range(len(line) + 1))
    joined = JOINS.search(line) is not None
    if joined:
        line = _JOINED_BLANK.sub("x", line)  # a blank that is joined to what follows is no place to break
    here = 0
    starts.append(start)
    while offsets[-1] - offsets[here] > width:
        limit = bisect_right(offsets, offsets[here] + width) - 1
        while joined and limit > here + 1 and offsets[limit] == offsets[limit - 1]:
            limit -= 1
        cut = _break(line, here, limit, offsets)
        while cut < len(line) and line[cut] in " \t":
            cut += 1
        if cut >= len(line):
            break
        here = cut
        starts.append(start + here)


def _break(line: str, here: int, limit: int, offsets: list[int]) -> int:
    """Where to break at or before `limit`: at a blank, else between wide characters, else there."""
    if line[limit : limit + 1] in (" ", "\t"):
        return limit
    for cut in range(limit, here, -1):
        if line[cut - 1] in " \t":
            return cut
        if offsets[cut] - offsets[cut - 1] > 1 and line[cut : cut + 1] not in "、。，．！？；：」』）":
            return cut
    return max(limit, here + 1)
