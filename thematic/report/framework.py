"""The framework matrix for the team: as a document of its own, and its summaries in the report."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from thematic.report.document import Block, Document, Heading, Paragraph, Quotation, Table
from thematic.report.phrases import counted, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.matrix import FrameworkMatrix, MatrixCell
    from thematic.report.disclosure import Disclosure

WIDEST = 5
"""Themes that stand beside each other in one table."""


def compose_matrix(matrix: FrameworkMatrix, *, title: str, date: str = "", notice: str = "") -> Document:
    """Tables of summaries, some for each top-level code, then every cell with its quotes.

    Args:
        matrix: Respondents against themes.
        title: Of the study.
        date: As printed under the title.
        notice: A sentence printed on every document of the study.
    """
    other = "the number of passages" if matrix.counting else "“said”, where there are passages"
    text = f"A summary where an analyst wrote one, else {other}."
    text += " Who said nothing on a table's themes is left out of it."
    blocks: list[Block] = [Heading(2, "Matrix", "matrix"), Paragraph(text)]
    before = None
    for place, (top, themes) in enumerate(_groups(matrix), 1):
        if top != before:
            blocks.append(Heading(3, top or "Themes", f"matrix-{place}"))
        blocks += _table(
            matrix, f"{top}, continued" if top == before else top, themes, f"matrix-{place}-table"
        )
        before = top
    blocks.append(Heading(2, "Cell by cell", "cells"))
    for label in matrix.respondents:
        blocks.append(Heading(3, label, _anchor(label)))
        for key, name in matrix.themes:
            cell = matrix.cells.get((label, key))
            if cell is not None:
                blocks += _cell(name, cell, counting=matrix.counting)
    return Document(f"{title}: framework matrix", "team", tuple(blocks), notice=notice, date=date)


def write_cells(matrix: FrameworkMatrix | None, disclosure: Disclosure) -> list[Block]:
    """The summaries analysts wrote into the cells of the framework matrix; team copies only."""
    if matrix is None or not disclosure.team:
        return []
    rows = tuple(
        (label, name, cell.summary, cell.by, ", ".join(cell.stale))
        for key, name in matrix.themes
        for label in matrix.respondents
        if (cell := matrix.cells.get((label, key))) is not None and cell.summary
    )
    if not rows:
        return []
    header = ("Respondent", "Theme", "Summary", "Written by", "Since then")
    note = "“Since then” tells what happened to the passages a summary rests on after it was written."
    return [
        Heading(2, "What respondents say, theme by theme", "cells"),
        Table("Summaries of the framework matrix", header, rows, note, "cells-table"),
    ]


def _groups(matrix: FrameworkMatrix) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Themes under one top-level code, no more of them together than a page is wide."""
    found = []
    for top, group in groupby(matrix.themes, lambda theme: matrix.tops.get(theme[0], "")):
        themes = tuple(group)
        found += [(top, themes[start : start + WIDEST]) for start in range(0, len(themes), WIDEST)]
    return found


def _table(matrix: FrameworkMatrix, top: str, themes: Sequence[tuple[str, str]], anchor: str) -> list[Block]:
    people = [label for label in matrix.respondents if any((label, key) in matrix.cells for key, _ in themes)]
    rows = tuple((label, *(_short(matrix, label, key) for key, _ in themes)) for label in people)
    header = ("Respondent", *(name for _, name in themes))
    links = tuple(_anchor(label) for label in people)
    caption = f"Respondents against themes: {top}" if top else "Respondents against themes"
    return [Table(caption, header, rows, anchor=anchor, links=links)] if rows else []


def _cell(name: str, cell: MatrixCell, *, counting: bool) -> list[Block]:
    by = f" ({cell.by})" if cell.by else ""
    said = f"{counted(cell.passages, 'passage')}, {cell.standing}." if counting else sentence(cell.standing)
    text = f"{cell.summary}{by}" if cell.summary else said
    blocks: list[Block] = [Paragraph(text, label=f"{name}:")]
    if cell.stale:
        blocks.append(Paragraph(f"Since it was written: {', '.join(cell.stale)}.", "note"))
    return blocks + [
        Quotation(quote.quote, f"{quote.source} {quote.start}–{quote.end}", coding=quote.guid)
        for quote in cell.quotes
    ]


def _short(matrix: FrameworkMatrix, label: str, key: str) -> str:
    cell = matrix.cells.get((label, key))
    if cell is None:
        return ""
    shown = f"{cell.passages:,}" if matrix.counting else "said"
    return f"{cell.summary or shown}{' (stale)' if cell.stale else ''}"


def _anchor(label: str) -> str:
    return f"row-{''.join(mark if mark.isalnum() else '-' for mark in label)}"
