"""Words, sentences, turns and answers: what the cursor walks by."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.sources import SourceText, Turn

Unit = Literal["word", "sentence", "turn", "answer"]
Span = tuple[int, int]

UNITS: tuple[Unit, ...] = ("word", "sentence", "turn", "answer")

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]+")
_REACH = 2_000
"""Characters looked at to find the word before a place; a longer word is taken in pieces."""


class Spans:
    """Ascending spans that do not overlap, found by position."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.all = spans
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def __len__(self) -> int:
        return len(self.all)

    def index_after(self, position: int) -> int:
        """Index of the first span that ends after a position."""
        return bisect_right(self._ends, position)

    def at(self, position: int) -> Span | None:
        """The span that holds a position, else the next one, else the last."""
        if not self.all:
            return None
        return self.all[min(self.index_after(position), len(self.all) - 1)]

    def after(self, position: int) -> Span | None:
        """The first span that begins at or after a position."""
        at = bisect_left(self._starts, position)
        return self.all[at] if at < len(self.all) else None

    def before(self, position: int) -> Span | None:
        """The last span that ends at or before a position."""
        at = bisect_right(self._ends, position) - 1
        return self.all[at] if at >= 0 else None


class Units:
    """The units of one text.

    Args:
        text: The text with its turns.
        sentences: Spans found at import; without any, lines stand in for them.
    """

    def __init__(self, text: SourceText, sentences: Sequence[Span] = ()) -> None:
        self.text = text.text
        self.turns = text.turns
        self._spans: dict[Unit, Spans] = {
            "sentence": Spans(sentences or _lines(text.text)),
            "turn": Spans([(turn.start, turn.end) for turn in text.turns] or _lines(text.text)),
        }
        self._spans["answer"] = Spans(_answers(text.turns)) if text.turns else self._spans["turn"]

    def spans(self, unit: Unit) -> Spans:
        """All units of a kind but words, which are found where they are needed."""
        return self._spans[unit]

    def at(self, unit: Unit, position: int) -> Span | None:
        """The unit that holds a position, else the nearest after it, else the last."""
        if unit != "word":
            return self._spans[unit].at(position)
        found = self._word_before(position + 1)
        if found and found[1] > position:
            return found
        return self.after("word", position) or found

    def after(self, unit: Unit, position: int) -> Span | None:
        """The first unit that begins at or after a position."""
        if unit != "word":
            return self._spans[unit].after(position)
        found = _WORD.search(self.text, position)
        return found.span() if found else None

    def before(self, unit: Unit, position: int) -> Span | None:
        """The last unit that ends at or before a position."""
        return (
            self._spans[unit].before(position) if unit != "word" else self._word_before(position, whole=True)
        )

    def _word_before(self, position: int, *, whole: bool = False) -> Span | None:
        """The last word that begins before a position, or with `whole` ends by it."""
        reach = position
        while reach > 0:
            reach = max(0, reach - _REACH)
            last = None
            for found in _WORD.finditer(self.text, reach):
                if (found.end() if whole else found.start() + 1) > position:
                    break
                last = found.span()
            if last and (last[0] > reach or reach == 0):
                return last
        return None


def _lines(text: str) -> list[Span]:
    return [found.span() for found in re.finditer(r"\S[^\n]*", text)]


def _answers(turns: Sequence[Turn]) -> list[Span]:
    """Runs of turns on one question, the interviewer's probes inside them included; else the turn alone."""
    spans: list[Span] = []
    asked: tuple[str | None, str | None] | None = None
    for turn in turns:
        if turn.role != "respondent":
            if turn.question is None or (asked and turn.question != asked[1]):
                asked = None
            continue
        key = (turn.respondent, turn.question)
        if spans and asked == key and turn.question is not None:
            spans[-1] = (spans[-1][0], turn.end)
        else:
            spans.append((turn.start, turn.end))
        asked = key
    return spans
