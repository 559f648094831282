"""Sources, their text versions, turns, questions and respondents.

Positions are Unicode code points of one text version, half-open. A *draft* is
what a reader found in a file: it names respondents and questions by the labels
a person wrote, because nothing has been stored yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

SourceKind = Literal["interview", "survey", "document"]
TurnRole = Literal["interviewer", "respondent", "nobody"]
Consent = Literal["unknown", "analysis", "quote", "quote with role"]
Exposure = Literal["answered", "silent", "not asked"]
AttributeValue = str | int | float | bool

SOURCE_KINDS: tuple[SourceKind, ...] = ("interview", "survey", "document")
CONSENTS: tuple[Consent, ...] = ("unknown", "analysis", "quote", "quote with role")


@dataclass(frozen=True, slots=True)
class Question:
    """One item of the interview guide or survey, the same for all modes."""

    guid: str
    """Identity that travels between projects."""
    number: int
    """Its place in the guide, from 1."""
    text: str
    """The words as put to respondents."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a text by one speaker, labels and times excluded."""

    start: int
    """First code point."""
    end: int
    """Code point after the last."""
    speaker: str
    """The label as it stands in the file; empty for a survey answer."""
    role: TurnRole
    """Whose words these are; only a respondent's words are evidence."""
    respondent: str | None = None
    """Guid of the respondent who speaks, where one does."""
    question: str | None = None
    """Guid of the question being answered or put, where known."""
    at: int | None = None
    """Milliseconds from the start of the recording."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """One immutable version of a source's text. Text never changes; an edit is a new version."""

    guid: str
    """Identity of the version."""
    source: str
    """Guid of the source it is a version of."""
    sha256: str
    """SHA-256 of the UTF-8 bytes of the canonical text, hexadecimal."""
    text: str
    """The canonical text: decoded, without BOM, lines ended by LF, nothing else changed."""
    turns: tuple[Turn, ...] = ()
    """In text order, not overlapping."""

    def turn_at(self, position: int) -> Turn | None:
        """The turn that holds a code point, or None between turns."""
        low, high = 0, len(self.turns)
        while low < high:
            middle = (low + high) // 2
            if self.turns[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        if low < len(self.turns) and self.turns[low].start <= position:
            return self.turns[low]
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """One imported text, as lists show it: without its words."""

    guid: str
    name: str
    """Unique in the project; the file's name, or the survey row's label."""
    kind: SourceKind
    text: str
    """Guid of the current text version."""
    sha256: str
    """SHA-256 of the canonical text, hexadecimal."""
    characters: int
    """Code points in the current text."""
    turns: int
    """Turns in the current text."""
    respondents: tuple[str, ...] = ()
    """Labels of those who speak in it, in order of appearance."""
    codings: int = 0
    """Codings standing on the current text, all coders together."""
    file_sha256: str = ""
    """SHA-256 of the original bytes, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact recorded about respondents: a column of the respondents' table."""

    name: str
    kind: Literal["text", "number", "boolean", "scale"] = "text"
    scale: tuple[str, ...] = ()
    """The ordered labels of a Likert scale, lowest first; empty otherwise."""
    question: str = ""
    """The words of the closed question it came from, where it is one."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person who answered; the unit that every count uses."""

    guid: str
    label: str
    """R1, R2 … or the id of a survey row."""
    consent: Consent = "unknown"
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    exposures: Mapping[str, Exposure] = field(default_factory=dict)
    """Question guid → what is recorded; a question not named here was asked."""


@dataclass(frozen=True, slots=True)
class TurnDraft:
    """A turn as a reader found it."""

    start: int
    end: int
    speaker: str
    role: TurnRole
    respondent: str | None = None
    """Label of the respondent."""
    question: int | None = None
    """Number of the question."""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as a reader found it in a file, before anything is stored."""

    name: str
    kind: SourceKind
    text: str
    file_sha256: str
    encoding: str
    turns: tuple[TurnDraft, ...] = ()
    respondents: tuple[str, ...] = ()
    """Labels of the respondents who speak, in order of appearance."""
    warnings: tuple[str, ...] = ()
    layout: str = ""
    """How speakers were recognised, in words a person can check."""
    codings: tuple[tuple[int, int, str], ...] = ()
    """Codings that came with the file: start, end, code name."""


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """A survey table as read: a source per respondent, questions, attributes, exposure."""

    questions: tuple[tuple[int, str], ...]
    """Number and words, in order of appearance."""
    sources: tuple[SourceDraft, ...]
    """One per respondent, a turn per answer; one without turns for a respondent who answered nothing."""
    attributes: tuple[Attribute, ...]
    values: Mapping[str, Mapping[str, AttributeValue]]
    """Respondent label → attribute → value."""
    silent: tuple[tuple[str, int], ...]
    """(respondent label, question number): asked, and no substantive answer."""
    answers: int
    """Substantive answers stored."""
    non_answers: int
    """Blank cells and words such as "Did not answer"."""
    code_names: tuple[str, ...] = ()
    """Names of one-hot code columns, in file order."""
    kept_aside: tuple[str, ...] = ()
    """Columns that no option named."""
    warnings: tuple[str, ...] = ()
