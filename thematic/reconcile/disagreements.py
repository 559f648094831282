"""Where coders' codings differ, and how: every coding in exactly one item.

An item is a run of connected overlapping codings of one code in one source,
or two such runs of different codes that stand for each other. Nothing here
depends on which coder comes first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, combinations, pairwise
from typing import TYPE_CHECKING

from thematic.model.disagreements import KINDS, Disagreement, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.codebook import Codebook
    from thematic.model.codings import Coding

LEAST_OVERLAP = 0.5
"""Shared over joint length from which two codes on a passage stand for each other."""


@dataclass(frozen=True, eq=False)
class _Run:
    """Connected overlapping codings of one code."""

    code: str
    codings: tuple[Coding, ...]

    @cached_property
    def start(self) -> int:
        return min(coding.start for coding in self.codings)

    @cached_property
    def end(self) -> int:
        return max(coding.end for coding in self.codings)

    @cached_property
    def coders(self) -> frozenset[str]:
        return frozenset(coding.coder for coding in self.codings)

    @cached_property
    def place(self) -> tuple[int, int, str, str]:
        return self.start, self.end, self.code, min(coding.guid for coding in self.codings)


def classify_disagreements(
    codings: Iterable[Coding], codebook: Codebook, finished: Mapping[str, Iterable[str]]
) -> tuple[Disagreement, ...]:
    """Put every coding into exactly one item and say what kind of difference it is.

    Args:
        codings: Of the human layer; also those nobody else was to look at.
        codebook: For merged codes and for who is whose parent.
        finished: Source guid → guids of the coders who finished it. A finished
            coder without a coding says "not here"; one not named says nothing,
            and what such a coder coded is `single-coded`.

    Returns:
        In the order of sources, texts and places.
    """
    texts: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        texts[coding.source, coding.text].append(coding)
    items: list[Disagreement] = []
    for (source, text), found in sorted(texts.items()):
        counted = frozenset(finished.get(source, ()))
        items += _Passages(source, text, counted, codebook).classify(found)
    return tuple(items)


def sort_worst_first(items: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    """The worst kind first, then the longest passage, then by place."""
    return tuple(
        sorted(
            items,
            key=lambda item: (
                KINDS.index(item.kind),
                item.start - item.end,
                item.source,
                item.start,
                item.id,
            ),
        )
    )


def count_kinds(items: Iterable[Disagreement]) -> dict[Kind, int]:
    """How many items there are of each kind, worst first, kinds without any left out."""
    counts = Counter(item.kind for item in items)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


@dataclass(frozen=True)
class _Passages:
    """One text version and the coders who finished it."""

    source: str
    text: str
    counted: frozenset[str]
    codebook: Codebook

    def classify(self, codings: Sequence[Coding]) -> list[Disagreement]:
        shared = [coding for coding in codings if coding.coder in self.counted]
        runs = find_runs(shared, self.codebook)
        if len(self.counted) < 2:
            items = [self._item("single-coded", run) for run in runs]
        else:
            items = self._compare(runs, shared)
        for coder in sorted({coding.coder for coding in codings} - self.counted):
            own = [coding for coding in codings if coding.coder == coder]
            items += [self._item("single-coded", run) for run in find_runs(own, self.codebook)]
        return sorted(items, key=lambda item: (item.start, item.end, item.codes, item.id))

    def _compare(self, runs: Sequence[_Run], shared: Sequence[Coding]) -> list[Disagreement]:
        marked = _Marked.of(shared)
        swapped = self._find_substitutions([run for run in runs if run.coders != self.counted])
        standing = {run for pair in swapped for run in pair}
        items = [self._item(self._relation(one, other), one, other) for one, other in swapped]
        return items + [self._item(self._kind(run, marked), run) for run in runs if run not in standing]

    def _item(self, kind: Kind, *runs: _Run) -> Disagreement:
        codings = tuple(
            sorted(
                (coding for run in runs for coding in run.codings),
                key=lambda coding: (coding.start, coding.end, coding.guid),
            )
        )
        present = {coding.coder for coding in codings}
        absent = () if kind == "single-coded" else tuple(sorted(self.counted - present))
        codes = tuple(sorted({run.code for run in runs}))
        return Disagreement(kind, self.source, self.text, codes, codings, absent)

    def _find_substitutions(self, runs: Sequence[_Run]) -> list[tuple[_Run, _Run]]:
        """Runs of two codes by different coders on much the same words, the best overlap first."""
        candidates = []
        ordered = sorted(runs, key=lambda run: run.place)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if other.start >= one.end:
                    break
                overlap = _overlap(one, other)
                if one.code != other.code and not one.coders & other.coders and overlap >= LEAST_OVERLAP:
                    candidates.append((-overlap, KINDS.index(self._relation(one, other)), one, other))
        taken: set[_Run] = set()
        found = []
        # Of equal overlaps the nearer relation wins: kinds are listed with the farthest first.
        for _, _, one, other in sorted(candidates, key=lambda c: (c[0], -c[1], c[2].place, c[3].place)):
            if one not in taken and other not in taken:
                taken |= {one, other}
                found.append((one, other))
        return found

    def _relation(self, one: _Run, other: _Run) -> Kind:
        above_one = [code.guid for code in self.codebook.ancestors(one.code)]
        above_other = [code.guid for code in self.codebook.ancestors(other.code)]
        if one.code in above_other or other.code in above_one:
            return "substitution parent-child"
        if above_one and above_other and above_one[0] == above_other[0]:
            return "substitution sibling"
        return "substitution other"

    def _kind(self, run: _Run, marked: _Marked) -> Kind:
        if _stances_oppose(run.codings):
            return "opposite stance"
        missing = self.counted - run.coders
        if not missing:
            return _boundary(run.codings)
        there = all(marked.touches(coder, run.start, run.end) for coder in missing)
        return "label omitted" if there else "passage uncoded"


@dataclass(frozen=True)
class _Marked:
    """What each coder marked, whatever the code, ready to be asked for a place."""

    starts: Mapping[str, list[int]]
    reached: Mapping[str, list[int]]
    """Per coder and start: the farthest end of any coding that starts there or before."""

    @classmethod
    def of(cls, codings: Iterable[Coding]) -> _Marked:
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for coding in codings:
            spans[coding.coder].append((coding.start, coding.end))
        ordered = {coder: sorted(own) for coder, own in spans.items()}
        return cls(
            {coder: [start for start, _ in own] for coder, own in ordered.items()},
            {coder: list(accumulate((end for _, end in own), max)) for coder, own in ordered.items()},
        )

    def touches(self, coder: str, start: int, end: int) -> bool:
        """Whether the coder marked any character in [start, end)."""
        before = bisect_left(self.starts.get(coder, []), end)
        return before > 0 and self.reached[coder][before - 1] > start


def find_runs(codings: Iterable[Coding], codebook: Codebook) -> list[_Run]:
    """Codings of one text grouped by code into runs that overlap without a break."""
    by_code: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        by_code[codebook.resolve(coding.code)].append(coding)
    runs = []
    for code, found in by_code.items():
        group: list[Coding] = []
        reached = 0
        for coding in sorted(found, key=lambda coding: (coding.start, coding.end, coding.guid)):
            if group and coding.start >= reached:
                runs.append(_Run(code, tuple(group)))
                group = []
            group.append(coding)
            reached = max(reached, coding.end)
        runs.append(_Run(code, tuple(group)))
    return runs


def _overlap(one: _Run, other: _Run) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def _stances_oppose(codings: Sequence[Coding]) -> bool:
    supporting = {coding.coder for coding in codings if coding.stance == "supports"}
    opposing = {coding.coder for coding in codings if coding.stance == "opposes"}
    return any(one != other for one in supporting for other in opposing)


def _boundary(codings: Sequence[Coding]) -> Kind:
    by_coder: dict[str, set[tuple[int, int]]] = defaultdict(set)
    cores: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for coding in codings:
        by_coder[coding.coder].add((coding.start, coding.end))
        cores[coding.coder].add(find_core(coding))
    if _all_equal(by_coder):
        return "exact"
    if _all_equal(cores):
        return "boundary trivial"
    if any(len(spans) > 1 for spans in by_coder.values()):
        return "boundary fragmented"
    spans = sorted({span for own in by_coder.values() for span in own}, key=lambda s: (s[0] - s[1], s))
    nested = all(outer[0] <= inner[0] and inner[1] <= outer[1] for outer, inner in pairwise(spans))
    return "boundary nested" if nested else "boundary partial"


def _all_equal(spans: Mapping[str, set[tuple[int, int]]]) -> bool:
    return all(one == other for one, other in combinations(spans.values(), 2))


def find_core(coding: Coding) -> tuple[int, int]:
    """Where the words of a coding stand, without blanks and punctuation around them."""
    worded = [place for place, mark in enumerate(coding.quote) if mark.isalnum()]
    if not worded or len(coding.quote) != coding.end - coding.start:
        return coding.start, coding.end
    return coding.start + worded[0], coding.start + worded[-1] + 1
