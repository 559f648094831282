"""Acts and facts: what the journal keeps, and the rules that read it.

A fact is immutable. A register is (entity, field); its heads are its facts
that none supersedes. Saving, undo, audit and merging are all read off this.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CREATED = "made"
"""The field of immutable creation facts: written once, never superseded, not even by undo."""

MERGED = "same"
"""The field of a code that names the code it was merged into; absent means unmerged."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Anything a fact can be about."""

    kind: str
    """project, coder, respondent, question, source, text, code, coding, memo, section, finding, outline …"""
    guid: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.guid}"

    @property
    def named(self) -> str:
        """Its kind with an article: `an outline`."""
        return f"{'an' if self.kind[0] in 'aeiou' else 'a'} {self.kind}"

    @classmethod
    def parse(cls, text: str) -> Entity:
        """Read `kind/guid` back."""
        kind, _, guid = text.partition("/")
        return cls(kind, guid)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person did, in one transaction."""

    guid: str
    at: int
    """Microseconds since 1970-01-01 UTC."""
    coder: str
    """Guid of the coder who acted, and author of its facts."""
    verb: str
    reason: str = ""
    undoes: str | None = None
    """Guid of the act whose facts this one reverses, for undo and redo."""
    facts: int = 0
    """How many facts it holds."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One register was given one value by one author."""

    entity: Entity
    field: str
    value: Any
    """JSON value; None means absent."""
    author: str
    """Guid of the coder."""
    act: str
    """Guid of the act."""
    nonce: bytes = b""
    supersedes: tuple[str, ...] = ()
    """Ids of the facts its author saw as current."""

    @property
    def id(self) -> str:
        """Content hash, hexadecimal; see `fact_id`."""
        return fact_id(
            self.entity,
            self.field,
            value_digest(self.nonce, canonical_json(self.value)),
            author=self.author,
            supersedes=self.supersedes,
            act=self.act,
        )


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no blanks, characters unescaped."""
    return _ENCODER.encode(value)


def value_digest(nonce: bytes, value_json: str) -> str:
    """SHA-256 of nonce and value, hexadecimal: stands in for the value once that is erased."""
    return hashlib.sha256(nonce + value_json.encode("utf-8", "surrogatepass")).hexdigest()


def fact_id(
    entity: Entity, field: str, digest: str, *, author: str, supersedes: Sequence[str], act: str
) -> str:
    """SHA-256 of the canonical JSON of a fact with its value replaced by a digest, hexadecimal.

    The value and nonce can be erased (a respondent withdraws) and the id still verifies.
    """
    text = canonical_json([str(entity), field, digest, author, sorted(supersedes), act])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def heads(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of one register that none of the others supersedes, in order of id."""
    known = {fact.id: fact for fact in facts}
    gone = {old for fact in known.values() for old in fact.supersedes}
    return tuple(known[key] for key in sorted(known.keys() - gone))


def settle(field: str, values: Sequence[Any]) -> tuple[Any, bool]:
    """The value a view shows for the heads of a register, and whether they conflict.

    Equal values agree. Until a person decides, the choice is conservative and
    the same everywhere: active over retired, present over absent, unmerged over
    merged, else the smallest canonical JSON. No clock decides.

    Args:
        field: The register's field; in `same` (what a code was merged into) absent is the cautious value.
        values: The head values; at least one.
    """
    if len(values) == 1:
        return values[0], False
    distinct = {canonical_json(value): value for value in values}
    if len(distinct) == 1:
        return values[0], False
    chosen = min(distinct, key=lambda text: (_caution(field, distinct[text]), text))
    return distinct[chosen], True


def _caution(field: str, value: Any) -> int:
    """Lower is shown first: present and active before retired before absent, unmerged before merged."""
    if value is None:
        return -1 if field == MERGED else 3
    status = value.get("status") if isinstance(value, dict) else value
    return {"absent": 2, "retired": 1}.get(status, 0) if isinstance(status, str) else 0
