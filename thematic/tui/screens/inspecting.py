"""What the side panel says about the place in the text: its codings, their codes, memos, who speaks."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.tui.ink import Line, Piece, line
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thematic.model.codings import Coding
    from thematic.model.sources import Turn
    from thematic.tui.ink import Role
    from thematic.tui.session import Session

_STANCES = {"supports": "+ supports", "qualifies": "± qualifies", "opposes": "− opposes"}


@dataclass(frozen=True, slots=True)
class Inspection:
    """Lines of the side panel, and which of them stand for a coding."""

    lines: tuple[Line, ...]
    codings: dict[int, str]
    """Number of a line → guid of the coding it stands for."""

    def line_of(self, guid: str | None) -> int:
        """The line that stands for a coding; 0 for none."""
        return next((number for number, one in self.codings.items() if one == guid), 0)


def inspect(
    session: Session,
    codings: Sequence[Coding],
    current: str | None,
    turn: Turn | None,
    *,
    source: str,
    width: int,
) -> Inspection:
    """Describe a place in the text.

    Args:
        session: Names, memos, definitions.
        codings: The codings there.
        current: Guid of the one spoken of.
        turn: The turn there.
        source: Guid of the source.
        width: Cells to a line.
    """
    lines: list[Line] = []
    stands: dict[int, str] = {}
    for coding in codings:
        stands[len(lines)] = coding.guid
        lines += _coding(session, coding, width, current=coding.guid == current)
    if not codings:
        lines.append(_quiet(" Not coded yet."))
        lines.append(_quiet(" Space finds a code."))
    lines += _turn(session, turn, width)
    lines += _memos(session, f"source/{source}", "ON THIS SOURCE", width)
    return Inspection(tuple(lines), stands)


def _coding(session: Session, coding: Coding, width: int, *, current: bool) -> Iterator[Line]:
    color = session.color_of(coding.code)
    mark = Piece("▶" if current else " ", "accent")
    who = session.initials(coding.coder)
    own = coding.coder == session.coder
    name = Piece(session.code_name(coding.code), "strong" if current else "text", color)
    yield line(mark, Piece("█ ", "text", color), name, right=(Piece("" if own else f"{who} ", "quiet"),))
    if coding.stance:
        yield _quiet(f"   {_STANCES[coding.stance]}")
    if coding.illustrative:
        yield _quiet("   ★ good illustration")
    yield from _memos(session, f"coding/{coding.guid}", "", width)
    if current:
        yield from describe_code(session, coding.code, width)


def describe_code(session: Session, guid: str, width: int) -> Iterator[Line]:
    """A code's entry in the codebook: where it stands, what it means, and how often it was used."""
    code = session.codebook.by_guid.get(session.codebook.resolve(guid))
    if code is None:
        return
    above = " / ".join(one.name for one in reversed(session.codebook.ancestors(code.guid)))
    yield from _wrapped(above, width, "quiet", "   ")
    yield from _wrapped(code.definition, width, "text", "   ")
    for word, items in (("with", code.include), ("not", code.exclude)):
        for item in items:
            yield from _wrapped(f"{word} {item}", width, "quiet", "   ")
    codings, people = session.counts_of(code.guid)
    if codings:
        whose = " by all coders" if len(session.coders) > 1 else ""
        counts = f"{many(people, 'person', 'people')} · {many(codings, 'quote')}{whose}"
        yield from _wrapped(counts, width, "quiet", "   ")
    yield _quiet("")


def _turn(session: Session, turn: Turn | None, width: int) -> Iterator[Line]:
    if turn is None:
        return
    person = session.respondents.get(turn.respondent) if turn.respondent else None
    question = session.questions.get(turn.question) if turn.question else None
    who = person.label if person else "Interviewer" if turn.role == "interviewer" else turn.speaker
    yield _quiet("")
    yield _head("WHO SPEAKS")
    yield line(Piece(f" {who}", "strong"), rests=False)
    if person:
        for name, value in session.facts_on(person)[:6]:
            yield from _wrapped(f"{name}: {value}", width, "quiet", " ")
    if question:
        yield _quiet("")
        yield _head(f"QUESTION {question.number}")
        yield from _wrapped(question.text, width, "text", " ")


def _memos(session: Session, on: str, title: str, width: int) -> Iterator[Line]:
    memos = session.memos.get(on, [])
    if memos and title:
        yield _quiet("")
        yield _head(title)
    for memo in memos:
        who = "" if memo.coder == session.coder else f"{session.initials(memo.coder)}: "
        yield from _wrapped(f"✎ {who}{memo.text}", width, "warning", "   " if not title else " ")


def _wrapped(text: str, width: int, role: Role, indent: str) -> Iterator[Line]:
    room = max(8, width - len(indent) - 1)
    for part in text.splitlines():
        for words in textwrap.wrap(part, room):
            yield line(Piece(f"{indent}{words}", role), rests=False)


def _quiet(text: str) -> Line:
    return line(Piece(text, "quiet"), rests=False)


def _head(text: str) -> Line:
    return line(Piece(f" {text}", "quiet"), rests=False)
