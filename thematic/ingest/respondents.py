"""The respondents' table: attributes, consent and who was not asked what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.ingest.scales import type_column
from thematic.ingest.tables import Table, cell_text, fold_name
from thematic.language.located import Problems, did_you_mean
from thematic.model.sources import CONSENTS, Attribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.sources import AttributeValue, Consent

_NUMBERS = re.compile(r"[Qq]?(\d{1,3})(?:\s*[-–]\s*[Qq]?(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class RespondentsDraft:
    """What a table says about respondents, before anything is stored."""

    labels: tuple[str, ...]
    """In file order."""
    attributes: tuple[Attribute, ...]
    values: Mapping[str, Mapping[str, AttributeValue]]
    """Label → attribute → value; a blank cell is no value."""
    consents: Mapping[str, Consent]
    """Only where the table says something."""
    not_asked: tuple[tuple[str, int], ...] = ()
    """(label, question number), from the column `not asked`."""
    warnings: tuple[str, ...] = ()


def read_respondents(table: Table) -> RespondentsDraft:
    """Read a table with a row per respondent.

    The column `respondent`, else the first one, holds the label. `consent` is
    one of the consents; `not asked` lists question numbers (`7, 8` or `7-9`);
    every other column is an attribute, typed by what it holds.

    Raises:
        BadFile: Rows without a label, labels that stand twice, unknown consents,
            question numbers that are none; all of them with their lines.
    """
    problems = Problems(table.where)
    named = table.find("respondent")
    label_place = 0 if named is None else named
    taken = f"{table.where} has no column 'respondent'; its first one, '{table.columns[0]}', is taken for it."
    labels = [cell_text(row[label_place]).strip() for row in table.rows]
    _check_labels(table, labels, problems)
    special = {"consent": table.find("consent"), "not asked": table.find("not asked")}
    consents = _read_consents(table, labels, special["consent"], problems)
    not_asked = _read_not_asked(table, labels, special["not asked"], problems)
    problems.raise_if_any()
    attributes: list[Attribute] = []
    values: dict[str, dict[str, AttributeValue]] = {label: {} for label in labels}
    for place, name in enumerate(table.columns):
        if place == label_place or place in special.values():
            continue
        cells = {label: row[place] for label, row in zip(labels, table.rows, strict=True)}
        attribute, typed = type_column(name, cells)
        attributes.append(attribute)
        for label, value in typed.items():
            values[label][name] = value
    warnings = table.warnings if named is not None else (*table.warnings, taken)
    return RespondentsDraft(tuple(labels), tuple(attributes), values, consents, not_asked, warnings)


def _check_labels(table: Table, labels: list[str], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for line, label in zip(table.lines, labels, strict=True):
        if not label:
            problems.add(line, "no respondent is named.")
        elif fold_name(label) in seen:
            first = seen[fold_name(label)]
            problems.add(line, f"respondent '{label}' stands here again; it is already on line {first}.")
        else:
            seen[fold_name(label)] = line


def _read_consents(
    table: Table, labels: list[str], place: int | None, problems: Problems
) -> dict[str, Consent]:
    known: dict[str, Consent] = {consent: consent for consent in CONSENTS}
    consents: dict[str, Consent] = {}
    for label, line, row in zip(labels, table.lines, table.rows, strict=True):
        written = "" if place is None else cell_text(row[place]).strip()
        consent = known.get(" ".join(written.casefold().replace("-", " ").replace("_", " ").split()))
        if consent:
            consents[label] = consent
        elif written:
            words = ", ".join(CONSENTS)
            message = f"consent is one of {words}, not '{written}'.{did_you_mean(written, CONSENTS)}"
            problems.add(line, message)
    return consents


def _read_not_asked(
    table: Table, labels: list[str], place: int | None, problems: Problems
) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for label, line, row in zip(labels, table.lines, table.rows, strict=True):
        written = "" if place is None else cell_text(row[place]).strip()
        for piece in filter(None, (piece.strip() for piece in re.split(r"[,;]", written))):
            match = _NUMBERS.fullmatch(piece)
            if match is None:
                problems.add(line, f"'{piece}' is not the number of a question, nor a run like 7-9.")
                continue
            first, last = int(match[1]), int(match[2] or match[1])
            found += [(label, number) for number in range(first, last + 1)]
    return tuple(found)
