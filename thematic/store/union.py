"""Merging is set union of facts: what another project knows and this one does not is copied.

Acts and facts keep their ids, so that the order of merging, and how often, makes
no difference. Every fact is hashed again on the way in. Afterwards the rows of
everything touched are made anew from all heads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from thematic.errors import Refused
from thematic.model.journal import MERGED, Entity, settle
from thematic.store import schema
from thematic.store.bulk import IN_LIST, collecting_later, in_batches, insert_rows
from thematic.store.found import (
    check_fact,
    check_text,
    damaged,
    read_acts_here,
    read_known_texts,
    split_acts,
)
from thematic.store.heads import Head, heads_between, heads_of, settled_registers
from thematic.store.journal import clear_rows
from thematic.store.same import LINKED, Same, load_same, relink
from thematic.store.view import project_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Table

    from thematic.store.found import FoundAct, FoundFact, Incoming

SLICE = 20_000
"""Entities whose rows are made at a time: bounds memory, whatever the project's size."""
_FORGOTTEN = frozenset({"coding", "memo"})
"""Kinds that are many and seldom referred to: looked up again rather than remembered."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one union brought."""

    acts: tuple[str, ...]
    """Guids of acts that were not here, in the order they came."""
    facts: int
    equal: int
    """Facts of the other project that were here already."""


