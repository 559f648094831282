"""How far coders agree: over the project, or over a plain table outside any project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import BadInput, NotFound
from thematic.language.similarity import nearest
from thematic.reconcile import measuring_tables
from thematic.reconcile.bootstrap import Resampling
from thematic.reconcile.catalogue import CHARACTER_NAMES, SET_DISTANCES, accompany
from thematic.reconcile.domains import (
    PER_VALUE,
    WHOLE,
    lay_out,
    measure_continua,
    measure_sets,
    refuse_overlaps,
)
from thematic.reconcile.measuring import measure_codes
from thematic.reconcile.units import align_characters, align_units, cover_units, cut_units, whole_sources
from thematic.workflow.codebook_files import revision_of
from thematic.workflow.compared import AgreementWanted, Field, load_field
from thematic.workflow.files import read_text_file
from thematic.workflow.units import UNITS, cut_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from thematic.model.agreement import Agreement
    from thematic.model.codebook import Codebook
    from thematic.reconcile.units import SubsetLengths, UnitSpans
    from thematic.workflow.project import Project

BOUNDARIES = "bar_u_alpha"
__all__ = ["AgreementWanted", "measure_agreement", "measure_spans_file", "measure_table_file"]

HEADLINE = (("krippendorff_alpha", "source"), ("krippendorff_alpha", "sentence"), (BOUNDARIES, "character"))
"""What is measured where nothing is asked for: what findings rest on, passages, and their boundaries."""

OVERLAPS = "a coder's overlapping codings of one code count once"


@dataclass(frozen=True, slots=True)
class Measured:
    """One coefficient and the group of sources it was measured on."""

    agreement: Agreement
    group: str = ""
    """Value of the attribute; empty where all sources were taken together."""


@dataclass(frozen=True)
class AgreementReport:
    """Coefficients, and what they rest on."""

    rows: tuple[Measured, ...]
    reflexive: bool
    """The project's approach is reflexive: nothing was measured."""
    coders: tuple[str, ...]
    sources: tuple[str, ...]
    """Names of the sources that at least two of the coders finished."""
    assumed: tuple[str, ...]
    """Of these, the ones nobody was assigned: whoever coded anything there counts as having finished."""
    codebook: Codebook
    """As it is now."""
    by: str = ""

    @cached_property
    def revision(self) -> str:
        """Hash of the codebook."""
        return revision_of(self.codebook)


def measure_agreement(project: Project, wanted: AgreementWanted) -> AgreementReport:
    """Measure agreement between coders on the sources that at least two of them finished.

    Raises:
        BadInput: Fewer than two coders, an unknown measure, or codes of one coder
            that overlap where the measure wants them to exclude each other.
        NotFound: A code, coder or attribute that is not there.
    """
    field = load_field(project, wanted)
    reflexive = field.study.approach == "reflexive"
    rows = () if reflexive else tuple(_measure_groups(project, field, wanted))
    return AgreementReport(
        rows,
        reflexive,
        field.labels.coders,
        tuple(source.name for source in field.sources),
        tuple(source.name for source in field.sources if source.guid in field.assumed),
        field.study.codebook,
        wanted.by,
    )


def measure_table_file(
    path: str, measures: Sequence[str], *, categories: Sequence[str] | None, distance: str | None
) -> tuple[Agreement, ...]:
    """Measure agreement in a CSV of units × coders; see `reconcile.measuring_tables`."""
    text = read_text_file(path)
    return tuple(
        row
        for name in accompany(_named(measures))
        for row in measuring_tables.measure_table(
            text, path, name, categories=categories, distance=distance if name in measures else None
        )
    )


def measure_spans_file(path: str, measures: Sequence[str], *, length: int) -> tuple[Agreement, ...]:
    """Measure agreement on passages of one text, from a CSV `coder,start,end[,value]`."""
    text = read_text_file(path)
    return tuple(
        row for name in _named(measures) for row in measuring_tables.measure_spans(text, path, name, length)
    )


def _named(measures: Sequence[str]) -> tuple[str, ...]:
    if not measures:
        raise BadInput("Which measure?", "Name one, for example --measure krippendorff_alpha.")
    return tuple(measures)


def _measure_groups(project: Project, field: Field, wanted: AgreementWanted) -> Iterator[Measured]:
    plan = _plan(wanted)
    bench = _Bench(project, field, Resampling(wanted.seed, wanted.replicates))
    for group, mask in _groups(field, wanted.by):
        for unit, names in plan:
            yield from (Measured(_told(row, field), group) for row in bench.measure(unit, names, mask))


