"""Real names from a pseudonym key: which words may stand in no report. The key itself is never stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.ingest.tables import cell_text

if TYPE_CHECKING:
    from thematic.ingest.tables import Table

_BETWEEN = re.compile(r"[;\n]")


def read_names(table: Table) -> tuple[str, ...]:
    """Every name in the column `name`, several in one cell parted by semicolons.

    Raises:
        BadInput: There is no such column, or no name in it.
    """
    place = table.require("name")
    cells = (cell_text(row[place]) for row in table.rows)
    names = (" ".join(name.split()) for cell in cells for name in _BETWEEN.split(cell))
    found = tuple(dict.fromkeys(name for name in names if name))
    if not found:
        raise BadInput(f"{table.where} holds no name.", "Give the column 'name' a name for each respondent.")
    return found
