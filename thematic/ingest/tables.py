"""Tables: comma, semicolon or tab separated text, and workbooks."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from thematic.errors import BadFile, BadInput
from thematic.ingest.plain import decode, odd_characters, read_bytes
from thematic.ingest.workbooks import Cell, Grid, read_workbook
from thematic.language.located import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TABLE_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".xlsx", ".xlsm"])
_DELIMITERS = ",;\t"
_LONGEST_CELL = 50_000_000
_SNIFFED = 50
_NAMED_LINES = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header, every row as long as the header."""

    where: str
    """The file as the researcher named it."""
    columns: tuple[str, ...]
    """Names, blanks around them left out; all different."""
    rows: tuple[tuple[Cell, ...], ...]
    """None where a row ends early or a cell of a workbook is empty."""
    lines: tuple[int, ...]
    """For each row the line of the file (or row of the sheet) where it begins."""
    file_sha256: str
    encoding: str
    """How text was decoded; `xlsx` for a workbook."""
    warnings: tuple[str, ...] = ()

    def find(self, name: str) -> int | None:
        """Place of a column, by its name without regard to case and blanks; the exact one wins."""
        if name in self.columns:
            return self.columns.index(name)
        wanted = fold_name(name)
        return next((place for place, found in enumerate(self.columns) if fold_name(found) == wanted), None)

    def require(self, name: str) -> int:
        """Place of a column that must be there.

        Raises:
            BadInput: It is not, with the nearest one that is.
        """
        place = self.find(name)
        if place is None:
            raise BadInput(self.missing(name), f"Its columns are {self.list_columns()}.")
        return place

    def missing(self, name: str) -> str:
        """The sentence that a column is not there."""
        return f"{self.where} has no column '{name}'.{did_you_mean(name, self.columns)}"

    def list_columns(self) -> str:
        """The first columns, for a person who must choose one."""
        shown = ", ".join(f"'{name}'" for name in self.columns[:8])
        return shown if len(self.columns) <= 8 else f"{shown} and {len(self.columns) - 8} more"


def fold_name(name: str) -> str:
    """A name as it is compared: without case and repeated blanks."""
    return " ".join(name.split()).casefold()


def cell_text(cell: Cell) -> str:
    """A cell as text, exactly; empty for an empty cell."""
    return "" if cell is None else str(cell)


def read_table(path: Path, encoding: str | None = None, where: str | None = None) -> Table:
    """Read a table from a file; the suffix tells a workbook from text.

    Raises:
        BadInput: The file cannot be read or decoded, or holds no table.
        BadFile: Rows do not fit the header; all of them.
    """
    return parse_table(read_bytes(path), where or str(path), encoding)


def parse_table(data: bytes, where: str, encoding: str | None = None) -> Table:
    """Read a table from bytes; `where` names the file, and its suffix the form."""
    suffix = PurePath(where).suffix.lower()
    if suffix in (".xlsx", ".xlsm") or (data.startswith(b"PK\x03\x04") and suffix in TABLE_SUFFIXES):
        grid = read_workbook(data, where)
        words = "\n".join(cell for _, row in grid.rows for cell in row if isinstance(cell, str))
        return _build(grid, where, data, "xlsx", odd_characters(words, where))
    decoded = decode(data, encoding, where)
    delimiter = "\t" if suffix in (".tsv", ".tab") else _sniff(decoded.text)
    return _build(_parse(decoded.text, delimiter, where), where, data, decoded.encoding, decoded.warnings)


def _sniff(text: str) -> str:
    """The delimiter that gives the most rows as wide as the header, then the widest header."""

    def fit(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(row) for row in itertools.islice(reader, _SNIFFED) if row]
        return (widths.count(widths[0]), widths[0]) if widths and widths[0] > 1 else (0, 0)

    csv.field_size_limit(_LONGEST_CELL)
    return max(_DELIMITERS, key=fit)


