"""Which bracket stands in which lane, and on which row a label finds room.

Rows are laid out a page at a time, when they are first looked at. A coding
keeps the lane it was first given, so that its bracket is one line.
"""

from __future__ import annotations

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
        for number in [page for page in self._pages if first <= page <= last]:
            del self._pages[number]

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
        row_at = self._wrap.row_at
        placed = []
        for coding in self._index.between(start, end):
            first, last = row_at(coding.start) - top, row_at(coding.end - 1) - top
            placed.append((coding, first, last, range(max(0, first), min(last, len(rows) - 1) + 1)))
        # Brackets that already have a lane keep it; the rest take what is left.
        taken = [0] * len(rows)
        for known in (True, False):
            for coding, _, _, inside in placed:
                if (coding.guid in self._lane) is known and not (known and self._keep(coding, inside, taken)):
                    self._give(coding, inside, taken)
        for coding, first, last, inside in placed:
            self._mark(rows, coding, inside, first=first, last=last)
        return rows

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

    def _mark(self, rows: list[RowMarks], coding: Coding, inside: range, *, first: int, last: int) -> None:
        lane = self._lane.get(coding.guid)
        for row in inside:
            rows[row].spans.append(coding)
            if lane is not None:
                rows[row].brackets.append((lane, _shape(row, first, last), coding))
        if first < 0:
            return
        free = next((row for row in inside if rows[row].label is None and row not in self._wrap.extra), None)
        if free is None:
            rows[first].more += 1
        else:
            rows[free].label = coding


def _shape(row: int, first: int, last: int) -> Shape:
    if first == last:
        return "only"
    if row == first:
        return "first"
    return "last" if row == last else "middle"
