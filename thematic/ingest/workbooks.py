"""Sheets of an Excel workbook as rows of cells."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import ParseError

from thematic.errors import BadInput
from thematic.ingest.archives import DAMAGE, open_archive
from thematic.ingest.plain import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

Cell = str | int | float | bool | None


class Grid(NamedTuple):
    """Rows as they stand, before anything is known about columns."""

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    """Line or row number in the file, and the cells."""
    warnings: tuple[str, ...]


def read_workbook(data: bytes, where: str) -> Grid:
    """Read the first sheet that holds anything; values, not formulas.

    Raises:
        BadInput: It is no workbook, is damaged or empty.
    """
    open_archive(data, where, "an Excel workbook").close()
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # What openpyxl cannot keep (styles, validations) is not read here at all.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [(sheet.title, _read_sheet(sheet)) for sheet in book.worksheets]
            book.close()
    except (InvalidFileException, ParseError, KeyError, TypeError, *DAMAGE) as error:
        hint = "Open it in the program it came from and save it as .xlsx or .csv again."
        raise BadInput(f"{where} is not an Excel workbook, or a damaged one.", hint) from error
    filled = [(title, rows) for title, rows in sheets if rows]
    if not filled:
        raise BadInput(f"{where} is empty.", "There is nothing to import.")
    others = ", ".join(f"'{title}'" for title, _ in filled[1:])
    warning = f"{where}: only the sheet '{filled[0][0]}' is read; {others} is left out."
    return Grid(tuple(filled[0][1]), (warning,) if others else ())


def _read_sheet(sheet: Any) -> list[tuple[int, tuple[Cell, ...]]]:
    # Some programs write a false size; without it every row that is there is read.
    sheet.reset_dimensions()
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    read = ((number, tuple(_cell(value) for value in row)) for number, row in enumerate(rows, 1))
    return [(number, row) for number, row in read if any(cell is not None for cell in row)]


def _cell(value: Any) -> Cell:
    """A value as the model knows it: dates as ISO text, whole numbers without a point."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time.min
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    # Excel writes a carriage return inside a cell as an escape.
    return canonical(str(value).replace("_x000D_", "\r"))
