"""What a text is made of for the eye: headings, speakers' labels, whose words are evidence."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.sources import Question, Respondent, SourceText

Voice = Literal["respondent", "interviewer", "label"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A row above a turn that says what is being answered."""

    position: int
    """The line start it stands before."""
    text: str
    """The question, or what else the stretch is about."""
    who: str = ""
    """Label of the respondent."""


def find_headings(
    text: SourceText, questions: Mapping[str, Question], respondents: Mapping[str, Respondent]
) -> tuple[Heading, ...]:
    """A heading wherever the question or, between answers, the respondent changes."""
    headings: list[Heading] = []
    asked: tuple[str | None, str | None] = (None, None)
    for turn in text.turns:
        if turn.question is None:
            continue
        who = turn.respondent or (asked[1] if turn.question == asked[0] else None)
        if turn.question == asked[0] and (who == asked[1] or asked[1] is None):
            asked = (turn.question, who)
            continue
        asked = (turn.question, who)
        position = text.text.rfind("\n", 0, turn.start) + 1
        if headings and headings[-1].position == position:
            continue
        question = questions.get(turn.question)
        person = respondents.get(who) if who else None
        words = f"Q{question.number}  {' '.join(question.text.split())}" if question else ""
        headings.append(Heading(position, words, person.label if person else ""))
    return tuple(headings)


class Voices:
    """Whose words stand where, as boundaries for painting."""

    def __init__(self, text: SourceText) -> None:
        self._cuts: list[int] = []
        self._voices: list[Voice] = []
        here = 0
        for turn in text.turns:
            if turn.start > here:
                self._put(here, "label")
            self._put(turn.start, "interviewer" if turn.role == "interviewer" else "respondent")
            here = turn.end
        if here < len(text.text):
            self._put(here, "label" if text.turns else "respondent")

    def _put(self, position: int, voice: Voice) -> None:
        self._cuts.append(position)
        self._voices.append(voice)

    def between(self, start: int, end: int) -> list[tuple[int, Voice]]:
        """Where each voice begins in [start, end), the first at `start` itself."""
        at = max(0, bisect_right(self._cuts, start) - 1)
        found: list[tuple[int, Voice]] = []
        while at < len(self._cuts) and self._cuts[at] < end:
            found.append((max(start, self._cuts[at]), self._voices[at]))
            at += 1
        return found or [(start, "respondent")]
