"""Plain tables as text: rows with their line, and every problem at once."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",;\t"
MOST_PROBLEMS = 100
"""How many problems are listed; the rest are counted."""


@dataclass
class Problems:
    """What is wrong with one file, in order of finding."""

    where: str
    """The file as the user named it."""
    lines: list[str] = field(default_factory=list)
    left_out: int = 0

    def add(self, line: int, message: str) -> None:
        """Note a problem; line 0 means the file as a whole."""
        if len(self.lines) >= MOST_PROBLEMS:
            self.left_out += 1
        else:
            self.lines.append(f"{self.where}:{line}: {message}" if line else f"{self.where}: {message}")

    def raise_if_any(self, hint: str = "") -> None:
        """Raise `BadFile` with all of them; do nothing when there are none."""
        if self.left_out:
            self.lines.append(f"… and {self.left_out} more.")
        if self.lines:
            raise BadFile(self.lines, hint)


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
