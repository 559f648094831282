"""Finding coded passages again after a text was edited.

A passage that lies wholly in text the edit left alone moves with it. One that
the edit touched is looked for by its exact words, nearest to where it should
be. Nothing else is placed: what cannot be read word for word waits for a person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)


def anchor_spans(old: str, new: str, spans: Iterable[Span]) -> list[Span | None]:
    """Where each span of the old text stands in the new one, or None where its words are gone.

    Args:
        old: The text the spans belong to.
        new: The edited text.
        spans: Half-open code-point spans of the old text.

    Returns:
        One entry a span, in order; every span returned reads exactly the old words.
    """
    kept = matching_runs(old, new)
    return [_anchor(old, new, span, kept) for span in spans]


def matching_runs(old: str, new: str) -> list[tuple[int, int, int]]:
    """Stretches the edit left alone as (start in old, start in new, length), in order.

    Common ends are taken off first, so that the comparison of tokens costs what
    the edit touched and not what the text is long.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    runs = [(0, 0, head)] if head else []
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    if first and second:
        runs += _token_runs(first, second, head)
    if tail:
        runs.append((len(old) - tail, len(new) - tail, tail))
    return runs


def _token_runs(first: str, second: str, offset: int) -> list[tuple[int, int, int]]:
    ours, theirs = _TOKEN.findall(first), _TOKEN.findall(second)
    at_first, at_second = _starts(ours, offset), _starts(theirs, offset)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return [
        (at_first[block.a], at_second[block.b], at_first[block.a + block.size] - at_first[block.a])
        for block in matcher.get_matching_blocks()
        if block.size
    ]


def _starts(tokens: list[str], offset: int) -> list[int]:
    starts = [offset]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _anchor(old: str, new: str, span: Span, kept: list[tuple[int, int, int]]) -> Span | None:
    start, end = span
    place = bisect_right(kept, start, key=lambda run: run[0]) - 1
    expected = start
    if place >= 0:
        run_old, run_new, length = kept[place]
        expected = run_new + (start - run_old)
        if end <= run_old + length:
            return expected, expected + end - start
    return _nearest(new, old[start:end], expected)


def _nearest(text: str, quote: str, expected: int) -> Span | None:
    best: int | None = None
    at = text.find(quote)
    while at >= 0:
        if best is None or abs(at - expected) < abs(best - expected):
            best = at
        at = text.find(quote, at + 1)
    return None if best is None else (best, best + len(quote))
