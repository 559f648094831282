"""The consensus layer: what decisions make of the sources that several people coded.

A source has it exactly while every disagreement on it is answered. It follows
from codings and decisions alone, whoever decides and in whichever copy.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thematic.reconcile.resolutions import resolve_disagreements
from thematic.store.codings import known_guids, load_codings, load_heads, save_coding, withdraw_coding
from thematic.store.decisions import load_decisions, load_values
from thematic.store.rounds import load_assignments
from thematic.store.sources import load_words
from thematic.workflow.comparison import compare_codings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.codings import Coding
    from thematic.model.disagreements import Decision, Disagreement
    from thematic.model.rounds import Finished
    from thematic.reconcile.resolutions import Consensus
    from thematic.store.connection import Connection
    from thematic.store.decisions import StoredDecision
    from thematic.store.journal import Writer
    from thematic.workflow.comparison import Comparison


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

    A decision holds while each coding it was shown says what it said then,
    even if it was changed and changed back.
    """
    known = {item.id: item for item in items}
    shown = {guid for item in stored.keys() & known.keys() for guid in stored[item].decision.seen}
    heads = load_heads(connection, shown)
    differing = [
        (guid, fact)
        for item in stored.keys() & known.keys()
        for guid, fact in stored[item].decision.seen.items()
        if heads.get(guid) != fact
    ]
    facts = {
        part for guid, fact in differing for ids in (fact, heads.get(guid, "")) for part in ids.split("+")
    }
    values = load_values(connection, facts - {""})

    def said(ids: str) -> set[str | None]:
        return {values.get(part) for part in ids.split("+")}

    changed = {
        guid for guid, fact in differing if said(fact) != said(heads.get(guid, "")) or None in said(fact)
    }
    holding: dict[str, Decision] = {}
    reopened: dict[str, str] = {}
    gone: dict[str, Decision] = {}
    for name, each in stored.items():
        decision = each.decision
        if name not in known:
            gone.update(dict.fromkeys(decision.seen, decision))
        elif each.rivals:
            answers = ", ".join(dict.fromkeys(rival.choice for rival in each.rivals))
            reopened[name] = f"several copies answered differently ({answers})"
        elif changed & decision.seen.keys():
            reopened[name] = f"a coding was changed since it was answered with '{decision.choice}'"
        else:
            holding[name] = decision
    for item in items:
        before = next((gone[coding.guid] for coding in item.codings if coding.guid in gone), None)
        if item.differs and item.id not in stored and before:
            reopened[item.id] = f"codings came or went since it was answered with '{before.choice}'"
    return Standing(holding, reopened)


def is_complete(items: Iterable[Disagreement], holding: Mapping[str, Decision]) -> bool:
    """Whether nothing is left to answer: deferred and sent to the codebook are answers too."""
    return all(item.id in holding for item in items if item.differs)


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
    return LayerChange(new, changed, len(gone), () if agreed is None else (source,))


def _state(coding: Coding) -> tuple[object, ...]:
    return coding.text, coding.start, coding.end, coding.quote, coding.code, coding.stance
