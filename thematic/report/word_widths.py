"""How wide the columns of a Word table are: word processors break cells only where told a width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CHARACTER, SMALL_CHARACTER = 92, 72
"""Twentieths of a point that a character of a table takes, in a wide typeface."""
SHORT = 18
"""A column whose cells are no longer than this is not broken into lines where there is room."""
LONG = 60
"""A column with a cell longer than this holds running text."""
GRID = 12
"""A table with more columns than this is set small, on a page turned sideways."""
PADDING = 3
"""Characters that the margins of a cell take."""
LONGEST_WORD = 24
"""Characters of a word that a column makes room for at most."""
BOLD = 1.15
"""How much wider letters of a header are."""
LEAST_STRETCHED = 0.62
"""A table that needs less than this share of the width is not stretched over the whole of it."""
STEP = 1.5
"""Characters that are given away at a time."""
MOST_ROWS = 60
"""Rows that a long table is judged by."""


def column_widths(cells: Sequence[Sequence[str]], width: int, character: int = CHARACTER) -> list[int]:
    """Widths that make the table as short as can be; every column has room for its longest word.

    What is left after the longest words goes, a little at a time, to the
    column whose widening saves most lines.

    Args:
        cells: Rows, the header first.
        width: What all share, in twentieths of a point.
        character: What one character takes.
    """
    room = width / character
    columns = list(zip(*cells, strict=True))
    whole = np.array([_whole(column) for column in columns])
    widths = np.array([_least(column) for column in columns])
    if whole.sum() <= room:
        widths = whole
    elif widths.sum() < room:
        widths = _spend(widths, whole, _lengths(cells), room)
    unit = width / max(widths.sum(), LEAST_STRETCHED * room)
    return [int(one * unit) for one in widths]


def is_wide(cells: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a table needs a page turned sideways.

    Args:
        cells: Rows, the header first.
        width: Twentieths of a point between the margins of an upright page.
    """
    columns = list(zip(*cells, strict=True))
    if len(columns) > GRID:
        return True
    if any(len(cell) > LONG for column in columns for cell in column):
        return False
    return sum(map(_unbroken, columns)) > width / CHARACTER


def _spend(
    widths: NDArray[np.float64], whole: NDArray[np.float64], lengths: NDArray[np.float64], room: float
) -> NDArray[np.float64]:
    """The widths with the room that is left given to the columns that save most."""
    widths = widths.copy()
    while widths.sum() + STEP <= room:
        lines = np.maximum(lengths / (widths - PADDING), 1)
        wider = np.maximum(lengths / (widths + STEP - PADDING), 1)
        open_ones = np.flatnonzero(widths < whole)
        saved = [_height(lines) - _height(_exchanged(lines, wider, int(column))) for column in open_ones]
        if not saved or max(saved) <= 0:
            break
        widths[open_ones[int(np.argmax(saved))]] += STEP
    return widths


def _height(lines: NDArray[np.float64]) -> float:
    """Lines of all rows; broken cells that are not the highest of their row count a little too."""
    return float(lines.max(axis=1).sum() + 0.2 * lines.sum())


def _exchanged(lines: NDArray[np.float64], other: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    made = lines.copy()
    made[:, column] = other[:, column]
    return made


def _lengths(cells: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Characters per row and column, of the header and so many rows from all over the table."""
    rows = cells[1:]
    chosen = [cells[0], *rows[:: max(1, -(-len(rows) // MOST_ROWS))]]
    return np.array([[len(cell) for cell in row] for row in chosen], dtype=np.float64)


def _whole(column: Sequence[str]) -> float:
    """Characters for the longest cell in one line."""
    return max(_longest(column), BOLD * len(column[0])) + PADDING


def _unbroken(column: Sequence[str]) -> float:
    """Characters for its short cells in one line each; the header may be broken."""
    longest = _longest(column)
    return max(_least(column), longest + PADDING if longest <= SHORT else 0)


def _longest(column: Sequence[str]) -> int:
    return max(map(len, column[1:]), default=0)


def _least(column: Sequence[str]) -> float:
    """Characters for the longest word, or for a cell that is short."""
    longest = max(map(_longest_word, column[1:]), default=0)
    return max(min(BOLD * longest, LONGEST_WORD), BOLD * _longest_word(column[0])) + PADDING


def _longest_word(cell: str) -> int:
    return max((len(word) for word in re.split(r"[\s–-]", cell)), default=0)
