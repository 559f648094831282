"""Draws charts as SVG, which takes the colours of the page around it, and as PNG."""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from thematic.report.charts import Bars, Curves, Heatmap
from thematic.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from thematic.report.charts import Bar, Chart

WIDTH = 9.0
"""Inches; charts are scaled to the column they stand in."""
ROW = 0.27
"""Inches per bar or row of cells."""
SIZE = 10
"""Points."""
CHARACTER = 0.078
"""Inches a character takes at that size, at most."""
FAINTEST, STRONGEST = 0.04, 0.62
"""Opacity of a cell for a share of 0 and of 1; words in the page's ink stay legible on both."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they mean."""

    ink: str
    muted: str
    rule: str
    support: str
    qualified: str
    against: str
    series: tuple[str, str, str]


PAPER = Palette(
    ink="#1b1f24",
    muted="#57606a",
    rule="#d0d7de",
    support="#1f6f8b",
    qualified="#8cc3d4",
    against="#c2571a",
    series=("#1f6f8b", "#c2571a", "#6f5499"),
)
"""For a white page."""

# Colours no chart uses, put in for drawing and then replaced by the page's own.
_STAND_INS = {
    "#01fe01": "var(--ink)",
    "#01fe02": "var(--muted)",
    "#01fe03": "var(--rule)",
    "#01fe04": "var(--support)",
    "#01fe05": "var(--qualified)",
    "#01fe06": "var(--against)",
    "#01fe07": "var(--third)",
}
_PAGE = Palette(
    "#01fe01", "#01fe02", "#01fe03", "#01fe04", "#01fe05", "#01fe06", ("#01fe04", "#01fe06", "#01fe07")
)
_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": SIZE,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "path.simplify": True,
}
_NAMELESS = {"Creator": None, "Date": None, "Format": None, "Type": None}


def draw_svg(chart: Chart, name: str) -> str:
    """The chart as an `svg` element whose colours are the variables of the page around it.

    Args:
        chart: What to draw.
        name: Different for each chart of a page, so that ids in it are too.
    """
    with _drawing(chart, _PAGE, {"svg.hashsalt": name}) as canvas:
        written = io.StringIO()
        canvas.savefig(written, format="svg", metadata=_NAMELESS, transparent=True)
    return _for_page(written.getvalue())


def draw_png(chart: Chart, dots_per_inch: int = 160) -> bytes:
    """The chart as a picture on white."""
    with _drawing(chart, PAPER, {}) as canvas:
        written = io.BytesIO()
        canvas.savefig(written, format="png", dpi=dots_per_inch, metadata={"Software": None})
    return written.getvalue()


@contextmanager
def _drawing(chart: Chart, palette: Palette, settings: dict[str, str]) -> Iterator[Canvas]:
    every: Any = {**_SETTINGS, **settings}
    with rc_context(every), warnings.catch_warnings():
        # A reader's system has more letters than the font that is measured with.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        match chart:
            case Bars():
                yield _draw_bars(chart, palette)
            case Heatmap():
                yield _draw_heatmap(chart, palette)
            case Curves():
                yield _draw_curves(chart, palette)


def _draw_bars(chart: Bars, palette: Palette) -> Canvas:
    labels = [printable(bar.label) for bar in chart.bars]
    canvas, axes = _canvas(labels, palette, len(chart.bars) * ROW, top=0.35, bottom=0.35)
    rows = range(len(chart.bars))
    shares = [_shares(bar) for bar in chart.bars]
    supporting, qualified, against = ([one[side] for one in shares] for side in range(3))
    axes.barh(rows, supporting, 0.62, color=palette.support, label="supports")
    axes.barh(rows, qualified, 0.62, supporting, color=palette.qualified, label="with reservations")
    axes.barh(rows, [-one for one in against], 0.62, color=palette.against, label="disagrees or of two minds")
    left = -max(0.12, *(one + 0.09 for one in against))
    axes.set_xlim(left, 1.13)
    for row, bar in enumerate(chart.bars):
        end = supporting[row] + qualified[row] + 0.01
        axes.text(
            end, row, f"{bar.supporting} of {bar.base}", va="center", color=palette.muted, size=SIZE - 1
        )
        if bar.against:
            axes.text(
                -against[row] - 0.01,
                row,
                str(bar.against),
                va="center",
                ha="right",
                color=palette.muted,
                size=SIZE - 1,
            )
    ticks = [tick / 4 for tick in range(int(left * 4), 5)]
    axes.set_xticks(ticks, [f"{abs(tick):.0%}" for tick in ticks])
    axes.set_ylim(len(chart.bars) - 0.4, -0.6)
    axes.axvline(0, color=palette.muted, linewidth=0.8)
    axes.grid(axis="x", color=palette.rule, linewidth=0.6)
    axes.set_axisbelow(True)
    _explain(axes, palette)
    _bare(axes, palette)
    return canvas


