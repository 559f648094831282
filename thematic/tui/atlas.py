"""The screens of the desk: one table from which keys, letters and modes are made.

A room that brings a screen of its own (adjudication, synthesis) adds a line
here; nothing else needs to know of it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen that can be gone to."""

    mode: str
    key: str
    """Function key; empty for none."""
    letter: str
    """What follows `g`."""
    what: str
    """What one finds there, as it stands after "Go to"."""
    where: str
    """`module:Class`, loaded when it is first shown."""

    def make(self) -> Screen[None]:
        """The screen."""
        module, _, name = self.where.partition(":")
        screen: Screen[None] = getattr(importlib.import_module(f"thematic.tui.screens.{module}"), name)()
        return screen


ATLAS: tuple[Entry, ...] = (
    Entry("transcripts", "f2", "t", "the list of transcripts", "transcripts:TranscriptsScreen"),
    Entry("code", "f3", "c", "the transcript being coded", "coding:CodingScreen"),
    Entry("codebook", "f4", "b", "the codebook", "codebook:CodebookScreen"),
    Entry("quotes", "f5", "q", "the quotes of a code", "quotes:QuotesScreen"),
    Entry("inbox", "f6", "i", "what waits for you", "inbox:InboxScreen"),
    Entry("compare", "f7", "d", "where coders differ", "compare:CompareScreen"),
    Entry("synthesis", "f8", "f", "the findings and their evidence", "synthesis:SynthesisScreen"),
    Entry("questions", "", "n", "all answers to one question in a row", "questions:QuestionsScreen"),
    Entry("search", "", "s", "words found in every source", "search:SearchScreen"),
    Entry("memos", "", "m", "the memos", "memos:MemosScreen"),
    Entry("journal", "", "j", "the journal of every act", "journal:JournalScreen"),
    Entry("revisit", "", "r", "codings to look at again", "revisit:RevisitScreen"),
    Entry("agreement", "", "a", "how far coders agree", "agreement:AgreementScreen"),
)

LETTERS: dict[str, Entry] = {entry.letter: entry for entry in ATLAS}


def modes() -> dict[str, Callable[[], Screen[None]]]:
    """Mode → how to make its screen, as Textual wants it."""
    return {entry.mode: entry.make for entry in ATLAS}
