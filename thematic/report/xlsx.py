"""Tables as an Excel workbook, in which no cell is ever run as a formula."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from thematic.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 32_767
"""Characters that Excel takes in one cell."""
_WIDE, _NARROW = 48, 10
_SHORT_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as a character's number."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]


def render_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The tables as a workbook, a sheet each: header in bold and kept in view, long words wrapped.

    Text stays text, whatever sign it begins with; what a cell cannot hold of it
    is left out with an ellipsis at its end.
    """
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type] # a new workbook has one
    for sheet in sheets:
        made = book.create_sheet(_NOT_IN_TITLES.sub(" ", printable(sheet.title))[:_SHORT_TITLE])
        made.freeze_panes = "B2"
        for number, row in enumerate((sheet.header, *sheet.rows), 1):
            for column, value in enumerate(row, 1):
                _write(made.cell(number, column), value, bold=number == 1)
        for column in range(1, len(sheet.header) + 1):
            longest = max(len(str(row[column - 1] or "")) for row in (sheet.header, *sheet.rows))
            made.column_dimensions[get_column_letter(column)].width = min(_WIDE, max(_NARROW, longest + 2))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(cell: Any, value: str | int | None, *, bold: bool) -> None:
    if isinstance(value, str):
        cell.value = cell_text(value)
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="top")
    if bold:
        cell.font = Font(bold=True)


def cell_text(text: str) -> str:
    """Text as a cell can hold it."""
    kept = _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", printable(text)))
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"
