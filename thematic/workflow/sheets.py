"""The framework matrix and retrieved quotes as files to work on elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.report.framework import compose_matrix
from thematic.store.projects import load_project
from thematic.synthesis.build import NOTICE_SETTING
from thematic.synthesis.matrix import matrix_rows
from thematic.workflow.codings import write_rows
from thematic.workflow.dates import today
from thematic.workflow.files import write_whole
from thematic.workflow.matrix import lay_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.codings import Quote
    from thematic.model.matrix import FrameworkMatrix
    from thematic.workflow.matrix import MatrixFilter
    from thematic.workflow.project import Project

FORMATS = (".xlsx", ".html", ".csv")
"""What a matrix can be written as."""
PERSONAL = "Contains personal data: for the team only."
_QUOTE = ("quote", "respondent", "question", "code", "stance", "coder", "source", "start", "end", "guid")


def write_matrix(project: Project, path: str, wanted: MatrixFilter | None = None) -> FrameworkMatrix:
    """Write the matrix in the format that a file's ending names; it is always a copy for the team.

    Args:
        project: Whose matrix.
        path: Ends in one of `FORMATS`.
        wanted: Rows and columns.

    Raises:
        BadInput: The ending is none of these.
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        hint = f"Name a file ending in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}."
        raise BadInput(f"A matrix cannot be written as '{path}'.", hint)
    matrix = lay_matrix(project, wanted)
    if ending == ".csv":
        data = write_rows(*matrix_rows(matrix)).encode("utf-8")
    elif ending == ".html":
        data = _page(project, matrix).encode("utf-8")
    else:
        data = _workbook(project, matrix)
    write_whole(Path(path), data)
    return matrix


def quotes_as_xlsx(quotes: Iterable[Quote]) -> bytes:
    """Retrieved quotes as a workbook."""
    from thematic.report.xlsx import Sheet, render_xlsx

    rows = [[getattr(quote, name) for name in _QUOTE] for quote in quotes]
    return render_xlsx([Sheet("Quotes", [name.capitalize() for name in _QUOTE], rows)])


def _page(project: Project, matrix: FrameworkMatrix) -> str:
    from thematic.report.html import render_html

    with project.store.reading() as connection:
        notice = str(load_project(connection).settings.get(NOTICE_SETTING) or "")
    return render_html(compose_matrix(matrix, title=project.title, date=today(project), notice=notice))


def _workbook(project: Project, matrix: FrameworkMatrix) -> bytes:
    from thematic.report.xlsx import Sheet, render_xlsx

    header = ("Respondent", "Theme", "Summary", "Written by", "Since then", "Quote", "Source", "Start", "End")
    about = [(project.title, ""), ("Written", today(project)), ("Audience", PERSONAL)]
    return render_xlsx(
        [
            Sheet("Matrix", *matrix_rows(matrix)),
            Sheet("Quotes", header, list(_quoted(matrix))),
            Sheet("About", ("Framework matrix", ""), about),
        ]
    )


def _quoted(matrix: FrameworkMatrix) -> Iterator[tuple[str | int | None, ...]]:
    """A line for each quote shown in a cell, and for each summary that has none."""
    for label in matrix.respondents:
        for key, name in matrix.themes:
            cell = matrix.cells.get((label, key))
            if cell is None:
                continue
            told = (label, name, cell.summary, cell.by, ", ".join(cell.stale))
            for quote in cell.quotes:
                yield (*told, quote.quote, quote.source, quote.start, quote.end)
            if not cell.quotes:
                yield (*told, "", "", None, None)
