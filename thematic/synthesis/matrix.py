"""The framework matrix: what every respondent says under every theme, with the analyst's summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import STANDINGS
from thematic.model.matrix import CellSummary, FrameworkMatrix, MatrixCell
from thematic.model.outline import Scope
from thematic.synthesis.counting import Counter
from thematic.synthesis.layers import choose_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from thematic.model.codings import Quote
    from thematic.model.columns import Study

QUOTES_A_CELL = 2
"""Passages shown in a cell whose summary names none."""


def build_matrix(
    study: Study,
    fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]],
    *,
    themes: Sequence[str] = (),
    summaries: Iterable[CellSummary] = (),
) -> FrameworkMatrix:
    """Lay respondents against themes.

    Args:
        study: People, codes and codings; the counted layer is shown.
        fetch_quotes: Local keys → quotes, in the same order.
        themes: Keys of the columns; without any, the codes one step below the
            top, and top-level codes with nothing below them.
        summaries: What analysts wrote into cells.
    """
    columns = tuple(themes) or default_themes(study)
    book = study.codebook
    counter = Counter(study, study.codings.take(choose_layer(study).chosen))
    written = {(one.respondent, one.theme): one for one in summaries}
    found: dict[tuple[str, str], tuple[list[int], str]] = {}
    for key in columns:
        count = counter.count_codes([key], Scope())
        people = counter.codings.respondent[count.evidence.at]
        for place in np.unique(people[people >= 0]):
            local = counter.codings.local[count.evidence.at[people == place]]
            standing = STANDINGS[int(count.standing[place])]
            found[study.respondents[int(place)].label, key] = ([int(one) for one in local], standing)
    quotes = _fetch_shown(found, written, fetch_quotes)
    cells = {
        at: _cell(found.get(at), written.get(at), quotes.get(at, ()))
        for at in dict.fromkeys((*found, *written))
    }
    return FrameworkMatrix(
        themes=tuple((key, book.by_key[key].name if key in book.by_key else key) for key in columns),
        respondents=tuple(person.label for person in study.respondents),
        cells=cells,
    )


def default_themes(study: Study) -> tuple[str, ...]:
    """The codes one step below the top, and top-level codes with nothing below them, in codebook order."""
    keys = []
    for top in study.codebook.children(None):
        below = study.codebook.children(top.guid) or (top,)
        keys += [code.key for code in below if code.status == "active" and not code.merged_into]
    return tuple(keys)


def matrix_rows(matrix: FrameworkMatrix) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of plain text: the summary where there is one, else the first words said."""
    header = ("Respondent", *(name for _, name in matrix.themes))
    rows = tuple(
        (label, *(cell_text(matrix.cells.get((label, key))) for key, _ in matrix.themes))
        for label in matrix.respondents
    )
    return header, rows


def cell_text(cell: MatrixCell | None) -> str:
    """A cell in words: summary, then quotes in quotation marks, then how many more passages."""
    if cell is None:
        return ""
    parts = [cell.summary] if cell.summary else []
    parts += [f'"{quote.quote}"' for quote in cell.quotes]
    more = cell.passages - len(cell.quotes)
    if more > 0:
        parts.append(f"(+{more})")
    return "\n".join(parts)


def _fetch_shown(
    found: Mapping[tuple[str, str], tuple[list[int], str]],
    written: Mapping[tuple[str, str], CellSummary],
    fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]],
) -> dict[tuple[str, str], tuple[Quote, ...]]:
    """The quotes of every cell: all passages where a summary points to some, the first ones elsewhere."""
    wanted = {
        at: local if at in written and written[at].quotes else local[:QUOTES_A_CELL]
        for at, (local, _) in found.items()
    }
    every = sorted({one for local in wanted.values() for one in local})
    quotes = dict(zip(every, fetch_quotes(every), strict=True)) if every else {}
    shown = {}
    for at, local in wanted.items():
        named = written[at].quotes if at in written else ()
        held = [quotes[one] for one in local]
        pointed = [quote for quote in held if quote.guid in named]
        shown[at] = tuple(pointed or held[:QUOTES_A_CELL])
    return shown


def _cell(
    found: tuple[list[int], str] | None, summary: CellSummary | None, quotes: tuple[Quote, ...]
) -> MatrixCell:
    local, standing = found or ([], "silent")
    text, by = (summary.text, summary.by) if summary else ("", "")
    return MatrixCell(len(local), standing, text, by, quotes)