def _shares(bar: Bar) -> tuple[float, float, float]:
    base = bar.base or 1
    return bar.supporting / base, bar.qualified / base, bar.against / base


def _draw_heatmap(chart: Heatmap, palette: Palette) -> Canvas:
    labels = [printable(label) for label in chart.rows]
    columns = [printable(label) for label in chart.columns]
    room = (WIDTH - _label_width(labels)) / max(len(columns), 1)
    slanted = max(map(len, columns), default=0) * CHARACTER > room
    top = 0.3 + (0.75 * CHARACTER * max(map(len, columns), default=0) if slanted else 0)
    canvas, axes = _canvas(labels, palette, len(labels) * ROW, top=top, bottom=0.05)
    for row, (shares, texts) in enumerate(zip(chart.shares, chart.texts, strict=True)):
        for column, (share, text) in enumerate(zip(shares, texts, strict=True)):
            strength = 0 if share is None else FAINTEST + (STRONGEST - FAINTEST) * min(max(share, 0), 1)
            place = (column - 0.48, row - 0.46)
            axes.add_artist(Rectangle(place, 0.96, 0.92, color=palette.support, alpha=strength, linewidth=0))
            axes.text(column, row, text, ha="center", va="center_baseline", color=palette.ink, size=SIZE - 1)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.xaxis.tick_top()
    turned: dict[str, Any] = {"rotation": 40, "ha": "left", "rotation_mode": "anchor"} if slanted else {}
    axes.set_xticks(range(len(columns)), columns, **turned)
    _bare(axes, palette)
    return canvas


def _draw_curves(chart: Curves, palette: Palette) -> Canvas:
    canvas, axes = _canvas([], palette, 3.2, top=0.35, bottom=0.55)
    for line, color in zip(chart.lines, _cycled(palette.series, len(chart.lines)), strict=True):
        if line.low and line.high:
            axes.fill_between(line.x, line.low, line.high, color=color, alpha=0.18, linewidth=0)
        axes.plot(line.x, line.y, color=color, linewidth=1.8, label=printable(line.name))
    axes.set_xlabel(printable(chart.x_label), color=palette.ink)
    axes.set_ylabel(printable(chart.y_label), color=palette.ink)
    axes.grid(color=palette.rule, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.margins(x=0.01)
    _explain(axes, palette)
    _bare(axes, palette)
    return canvas


def _cycled(colors: tuple[str, ...], count: int) -> list[str]:
    return [colors[place % len(colors)] for place in range(count)]


def _label_width(labels: list[str]) -> float:
    return min(0.2 + CHARACTER * max(map(len, labels), default=0), WIDTH * 0.55)


def _canvas(
    labels: list[str], palette: Palette, height: float, *, top: float, bottom: float
) -> tuple[Canvas, Axes]:
    """A canvas with axes and row labels at its left; heights in inches."""
    whole = height + top + bottom
    canvas = Canvas(figsize=(WIDTH, whole))
    left = _label_width(labels) if labels else 0.7
    inner = WIDTH - left - 0.05
    axes = canvas.add_axes((left / WIDTH, bottom / whole, inner / WIDTH, height / whole))
    for row, label in enumerate(labels):
        edge = axes.get_yaxis_transform()
        axes.text(-left / inner, row, label, va="center_baseline", color=palette.ink, transform=edge)
    if labels:
        axes.set_yticks([])
    return canvas, axes


def _explain(axes: Axes, palette: Palette) -> None:
    """The legend, above the chart and against its right edge."""
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=3,
        frameon=False,
        borderaxespad=0.2,
        labelcolor=palette.ink,
        handlelength=1,
        handleheight=0.8,
        columnspacing=1.4,
    )


def _bare(axes: Axes, palette: Palette) -> None:
    """No frame and no tick marks."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, colors=palette.muted)


def _for_page(svg: str) -> str:
    """The bare element: no prolog, no rules for other elements, the page's colours and typeface.

    Of the ids only those are kept that something refers to; they are salted, the others are not.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    used = set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", svg))
    svg = re.sub(r' id="([^"]*)"', lambda found: found.group() if found[1] in used else "", svg)
    svg = re.sub(r"<g/>|<g>\s*</g>", "", svg)
    for stand_in, variable in _STAND_INS.items():
        svg = svg.replace(stand_in, variable)
    return svg.strip()
