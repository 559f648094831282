"""Every error a user can meet, with its exit code.

An error says what is wrong, where, and what to do. Classes build their own
message, so that raising one is a single line. Exit codes: 1 the answer is no,
2 usage or bad input, 3 storage, 130 interrupted.
"""

from __future__ import annotations

from typing import ClassVar

LISTINGS = {
    "act": "journal --json",
    "attribute": "respondents",
    "code": "codebook show",
    "coding": "quotes",
    "finding": "outline export",
    "item": "adjudicate",
    "memo": "memo list",
}
"""Which verb lists things of a kind, where it is not named like the kind."""


class ThematicError(Exception):
    """Something a person can mend.

    Args:
        message: What is wrong and where, in one sentence.
        hint: What to do about it; empty when the message already says so.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class AnswerIsNo(ThematicError):
    """The question was understood and the answer is no (lint failed, faults found)."""

    exit_code = 1


class BadInput(ThematicError):
    """A file or argument cannot be used as it is."""


class BadFile(BadInput):
    """A file has one or more problems; all of them are reported at once.

    Args:
        problems: One line each, already carrying `file:line` where there is a line.
        hint: What to do about them.
    """

    def __init__(self, problems: list[str] | tuple[str, ...], hint: str = "") -> None:
        super().__init__("\n".join(problems), hint)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([*self.problems, *([self.hint] if self.hint else [])])


class NotFound(BadInput):
    """A name that nothing in the project answers to, with the nearest one that does.

    Args:
        kind: The word of the domain: code, source, respondent.
        name: What was asked for.
        nearest: The closest existing name, if any is close.
    """

    def __init__(self, kind: str, name: str, nearest: str | None = None) -> None:
        listing = LISTINGS.get(kind, f"{kind}s")
        hint = f"Did you mean '{nearest}'?" if nearest else f"List what exists with 'thematic {listing}'."
        super().__init__(f"There is no {kind} '{name}' in this project.", hint)


class QuoteNotFound(BadInput):
    """The quoted words do not stand in the source, or stand there more than once."""

    def __init__(self, source: str, quote: str, times: int, places: tuple[int, ...] = ()) -> None:
        shown = quote if len(quote) <= 60 else quote[:57] + "..."
        if times == 0:
            message = f"The words '{shown}' are not in source '{source}'."
            hint = "Quote the text exactly as it stands, or give --span START:END."
        else:
            where = ", ".join(str(place) for place in places[:5])
            message = f"The words '{shown}' stand {times} times in source '{source}' (at {where})."
            hint = "Quote more words, or give --span START:END."
        super().__init__(message, hint)


class Refused(BadInput):
    """An act that is understood but must not be done, with the reason."""


class ReadersWriteNothing(Refused):
    """Somebody who only reads wants to change something."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a reader here: readers see everything and change nothing.",
            f"A lead can change that: thematic coders role '{name}' coder",
        )


class Overtaken(Refused):
    """Somebody changed the very thing that is being changed, after the person last saw it.

    Args:
        who: Name of whoever did.
        what: The kind of thing.
        seen: Number of the newest fact about it, for one who has now been told.
    """

    def __init__(self, who: str, what: str, seen: int) -> None:
        super().__init__(f"{who} changed this {what} meanwhile.", "Look, then do it again.")
        self.seen = seen


class StorageError(ThematicError):
    """The database cannot be read or written."""

    exit_code = 3


class Unreachable(StorageError):
    """The database server does not answer, or stopped answering."""

    def __init__(self, where: str, why: str) -> None:
        said = why.strip().splitlines()[0] if why.strip() else "the connection was lost"
        super().__init__("The database does not answer.", f"{where}: {said}. Check network and server.")


class NotAProject(StorageError):
    """The file or URL does not hold a thematic project, or holds one no longer."""

    def __init__(self, where: str, why: str, hint: str = "") -> None:
        super().__init__(
            f"{where} is not a thematic project: {why}.",
            hint or "Make one with 'thematic init NAME.thematic', or name one with -p.",
        )


class NewerProject(StorageError):
    """The project was written by a later version of thematic."""

    def __init__(self, where: str, found: int, known: int) -> None:
        super().__init__(
            f"{where} has schema version {found}; this thematic knows versions up to {known}.",
            "Upgrade thematic to open it; nothing was changed.",
        )


class ProjectLocked(StorageError):
    """Another program is writing to the project and did not finish in time."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} is locked by another program.",
            "Nothing was changed; close the other program or try again.",
        )


class CannotWrite(StorageError):
    """The disk or folder refuses to be written to."""

    def __init__(self, where: str, why: str, hint: str = "") -> None:
        full = "full" in why or "space" in why
        advice = hint or ("Free some space." if full else "Choose another name or folder.")
        super().__init__(f"Cannot write {where}: {why}.", f"Nothing was stored. {advice}")


class NobodyActs(BadInput):
    """No coder is named, so no act can be signed."""

    def __init__(self) -> None:
        super().__init__(
            "Who is acting? No coder is named for this project.",
            "Give --as NAME, set THEMATIC_CODER, or run 'thematic init' with --as NAME.",
        )
