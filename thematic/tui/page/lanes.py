"""Which bracket stands in which lane, and on which row a label finds room.

Rows are laid out a page at a time, when they are first looked at. A coding
keeps the lane it was first given, so that its bracket is one line.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.model.codings import Coding
    from thematic.tui.page.bins import CodingIndex
    from thematic.tui.page.wrap import Wrap

PAGE = 64
"""Rows laid out together."""

Shape = Literal["only", "first", "middle", "last"]

_Placed = tuple[int, int, str, "Coding", int, int, range]
"""What codings are ordered by (start, end below nought, guid), the coding, its first and last row counted
from the page's top, and its rows on the page."""


@dataclass(slots=True)
class RowMarks:
    """What stands beside one row of text."""

    spans: list[Coding] = field(default_factory=list)
    """Codings whose words are on this row."""
    brackets: list[tuple[int, Shape, Coding]] = field(default_factory=list)
    """Lane, shape and coding."""
    label: Coding | None = None
    """The coding named on this row."""
    more: int = 0
    """Codings that begin here and found no room for their name."""


class Lanes:
    """Brackets and labels of a text's codings, by row.

    Args:
        wrap: The rows.
        index: The codings.
        lanes: Lanes to share out.
        prefer: The lane a coding should stand in where it is free; the first by default.
    """

    def __init__(
        self, wrap: Wrap, index: CodingIndex, lanes: int, prefer: Callable[[Coding], int] | None = None
    ) -> None:
        self._wrap = wrap
        self._index = index
        self._lanes = lanes
        self._prefer = prefer
        self._pages: dict[int, list[RowMarks]] = {}
        self._placed: dict[int, list[_Placed]] = {}
        """Page → its codings in text order, kept while one comes or goes: a page may hold thousands."""
        self._lane: dict[str, int] = {}

    def row(self, row: int) -> RowMarks:
        """What stands beside a row."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._lay_out(number)
        return page[row - number * PAGE]

    def forget(self, coding: Coding) -> None:
        """Lay out again the pages a coding touches, because it came, went or changed."""
        first = self._wrap.row_at(coding.start) // PAGE
        last = self._wrap.row_at(coding.end - 1) // PAGE
        for number in [page for page in self._placed if first <= page <= last]:
            self._pages.pop(number, None)
            placed = self._placed[number]
            at = bisect_left(placed, (coding.start, -coding.end, coding.guid))
            if at < len(placed) and placed[at][2] == coding.guid:
                del placed[at]
            if coding.guid in self._index:
                placed.insert(at, self._place(coding, number))

    def drop(self, guid: str) -> None:
        """Give a coding's lane back."""
        self._lane.pop(guid, None)

    def _lay_out(self, number: int) -> list[RowMarks]:
        top = number * PAGE
        bottom = min(top + PAGE, len(self._wrap))
        rows = [RowMarks() for _ in range(top, bottom)]
        start, end = self._wrap.span(top)[0], self._wrap.span(bottom - 1)[1]
        if start == end:
            return rows
        placed = self._placed.get(number)
        if placed is None:
            found = self._index.between(start, end)
            placed = self._placed[number] = [self._place(coding, number) for coding in found]
        # Brackets that already have a lane keep it; the rest take what is left.
        taken, full = [0] * len(rows), (1 << self._lanes) - 1
        fresh = []
        for one in placed:
            if one[2] not in self._lane:
                fresh.append(one)
            elif not self._keep(one[3], one[6], taken):
                self._give(one[3], one[6], taken)
        for one in fresh:
            if taken[one[6].start] != full:
                self._give(one[3], one[6], taken)
        for one in placed:
            self._mark(rows, one, top)
        return rows

    def _place(self, coding: Coding, number: int) -> _Placed:
        top = number * PAGE
        rows = min(PAGE, len(self._wrap) - top)
        first, last = self._wrap.row_at(coding.start) - top, self._wrap.row_at(coding.end - 1) - top
        inside = range(max(0, first), min(last, rows - 1) + 1)
        return coding.start, -coding.end, coding.guid, coding, first, last, inside

    def _keep(self, coding: Coding, inside: range, taken: list[int]) -> bool:
        """Let a coding keep its lane; whether it could."""
        bit = 1 << self._lane[coding.guid]
        if any(taken[row] & bit for row in inside):
            return False
        for row in inside:
            taken[row] |= bit
        return True

    def _give(self, coding: Coding, inside: range, taken: list[int]) -> None:
        """Give a coding the lane it prefers, else the first that is free on all its rows, if one is."""
        used = 0
        full = (1 << self._lanes) - 1
        for row in inside:
            used |= taken[row]
            if used == full:
                self._lane.pop(coding.guid, None)
                return
        lane = self._prefer(coding) if self._prefer else 0
        if used >> lane & 1:
            lane = (~used & (used + 1)).bit_length() - 1
        if self._lane.get(coding.guid, lane) != lane:
            self.forget(coding)
        self._lane[coding.guid] = lane
        for row in inside:
            taken[row] |= 1 << lane

    def _mark(self, rows: list[RowMarks], placed: _Placed, top: int) -> None:
        _, _, _, coding, first, last, inside = placed
        lane = self._lane.get(coding.guid)
        named = first < 0
        for row in inside:
            marks = rows[row]
            marks.spans.append(coding)
            if lane is not None:
                marks.brackets.append((lane, _shape(row, first, last), coding))
            if not named and marks.label is None and top + row not in self._wrap.extra:
                marks.label, named = coding, True
        if not named:
            rows[first].more += 1


def _shape(row: int, first: int, last: int) -> Shape:
    if first == last:
        return "only"
    if row == first:
        return "first"
    return "last" if row == last else "middle"
