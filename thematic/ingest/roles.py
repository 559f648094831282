"""Who a label stands for, as far as the label itself tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def split_words(words: str) -> frozenset[str]:
    """A set of words written in one string, to keep long lists readable."""
    return frozenset(words.split())


_ASKS = split_words(
    """i int iv ivr q interviewer moderator mod facilitator researcher question
    interviewers moderators facilitators researchers"""
)
# Words that say what a person is in the study, not who: they name nobody beyond their file.
_ANSWERS = split_words(
    """r p a ie resp respondent participant interviewee informant answer speaker subject expert person
    guest patient client user customer doctor nurse teacher student trainee consultant manager employee
    member parent carer mother father man woman male female m f s voice narrator contributor
    panellist"""
)
_NOBODY = split_words("r? p? s? ? ?? ??? unknown unidentified inaudible all everyone several group crosstalk")
_NOBODY_SPEAKS = split_words("unknown unidentified several multiple")
NOT_SPEAKERS = split_words(
    """note notes nb ps re http https ftp www date time place venue location duration title subject topic
    project study interview transcript transcription transcriber file filename page warning example examples
    summary context background comment comments answer answers question questions source language version
    recording audio length status remark remarks important first second third finally also but and so
    participants respondents interviewers present attendees agenda conclusion introduction result results
    total url email e-mail mail tel phone fax address name names age gender sex role profession
    country"""
)
"""Words before a colon that head a line rather than name who speaks, unless the researcher says so."""

_RESPONDENT = re.compile(r"r[ .\-]?(\d+)")
_NUMBERED = re.compile(r"(.*?)(?:[ _.\-#]*\d+|[ _.\-#]+[a-z])?")


def fold(label: str) -> str:
    """A label as it is compared: without case, outer dots and repeated blanks."""
    return " ".join(label.split()).casefold().strip(" .")


def is_known(label: str, named: Collection[str] = ()) -> bool:
    """Whether a label needs no second occurrence: a role, `R7`, `R?`, or one that was named."""
    folded = fold(label)
    return (
        folded in named
        or asks(label)
        or is_nobody(label)
        or respondent_number(label) is not None
        or _stem(folded) in _ANSWERS
    )


def asks(label: str) -> bool:
    """Whether a label is an interviewer's: `I`, `Interviewer 2`, `MODERATOR`, or a question's `Q4`."""
    return _stem(fold(label)) in _ASKS


def is_nobody(label: str) -> bool:
    """Whether a label says that nobody can be named: `R?`, `Unknown Speaker`."""
    folded = fold(label)
    return folded in _NOBODY or folded.removesuffix("s").removesuffix(" speaker") in _NOBODY_SPEAKS


def respondent_number(label: str) -> str | None:
    """The respondent's label, `R25`, where the label is one; `r 25` counts."""
    match = _RESPONDENT.fullmatch(fold(label))
    return f"R{match[1]}" if match else None


def is_generic(label: str) -> bool:
    """Whether a label names a part in the conversation (`P`, `Speaker 2`, `Patient`), not a person."""
    stem = _stem(fold(label))
    return stem in _ANSWERS or len(stem) <= 2


def _stem(folded: str) -> str:
    """`interviewer 1`, `speaker_00` and `moderator b` without what numbers them."""
    match = _NUMBERED.fullmatch(folded)
    stem = match[1] if match else folded
    return stem or folded
