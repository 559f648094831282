"""A journal as another project sees it: acts, facts and texts as they lie, each held against its hash."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import func, select

from thematic.errors import StorageError
from thematic.model.journal import Entity, fact_id, value_digest
from thematic.store import schema
from thematic.store.bulk import BATCH
from thematic.store.connection import said_plainly
from thematic.store.sources import text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from thematic.store.connection import Store


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact as it lies in a journal, erased or not."""

    id: str
    """Content hash, hexadecimal."""
    act: str
    """Guid of its act."""
    entity: Entity
    field: str
    nonce: bytes | None
    value: str | None
    """Canonical JSON; None once erased."""
    digest: bytes | None
    """Stands in for nonce and value once they are erased."""
    supersedes: tuple[str, ...]
    """Ids."""


@dataclass(frozen=True, slots=True)
class FoundAct:
    """An act as it lies in a journal."""

    guid: str
    at: int
    coder: str
    verb: str
    reason: str
    undoes: str | None
    facts: int


class Incoming(Protocol):
    """Another journal, or a part of one, that can be taken in."""

    def acts(self) -> Sequence[FoundAct]:
        """Its acts, what is superseded before what supersedes it."""

    def facts(self, acts: Iterable[str]) -> Iterator[list[FoundFact]]:
        """The facts of some of its acts, in the same order, in batches."""

    def texts(self, known: set[str]) -> Iterator[tuple[str, str]]:
        """(hash, words) of its texts that are not known."""


