"""Which codings stand on a stretch of text: interval bins.

Each coding lies in the smallest of a few nested bins that holds it whole, so
that adding and removing touch one bin, and a query a handful, whatever the
number of codings (the scheme of genome browsers: Kent et al., 2002,
"The Human Genome Browser at UCSC", doi:10.1101/gr.229102).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.codings import Coding

_Placed = tuple[int, int, str, "Coding"]
"""Start, end below nought, guid: what codings are ordered by; and the coding."""

_SHIFTS = (9, 12, 15, 18, 21, 31)
"""Bins of 512 code points, 4 Ki, 32 Ki, 256 Ki, 2 Mi, and one for everything."""


class CodingIndex:
    """The codings of one text, found by place."""

    def __init__(self, codings: Iterable[Coding] = ()) -> None:
        self._by_guid: dict[str, Coding] = {}
        self._bins: dict[tuple[int, int], dict[str, _Placed]] = {}
        for coding in codings:
            self._by_guid[coding.guid] = coding
            self._bins.setdefault(_bin(coding.start, coding.end), {})[coding.guid] = (*_place(coding), coding)
        self._order = sorted(map(_place, self._by_guid.values()))

    def __len__(self) -> int:
        return len(self._by_guid)

    def __iter__(self) -> Iterator[Coding]:
        """Every coding, in text order."""
        return (self._by_guid[guid] for _, _, guid in self._order)

    def __contains__(self, guid: str) -> bool:
        return guid in self._by_guid

    def get(self, guid: str | None) -> Coding | None:
        """The coding with this guid, if it stands here."""
        return self._by_guid.get(guid) if guid else None

    def add(self, coding: Coding) -> None:
        """Put a coding in its place; one with the same guid makes way for it."""
        self.remove(coding.guid)
        self._by_guid[coding.guid] = coding
        self._bins.setdefault(_bin(coding.start, coding.end), {})[coding.guid] = (*_place(coding), coding)
        insort(self._order, _place(coding))

    def remove(self, guid: str) -> Coding | None:
        """Take a coding away and return it; None when it was not here."""
        coding = self._by_guid.pop(guid, None)
        if coding is None:
            return None
        key = _bin(coding.start, coding.end)
        del self._bins[key][guid]
        if not self._bins[key]:
            del self._bins[key]
        del self._order[bisect_left(self._order, _place(coding))]
        return coding

    def between(self, start: int, end: int) -> list[Coding]:
        """Codings that share a code point with [start, end), in text order, the longer before the shorter."""
        found: list[_Placed] = []
        bins = self._bins
        for level, shift in enumerate(_SHIFTS):
            for number in range(start >> shift, ((end - 1) >> shift) + 1):
                bucket = bins.get((level, number))
                if bucket:
                    found.extend(one for one in bucket.values() if one[0] < end and -one[1] > start)
        found.sort()
        return [one[3] for one in found]

    def after(self, coding: Coding | None, position: int) -> Coding | None:
        """The coding that follows one in text order, or the first that begins at or after a position."""
        place = _place(coding) if coding else (position, -(1 << 62), "")
        at = bisect_right(self._order, place)
        return self._by_guid[self._order[at][2]] if at < len(self._order) else None

    def before(self, coding: Coding | None, position: int) -> Coding | None:
        """The coding that precedes one in text order, or the last that begins before a position."""
        place = _place(coding) if coding else (position, -(1 << 62), "")
        at = bisect_left(self._order, place) - 1
        return self._by_guid[self._order[at][2]] if at >= 0 else None


def _bin(start: int, end: int) -> tuple[int, int]:
    for level, shift in enumerate(_SHIFTS):
        if start >> shift == (end - 1) >> shift:
            return level, start >> shift
    return len(_SHIFTS) - 1, 0


def _place(coding: Coding) -> tuple[int, int, str]:
    return coding.start, -coding.end, coding.guid