def _parse(text: str, delimiter: str, where: str) -> Grid:
    """Rows of separated text; strictly at first, then leniently with a warning."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return Grid(tuple(_records(text, delimiter, strict=True)), ())
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            line = _open_quotation(text, delimiter)
            raise BadFile(
                [f"{where}:{line}: a quotation mark opens a cell here and is never closed."]
            ) from error
        line = _bad_quotation(text, delimiter)
        warning = f"{where}:{line}: a quotation mark stands inside a cell; look at this row after the import."
        return Grid(tuple(_records(text, delimiter, strict=False)), (warning,))


def _records(text: str, delimiter: str, *, strict: bool) -> list[tuple[int, tuple[Cell, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    records: list[tuple[int, tuple[Cell, ...]]] = []
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            records.append((line, tuple(row)))
        line = reader.line_num + 1
    return records


def _open_quotation(text: str, delimiter: str) -> int:
    """The line where the last record begins, which is the one that never ends."""
    return _records(text, delimiter, strict=False)[-1][0]


def _bad_quotation(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        pass
    return reader.line_num


def _build(grid: Grid, where: str, data: bytes, encoding: str, warnings: tuple[str, ...]) -> Table:
    if not grid.rows:
        raise BadInput(f"{where} is empty.", "There is nothing to import.")
    width = max(len(row) for _, row in grid.rows)
    columns, renamed = _name_columns(grid.rows[0][1], grid.rows[1:], where)
    problems: list[str] = []
    short: list[int] = []
    rows: list[tuple[Cell, ...]] = []
    for line, row in grid.rows[1:]:
        extra = [cell for cell in row[len(columns) :] if cell_text(cell).strip()]
        if extra:
            problems.append(
                f"{where}:{line}: {len(row)} cells, and the header has {len(columns)}; "
                f"the cell '{cell_text(extra[0])[:40]}' has no column."
            )
        elif len(row) < len(columns) and encoding != "xlsx":
            short.append(line)
        rows.append((*row[: len(columns)], *[None] * (len(columns) - len(row))))
    if problems:
        raise BadFile(problems, "Put quotation marks around cells that hold the separator.")
    lines = tuple(line for line, _ in grid.rows[1:])
    found = (*warnings, *grid.warnings, *renamed, *_name_short(short, where), *_name_breaks(rows, where))
    digest = hashlib.sha256(data).hexdigest()
    return Table(where, columns[:width], tuple(rows), lines, digest, encoding, found)


def _name_columns(
    header: Sequence[Cell], rows: Sequence[tuple[int, tuple[Cell, ...]]], where: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names for all columns: empty trailing ones dropped, equal ones told apart, with warnings."""
    names = [cell_text(cell).strip() for cell in header]
    while names and not names[-1] and not _filled(rows, len(names) - 1):
        names.pop()
    columns: list[str] = []
    warnings: list[str] = []
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        given = name or f"column {place + 1}"
        seen[given] += 1
        if seen[given] > 1:
            given = f"{given} ({seen[given]})"
            warnings.append(
                f"{where}: two columns are named '{name}'; the later one is called '{given}' here."
            )
        elif not name:
            warnings.append(f"{where}: column {place + 1} has no name; it is called '{given}' here.")
        columns.append(given)
    return tuple(columns), tuple(warnings)


def _filled(rows: Sequence[tuple[int, tuple[Cell, ...]]], place: int) -> bool:
    return any(place < len(row) and cell_text(row[place]).strip() for _, row in rows)


def _name_short(short: Sequence[int], where: str) -> tuple[str, ...]:
    if not short:
        return ()
    named = ", ".join(map(str, short[:_NAMED_LINES])) + (" …" if len(short) > _NAMED_LINES else "")
    return (f"{where}: {len(short)} row(s) end before the last column (lines {named}); read as empty cells.",)


def _name_breaks(rows: Sequence[Sequence[Cell]], where: str) -> tuple[str, ...]:
    count = sum(isinstance(cell, str) and "\n" in cell for row in rows for cell in row)
    return (f"{where}: {count} cell(s) hold line breaks, kept as they are.",) if count else ()
