"""Facts of several projects as one set: union, heads, settled values, conflicts.

Merging is set union by content hash, so it is commutative, associative and
idempotent; nothing is lost and no clock decides. What two people gave one
register without knowing of each other is a conflict until somebody decides.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.model.journal import MERGED, Entity, Fact, canonical_json, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FactSet = dict[str, Fact]
"""Id → fact."""
Register = tuple[Entity, str]


@dataclass(frozen=True)
class RegisterConflict:
    """One register with several different head values."""

    entity: Entity
    field: str
    heads: tuple[tuple[str, Any, str], ...]
    """Fact id, value and author's guid of each head, in order of id."""
    shown: Any
    """The cautious value the view shows until somebody decides."""

    @property
    def seen(self) -> tuple[str, ...]:
        """Ids of the heads: what a decision about it supersedes."""
        return tuple(id_ for id_, _, _ in self.heads)


@dataclass(frozen=True)
class SettledFacts:
    """What a set of facts says."""

    values: Mapping[Entity, Mapping[str, Any]]
    """Entity → field → value; cautious where there is a conflict."""
    conflicts: tuple[RegisterConflict, ...]
    """In order of entity and field."""


def fact_set(facts: Iterable[Fact]) -> FactSet:
    """Facts by their content hash."""
    return {fact.id: fact for fact in facts}


def merge_facts(*sets: Mapping[str, Fact]) -> FactSet:
    """The union of sets of facts."""
    merged: FactSet = {}
    for facts in sets:
        merged.update(facts)
    return merged


def find_heads(facts: Mapping[str, Fact]) -> dict[Register, tuple[str, ...]]:
    """Register → ids of its facts that none supersedes, in order of id."""
    superseded = {old for fact in facts.values() for old in fact.supersedes}
    heads: dict[Register, list[str]] = defaultdict(list)
    for id_, fact in facts.items():
        if id_ not in superseded:
            heads[fact.entity, fact.field].append(id_)
    return {register: tuple(sorted(ids)) for register, ids in heads.items()}


def find_missing(facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Ids that facts supersede and that are not here: the set is a part of some journal."""
    return tuple(sorted({old for fact in facts.values() for old in fact.supersedes} - facts.keys()))


def settle_facts(facts: Mapping[str, Fact]) -> SettledFacts:
    """One value per register, and the registers where several stand against each other."""
    values: dict[Entity, dict[str, Any]] = defaultdict(dict)
    conflicts = []
    for (entity, field), ids in find_heads(facts).items():
        shown, in_conflict = facts[ids[0]].value, False
        if len(ids) > 1:
            shown, in_conflict = settle(field, [facts[id_].value for id_ in ids])
        values[entity][field] = shown
        if in_conflict:
            conflicts.append(conflict_of(facts, (entity, field), ids, shown))
    conflicts.sort(key=lambda conflict: (conflict.entity, conflict.field))
    return SettledFacts(dict(values), tuple(conflicts))


def conflict_of(
    facts: Mapping[str, Fact], register: Register, ids: tuple[str, ...], shown: Any
) -> RegisterConflict:
    """A register's heads as a conflict."""
    heads = tuple((id_, facts[id_].value, facts[id_].author) for id_ in ids)
    return RegisterConflict(register[0], register[1], heads, shown)


def find_first_values(facts: Mapping[str, Fact], field: str) -> dict[Entity, Any]:
    """Entity → the value a field was created with; the smallest where it was created several times."""
    roots: dict[Entity, list[Any]] = defaultdict(list)
    for fact in facts.values():
        if fact.field == field and not fact.supersedes:
            roots[fact.entity].append(fact.value)
    return {entity: min(values, key=canonical_json) for entity, values in roots.items()}


def find_classes(settled: Mapping[Entity, Mapping[str, Any]]) -> dict[Entity, Entity]:
    """Entity → the one that stands for all that are the same; only those that are not their own.

    `same` is an equivalence: it holds both ways and along chains. The smallest
    guid stands for its class, wherever the links point.
    """
    above: dict[Entity, Entity] = {}

    def find(entity: Entity) -> Entity:
        while entity in above:
            entity = above[entity]
        return entity

    linked = [entity for entity, fields in settled.items() if fields.get(MERGED) is not None]
    for entity in sorted(linked):
        first, second = sorted((find(entity), find(Entity(entity.kind, settled[entity][MERGED]))))
        if first != second:
            above[second] = first
    return {entity: find(entity) for entity in sorted(above)}


def break_cycles(
    parents: Mapping[str, str | None], first: Mapping[str, str | None]
) -> tuple[dict[str, str | None], tuple[tuple[str, ...], ...]]:
    """Parents without circles, and the circles there were.

    Codes that were moved under each other by people who did not know of each
    other go back to the parent they were created with; if that circles too, to
    the top. Parents that do not exist are the top.

    Args:
        parents: Code → parent, as settled.
        first: Code → the parent it was created with.
    """
    settled = {code: parent if parent in parents else None for code, parent in parents.items()}
    found: list[tuple[str, ...]] = []
    for fall_back in (True, False):
        for cycle in find_cycles(settled):
            if fall_back:
                found.append(cycle)
            for code in cycle:
                parent = first.get(code) if fall_back else None
                settled[code] = parent if parent in parents else None
    return settled, tuple(found)


def find_cycles(parents: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Codes that are above themselves, circle by circle, each in order of guid."""
    found, settled = [], set()
    for start in sorted(parents):
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path.append(at)
            at = parents.get(at)
        if at is not None and at in path:
            found.append(tuple(sorted(path[path.index(at) :])))
        settled.update(path)
    return found
