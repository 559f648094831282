"""All answers to one question in a row, with the codings that stand on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.language.sentences import split_sentences
from thematic.store.answers import find_answers, find_coded_spans, find_turns
from thematic.store.codings import load_codings
from thematic.workflow.blindness import hidden_from, hide_codings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.model.codings import Coding
    from thematic.store.answers import AnswerRow
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent says to a question in one turn."""

    source: str
    """Guid of the source."""
    text: str
    """Guid of the text version that the positions belong to."""
    start: int
    end: int
    respondent: str | None
    """Guid of who speaks."""
    words: str
    codings: tuple[Coding, ...]
    """Codings that reach into it, in text order."""

    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of its sentences, counted from the answer's own start."""
        return tuple(split_sentences(self.words, [(0, len(self.words))]))


def read_answers(project: Project, question: str) -> tuple[Answer, ...]:
    """Every answer to a question, by the question's guid, in order of source and place."""
    with project.store.reading() as connection:
        rows = find_answers(connection, question)
        sources = dict.fromkeys(row.source for row in rows)
        few = len(sources) <= 50
        found: Iterable[Coding] = (
            [one for source in sources for one in load_codings(connection, source=source)]
            if few
            else load_codings(connection)
        )
        found = hide_codings(found, hidden_from(project, connection))
    by_text: dict[str, list[Coding]] = {}
    for coding in found:
        if coding.layer != "agreed":
            by_text.setdefault(coding.text, []).append(coding)
    return tuple(_answer(row, by_text.get(row.text, [])) for row in rows)


def _answer(row: AnswerRow, codings: list[Coding]) -> Answer:
    here = sorted(
        (one for one in codings if one.start < row.end and one.end > row.start),
        key=lambda one: (one.start, -one.end, one.guid),
    )
    return Answer(row.source, row.text, row.start, row.end, row.respondent, row.words, tuple(here))


def coded_turns(project: Project) -> dict[str, tuple[int, int]]:
    """Source guid → (respondents' turns that carry a coding, respondents' turns)."""
    with project.store.reading() as connection:
        turns, spans = find_turns(connection), find_coded_spans(connection)
        hidden = hidden_from(project, connection)
    by_source: dict[str, list[tuple[int, int]]] = {}
    for source, coder, start, end in spans:
        if (source, coder) not in hidden:
            by_source.setdefault(source, []).append((start, end))
    counts: dict[str, tuple[int, int]] = {}
    reach: dict[str, _Reach] = {source: _Reach(sorted(found)) for source, found in by_source.items()}
    for source, start, end in turns:
        coded, total = counts.get(source, (0, 0))
        hit = source in reach and reach[source].touches(start, end)
        counts[source] = (coded + hit, total + 1)
    return counts


class _Reach:
    """Answers, for spans asked in text order, whether any of some sorted spans touches them."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._at = 0
        self._furthest = 0

    def touches(self, start: int, end: int) -> bool:
        while self._at < len(self._spans) and self._spans[self._at][0] < end:
            self._furthest = max(self._furthest, self._spans[self._at][1])
            self._at += 1
        return self._furthest > start
