"""Agreement between coders: a coefficient, or the reason there is none, with all it rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undefined:
    """A coefficient that has no value here; never 0 and never 1."""

    reason: str
    """Why, in words for a footnote."""


Result = float | Undefined


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient with everything needed to read and to repeat it."""

    measure: str
    """The name asked for, e.g. `krippendorff_alpha:nominal`."""
    year: int
    """Year of the publication the formula is taken from."""
    unit: str
    """source, turn, sentence, answer, character, continuum or row."""
    value: Result
    coders: tuple[str, ...] = ()
    """Names of the coders compared."""
    code: str | None = None
    """Key of the code, or the value for `(k)u`; None for all together."""
    scope: str = "code"
    """`code`, `pooled` (all codes in one coefficient), `averaged` (mean over codes) or `all`."""
    sources: int = 0
    """Sources with at least two finished coders."""
    n: float = 0
    """Units (or characters) judged by at least two coders."""
    prevalence: float | None = None
    """Share of the judgements that apply the code."""
    low: float | None = None
    """2.5th percentile over resampled sources."""
    high: float | None = None
    """97.5th percentile over resampled sources."""
    seed: int | None = None
    """Seed of the resampling; None where there is no interval."""
    notes: tuple[str, ...] = ()
    """Cautions for a footnote: few sources, codes left out of an average."""

    @property
    def undefined(self) -> str | None:
        """Why there is no value, or None."""
        return self.value.reason if isinstance(self.value, Undefined) else None


@dataclass(frozen=True, slots=True)
class CoderPair:
    """What two people both finished."""

    coders: tuple[str, str]
    """Names."""
    sources: int
    sentences: int
    characters: int
    share: float
    """Part of all text, 0 to 1."""


@dataclass(frozen=True, slots=True)
class DoubleCoding:
    """How much was coded by several people, and what became of their differences."""

    sources: int
    """Sources that at least two people finished."""
    of: int
    """All sources."""
    share: float
    """Part of all text, 0 to 1, that at least two people went through."""
    pairs: tuple[CoderPair, ...]
    differences: int
    """Items in which they differ."""
    settled: int
    """Of these, decided; the others are put off, wait for the codebook, or for an answer."""
