"""Passages in a plain table: `coder,start,end` and, where they are valued, `value`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.continuum import Continuum, Unit, cut_stretches, find_own_overlaps, join_own_overlaps
from thematic.reconcile.ratings import Ratings
from thematic.reconcile.table_file import Problems, read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("coder", "start", "end", "value")
HEADER_HINT = "The header is 'coder,start,end' or 'coder,start,end,value'."


@dataclass(frozen=True)
class SpanTable:
    """What several coders marked in one text."""

    coders: tuple[str, ...]
    """In order of first row."""
    values: tuple[str, ...]
    """Sorted; a single empty value where the table has no column for it."""
    continuum: Continuum

    @property
    def judged_characters(self) -> Ratings:
        """Every character judged by every coder: 0 for unmarked, v + 1 for value v."""
        stretches = cut_stretches(self.continuum)
        values = (stretches.value + 1).astype(np.int32)
        return Ratings(values, len(self.values) + 1, weights=stretches.lengths)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    coder: str
    start: int
    end: int
    value: str


def read_spans(text: str, where: str, length: int) -> SpanTable:
    """Read a table of passages.

    Positions are code points, half-open, from 0. A row with empty `start` and
    `end` names a coder who marked nothing. A coder's overlapping passages of
    one value count once; of different values they are refused.

    Args:
        text: The whole file.
        where: The file as the user named it.
        length: Code points of the text that was marked.

    Raises:
        BadFile: With every problem found.
    """
    problems = Problems(where)
    if length < 1:
        problems.add(None, f"a text of {length} characters has nothing to agree on; give its --length.")
    coders: dict[str, int] = {}
    rows: list[_Row] = []
    for line, named in _named_cells(text, problems):
        coder = named.get("coder", "").strip()
        if not coder:
            problems.add(line, "no coder is named.")
            continue
        coders.setdefault(coder, len(coders))
        row = _read_row(line, coder, named, length, problems)
        if row:
            rows.append(row)
    if len(coders) == 1:
        problems.add(None, f"only one coder ('{next(iter(coders))}'); agreement needs two or more.")
    values = tuple(sorted({row.value for row in rows})) or ("",)
    units = join_own_overlaps(
        [Unit(coders[row.coder], row.start, row.end, values.index(row.value)) for row in rows]
    )
    _note_overlaps(units, tuple(coders), values, problems)
    problems.raise_if_any(HEADER_HINT if any("header" in line for line in problems.lines) else "")
    return SpanTable(tuple(coders), values, Continuum(length, len(coders), units))


def _named_cells(text: str, problems: Problems) -> list[tuple[int, dict[str, str]]]:
    found: list[tuple[int, dict[str, str]]] = []
    header: list[str] | None = None
    last = 0
    try:
        for last, row in read_rows(text):
            if header is None:
                header = _header(row, problems)
                if header is None:
                    return []
                if [name.strip().lower() for name in row] == header:
                    continue
            if len(row) != len(header):
                problems.add(last, f"{len(row)} cells where the header has {len(header)}.")
            else:
                found.append((last, dict(zip(header, row, strict=True))))
    except csv.Error as error:
        problems.add(last + 1, f"not readable as a table: {error}.")
    if not found and not problems:
        problems.add(None, "the table holds no passages.")
    return found


def _header(row: Sequence[str], problems: Problems) -> list[str] | None:
    """Names of the columns; a first row that is plainly a passage means the usual order."""
    names = [name.strip().lower() for name in row]
    if "coder" not in names and 3 <= len(row) <= 4 and all(_is_whole(cell) for cell in row[1:3]):
        return list(COLUMNS[: len(row)])
    missing = [name for name in COLUMNS[:3] if name not in names]
    extra = [name for name in names if name not in COLUMNS]
    if missing:
        problems.add(1, f"the header has no column {', '.join(missing)}.")
    if extra:
        problems.add(1, f"the header has a column that means nothing here: {', '.join(extra)}.")
    if len(set(names)) < len(names):
        problems.add(1, "the header names a column twice.")
    return None if missing or extra or len(set(names)) < len(names) else names


def _is_whole(cell: str) -> bool:
    return cell.strip().removeprefix("-").isdecimal()


def _read_row(line: int, coder: str, named: dict[str, str], length: int, problems: Problems) -> _Row | None:
    start, end = named["start"].strip(), named["end"].strip()
    value = named.get("value", "").strip()
    if not start and not end:
        return None
    if not (_is_whole(start) and _is_whole(end)):
        problems.add(line, f"'{start}:{end}' is not a passage; start and end are whole numbers.")
    elif not 0 <= int(start) < int(end):
        problems.add(line, f"passage {start}:{end} is empty or reversed; it needs 0 <= start < end.")
    elif int(end) > length:
        problems.add(line, f"passage {start}:{end} ends behind the text, which has {length} characters.")
    elif "value" in named and not value:
        problems.add(line, f"passage {start}:{end} has no value.")
    else:
        return _Row(line, coder, int(start), int(end), value)
    return None


def _note_overlaps(
    units: Sequence[Unit], coders: Sequence[str], values: Sequence[str], problems: Problems
) -> None:
    for overlap in find_own_overlaps(units):
        first, second = overlap.first, overlap.second
        problems.add(
            None,
            f"coder '{coders[first.coder]}' gave '{values[first.value]}' to {first.start}:{first.end} and "
            f"'{values[second.value]}' to {second.start}:{second.end}, which overlap; "
            "values exclude each other here.",
        )
