"""The framework matrix: what every respondent says under every theme, with the analyst's summaries."""

from __future__ import annotations

import hashlib
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
    written = {(one.respondent, one.theme): one for one in summaries}
    counter = count_counted(study)
    found = {
        (label, key): passages for key in columns for label, passages in gather_column(counter, key).items()
    }
    quotes = _fetch(found, written, fetch_quotes)
    cells = {
        at: _cell(found.get(at), written.get(at), quotes.get(at, ()))
        for at in dict.fromkeys((*found, *written))
    }
    return FrameworkMatrix(
        themes=tuple((key, book.by_key[key].name if key in book.by_key else key) for key in columns),
        respondents=tuple(person.label for person in study.respondents),
        cells=cells,
        tops={key: _top(study, key) for key in columns},
        counting=study.approach != "reflexive",
    )


def count_counted(study: Study) -> Counter:
    """Counts on the layer that counts."""
    return Counter(study, study.codings.take(choose_layer(study).chosen))


def gather_column(counter: Counter, key: str) -> dict[str, tuple[list[int], str]]:
    """Who says anything under a code and those below it: label → local keys of codings, and on which side."""
    count = counter.count_codes([key], Scope())
    people = counter.codings.respondent[count.evidence.at]
    order = np.argsort(people, kind="stable")
    order = order[people[order] >= 0]
    who, first = np.unique(people[order], return_index=True)
    found = {}
    for place, mine in zip(who.tolist(), np.split(count.evidence.at[order], first[1:]), strict=False):
        standing = STANDINGS[int(count.standing[place])]
        found[counter.study.respondents[place].label] = (counter.codings.local[mine].tolist(), standing)
    return found


def print_passage(quote: Quote) -> str:
    """A short print of what a passage says and is: other words, another code or stance give another one."""
    told = "\0".join((quote.quote, quote.code, quote.stance or ""))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def tell_changes(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What happened to the passages of a cell, in words.

    Args:
        before: Guid → print when its summary was written.
        now: The same today.
    """
    happened = (
        ("passages came", bool(now.keys() - before.keys())),
        ("passages left", bool(before.keys() - now.keys())),
        ("passages changed", any(before[guid] != now[guid] for guid in before.keys() & now.keys())),
    )
    return tuple(words for words, true in happened if true)


def default_themes(study: Study) -> tuple[str, ...]:
    """The codes one step below the top, and top-level codes with nothing below them, in codebook order."""
    keys = []
    for top in study.codebook.children(None):
        below = study.codebook.children(top.guid) or (top,)
        keys += [code.key for code in below if code.status == "active" and not code.merged_into]
    return tuple(keys)


def _top(study: Study, key: str) -> str:
    code = study.codebook.by_key.get(key)
    if code is None:
        return key
    return next(reversed(study.codebook.ancestors(code.guid)), code).name


def matrix_rows(matrix: FrameworkMatrix) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of plain text: the summary where there is one, else the first words said."""
    header = ("Respondent", *(name for _, name in matrix.themes))
    rows = tuple(
        (
            label,
            *(
                cell_text(matrix.cells.get((label, key)), counting=matrix.counting)
                for key, _ in matrix.themes
            ),
        )
        for label in matrix.respondents
    )
    return header, rows


def cell_text(cell: MatrixCell | None, *, counting: bool = True) -> str:
    """A cell in words: summary, whether it is stale, quotes in quotation marks, how many more passages."""
    if cell is None:
        return ""
    parts = [cell.summary] if cell.summary else []
    parts += [f"[stale: {', '.join(cell.stale)}]"] if cell.stale else []
    parts += [f'"{quote.quote}"' for quote in cell.quotes]
    more = cell.passages - len(cell.quotes)
    if more > 0 and counting:
        parts.append(f"(+{more})")
    return "\n".join(parts)


def _fetch(
    found: Mapping[tuple[str, str], tuple[list[int], str]],
    written: Mapping[tuple[str, str], CellSummary],
    fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]],
) -> dict[tuple[str, str], tuple[Quote, ...]]:
    """The quotes of every cell: all where a summary stands, which rests on them; else the first ones."""
    wanted = {at: local if at in written else local[:QUOTES_A_CELL] for at, (local, _) in found.items()}
    every = sorted({one for local in wanted.values() for one in local})
    quotes = dict(zip(every, fetch_quotes(every), strict=True)) if every else {}
    return {at: tuple(quotes[one] for one in local) for at, local in wanted.items()}


def _cell(
    found: tuple[list[int], str] | None, summary: CellSummary | None, quotes: tuple[Quote, ...]
) -> MatrixCell:
    local, standing = found or ([], "silent")
    if summary is None:
        return MatrixCell(len(local), standing, quotes=quotes)
    pointed = tuple(quote for quote in quotes if quote.guid in summary.quotes)
    now = {quote.guid: print_passage(quote) for quote in quotes}
    stale = () if summary.rests_on is None else tell_changes(summary.rests_on, now)
    shown = pointed or quotes[:QUOTES_A_CELL]
    return MatrixCell(len(local), standing, summary.text, summary.by, shown, stale)
