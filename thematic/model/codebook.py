"""Codes and the codebook: a versioned tree with lookup, paths and descendants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

CodeStatus = Literal["active", "retired"]


@dataclass(frozen=True, slots=True)
class Code:
    """A named, defined label for a passage."""

    guid: str
    key: str
    """Stable handle in files and commands; the name may change."""
    name: str
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Lemma phrases that suggest the code."""
    color: str = ""
    """`#rrggbb`, or empty to inherit the parent's."""
    parent: str | None = None
    """Guid of the code above it; None at the top."""
    position: int = 0
    """Order among its siblings."""
    status: CodeStatus = "active"
    merged_into: str | None = None
    """Guid of the code it was merged into; its codings resolve there."""


@dataclass(frozen=True)
class Codebook:
    """The codes of a project as a tree.

    Codes whose parent is unknown, and one of each circle, are shown at the top rather than lost.
    """

    codes: tuple[Code, ...]
    name: str = ""

    @cached_property
    def by_guid(self) -> dict[str, Code]:
        """Guid → code."""
        return {code.guid: code for code in self.codes}

    @cached_property
    def by_key(self) -> dict[str, Code]:
        """Key → code; an active code wins where a retired one has the same key."""
        found: dict[str, Code] = {}
        for code in self.codes:
            if code.key not in found or code.status == "active":
                found[code.key] = code
        return found

    @cached_property
    def lifted(self) -> frozenset[str]:
        """Codes shown at the top because they stand in a circle: of each circle the smallest guid.

        Two people can each move a code below the other's; nothing is lost while nobody has settled it.
        """
        settled: set[str] = set()
        lifted: set[str] = set()
        for start in sorted(self.by_guid):
            path: list[str] = []
            guid: str | None = start
            while guid in self.by_guid and guid not in settled and guid not in path:
                path.append(guid)
                guid = self.by_guid[guid].parent
            if guid in path:
                lifted.add(min(path[path.index(guid) :]))
            settled.update(path)
        return frozenset(lifted)

    @cached_property
    def _below(self) -> dict[str | None, tuple[Code, ...]]:
        groups: dict[str | None, list[Code]] = {}
        lifted = self.lifted
        for code in self.codes:
            known = code.parent in self.by_guid and code.guid not in lifted
            groups.setdefault(code.parent if known else None, []).append(code)
        return {parent: tuple(sorted(group, key=in_order)) for parent, group in groups.items()}

    def children(self, guid: str | None) -> tuple[Code, ...]:
        """Codes directly below one, in order; `None` gives the top."""
        return self._below.get(guid, ())

    def walk(self, guid: str | None = None, depth: int = 0) -> Iterator[tuple[int, Code]]:
        """Depth and code, parents before children, in display order."""
        for code in self.children(guid):
            yield depth, code
            yield from self.walk(code.guid, depth + 1)

    def descendants(self, guid: str) -> tuple[Code, ...]:
        """The code itself and everything below it, in display order."""
        code = self.by_guid.get(guid)
        own = (code,) if code else ()
        return own + tuple(below for _, below in self.walk(guid))

    def ancestors(self, guid: str) -> tuple[Code, ...]:
        """The codes above one, nearest first; stops at a circle."""
        found: list[Code] = []
        seen = {guid}
        code = self.by_guid.get(guid)
        while code and code.parent and code.parent not in seen:
            seen.add(code.parent)
            code = self.by_guid.get(code.parent)
            if code:
                found.append(code)
        return tuple(found)

    def path(self, guid: str) -> str:
        """Names from the top to the code, joined by " / "."""
        names = [code.name for code in reversed(self.ancestors(guid))]
        return " / ".join([*names, self.by_guid[guid].name])

    def resolve(self, guid: str) -> str:
        """The code a merged code stands for now; itself when not merged."""
        seen: set[str] = set()
        while guid not in seen:
            seen.add(guid)
            code = self.by_guid.get(guid)
            if code is None or code.merged_into is None:
                return guid
            guid = code.merged_into
        return min(seen)

    @cached_property
    def active(self) -> tuple[Code, ...]:
        """Codes that can be applied, in display order."""
        return tuple(code for _, code in self.walk() if code.status == "active" and code.merged_into is None)


def in_order(code: Code) -> tuple[int, str, str]:
    """A sort key for siblings."""
    return code.position, code.key, code.guid