def _told(row: Agreement, field: Field) -> Agreement:
    """A row that says so where nobody else could have agreed."""
    alone = field.alone.get(row.code or "")
    return replace(row, notes=(*row.notes, f"only {alone} used")) if alone else row


def _plan(wanted: AgreementWanted) -> list[tuple[str, tuple[str, ...]]]:
    """Measures by the unit each is taken over."""
    if wanted.unit and wanted.unit not in UNITS:
        raise BadInput(f"'{wanted.unit}' is not a unit.", f"Units are: {', '.join(UNITS)}.")
    if not wanted.unit and not wanted.measures:
        return [(unit, (name,)) for name, unit in HEADLINE]
    if "alpha_u_1995" in wanted.measures:
        raise BadInput("'alpha_u_1995' compares one text at a time.", "Give its passages with --spans.")
    unit = wanted.unit or "sentence"
    by_unit: dict[str, list[str]] = {}
    for name in accompany(wanted.measures or ("krippendorff_alpha",)):
        stem = name.partition(":")[0]
        by_unit.setdefault(_unit_of(stem) or unit, []).append(name)
    return [(unit, tuple(names)) for unit, names in by_unit.items()]


def _unit_of(stem: str) -> str:
    """The unit that a measure has by its nature; empty where it can be taken over any."""
    if stem in CHARACTER_NAMES or stem == BOUNDARIES:
        return "character"
    return "continuum" if stem in WHOLE or stem in PER_VALUE else ""


def _groups(field: Field, by: str) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each value of the attribute with the sources whose respondents all have it."""
    if not by:
        yield "", np.ones(len(field.sources), dtype=np.bool_)
        return
    people = {person.label: person for person in field.study.respondents}
    known = {name for person in people.values() for name in person.attributes}
    if by not in known:
        raise NotFound("attribute", by, nearest(by, sorted(known)))
    values = []
    for source in field.sources:
        said = {str(people[label].attributes.get(by, "")) for label in source.respondents if label in people}
        values.append(said.pop() if len(said) == 1 else "")
    for value in sorted(set(values)):
        yield value or "(none or several)", np.array([own == value for own in values])


@dataclass(frozen=True)
class _Bench:
    """The field with each statistic made once, whatever is measured on it."""

    project: Project
    field: Field
    resampling: Resampling

    def measure(self, unit: str, names: tuple[str, ...], sources: NDArray[np.bool_]) -> Iterator[Agreement]:
        """Every measure of one unit on some of the sources."""
        if unit == "continuum":
            yield from self._continua(names, sources)
            return
        sets = [name for name in names if name.partition(":")[2] in SET_DISTANCES]
        plain = [name for name in names if name not in sets]
        if plain:
            yield from measure_codes(
                self._lengths(unit).only(sources),
                plain,
                self.field.labels,
                chosen=self.field.chosen,
                resampling=self.resampling,
            )
        for name in sets:
            yield self._sets(unit, name.partition(":")[2], sources)

    @cached_property
    def _cut(self) -> dict[str, UnitSpans]:
        return {"source": whole_sources(self.field.lengths)}

    @cached_property
    def _statistics(self) -> dict[str, SubsetLengths]:
        return {}

    def _units(self, unit: str) -> UnitSpans:
        if unit not in self._cut:
            self._cut[unit] = (
                cut_units(self.field.spans, self.field.lengths, self.field.assigned)
                if unit == "character"
                else cut_texts(self.project, self.field.sources, unit)
            )
        return self._cut[unit]

    def _lengths(self, unit: str) -> SubsetLengths:
        if unit not in self._statistics:
            field, codes = self.field, len(self.field.labels.codes)
            self._statistics[unit] = (
                align_characters(field.spans, field.lengths, field.assigned, codes)
                if unit == "character"
                else align_units(field.spans, self._units(unit), field.assigned, codes)
            )
        return self._statistics[unit]

    def _sets(self, unit: str, distance: str, sources: NDArray[np.bool_]) -> Agreement:
        field = self.field
        assigned = field.assigned & sources[:, None]
        cover = cover_units(field.spans, self._units(unit), assigned, len(field.labels.codes))
        return measure_sets(cover, assigned, distance, field.labels, unit=unit, resampling=self.resampling)

    def _continua(self, names: tuple[str, ...], sources: NDArray[np.bool_]) -> tuple[Agreement, ...]:
        field = self.field
        assigned = field.assigned & sources[:, None]
        continua, overlaps = lay_out(field.spans, field.lengths, assigned)
        refuse_overlaps(overlaps, [source.name for source in field.sources], field.labels.codes)
        return measure_continua(continua, names, field.labels, resampling=self.resampling)
