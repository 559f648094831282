"""Codes that came apart or together: one code in a codebook, several in another.

Two things tell of it: lines that went over word for word (whoever splits or
joins codes takes examples, keywords and inclusions along), and passages.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from thematic.language.folding import fold_words
from thematic.reconcile.likeness import share

if TYPE_CHECKING:
    from collections.abc import Container

    from thematic.model.codebook import Code, Codebook
    from thematic.reconcile.likeness import Table
    from thematic.reconcile.passages import Passages

TAKEN = 0.2
"""Share of a code's lines that stand in another's, from which it may have come from there."""
INSIDE = 0.6
"""Share of a part's codings on passages of the whole, and of the whole's on passages of its parts."""
FILLS = 0.8
"""Share of the whole's codings from which a part is the whole itself."""


@dataclass(frozen=True)
class Descent:
    """A code of one side and those of the other that it may have become, or come from."""

    kind: Literal["split", "merge"]
    left: tuple[str, ...]
    """Guids; one where it was split."""
    right: tuple[str, ...]
    """Guids; one where codes were merged."""
    score: float
    evidence: tuple[str, ...]


class Side:
    """One of two codebooks: which of its codes the other has not, and what lines they have."""

    def __init__(self, book: Codebook, other: Codebook, settled: Container[str] = frozenset()) -> None:
        self.codes = book.codes
        self.own = [
            place
            for place, code in enumerate(book.codes)
            if code.guid not in other.by_guid and code.guid not in settled
        ]
        """Places of codes that only this one has."""

    @cached_property
    def lines(self) -> list[frozenset[str]]:
        """What stands in the lists of each code."""
        return [_lines(code) for code in self.codes]

    def common(self, other: Side) -> Counter[tuple[int, int]]:
        """(code of this side, code of the other) → lines in common, where there are any."""
        holders: dict[str, list[int]] = {}
        for place in other.own:
            for line in other.lines[place]:
                holders.setdefault(line, []).append(place)
        return Counter(
            (place, there)
            for place in self.own
            for line in self.lines[place]
            for there in holders.get(line, ())
        )


def find_descent(one: Side, other: Side, passages: Passages | None = None) -> list[Descent]:
    """Find codes that may have been split or merged on the way from one codebook to another.

    Codes with a guid in common are one code; such a code may have taken in
    another one, which shows where it says lines now that it did not say before.

    Args:
        one: The earlier codebook, where there is an earlier one.
        other: The other.
        passages: What the codes were put on, in the order of the codes.
    """
    meets = meets_back = None
    if passages is not None:
        own = share(passages.left_meets, np.broadcast_to(passages.left[:, None], passages.left_meets.shape))
        back = share(passages.right_meets, np.broadcast_to(passages.right, passages.right_meets.shape))
        meets, meets_back = (own, back), (back.T, own.T)
    splits = [Descent("split", (whole,), parts, *why) for whole, parts, why in _families(one, other, meets)]
    mergers = [
        Descent("merge", parts, (whole,), *why) for whole, parts, why in _families(other, one, meets_back)
    ]
    return splits + mergers + _taken_in(one, other)


def _lines(code: Code) -> frozenset[str]:
    return frozenset(fold_words(line) for line in (*code.examples, *code.keywords, *code.include)) - {""}


def _families(
    wholes: Side, parts: Side, meets: tuple[Table, Table] | None
) -> list[tuple[str, tuple[str, ...], tuple[float, tuple[str, ...]]]]:
    """Each code and the two or more of the other side that may be its parts, with score and evidence.

    Args:
        wholes: The side with one code.
        parts: The side with several.
        meets: [wholes, parts] share of the whole's codings that meet the part's, and of the part's.
    """
    of: dict[int, set[int]] = {}
    for (whole, part), many in wholes.common(parts).items():
        if many >= TAKEN * min(len(wholes.lines[whole]), len(parts.lines[part])):
            of.setdefault(whole, set()).add(part)
    if meets is not None:
        for whole in wholes.own:
            lying = [p for p in parts.own if meets[1][whole, p] >= INSIDE and meets[0][whole, p] < FILLS]
            if len(lying) > 1 and meets[0][whole, lying].sum() >= INSIDE:
                of.setdefault(whole, set()).update(lying)
    found = []
    for whole, some in sorted(of.items()):
        if len(some) > 1:
            guids = tuple(parts.codes[part].guid for part in sorted(some))
            found.append((wholes.codes[whole].guid, guids, _why(whole, sorted(some), wholes, parts, meets)))
    return found


def _why(
    whole: int, some: list[int], wholes: Side, parts: Side, meets: tuple[Table, Table] | None
) -> tuple[float, tuple[str, ...]]:
    """Score and evidence of a family."""
    lines = wholes.lines[whole]
    taken = lines & frozenset().union(*(parts.lines[part] for part in some))
    score, said = 0.0, []
    if taken:
        score = len(taken) / len(lines)
        said.append(f"{len(taken)} of its {len(lines)} lines stand in the {len(some)} codes")
    if meets is not None and meets[1][whole, some].any():
        covered = min(1.0, float(meets[0][whole, some].sum()))
        score = max(score, covered)
        said.append(f"{covered:.0%} of its codings are on passages of the {len(some)} codes")
    return round(score, 4), tuple(said)


def _taken_in(one: Side, other: Side) -> list[Descent]:
    """Codes only the first codebook has, whose lines a code of both says now and did not say before."""
    before = {code.guid: lines for code, lines in zip(one.codes, one.lines, strict=True)}
    gained = [
        (code, lines - before[code.guid])
        for code, lines in zip(other.codes, other.lines, strict=True)
        if code.guid in before and lines - before[code.guid]
    ]
    found = []
    for place in one.own:
        gone, lines = one.codes[place], one.lines[place]
        for code, new in gained:
            taken = len(lines & new)
            if taken > 1 and taken >= TAKEN * len(lines):
                said = f"{taken} of its {len(lines)} lines stand now in '{code.name}'"
                found.append(
                    Descent("merge", (gone.guid,), (code.guid,), round(taken / len(lines), 4), (said,))
                )
    return found
