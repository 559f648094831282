"""The shelf of decisions: what adjudicators answered about items, and with which reasons.

A decision is an entity named by its item. One register holds the answer with
all it was shown; who gave it, when and why stand in registers of their own, so
that the same answer in two copies is one answer with both signatures, and two
different answers are a conflict.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.disagreements import Decision
from thematic.model.journal import Entity, canonical_json
from thematic.store import schema
from thematic.store.bulk import IN_LIST, in_batches
from thematic.store.heads import heads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from thematic.store.journal import Writer

KIND = "decision"


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it stands, and how it came to stand."""

    decision: Decision
    signed: tuple[tuple[int, str, str], ...]
    """Time, guid of the coder and reason of each signature, the earliest first."""
    rivals: tuple[Decision, ...] = ()
    """The different answers that several copies gave, unsigned; a person has to decide between them."""


def save_decision(writer: Writer, decision: Decision, before: StoredDecision | None = None) -> None:
    """Write an answer and its signature in place of any earlier one.

    Args:
        writer: The act.
        decision: The answer.
        before: What stood for the item until now, whose signatures go.
    """
    entity = Entity(KIND, decision.item)
    for at, by, _ in before.signed if before else ():
        writer.put(entity, _signature(at, by), None)
    writer.put(entity, "spec", _spec(decision))
    writer.put(entity, _signature(decision.at, decision.by), decision.why)


def withdraw_decision(writer: Writer, stored: StoredDecision) -> None:
    """Make an answer absent; its facts stay."""
    entity = Entity(KIND, stored.decision.item)
    for at, by, _ in stored.signed:
        writer.put(entity, _signature(at, by), None)
    writer.put(entity, "spec", None)


def load_decisions(connection: Connection) -> dict[str, StoredDecision]:
    """Item → the decision about it, by item."""
    table, conflict = schema.decision, schema.conflict
    rows = connection.execute(select(table.c.id, table.c.guid, table.c.spec).order_by(table.c.guid)).all()
    query = select(conflict.c.entity).join(table, table.c.id == conflict.c.entity)
    disputed = sorted(connection.execute(query.where(conflict.c.field == "spec")).scalars())
    rivals: dict[int, dict[str, Any]] = {local: {} for local in disputed}
    for local, field, head in heads_of(connection, disputed):
        if field == "spec" and head.value is not None:
            rivals[local][canonical_json(head.value)] = head.value
    found = {}
    for row in rows:
        whole = json.loads(row.spec)
        signed = tuple(_signed(name, why) for name, why in sorted(whole["signed"].items()))
        several = tuple(_decision(row.guid, spec) for _, spec in sorted(rivals.get(row.id, {}).items()))
        found[row.guid] = StoredDecision(_decision(row.guid, whole["spec"], signed), signed, several)
    return found


def load_taken(connection: Connection) -> dict[str, int]:
    """Item → when its decision came to stand in this project or a copy, microseconds since 1970 UTC.

    That is later than its signature where it was taken in from a file.
    """
    table, fact, act = schema.decision, schema.fact, schema.act
    query = (
        select(table.c.guid, act.c.at)
        .join(fact, fact.c.seq == table.c.head)
        .join(act, act.c.seq == fact.c.act)
    )
    return {item: at for item, at in connection.execute(query)}  # noqa: C416 - rows are not pairs


def load_values(connection: Connection, facts: Iterable[str]) -> dict[str, Any]:
    """Fact id → its value, of those that are here and were not erased."""
    fact = schema.fact
    found: dict[str, Any] = {}
    for batch in in_batches(sorted(facts), IN_LIST):
        ids = [bytes.fromhex(id_) for id_ in batch]
        for id_, value in connection.execute(select(fact.c.id, fact.c.value).where(fact.c.id.in_(ids))):
            found[bytes(id_).hex()] = None if value is None else json.loads(value)
    return found


def _signature(at: int, by: str) -> str:
    return f"signed/{at:020d}/{by}"


def _spec(decision: Decision) -> dict[str, Any]:
    spec: dict[str, Any] = {"choice": decision.choice, "seen": dict(decision.seen)}
    if decision.start is not None and decision.end is not None:
        spec["span"] = [decision.start, decision.end]
    named = {"coder": decision.coder, "code": decision.code, "stance": decision.stance}
    return spec | {name: value for name, value in named.items() if value is not None}


def _signed(name: str, why: str) -> tuple[int, str, str]:
    at, _, by = name.partition("/")
    return int(at), by, why


def _decision(item: str, spec: Mapping[str, Any], signed: Sequence[tuple[int, str, str]] = ()) -> Decision:
    start, end = spec.get("span") or (None, None)
    return Decision(
        item=item,
        choice=spec["choice"],
        by=signed[0][1] if signed else "",
        at=signed[0][0] if signed else 0,
        why=" / ".join(dict.fromkeys(why for _, _, why in signed if why)),
        seen=spec["seen"],
        coder=spec.get("coder"),
        code=spec.get("code"),
        start=start,
        end=end,
        stance=spec.get("stance"),
    )
