"""The selection and how keys change it; always a span, never a bare caret.

A plain move selects another unit. Extending keeps the unit it began with
inside. One end is the active one; the other stands still.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from thematic.tui.page.units import UNITS

if TYPE_CHECKING:
    from thematic.tui.page.units import Span, Unit, Units

End = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A span of the text with what is needed to change it."""

    start: int
    end: int
    unit: Unit = "sentence"
    """What up and down walk by."""
    active: End = "end"
    """The end that extending moves."""
    origin: Span = (0, 0)
    """The unit where extending began."""

    @property
    def head(self) -> int:
        """The place to keep in view: where the active end is."""
        return self.start if self.active == "start" else max(self.start, self.end - 1)

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end


def select(span: Span, unit: Unit = "sentence") -> Selection:
    """A fresh selection of one unit."""
    return Selection(*span, unit=unit, origin=span)


def step(units: Units, now: Selection, *, forward: bool, by: Unit | None = None) -> Selection:
    """The next or previous unit instead of the selection; the same selection at the text's end."""
    unit = by or ("sentence" if now.unit == "word" else now.unit)
    if by == "word" and now.unit != "word":
        edge = units.at("word", now.start if forward else max(now.start, now.end - 1))
        return select(edge, "word") if edge else now
    found = units.after(unit, now.end) if forward else units.before(unit, now.start)
    if found is None or found == now.span:
        return now
    return select(found, unit)


def extend(units: Units, now: Selection, *, forward: bool) -> Selection:
    """Take in one unit more on the side that is walked to, or give back the last one taken."""
    unit: Unit = "sentence" if now.unit == "word" else now.unit
    first, last = now.origin
    if forward and now.active == "start" and now.start < first:
        found = units.after(unit, now.start + 1)
        return replace(now, start=min(found[0], first) if found else first)
    if not forward and now.active == "end" and now.end > last:
        found = units.before(unit, now.end - 1)
        return replace(now, end=max(found[1], last) if found else last)
    if forward:
        found = units.after(unit, now.end)
        return replace(now, end=found[1], active="end") if found else now
    found = units.before(unit, now.start)
    return replace(now, start=found[0], active="start") if found else now


def nudge(units: Units, now: Selection, *, forward: bool) -> Selection:
    """Move the active end by one word; the selection never becomes empty."""
    if now.active == "end":
        found = units.after("word", now.end) if forward else units.before("word", _inside(units, now.end))
        end = found[1] if found else now.end
        return _fresh(now, now.start, end) if end > now.start else now
    found = _word_after(units, now.start) if forward else units.before("word", now.start)
    start = found[0] if found else now.start
    return _fresh(now, start, now.end) if start < now.end else now


def grow(units: Units, now: Selection) -> Selection:
    """The next larger unit around the selection."""
    for unit in UNITS[UNITS.index(now.unit) :]:
        first = units.at(unit, now.start)
        last = units.at(unit, max(now.start, now.end - 1))
        if first and last:
            span = (min(first[0], now.start), max(last[1], now.end))
            if span != now.span:
                return select(span, unit)
    return now


def shrink(units: Units, now: Selection) -> Selection:
    """The first smaller unit inside the selection."""
    for unit in reversed(UNITS[: UNITS.index(now.unit) + 1]):
        found = units.at(unit, now.start)
        if found and found != now.span and found[0] >= now.start and found[1] <= now.end:
            return select(found, unit)
    return now


def swap(now: Selection) -> Selection:
    """Make the other end the active one."""
    return replace(now, active="start" if now.active == "end" else "end")


def _fresh(now: Selection, start: int, end: int) -> Selection:
    return replace(now, start=start, end=end, origin=(start, end))


def _inside(units: Units, end: int) -> int:
    """A place just inside the last word before an end, so that the word before that one is found."""
    word = units.before("word", end)
    return word[1] - 1 if word else end


def _word_after(units: Units, start: int) -> Span | None:
    word = units.at("word", start)
    return units.after("word", word[1]) if word and word[0] <= start else word
