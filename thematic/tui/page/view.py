"""A text laid out for one width: rows, brackets, and strips kept while they hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.tui.page.lanes import Lanes
from thematic.tui.page.outline import Heading, Voices, find_headings
from thematic.tui.page.rows import RowMaker, Scene, share_out
from thematic.tui.page.wrap import Wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.strip import Strip

    from thematic.model.codings import Coding
    from thematic.model.sources import Question, Respondent, SourceText
    from thematic.tui.colors import RGB
    from thematic.tui.page.bins import CodingIndex
    from thematic.tui.page.lanes import Shape
    from thematic.tui.page.paint import Paint
    from thematic.tui.page.units import Span

_KEPT = 512
"""Strips kept; several screens' worth."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Brackets with a lane for each coder."""

    lanes: int
    """Lanes there must be room for."""
    lane: Callable[[Coding], int]
    """From 0, which is nearest to the text."""
    shapes: Callable[[Coding], Mapping[Shape, str]]
    """Glyphs of a bracket."""


class Legend:
    """What the transcript must know about codes, coders and people to draw them.

    Args:
        color: Colour of a coding.
        name: Words of a coding's label.
        own: Whether the coding is this coder's own.
        questions: By guid.
        respondents: By guid.
        sides: Where and with which glyphs brackets stand, where coders are compared.
    """

    def __init__(
        self,
        color: Callable[[Coding], RGB],
        name: Callable[[Coding], str],
        own: Callable[[Coding], bool],
        questions: Mapping[str, Question],
        respondents: Mapping[str, Respondent],
        sides: Sides | None = None,
    ) -> None:
        self.color = color
        self.name = name
        self.own = own
        self.questions = questions
        self.respondents = respondents
        self.sides = sides


class View:
    """One text at one width."""

    def __init__(
        self, text: SourceText, index: CodingIndex, legend: Legend, *, width: int, paint: Paint, parts: Parts
    ) -> None:
        self.text = text
        self.width = width
        self.columns = share_out(width, parts.who_width, legend.sides.lanes if legend.sides else 0)
        self.wrap = Wrap(text.text, self.columns.text, [one.position for one in parts.headings])
        lane = legend.sides.lane if legend.sides else None
        self.lanes = Lanes(self.wrap, index, self.columns.lanes, lane)
        self.scene = Scene()
        self.maker = RowMaker(
            wrap=self.wrap,
            lanes=self.lanes,
            columns=self.columns,
            voices=parts.voices,
            headings=parts.headings,
            who=self._who(legend) if parts.who_width else {},
            color=legend.color,
            name=legend.name,
            own=legend.own,
            paint=paint,
            shapes=legend.sides.shapes if legend.sides else None,
        )
        self._strips: OrderedDict[int, Strip] = OrderedDict()

    def __len__(self) -> int:
        return len(self.wrap)

    def strip(self, row: int) -> Strip:
        """The strip of a row, drawn anew only when something on it changed."""
        found = self._strips.get(row)
        if found is None:
            found = self._strips[row] = self.maker.row(row, self.scene)
            if len(self._strips) > _KEPT:
                self._strips.popitem(last=False)
        return found

    def rows_of(self, spans: Iterable[Span]) -> set[int]:
        """Rows on which some of the spans stand, no more than are kept drawn."""
        rows: set[int] = set()
        for start, end in spans:
            if end > start:
                first, last = self.wrap.row_at(start), self.wrap.row_at(end - 1)
                rows.update(range(first, last + 1) if last - first < _KEPT else self._strips)
        return rows

    def redraw(self, rows: Iterable[int]) -> None:
        """Forget how some rows looked."""
        for row in rows:
            self._strips.pop(row, None)

    def redraw_all(self) -> None:
        """Forget how every row looked."""
        self._strips.clear()

    def coding_changed(self, coding: Coding, seen: range) -> set[int]:
        """A coding came, went or changed: lay out its pages again; returns rows that look different.

        Args:
            coding: The coding.
            seen: Rows on screen; only these are compared, the others are forgotten.
        """
        before = {row: self.lanes.row(row) for row in seen}
        self.lanes.forget(coding)
        for row in [row for row in self._strips if row not in before]:
            del self._strips[row]
        same_unsaved = coding.guid in self.scene.unsaved
        return {
            row
            for row, marks in before.items()
            if marks != self.lanes.row(row) or (same_unsaved and coding in marks.spans)
        }

    def position_at(self, x: int, row: int) -> int:
        """The character shown at a column of a row; the nearest one on that row."""
        row = max(0, min(row, len(self.wrap) - 1))
        while row in self.wrap.extra:
            row += 1
        start = self.wrap.span(row)[0]
        drawn = self.wrap.drawn(row)
        cell = max(0, x - self.columns.left)
        offsets = _offsets(drawn)
        at = min(bisect_right(offsets, cell) - 1, max(0, len(drawn) - 1))
        return start + at

    def column_of(self, position: int) -> int:
        """Column, within the row, at which a character is shown."""
        row = self.wrap.row_at(position)
        start = self.wrap.span(row)[0]
        offsets = _offsets(self.wrap.drawn(row))
        return self.columns.left + offsets[min(position - start, len(offsets) - 1)]

    def _who(self, legend: Legend) -> dict[int, str]:
        labels: dict[int, str] = {}
        for turn in self.text.turns:
            person = legend.respondents.get(turn.respondent) if turn.respondent else None
            if person:
                labels.setdefault(self.wrap.row_at(turn.start), person.label)
        return labels


