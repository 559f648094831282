"""A document's flat blocks as a tree of parts, for pages that nest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.report.document import Heading, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.report.document import Block

MOST_VALUES = 12
"""An attribute with more values among those quoted is not offered as a filter."""


@dataclass
class Part:
    """A heading with everything under it."""

    level: int
    title: str
    anchor: str
    """Different for each part of the page."""
    section: str = ""
    """Title of the section a finding belongs to; empty in parts that are no finding."""
    words: str = ""
    """Under which name the outline holds the title, where an author wrote it."""
    person: tuple[tuple[str, str], ...] | None = None
    """Attributes of the respondent whose page it is; None on others."""
    blocks: list[Block] = field(default_factory=list)
    """What stands before the first heading below."""
    below: list[Part] = field(default_factory=list)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts below, in order."""
        return tuple(self.below)


def lay_out(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """Parts of the upper level; blocks before the first heading stand in a part without a title."""
    top = Part(1, "", "")
    open_parts = [top]
    taken: set[str] = set()
    for block in blocks:
        if not isinstance(block, Heading):
            open_parts[-1].blocks.append(block)
            continue
        while open_parts[-1].level >= block.level:
            open_parts.pop()
        anchor = _free_anchor(block.anchor or f"part-{len(taken) + 1}", taken)
        part = Part(block.level, block.text, anchor, block.section, block.words, block.person)
        open_parts[-1].below.append(part)
        open_parts.append(part)
    return ((Part(2, "", "start", blocks=top.blocks),) if top.blocks else ()) + top.parts


def tell_voices(blocks: Iterable[Block]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Attributes of those quoted with their values, as far as they part them into a few groups."""
    found: dict[str, set[str]] = {}
    for block in blocks:
        if isinstance(block, Quotation):
            for name, value in block.attributes:
                found.setdefault(name, set()).add(value)
    return tuple(
        (name, tuple(sorted(values))) for name, values in found.items() if 2 <= len(values) <= MOST_VALUES
    )


def _free_anchor(wanted: str, taken: set[str]) -> str:
    """The anchor wanted, without blanks; with a number after it where it is taken."""
    wanted = "-".join(wanted.split())
    anchor, number = wanted, 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return anchor
