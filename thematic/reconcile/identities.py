"""Which codes of several codebooks are one code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from thematic.model.codebook import Codebook
from thematic.model.journal import canonical_json
from thematic.reconcile.codebook_values import BASE, match_choices, match_id, match_seen
from thematic.reconcile.matching import CodeMatch, match_codes
from thematic.reconcile.passages import measure_passages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.codebook import Code
    from thematic.reconcile.codebook_values import Answers, Branch
    from thematic.reconcile.passages import Passages
    from thematic.reconcile.units import Spans

CONTENT = ("key", "name", "definition", "include", "exclude", "examples", "keywords", "status")
"""A code without an id is the one of another branch that is equal in all of these."""


@dataclass(frozen=True)
class Member:
    """A code as one branch has it."""

    branch: str
    code: Code
    draft: bool
    """Whether its guid only stands in for a missing id."""


class Identities:
    """Which codes of the branches are one code; the representative is its guid in the result."""

    def __init__(self, branches: Sequence[Branch], base: Codebook) -> None:
        self.branches = branches
        self.base = base
        self._above: dict[str, str] = {}
        self.members: dict[str, list[Member]] = defaultdict(list)
        for branch in branches:
            for code in branch.codebook.codes:
                self.members[code.guid].append(Member(branch.name, code, code.guid in branch.drafts))
        self.drafts = frozenset().union(*(branch.drafts for branch in branches))
        for branch in branches:
            self._join_through_base(branch)
        self._join_equal()

    def find(self, guid: str) -> str:
        """The guid a code has in the result."""
        while guid in self._above:
            guid = self._above[guid]
        return guid

    def join(self, one: str, other: str) -> None:
        """Make two codes one; ids known to the base stay, then real ids before drafts, then the smaller."""
        first, second = sorted((self.find(one), self.find(other)), key=self._rank)
        if first != second:
            self._above[second] = first

    def _rank(self, guid: str) -> tuple[bool, bool, str]:
        return guid not in self.base.by_guid, guid in self.drafts, guid

    def _join_through_base(self, branch: Branch) -> None:
        there = {code.guid for code in branch.codebook.codes}
        for code in branch.codebook.codes:
            earlier = self.base.by_key.get(code.key)
            if code.guid in branch.drafts and earlier and earlier.guid not in there:
                self.join(code.guid, earlier.guid)

    def _join_equal(self) -> None:
        """A code without an id is the code of another branch that says exactly the same."""
        equal: dict[str, list[str]] = defaultdict(list)
        for guid, members in self.members.items():
            for member in members:
                content = [getattr(member.code, name) for name in CONTENT]
                equal[canonical_json(content)].append(guid)
        for guids in equal.values():
            first = min(guids, key=self._rank)
            for guid in guids:
                if guid in self.drafts:
                    self.join(first, guid)

    def groups(self) -> dict[str, list[Member]]:
        """Result guid → the code as each branch has it; codes only the base has have no member."""
        groups: dict[str, list[Member]] = {self.find(code.guid): [] for code in self.base.codes}
        for guid, members in sorted(self.members.items()):
            groups.setdefault(self.find(guid), []).extend(members)
        return groups

    def canonical(self, branch: Branch) -> Codebook:
        """A branch with the guids of the result."""
        return Codebook(tuple(self.renamed(code) for code in branch.codebook.codes), branch.name)

    def renamed(self, code: Code) -> Code:
        """A code with the guids of the result."""
        return replace(
            code,
            guid=self.find(code.guid),
            parent=None if code.parent is None else self.find(code.parent),
            merged_into=None if code.merged_into is None else self.find(code.merged_into),
        )


def decide_matches(identities: Identities, answers: Answers, spans: Mapping[str, Spans]) -> list[CodeMatch]:
    """Join what was decided to be the same.

    Returns:
        What is still proposed, whether decided or not.
    """
    while True:
        found, said, joined = _propose(identities, spans), codes_of(identities), False
        for match in found:
            decision = answers.find(match_id(match), match_seen(match, said))
            if decision and decision.choice == "same" and "same" in match_choices(match):
                for guid in (*match.left[1:], *match.right):
                    identities.join(match.left[0], guid)
                joined = True
        if not joined:
            return found


def _propose(identities: Identities, spans: Mapping[str, Spans]) -> list[CodeMatch]:
    """Matches of the base with every branch, and of what is new with what is new in every other one.

    Each pair of codes once, the best first.
    """
    base = Codebook(tuple(identities.renamed(code) for code in identities.base.codes), BASE)
    books = [identities.canonical(branch) for branch in identities.branches]
    best: dict[str, CodeMatch] = {}
    for left, right in combinations([base, *books], 2):
        settled = frozenset() if left is base else base.by_guid.keys()
        for match in match_codes(left, right, _passages(left, right, spans), settled):
            key = match_id(match)
            if key not in best or match.score > best[key].score:
                best[key] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.left, match.right))


def codes_of(identities: Identities) -> dict[str, Code]:
    """Each code of the result as the first branch that has it says."""
    found = {guid: identities.renamed(code) for guid, code in identities.base.by_guid.items()}
    for branch in reversed(identities.branches):
        found |= identities.canonical(branch).by_guid
    return found


def _passages(left: Codebook, right: Codebook, spans: Mapping[str, Spans]) -> Passages | None:
    if left.name not in spans or right.name not in spans:
        return None
    return measure_passages(spans[left.name], spans[right.name], (len(left.codes), len(right.codes)))
