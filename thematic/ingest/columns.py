"""Which columns of a table an option names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.ingest.tables import Table

Columns = str | tuple[str, ...] | list[str]
"""Names parted by commas, or one by one; `FIRST..LAST` means a run of columns."""


def choose_columns(wanted: Columns | None, table: Table, problems: list[str]) -> tuple[int, ...]:
    """Places of the columns that are named, in the order named, each once.

    A name may itself hold commas (`What works, what does not?`): the longest run
    of pieces that names a column is taken.

    Args:
        wanted: What the option says; None names nothing.
        table: Whose columns.
        problems: Where each name without a column is added.
    """
    if wanted is None:
        return ()
    entries = [wanted] if isinstance(wanted, str) else list(wanted)
    places = [place for entry in entries for place in _read_entry(entry, table, problems)]
    return tuple(dict.fromkeys(places))


def _read_entry(entry: str, table: Table, problems: list[str]) -> list[int]:
    pieces = entry.split(",")
    places: list[int] = []
    first = 0
    while first < len(pieces):
        last, found = _longest(pieces, first, table)
        if found is None:
            name = pieces[first].strip()
            if name:
                problems.append(table.missing(name))
        else:
            places += found
        first = last
    return places


def _longest(pieces: Sequence[str], first: int, table: Table) -> tuple[int, list[int] | None]:
    for last in range(len(pieces), first, -1):
        found = _named(",".join(pieces[first:last]).strip(), table)
        if found is not None:
            return last, found
    return first + 1, None


def _named(name: str, table: Table) -> list[int] | None:
    """Places of one name or one `FIRST..LAST`, or None."""
    place = table.find(name) if name else None
    if place is not None:
        return [place]
    begin, dots, end = name.partition("..")
    first, last = table.find(begin.strip()), table.find(end.strip())
    if not dots or first is None or last is None or last < first:
        return None
    return list(range(first, last + 1))
