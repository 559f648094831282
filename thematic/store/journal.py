"""The journal: writing acts and reading them back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from thematic.model.journal import MERGED, Act, Entity, canonical_json, fact_id, settle, value_digest
from thematic.store import schema
from thematic.store.bulk import BATCH, IN_LIST, in_batches, insert_rows, look_again
from thematic.store.heads import Head, heads_of, settled_registers
from thematic.store.listening import tell_listeners
from thematic.store.overtaking import refuse_overtaken
from thematic.store.same import LINKED, Same, load_same, relink
from thematic.store.view import OWNED, Registers, project_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

    from thematic.store.connection import Store
    from thematic.store.overtaking import Seen


@dataclass(frozen=True, slots=True)
class _Pending:
    """A fact waiting to be written."""

    entity: Entity
    field: str
    value: Any
    supersedes: tuple[tuple[int, str], ...] | None
    """(sequence, id) of the facts it replaces; None: whatever the heads are."""


class Writer:
    """One act being written: assert values, and facts and view go down together."""

    def __init__(
        self, connection: Connection, act: Act, nonce: Callable[[], bytes], seen: Seen | None = None
    ) -> None:
        self.connection = connection
        self.act = act
        self._seen = seen
        self.facts = 0
        self._look_at = BATCH
        self._nonce = nonce
        self._pending: dict[tuple[Entity, str], _Pending] = {}
        self._restoring: list[_Pending] = []
        self._fresh: set[Entity] = set()
        self._locals: dict[tuple[str, str], int] = {}
        self._same: Same | None = None
        self._act_seq, self._fact_seq, self._entity_seq = _next(
            connection, schema.act.c.seq, schema.fact.c.seq, schema.entity.c.id
        )
        row = {
            "seq": self._act_seq,
            "guid": act.guid,
            "at": act.at,
            "coder": act.coder,
            "verb": act.verb,
            "reason": act.reason,
            "undoes": act.undoes,
            "facts": 0,
        }
        insert_rows(connection, schema.act, [row])

    def new(self, kind: str, guid: str) -> Entity:
        """Announce an entity that the journal does not know yet, which saves looking it up."""
        entity = Entity(kind, guid)
        self._fresh.add(entity)
        return entity

    def expect(self, entities: Iterable[Entity]) -> None:
        """Look up many entities at once that codings to come will refer to."""
        self._intern_all(dict.fromkeys(entities), set())

    def put(self, entity: Entity, field: str, value: Any) -> None:
        """Give a register a value, superseding whatever its heads are. Equal values write nothing."""
        if len(self._pending) >= BATCH and (entity, field) not in self._pending:
            self.flush()
        self._pending[entity, field] = _Pending(entity, field, value, None)

    def put_all(self, entity: Entity, values: dict[str, Any]) -> None:
        """Give several registers of one entity their values."""
        for field, value in values.items():
            self.put(entity, field, value)

    def put_text(self, sha256: str, text: str) -> None:
        """Keep a text under its hash; a text that is there already is not written twice."""
        there = select(schema.text.c.sha256).where(schema.text.c.sha256 == sha256)
        if self.connection.execute(there).first() is None:
            insert_rows(self.connection, schema.text, [{"sha256": sha256, "text": text}])

    def restore(
        self, entity: Entity, field: str, value: Any, supersedes: tuple[tuple[int, str], ...]
    ) -> None:
        """Write a fact that supersedes exactly these facts, even where the value is equal."""
        self._restoring.append(_Pending(entity, field, value, supersedes))
        if len(self._restoring) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is pending: facts first, then the rows of every entity touched."""
        pending = [*self._pending.values(), *self._restoring]
        if not pending:
            return
        self._pending, self._restoring = {}, []
        fresh, self._fresh = self._fresh, set()
        self._intern_all(dict.fromkeys(item.entity for item in pending), fresh)
        known = [item.entity for item in pending if item.entity not in fresh]
        heads = self._heads(known)
        written = self._write_facts(pending, heads)
        self._project(written, fresh)
        if self.facts >= self._look_at:
            look_again(self.connection)
            self._look_at = 2 * self.facts

    def finish(self) -> int:
        """Flush and close the act; returns how many facts it holds."""
        self.flush()
        where = schema.act.c.seq == self._act_seq
        if self.facts == 0:
            self.connection.execute(delete(schema.act).where(where))
        else:
            self.connection.execute(update(schema.act).where(where).values(facts=self.facts))
            tell_listeners(self.connection, self._act_seq)
        if self.facts >= BATCH:
            look_again(self.connection)
        return self.facts

    def intern(self, kind: str, guid: str) -> int:
        """The local key of an entity, given to it now if it has none."""
        local = self._locals.get((kind, guid))
        if local is None:
            self._intern_all((Entity(kind, guid),), set())
            local = self._locals[kind, guid]
        return local

    def _intern_all(self, entities: Iterable[Entity], fresh: set[Entity]) -> None:
        entities = list(entities)
        unknown = [e for e in entities if e not in fresh and (e.kind, e.guid) not in self._locals]
        for batch in in_batches(unknown, IN_LIST):
            guids = [entity.guid for entity in batch]
            found = self.connection.execute(select(schema.entity).where(schema.entity.c.guid.in_(guids)))
            for local, kind, guid in found:
                self._locals[kind, guid] = local
        rows = []
        for entity in entities:
            if (entity.kind, entity.guid) not in self._locals:
                self._locals[entity.kind, entity.guid] = self._entity_seq
                rows.append({"id": self._entity_seq, "kind": entity.kind, "guid": entity.guid})
                self._entity_seq += 1
        insert_rows(self.connection, schema.entity, rows)

    def _heads(self, entities: Sequence[Entity]) -> dict[tuple[Entity, str], list[Head]]:
        by_local = {self._locals[e.kind, e.guid]: e for e in entities}
        heads: dict[tuple[Entity, str], list[Head]] = {}
        for local, field, head in heads_of(self.connection, list(by_local)):
            heads.setdefault((by_local[local], field), []).append(head)
        return heads

    def _write_facts(
        self, pending: list[_Pending], heads: dict[tuple[Entity, str], list[Head]]
    ) -> dict[Entity, list[tuple[str, Any, int]]]:
        facts: list[dict[str, Any]] = []
        links: list[dict[str, Any]] = []
        touched: dict[Entity, list[tuple[str, Any, int]]] = {}
        replaced: dict[int, Entity] = {}
        for item in pending:
            current = heads.get((item.entity, item.field), ())
            if item.supersedes is None:
                value_json = canonical_json(item.value)
                if len(current) == 1 and canonical_json(current[0].value) == value_json:
                    continue
                if not current and item.value is None:
                    continue
                old: Iterable[tuple[int, str]] = [(head.seq, head.id) for head in current]
                replaced.update((head.seq, item.entity) for head in current)
            else:
                value_json, old = canonical_json(item.value), item.supersedes
            nonce = self._nonce()
            identity = fact_id(
                item.entity,
                item.field,
                value_digest(nonce, value_json),
                author=self.act.coder,
                supersedes=[id_ for _, id_ in old],
                act=self.act.guid,
            )
            seq = self._fact_seq
            self._fact_seq += 1
            facts.append(
                {
                    "seq": seq,
                    "id": bytes.fromhex(identity),
                    "act": self._act_seq,
                    "entity": self._locals[item.entity.kind, item.entity.guid],
                    "field": item.field,
                    "nonce": nonce,
                    "value": value_json,
                }
            )
            links.extend({"superseded": old_seq, "fact": seq} for old_seq, _ in old)
            touched.setdefault(item.entity, []).append((item.field, item.value, seq))
        if self._seen is not None:
            refuse_overtaken(self.connection, self._seen, replaced)
        insert_rows(self.connection, schema.fact, facts)
        insert_rows(self.connection, schema.fact_supersedes, links)
        self.facts += len(facts)
        return touched

    def _project(self, touched: dict[Entity, list[tuple[str, Any, int]]], fresh: set[Entity]) -> None:
        known = [entity for entity in touched if entity not in fresh]
        linked = {
            entity
            for entity, values in touched.items()
            if entity.kind in LINKED and any(field == MERGED for field, _, _ in values)
        }
        if linked:
            known = list(dict.fromkeys([*known, *self._relink(linked)]))
            fresh = fresh - set(known)
        same = self._standing()
        clear_rows(self.connection, [(e.kind, self._locals[e.kind, e.guid]) for e in known])
        rows: dict[Table, list[dict[str, Any]]] = {}
        for entity, values in touched.items():
            if entity in fresh:
                local = self._locals[entity.kind, entity.guid]
                settled = {field: value for field, value, _ in values}
                registers = Registers(entity, local, settled, max(seq for _, _, seq in values))
                _gather(rows, project_rows(registers, self.intern, same))
        heads = self._heads(known)
        grouped: dict[Entity, dict[str, list[Head]]] = {}
        for (entity, field), found in heads.items():
            grouped.setdefault(entity, {})[field] = found
        for entity, fields in grouped.items():
            local = self._locals[entity.kind, entity.guid]
            _gather(rows, project_rows(settled_registers(entity, local, fields), self.intern, same))
        _insert_gathered(self.connection, rows)
        for entity in touched:
            if entity.kind in _FORGOTTEN:
                self._locals.pop((entity.kind, entity.guid), None)

    def _standing(self) -> Same:
        """Which entities are one, read when it is first needed."""
        if self._same is None:
            self._same = load_same(self.connection)
        return self._same

    def _relink(self, linked: set[Entity]) -> list[Entity]:
        """Follow changed `same` registers; returns every entity whose rows must be made anew."""
        changed = {
            (entity.kind, entity.guid): settle(field, [head.value for head in found])[0]
            for (entity, field), found in self._heads(sorted(linked)).items()
            if field == MERGED
        }
        self._same, local = relink(self.connection, self._standing(), changed)
        affected = []
        for batch in in_batches(sorted(local), IN_LIST):
            rows = self.connection.execute(select(schema.entity).where(schema.entity.c.id.in_(batch)))
            affected += [(Entity(row.kind, row.guid), row.id) for row in rows]
        self._locals.update({(entity.kind, entity.guid): key for entity, key in affected})
        return [entity for entity, _ in affected]


