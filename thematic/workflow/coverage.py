"""Who is coded how far: by source and coder, what two people coded, and what waits to be adjudicated."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from thematic.model.columns import LAYER_CODES
from thematic.model.rounds import find_finished
from thematic.store.codings import find_misplaced
from thematic.store.projects import load_project
from thematic.store.rounds import load_assignments, rounds_of
from thematic.workflow.adjudication import load_queue
from thematic.workflow.blindness import hidden_from
from thematic.workflow.reading import load_study
from thematic.workflow.units import cut_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from thematic.model.columns import CodingColumns, Study
    from thematic.model.rounds import Assignment
    from thematic.model.sources import Source
    from thematic.workflow.project import Project

UNITS = ("turn", "sentence")
"""Units that double coding is counted in, beside sources and characters."""

State = Literal["assigned", "finished", "frozen", "not assigned"]


@dataclass(frozen=True, slots=True)
class CoderOnSource:
    """How far one person is with one source."""

    coder: str
    """Name."""
    state: State
    """`not assigned`: they coded it without being given it, which counts as having finished."""
    round: int | None
    """The latest round in which it was theirs."""
    codings: int | None
    """On its current text; None where they are hidden from who asks."""


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """How far one source is coded."""

    source: str
    """Name."""
    characters: int
    coded: int
    """Characters that a coding by anybody covers, hidden ones left out."""
    coders: tuple[CoderOnSource, ...]
    """Those who were given it or coded it."""
    finished_by: tuple[str, ...]
    """Names of those whose codings are compared with each other's."""
    disagreements: int
    """Where coders who finished it differ."""
    waiting: int
    """Of these, the ones nobody has answered."""

    @property
    def share(self) -> float:
        """Part of its text that is coded, 0 to 1."""
        return self.coded / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class PairCoverage:
    """What two people both finished."""

    coders: tuple[str, str]
    sources: int
    turns: int
    sentences: int
    characters: int
    share: float
    """Part of all text, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a project is coded."""

    sources: tuple[SourceCoverage, ...]
    pairs: tuple[PairCoverage, ...]
    waiting: int
    """Disagreements nobody has answered."""
    deferred: int
    """Disagreements put off or sent to the codebook."""
    decided: int


def measure_coverage(project: Project) -> Coverage:
    """Count what is coded, by whom, and what waits, as the acting person may know it."""
    study = load_study(project)
    with project.store.reading() as connection:
        assignments, hidden = load_assignments(connection), hidden_from(project, connection)
        rounds = rounds_of(load_project(connection).settings)
        misplaced = find_misplaced(connection)
    columns = study.codings
    columns = columns.take((columns.layer == LAYER_CODES["human"]) & ~np.isin(columns.local, misplaced))
    counts = _count_pairs(study, columns)
    latest = {(each.source, each.coder): each for each in assignments}
    finished = find_finished(assignments, counts)
    covered = _covered(study, columns)
    shared = any(len(who) > 1 for who in finished.coders.values())
    queue = load_queue(project) if shared else None
    progress = queue.progress() if queue else {}
    frozen = {item.number for item in rounds if item.status == "frozen"}
    names = {coder.guid: coder.name for coder in study.coders}
    rows = []
    for place, source in enumerate(study.sources):
        coders = []
        for coder in study.coders:
            pair = source.guid, coder.guid
            if pair in counts or pair in latest:
                many = None if pair in hidden else counts.get(pair, 0)
                state, number = _state(latest.get(pair), frozen)
                coders.append(CoderOnSource(coder.name, state, number, many))
        done = finished.coders.get(source.guid, frozenset())
        answered, differing = progress.get(source.guid, (0, 0))
        rows.append(
            SourceCoverage(
                source.name,
                source.characters,
                int(covered[place]),
                tuple(coders),
                tuple(name for guid, name in names.items() if guid in done),
                differing,
                differing - answered,
            )
        )
    return Coverage(
        tuple(rows),
        tuple(_pairs(project, study.sources, rows)),
        len(queue.waiting()) if queue else 0,
        len(queue.deferred()) if queue else 0,
        len(queue.decided()) if queue else 0,
    )


def _count_pairs(study: Study, columns: CodingColumns) -> Mapping[tuple[str, str], int]:
    pairs, many = np.unique(np.stack([columns.source, columns.coder]), axis=1, return_counts=True)
    return {
        (study.sources[source].guid, study.coders[coder].guid): number
        for source, coder, number in zip(pairs[0].tolist(), pairs[1].tolist(), many.tolist(), strict=True)
    }


def _covered(study: Study, columns: CodingColumns) -> NDArray[np.int64]:
    """[sources] characters that at least one coding covers."""
    order = np.lexsort((columns.start, columns.source))
    source = columns.source[order].astype(np.int64)
    start, end = columns.start[order].astype(np.int64), columns.end[order].astype(np.int64)
    base = source << 32
    reach = np.maximum.accumulate(np.concatenate([[-1], base + end]))[:-1]
    fresh = np.maximum(base + end - np.maximum(base + start, reach), 0)
    return np.bincount(source, weights=fresh, minlength=len(study.sources)).astype(np.int64)


def _state(assignment: Assignment | None, frozen: set[int]) -> tuple[State, int | None]:
    if assignment is None:
        return "not assigned", None
    return "frozen" if assignment.round in frozen else assignment.state, assignment.round


def _pairs(
    project: Project, sources: tuple[Source, ...], rows: list[SourceCoverage]
) -> Iterator[PairCoverage]:
    """What each two people both finished, most text first."""
    double = [place for place, row in enumerate(rows) if len(row.finished_by) > 1]
    if not double:
        return
    chosen = [sources[place] for place in double]
    units = {
        unit: np.bincount(cut_texts(project, chosen, unit).source, minlength=len(chosen)) for unit in UNITS
    }
    whole = sum(row.characters for row in rows)
    people = dict.fromkeys(name for place in double for name in rows[place].finished_by)
    found = []
    for first, second in combinations(people, 2):
        both = [at for at, place in enumerate(double) if {first, second} <= set(rows[place].finished_by)]
        if both:
            characters = sum(chosen[at].characters for at in both)
            turns, sentences = (int(units[unit][both].sum()) for unit in UNITS)
            share = characters / whole if whole else 0.0
            found.append(PairCoverage((first, second), len(both), turns, sentences, characters, share))
    yield from sorted(found, key=lambda pair: -pair.characters)
