"""What is different between two versions of a codebook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from thematic.model.codebook import Codebook
from thematic.reconcile.matching import CodeMatch, match_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thematic.model.codebook import Code
    from thematic.reconcile.passages import Passages

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
    """Removed codes that may be added ones under another key, that were split, or merged."""
    keys: Mapping[str, str]
    """Guid → key of every code that a match may name."""


def diff_codebooks(before: Codebook, after: Codebook, passages: Passages | None = None) -> CodebookDiff:
    """Hold two codebooks against each other.

    Codes are the same by guid; by key where they have no guid in common.

    Args:
        before: The earlier one.
        after: The later one.
        passages: What their codes were put on, in the order of the codes.
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
    later = _paired(after, pairs)
    keys = {code.guid: code.key for book in (later, before) for code in book.codes}
    return CodebookDiff(tuple(changes), match_codes(before, later, passages), keys)


def _paired(after: Codebook, pairs: Mapping[str, str]) -> Codebook:
    """The second codebook with the guids of the first where the codes are the same."""
    return Codebook(
        tuple(
            replace(
                code,
                guid=pairs.get(code.guid, code.guid),
                parent=pairs.get(code.parent, code.parent) if code.parent else None,
                merged_into=pairs.get(code.merged_into, code.merged_into) if code.merged_into else None,
            )
            for code in after.codes
        ),
        after.name,
    )


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