class Parts:
    """What a text is made of whatever its width: headings, voices, and whether several people speak."""

    def __init__(self, text: SourceText, legend: Legend, headings: tuple[Heading, ...] | None = None) -> None:
        found = find_headings(text, legend.questions, legend.respondents) if headings is None else headings
        self.headings: Sequence[Heading] = found
        self.voices = Voices(text)
        speakers = {turn.respondent for turn in text.turns if turn.respondent}
        labels = [legend.respondents[guid].label for guid in speakers if guid in legend.respondents]
        several = len(labels) > 1 and headings is None
        self.who_width = min(7, max(map(len, labels)) + 1) if several else 0


class TurnCover:
    """How many codings touch each turn a respondent speaks, kept as codings come and go."""

    def __init__(self, text: SourceText, codings: Iterable[Coding]) -> None:
        turns = [turn for turn in text.turns if turn.role == "respondent"]
        self.spans: list[Span] = [(turn.start, turn.end) for turn in turns]
        self._starts = [start for start, _ in self.spans]
        self._ends = [end for _, end in self.spans]
        self._counts = [0] * len(self.spans)
        self.coded = 0
        for coding in codings:
            self.count(coding, 1)

    def count(self, coding: Coding, change: int) -> None:
        """Note that a coding came (+1) or went (-1)."""
        first = bisect_right(self._ends, coding.start)
        last = bisect_left(self._starts, coding.end)
        for turn in range(first, last):
            before = self._counts[turn]
            self._counts[turn] = before + change
            self.coded += (self._counts[turn] > 0) - (before > 0)

    @property
    def share(self) -> float:
        """Coded turns over turns, 0 to 1."""
        return self.coded / len(self.spans) if self.spans else 0.0

    def next_uncoded(self, position: int) -> Span | None:
        """The first uncoded turn that begins at or after a position."""
        for turn in range(bisect_left(self._starts, position), len(self.spans)):
            if not self._counts[turn]:
                return self.spans[turn]
        return None

    def previous_uncoded(self, position: int) -> Span | None:
        """The last uncoded turn that ends at or before a position."""
        for turn in range(bisect_right(self._ends, position) - 1, -1, -1):
            if not self._counts[turn]:
                return self.spans[turn]
        return None


def _offsets(drawn: str) -> Sequence[int]:
    from thematic.tui.page.glyphs import cell_offsets

    return cell_offsets(drawn) or range(len(drawn) + 1)
