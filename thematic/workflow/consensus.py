"""The consensus layer: what decisions make of the sources that several people coded.

A source has it exactly while every disagreement on it is answered. It follows
from codings and decisions alone, whoever decides and in whichever copy.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from thematic.model.disagreements import NOTHING_AGREED, find_nothing_agreed
from thematic.reconcile.resolutions import resolve_disagreements
from thematic.store.codings import (
    count_agreed,
    known_guids,
    load_codings,
    load_heads,
    save_coding,
    withdraw_coding,
)
from thematic.store.decisions import load_decisions, load_values
from thematic.store.projects import load_project, save_setting
from thematic.store.rounds import load_assignments
from thematic.store.sources import load_words
from thematic.workflow.comparison import compare_codings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from thematic.model.codings import Coding
    from thematic.model.disagreements import Decision, Disagreement
    from thematic.model.rounds import Finished
    from thematic.reconcile.resolutions import Consensus
    from thematic.store.connection import Connection
    from thematic.store.decisions import StoredDecision
    from thematic.store.journal import Writer
    from thematic.workflow.comparison import Comparison


ADJUDICATE = "adjudicate"
"""The verb of acts that decide, or bring the consensus layer up to date."""


@dataclass(frozen=True)
class Standing:
    """Which decisions hold, and which do no longer."""

    holding: Mapping[str, Decision]
    """Item → the decision that holds."""
    reopened: Mapping[str, str]
    """Item → why an earlier decision does not hold, in words."""


@dataclass(frozen=True, slots=True)
class LayerChange:
    """What became of the consensus layer."""

    new: int = 0
    changed: int = 0
    absent: int = 0
    complete: tuple[str, ...] = ()
    """Guids of the sources looked at that have a consensus now."""

    def __add__(self, other: LayerChange) -> LayerChange:
        """Both together."""
        return LayerChange(
            self.new + other.new,
            self.changed + other.changed,
            self.absent + other.absent,
            self.complete + other.complete,
        )


def find_ready(connection: Connection, finished: Finished) -> frozenset[str]:
    """Guids of the sources that at least two people finished and nobody has still to finish."""
    waiting = {each.source for each in load_assignments(connection) if each.state != "finished"}
    return frozenset(
        source for source, done in finished.coders.items() if len(done) > 1 and source not in waiting
    )


def find_standing(
    connection: Connection, items: Sequence[Disagreement], stored: Mapping[str, StoredDecision]
) -> Standing:
    """Hold decisions against the codings as they are now.

    A decision holds while each coding it was shown says what it said then, even
    if it was changed and changed back, or its words stand elsewhere in an edited text.
    """
    known = {item.id: item for item in items}
    about = {name: each.decision for name, each in stored.items() if name in known}
    changed = _find_changed(connection, about.values())
    holding: dict[str, Decision] = {}
    reopened: dict[str, str] = {}
    for name, decision in about.items():
        if rivals := stored[name].rivals:
            answers = ", ".join(dict.fromkeys(rival.choice for rival in rivals))
            reopened[name] = f"several copies answered differently ({answers})"
        elif name in changed:
            reopened[name] = f"a coding was changed since it was answered with '{decision.choice}'"
        else:
            holding[name] = decision
    gone = {
        guid: each.decision
        for name, each in stored.items()
        if name not in known
        for guid in each.decision.seen
    }
    for item in items:
        before = next((gone[coding.guid] for coding in item.codings if coding.guid in gone), None)
        if item.differs and item.id not in stored and before:
            reopened[item.id] = f"codings came or went since it was answered with '{before.choice}'"
    return Standing(holding, reopened)


def _find_changed(connection: Connection, decisions: Collection[Decision]) -> set[str]:
    """Items of which a coding does not say any more what the decision was shown."""
    heads = load_heads(connection, {guid for decision in decisions for guid in decision.seen})
    differing = [
        (decision, then, heads.get(guid, ""))
        for decision in decisions
        for guid, then in decision.seen.items()
        if heads.get(guid) != then
    ]
    facts = {part for _, then, now in differing for part in (*then.split("+"), *now.split("+")) if part}
    values = load_values(connection, facts)
    return {
        decision.item
        for decision, then, now in differing
        if not _says_same(
            [values.get(part) for part in then.split("+")],
            [values.get(part) for part in now.split("+")],
            anywhere=decision.choice != "new",
        )
    }


def _says_same(then: Sequence[Any], now: Sequence[Any], *, anywhere: bool) -> bool:
    """Whether the states of a coding are one: equal, or the same words in another text version."""
    first = then[0]
    if any(state is None for state in (*then, *now)):
        return False
    return all(
        state == first
        or (
            anywhere
            and state["text"] != first["text"]
            and all(state[part] == first[part] for part in ("quote", "code", "stance"))
        )
        for state in (*then, *now)
    )


def sources_agreed(connection: Connection) -> frozenset[str]:
    """Guids of the sources that have a consensus, be it that nothing stands."""
    return find_nothing_agreed(load_project(connection).settings) | count_agreed(connection).keys()


def is_complete(items: Iterable[Disagreement], holding: Mapping[str, Decision]) -> bool:
    """Whether nothing is left to answer: deferred and sent to the codebook are answers too."""
    return all(item.id in holding for item in items if item.differs)


def renew_consensus(writer: Writer) -> LayerChange:
    """Bring the consensus layer up to date wherever anything was ever decided, as after a merge."""
    writer.flush()
    connection = writer.connection
    stored, there = load_decisions(connection), sources_agreed(connection)
    if not stored and not there:
        return LayerChange()
    shown = {guid for each in stored.values() for guid in each.decision.seen}
    decided = {coding.source for coding in load_codings(connection) if coding.guid in shown}
    return write_consensus(writer, decided | there)


def write_consensus(writer: Writer, sources: Iterable[str]) -> LayerChange:
    """Bring the consensus layer of some sources up to date, as part of an act.

    Only what differs is written: new codings, changed ones, absent ones.
    """
    writer.flush()
    connection, wanted = writer.connection, sorted(set(sources))
    if not wanted:
        return LayerChange()
    found = compare_codings(connection, only=wanted)
    ready = find_ready(connection, found.finished)
    standing = find_standing(connection, found.items, load_decisions(connection))
    by_source: dict[str, list[Disagreement]] = defaultdict(list)
    for item in found.items:
        by_source[item.source].append(item)
    total = LayerChange()
    for source in wanted:
        agreed = None
        if source in ready and is_complete(by_source[source], standing.holding):
            agreed = resolve_source(connection, found, by_source[source], standing.holding)
        total += _replace(writer, source, agreed)
    return total


def resolve_source(
    connection: Connection,
    found: Comparison,
    items: Sequence[Disagreement],
    decisions: Mapping[str, Decision],
) -> tuple[Consensus, ...] | None:
    """What decisions make of the items of one source; None where one of them cannot be applied.

    What somebody coded who was not among those compared stays out.
    """
    shared = [item for item in items if item.kind != "single-coded"]
    texts = {
        source.text: load_words(connection, source.sha256)
        for source in found.sources
        if any(source.guid == item.source for item in shared[:1])
    }
    answers = [replace(decisions[item.id], seen={}) for item in shared if item.id in decisions]
    made = resolve_disagreements(shared, answers, texts=texts, heads={})
    return None if made.problems else made.consensus


def _replace(writer: Writer, source: str, agreed: Sequence[Consensus] | None) -> LayerChange:
    wanted = {each.coding.guid: each for each in agreed or ()}
    there = {
        coding.guid: coding
        for coding in load_codings(writer.connection, source=source)
        if coding.layer == "agreed"
    }
    known = known_guids(writer.connection, wanted.keys() - there.keys())
    new = changed = 0
    for guid, each in wanted.items():
        if guid not in there:
            save_coding(writer, each.coding, fresh=guid not in known, rests_on=each.rests_on)
            new += 1
        elif _state(there[guid]) != _state(each.coding):
            save_coding(writer, each.coding, fresh=False)
            changed += 1
    gone = there.keys() - wanted.keys()
    for guid in sorted(gone):
        withdraw_coding(writer, guid)
    _note_nothing(writer, source, nothing=agreed is not None and not wanted)
    return LayerChange(new, changed, len(gone), () if agreed is None else (source,))


def _note_nothing(writer: Writer, source: str, *, nothing: bool) -> None:
    """Keep that a source has a consensus where no coding can tell it."""
    card = load_project(writer.connection)
    if nothing != (source in find_nothing_agreed(card.settings)):
        save_setting(writer, card.guid, f"{NOTHING_AGREED}{source}", nothing or None)


def _state(coding: Coding) -> tuple[object, ...]:
    return coding.text, coding.start, coding.end, coding.quote, coding.code, coding.stance
