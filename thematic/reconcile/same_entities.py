"""Which sources and people of several projects are one.

A guid in common says it. Failing that, the hash of a text matches sources that
share none; surveys also need the respondent's label, because many answers are
identical. Where several could be meant, a person is asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.language.folding import fold_words
from thematic.model.journal import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.reconcile.entities import Entities, HeldSource


@dataclass(frozen=True, order=True)
class Link:
    """Two entities that are one; becomes the `same` register of the first."""

    entity: Entity
    target: str
    """Guid of the one that stands for both: the smaller."""
    why: str = ""


@dataclass(frozen=True)
class Question:
    """Something only a person can say."""

    kind: str
    """source, respondent, question or attribute."""
    name: str
    guids: tuple[str, ...]
    """Those that may be one, sorted."""
    why: str


def match_sources(projects: Sequence[Entities]) -> tuple[list[Link], list[Question]]:
    """Sources of different projects with one text, by its hash."""
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    named: dict[str, str] = {}
    for entities in projects:
        for guid, source in entities.sources.items():
            if source.characters:
                groups[_signature(source, entities)].add(guid)
                named[guid] = source.name
    holders = find_holders(projects, "source")
    links, questions = [], []
    for guids in (sorted(group) for group in groups.values() if len(group) > 1):
        if held_apart(guids, holders):
            links += [Link(Entity("source", guid), guids[0], "the same text") for guid in guids[1:]]
        else:
            names = ", ".join(sorted({named[guid] for guid in guids}))
            questions.append(Question("source", names, tuple(guids), "several sources have this text"))
    return sorted(links), sorted(questions, key=lambda question: question.guids)


def find_holders(projects: Sequence[Entities], kind: str) -> dict[str, frozenset[int]]:
    """Guid → which projects know it."""
    found: dict[str, set[int]] = defaultdict(set)
    for place, entities in enumerate(projects):
        for guid in entities.by_kind.get(kind, ()):
            found[guid].add(place)
    return {guid: frozenset(places) for guid, places in found.items()}


def held_apart(guids: Sequence[str], holders: Mapping[str, frozenset[int]]) -> bool:
    """Whether no project knows two of them: one that does says they are two."""
    return sum(len(holders[guid]) for guid in guids) == len(frozenset().union(*(holders[g] for g in guids)))


def _signature(source: HeldSource, entities: Entities) -> tuple[str, ...]:
    if source.kind != "survey":
        return source.kind, source.sha256
    labels = entities.names("respondent", "label")
    people = sorted({labels.get(who, who) for _, _, who in source.speakers if who})
    # A survey source without a respondent cannot be told from another person's equal answers.
    return source.kind, source.sha256, *(people or [source.guid])


def match_speakers(
    pairs: Iterable[tuple[HeldSource, HeldSource]], labels: Mapping[str, str]
) -> tuple[list[Link], list[Question]]:
    """Respondents who say the same turns of a matched text are one person, if they have one label.

    Args:
        pairs: Sources that were matched.
        labels: Respondent guid → label.
    """
    links, questions = set(), {}
    for one, other in pairs:
        for (*place, who), (*its_place, its_who) in zip(one.speakers, other.speakers, strict=False):
            if not who or not its_who or who == its_who or place != its_place:
                continue
            first, second = sorted((who, its_who))
            if labels.get(first) == labels.get(second):
                links.add(Link(Entity("respondent", second), first, f"the speaker in {one.name}"))
            else:
                called = f"{labels.get(first)}, {labels.get(second)}"
                why = f"they say the same words in {one.name}"
                questions[first, second] = Question("respondent", called, (first, second), why)
    return sorted(links), list(questions.values())


def match_names(
    kind: str, names: Mapping[str, str], holders: Mapping[str, frozenset[int]], *, sure: bool
) -> tuple[list[Link], list[Question]]:
    """Entities of one kind and one name in different projects, linked where the name settles it.

    Where it does not, they are asked about.

    Args:
        kind: question, attribute or respondent.
        names: Guid → what must be equal, case and marks aside; those already linked left out.
        holders: Guid → which projects know it.
        sure: Whether an equal name makes them one.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for guid, name in names.items():
        groups[fold_words(name)].append(guid)
    links: list[Link] = []
    questions: list[Question] = []
    for _, guids in sorted(groups.items()):
        guids.sort()
        if len(guids) < 2 or not held_apart(guids, holders):
            continue
        if sure:
            links += [Link(Entity(kind, guid), guids[0], "the same words") for guid in guids[1:]]
        else:
            questions.append(Question(kind, names[guids[0]], tuple(guids), f"two {kind}s have this name"))
    return links, questions
