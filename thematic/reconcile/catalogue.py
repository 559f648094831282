"""The measures by name: what each is computed from and where it was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thematic.errors import BadInput
from thematic.reconcile.agreement import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    scott_pi,
)
from thematic.reconcile.alphas import krippendorff_alpha
from thematic.reconcile.coded_text import coded_f1, coded_jaccard

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from thematic.reconcile.results import Coefficient

Basis = Literal["pairs", "units", "values"]
SET_DISTANCES = ("jaccard", "masi")
"""Distances of values that are sets."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient of judgements: its name, its year and its function."""

    name: str
    year: int
    basis: Basis
    """Which tally it is a function of."""
    compute: Callable[[Any], Coefficient]
    per_pair: bool = False
    """Whether it gives one value per pair of coders."""
    distances: tuple[str, ...] = ("nominal",)
    """Distances it can be asked for; the first is meant when none is named."""
    alone: bool = True
    """Whether it may stand without a coefficient that corrects for prevalence."""
    binary: bool = False
    """Whether it needs judgements of two categories, absent and present."""


WEIGHTED = ("nominal", "linear", "quadratic")
METRICS = ("nominal", "ordinal", "interval", "ratio", "jaccard", "masi")

MEASURES: tuple[Measure, ...] = (
    Measure("percent_agreement", 1971, "units", percent_agreement, alone=False),
    Measure("cohen_kappa", 1960, "pairs", cohen_kappa, per_pair=True, distances=WEIGHTED),
    Measure("scott_pi", 1955, "pairs", scott_pi, per_pair=True),
    Measure("fleiss_kappa", 1971, "units", fleiss_kappa),
    Measure("bennett_s", 1954, "units", brennan_prediger, alone=False),
    Measure("brennan_prediger", 1981, "units", brennan_prediger, distances=WEIGHTED, alone=False),
    Measure("gwet_ac1", 2008, "units", gwet_ac, alone=False),
    Measure("gwet_ac2", 2014, "units", gwet_ac, distances=("quadratic", "linear", "nominal"), alone=False),
    Measure("krippendorff_alpha", 2011, "values", krippendorff_alpha, distances=METRICS),
    Measure("coded_jaccard", 1912, "pairs", coded_jaccard, binary=True),
    Measure("coded_f1", 2005, "pairs", coded_f1, binary=True),
)

BY_NAME = {measure.name: measure for measure in MEASURES}

CHARACTER_NAMES = {
    "char_percent": "percent_agreement",
    "char_kappa": "cohen_kappa",
    "char_pi": "scott_pi",
    "char_fleiss": "fleiss_kappa",
    "char_ac1": "gwet_ac1",
    "char_alpha": "krippendorff_alpha",
    "char_jaccard": "coded_jaccard",
    "char_f1": "coded_f1",
}
"""The same coefficients with characters as the units."""

UNITIZING_YEARS = {
    "u_alpha": 2016,
    "bar_u_alpha": 2016,
    "cu_alpha": 2016,
    "ku_alpha": 2016,
    "ku_coverage": 2016,
    "alpha_u_1995": 1995,
}
"""Coefficients of units on a continuum, with the year of their publication."""

POOLED_KAPPA = "pooled_kappa"
POOLED_KAPPA_YEAR = 2008

HEADLINE = "krippendorff_alpha"


def find_measure(name: str) -> tuple[Measure, str]:
    """A measure of judgements and the distance to use, from `name` or `name:distance`.

    Raises:
        BadInput: No such measure, or it has no such distance.
    """
    stem, _, distance = name.partition(":")
    measure = BY_NAME.get(stem)
    if measure is None:
        known = ", ".join([*BY_NAME, *CHARACTER_NAMES, *UNITIZING_YEARS, POOLED_KAPPA])
        raise BadInput(f"There is no measure '{name}'.", f"Measures are: {known}.")
    chosen = distance or measure.distances[0]
    if chosen not in measure.distances:
        raise BadInput(
            f"Measure '{stem}' has no distance '{chosen}'.", f"It knows: {', '.join(measure.distances)}."
        )
    return measure, chosen


def full_name(measure: Measure, distance: str) -> str:
    """The name to print: alpha always says its distance, others when it is not nominal."""
    plain = distance == "nominal" and measure.name != HEADLINE
    return measure.name if plain else f"{measure.name}:{distance}"


def accompany(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names asked for, with alpha added where all of them ignore prevalence.

    Percent, AC1 and free-marginal kappa are never shown alone: at 3 % prevalence
    they read .96 to .98 where kappa is .67.
    """
    stems = [name.partition(":")[0] for name in names]
    corrected = [stem for stem in stems if stem not in BY_NAME or BY_NAME[stem].alone]
    return names if corrected else (*names, HEADLINE)
