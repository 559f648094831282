"""Turns of a transcript: labels and times recognised, the words between them kept apart."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.ingest.casting import Cast, Casting, Part, cast_labels, name_file
from thematic.ingest.labels import FORMS, Family, Mark, could_be_speaker, find_marks
from thematic.ingest.paragraphs import read_paragraphs
from thematic.ingest.plain import line_of
from thematic.ingest.roles import fold, is_known
from thematic.ingest.times import TRAILING, milliseconds, since_first
from thematic.model.sources import TurnDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FAMILIES: tuple[Family, ...] = tuple(dict.fromkeys(form.family for form in FORMS))
_TYPO_LENGTH = 5
_TYPO_LIKENESS = 0.8
_FEW = 5


@dataclass(frozen=True, slots=True)
class Conversation:
    """Who says what in a text."""

    turns: tuple[TurnDraft, ...]
    """In text order, not overlapping, none empty."""
    warnings: tuple[str, ...]
    layout: str
    """How speakers were recognised, in words a person can check."""

    @property
    def respondents(self) -> tuple[str, ...]:
        """Labels of those who answer, in order of appearance."""
        return tuple(dict.fromkeys(turn.respondent for turn in self.turns if turn.respondent))


def read_turns(text: str, stem: str, casting: Casting, where: str) -> Conversation:
    """Find the turns of an interview.

    A file is read by the one family of labels that marks most of its turns.
    Without labels each paragraph is a turn of one respondent, and a warning says
    that the interviewer's words are among them.

    Args:
        text: Canonical text.
        stem: The file's name without its suffix; names a respondent the labels do not.
        casting: What is known of the speakers beforehand.
        where: The file, for messages.
    """
    marks = choose_marks(text, casting)
    if not marks:
        return _read_unlabelled(text, stem, casting, where)
    speakers = _join_typos(marks)
    counts = Counter(speakers)
    cast = cast_labels(counts, stem, casting, where)
    turns = tuple(_build_turns(text, marks, speakers, cast))
    warnings = (*cast.warnings, *_name_typos(text, marks, speakers, where), *_name_strays(text, marks, where))
    return Conversation(
        turns, warnings, f"labels like '{marks[0].form.words}': {describe_cast(counts, cast)}"
    )


def choose_marks(text: str, casting: Casting) -> list[Mark]:
    """The accepted marks of the family that has most of them; none when the text is unlabelled."""
    marks = list(find_marks(text, casting.named))
    best: list[Mark] = []
    for family in _FAMILIES:
        accepted = _accept([mark for mark in marks if mark.form.family == family], casting)
        if len(accepted) > len(best):
            best = accepted
    return _drop_heading(text, best)


def _accept(marks: list[Mark], casting: Casting) -> list[Mark]:
    """Keep labels that recur or are known, unmistakable forms, and misspellings of what is kept.

    Prose has a colon now and then, so a file in which a single unknown label recurs
    is not taken for a conversation; a column needs two speakers who both recur.
    """
    named = casting.named
    counts = Counter(fold(mark.label) for mark in marks)
    recurring = {folded for folded, count in counts.items() if count > 1}
    firm = {fold(mark.label) for mark in marks if mark.form.firm} if _is_firm(marks) else set()
    easily_mistaken = {fold(mark.label) for mark in marks if mark.form.known} - named
    known = {folded for folded in counts if is_known(folded, named)} - (easily_mistaken - recurring)
    if marks and marks[0].form.family == "column":
        known &= recurring | named
        if len(recurring) < 2:
            return []
    if _is_stamped(marks):
        firm = set(counts)
    if not (known or firm or len(recurring) > 1):
        return []
    kept = known | recurring | firm
    kept |= {folded for folded in counts if _meant(folded, kept)}
    return [mark for mark in marks if fold(mark.label) in kept]


def _is_firm(marks: list[Mark]) -> bool:
    return sum(mark.form.firm for mark in marks) > 1


def _is_stamped(marks: list[Mark]) -> bool:
    """Lines that are a name and a time are headings when their times never run backwards."""
    times = [mark.at for mark in marks if mark.at is not None]
    headings = all(mark.form.family == "heading" for mark in marks)
    return headings and len(times) > 1 and times == sorted(times)


def _meant(folded: str, accepted: set[str]) -> str | None:
    """The accepted label that a single, slightly different one is probably a slip for."""
    if folded in accepted or len(folded) < _TYPO_LENGTH:
        return None
    digits = [char for char in folded if char.isdigit()]
    rivals = [label for label in sorted(accepted) if [char for char in label if char.isdigit()] == digits]
    close = difflib.get_close_matches(folded, rivals, n=1, cutoff=_TYPO_LIKENESS)
    return close[0] if close else None


def _join_typos(marks: Sequence[Mark]) -> list[str]:
    """For each mark the label it stands for: its own first spelling, or the one it misspells."""
    counts = Counter(fold(mark.label) for mark in marks)
    spelled = {fold(mark.label): mark.label for mark in reversed(marks)}
    settled = {folded for folded, count in counts.items() if count > 1 or is_known(folded)}
    return [spelled[_meant(folded, settled) or folded] for folded in (fold(mark.label) for mark in marks)]


def _drop_heading(text: str, marks: list[Mark]) -> list[Mark]:
    """Leave out `Interviewer: Anna Lee` and the like, which stand in a block before the conversation."""
    counts = Counter(fold(mark.label) for mark in marks)
    begins = next((place for place, mark in enumerate(marks) if counts[fold(mark.label)] > 1), 0)
    block = text.rfind("\n\n", 0, marks[begins].start) if begins else -1
    return [mark for mark in marks if mark.start > block or not _names_somebody(text, mark)]


def _names_somebody(text: str, mark: Mark) -> bool:
    end = text.find("\n", mark.words)
    line = text[mark.words : end if end >= 0 else len(text)].strip()
    return could_be_speaker(line) or is_known(line)


def _build_turns(
    text: str, marks: Sequence[Mark], speakers: Sequence[str], cast: Cast
) -> Iterator[TurnDraft]:
    times = [mark.at for mark in marks]
    if marks[0].form.family == "clock":
        times = since_first(times)
    before: int | None = 0
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    for mark, speaker, time, limit in zip(marks, speakers, times, ends, strict=True):
        at = time
        start, end = trim(text, mark.words, limit)
        stamp = TRAILING.search(text, start, end)
        if stamp and stamp.end() >= end:
            start, end = trim(text, start, stamp.start())
            # f4 stamps the moment a turn ends, which is when the next one starts.
            at, before = before, milliseconds(stamp[1])
        if start < end:
            part = cast.parts[fold(speaker)]
            yield TurnDraft(start, end, mark.label, part.role, part.respondent, at=at)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks around its words; empty (start = end) when there are none."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return (start + lead, start + len(words.rstrip())) if words.strip() else (start, start)


def _read_unlabelled(text: str, stem: str, casting: Casting, where: str) -> Conversation:
    name = casting.respondent or name_file(stem, casting.known_by_fold)
    turns, layout = read_paragraphs(text, Part("respondent", name))
    warning = (
        f"{where} has no speaker labels: all of it is taken as the words of respondent '{name}', "
        "the interviewer's included. Label the turns ('I: …', 'P: …'), or import it with --kind document."
    )
    return Conversation(turns, (warning,), layout)


def _name_typos(text: str, marks: Sequence[Mark], speakers: Sequence[str], where: str) -> Iterator[str]:
    for mark, speaker in zip(marks, speakers, strict=True):
        if fold(mark.label) != fold(speaker):
            line = line_of(text, mark.start)
            yield f"{where}:{line}: '{mark.label}' is taken as a slip of the pen for '{speaker}'."


def _name_strays(text: str, marks: Sequence[Mark], where: str) -> Iterator[str]:
    """Point at what looks like a speaker but stands once, inside somebody else's turn."""
    taken = {mark.start for mark in marks}
    family = marks[0].form.family
    if family not in ("colon", "bold"):
        return
    strays = [
        mark
        for mark in find_marks(text, ())
        if mark.form.family == family and mark.start not in taken and mark.start > marks[0].start
    ]
    for mark in strays[:_FEW]:
        line = line_of(text, mark.start)
        yield (
            f"{where}:{line}: '{mark.label}:' stands here only and is read as part of the turn before it. "
            f"If it is a speaker, say who with --speakers '{mark.label}=nobody'."
        )
    if len(strays) > _FEW:
        yield f"{where}: {len(strays) - _FEW} more such line(s)."


def describe_cast(counts: Mapping[str, int], cast: Cast) -> str:
    """Each label with whose words it introduces and how many turns it has."""
    described = []
    for label, count in counts.items():
        part = cast.parts[fold(label)]
        described.append(
            f"{label} = {part.respondent or part.role} ({count} turn{'s' if count != 1 else ''})"
        )
    return ", ".join(described)
