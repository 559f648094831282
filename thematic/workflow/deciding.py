"""Writing decisions: each is held against the item as it is now, signed, and noted on the code it blames."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thematic.model.codings import Memo
from thematic.model.journal import Entity
from thematic.reconcile.resolutions import resolve_disagreements
from thematic.store.codes import load_codebook
from thematic.store.codings import known_guids, load_heads
from thematic.store.decisions import StoredDecision, load_decisions, save_decision, withdraw_decision
from thematic.store.memos import save_memo, withdraw_memo
from thematic.store.sources import load_words
from thematic.workflow.comparison import compare_codings
from thematic.workflow.consensus import find_ready, find_standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.model.disagreements import Decision, Disagreement
    from thematic.store.connection import Connection
    from thematic.store.journal import Writer
    from thematic.workflow.comparison import Comparison

NAMESPACE = uuid.UUID("0f7a3c86-7c0e-5c55-9a4e-5f3f6f0a2d91")
ISSUE = "codebook issue"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of decisions that were handed in."""

    made: int
    known: int
    """They stood already."""
    refused: Mapping[str, str]
    """Item → why its decision was not taken."""


def take_decisions(writer: Writer, decisions: Iterable[Decision], sources: Iterable[str]) -> Taken:
    """Write decisions about items of some sources, as part of an act.

    A decision that says what it was shown is taken only while that still stands;
    one that does not say is taken to have been shown what is there now.

    Args:
        writer: The act.
        decisions: At most one for each item.
        sources: Guids of the sources where the items are.
    """
    connection = writer.connection
    found = compare_codings(connection, only=sources)
    ready = find_ready(connection, found.finished)
    items = {item.id: item for item in found.items}
    stored = load_decisions(connection)
    texts = load_texts(connection, found, items.values())
    wanted = {decision.item: decision for decision in decisions}
    shown = find_standing(
        connection, found.items, {item: StoredDecision(each, ()) for item, each in wanted.items()}
    )
    standing = find_standing(connection, found.items, stored).holding
    heads = load_heads(
        connection, [coding.guid for item in wanted.keys() & items.keys() for coding in items[item].codings]
    )
    made = known = 0
    refused: dict[str, str] = {}
    for name, decision in wanted.items():
        item = items.get(name)
        why = _why_not(item, ready) or shown.reopened.get(name, "")
        if item is not None and not why:
            why = _problem(item, decision, texts)
        if item is None or why:
            refused[name] = why
        elif name in standing and _answer(standing[name]) == _answer(decision):
            known += 1
        else:
            seen = {coding.guid: heads[coding.guid] for coding in item.codings}
            _write(writer, replace(decision, seen=seen), item, found, stored.get(name))
            made += 1
    return Taken(made, known, refused)


def drop_decision(writer: Writer, stored: StoredDecision) -> None:
    """Take a decision back, and the memos it left on codes."""
    withdraw_decision(writer, stored)
    _withdraw_memos(writer, stored)


def load_texts(connection: Connection, found: Comparison, items: Iterable[Disagreement]) -> dict[str, str]:
    """Text version → its words, of the sources of some items."""
    sources = {item.source for item in items}
    return {
        source.text: load_words(connection, source.sha256)
        for source in found.sources
        if source.guid in sources
    }


def _why_not(item: Disagreement | None, ready: frozenset[str]) -> str:
    if item is None:
        return "no such item here; its codings were changed or withdrawn."
    if item.source not in ready:
        return "its source is not finished by everybody it was assigned to."
    return "" if item.differs else "there is nothing to decide: the coders agree."


def _problem(item: Disagreement, decision: Decision, texts: Mapping[str, str]) -> str:
    made = resolve_disagreements([item], [replace(decision, seen={})], texts=texts, heads={})
    return made.problems[0].partition(": ")[2] if made.problems else ""


def _answer(decision: Decision) -> tuple[object, ...]:
    return (
        decision.choice,
        decision.why,
        decision.coder,
        decision.code,
        decision.start,
        decision.end,
        decision.stance,
    )


def _write(
    writer: Writer,
    decision: Decision,
    item: Disagreement,
    found: Comparison,
    before: StoredDecision | None,
) -> None:
    if before is not None:
        _withdraw_memos(writer, before)
    save_decision(writer, decision, before)
    if decision.choice != ISSUE:
        return
    names = " / ".join(found.code_keys[code] for code in item.codes)
    place = f"{found.source_names[item.source]} {item.start}:{item.end}"
    text = f"Codebook issue ({names}; {place}; item {item.id}): {decision.why}"
    for code in item.codes:
        guid = _memo_guid(item.id, code, decision.by)
        memo = Memo(guid, str(Entity("code", code)), decision.by, text, decision.at)
        save_memo(writer, memo, fresh=not known_guids(writer.connection, [guid], "memo"))


def _withdraw_memos(writer: Writer, stored: StoredDecision) -> None:
    if stored.decision.choice != ISSUE:
        return
    codes = load_codebook(writer.connection).codes
    item, people = stored.decision.item, {by for _, by, _ in stored.signed}
    possible = [_memo_guid(item, code.guid, by) for code in codes for by in sorted(people)]
    for guid in sorted(known_guids(writer.connection, possible, "memo")):
        withdraw_memo(writer, guid)


def _memo_guid(item: str, code: str, by: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{item}/{code}/{by}"))
