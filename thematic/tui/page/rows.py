"""One row of the transcript as a strip: who, brackets, words, the code's name."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from thematic.tui.page.glyphs import cell_offsets, cells, fit, shown
from thematic.tui.page.paint import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.style import Style

    from thematic.model.codings import Coding
    from thematic.tui.colors import RGB
    from thematic.tui.page.lanes import Lanes, RowMarks, Shape
    from thematic.tui.page.outline import Heading, Voices
    from thematic.tui.page.paint import Paint
    from thematic.tui.page.units import Span
    from thematic.tui.page.wrap import Wrap

OWN: dict[Shape, str] = {"only": "[", "first": "┏", "middle": "┃", "last": "┗"}
OTHERS: dict[Shape, str] = {"only": "(", "first": "╭", "middle": "│", "last": "╰"}
PROPOSED: dict[Shape, str] = {"only": "?", "first": "┌", "middle": "┊", "last": "└"}
UNSAVED: dict[Shape, str] = {"only": "◌", "first": "╎", "middle": "╎", "last": "╎"}

_TINTS = 6
"""Codings blended on one piece of text; more cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the width of a transcript is shared out, in cells."""

    who: int
    """For respondents' labels; 0 where one person speaks."""
    lanes: int
    text: int
    label: int

    @property
    def left(self) -> int:
        """Cells before the text."""
        return self.who + self.lanes + 1


