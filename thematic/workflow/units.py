"""Cutting sources into the units that coders are compared on."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.units import UnitSpans
from thematic.workflow.reading import read_sentences, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.sources import Source, SourceText
    from thematic.workflow.project import Project

UNITS = ("source", "turn", "sentence", "answer", "character")


def cut_texts(project: Project, sources: Sequence[Source], unit: str) -> UnitSpans:
    """The turns, sentences or answers of these sources, by the index of the source.

    Turns and sentences are those of every speaker. An answer is what a
    respondent says to one question, probes in between included.
    """
    rows = []
    for place, source in enumerate(sources):
        text = read_text(project, source.guid)
        spans = _cut(project, text, unit)
        rows.append(np.array([(place, start, end) for start, end in spans if start < end], dtype=np.int64))
    table = np.concatenate([row.reshape(-1, 3) for row in rows] or [np.empty((0, 3), dtype=np.int64)])
    return UnitSpans(unit, table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())


def _cut(project: Project, text: SourceText, unit: str) -> Sequence[tuple[int, int]]:
    if unit == "sentence":
        return read_sentences(project, text)
    if unit == "answer":
        return find_answers(text)
    return [(turn.start, turn.end) for turn in text.turns] or [(0, len(text.text))]


def find_answers(text: SourceText) -> list[tuple[int, int]]:
    """From a respondent's first word on a question to their last before another question comes up."""
    answers = []
    for question, turns in groupby(text.turns, key=lambda turn: turn.question):
        said = [turn for turn in turns if turn.role == "respondent"]
        if question is not None and said:
            answers.append((said[0].start, said[-1].end))
    return answers
