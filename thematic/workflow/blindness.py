"""Who may not see whose codings yet: two coders of one source, until both have finished it.

A convention that keeps coders independent on a shared project, not security.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import Refused
from thematic.model.columns import LAYER_CODES
from thematic.model.rounds import find_hidden
from thematic.store.codings import count_by_pair, find_coding
from thematic.store.memos import load_memos
from thematic.store.people import load_respondents
from thematic.store.rounds import load_assignments
from thematic.store.sources import load_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.model.codings import Coding, Memo
    from thematic.model.columns import Study
    from thematic.model.journal import Entity
    from thematic.model.sources import Source
    from thematic.store.connection import Connection
    from thematic.workflow.project import Project

Pairs = frozenset[tuple[str, str]]
"""(source guid, coder guid)."""


def hidden_sources(project: Project) -> tuple[str, ...]:
    """Names of the sources on which others' codings are hidden from who acts, in order of import."""
    with project.store.reading() as connection:
        hidden = {source for source, _ in hidden_from(project, connection)}
        return tuple(one.name for one in load_sources(connection) if one.guid in hidden)


def hidden_from_some(connection: Connection) -> Pairs:
    """Whose codings on which source are hidden from anybody: what goes into words for all leaves them out."""
    return find_hidden(load_assignments(connection), None)


def hidden_from(project: Project, connection: Connection, *, source: str | None = None) -> Pairs:
    """Whose codings on which source (or on this one, by guid) the acting person may not see."""
    viewer = project.coder.guid if project.coder else None
    return find_hidden(load_assignments(connection, source=source), viewer)


def hide_columns(study: Study, hidden: Pairs) -> Study:
    """The study without codings that are hidden, and without them in its counts."""
    if not hidden:
        return study
    sources = {source.guid: place for place, source in enumerate(study.sources)}
    coders = {coder.guid: place for place, coder in enumerate(study.coders)}
    covered = np.zeros((len(study.sources), len(study.coders)), dtype=np.bool_)
    for source, coder in hidden:
        if source in sources and coder in coders:
            covered[sources[source], coders[coder]] = True
    columns = study.codings
    gone = covered[columns.source, columns.coder] & (columns.layer == LAYER_CODES["human"])
    lost = np.bincount(columns.source[gone], minlength=len(study.sources)).tolist()
    seen = tuple(
        replace(source, codings=source.codings - fewer)
        for source, fewer in zip(study.sources, lost, strict=True)
    )
    return replace(study, sources=seen, codings=columns.take(~gone))


def hide_codings(codings: Iterable[Coding], hidden: Pairs) -> tuple[Coding, ...]:
    """The codings that are not hidden."""
    if not hidden:
        return tuple(codings)
    return tuple(
        coding for coding in codings if coding.layer != "human" or (coding.source, coding.coder) not in hidden
    )


def hidden_guids(connection: Connection, things: Iterable[Entity], hidden: Pairs) -> set[str]:
    """Guids of those codings and memos among some things that are hidden."""
    if not hidden:
        return set()
    named = [thing.guid for thing in things if thing.kind in ("coding", "memo")]
    codings = [coding for guid in named if (coding := find_coding(connection, guid)) is not None]
    memos = tuple(memo for memo in load_memos(connection) if memo.guid in set(named))
    told = {one.guid for one in hide_codings(codings, hidden)}
    told |= {one.guid for one in hide_memos(connection, memos, hidden)}
    return ({one.guid for one in codings} | {one.guid for one in memos}) - told


def refuse_hidden(project: Project, connection: Connection, codings: Iterable[Coding]) -> None:
    """Keep a person from changing what they may not even see.

    Raises:
        Refused: One of these codings is hidden from who acts.
    """
    for coding in codings:
        if not hide_codings((coding,), hidden_from(project, connection, source=coding.source)):
            raise Refused(
                f"Coding {coding.guid} is hidden from you until everybody it was assigned to has finished.",
                "'thematic coverage' shows who has not.",
            )


def hide_counts(connection: Connection, sources: tuple[Source, ...], hidden: Pairs) -> tuple[Source, ...]:
    """The sources with hidden codings left out of how many stand on each."""
    if not hidden:
        return sources
    fewer: dict[str, int] = {}
    for source, coder, count in count_by_pair(connection):
        if (source, coder) in hidden:
            fewer[source] = fewer.get(source, 0) + count
    return tuple(replace(source, codings=source.codings - fewer.get(source.guid, 0)) for source in sources)


def hide_memos(connection: Connection, memos: tuple[Memo, ...], hidden: Pairs) -> tuple[Memo, ...]:
    """The memos that are not about a hidden coding, nor by a hidden coder about the source or its speakers.

    What somebody writes about a code, a finding or the project is for everybody.
    """
    if not hidden:
        return memos
    spoken: dict[str, list[str]] = {}
    people = {person.label: person.guid for person in load_respondents(connection)}
    for source in load_sources(connection):
        for label in source.respondents:
            spoken.setdefault(people.get(label, ""), []).append(source.guid)
    shown = []
    for memo in memos:
        kind, _, guid = memo.on.partition("/")
        coding = find_coding(connection, guid) if kind == "coding" else None
        about = {(coding.source, coding.coder)} if coding else set()
        about |= {(source, memo.coder) for source in (guid, *spoken.get(guid, ()))}
        if not about & hidden:
            shown.append(memo)
    return tuple(shown)
