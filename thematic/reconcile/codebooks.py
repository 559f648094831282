"""Merging codebooks: any number of branches, with or without a common base, in any order.

Each field of each code is a register. An edit on one side wins, equal edits
agree, different edits conflict; a missing line says nothing. Codes are the
same by id, by key through the base, or when nothing about them differs; all
else is proposed and waits for a decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thematic.model.codebook import Code, Codebook
from thematic.model.journal import MERGED, canonical_json, settle
from thematic.reconcile.codebook_values import (
    BASE,
    LISTS,
    Answers,
    CodebookMerge,
    CodeConflict,
    KeyClash,
    conflict_choices,
    match_choices,
    match_id,
    match_seen,
)
from thematic.reconcile.fact_sets import break_cycles
from thematic.reconcile.identities import Identities, codes_of, decide_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.reconcile.codebook_values import Branch, CodebookDecision
    from thematic.reconcile.identities import Member
    from thematic.reconcile.matching import CodeMatch
    from thematic.reconcile.units import Spans

REGISTERS = (
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


def merge_codebooks(
    branches: Sequence[Branch],
    base: Codebook | None = None,
    decisions: Iterable[CodebookDecision] = (),
    spans: Mapping[str, Spans] | None = None,
) -> CodebookMerge:
    """Merge codebooks; the result does not depend on the order of the branches.

    Args:
        branches: Two or more, with different names.
        base: What they all started from, where that is known.
        decisions: Answers to conflicts and matches of an earlier run.
        spans: Branch name → what its codes were put on, codes numbered as in the
            codebook and sources alike in all; branches without are matched by words.
    """
    ordered = sorted(branches, key=lambda branch: branch.name)
    answers = Answers({decision.id: decision for decision in decisions})
    identities = Identities(ordered, base or Codebook(()))
    matches = decide_matches(identities, answers, spans or {})
    merge = _Merger(identities, answers).merge(matches)
    unmet = sorted(answers.decisions.keys() - answers.met)
    gone = [f"decision {id_}: nothing here has this id." for id_ in unmet]
    return replace(merge, stale=(*answers.stale, *gone))


class _Merger:
    """Settles the registers of joined codes."""

    def __init__(self, identities: Identities, answers: Answers) -> None:
        self.identities = identities
        self.answers = answers
        self.conflicts: list[CodeConflict] = []
        self.origins: dict[str, tuple[str, ...]] = {}
        base = Codebook(tuple(identities.renamed(code) for code in identities.base.codes))
        self.before = base.by_guid

    def merge(self, matches: Sequence[CodeMatch]) -> CodebookMerge:
        """Everything but the decisions nobody could use."""
        groups = self.identities.groups()
        codes = {guid: self._settle_code(guid, members) for guid, members in groups.items()}
        cycles = self._place(codes)
        aliases = self._aliases(groups, codes)
        clashes = _free_keys(codes, aliases, self.before)
        said = codes_of(self.identities)
        left = self._accept(matches, codes, said)
        every = {**codes, **{code.guid: code for code in aliases}}
        order = sorted(every.values(), key=lambda code: (code.position, code.key, code.guid))
        names = [branch.codebook.name for branch in self.identities.branches if branch.codebook.name]
        return CodebookMerge(
            codebook=Codebook(tuple(order), self.identities.base.name or min(names, default="")),
            conflicts=tuple(self.conflicts),
            matches=tuple(left),
            clashes=tuple(clashes),
            cycles=cycles,
            origins=self.origins,
            drafts=frozenset(guid for guid in codes if guid in self.identities.drafts),
            seen={match_id(match): match_seen(match, said) for match in left},
            stale=(),
        )

    def _settle_code(self, guid: str, members: Sequence[Member]) -> Code:
        before = self.before.get(guid)
        self.origins[guid] = self._origins(before, members)
        versions = [(member.branch, self.identities.renamed(member.code)) for member in members]
        # Where a file has no ids, another key is another name for the code, not a new key of it.
        keyed = [
            version
            for member, version in zip(members, versions, strict=True)
            if not member.draft or member.code.guid == guid
        ]
        template = before or versions[0][1]
        values: dict[str, Any] = {}
        for name in REGISTERS:
            given = keyed if name == "key" else versions
            values[name] = self._settle_field(guid, template.key, name, before, given)
        positions = [
            code.position for _, code in versions if before is None or code.position != before.position
        ]
        values["position"] = min(positions, default=template.position)
        return Code(guid=guid, **values)

    def _origins(self, before: Code | None, members: Sequence[Member]) -> tuple[str, ...]:
        """Which file had the code under which key; what earlier merges told of it comes first."""
        histories = {branch.name: branch.history for branch in self.identities.branches}
        older = [line for member in members for line in histories[member.branch].get(member.code.guid, ())]
        came = sorted(f"{member.branch}: {member.code.key}" for member in members)
        return tuple(dict.fromkeys([*older, *([f"{BASE}: {before.key}"] if before else []), *came]))

    def _settle_field(
        self,
        guid: str,
        key: str,
        name: str,
        before: Code | None,
        versions: Sequence[tuple[str, Code]],
    ) -> Any:
        old = getattr(before, name) if before else None
        edits: dict[str, tuple[Any, list[str]]] = {}
        for branch, code in versions:
            value = getattr(code, name)
            if _says_something(name, value) and (before is None or value != old):
                edits.setdefault(canonical_json(value), (value, []))[1].append(branch)
        if not edits:
            return old if before else getattr(versions[0][1], name)
        given = [edits[text] for text in sorted(edits)]
        if len(given) == 1:
            return given[0][0]
        shown, _ = settle(MERGED if name == "merged_into" else name, [value for value, _ in given])
        values = tuple((value, tuple(sorted(set(who)))) for value, who in given)
        conflict = CodeConflict(guid, key, name, old, values, shown)
        decision = self.answers.find(conflict.id, conflict.seen)
        decided = None if decision is None else _decided(conflict, decision, self.answers.stale)
        if decided is None:
            self.conflicts.append(conflict)
            return shown
        return decided[0]

    def _aliases(self, groups: Mapping[str, Sequence[Member]], codes: Mapping[str, Code]) -> list[Code]:
        """Codes decided to be the same under another id or key: kept, merged, so that codings resolve."""
        found: dict[tuple[str, str], Code] = {}
        for guid, members in groups.items():
            target = codes[guid]
            for member in members:
                own = member.code
                if own.guid != guid and (not member.draft or own.key != target.key):
                    alias = replace(own, merged_into=guid, parent=target.parent, position=target.position)
                    found.setdefault((guid, own.key) if member.draft else (own.guid, ""), alias)
        return sorted(found.values(), key=lambda alias: alias.guid)

    def _place(self, codes: dict[str, Code]) -> tuple[tuple[str, ...], ...]:
        """Give every code a parent that exists and is not below it; returns the circles there were."""
        parents = {guid: code.parent for guid, code in codes.items()}
        first = {guid: code.parent for guid, code in self.before.items()}
        placed, cycles = break_cycles(parents, first)
        for guid, parent in placed.items():
            codes[guid] = replace(codes[guid], parent=parent)
        return cycles

    def _accept(
        self, matches: Sequence[CodeMatch], codes: dict[str, Code], said: Mapping[str, Code]
    ) -> list[CodeMatch]:
        """Carry out what was decided about splits and mergers; what is left has no decision."""
        left: list[CodeMatch] = []
        families: list[set[str]] = []
        for match in matches:
            decision = self.answers.find(match_id(match), match_seen(match, said))
            if decision is None:
                left.append(match)
            elif decision.choice not in match_choices(match):
                wrong = f"'{decision.choice}' is no answer to a proposal '{match.kind}'"
                self.answers.stale[f"decision {decision.id}: {wrong}."] = None
                left.append(match)
            elif decision.choice in ("split", "merge"):
                self._carry_out(match, decision.choice, codes)
                families.append({*match.left, *match.right})
        # Who came out of whom is answered then, also where two of them were proposed to be one.
        return [match for match in left if not any({*match.left, *match.right} <= own for own in families)]

    def _carry_out(self, match: CodeMatch, choice: str, codes: dict[str, Code]) -> None:
        many = match.left if match.kind == "merge" else match.right
        (one,) = match.right if match.kind == "merge" else match.left
        if choice == "split":
            codes[one] = replace(codes[one], status="retired")
            for part in many:
                self.origins[part] = (f"split from {codes[one].key}", *self.origins[part])
            return
        for part in many:
            if Codebook(tuple(codes.values())).resolve(one) != part:
                codes[part] = replace(codes[part], merged_into=one)


def _says_something(name: str, value: Any) -> bool:
    """A missing line is no edit; no parent is a place, the top."""
    return name == "parent" or value not in ("", (), None)


def _decided(conflict: CodeConflict, decision: CodebookDecision, stale: dict[str, None]) -> tuple[Any] | None:
    """The value chosen, in a tuple because it may be None; None where the choice means nothing here."""
    if decision.choice not in conflict_choices(conflict):
        asked = f"{conflict.field} of {conflict.key}"
        stale[f"decision {decision.id}: '{decision.choice}' is no answer about {asked}."] = None
        return None
    for value, branches in conflict.values:
        if decision.choice in branches:
            return (value,)
    if decision.choice == BASE:
        return (conflict.base,)
    if decision.choice == "both":
        kept = dict.fromkeys(entry for value, _ in conflict.values for entry in value)
        return (tuple(kept),)
    return (tuple(decision.value) if conflict.field in LISTS else decision.value,)


def _free_keys(codes: dict[str, Code], aliases: list[Code], before: Mapping[str, Code]) -> list[KeyClash]:
    """Give every code a key of its own: codes of the base keep theirs, then the smaller guid."""
    taken: set[str] = set()
    clashes = []
    for guid in sorted(codes, key=lambda guid: (guid not in before, guid)):
        key = _free(codes[guid].key, taken)
        if key != codes[guid].key:
            clashes.append(KeyClash(codes[guid].key, guid, key))
            codes[guid] = replace(codes[guid], key=key)
        taken.add(key)
    for place, alias in enumerate(aliases):
        aliases[place] = replace(alias, key=_free(alias.key, taken))
        taken.add(aliases[place].key)
    return clashes


def _free(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"
