"""How fast new themes stopped coming, after Guest, Namey & Chen (2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["codes", "themes"]
Order = Literal["observed", "random"]


@dataclass(frozen=True, slots=True)
class SaturationRule:
    """When new information counts as negligible."""

    base: int = 4
    """Respondents whose themes are the denominator."""
    run: int = 2
    """Respondents looked at together for new themes."""
    threshold: float = 0.05
    """Largest share of new themes in a run, of the themes in the base."""

    def __str__(self) -> str:
        return f"base {self.base}, run {self.run}, new information at most {self.threshold:.0%}"


@dataclass(frozen=True, slots=True)
class Saturation:
    """One assessment: one mode, one level, one kind of order."""

    mode: str
    level: Level
    order: Order
    rule: SaturationRule
    respondents: int
    themes: int
    """Themes over all respondents."""
    reached: int | None
    """Respondents after which a run brought no more than the threshold; the median over random orders.
    None: never, or unavailable."""
    low: int | None = None
    """2.5th percentile over random orders that reached it."""
    high: int | None = None
    share_reached: float = 0.0
    """Share of orders that reached it at all."""
    curve: tuple[float, ...] = ()
    """Themes known after 1, 2, … respondents; the mean over random orders."""
    curve_low: tuple[float, ...] = ()
    """2.5th percentile of the same."""
    curve_high: tuple[float, ...] = ()
    unavailable: str = ""
    """Why there is no assessment; empty where there is one."""

    @property
    def shown(self) -> str:
        """As Guest and others write it, `6+2`: after six respondents, confirmed by a run of two more."""
        return f"{self.reached}+{self.rule.run}" if self.reached is not None else "–"
