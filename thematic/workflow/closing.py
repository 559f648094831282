"""Which sources take no more coding: those of a frozen round, and those their coder has finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import Refused
from thematic.model.rounds import find_closed
from thematic.store.merge_acts import MERGE, acts_brought
from thematic.store.people import load_coders
from thematic.store.projects import load_project
from thematic.store.rounds import load_assignments, pairs_touched, rounds_of, rounds_touched
from thematic.store.sources import load_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.model.codings import Coding
    from thematic.model.journal import Act
    from thematic.model.rounds import Assignment, Closed
    from thematic.store.connection import Reading

Pair = tuple[str, str]
"""(source guid, coder guid)."""


def closed_pairs(connection: Reading) -> Mapping[Pair, Closed]:
    """Everything that takes no more coding."""
    return _closed(connection, load_assignments(connection))


def refuse_closed(connection: Reading, codings: Iterable[Coding]) -> None:
    """Keep human codings of closed sources as they are.

    Raises:
        Refused: A round is frozen, or the coder has finished the source.
    """
    pairs = {(one.source, one.coder) for one in codings if one.layer == "human"}
    if len(pairs) == 1:  # what a person at the desk does hundreds of times an hour
        ((source, coder),) = pairs
        assignments = load_assignments(connection, source=source, coder=coder)
    else:
        assignments = load_assignments(connection)
    closed = _closed(connection, assignments)
    refuse_pairs(connection, {pair: closed[pair] for pair in pairs if pair in closed})


@dataclass(frozen=True, slots=True)
class Closing:
    """What takes no more coding at some moment."""

    frozen: frozenset[int]
    """Numbers of rounds."""
    pairs: Mapping[Pair, Closed]


def what_is_closed(connection: Reading) -> Closing:
    """All that takes no more coding now."""
    assignments = load_assignments(connection)
    frozen = frozenset(_frozen(connection)) if assignments else frozenset()
    return Closing(frozen, _closed(connection, assignments))


def refuse_reversed(connection: Reading, target: Act, before: Closing) -> None:
    """Keep an undo or redo, within its act, from having changed what is closed.

    Only what was closed before as well is kept: a merge that is done again brings codings
    together with the word that their coder has finished.

    Raises:
        Refused: It brought or took codings of a closed source, or changed who was done in a frozen round.
    """
    if not before.pairs and not before.frozen:
        return
    now = what_is_closed(connection)
    acts = [target.guid, *(acts_brought(connection, target.guid) if target.verb == MERGE else ())]
    frozen = before.frozen & now.frozen & rounds_touched(connection, acts)
    if frozen:
        raise Refused(
            f"'{target.verb}' cannot be undone: round {min(frozen)} is frozen.",
            "Go on in a new round: a lead gives sources out with 'thematic rounds assign'.",
        )
    touched = pairs_touched(connection, acts) & before.pairs.keys() & now.pairs.keys()
    refuse_pairs(connection, {pair: now.pairs[pair] for pair in sorted(touched)})


def late_codings(connection: Reading, acts: Iterable[str], closed: Mapping[Pair, Closed]) -> tuple[str, ...]:
    """In words, what acts from another copy coded in rounds that were frozen here before they came.

    A merge loses nothing, so it is let in and told.

    Args:
        connection: To read with, once the acts are there.
        acts: Their guids.
        closed: What took no more coding before they came.
    """
    frozen = {pair: why for pair, why in closed.items() if why.status == "frozen"}
    if not frozen:
        return ()
    late = sorted(pairs_touched(connection, acts) & frozen.keys())
    return tuple(f"{why_closed(connection, pair, frozen[pair])} The copies bring some." for pair in late)


def refuse_pairs(connection: Reading, closed: Mapping[Pair, Closed]) -> None:
    """Say of each pair why it takes no more coding.

    Raises:
        Refused: There is one.
    """
    if closed:
        said = [why_closed(connection, pair, why) for pair, why in closed.items()]
        raise Refused("\n".join(said), what_to_do(next(iter(closed.values()))))


def why_closed(connection: Reading, pair: Pair, why: Closed) -> str:
    """Why a source takes no more coding by somebody, in a sentence."""
    source, coder = pair
    name = next((one.name for one in load_sources(connection) if one.guid == source), source)
    who = next((one.name for one in load_coders(connection) if one.guid == coder), coder)
    if why.status == "frozen":
        return f"{name} takes no more coding by {who}: round {why.round} is frozen."
    return f"{name} takes no more coding by {who}, who has finished it."


def what_to_do(why: Closed) -> str:
    """How to go on coding what is closed."""
    if why.status == "frozen":
        return "A new round opens it again: 'thematic rounds assign'."
    return "d at the desk or 'thematic rounds resume' takes it up again."


def _closed(connection: Reading, assignments: Iterable[Assignment]) -> Mapping[Pair, Closed]:
    found = tuple(assignments)
    if not found:
        return {}
    return find_closed(found, {one.round for one in found} - _frozen(connection))


def _frozen(connection: Reading) -> set[int]:
    rounds = rounds_of(load_project(connection).settings)
    return {one.number for one in rounds if one.status == "frozen"}