class Union:
    """A project taking in what others know, within one transaction of its own."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._acts = read_acts_here(connection)
        self._texts = read_known_texts(connection)
        self._locals: dict[tuple[str, str], int] = {}
        self._act_seq = _last(connection, schema.act.c.seq)
        self._fact_seq = _last(connection, schema.fact.c.seq)
        self._old_entities = self._entity_seq = _last(connection, schema.entity.c.id)
        self._touched: set[int] = set()
        self._linked: set[int] = set()

    def bring(self, other: Incoming) -> Brought:
        """Take in another journal; the view is behind until `project` is called.

        Raises:
            StorageError: A fact or text does not fit its hash.
            Refused: It builds on something that is not here.
        """
        with collecting_later():
            fresh, equal = split_acts(other.acts(), self._acts)
            facts = other.facts([act.guid for act in fresh])
            return self._take(fresh, facts, other.texts(self._texts), equal)

    def _take(
        self,
        acts: list[FoundAct],
        facts: Iterable[list[FoundFact]],
        texts: Iterable[tuple[str, str]],
        equal: int,
    ) -> Brought:
        for sha256, text in texts:
            check_text(sha256, text)
            insert_rows(self.connection, schema.text, [{"sha256": sha256, "text": text}])
            self._texts.add(sha256)
        places = self._write_acts(acts)
        authors = {act.guid: act.coder for act in acts}
        counts = dict.fromkeys(places, 0)
        for batch in facts:
            self._write_facts(batch, places, authors)
            for fact in batch:
                counts[fact.act] += 1
        for act in acts:
            if counts[act.guid] != act.facts:
                raise damaged(f"Act {act.guid}")
        return Brought(tuple(places), sum(counts.values()), equal)

    def _write_acts(self, acts: list[FoundAct]) -> dict[str, int]:
        places = {}
        rows = []
        for act in acts:
            self._act_seq += 1
            places[act.guid] = self._act_seq
            self._acts[act.guid] = act
            rows.append(
                {
                    "seq": self._act_seq,
                    "guid": act.guid,
                    "at": act.at,
                    "coder": act.coder,
                    "verb": act.verb,
                    "reason": act.reason,
                    "undoes": act.undoes,
                    "facts": act.facts,
                }
            )
        insert_rows(self.connection, schema.act, rows)
        return places

    def _write_facts(
        self, batch: list[FoundFact], places: Mapping[str, int], authors: Mapping[str, str]
    ) -> None:
        self._intern({(fact.entity.kind, fact.entity.guid) for fact in batch}, batch)
        rows: list[dict[str, Any]] = []
        here: dict[str, int] = {}
        waiting: list[tuple[int, str]] = []
        for fact in batch:
            check_fact(fact, authors[fact.act])
            self._fact_seq += 1
            here[fact.id] = self._fact_seq
            local = self._locals[fact.entity.kind, fact.entity.guid]
            if local <= self._old_entities:
                self._touched.add(local)
            if fact.field == MERGED and fact.entity.kind in LINKED:
                self._linked.add(local)
            rows.append(
                {
                    "seq": self._fact_seq,
                    "id": bytes.fromhex(fact.id),
                    "act": places[fact.act],
                    "entity": local,
                    "field": fact.field,
                    "nonce": fact.nonce,
                    "value": fact.value,
                    "digest": fact.digest,
                }
            )
            waiting.extend((self._fact_seq, older) for older in fact.supersedes)
        insert_rows(self.connection, schema.fact, rows)
        self._write_links(waiting, here)
        for fact in batch:
            if fact.entity.kind in _FORGOTTEN:
                self._locals.pop((fact.entity.kind, fact.entity.guid), None)

    def _write_links(self, waiting: list[tuple[int, str]], here: dict[str, int]) -> None:
        unknown = {older for _, older in waiting} - here.keys()
        table = schema.fact
        for batch in in_batches(sorted(unknown), IN_LIST):
            ids = [bytes.fromhex(id_) for id_ in batch]
            for seq, id_ in self.connection.execute(
                select(table.c.seq, table.c.id).where(table.c.id.in_(ids))
            ):
                here[bytes(id_).hex()] = seq
        missing = unknown - here.keys()
        if missing:
            raise Refused(
                f"It builds on {len(missing)} facts that this project does not have.",
                "Merge what came before it first.",
            )
        links = [{"superseded": here[older], "fact": newer} for newer, older in waiting]
        insert_rows(self.connection, schema.fact_supersedes, links)

    def _intern(self, keys: set[tuple[str, str]], batch: list[FoundFact]) -> None:
        """Give every entity its local key here; new ones get theirs in the order of the facts."""
        entity = schema.entity
        unknown = keys - self._locals.keys()
        for guids in in_batches(sorted(guid for _, guid in unknown), IN_LIST):
            for local, kind, guid in self.connection.execute(select(entity).where(entity.c.guid.in_(guids))):
                self._locals[kind, guid] = local
        rows = []
        for fact in batch:
            key = fact.entity.kind, fact.entity.guid
            if key not in self._locals:
                rows.append(self._give(key))
        insert_rows(self.connection, entity, rows)

    def _give(self, key: tuple[str, str]) -> dict[str, Any]:
        self._entity_seq += 1
        self._locals[key] = self._entity_seq
        return {"id": self._entity_seq, "kind": key[0], "guid": key[1]}

    # the view

    def project(self) -> None:
        """Make the rows of everything touched anew from all heads, and follow links."""
        with collecting_later():
            self._project()

    def _project(self) -> None:
        last = self._entity_seq
        same = self._relink()
        old = sorted(self._touched)
        for batch in in_batches(old, IN_LIST):
            entities = self._entities(schema.entity.c.id.in_(batch))
            clear_rows(self.connection, [(kind, local) for local, (kind, _) in entities.items()])
            self._make(entities, heads_of(self.connection, batch), same)
        for low in range(self._old_entities + 1, last + 1, SLICE):
            high = min(low + SLICE - 1, last)
            entities = self._entities(schema.entity.c.id.between(low, high))
            self._make(entities, heads_between(self.connection, low, high), same)
        self._touched.clear()
        self._linked.clear()
        self._old_entities = self._entity_seq

    def _relink(self) -> Same:
        before = load_same(self.connection)
        if not self._linked:
            return before
        values: dict[int, list[Any]] = {}
        for local, field, head in heads_of(self.connection, list(self._linked)):
            if field == MERGED:
                values.setdefault(local, []).append(head.value)
        names: dict[int, tuple[str, str]] = {}
        for batch in in_batches(sorted(values), IN_LIST):
            names |= self._entities(schema.entity.c.id.in_(batch))
        changed = {names[local]: settle(MERGED, found)[0] for local, found in values.items()}
        after, affected = relink(self.connection, before, changed)
        self._touched |= {local for local in affected if local <= self._old_entities}
        return after

    def _entities(self, where: Any) -> dict[int, tuple[str, str]]:
        rows = self.connection.execute(select(schema.entity).where(where))
        return {row.id: (row.kind, row.guid) for row in rows}

    def _make(
        self,
        entities: Mapping[int, tuple[str, str]],
        heads: Iterator[tuple[int, str, Head]],
        same: Same,
    ) -> None:
        fields: dict[int, dict[str, list[Head]]] = {}
        for local, field, head in heads:
            fields.setdefault(local, {}).setdefault(field, []).append(head)
        rows: dict[Table, list[dict[str, Any]]] = {}
        for local in sorted(fields):
            registers = settled_registers(Entity(*entities[local]), local, fields[local])
            for table, row in project_rows(registers, self._refer, same):
                rows.setdefault(table, []).append(row)
        for table, some in rows.items():
            insert_rows(self.connection, table, some)

    def _refer(self, kind: str, guid: str) -> int:
        """The local key of something a row refers to, which gets one where nothing is known of it yet."""
        key = kind, guid
        if key not in self._locals:
            entity = schema.entity
            where = (entity.c.guid == guid, entity.c.kind == kind)
            found = self.connection.execute(select(entity.c.id).where(*where)).scalar()
            if found is None:
                insert_rows(self.connection, entity, [self._give(key)])
            elif kind not in _FORGOTTEN:
                self._locals[key] = found
            else:
                return int(found)
        return self._locals[key]


def _last(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one())
