"""Codings as a table: `source,start,end,quote,code,coder,stance,memo,guid`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.ingest.tables import Table, cell_text, fold_name
from thematic.language.located import Problems, did_you_mean
from thematic.model.codings import STANCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.ingest.workbooks import Cell
    from thematic.model.codings import Stance

COLUMNS = ("source", "start", "end", "quote", "code", "coder", "stance", "memo", "guid")
_NEEDED = ("source", "code")
_WHOLE = re.compile(r"\d{1,12}")
# Spreadsheets run what begins so as a formula; on export an apostrophe stands before it.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class CodingDraft:
    """One coding as a row describes it, by names."""

    source: str
    start: int | None
    """None where the quote alone says where it stands."""
    end: int | None
    quote: str
    """Exactly as the row has it; may be empty where start and end are given."""
    code: str
    """Key of the code."""
    coder: str
    """Name of the coder; empty for whoever imports."""
    stance: Stance | None
    memo: str
    guid: str
    """Empty for a coding that is new."""
    line: int
    """Where it stands in the file."""


def read_codings(table: Table, rows: Problems | None = None) -> tuple[CodingDraft, ...]:
    """Read codings, one per row; `start` and `end` may be left empty where there is a quote.

    Args:
        table: The file.
        rows: Where to note what is wrong with rows, which are left out then: for whoever
            goes on to look at the others.

    Raises:
        BadFile: Missing or unknown columns, and rows that say nothing, half a span,
            an empty or impossible one, or an unknown stance; all of them with their lines.
    """
    problems = Problems(table.where)
    places = {fold_name(name): place for place, name in enumerate(table.columns)}
    for name in _NEEDED:
        if name not in places:
            problems.add(1, f"there is no column '{name}'; the columns are {table.list_columns()}.")
    if "quote" not in places and not {"start", "end"} <= places.keys():
        problems.add(1, "there is neither a column 'quote' nor the columns 'start' and 'end'.")
    for name in table.columns:
        if fold_name(name) not in COLUMNS:
            problems.add(1, f"'{name}' is not a column of codings.{did_you_mean(name, COLUMNS)}")
    problems.raise_if_any(f"The columns are {', '.join(COLUMNS)}.")
    found = []
    for line, row in zip(table.lines, table.rows, strict=True):
        own = Problems(table.where)
        draft = _read_row(line, row, places, own)
        if own:
            (problems if rows is None else rows).take(own)
        else:
            found.append(draft)
    problems.raise_if_any()
    return tuple(found)


def _read_row(line: int, row: Sequence[Cell], places: dict[str, int], problems: Problems) -> CodingDraft:
    cells = {name: cell_text(row[place]) for name, place in places.items()}

    def short(name: str) -> str:
        return cells.get(name, "").strip()

    source, code, quote = short("source"), short("code"), _unguard(cells.get("quote", ""))
    for name, value in (("source", source), ("code", code)):
        if not value:
            problems.add(line, f"no {name} is named.")
    start, end = (
        _read_place(short("start"), "start", line, problems),
        _read_place(short("end"), "end", line, problems),
    )
    if (start is None) != (end is None) and bool(short("start")) != bool(short("end")):
        problems.add(line, "start and end belong together; give both or neither.")
    elif start is not None and end is not None and start >= end:
        problems.add(line, f"a coding needs start < end, not {start}:{end}.")
    elif start is None and not quote.strip():
        problems.add(line, "neither a quote nor start and end say what is coded.")
    return CodingDraft(
        source=source,
        start=start,
        end=end,
        quote=quote,
        code=code,
        coder=short("coder"),
        stance=_read_stance(short("stance"), line, problems),
        memo=_unguard(cells.get("memo", "")).strip(),
        guid=short("guid"),
        line=line,
    )


def _read_place(written: str, name: str, line: int, problems: Problems) -> int | None:
    if not written:
        return None
    if not _WHOLE.fullmatch(written):
        problems.add(line, f"{name} is a whole number of characters, not '{written[:40]}'.")
        return None
    return int(written)


def _read_stance(written: str, line: int, problems: Problems) -> Stance | None:
    if not written:
        return None
    for stance in STANCES:
        if stance == written.casefold():
            return stance
    words = ", ".join(STANCES)
    problems.add(line, f"stance is one of {words} or empty, not '{written}'.{did_you_mean(written, STANCES)}")
    return None


def _unguard(cell: str) -> str:
    """A cell without the one apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell
