"""Which question of the guide a turn puts, and so which question the answers after it are about."""

from __future__ import annotations

import dataclasses
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thematic.ingest.guide import Guide, leading_number
from thematic.ingest.plain import line_of
from thematic.ingest.roles import fold, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.sources import SourceDraft, TurnDraft

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_LABEL_NUMBER = re.compile(r"q(?:uestion)? ?(\d{1,3})")
_COMMON = split_words(
    """about also and any are been but can could did does for from had has have how into its just like not one
    our out please should some that the their them there these they this those was were what when where which
    who why will with would you your tell think say"""
)
_STEM = 6
_ENOUGH = 0.6
_SHORT = 5
_ENOUGH_OF_SHORT = 0.75
_ENOUGH_WORDS = 2
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class QuestionMatch:
    """A turn that opens a question, for a person to check before anything is stored."""

    line: int
    """Where the turn begins in the canonical text, from 1."""
    number: int
    """The question it opens."""
    how: Literal["number", "words"]
    """By its number (`Q4`), or by the words it shares with the question."""
    share: float
    """Share of the question's words found there; 1 for a number."""
    words: str
    """The turn's first words."""


def assign_questions(
    text: str, turns: Sequence[TurnDraft], guide: Guide
) -> tuple[tuple[TurnDraft, ...], tuple[QuestionMatch, ...]]:
    """Give turns the number of the question they put or answer.

    An interviewer's turn opens a question when it begins with its number (`Q4`,
    `4.`) or holds most of its words, best sentence by sentence; what follows
    belongs to it until another opens. In a text without speaker labels a
    paragraph that is a question of the guide is taken for the interviewer's.
    Numbers that a turn already has are kept.

    Args:
        text: Canonical text.
        turns: As a reader found them.
        guide: Number and words of each question.

    Returns:
        The turns with their questions, and every match.
    """
    if not guide:
        return tuple(turns), ()
    known = {number: _stems(words) for number, words in guide}
    assigned: list[TurnDraft] = []
    matches: list[QuestionMatch] = []
    current: int | None = None
    for turn in turns:
        match = _match(text, turn, known)
        if match:
            matches.append(match)
            current = match.number
            if turn.role == "respondent":
                turn = dataclasses.replace(turn, role="interviewer", respondent=None)  # noqa: PLW2901 - the turn as it is from here on
        number = current if turn.question is None else turn.question
        assigned.append(dataclasses.replace(turn, question=number))
    return tuple(assigned), tuple(matches)


def _match(text: str, turn: TurnDraft, known: dict[int, frozenset[str]]) -> QuestionMatch | None:
    words = text[turn.start : turn.end]
    unlabelled = turn.role == "respondent" and not turn.speaker
    if turn.role != "interviewer" and not unlabelled:
        return None
    number, how, share = _by_number(turn, words, known), "number", 1.0
    if unlabelled and number is not None and not words.lstrip()[:1].isalpha() and "?" not in words:
        # A numbered list in somebody's answer is no question.
        number = None
    if number is None:
        number, share = _by_words(words, known, exact=unlabelled)
        how = "words"
    if number is None:
        return None
    line = line_of(text, turn.start)
    return QuestionMatch(line, number, "number" if how == "number" else "words", share, words[:60])


def _by_number(turn: TurnDraft, words: str, known: dict[int, frozenset[str]]) -> int | None:
    label = _LABEL_NUMBER.fullmatch(fold(turn.speaker))
    led = leading_number(words)
    number = int(label[1]) if label else led[0] if led else None
    return number if number in known else None


def _by_words(words: str, known: dict[int, frozenset[str]], *, exact: bool) -> tuple[int | None, float]:
    """The question with the largest share of its words in one or two sentences of the turn.

    Words are compared by their first six letters, a plain stand-in for stems
    (`developing`, `development`). With `exact` nearly all words must match both ways.
    """
    sentences = [_stems(sentence) for sentence in _SENTENCE.findall(words)]
    windows = [*sentences, *(one | other for one, other in itertools.pairwise(sentences))]
    best: tuple[float, int] | None = None
    for number, wanted in known.items():
        for window in windows:
            shared = len(wanted & window)
            share = shared / len(wanted) if wanted else 0.0
            covered = shared / len(window) if window else 0.0
            least = _ENOUGH if len(wanted) >= _SHORT else _ENOUGH_OF_SHORT
            enough = share >= _SURE and covered >= _SURE if exact else share >= least
            if (
                enough
                and shared >= min(_ENOUGH_WORDS, len(wanted))
                and (best is None or (share, -number) > best)
            ):
                best = (share, -number)
    return (-best[1], best[0]) if best else (None, 0.0)


def _stems(words: str) -> frozenset[str]:
    found = (word.casefold() for word in _WORD.findall(words))
    return frozenset(word[:_STEM] for word in found if len(word) > 2 and word not in _COMMON)


def match_questions(draft: SourceDraft, guide: Guide) -> tuple[SourceDraft, tuple[QuestionMatch, ...]]:
    """A source with its turns given to questions, and what opened them."""
    turns, matches = assign_questions(draft.text, draft.turns, guide)
    respondents = tuple(dict.fromkeys(turn.respondent for turn in turns if turn.respondent))
    return dataclasses.replace(draft, turns=turns, respondents=respondents or draft.respondents), matches
