"""Survey tables: wide (a row per respondent) and long (a row per answer)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thematic.errors import BadFile
from thematic.ingest.answers import (
    Answer,
    build_source,
    find_silent,
    group_answers,
    is_non_answer,
    warn_of_answers,
)
from thematic.ingest.guide import Guide, leading_number, number_questions
from thematic.ingest.scales import type_column
from thematic.ingest.survey_columns import SurveyColumns, SurveyLayout, column_texts, find_columns
from thematic.ingest.tables import Table, cell_text, fold_name
from thematic.model.sources import Attribute, SurveyDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thematic.ingest.workbooks import Cell
    from thematic.model.sources import AttributeValue

_SET = frozenset(["1", "1.0", "x", "yes", "y", "true", "✓"])
_UNSET = frozenset(["", "0", "0.0", "no", "n", "false"])


def read_survey(table: Table, columns: SurveyColumns, guide: Guide = ()) -> SurveyDraft:
    """Read a survey into one source per respondent, a turn per answer.

    Non-answers are asked and not answered: no turn, and the codes beside them are
    left out. Closed columns become typed attributes, one value per respondent.

    Args:
        table: As read from the file.
        columns: Which column means what.
        guide: Questions the project already has; a column or question with the
            same words, or that begins with its number, is the same question.

    Raises:
        BadFile: Columns that are not there, rows without a respondent, respondents
            who stand twice in a wide table, code cells that are neither set nor
            unset; all of them with their lines.
    """
    problems: list[str] = []
    layout = find_columns(table, columns, guide, problems)
    if layout is None:
        raise BadFile(problems, f"The columns are {table.list_columns()}.")
    labels = _label_rows(table, layout, problems)
    if layout.question is None:
        questions = {table.columns[place]: table.columns[place] for place in layout.opened}
    else:
        questions = _join_spellings(column_texts(table, layout.question))
    numbers = number_questions(list(dict.fromkeys(questions.values())), guide)
    answers = list(
        _read_answers(
            table, layout, labels, {key: numbers[text] for key, text in questions.items()}, problems
        )
    )
    if problems:
        raise BadFile(problems)
    return _assemble(table, layout, labels, answers, numbers, _name_spellings(questions, table.where))


def _label_rows(table: Table, layout: SurveyLayout, problems: list[str]) -> list[str]:
    """The respondent of each row; in a wide table each may stand once."""
    labels = [cell_text(row[layout.respondent]).strip() for row in table.rows]
    column = table.columns[layout.respondent]
    for line, label in zip(table.lines, labels, strict=True):
        if not label:
            problems.append(f"{table.where}:{line}: no respondent in column '{column}'.")
    if layout.question is None:
        for label, count in Counter(filter(None, labels)).items():
            if count > 1:
                lines = [line for line, found in zip(table.lines, labels, strict=True) if found == label]
                where = f"{table.where}:{lines[1]}"
                named = ", ".join(map(str, lines))
                problems.append(f"{where}: respondent '{label}' stands {count} times (rows {named}).")
    return labels


def _join_spellings(texts: Iterable[str]) -> dict[str, str]:
    """Each spelling of a question → its most frequent spelling, blanks and case aside."""
    counts = Counter(texts)
    best: dict[str, str] = {}
    for text in counts:
        key = fold_name(text)
        if key not in best or counts[text] > counts[best[key]]:
            best[key] = text
    return {text: best[fold_name(text)] for text in counts}


def _name_spellings(questions: dict[str, str], where: str) -> list[str]:
    return [
        f"{where}: {spellings} spellings of the question '{' '.join(text.split())[:60]}' differ by blanks "
        "or case only; they are one question."
        for text, spellings in Counter(questions.values()).items()
        if spellings > 1
    ]


def _read_answers(
    table: Table, layout: SurveyLayout, labels: Sequence[str], numbers: dict[str, int], problems: list[str]
) -> Iterable[Answer]:
    for label, line, row in zip(labels, table.lines, table.rows, strict=True):
        codes = _set_codes(table, layout, line, row, problems)
        if layout.question is None or layout.answer is None:
            for place in layout.opened:
                yield Answer(label, numbers[table.columns[place]], cell_text(row[place]), codes)
            continue
        question = cell_text(row[layout.question])
        if not question.strip():
            problems.append(
                f"{table.where}:{line}: no question in column '{table.columns[layout.question]}'."
            )
        yield Answer(label, numbers[question], cell_text(row[layout.answer]), codes)


def _set_codes(
    table: Table, layout: SurveyLayout, line: int, row: Sequence[Cell], problems: list[str]
) -> tuple[str, ...]:
    codes: list[str] = []
    for place in layout.codes:
        mark = cell_text(row[place]).strip().casefold()
        if mark in _SET:
            codes.append(table.columns[place])
        elif mark not in _UNSET:
            column = table.columns[place]
            problems.append(f"{table.where}:{line}: code column '{column}' holds '{mark[:40]}', not 1 or 0.")
    return tuple(codes)


def _assemble(
    table: Table,
    layout: SurveyLayout,
    labels: Sequence[str],
    answers: Sequence[Answer],
    numbers: dict[str, int],
    warnings: list[str],
) -> SurveyDraft:
    groups = group_answers(answers)
    how = "a row per respondent" if layout.question is None else "a row per answer"
    sources = tuple(
        build_source(label, given, file_sha256=table.file_sha256, encoding=table.encoding, layout=how)
        for label, given in groups.items()
    )
    attributes, values, several = _read_attributes(table, layout, labels)
    used = {layout.respondent, layout.question, layout.answer, *layout.opened, *layout.closed, *layout.codes}
    aside = [name for place, name in enumerate(table.columns) if place not in used]
    warnings = [*table.warnings, *layout.warnings, *warnings, *warn_of_answers(answers, groups, table.where)]
    for name, count in several.items():
        warnings.append(
            f"{table.where}: column '{name}' has several values for {count} respondent(s); it is kept aside."
        )
    if aside:
        warnings.append(
            f"{table.where}: {len(aside)} column(s) that no option names are kept aside: {', '.join(aside)}."
        )
    given = sum(answer.answered for answer in answers)
    return SurveyDraft(
        questions=tuple((number, " ".join(text.split())) for text, number in numbers.items()),
        sources=sources,
        attributes=attributes,
        values=values,
        silent=find_silent(groups),
        answers=given,
        non_answers=len(answers) - given,
        code_names=tuple(table.columns[place] for place in layout.codes),
        kept_aside=(*aside, *several),
        warnings=tuple(warnings),
    )


def _read_attributes(
    table: Table, layout: SurveyLayout, labels: Sequence[str]
) -> tuple[tuple[Attribute, ...], dict[str, dict[str, AttributeValue]], dict[str, int]]:
    """Attributes, respondent → attribute → value, and columns with several values per respondent."""
    attributes: list[Attribute] = []
    values: dict[str, dict[str, AttributeValue]] = {}
    several: dict[str, int] = {}
    for place in layout.closed:
        name = table.columns[place]
        cells: dict[str, dict[str, Cell]] = {}
        for label, row in zip(labels, table.rows, strict=True):
            text = cell_text(row[place]).strip()
            if not is_non_answer(text):
                cells.setdefault(label, {})[text] = row[place]
        mixed = sum(len(found) > 1 for found in cells.values())
        if mixed:
            several[name] = mixed
            continue
        question = " ".join(name.split()) if "?" in name or leading_number(name) else ""
        one = {label: next(iter(found.values())) for label, found in cells.items()}
        attribute, typed = type_column(name, one, question)
        attributes.append(attribute)
        for label, value in typed.items():
            values.setdefault(label, {})[name] = value
    return tuple(attributes), values, several