class JournalView:
    """The journal of an open project."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def acts(self) -> Sequence[FoundAct]:
        """Every act, in order."""
        return tuple(read_acts_here(self.connection).values())

    def facts(self, acts: Iterable[str]) -> Iterator[list[FoundFact]]:
        """Facts of some acts, in order."""
        return read_found_facts(self.connection, acts)

    def texts(self, known: set[str]) -> Iterator[tuple[str, str]]:
        """(hash, words) of texts that are not known."""
        return read_found_texts(self.connection, known)


@contextmanager
def reading_whole(store: Store) -> Iterator[Connection]:
    """A connection that sees one state for as long as it is held, also while others write."""
    if not store.is_postgres:
        with store.reading() as connection:
            yield connection
        return
    with said_plainly(store.where):
        plain = store.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with said_plainly(store.where), plain as connection, connection.begin():
        yield connection


def read_acts_here(connection: Connection) -> dict[str, FoundAct]:
    """Every act by its guid, in order."""
    table = schema.act
    query = select(
        table.c.guid, table.c.at, table.c.coder, table.c.verb, table.c.reason, table.c.undoes, table.c.facts
    )
    return {row.guid: FoundAct(*row) for row in connection.execute(query.order_by(table.c.seq))}


def split_acts(theirs: Iterable[FoundAct], ours: Mapping[str, FoundAct]) -> tuple[list[FoundAct], int]:
    """Their acts that are not among ours, in order, and how many facts the others hold.

    Raises:
        StorageError: One of them is ours, but says something else.
    """
    fresh, equal = [], 0
    for act in theirs:
        if act.guid not in ours:
            fresh.append(act)
        elif ours[act.guid] != act:
            raise StorageError(
                f"Act {act.guid} ('{act.verb}', {act.facts} facts) is another act here "
                f"('{ours[act.guid].verb}', {ours[act.guid].facts} facts).",
                "One of the two projects was changed outside of thematic; nothing was merged.",
            )
        else:
            equal += act.facts
    return fresh, equal


def read_found_facts(connection: Connection, acts: Iterable[str]) -> Iterator[list[FoundFact]]:
    """The facts of some acts in batches, what they supersede before them, in the order of the journal."""
    wanted = set(acts)
    seqs = connection.execute(select(schema.act.c.seq, schema.act.c.guid).order_by(schema.act.c.seq))
    for first, last in _runs((seq, guid in wanted) for seq, guid in seqs):
        yield from _facts_between(connection, first, last)


def _runs(marked: Iterable[tuple[int, bool]]) -> list[tuple[int, int]]:
    """Stretches of marked numbers without an unmarked one between, as first and last."""
    runs: list[tuple[int, int]] = []
    open_ = False
    for number, wanted in marked:
        if wanted and open_:
            runs[-1] = (runs[-1][0], number)
        elif wanted:
            runs.append((number, number))
        open_ = wanted
    return runs


def _facts_between(connection: Connection, first: int, last: int) -> Iterator[list[FoundFact]]:
    fact, act, entity = schema.fact, schema.act, schema.entity
    low, high = connection.execute(
        select(func.min(fact.c.seq), func.max(fact.c.seq)).where(fact.c.act.between(first, last))
    ).one()
    while low is not None and low <= high:
        top = low + BATCH - 1
        query = (
            select(
                fact.c.seq, fact.c.id, act.c.guid, entity.c.kind, entity.c.guid, fact.c.field, fact.c.nonce,
                fact.c.value, fact.c.digest,
            )
            .join(act, act.c.seq == fact.c.act)
            .join(entity, entity.c.id == fact.c.entity)
            .where(fact.c.seq.between(low, min(top, high)), fact.c.act.between(first, last))
            .order_by(fact.c.seq)
        )  # fmt: skip
        older = _superseded(connection, low, min(top, high))
        rows = connection.execute(query).all()
        yield [
            FoundFact(
                bytes(id_).hex(), act_guid, Entity(kind, guid), field, nonce and bytes(nonce), value,
                digest and bytes(digest), tuple(older.get(seq, ())),
            )
            for seq, id_, act_guid, kind, guid, field, nonce, value, digest in rows
        ]  # fmt: skip
        low = top + 1


def _superseded(connection: Connection, low: int, high: int) -> dict[int, list[str]]:
    fact, later = schema.fact, schema.fact_supersedes
    query = (
        select(later.c.fact, fact.c.id)
        .join(fact, fact.c.seq == later.c.superseded)
        .where(later.c.fact.between(low, high))
    )
    found: dict[int, list[str]] = {}
    for newer, id_ in connection.execute(query):
        found.setdefault(newer, []).append(bytes(id_).hex())
    return found


def read_found_texts(connection: Connection, known: set[str]) -> Iterator[tuple[str, str]]:
    """(hash, text) of the texts that are not known."""
    hashes = connection.execute(select(schema.text.c.sha256).order_by(schema.text.c.sha256)).scalars().all()
    for sha256 in hashes:
        if sha256 not in known:
            where = schema.text.c.sha256 == sha256
            yield sha256, connection.execute(select(schema.text.c.text).where(where)).scalar_one()


def read_known_texts(connection: Connection) -> set[str]:
    """Hashes of the texts there are."""
    return set(connection.execute(select(schema.text.c.sha256)).scalars())


def check_text(sha256: str, text: str) -> None:
    """Hash a text again.

    Raises:
        StorageError: It does not fit its hash.
    """
    if text_hash(text) != sha256:
        raise damaged("A text")


def check_fact(fact: FoundFact, author: str) -> None:
    """Hash a fact again.

    Raises:
        StorageError: It does not fit its id: somebody changed the journal.
    """
    if fact.digest is not None:
        digest = fact.digest.hex()
    elif fact.nonce is not None and fact.value is not None:
        digest = value_digest(fact.nonce, fact.value)
    else:
        raise damaged(f"Fact {fact.id[:12]}")
    found = fact_id(fact.entity, fact.field, digest, author=author, supersedes=fact.supersedes, act=fact.act)
    if found != fact.id:
        raise damaged(f"Fact {fact.id[:12]}")


def damaged(what: str) -> StorageError:
    """The error for something that is not what its hash says."""
    return StorageError(
        f"{what} does not fit its hash: it was changed outside of thematic.",
        "Nothing was merged. Ask for another copy, or restore a backup.",
    )
