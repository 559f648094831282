"""What a chart shows, as numbers and words; `figures` draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """How the respondents in one base fall on a statement."""

    label: str
    supporting: int
    qualified: int
    against: int
    """Opposing and mixed."""
    base: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each statement: support to the right of the line, dissent to its left."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Shares in a grid, the larger the stronger the colour."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[tuple[float | None, ...], ...]
    """Row by row, 0 to 1; None where nothing may be shown or nothing is there."""
    texts: tuple[tuple[str, ...], ...]
    """What is written into each cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve with its band."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    """Lower edge of a band; empty for none."""
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves over one pair of axes."""

    x_label: str
    y_label: str
    lines: tuple[Line, ...]


Chart = Bars | Heatmap | Curves
