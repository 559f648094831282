"""Numbers with their nouns."""

from __future__ import annotations


def many(count: int, one: str, several: str = "") -> str:
    """`1 quote`, `2 quotes`, `3 people`."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
