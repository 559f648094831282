"""Where coders' codings differ, and what an adjudicator answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.codings import Coding, Stance

Kind = Literal[
    "opposite stance",
    "substitution other",
    "substitution sibling",
    "substitution parent-child",
    "passage uncoded",
    "label omitted",
    "boundary fragmented",
    "boundary partial",
    "boundary nested",
    "boundary trivial",
    "exact",
    "single-coded",
]

KINDS: tuple[Kind, ...] = (
    "opposite stance",
    "substitution other",
    "substitution sibling",
    "substitution parent-child",
    "passage uncoded",
    "label omitted",
    "boundary fragmented",
    "boundary partial",
    "boundary nested",
    "boundary trivial",
    "exact",
    "single-coded",
)
"""Worst first; the last two are no disagreements."""

SETTLED: frozenset[Kind] = frozenset({"exact", "single-coded"})

NOTHING_AGREED = "nothing-agreed/"
"""Begins the project settings that name, by guid, the sources whose consensus is that nothing stands."""


def find_nothing_agreed(settings: Mapping[str, object]) -> frozenset[str]:
    """Guids of the sources that have a consensus without a coding in it."""
    return frozenset(
        name.removeprefix(NOTHING_AGREED)
        for name, value in settings.items()
        if name.startswith(NOTHING_AGREED) and value
    )


@dataclass(frozen=True)
class Disagreement:
    """One item: codings of the same passage, and how they differ."""

    kind: Kind
    source: str
    """Guid of the source."""
    text: str
    """Guid of the text version."""
    codes: tuple[str, ...]
    """Guids of its one or two codes, merges resolved, sorted."""
    codings: tuple[Coding, ...]
    """By place, then guid."""
    absent: tuple[str, ...]
    """Guids of coders who finished the source and have no coding here, sorted."""

    @cached_property
    def id(self) -> str:
        """Same codings, same id: 16 hexadecimal digits."""
        guids = "\n".join(sorted(coding.guid for coding in self.codings))
        return hashlib.sha256(guids.encode()).hexdigest()[:16]

    @property
    def start(self) -> int:
        """First code point any coding covers."""
        return min(coding.start for coding in self.codings)

    @property
    def end(self) -> int:
        """Code point after the last that any coding covers."""
        return max(coding.end for coding in self.codings)

    @property
    def coders(self) -> tuple[str, ...]:
        """Guids of the coders with a coding here, sorted."""
        return tuple(sorted({coding.coder for coding in self.codings}))

    @property
    def differs(self) -> bool:
        """Whether it is a disagreement at all."""
        return self.kind not in SETTLED

    def by(self, coder: str) -> tuple[Coding, ...]:
        """One coder's codings."""
        return tuple(coding for coding in self.codings if coding.coder == coder)


Choice = Literal["accept", "union", "intersection", "new", "reject", "codebook issue", "defer"]

CHOICES: tuple[Choice, ...] = (
    "accept",
    "union",
    "intersection",
    "new",
    "reject",
    "codebook issue",
    "defer",
)
"""What an adjudicator can answer; the last two leave the item open."""


@dataclass(frozen=True)
class Decision:
    """An adjudicator's answer to one item, with its reason."""

    item: str
    """Id of the disagreement."""
    choice: Choice
    by: str
    """Guid of the coder who decided."""
    at: int
    """Microseconds since 1970 UTC."""
    why: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    """Guid of each coding shown → id of the fact that was its head then."""
    coder: str | None = None
    """`accept`: guid of the coder whose codings stand."""
    code: str | None = None
    """Guid of the code; needed by `new`, and wherever the item has two codes."""
    start: int | None = None
    """`new`: first code point."""
    end: int | None = None
    """`new`: code point after the last."""
    stance: Stance | None = None
    """The stance to keep where coders' stances differ."""
