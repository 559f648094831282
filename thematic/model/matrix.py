"""Respondents against themes, and those who do not fit a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.codings import Quote


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A cell summary as it is kept."""

    respondent: str
    """Guid."""
    code: str
    """Guid of the theme's code."""
    text: str
    by: str
    """Guid of the coder who wrote it."""
    quotes: tuple[str, ...] = ()
    """Guids of the codings it points to; without any it rests on all of the cell."""
    rests_on: Mapping[str, str] = field(default_factory=dict)
    """Guid → print of each coding that stood in the cell when it was written."""


@dataclass(frozen=True, slots=True)
class CellSummary:
    """What an analyst wrote about one respondent and one theme."""

    respondent: str
    """Label."""
    theme: str
    """Key of the code."""
    text: str
    by: str = ""
    quotes: tuple[str, ...] = ()
    """Guids of the codings the summary points to."""
    rests_on: Mapping[str, str] | None = None
    """Guid → print of each coding in the cell when it was written; None where that is not known."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one respondent says under one theme."""

    passages: int
    """Codings under the theme and the codes below it."""
    standing: str
    """As in `STANDINGS`."""
    summary: str = ""
    by: str = ""
    quotes: tuple[Quote, ...] = ()
    """Those the summary points to; without any, the first passages."""
    stale: tuple[str, ...] = ()
    """What happened to the cell's passages since its summary was written."""


@dataclass(frozen=True)
class FrameworkMatrix:
    """Ritchie & Spencer's (1994) framework: a row per respondent, a column per theme."""

    themes: tuple[tuple[str, str], ...]
    """Key and name."""
    respondents: tuple[str, ...]
    """Labels."""
    cells: Mapping[tuple[str, str], MatrixCell]
    """(respondent, theme) → cell, where the respondent says anything there or a summary was written."""
    tops: Mapping[str, str] = field(default_factory=dict)
    """Key of a theme → name of the top-level code it belongs to."""
    counting: bool = True
    """False in a reflexive study, which prints no numbers of passages."""


@dataclass(frozen=True, slots=True)
class NegativeCases:
    """Who was asked about a statement and does not support it."""

    statement: str
    """Id of the finding or point."""
    label: str
    """`3`, `3b`, or `3 (camp)`."""
    base: int
    support: int
    opposing: tuple[str, ...] = ()
    """Labels of respondents."""
    mixed: tuple[str, ...] = ()
    qualified: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
