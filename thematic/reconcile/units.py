"""The one sufficient statistic: how much text each subset of coders gave each code.

Codings become, per (source, code), a length of text per subset of coders who
applied the code. Lengths count characters, or units (sentences, turns,
answers, whole sources) that a coder covered far enough. Coders' own overlaps
count once. Sources add up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.ratings import Ratings
from thematic.reconcile.results import count_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thematic.reconcile.results import Floats, Ints

MOST_CODERS = 62
"""Subsets of coders are bits of one signed 64-bit integer."""


@dataclass(frozen=True)
class Spans:
    """Codings as parallel columns of length n."""

    source: Ints
    start: Ints
    end: Ints
    code: Ints
    coder: Ints

    def __len__(self) -> int:
        return len(self.source)

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Spans:
        """The spans at a mask or at indices."""
        return Spans(
            self.source[chosen], self.start[chosen], self.end[chosen], self.code[chosen], self.coder[chosen]
        )


@dataclass(frozen=True)
class UnitSpans:
    """The units a text is judged by, sorted by source and place, not overlapping."""

    name: str
    """source, turn, sentence or answer."""
    source: Ints
    start: Ints
    end: Ints
    least_share: float = 0.5
    """A unit counts as coded if at least this share of it is covered; 0 means any character."""


@dataclass(frozen=True)
class Cover:
    """Which coder gave which code to which unit; one row each, in order of unit, code, coder."""

    unit: Ints
    """Index of the unit or elementary stretch."""
    code: Ints
    coder: Ints
    source_of_unit: Ints
    """[units]"""
    length_of_unit: Floats
    """[units]: 1, or the characters of an elementary stretch."""


@dataclass(frozen=True)
class SubsetLengths:
    """Length of text per (source, code) and subset of coders who applied the code."""

    unit: str
    """What is counted: character, sentence, turn, answer or source."""
    source: Ints
    """[rows]"""
    code: Ints
    """[rows]"""
    applied: Ints
    """[rows]: bit c set where coder c applied the code; never 0, text without the code is what is left."""
    length: Floats
    """[rows]"""
    assigned: NDArray[np.bool_]
    """[sources, coders]: who finished the source; only they are counted."""
    total: Floats
    """[sources]: all text of the source in the same unit."""
    codes: int
    """How many codes, applied or not."""
    squares: Floats | None = None
    """[codes, sources] squared lengths of the coders' own units, summed, for |u; characters only."""

    @property
    def compared_sources(self) -> NDArray[np.bool_]:
        """[sources]: at least two coders finished it and it has text."""
        return np.asarray((self.assigned.sum(axis=1) > 1) & (self.total > 0))

    def only(self, sources: NDArray[np.bool_]) -> SubsetLengths:
        """The same with some sources left out of account."""
        kept = sources[self.source]
        return replace(
            self,
            source=self.source[kept],
            code=self.code[kept],
            applied=self.applied[kept],
            length=self.length[kept],
            total=np.where(sources, self.total, 0.0),
        )


def align_characters(spans: Spans, lengths: Ints, assigned: NDArray[np.bool_], codes: int) -> SubsetLengths:
    """Count characters.

    Args:
        spans: The codings; those of coders not assigned to the source are left out.
        lengths: [sources] code points of each text.
        assigned: [sources, coders] who finished what.
        codes: How many codes there are.
    """
    spans = _assigned(spans, assigned)
    squares = _square_lengths(join_spans(spans, codes, touching=False), codes, len(lengths))
    spans = join_spans(spans, codes)
    group = spans.source * codes + spans.code
    place = np.concatenate([spans.start, spans.end])
    bits = np.concatenate([1 << spans.coder, -(1 << spans.coder)])
    groups = np.concatenate([group, group])
    order = np.lexsort((place, groups))
    place, groups, subset = place[order], groups[order], np.cumsum(bits[order])
    wide = np.diff(place, append=place[-1:])
    inside = (subset > 0) & (wide > 0)
    counted = _gather("character", groups[inside], subset[inside], wide[inside], lengths, assigned, codes)
    return replace(counted, squares=squares)


def align_units(spans: Spans, units: UnitSpans, assigned: NDArray[np.bool_], codes: int) -> SubsetLengths:
    """Count units that coders covered far enough; arguments as in `align_characters`."""
    cover = cover_units(spans, units, assigned, codes)
    key = cover.unit * codes + cover.code
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    subset = np.add.reduceat(1 << cover.coder, starts) if len(starts) else cover.coder
    unit = cover.unit[starts]
    group = units.source[unit] * codes + cover.code[starts]
    totals = np.bincount(units.source, minlength=len(assigned))
    return _gather(units.name, group, subset, np.ones(len(group)), totals, assigned, codes)


