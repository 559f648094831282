"""The framework matrix as a document of its own, for the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.report.document import Block, Document, Heading, Paragraph, Quotation, Table

if TYPE_CHECKING:
    from thematic.model.matrix import FrameworkMatrix, MatrixCell


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
        (label, *(_short(matrix.cells.get((label, key))) for key, _ in matrix.themes))
        for label in matrix.respondents
    )
    links = tuple(_anchor(label) for label in matrix.respondents)
    note = "A summary where an analyst wrote one, else the number of passages."
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
                blocks += _cell(name, cell)
    return Document(f"{title}: framework matrix", "team", tuple(blocks), notice=notice, date=date)


def _cell(name: str, cell: MatrixCell) -> list[Block]:
    by = f" ({cell.by})" if cell.by else ""
    text = f"{cell.summary}{by}" if cell.summary else f"{cell.passages:,} passages, {cell.standing}."
    blocks: list[Block] = [Paragraph(text, label=f"{name}:")]
    return blocks + [
        Quotation(quote.quote, f"{quote.source} {quote.start}–{quote.end}", coding=quote.guid)
        for quote in cell.quotes
    ]


def _short(cell: MatrixCell | None) -> str:
    if cell is None:
        return ""
    return cell.summary or f"{cell.passages:,}"


def _anchor(label: str) -> str:
    return f"row-{''.join(mark if mark.isalnum() else '-' for mark in label)}"
