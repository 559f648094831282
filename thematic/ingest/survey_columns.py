"""What the columns of a survey table mean: named by the researcher, or recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.ingest.answers import is_non_answer
from thematic.ingest.columns import Columns, choose_columns
from thematic.ingest.guide import Guide, leading_number
from thematic.ingest.tables import Table, cell_text, fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG_ANSWER = 25
_MANY_WORDS = 4


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """Which columns of a survey table mean what, as a researcher names them."""

    id_column: str
    """Says who answered."""
    question_column: str | None = None
    """With `answer_column`: the table is long, a row per answer."""
    answer_column: str | None = None
    open_columns: Columns | None = None
    """Free answers of a wide table, a question each; None leaves them to be recognised."""
    closed_columns: Columns | None = None
    """Attributes: closed answers, Likert scales, facts about the respondent."""
    code_columns: Columns | None = None
    """One-hot columns, each a code on the whole answer of its row."""


@dataclass(frozen=True, slots=True)
class SurveyLayout:
    """The same as places in the table."""

    respondent: int
    question: int | None
    answer: int | None
    opened: tuple[int, ...]
    closed: tuple[int, ...]
    codes: tuple[int, ...]
    warnings: tuple[str, ...] = ()


def find_columns(
    table: Table, columns: SurveyColumns, guide: Guide, problems: list[str]
) -> SurveyLayout | None:
    """Places of the columns that are named or recognised; None when problems were added."""
    single = {
        name: table.find(name)
        for name in (columns.id_column, columns.question_column, columns.answer_column)
        if name
    }
    problems += [table.missing(name) for name, place in single.items() if place is None]
    codes = choose_columns(columns.code_columns, table, problems)
    closed = choose_columns(columns.closed_columns, table, problems)
    opened = choose_columns(columns.open_columns, table, problems)
    if (columns.question_column is None) != (columns.answer_column is None):
        problems.append("A long table needs both --question-column and --answer-column.")
    respondent = single[columns.id_column]
    if problems or respondent is None:
        return None
    question = single.get(columns.question_column or "")
    warnings: list[str] = []
    if question is None and columns.open_columns is None:
        opened = _recognise_open(table, {respondent, *closed, *codes}, guide)
        named = ", ".join(f"'{table.columns[place]}'" for place in opened)
        warnings.append(f"{table.where}: no --open columns were named; read as free answers: {named}.")
    if question is None and not opened:
        problems.append(f"{table.where}: no column holds free answers; name them with --open.")
    if codes and question is None and len(opened) != 1:
        problems.append(
            f"{table.where}: code columns need one answer per row: one --open column, or a long table."
        )
    answer = single.get(columns.answer_column or "")
    layout = SurveyLayout(respondent, question, answer, opened, closed, codes, tuple(warnings))
    return None if problems else layout


def _recognise_open(table: Table, taken: set[int], guide: Guide) -> tuple[int, ...]:
    """Columns headed by a question of the guide or `Q1`, or that hold long, mostly different texts."""
    asked = {fold_name(words) for _, words in guide}
    found: list[int] = []
    for place, name in enumerate(table.columns):
        if place in taken:
            continue
        texts = [text for text in column_texts(table, place) if not is_non_answer(text)]
        led = leading_number(name)
        headed = fold_name(name) in asked or (led is not None and fold_name(led[1]) in asked)
        if headed or (_looks_free(texts, least=2) if led else _looks_free(texts, least=_MANY_WORDS)):
            found.append(place)
    return tuple(found)


def _looks_free(texts: Sequence[str], least: int) -> bool:
    """Whether texts are somebody's own words: long, of several words, and mostly different."""
    if not texts:
        return False
    lengths = sorted(map(len, texts))
    words = sum(len(text.split()) for text in texts) / len(texts)
    return lengths[len(lengths) // 2] >= _LONG_ANSWER and words >= least and len(set(texts)) > len(texts) / 2


def column_texts(table: Table, place: int) -> list[str]:
    """The cells of one column as text."""
    return [cell_text(row[place]) for row in table.rows]