_FORGOTTEN = frozenset({"coding"})
"""Kinds that nothing in a bulk act refers to again: not kept in the writer's memory."""


@contextmanager
def writing_act(
    store: Store, act: Act, nonce: Callable[[], bytes], seen: Seen | None = None
) -> Iterator[Writer]:
    """One act as one transaction: durable when this returns, and nothing at all when it raises.

    An act that turns out to change nothing leaves no trace.

    Args:
        store: The project.
        act: Who does what, and when.
        nonce: Gives 16 random bytes for each fact.
        seen: What whoever acts has been shown; by default they know all there is.

    Raises:
        Overtaken: It would replace what they have not seen.
    """
    with store.writing() as connection:
        writer = Writer(connection, act, nonce, seen)
        yield writer
        writer.finish()


def clear_rows(connection: Connection, entities: Iterable[tuple[str, int]]) -> None:
    """Remove the view rows of entities given as (kind, local key)."""
    by_kind: dict[str, list[int]] = {}
    every: list[int] = []
    for kind, local in entities:
        by_kind.setdefault(kind, []).append(local)
        every.append(local)
    for kind, locals_ in by_kind.items():
        for table, column in OWNED.get(kind, ()):
            for batch in in_batches(locals_, IN_LIST):
                connection.execute(delete(table).where(table.c[column].in_(batch)))
    for batch in in_batches(every, IN_LIST):
        connection.execute(delete(schema.conflict).where(schema.conflict.c.entity.in_(batch)))