def cover_units(spans: Spans, units: UnitSpans, assigned: NDArray[np.bool_], codes: int) -> Cover:
    """Which coder gave which code to which unit; arguments as in `align_characters`."""
    coders = assigned.shape[1]
    joined = join_spans(_assigned(spans, assigned), codes)
    span, unit = _meetings(joined, units)
    shared = np.minimum(joined.end[span], units.end[unit]) - np.maximum(joined.start[span], units.start[unit])
    key = (unit * codes + joined.code[span]) * coders + joined.coder[span]
    cell, where = np.unique(key, return_inverse=True)
    covered = np.bincount(where, weights=shared, minlength=len(cell))
    wide = (units.end - units.start)[cell // (codes * coders)]
    cell = cell[(covered >= units.least_share * wide) & (covered > 0)]
    return Cover(
        unit=cell // (codes * coders),
        code=cell // coders % codes,
        coder=cell % coders,
        source_of_unit=units.source,
        length_of_unit=np.ones(len(units.source)),
    )


def cut_units(spans: Spans, lengths: Ints, assigned: NDArray[np.bool_]) -> UnitSpans:
    """Texts cut at every boundary of every coding, so that characters can be judged many at a time."""
    spans = _assigned(spans, assigned)
    sources = np.arange(len(lengths))
    edges = np.unique(
        np.stack(
            [
                np.concatenate([spans.source, spans.source, sources, sources]),
                np.concatenate([spans.start, spans.end, np.zeros_like(sources), lengths]),
            ]
        ),
        axis=1,
    )
    same = edges[0, 1:] == edges[0, :-1]
    return UnitSpans("character", edges[0, :-1][same], edges[1, :-1][same], edges[1, 1:][same], 0.0)


def whole_sources(lengths: Ints) -> UnitSpans:
    """Each text as one unit that counts as coded if any of it is; empty texts are no units."""
    sources = np.flatnonzero(lengths > 0)
    return UnitSpans("source", sources, np.zeros_like(sources), lengths[sources], 0.0)


def join_spans(spans: Spans, codes: int, *, touching: bool = True) -> Spans:
    """One coder's overlapping spans of one code in one source as one.

    Args:
        spans: The codings.
        codes: How many codes there are.
        touching: Join spans that share no text but meet; boundaries between them are lost.
    """
    if not len(spans):
        return spans
    coders = int(spans.coder.max()) + 1
    group = (spans.source * codes + spans.code) * coders + spans.coder
    order = np.lexsort((spans.start, group))
    spans, group = spans.take(order), group[order]
    # One number line for all groups, each on its own stretch, so that one running maximum serves all.
    offset = group * (int(spans.end.max()) + 1)
    reached = np.maximum.accumulate(offset + spans.end)
    first = np.ones(len(spans), dtype=bool)
    starts = (offset + spans.start)[1:]
    first[1:] = starts > reached[:-1] if touching else starts >= reached[:-1]
    first[1:] |= group[1:] != group[:-1]
    last = np.append(np.flatnonzero(first)[1:] - 1, len(spans) - 1)
    ends = reached[last] - offset[last]
    return replace(spans.take(first), end=ends)


def rate_codes(lengths: SubsetLengths) -> Ratings:
    """The statistic as judgements "not applied" (0) and "applied" (1), one group per (code, source).

    Group index is code × sources + source. Coders not assigned to a source are missing there.
    """
    sources, coders = lengths.assigned.shape
    group = lengths.code * sources + lengths.source
    n_groups = lengths.codes * sources
    coded = np.bincount(group, weights=lengths.length, minlength=n_groups)
    left = np.tile(lengths.total, lengths.codes) - coded
    rest = np.flatnonzero(left > 0)
    groups = np.concatenate([group, rest])
    subsets = np.concatenate([lengths.applied, np.zeros(len(rest), dtype=np.int64)])
    bits = np.arange(coders)[:, None]
    values = np.where(lengths.assigned[groups % max(sources, 1)].T, subsets >> bits & 1, -1)
    return Ratings(
        values=values.astype(np.int32),
        categories=2,
        weights=np.concatenate([lengths.length, left[rest]]),
        groups=groups,
        n_groups=n_groups,
    )


def _square_lengths(spans: Spans, codes: int, sources: int) -> Floats:
    wide = (spans.end - spans.start).astype(np.float64)
    sums = count_up(spans.code * sources + spans.source, wide**2, codes * sources)
    return sums.reshape(codes, sources)


def _assigned(spans: Spans, assigned: NDArray[np.bool_]) -> Spans:
    if assigned.shape[1] > MOST_CODERS:
        message = f"agreement is measured for at most {MOST_CODERS} coders at once"
        raise ValueError(message)
    return spans.take(assigned[spans.source, spans.coder])


def _meetings(spans: Spans, units: UnitSpans) -> tuple[Ints, Ints]:
    """Index pairs of spans and the units they touch."""
    far = int(max(spans.end.max(initial=0), units.end.max(initial=0))) + 1
    first = np.searchsorted(units.source * far + units.end, spans.source * far + spans.start, "right")
    behind = np.searchsorted(units.source * far + units.start, spans.source * far + spans.end, "left")
    # A span may lie in a gap between units; then it meets none.
    many = np.maximum(behind - first, 0)
    span = np.repeat(np.arange(len(spans)), many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return span, np.repeat(first, many) + within


def _gather(
    unit: str,
    group: Ints,
    subset: Ints,
    amounts: NDArray[np.float64] | Ints,
    totals: Ints,
    assigned: NDArray[np.bool_],
    codes: int,
) -> SubsetLengths:
    """Add up equal (source, code, subset); group is source × codes + code."""
    order = np.lexsort((subset, group))
    group, subset, amounts = group[order], subset[order], amounts[order]
    fresh = np.ones(len(group), dtype=bool)
    fresh[1:] = (np.diff(group) != 0) | (np.diff(subset) != 0)
    starts = np.flatnonzero(fresh)
    sums = np.add.reduceat(amounts.astype(np.float64), starts) if len(starts) else np.zeros(0)
    return SubsetLengths(
        unit=unit,
        source=group[starts] // codes,
        code=group[starts] % codes,
        applied=subset[starts],
        length=sums,
        assigned=assigned,
        total=totals.astype(np.float64),
        codes=codes,
    )
