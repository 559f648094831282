"""Rounds of coding: which source was given to whom, and who is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

RoundStatus = Literal["open", "frozen"]
AssignmentState = Literal["assigned", "finished"]


@dataclass(frozen=True, slots=True)
class Round:
    """One pass of coding by several people, blind to each other until both are done."""

    number: int
    """From 1."""
    status: RoundStatus = "open"
    """A frozen round takes no more coding; agreement and adjudication follow."""
    revision: str = ""
    """Hash of the codebook it was coded with: as it was at the first assignment, then at the freeze."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A source given to a coder in a round."""

    guid: str
    round: int
    """Number of the round."""
    source: str
    """Guid of the source."""
    coder: str
    """Guid of the coder."""
    state: AssignmentState = "assigned"


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a source takes no more coding by somebody."""

    round: int
    status: RoundStatus
    """`frozen`: the round is over; `open`: they said that they have finished."""


@dataclass(frozen=True)
class Finished:
    """Who has gone through which source; everybody else says nothing about it."""

    coders: Mapping[str, frozenset[str]]
    """Source guid → guids of the coders who finished it."""
    assumed: frozenset[str]
    """Guids of sources without assignments: there, having coded anything counts as having finished."""

    def by_all(self, coders: Iterable[str]) -> frozenset[str]:
        """Guids of the sources that every one of these coders finished."""
        wanted = frozenset(coders)
        return frozenset(source for source, done in self.coders.items() if wanted <= done)


def find_finished(
    assignments: Iterable[Assignment], coded: Iterable[tuple[str, str]], *, number: int | None = None
) -> Finished:
    """Who finished what.

    A source that was assigned to anybody counts as finished by those who said
    so. One that was not counts as finished by whoever coded anything in it.

    Args:
        assignments: Of every round.
        coded: (source guid, coder guid) of codings in the human layer.
        number: Only this round's assignments; sources outside it are left out.
    """
    done: dict[str, set[str]] = {}
    for each in assignments:
        if number is None or each.round == number:
            finished = done.setdefault(each.source, set())
            if each.state == "finished":
                finished.add(each.coder)
    assigned = frozenset(done)
    if number is None:
        for source, coder in coded:
            if source not in assigned:
                done.setdefault(source, set()).add(coder)
    coders = {source: frozenset(finished) for source, finished in done.items()}
    return Finished(coders, frozenset(done) - assigned)


def find_closed(
    assignments: Iterable[Assignment], still_open: Collection[int]
) -> dict[tuple[str, str], Closed]:
    """(source guid, coder guid) that take no more coding, and why.

    Whoever finished a source must take it up again first, because the others
    see their codings from then on. A frozen round is over, unless a later one
    gave the source to the same coder again.

    Args:
        assignments: Of every round.
        still_open: Numbers of the rounds that are not frozen.
    """
    closed: dict[tuple[str, str], Closed] = {}
    for each in sorted(assignments, key=lambda one: (one.round in still_open, one.round)):
        pair = each.source, each.coder
        if each.round not in still_open:
            closed[pair] = Closed(each.round, "frozen")
        elif each.state == "finished":
            closed[pair] = Closed(each.round, "open")
        else:
            closed.pop(pair, None)
    return closed


def find_hidden(assignments: Iterable[Assignment], viewer: str | None) -> frozenset[tuple[str, str]]:
    """(source guid, coder guid) whose codings this person may not see yet.

    Two coders of one source are blind to each other until both have finished it
    in that round. Somebody it was not assigned to sees it; nobody in particular
    sees only what all its coders may see of each other.

    Args:
        assignments: Of every round.
        viewer: Guid of the coder who looks; None where nobody is named.
    """
    given: dict[tuple[int, str], dict[str, bool]] = {}
    for each in assignments:
        given.setdefault((each.round, each.source), {})[each.coder] = each.state == "finished"
    hidden: set[tuple[str, str]] = set()
    for (_, source), done in given.items():
        if len(done) < 2:
            continue
        if viewer is None and not all(done.values()):
            hidden.update((source, coder) for coder in done)
        elif viewer in done:
            hidden.update(
                (source, coder)
                for coder, finished in done.items()
                if coder != viewer and not (finished and done[viewer])
            )
    return frozenset(hidden)
