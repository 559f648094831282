"""What merging several projects would do: a plan to read before anything is written.

The merge itself is the union of facts. The plan says what that brings, what it
leaves to decide, and why it must not be done.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from thematic.model.journal import CREATED, MERGED, Entity
from thematic.reconcile.entities import Entities
from thematic.reconcile.fact_sets import (
    RegisterConflict,
    break_cycles,
    find_classes,
    find_first_values,
    find_missing,
    merge_facts,
    settle_facts,
)
from thematic.reconcile.matching import CodeMatch, match_codes
from thematic.reconcile.passages import measure_passages
from thematic.reconcile.same_entities import (
    Link,
    Question,
    find_holders,
    match_names,
    match_sources,
    match_speakers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.journal import Fact


@dataclass(frozen=True)
class Holding:
    """One project's journal."""

    name: str
    """The file, as the user named it."""
    facts: Mapping[str, Fact]
    """Id → fact."""

    @cached_property
    def entities(self) -> Entities:
        """What its facts say."""
        return Entities(settle_facts(self.facts))


@dataclass(frozen=True)
class Orphan:
    """A coding that cannot be placed, or not where it says."""

    coding: str
    """Guid."""
    quote: str
    why: str


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do."""

    new: Mapping[str, int]
    """Kind of entity → how many the first project does not know yet."""
    new_facts: int
    equal: int
    """Facts of the others that the first project has already."""
    conflicts: tuple[RegisterConflict, ...]
    """Registers that stand against each other afterwards and did not before."""
    cycles: tuple[tuple[str, ...], ...]
    """Codes that would be under each other and go back to where they were made."""
    links: tuple[Link, ...]
    """Entities that are one under several guids."""
    questions: tuple[Question, ...]
    """What only a person can say; nothing is linked until then."""
    codes: tuple[CodeMatch, ...]
    """Codes of the first project and of others that may be one."""
    review: tuple[Orphan, ...]
    """Codings on a version that is not the current text: to be found again and looked at."""
    orphans: tuple[Orphan, ...]
    """Codings whose text, code or coder is in none of the projects, or whose words are not in the text."""
    refused: tuple[str, ...]
    """Reasons why the merge must not be done; empty when it can."""


def plan_merge(
    mine: Holding,
    others: Sequence[Holding],
    words: Mapping[str, str] | None = None,
    *,
    strangers: bool = False,
) -> MergePlan:
    """Say what merging other projects into the first one would do.

    Args:
        mine: The project that receives.
        others: The projects that are merged into it.
        words: Hash of a text → its words, to hold quotes against; None skips that.
        strangers: Take projects in that have nothing in common with the first.
    """
    merged = merge_facts(mine.facts, *(other.facts for other in others))
    union = Entities(settle_facts(merged))
    fresh = merged.keys() - mine.facts.keys()
    links, questions = _identify([mine.entities, *(other.entities for other in others)], union)
    same = _Same(union, links)
    review, orphans = _place_codings(union, same, words or {})
    known = {conflict.seen for conflict in mine.entities.settled.conflicts}
    return MergePlan(
        new=_count_new(mine, union),
        new_facts=len(fresh),
        equal=len({id_ for other in others for id_ in other.facts.keys() & mine.facts.keys()}),
        conflicts=tuple(each for each in union.settled.conflicts if each.seen not in known),
        cycles=_find_circles(union, merged),
        links=tuple(links),
        questions=tuple(questions),
        codes=_match_codebooks(mine, others, same),
        review=tuple(review),
        orphans=tuple(orphans),
        refused=(
            *([] if strangers else _strangers(mine, others, same)),
            *_namesakes(union, same),
            *_gaps(merged),
        ),
    )


class _Same:
    """Which guid stands for an entity, known links and planned ones together."""

    def __init__(self, union: Entities, links: Sequence[Link]) -> None:
        values = {entity: dict(fields) for entity, fields in union.settled.values.items() if MERGED in fields}
        for link in links:
            values.setdefault(link.entity, {})[MERGED] = link.target
        self._classes = {(one.kind, one.guid): other.guid for one, other in find_classes(values).items()}

    def of(self, kind: str, guid: str) -> str:
        """The guid that stands for one."""
        return self._classes.get((kind, guid), guid)


def _identify(projects: Sequence[Entities], union: Entities) -> tuple[list[Link], list[Question]]:
    links, questions = match_sources(projects)
    pairs = [(union.sources[link.target], union.sources[link.entity.guid]) for link in links]
    for one, other in pairs:
        first, second = sorted((one.text, other.text))
        if first != second:
            links.append(Link(Entity("text", second), first, "the same text"))
    labels = union.names("respondent", "label")
    people, doubts = match_speakers(pairs, labels)
    links += people
    questions += doubts
    linked = {link.entity.guid for link in links}
    for kind, field, sure in (
        ("question", "text", True),
        ("attribute", "name", True),
        ("respondent", "label", False),
    ):
        names = {guid: name for guid, name in union.names(kind, field).items() if guid not in linked}
        more, asked = match_names(kind, names, find_holders(projects, kind), sure=sure)
        links += more
        questions += asked
    return sorted(links), questions


def _count_new(mine: Holding, union: Entities) -> dict[str, int]:
    known = mine.entities.settled.values.keys()
    counts = Counter(entity.kind for entity in union.settled.values if entity not in known)
    return dict(sorted(counts.items()))


def _find_circles(union: Entities, facts: Mapping[str, Fact]) -> tuple[tuple[str, ...], ...]:
    codes = union.by_kind.get("code", {})
    parents = {guid: values.get("parent") for guid, values in codes.items()}
    first = {entity.guid: value for entity, value in find_first_values(facts, "parent").items()}
    return break_cycles(parents, first)[1]


def _match_codebooks(mine: Holding, others: Sequence[Holding], same: _Same) -> tuple[CodeMatch, ...]:
    numbers: dict[str, int] = {}
    for holding in (mine, *others):
        for guid in holding.entities.sources:
            numbers.setdefault(same.of("source", guid), len(numbers))
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], CodeMatch] = {}
    ours = mine.entities
    for other in others:
        theirs = other.entities
        alone = ours.codebook.by_guid.keys() ^ theirs.codebook.by_guid.keys()
        if not alone:
            continue
        sizes = len(ours.codebook.codes), len(theirs.codebook.codes)
        spans = [
            each.spans({guid: numbers[same.of("source", guid)] for guid in each.sources})
            for each in (ours, theirs)
        ]
        for match in match_codes(ours.codebook, theirs.codebook, measure_passages(spans[0], spans[1], sizes)):
            found.setdefault((match.left, match.right), match)
    return tuple(sorted(found.values(), key=lambda match: (-match.score, match.left, match.right)))


def _place_codings(
    union: Entities, same: _Same, words: Mapping[str, str]
) -> tuple[list[Orphan], list[Orphan]]:
    texts = union.by_kind.get("text", {})
    current = {same.of("text", source.text) for source in union.sources.values()}
    review, orphans = [], []
    for guid, made, state in union.codings():
        why = _fault(union, made["coder"], state, texts.get(state["text"], {}).get(CREATED), words)
        if why:
            orphans.append(Orphan(guid, state["quote"], why))
        elif same.of("text", state["text"]) not in current:
            review.append(Orphan(guid, state["quote"], "its text is not the current one"))
    return sorted(review, key=lambda orphan: orphan.coding), sorted(orphans, key=lambda orphan: orphan.coding)


def _fault(
    union: Entities,
    coder: str,
    state: Mapping[str, object],
    text: Mapping[str, object] | None,
    words: Mapping[str, str],
) -> str:
    """Why a coding cannot stand, or nothing."""
    if text is None:
        return "its text is in none of the projects"
    for kind, guid in (("code", str(state["code"])), ("coder", coder)):
        if not union.has(kind, guid):
            return f"its {kind} is in none of the projects"
    written = words.get(str(text["sha256"]))
    start, end = int(str(state["start"])), int(str(state["end"]))
    if written is not None and written[start:end] != state["quote"]:
        return "its words are not where it says"
    return ""


def _strangers(mine: Holding, others: Sequence[Holding], same: _Same) -> list[str]:
    """Projects that have nothing in common with the first: another study's file."""
    refused = []
    for other in others:
        alike = any(
            {same.of(kind, guid) for guid in mine.entities.by_kind.get(kind, ())}
            & {same.of(kind, guid) for guid in other.entities.by_kind.get(kind, ())}
            for kind in ("project", "source")
        )
        if not alike:
            why = f"it shares neither its project nor any source with {mine.name}"
            refused.append(f"{other.name} is another study: {why}.")
    return refused


def _namesakes(union: Entities, same: _Same) -> list[str]:
    """Coders who present as one name under several ids: refused, never fused."""
    people: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for guid, name in sorted(union.names("coder", "name").items()):
        folded = unicodedata.normalize("NFKC", name).casefold().strip()
        people[folded].add(same.of("coder", guid))
        shown.setdefault(folded, name)
    return [
        f"{len(guids)} coders are called '{shown[folded]}'; if they are different people, rename one, "
        "and if they are one person, say so first."
        for folded, guids in sorted(people.items())
        if len(guids) > 1
    ]


def _gaps(facts: Mapping[str, Fact]) -> list[str]:
    missing = find_missing(facts)
    if not missing:
        return []
    return [f"{len(missing)} facts that others build on are in none of the files; get the whole project."]
