"""Plain tables as text: rows with their line, and every problem at once."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from thematic.errors import BadFile
from thematic.language import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.language.located import Node

SEPARATORS = ",;\t"
MOST_PROBLEMS = 100
"""How many problems are listed; the rest are counted."""


class Problems(located.Problems):
    """Everything wrong with one table, which may be every one of a million lines."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self._noted = 0

    def add(self, at: Node | int | None, message: str) -> None:
        """Note one problem; behind the first hundred they are only counted."""
        self._noted += 1
        if self._noted <= MOST_PROBLEMS:
            super().add(at, message)

    def raise_if_any(self, hint: str = "") -> None:
        """Raise `BadFile` with every problem found so far, or do nothing."""
        if self._noted > MOST_PROBLEMS:
            raise BadFile((*self.lines, f"… and {self._noted - MOST_PROBLEMS} more."), hint)
        super().raise_if_any(hint)


def read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is not blank.

    Cells are parted by comma, semicolon or tab, whichever the first line uses most.

    Raises:
        csv.Error: The text is not a table, e.g. an unclosed quotation.
    """
    text = text.removeprefix("\ufeff")
    first = text[: text.find("\n")] if "\n" in text else text
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for row in reader:
        if any(row):
            yield reader.line_num, row
