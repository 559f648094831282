"""Numbers in running words, the same in every format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.findings import Rank, Tally

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(count: int) -> str:
    """`nine` for 9, numerals above ten."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """`one interview`, `25 interviews`."""
    return f"{number_word(count)} {one if count == 1 else many or one + 's'}"


def percent(count: int, base: int) -> str:
    """A share in whole percent, halves rounded up; `–` where the base is zero."""
    return f"{(200 * count + base) // (2 * base)}%" if base else "–"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """`a, b and c`."""
    return " ".join([", ".join(parts[:-1]), word, parts[-1]]) if len(parts) > 1 else "".join(parts)


def document_name(name: str) -> str:
    """What a document is called in print: its file's name without the ending."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name) or name


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ":", "…")) else ".")


def interval(rank: Rank) -> str:
    """`2 of 31 (1–4)`; those with equal support share the first of their places: `8= of 31`."""
    return f"{rank.shared}{'=' if rank.tied else ''} of {rank.of} ({rank.low}–{rank.high})"


def evidence_line(tally: Tally) -> str:
    """What stands behind a statement, such as `31 of 51 respondents (61%); two disagreed`."""
    if not tally.base:
        return "Nobody was in the base."
    parts = [f"{tally.support:,} of {tally.base:,} respondents ({percent(tally.support, tally.base)})"]
    if tally.qualified:
        parts.append(f"{number_word(tally.qualified)} with reservations")
    if tally.opposing:
        parts.append(f"{number_word(tally.opposing)} disagreed")
    if tally.mixed:
        parts.append(f"{number_word(tally.mixed)} spoke both for and against")
    return "; ".join(parts) + "."
