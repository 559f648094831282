"""Coefficients as lines: bars from zero to both sides, and everything a coefficient rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.tui.ink import Line, Piece, line
from thematic.tui.screens.listing import gap, head, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thematic.model.agreement import Agreement
    from thematic.model.codebook import Code
    from thematic.tui.session import Session

LEVELS = ("source", "sentence", "boundaries")
"""What is measured, in the order it is shown."""

TITLES = {
    "source": "α SOURCE",
    "sentence": "α SENTENCE",
    "boundaries": "|u BOUNDARIES",
}
QUESTIONS = {
    "source": "whether the code stands in a source at all",
    "sentence": "which sentences it stands on",
    "boundaries": "where its passages begin and end",
}
NO_VALUE = "–"
_BAR = (112, 158, 210)
"""One colour for all bars: none passes and none fails."""
_LEAST, _MOST = -0.5, 1.0
"""Ends of a bar; what lies below the first is drawn to its end with an arrow."""
_REFERENCES = (0.667, 0.8)
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(slots=True)
class CodeRow:
    """A code, or all codes together, with what was measured at each level."""

    name: str
    depth: int = 0
    code: Code | None = None
    found: dict[str, Agreement] = field(default_factory=dict)
    """Level → coefficient."""

    def value(self, level: str) -> float | None:
        """The coefficient, where it was measured and has a value."""
        one = self.found.get(level)
        return one.value if one is not None and isinstance(one.value, float) else None


def bar(value: float | None, width: int) -> str:
    """A value as a bar from zero, to the left where it is negative; blank where there is none.

    The scale goes from −0.5 to 1; `┊` marks .667 and .800 where the bar does not reach.
    """
    zero = _zero(width)
    cells = [" "] * width
    for reference in _REFERENCES:
        cells[zero + 1 + int((width - zero - 2) * reference)] = "┊"
    cells[zero] = "│"
    if value is None:
        return "".join(cells)
    if value >= 0:
        eighths = round(min(value, _MOST) * (width - zero - 1) * 8)
        for number in range(width - zero - 1):
            part = max(0, min(8, eighths - 8 * number))
            if part:
                cells[zero + 1 + number] = _EIGHTHS[part]
    else:
        halves = round(min(value / _LEAST, 1) * zero * 2)
        for number in range(zero):
            part = halves - 2 * number
            if part > 0 or number == 0:
                cells[zero - 1 - number] = "█" if part > 1 else "▐" if part else "▕"
        if value < _LEAST:
            cells[0] = "◀"
    return "".join(cells)


def _zero(width: int) -> int:
    """The cell of a bar that stands for nought."""
    return round(width * -_LEAST / (_MOST - _LEAST))


def scale(width: int) -> str:
    """What stands under the title of some bars: their ends and nought."""
    zero = _zero(width)
    return f"{'−.5' if zero > 4 else '':<{zero}}0{'1':>{width - zero - 1}}"


def number(value: float | None) -> str:
    """Two decimals without the nought: `.74`, `−.05`, `1.00`."""
    if value is None:
        return NO_VALUE
    said = f"{abs(value):.2f}"
    said = said if said.startswith("1") else said[1:]
    return f"−{said}" if value < 0 else said


def interval(one: Agreement) -> str:
    """The interval, or nothing where there is none."""
    if one.low is None or one.high is None:
        return ""
    return f"{number(one.low)} to {number(one.high)}"


@dataclass(frozen=True, slots=True)
class Columns:
    """How the width of the table is shared out."""

    name: int
    bar: int
    intervals: bool
    levels: tuple[str, ...]


def share_out(width: int) -> Columns:
    """Name first; then as many levels, bars and intervals as there is room for."""
    levels = LEVELS if width >= 100 else LEVELS[:2] if width >= 64 else LEVELS[:1]
    intervals = width >= 132
    name = max(18, min(34, width // 4))
    rest = (width - name - 8) // len(levels) - 6 - (14 if intervals else 0)
    return Columns(name, max(8, min(26, rest)), intervals, levels)


def header(columns: Columns, measuring: str) -> Line:
    """The titles over the bars."""
    cell = columns.bar + 6 + (14 if columns.intervals else 0)
    zero = _zero(columns.bar)
    words = "".join(
        f"{' ' * zero}{TITLES[level] + (' …' if level == measuring else ''):<{cell - zero}}"
        for level in columns.levels
    )
    return line(
        Piece(f" {'CODE':<{columns.name}}", "quiet"),
        Piece(words.rstrip(), "quiet"),
        right=(Piece("applied ", "quiet"),),
        rests=False,
    )


def scale_line(columns: Columns) -> Line:
    """The ends of the bars under their titles."""
    gap_after = " " * (6 + (14 if columns.intervals else 0))
    words = "".join(scale(columns.bar) + gap_after for _ in columns.levels)
    return line(Piece(f"{'':<{columns.name + 1}}{words}", "quiet"), rests=False)


def row_line(session: Session, row: CodeRow, columns: Columns, *, flat: bool) -> Line:
    """A code with its bars and values, and how often the judgements apply it.

    Args:
        session: Colours.
        row: The code.
        columns: How the width is shared out.
        flat: Whether the codes stand in another order than the codebook's.
    """
    pieces: list[Piece] = []
    room = columns.name
    if row.code is None:
        pieces.append(Piece(f" {row.name:<{room}}", "strong"))
    else:
        indent = "" if flat else "  " * row.depth
        words = (indent + row.name)[: room - 3]
        words = words[:-1] + "…" if len(indent + row.name) > room - 3 else words
        pieces += [
            Piece(" "), Piece("▌", "text", session.color_of(row.code.guid)), Piece(f"{words:<{room - 1}}"),
        ]  # fmt: skip
    for level in columns.levels:
        one = row.found.get(level)
        value = row.value(level)
        if one is None:
            pieces.append(Piece(" " * (columns.bar + 6 + (14 if columns.intervals else 0))))
            continue
        pieces.append(Piece(bar(value, columns.bar), "text" if value is not None else "quiet", _BAR))
        pieces.append(Piece(f" {number(value):>4} ", "strong" if value is not None else "quiet"))
        if columns.intervals:
            pieces.append(Piece(f"{interval(one):<14}", "quiet"))
    seen = row.found.get("source")
    share = "" if seen is None or seen.prevalence is None else f"{100 * seen.prevalence:.0f}% "
    return line(*pieces, right=(Piece(share, "quiet"),))


def detail_lines(row: CodeRow, width: int) -> Iterator[Line]:
    """Everything the coefficients of a code rest on, and why there is none."""
    said = "  bars from −.5 to 1; ┊ stands at .667 and .800, lines of reference and no thresholds"
    yield line(Piece(f" {row.name}", "strong"), right=(Piece(said if width > 100 else "", "quiet"),))
    for level in LEVELS:
        one = row.found.get(level)
        if one is None:
            continue
        yield gap()
        yield head(f"{TITLES[level]}  {QUESTIONS[level]}")
        yield from _coefficient(one, width)


def _coefficient(one: Agreement, width: int) -> Iterator[Line]:
    if one.undefined is not None:
        yield from wrapped(f"{NO_VALUE}  {one.undefined}", width, "warning")
    else:
        value = one.value if isinstance(one.value, float) else None
        between = f"   {interval(one)} in 95 of 100 resamples of sources" if interval(one) else ""
        yield from wrapped(f"{number(value)}{between}", width, "strong")
    share = "" if one.prevalence is None else f" · applied in {100 * one.prevalence:.1f}% of the judgements"
    unit = {"source": "sources", "sentence": "judged sentences", "continuum": "characters"}.get(
        one.unit, one.unit
    )
    if one.code is None and one.unit in ("source", "sentence"):
        unit = f"pairs of a code and a {one.unit}"
    counted = f"{one.n:,.0f} {unit}" + ("" if one.n == one.sources else f" in {one.sources} sources")
    yield from wrapped(f"{counted}{share}", width, "quiet")
    yield from wrapped(f"{' · '.join(one.coders)} · {_measure(one.measure)} ({one.year})", width, "quiet")
    for note in one.notes:
        yield from wrapped(f"Note: {note}", width, "quiet")


def _measure(name: str) -> str:
    return {"krippendorff_alpha": "Krippendorff's α", "bar_u_alpha": "Krippendorff's |u α"}.get(
        name.partition(":")[0], name
    )


def make_rows(session: Session, found: Mapping[str, tuple[Agreement, ...]]) -> list[CodeRow]:
    """All codes together first, then every code measured, in the order of the codebook."""
    pooled, averaged = CodeRow("All codes pooled"), CodeRow("Mean of the codes")
    by_key: dict[str, CodeRow] = {}
    book = session.codebook
    for depth, code in book.walk():
        by_key[code.key] = CodeRow(code.name, depth, code)
    for level, several in found.items():
        for one in several:
            if one.code is not None and one.code in by_key:
                by_key[one.code].found[level] = one
            elif one.scope in ("pooled", "averaged"):
                (pooled if one.scope == "pooled" else averaged).found[level] = one
    return [row for row in (pooled, averaged, *by_key.values()) if row.found]
