"""Closed questions: how many chose what, on which base."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClosedTable:
    """The answers to one closed question."""

    attribute: str
    question: str
    """Its words; empty where they were not recorded."""
    base: int
    """Respondents in scope."""
    answered: int
    """Those with an answer: the base of every share."""
    counts: tuple[tuple[str, int], ...]
    """Answer → respondents; a scale in its own order, other answers by frequency."""
    top_two: int | None = None
    """Respondents in the two highest steps of a scale; None where there is no scale."""


@dataclass(frozen=True, slots=True)
class Change:
    """The same question asked twice."""

    before: ClosedTable
    after: ClosedTable
    matched: int
    """Respondents who answered both times; only they can have changed."""
    up: int = 0
    """Of the matched, those who chose a higher step later."""
    same: int = 0
    down: int = 0
    question: str = ""
    """What both asked, without `before` and `after`."""

    @property
    def paired(self) -> bool:
        """Whether everybody who answered once answered twice."""
        return self.matched == self.before.answered == self.after.answered > 0
