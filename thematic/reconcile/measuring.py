"""Agreement of a project: per code, pooled and averaged, with intervals over sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.agreement import Agreement, Undefined
from thematic.reconcile.bench import Bench, Formula
from thematic.reconcile.bootstrap import with_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thematic.model.agreement import Result
    from thematic.reconcile.bootstrap import Resampling
    from thematic.reconcile.results import Floats
    from thematic.reconcile.units import SubsetLengths

SCOPES = ("code", "pooled", "averaged")
NO_CODE_DEFINED = "undefined for every code"


@dataclass(frozen=True)
class Labels:
    """The words to print for indices."""

    coders: tuple[str, ...]
    """Names of the coders, in the order of the statistic."""
    codes: tuple[str, ...]
    """Keys of the codes, in the order of the statistic."""


@dataclass(frozen=True)
class _Figures:
    """One coefficient for everybody, or one per pair of coders, with its resamples."""

    results: tuple[Result, ...]
    resampled: Floats | None
    """[replicates, len(results)]"""
    notes: tuple[str, ...] = ()


def measure_codes(
    lengths: SubsetLengths,
    names: Sequence[str],
    labels: Labels,
    *,
    chosen: Sequence[int] | None = None,
    scopes: Sequence[str] = SCOPES,
    resampling: Resampling | None = None,
) -> tuple[Agreement, ...]:
    """Measure how far coders agree on each code, on all together and on average.

    Args:
        lengths: The statistic, of characters or of units.
        names: Measures of the catalogue, `pooled_kappa`, and `bar_u_alpha`
            where characters were counted.
        labels: What to call coders and codes.
        chosen: Indices of the codes; None means all.
        scopes: `code`, `pooled` (every code's units in one coefficient) and
            `averaged` (mean over the codes where it is defined).
        resampling: How to draw intervals; None for none.

    Raises:
        BadInput: A name that is no measure, or one this statistic cannot give.
    """
    bench = Bench(lengths, resampling)
    codes = tuple(range(lengths.codes)) if chosen is None else tuple(chosen)
    formulas = [bench.formula(name) for name in names]
    return tuple(
        row for formula in formulas for row in _measure(bench, formula, labels, codes=codes, scopes=scopes)
    )


def _measure(
    bench: Bench, formula: Formula, labels: Labels, *, codes: tuple[int, ...], scopes: Sequence[str]
) -> Iterator[Agreement]:
    singly = [] if formula.across else [_figures(bench, formula, (code,)) for code in codes]
    if "code" in scopes:
        for code, figures in zip(codes, singly, strict=False):
            yield from _rows(bench, formula, labels, figures, codes=(code,), scope="code")
    if codes and ("pooled" in scopes or formula.across):
        figures = _figures(bench, formula, codes)
        yield from _rows(bench, formula, labels, figures, codes=codes, scope="pooled")
    if singly and "averaged" in scopes:
        yield from _rows(bench, formula, labels, _average(singly), codes=codes, scope="averaged")


def _figures(bench: Bench, formula: Formula, codes: Sequence[int]) -> _Figures:
    coefficient = formula.compute(codes, bench.once)
    places = [(pair,) for pair in range(coefficient.compared.size)] if formula.per_pair else [()]
    resampled = None
    if bench.resampled is not None:
        values = formula.compute(codes, bench.resampled).values
        resampled = values.reshape(len(values), -1)
    return _Figures(tuple(coefficient.at(*place) for place in places), resampled)


def _average(singly: Sequence[_Figures]) -> _Figures:
    """Mean over codes; resamples average the codes that are defined in each."""
    columns = list(zip(*(figures.results for figures in singly), strict=True))
    results = tuple(_mean(column) for column in columns)
    least = min(sum(not isinstance(value, Undefined) for value in column) for column in columns)
    partly = f"mean over {least} of {len(singly)} codes: undefined for the rest"
    notes = () if least == len(singly) else (partly,)
    stacks = [figures.resampled for figures in singly if figures.resampled is not None]
    return _Figures(results, _mean_defined(np.stack(stacks)) if stacks else None, notes)


def _mean(results: Sequence[Result]) -> Result:
    defined = [value for value in results if not isinstance(value, Undefined)]
    return sum(defined) / len(defined) if defined else Undefined(NO_CODE_DEFINED)


def _mean_defined(stack: Floats) -> Floats:
    known = np.isfinite(stack)
    many = known.sum(axis=0)
    total = np.where(known, stack, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, many, out=np.full(many.shape, np.nan), where=many > 0))


def _rows(
    bench: Bench, formula: Formula, labels: Labels, figures: _Figures, *, codes: Sequence[int], scope: str
) -> Iterator[Agreement]:
    sizes, prevalences = _bases(bench, formula, codes)
    coders = list(combinations(labels.coders, 2)) if formula.per_pair else [labels.coders]
    for index, value in enumerate(figures.results):
        agreement = Agreement(
            measure=formula.name,
            year=formula.year,
            unit=formula.unit,
            value=value,
            coders=tuple(coders[index]),
            code=labels.codes[codes[0]] if scope == "code" else None,
            scope=scope,
            sources=int(bench.compared.sum()),
            n=sizes[index],
            prevalence=prevalences[index],
            notes=figures.notes,
        )
        if figures.resampled is None or bench.resampling is None or agreement.undefined:
            yield agreement
        else:
            yield with_interval(agreement, figures.resampled[:, index], bench.resampling)


def _bases(bench: Bench, formula: Formula, codes: Sequence[int]) -> tuple[list[float], list[float | None]]:
    """How many units each row compares, and the share of its judgements that apply the code."""
    many = list(codes)
    if formula.per_pair:
        tally = bench.pairs
        compared = bench.once @ tally.compared[many].sum(axis=0)
        applied = bench.once @ (tally.first + tally.second)[many][..., 1].sum(axis=0)
        judged = 2 * compared
    else:
        compared = np.atleast_1d(bench.once @ bench.units.compared[many].sum(axis=0))
        marginals = bench.once @ bench.values.marginals[many].sum(axis=0)
        applied, judged = np.atleast_1d(marginals[1]), np.atleast_1d(marginals.sum())
    shares = [float(a / b) if b else None for a, b in zip(applied, judged, strict=True)]
    return [float(size) for size in compared], shares
