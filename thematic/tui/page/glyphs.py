"""How a stored character is shown: one symbol for what must not reach the terminal, and its width in cells.

The text itself is never changed, so that offsets need no translating: each
character maps to exactly one character on screen.
"""

from __future__ import annotations

import re
from itertools import accumulate

from rich.cells import get_character_cell_size, split_graphemes

_UNSEEN = "▯"
"""Stands for a character that has no picture of its own: bidi marks, separators, C1 controls."""

_MARKS = (
    0x00AD,
    0x061C,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)

SYMBOLS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x09: "⇥",
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), _UNSEEN),
    **dict.fromkeys(_MARKS, _UNSEEN),
    **dict.fromkeys(range(0xD800, 0xE000), _UNSEEN),
    **dict.fromkeys(range(0xFFF9, 0xFFFC), _UNSEEN),
    **dict.fromkeys(range(0xE0000, 0xE0080), _UNSEEN),
}
"""Code point → the symbol shown instead, one cell wide."""

NOT_NARROW = re.compile(
    "[^\n\t\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2500-\u25fc]"
)
"""Finds the first character that may take other than one cell."""

JOINS = re.compile("[\u200d\ufe0f]")
"""Characters that join others into one cluster, or widen the one before."""


class _Cells(dict[str, int]):
    """Character → cells, filled as characters are met."""

    def __missing__(self, character: str) -> int:
        shown = SYMBOLS.get(ord(character))
        cells = 1 if shown else get_character_cell_size(character)
        self[character] = cells
        return cells


CELLS = _Cells()


def shown(text: str) -> str:
    """The text as it may be sent to a terminal, character for character."""
    return text if text.isprintable() else text.translate(SYMBOLS)


def cell_offsets(text: str) -> list[int] | None:
    """Cells before each character, with the total at the end; None when every character takes one.

    Characters inside a joined cluster (an emoji family) begin where the
    cluster begins, and the one after it where the cluster ends.
    """
    if not NOT_NARROW.search(text):
        return None
    if not JOINS.search(text):
        return list(accumulate(map(CELLS.__getitem__, text), initial=0))
    offsets: list[int] = []
    cells = 0
    for start, end, width in split_graphemes(shown(text))[0]:
        offsets.extend([cells] * (end - start))
        cells += width
    return [*offsets, cells]


def fit(text: str, width: int) -> str:
    """The text cut to a number of cells, with an ellipsis where something was cut; never padded."""
    text = shown(text.replace("\n", " "))
    offsets = cell_offsets(text)
    if (len(text) if offsets is None else offsets[-1]) <= width:
        return text
    if width < 1:
        return ""
    if offsets is None:
        return text[: width - 1].rstrip() + "…"
    keep = len(text)
    while keep and offsets[keep] > width - 1:
        keep -= 1
    return text[:keep] + "…"


def column(text: str, width: int) -> str:
    """The text as a column of a table: cut with an ellipsis or filled up, to exactly so many cells."""
    text = fit(text, width)
    return text + " " * (width - cells(text))


def cells(text: str) -> int:
    """Cells that a piece of text takes, symbols counted as shown."""
    offsets = cell_offsets(text)
    return len(text) if offsets is None else offsets[-1]
