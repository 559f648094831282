"""Statements a co-author changed in a document, turned back into statements with placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.synthesis.outline_edit import write_statement
from thematic.synthesis.templates import parse_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.findings import Counted, Findings
    from thematic.model.outline import Outline


@dataclass(frozen=True, slots=True)
class StatementChange:
    """One statement that reads differently in the document."""

    id: str
    label: str
    """`3` or `3b`."""
    before: str
    """As printed."""
    after: str
    """As the document reads now."""
    statement: str
    """The new words with every placeholder that could be kept."""
    lost: tuple[str, ...] = ()
    """Placeholders whose words were changed: from now on these words are the author's."""
    rivals: tuple[str, ...] = ()
    """Other new readings, where the document shows the statement twice and they differ."""


def find_changes(findings: Findings, read: Mapping[str, Sequence[str]]) -> tuple[StatementChange, ...]:
    """Statements that a document words differently.

    Args:
        findings: As they were printed.
        read: Statement id → its words wherever the document shows it.
    """
    changes = []
    for finding in findings.findings():
        labelled: list[tuple[str, Counted]] = [(str(finding.number), finding)]
        labelled += [(f"{finding.number}{point.letter}", point) for point in finding.points]
        for label, one in labelled:
            texts = dict.fromkeys(_plain(text) for text in read.get(one.id, ()))
            fresh = [text for text in texts if text and text != _plain(one.text)]
            if fresh:
                statement, lost = revise_statement(one.statement, one.text, fresh[0])
                changes.append(
                    StatementChange(one.id, label, one.text, fresh[0], statement, lost, tuple(fresh[1:]))
                )
    return tuple(changes)


def apply_changes(outline: Outline, changes: Iterable[StatementChange]) -> Outline:
    """The outline with the accepted changes in it."""
    for change in changes:
        outline = write_statement(outline, change.id, change.statement)
    return outline


def revise_statement(statement: str, printed: str, revised: str) -> tuple[str, tuple[str, ...]]:
    """Put placeholders back into revised words.

    Args:
        statement: As the author wrote it, with placeholders.
        printed: The same filled in.
        revised: What a co-author made of that.

    Returns:
        The revised words with each placeholder in place of the words it printed,
        as far as these still stand there in order; and the placeholders lost.
    """
    values = _values(statement, printed)
    result, lost, end = "", [], 0
    text = _plain(revised)
    for written, value in values:
        found = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)").search(text, end) if value else None
        if found is None:
            if value:
                lost.append(written)
            continue
        result += _braces(text[end : found.start()]) + written
        end = found.end()
    return result + _braces(text[end:]), tuple(lost)


def _values(statement: str, printed: str) -> list[tuple[str, str]]:
    """Each placeholder with the words it was filled in with; none where the two do not fit each other."""
    pieces = parse_template(statement).pieces
    pattern = "".join(
        r"\s*".join(re.escape(word) for word in re.split(r"\s+", piece))
        if isinstance(piece, str)
        else r"(.*?)"
        for piece in pieces
    )
    match = re.fullmatch(rf"\s*{pattern}\s*", _plain(printed), re.DOTALL)
    written = [piece.written for piece in pieces if not isinstance(piece, str)]
    return list(zip(written, (value.strip() for value in match.groups()), strict=True)) if match else []


def _plain(text: str) -> str:
    return " ".join(text.split())


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