def share_out(width: int, who: int, least: int = 0) -> Columns:
    """Columns for a transcript this wide: text first, then brackets (`least` lanes at least), then names."""
    if width < 56:
        lanes = max(2, least)
        return Columns(0, lanes, max(8, width - lanes - 1), 0)
    lanes = max(least, 3 if width < 90 else 4 if width < 110 else 6)
    rest = width - lanes - 1 - who
    text = min(76, max(rest * 76 // 100, min(62, rest - 14)))
    return Columns(who, lanes, text, max(0, rest - text))


@dataclass(slots=True)
class Scene:
    """What changes from frame to frame while the text stands still."""

    selection: Span = (0, 0)
    current: str | None = None
    """Guid of the coding that is spoken of."""
    hits: Callable[[int, int], Sequence[Span]] = field(default=lambda _start, _end: ())
    """Search hits between two positions."""
    unsaved: frozenset[str] = frozenset()
    """Guids of codings not yet stored."""


@dataclass(slots=True)
class RowMaker:
    """Draws rows of one text."""

    wrap: Wrap
    lanes: Lanes
    columns: Columns
    voices: Voices
    headings: Sequence[Heading]
    who: dict[int, str]
    """First row of a turn → respondent's label, where several speak."""
    color: Callable[[Coding], RGB]
    name: Callable[[Coding], str]
    """What a coding's label says: the code, and the coder when it is another's."""
    own: Callable[[Coding], bool]
    paint: Paint
    shapes: Callable[[Coding], Mapping[Shape, str]] | None = None
    """Glyphs of a coding's bracket, where they say more than whose it is."""

    def row(self, row: int, scene: Scene) -> Strip:
        """The strip of one row, as wide as the columns."""
        if row in self.wrap.extra:
            return self._heading(row, scene)
        marks = self.lanes.row(row)
        columns = self.columns
        segments: list[Segment] = []
        if columns.who:
            words = fit(self.who.get(row, ""), columns.who - 1).ljust(columns.who)
            segments.append(Segment(words, self.paint.plain(quiet=True, bold=True)))
        segments += self._brackets(marks, scene)
        segments += self._text(row, marks, scene)
        if columns.label:
            segments += self._label(marks, scene)
        return Strip(segments, columns.left + columns.text + columns.label)

    def _heading(self, row: int, scene: Scene) -> Strip:
        columns, number = self.columns, self.wrap.extra[row]
        segments = []
        if columns.who:
            segments.append(Segment(" " * columns.who, self.paint.plain()))
        segments += self._brackets(self.lanes.row(row), scene)
        room = columns.text + columns.label
        if number < 0:
            return Strip([*segments, Segment(" " * room, self.paint.plain())], columns.left + room)
        heading = self.headings[number]
        who = f" {heading.who}" if heading.who else ""
        words = fit(heading.text, columns.text - cells(who) - 3)
        rule = "─" * max(0, columns.text - cells(words) - cells(who) - (1 if words else 0))
        quiet = self.paint.plain(quiet=True)
        segments += [
            Segment(words, self.paint.mark(self.paint.ground.accent, strong=True)),
            Segment((" " if words else "") + rule, quiet),
            Segment(who, self.paint.plain(quiet=True, bold=True)),
            Segment(" " * columns.label, quiet),
        ]
        return Strip([one for one in segments if one.text], columns.left + room)

    def _brackets(self, marks: RowMarks, scene: Scene) -> list[Segment]:
        blank = self.paint.plain()
        drawn = [Segment(" ", blank)] * self.columns.lanes
        for lane, shape, coding in marks.brackets:
            style = self.paint.mark(self.color(coding), strong=coding.guid == scene.current)
            drawn[self.columns.lanes - 1 - lane] = Segment(self._glyphs(coding, scene)[shape], style)
        return [*drawn, Segment(" ", blank)]

    def _glyphs(self, coding: Coding, scene: Scene) -> Mapping[Shape, str]:
        if self.shapes is not None:
            return self.shapes(coding)
        if coding.guid in scene.unsaved:
            return UNSAVED
        if coding.layer == "proposed":
            return PROPOSED
        return OWN if self.own(coding) else OTHERS

    def _text(self, row: int, marks: RowMarks, scene: Scene) -> list[Segment]:
        start = self.wrap.span(row)[0]
        raw = self.wrap.drawn(row)
        words = shown(raw)
        end = start + len(words)
        segments = [
            Segment(words[low - start : high - start], style)
            for low, high, style in self._pieces(start, end, marks, scene)
        ]
        offsets = cell_offsets(raw)
        used = len(words) if offsets is None else offsets[-1]
        if used > self.columns.text:
            return list(Strip(segments).adjust_cell_length(self.columns.text))
        if used < self.columns.text:
            past = self.paint.plain()
            if not words and scene.selection[0] <= start < scene.selection[1]:
                segments.append(Segment(" ", self.paint.style(Look(selected=True))))
                used += 1
            segments.append(Segment(" " * (self.columns.text - used), past))
        return segments

    def _pieces(self, start: int, end: int, marks: RowMarks, scene: Scene) -> list[tuple[int, int, Style]]:
        """Stretches of one style, in order."""
        codings = marks.spans[:_TINTS]
        hits = scene.hits(start, end)
        voices = self.voices.between(start, end)
        first, last = scene.selection
        cuts = {start, end}
        for low, high in (*((one.start, one.end) for one in codings), *hits, (first, last)):
            if start < low < end:
                cuts.add(low)
            if start < high < end:
                cuts.add(high)
        cuts.update(at for at, _ in voices)
        ordered = sorted(cuts)
        pieces = []
        voice = voices[0][1]
        starts = dict(voices)
        for low, high in itertools.pairwise(ordered):
            voice = starts.get(low, voice)
            over = [one for one in codings if one.start <= low and one.end >= high]
            look = Look(
                codes=tuple(self.color(one) for one in over),
                current=any(one.guid == scene.current for one in over),
                selected=first <= low and last >= high,
                hit=any(hit[0] <= low and hit[1] >= high for hit in hits),
                voice=voice,
            )
            pieces.append((low, high, self.paint.style(look)))
        return pieces

    def _label(self, marks: RowMarks, scene: Scene) -> list[Segment]:
        room = self.columns.label
        coding = marks.label
        if coding is None:
            return [Segment(" " * room, self.paint.plain())]
        more = f" +{marks.more}" if marks.more else ""
        words = fit(self.name(coding), room - 2 - len(more)) + more
        style = self.paint.mark(self.color(coding), strong=coding.guid == scene.current, selected=True)
        return [
            Segment(" ", self.paint.plain()),
            Segment(words, style),
            Segment(" " * (room - 1 - cells(words)), self.paint.plain()),
        ]
