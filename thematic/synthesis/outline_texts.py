"""Every text an author wrote in an outline, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.outline import Outline


def texts_of(outline: Outline) -> Iterator[str]:
    """Statements, lead-ins, and all running text."""
    yield from (one.statement for one in outline.statements())
    yield from (stem.statement for section in outline.sections for stem in section.stems)
    yield from (text for text, _, _ in prose_of(outline))


def prose_of(outline: Outline) -> Iterator[tuple[str, int, bool]]:
    """Running text with its line, and whether it has codes of its own to tell of."""
    for section in outline.sections:
        for block in section.lists:
            yield from ((item.text, block.line, bool(item.codes)) for item in block.items if item.text)
    for part in outline.detail:
        yield from ((block.text, part.line, False) for block in part.blocks if block.text)
    yield from ((entry.statement, entry.line, True) for entry in outline.set_aside if entry.statement)
