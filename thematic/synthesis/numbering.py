"""Presentation order: numbers run on over sections, letters restart, pins hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thematic.model.outline import Finding, Outline


def number_findings(outline: Outline) -> dict[str, tuple[Finding, ...]]:
    """Section id → its findings in the order they are printed.

    A pinned finding takes its number if that lies within its section and nobody
    before it has it; the others fill the remaining places in the author's order.
    """
    ordered: dict[str, tuple[Finding, ...]] = {}
    first = 1
    for section in outline.sections:
        size = len(section.findings)
        places: list[Finding | None] = [None] * size
        loose = []
        for finding in section.findings:
            place = -1 if finding.pin is None else finding.pin - first
            if 0 <= place < size and places[place] is None:
                places[place] = finding
            else:
                loose.append(finding)
        rest = iter(loose)
        ordered[section.id] = tuple(next(rest) if held is None else held for held in places)
        first += size
    return ordered


def letter(place: int) -> str:
    """`a` for 0, `z` for 25, then `aa`."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("a") + rest) + name
    return name
