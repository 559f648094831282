"""What goes into a merge of codebooks and what comes out of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from thematic.model.journal import canonical_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.codebook import Code, Codebook
    from thematic.reconcile.matching import CodeMatch

BASE = "base"
LISTS = frozenset({"include", "exclude", "examples", "keywords"})
WORDED = frozenset({"key", "name", "definition", "color"}) | LISTS
"""Fields a person can put into words of their own."""
REFERENCES = frozenset({"parent", "merged_into"})
"""Fields that name another code, or none."""


@dataclass(frozen=True)
class Branch:
    """One codebook to be merged."""

    name: str
    """The file it came from."""
    codebook: Codebook
    drafts: frozenset[str] = frozenset()
    """Guids that stand in for a missing `id:`; they identify nothing outside this branch."""
    history: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Guid → where an earlier merge took the code from."""


@dataclass(frozen=True)
class CodeConflict:
    """One field of one code with several different edits."""

    code: str
    """Guid."""
    key: str
    field: str
    base: Any
    """What it was before, or None where the code is new."""
    values: tuple[tuple[Any, tuple[str, ...]], ...]
    """Each value and the branches that gave it."""
    shown: Any
    """What the merged codebook says until somebody decides."""

    @property
    def id(self) -> str:
        """Same code and field, same id."""
        return digest(self.code, self.field)

    @property
    def seen(self) -> str:
        """Changes with every value: a decision about other values is re-opened."""
        return digest(self.base, sorted(canonical_json(value) for value, _ in self.values))


@dataclass(frozen=True)
class CodebookDecision:
    """A person's answer to a conflict or to a proposed match."""

    id: str
    """Id of the conflict or match."""
    choice: str
    """One of `conflict_choices` or `match_choices`."""
    value: Any = None
    """`value`: the words to take."""
    seen: str = ""
    """Digest of what was shown; empty applies to whatever is there."""
    by: str = ""
    at: str = ""
    why: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The whole entry of the file, to be written again."""


@dataclass(frozen=True)
class KeyClash:
    """Two codes that are not the same and have one key."""

    key: str
    code: str
    """Guid of the one that got another key."""
    given: str
    """The key it got."""


@dataclass(frozen=True)
class CodebookMerge:
    """The merged codebook and everything a person has to know about it."""

    codebook: Codebook
    conflicts: tuple[CodeConflict, ...]
    """Undecided; the codebook shows the cautious value."""
    matches: tuple[CodeMatch, ...]
    """Undecided; the codebook holds both codes."""
    clashes: tuple[KeyClash, ...]
    cycles: tuple[tuple[str, ...], ...]
    """Guids of codes that moved under each other and went back to where they were made."""
    origins: Mapping[str, tuple[str, ...]]
    """Guid → where the code came from: `base: time`, `A.yaml: time-barrier`, …"""
    drafts: frozenset[str]
    """Guids that stand in for a missing id: give these codes new ones."""
    seen: Mapping[str, str]
    """Match id → digest of what it was proposed from."""
    stale: tuple[str, ...]
    """Decisions about something that is not there or has changed since, in words."""

    @property
    def keys(self) -> Mapping[str, str]:
        """Guid → key."""
        return {code.guid: code.key for code in self.codebook.codes}


@dataclass
class Answers:
    """Decisions by id, and what became of them."""

    decisions: Mapping[str, CodebookDecision]
    stale: dict[str, None] = field(default_factory=dict)
    """Decisions about something that has changed since, in words."""
    met: set[str] = field(default_factory=set)
    """Ids of decisions whose conflict or match is still there."""

    def find(self, id_: str, seen: str) -> CodebookDecision | None:
        """The decision about what was shown, or None; one about other words is noted as stale."""
        decision = self.decisions.get(id_)
        if decision is None:
            return None
        self.met.add(id_)
        if decision.seen and decision.seen != seen:
            self.stale[f"decision {id_}: what it is about has changed since; open again."] = None
            return None
        return decision


def conflict_choices(conflict: CodeConflict) -> tuple[str, ...]:
    """What may be answered to a conflict: a branch, the base, both lists, or words of one's own."""
    return (
        *(name for _, branches in conflict.values for name in branches),
        *((BASE,) if conflict.base is not None or conflict.field in REFERENCES else ()),
        *(("both",) if conflict.field in LISTS else ()),
        *(("value",) if conflict.field in WORDED else ()),
    )


def match_choices(match: CodeMatch) -> tuple[str, ...]:
    """What may be answered to a proposal.

    `same`: they are one code. `split`: the one is retired, the several stay.
    `merge`: the several, or the first, become part of the other. `separate`: neither.
    """
    if match.kind not in ("split", "merge"):
        return ("same", "separate")
    if len(match.left) == len(match.right):
        return ("merge", "separate")
    return ("split", "merge", "separate") if match.kind == "split" else ("merge", "split", "separate")


def match_id(match: CodeMatch) -> str:
    """Same codes, same id, whichever side they stand on."""
    return digest(sorted((*match.left, *match.right)))


def match_seen(match: CodeMatch, codes: Mapping[str, Code]) -> str:
    """Changes with names and definitions: a decision about other words is re-opened."""
    said = [codes[guid] for guid in sorted((*match.left, *match.right))]
    return digest([[code.name, code.definition] for code in said])


def digest(*parts: Any) -> str:
    """Sixteen hexadecimal digits that stand for some values."""
    return hashlib.sha256(canonical_json(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
