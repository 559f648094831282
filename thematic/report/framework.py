"""The framework matrix for the team: as a document of its own, and its summaries in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.report.document import Block, Document, Heading, Paragraph, Quotation, Table
from thematic.report.phrases import counted, sentence

if TYPE_CHECKING:
    from thematic.model.matrix import FrameworkMatrix, MatrixCell
    from thematic.report.disclosure import Disclosure


def compose_matrix(matrix: FrameworkMatrix, *, title: str, date: str = "", notice: str = "") -> Document:
    """A table of summaries, then every cell with its quotes under respondent and theme.

    Args:
        matrix: Respondents against themes.
        title: Of the study.
        date: As printed under the title.
        notice: A sentence printed on every document of the study.
    """
    header = ("Respondent", *(name for _, name in matrix.themes))
    rows = tuple(
        (label, *(_short(matrix, label, key) for key, _ in matrix.themes)) for label in matrix.respondents
    )
    links = tuple(_anchor(label) for label in matrix.respondents)
    other = "the number of passages" if matrix.counting else "“said”, where there are passages"
    note = f"A summary where an analyst wrote one, else {other}."
    blocks: list[Block] = [
        Heading(2, "Matrix", "matrix"),
        Table("Respondents against themes", header, rows, note, "matrix-table", links=links),
        Heading(2, "Cell by cell", "cells"),
    ]
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
