"""What is different between two versions of a codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from thematic.model.codebook import Codebook
from thematic.reconcile.matching import CodeMatch, match_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.codebook import Code

ChangeKind = Literal["added", "removed", "changed"]
FIELDS = (
    "key",
    "name",
    "definition",
    "include",
    "exclude",
    "examples",
    "keywords",
    "color",
    "parent",
    "status",
    "merged_into",
)
"""What is compared, in the order it is shown; the order among siblings is not."""
REFERENCES = frozenset({"parent", "merged_into"})


@dataclass(frozen=True)
class CodeChange:
    """One thing that is different about one code."""

    kind: ChangeKind
    code: str
    """Key of the code; the later one where it changed."""
    field: str = ""
    """Which field, where the code is in both."""
    before: Any = None
    """Its value in the first codebook; codes are named by their keys."""
    after: Any = None
    """Its value in the second."""


@dataclass(frozen=True)
class CodebookDiff:
    """Two codebooks held against each other."""

    changes: tuple[CodeChange, ...]
    """In the order of the second codebook, removed codes last."""
    matches: tuple[CodeMatch, ...]
    """Added codes that may be removed ones under another key."""


def diff_codebooks(before: Codebook, after: Codebook) -> CodebookDiff:
    """Hold two codebooks against each other.

    Codes are the same by guid; by key where they have no guid in common.
    """
    pairs = pair_codes(before, after)
    changes = []
    for _, code in after.walk():
        earlier = pairs.get(code.guid)
        if earlier is None:
            changes.append(CodeChange("added", code.key, after=code.name))
        else:
            changes += _changes(before, after, before.by_guid[earlier], code)
    kept = set(pairs.values())
    gone = [code for _, code in before.walk() if code.guid not in kept]
    changes += [CodeChange("removed", code.key, before=code.name) for code in gone]
    fresh = [code for code in after.codes if code.guid not in pairs]
    matches = match_codes(Codebook(tuple(gone)), Codebook(tuple(fresh)))
    return CodebookDiff(tuple(changes), matches)


def pair_codes(before: Codebook, after: Codebook) -> dict[str, str]:
    """Guid in the second codebook → guid of the same code in the first."""
    pairs = {code.guid: code.guid for code in after.codes if code.guid in before.by_guid}
    taken = set(pairs)
    for code in after.codes:
        earlier = before.by_key.get(code.key)
        if code.guid not in pairs and earlier and earlier.guid not in taken:
            pairs[code.guid] = earlier.guid
            taken.add(earlier.guid)
    return pairs


def _changes(before: Codebook, after: Codebook, one: Code, other: Code) -> Iterator[CodeChange]:
    for field in FIELDS:
        old, new = _value(before, one, field), _value(after, other, field)
        if old != new:
            yield CodeChange("changed", other.key, field, old, new)


def _value(codebook: Codebook, code: Code, field: str) -> Any:
    value = getattr(code, field)
    if field in REFERENCES and value is not None:
        return codebook.by_guid[value].key if value in codebook.by_guid else value
    return value
