"""Ratings in a plain table: first column the unit, one column per coder, empty cells missing."""

from __future__ import annotations

import csv
import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.ratings import MISSING, Ratings
from thematic.reconcile.table_file import Problems, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from thematic.reconcile.results import Floats

UNKNOWN = -2
EMPTY_SET = "{}"


@dataclass(frozen=True)
class RatingTable:
    """Units × coders as read."""

    coders: tuple[str, ...]
    categories: tuple[str, ...]
    """Declared, in the order given; else those that occur, sorted, numbers as numbers."""
    declared: bool
    """Whether the categories were declared."""
    ratings: Ratings

    @property
    def points(self) -> Floats | None:
        """The categories as numbers, or None where one of them is not a number."""
        return as_numbers(self.categories)


class _Numbering(dict[str, int]):
    """Cells as written → a number each, in order of first occurrence."""

    def __missing__(self, cell: str) -> int:
        self[cell] = number = len(self)
        return number


def read_ratings(
    text: str, where: str, categories: Sequence[str] | None = None, *, sets: bool = False
) -> RatingTable:
    """Read a table of ratings.

    Args:
        text: The whole file; a header line, then a row per unit.
        where: The file as the user named it.
        categories: The values coders could choose; None takes those that occur.
        sets: Cells hold several values joined by `|`; `{}` is the empty set.

    Raises:
        BadFile: With every problem found: no or one coder, ragged rows, values that are not declared.
    """
    problems = Problems(where)
    rows = _checked_rows(text, problems)
    _, header = next(rows, (0, []))
    coders = tuple(name.strip() for name in header[1:])
    _check_coders(coders, header, problems)
    cells, lines, known = _read_cells(rows, len(header), problems)
    declared = None if categories is None else tuple(dict.fromkeys(name.strip() for name in categories))
    known = [canonical_set(cell) if sets and cell else cell for cell in known]
    order = declared if declared is not None and not sets else _sorted_categories(known)
    places = _places(known, order, allowed=set(declared) if sets and declared is not None else None)
    written = np.frombuffer(cells, dtype=np.intc).reshape(-1, max(len(coders), 1))
    for row, column in np.argwhere(places[written] == UNKNOWN).tolist() if (places == UNKNOWN).any() else ():
        named = f"'{known[written[row, column]]}' by coder '{coders[column]}'"
        problems.add(lines[row], f"{named} is not among the categories {', '.join(declared or order)}.")
    problems.raise_if_any("Nothing was measured.")
    values = np.ascontiguousarray(places[written.T])
    return RatingTable(coders, order, declared is not None, Ratings(values, len(order)))


def canonical_set(cell: str) -> str:
    """Members of a set in one spelling: sorted, joined by `|`; `{}` when there are none."""
    members = sorted({member.strip() for member in cell.split("|")} - {"", EMPTY_SET})
    return "|".join(members) or EMPTY_SET


def set_of(category: str) -> frozenset[str]:
    """The members a canonical set stands for."""
    return frozenset() if category == EMPTY_SET else frozenset(category.split("|"))


def as_numbers(categories: Sequence[str]) -> Floats | None:
    """Categories as numbers; None where one is not a finite number."""
    numbers = [_number(category) for category in categories]
    known = [number for number in numbers if number is not None]
    return np.array(known, dtype=np.float64) if len(known) == len(numbers) else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def _checked_rows(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    last = 0
    try:
        for last, row in read_rows(text):
            yield last, row
    except csv.Error as error:
        problems.add(last + 1, f"not readable as a table: {error}.")


def _check_coders(coders: Sequence[str], header: Sequence[str], problems: Problems) -> None:
    if not header:
        problems.add(None, "the file is empty; it needs a header 'unit,CODER,CODER…'.")
    elif len(coders) < 2:
        named = f"('{coders[0]}')" if coders else "(none)"
        problems.add(1, f"only one coder {named}; agreement needs a column for each of two or more.")
    for place, name in enumerate(coders):
        if not name:
            problems.add(1, f"column {place + 2} has no coder's name.")
        elif name in coders[:place]:
            problems.add(1, f"coder '{name}' has two columns.")


def _read_cells(
    rows: Iterator[tuple[int, list[str]]], width: int, problems: Problems
) -> tuple[array[int], array[int], list[str]]:
    """Cells as numbers, the line of each row, and what the numbers stand for."""
    numbering = _Numbering()
    number = numbering.__getitem__
    cells, lines = array("i"), array("i")
    for line, row in rows:
        if len(row) != width:
            problems.add(line, f"{len(row)} cells where the header has {width}.")
        else:
            cells.extend(map(number, row[1:]))
            lines.append(line)
    return cells, lines, [cell.strip() for cell in numbering]


def _sorted_categories(known: Sequence[str]) -> tuple[str, ...]:
    seen = sorted({cell for cell in known if cell})
    numbers = as_numbers(seen)
    if numbers is None:
        return tuple(seen)
    # 1 and 1.0 are one value; the shortest way of writing it stands for it.
    spelt: dict[float, str] = {}
    for cell, value in sorted(zip(seen, numbers.tolist(), strict=True), key=lambda pair: len(pair[0])):
        spelt.setdefault(value, cell)
    return tuple(spelt[value] for value in sorted(spelt))


def _places(known: Sequence[str], order: Sequence[str], allowed: set[str] | None) -> NDArray[np.int32]:
    """Index of the category each way of writing a cell stands for; -1 missing, -2 not a category."""
    by_text = {category: place for place, category in enumerate(order)}
    numbers = as_numbers(order)
    by_number = {value: place for place, value in enumerate(numbers.tolist())} if numbers is not None else {}
    places = []
    for cell in known:
        value = _number(cell) if by_number else None
        found = by_text.get(cell, UNKNOWN) if value is None else by_number.get(value, UNKNOWN)
        if allowed is not None and cell and not set_of(cell) <= allowed:
            found = UNKNOWN
        places.append(found if cell else MISSING)
    return np.array(places, dtype=np.int32)
