"""Acts on codings: apply, withdraw, change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound, QuoteNotFound, Refused
from thematic.model.codings import Coding
from thematic.model.journal import Entity
from thematic.store.codings import find_coding, find_equal, mark_coding, save_coding, withdraw_coding
from thematic.store.sources import find_current
from thematic.workflow.blindness import refuse_hidden
from thematic.workflow.closing import refuse_closed
from thematic.workflow.reading import read_text

if TYPE_CHECKING:
    from thematic.model.codings import Stance
    from thematic.model.sources import SourceText
    from thematic.store.journal import Writer
    from thematic.workflow.project import Project


class _Unchanged:
    """Says that a register keeps its value, where None means something."""


UNCHANGED = _Unchanged()


def apply_code(
    project: Project,
    source: str,
    start: int,
    end: int,
    code: str,
    *,
    stance: Stance | None = None,
    origin: str = "",
) -> Coding:
    """Put a code on a segment of a source's current text, as the acting coder.

    The same code on the same segment by the same coder is one coding, not two.

    Args:
        project: Where.
        source: Guid of the source.
        start: First code point.
        end: Code point after the last.
        code: Guid of the code.
        stance: What the words do to the code's idea, if the coder says.
        origin: How it came to be.
    """
    return apply_codes(project, read_text(project, source), start, end, (code,), stance, origin)[0]


def apply_codes(
    project: Project,
    text: SourceText,
    start: int,
    end: int,
    codes: tuple[str, ...],
    stance: Stance | None = None,
    origin: str = "",
) -> tuple[Coding, ...]:
    """Put several codes on one segment in one act; see `apply_code`.

    Raises:
        Refused: The source takes no more coding by them, or has another text by now.
    """
    quote = quote_at(text, start, end)
    coder = project.acting_coder()
    with project.act("tag") as writer:
        if find_current(writer.connection, text.source) != text.guid:
            raise Refused(
                "This text was replaced meanwhile.", "Open the source again: codings go on its words now."
            )
        refers_to = [("source", text.source), ("text", text.guid), ("coder", coder.guid)]
        writer.expect(Entity(kind, guid) for kind, guid in (*refers_to, *(("code", code) for code in codes)))
        done = []
        for code in dict.fromkeys(codes):
            coding = Coding(
                project.here.guid(), text.source, text.guid, start, end, quote, code, coder.guid,
                "human", stance, origin,
            )  # fmt: skip
            equal = find_equal(writer.connection, coding)
            refuse_closed(writer.connection, (coding,))
            if equal is None:
                save_coding(writer, coding)
            elif stance is not None and equal.stance != stance:
                equal = replace(equal, stance=stance)
                save_coding(writer, equal, fresh=False)
            done.append(equal or coding)
    return tuple(done)


def withdraw_code(project: Project, guid: str) -> None:
    """Make a coding absent; see `withdraw_codes`."""
    withdraw_codes(project, (guid,))


def withdraw_codes(project: Project, guids: tuple[str, ...]) -> tuple[Coding, ...]:
    """Make several codings absent in one act, or none where one is unknown.

    Returns:
        Them as they were; a person may take away somebody else's, and should hear whose it was.

    Raises:
        NotFound: There is no coding with one of these guids.
        Refused: One is hidden from who acts, or its source takes no more coding.
    """
    with project.act("untag") as writer:
        codings = tuple(_change(project, writer, guid) for guid in guids)
        for coding in codings:
            withdraw_coding(writer, coding.guid)
    return codings


def change_coding(
    project: Project,
    guid: str,
    *,
    code: str | None = None,
    start: int | None = None,
    end: int | None = None,
    stance: Stance | _Unchanged | None = UNCHANGED,
) -> Coding:
    """Give a coding another code, extent or stance; what is not named stays.

    A new extent is one of the source's current text.

    Raises:
        NotFound: There is no such coding.
        Refused: It is hidden from who acts, or its source takes no more coding.
    """
    with project.store.reading() as connection:
        coding = find_coding(connection, guid)
    if coding is None:
        raise NotFound("coding", guid)
    if start is not None or end is not None:
        first = coding.start if start is None else start
        last = coding.end if end is None else end
        text = read_text(project, coding.source)
        quote = quote_at(text, first, last)
        coding = replace(coding, text=text.guid, start=first, end=last, quote=quote)
    if code is not None:
        coding = replace(coding, code=code)
    if not isinstance(stance, _Unchanged):
        coding = replace(coding, stance=stance)
    with project.act("retag") as writer:
        _change(project, writer, guid)
        equal = find_equal(writer.connection, coding)
        if equal is not None and equal.guid != coding.guid:
            raise Refused(f"Coding {equal.guid} says the same already.", "Untag one of the two.")
        save_coding(writer, coding, fresh=False)
    return coding


def mark_illustrative(project: Project, guid: str, *, good: bool) -> Coding:
    """Mark a coding's words as a good illustration, or take the mark away; synthesis prints such first.

    It says nothing new about the words, so that anybody may mark any coding they can see.

    Raises:
        NotFound: There is no such coding.
        Refused: It is hidden from who acts.
    """
    with project.act("illustrate" if good else "unillustrate") as writer:
        coding = find_coding(writer.connection, guid)
        if coding is None:
            raise NotFound("coding", guid)
        refuse_hidden(project, writer.connection, (coding,))
        mark_coding(writer, guid, illustrative=good)
    return replace(coding, illustrative=good)


def _change(project: Project, writer: Writer, guid: str) -> Coding:
    """A coding that may be changed, as it stands."""
    coding = find_coding(writer.connection, guid)
    if coding is None:
        raise NotFound("coding", guid)
    if coding.layer == "agreed":
        item = coding.origin.removeprefix("item ")
        raise Refused(
            f"Coding {guid} is what the team agreed on, and follows from a decision.",
            f"Change the decision: 'thematic adjudicate show {item}'.",
        )
    refuse_hidden(project, writer.connection, (coding,))
    refuse_closed(writer.connection, (coding,))
    return coding


def quote_at(text: SourceText, start: int, end: int) -> str:
    """The words at a span.

    Raises:
        BadInput: The span is empty or not inside the text.
    """
    if not 0 <= start < end <= len(text.text):
        raise BadInput(
            f"{start}:{end} is not a span of a text of {len(text.text)} characters.",
            "Give START:END with 0 <= START < END.",
        )
    return text.text[start:end]


def find_quote(text: SourceText, name: str, quote: str) -> tuple[int, int]:
    """Where a quote stands, which must be in one place only.

    Args:
        text: The source's text.
        name: The source's name, for the message.
        quote: The exact words.

    Raises:
        QuoteNotFound: Nowhere, or in several places.
    """
    places: list[int] = []
    at = text.text.find(quote) if quote else -1
    while at >= 0:
        places.append(at)
        at = text.text.find(quote, at + 1)
    if len(places) != 1:
        raise QuoteNotFound(name, quote, len(places), tuple(places))
    return places[0], places[0] + len(quote)
