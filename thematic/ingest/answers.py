"""Answers of a survey, whichever way its table is laid out, and the sources made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.model.sources import SourceDraft, TurnDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NON_ANSWERS = frozenset(["", "did not answer", "n/a", "-", "–", "—"])
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell that answers one question, or fails to."""

    respondent: str
    question: int
    words: str
    """Exactly as the cell has them."""
    codes: tuple[str, ...] = ()
    """Names of the one-hot columns set beside it."""

    @property
    def answered(self) -> bool:
        """Whether something was said."""
        return not is_non_answer(self.words)


def is_non_answer(words: str) -> bool:
    """Whether a cell says that nothing was answered: blank, "Did not answer", "N/A", "-".

    "Nothing." is an answer: asked what could be better, somebody said nothing could.
    """
    return " ".join(words.split()).casefold() in _NON_ANSWERS


def build_source(
    respondent: str, answers: Sequence[Answer], *, file_sha256: str, encoding: str, layout: str
) -> SourceDraft:
    """One respondent's source: the answers in file order, a blank line between, a turn for each.

    Turns and codings leave out the blanks around an answer; the text keeps them.
    """
    given = [answer for answer in answers if answer.answered]
    turns: list[TurnDraft] = []
    codings: list[tuple[int, int, str]] = []
    position = 0
    for answer in given:
        lead = len(answer.words) - len(answer.words.lstrip())
        start, end = position + lead, position + len(answer.words.rstrip())
        turns.append(TurnDraft(start, end, "", "respondent", respondent, answer.question))
        codings += [(start, end, code) for code in answer.codes]
        position += len(answer.words) + len(_BETWEEN)
    return SourceDraft(
        name=respondent,
        kind="survey",
        text=_BETWEEN.join(answer.words for answer in given),
        file_sha256=file_sha256,
        encoding=encoding,
        turns=tuple(turns),
        respondents=(respondent,),
        layout=layout,
        codings=tuple(codings),
    )


def group_answers(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """Respondent → their answers, both in file order."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.respondent, []).append(answer)
    return groups


def find_silent(groups: Mapping[str, Sequence[Answer]]) -> tuple[tuple[str, int], ...]:
    """(respondent, question): asked, and nothing substantive said, in file order."""
    silent: list[tuple[str, int]] = []
    for respondent, answers in groups.items():
        spoken = {answer.question for answer in answers if answer.answered}
        asked = dict.fromkeys(answer.question for answer in answers)
        silent += [(respondent, question) for question in asked if question not in spoken]
    return tuple(silent)


def warn_of_answers(
    answers: Sequence[Answer], groups: Mapping[str, Sequence[Answer]], where: str
) -> list[str]:
    """Say what was counted as no answer, which codes went with it, and who answered twice."""
    warnings: list[str] = []
    silent = [answer for answer in answers if not answer.answered]
    if silent:
        words = Counter(" ".join(answer.words.split()) or "blank" for answer in silent)
        named = ", ".join(
            f"{count} blank" if word == "blank" else f"{count} '{word}'"
            for word, count in words.most_common()
        )
        codes = sum(len(answer.codes) for answer in silent)
        warnings.append(
            f"{where}: {len(silent)} of {len(answers)} answers say nothing ({named}): asked and not "
            f"answered; {codes} code(s) on them are not imported."
        )
    twice = sum(
        count > 1
        for given in groups.values()
        for count in Counter(answer.question for answer in given if answer.answered).values()
    )
    if twice:
        warnings.append(
            f"{where}: {twice} time(s) a respondent answers one question more than once; all are kept."
        )
    return warnings
