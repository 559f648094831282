"""The part of a project that agreement is measured on: sources two coders finished, and their codings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import BadInput, NotFound
from thematic.language.similarity import nearest
from thematic.model.columns import LAYER_CODES
from thematic.model.rounds import find_finished
from thematic.reconcile.measuring import Labels
from thematic.reconcile.units import MOST_CODERS, Spans
from thematic.store.codings import find_misplaced
from thematic.store.rounds import load_assignments
from thematic.workflow.blindness import hidden_from
from thematic.workflow.reading import find_code, load_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from thematic.model.codings import Coder
    from thematic.model.columns import CodingColumns, Study
    from thematic.model.sources import Source
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class AgreementWanted:
    """What to measure; what is left empty does not restrict."""

    unit: str = ""
    """source, turn, sentence, answer or character; where no measure is named either, the headline's."""
    measures: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Keys."""
    coders: tuple[str, ...] = ()
    """Names."""
    by: str = ""
    """Attribute of respondents to measure by, one value at a time."""
    round: int | None = None
    rollup: bool = False
    """Count what lies below a code as the code itself."""
    seed: int = 20
    replicates: int = 2000


@dataclass(frozen=True)
class Field:
    """The part of a study that is compared, with its own indices."""

    study: Study
    sources: tuple[Source, ...]
    """Those at least two coders finished."""
    assumed: frozenset[str]
    assigned: NDArray[np.bool_]
    """[sources, coders]: finished."""
    spans: Spans
    labels: Labels
    chosen: tuple[int, ...]
    """Indices of the codes asked for."""

    @cached_property
    def alone(self) -> dict[str, str]:
        """Key of each code that only one of the coders used → who: the others may not have had it."""
        pairs = np.unique(np.stack([self.spans.code, self.spans.coder], axis=1), axis=0)
        codes, many = np.unique(pairs[:, 0], return_counts=True)
        single = pairs[np.isin(pairs[:, 0], codes[many == 1])].tolist()
        return {self.labels.codes[code]: self.labels.coders[coder] for code, coder in single}

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """[sources] code points."""
        return np.array([source.characters for source in self.sources], dtype=np.int64)


def load_field(project: Project, wanted: AgreementWanted) -> Field:
    """What the question is about; hidden codings and earlier text versions are left out.

    Raises:
        BadInput: Fewer than two coders, or too many; a round that is not there.
        NotFound: A code or coder that is not there.
    """
    study = load_study(project)
    with project.store.reading() as connection:
        assignments, hidden = load_assignments(connection), hidden_from(project, connection)
        misplaced = find_misplaced(connection)
    rounds = {each.round for each in assignments}
    if wanted.round is not None and wanted.round not in rounds:
        raise BadInput(f"No source was given out in a round {wanted.round}.", "See 'thematic rounds'.")
    columns = study.codings
    columns = columns.take((columns.layer == LAYER_CODES["human"]) & ~np.isin(columns.local, misplaced))
    seen = np.unique(np.stack([columns.source, columns.coder], axis=1), axis=0).tolist()
    coded = [(study.sources[source].guid, study.coders[coder].guid) for source, coder in seen]
    finished = find_finished(assignments, coded, number=wanted.round)
    done = np.array(
        [
            [
                coder.guid in finished.coders.get(source.guid, ()) and (source.guid, coder.guid) not in hidden
                for coder in study.coders
            ]
            for source in study.sources
        ],
        dtype=np.bool_,
    ).reshape(len(study.sources), len(study.coders))
    people = _choose_coders(study, wanted.coders, done)
    done = done[:, people]
    places = np.flatnonzero(done.sum(axis=1) > 1)
    codes, lead_to = _choose_codes(study, wanted)
    spans = _spans(Spans(*_wide(columns)), places, people, lead_to)
    used = np.isin(np.arange(len(codes)), spans.code)
    return Field(
        study,
        tuple(study.sources[place] for place in places),
        finished.assumed,
        done[places],
        spans,
        Labels(tuple(study.coders[place].name for place in people), tuple(codes)),
        tuple(range(len(codes))) if wanted.codes else _offered(study, codes, used),
    )


def _wide(columns: CodingColumns) -> Iterator[NDArray[np.int64]]:
    for name in ("source", "start", "end", "code", "coder"):
        yield getattr(columns, name).astype(np.int64)


def _choose_coders(study: Study, names: tuple[str, ...], done: NDArray[np.bool_]) -> list[int]:
    """Indices of the coders named, or of all who share a finished source; in order of name."""
    known = [coder.name for coder in study.coders]
    for name in names:
        if name not in known:
            raise NotFound("coder", name, nearest(name, known))
    shared = done[done.sum(axis=1) > 1].any(axis=0)
    chosen = [place for place, name in enumerate(known) if (name in names if names else shared[place])]
    if not names and not chosen:
        chosen = [place for place in range(len(known)) if done[:, place].any()]
    if len(chosen) < 2:
        have = f"only {known[chosen[0]]} has finished any" if len(chosen) == 1 else "nobody has finished any"
        raise BadInput(
            f"Agreement needs two coders, and {have} source here.",
            "Let a second person code, or merge their copy with 'thematic merge'.",
        )
    if len(chosen) > MOST_CODERS:
        raise BadInput(
            f"Agreement is measured for at most {MOST_CODERS} coders at once.", "Choose with --coders."
        )
    return sorted(chosen, key=lambda place: _by_name(study.coders[place]))


def _by_name(coder: Coder) -> tuple[str, str]:
    return coder.name, coder.guid


def _choose_codes(study: Study, wanted: AgreementWanted) -> tuple[list[str], NDArray[np.int64]]:
    """Keys of the codes measured in display order, and for each code of the study its index there or -1."""
    book = study.codebook
    shown = [code for _, code in book.walk() if code.merged_into is None]
    named = {book.resolve(find_code(book, key).guid) for key in wanted.codes}
    if named:
        shown = [code for code in shown if code.guid in named]
    elif wanted.rollup:
        shown = [code for code in shown if not book.ancestors(code.guid)]
    place = {code.guid: index for index, code in enumerate(shown)}
    lead_to = np.full(len(book.codes) + 1, -1, dtype=np.int64)
    for index, code in enumerate(book.codes):
        path = [book.resolve(code.guid)]
        path += [above.guid for above in book.ancestors(path[0])] if wanted.rollup else []
        lead_to[index] = next((place[guid] for guid in path if guid in place), -1)
    return [code.key for code in shown], lead_to


def _offered(study: Study, keys: Sequence[str], used: NDArray[np.bool_]) -> tuple[int, ...]:
    """Codes that can be applied, and retired ones that were."""
    active = {code.key for code in study.codebook.active}
    return tuple(place for place, key in enumerate(keys) if key in active or used[place])


def _spans(
    spans: Spans, sources: NDArray[np.int64], coders: Sequence[int], lead_to: NDArray[np.int64]
) -> Spans:
    """Codings of the chosen sources, coders and codes, by their indices among these."""
    source = _places(sources, int(spans.source.max(initial=0)))[spans.source]
    coder = _places(np.array(coders), int(spans.coder.max(initial=0)))[spans.coder]
    code = lead_to[spans.code]
    moved = Spans(source, spans.start, spans.end, code, coder)
    return moved.take((source >= 0) & (coder >= 0) & (code >= 0))


def _places(chosen: NDArray[np.int64], highest: int) -> NDArray[np.int64]:
    places = np.full(max(highest, int(chosen.max(initial=0))) + 1, -1, dtype=np.int64)
    places[chosen] = np.arange(len(chosen))
    return places