def _gather(rows: dict[Table, list[dict[str, Any]]], more: list[tuple[Table, dict[str, Any]]]) -> None:
    for table, row in more:
        rows.setdefault(table, []).append(row)


def _insert_gathered(connection: Connection, rows: dict[Table, list[dict[str, Any]]]) -> None:
    for table, batch in rows.items():
        insert_rows(connection, table, batch)


def _next(connection: Connection, *columns: Any) -> tuple[int, ...]:
    """The numbers that follow the highest of some columns, asked for at once: every act begins with this."""
    highest = [select(func.coalesce(func.max(column), 0)).scalar_subquery() for column in columns]
    return tuple(int(found) + 1 for found in connection.execute(select(*highest)).one())


# reading


def read_acts(connection: Connection, *, limit: int | None = None, coder: str | None = None) -> list[Act]:
    """Acts, newest first."""
    query = select(schema.act).order_by(schema.act.c.seq.desc())
    if coder is not None:
        query = query.where(schema.act.c.coder == coder)
    if limit is not None:
        query = query.limit(limit)
    return [act_of(row) for row in connection.execute(query)]


def find_act(connection: Connection, guid: str) -> Act | None:
    """The act with that guid, or None."""
    row = connection.execute(select(schema.act).where(schema.act.c.guid == guid)).first()
    return None if row is None else act_of(row)


def read_acts_after(connection: Connection, number: int) -> list[tuple[int, Act]]:
    """Acts committed after the one of that number, oldest first, each with its own number."""
    query = select(schema.act).where(schema.act.c.seq > number).order_by(schema.act.c.seq)
    return [(row.seq, act_of(row)) for row in connection.execute(query)]


def act_of(row: Any) -> Act:
    """An act from its row."""
    return Act(row.guid, row.at, row.coder, row.verb, row.reason, row.undoes, row.facts)
