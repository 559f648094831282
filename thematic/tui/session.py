"""What all screens share: the open project, what was read from it, and the pen."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

from thematic.errors import Overtaken, ThematicError, Unreachable
from thematic.model.codebook import Codebook
from thematic.tui.changes import follow
from thematic.tui.code_colors import color_codes
from thematic.tui.doubt import Doubt, Saved
from thematic.tui.page.view import Legend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thematic.model.codings import Coder, Coding, Memo
    from thematic.model.journal import Act
    from thematic.model.sources import AttributeValue, Question, Respondent, Source
    from thematic.tui.changes import Followed, Lists
    from thematic.tui.colors import RGB
    from thematic.tui.messages import Tone
    from thematic.tui.opening import Opened
    from thematic.tui.pen import Job, Pen
    from thematic.workflow.project import Project
    from thematic.workflow.tallying import CodeCounts

T = TypeVar("T")


class Follows(Protocol):
    """Shows what others do."""

    def show_own(self, act: str) -> None:
        """Show an act of one's own, by its guid, that was saved although its answer was lost."""

    def show_rules(self) -> None:
        """Show what one may see now."""

    def close(self) -> None:
        """Stop."""


_AGAIN = 0.5
"""Seconds until a database that does not answer is asked again."""


class Session:
    """The desk's view of one project.

    Args:
        project: The open project.
        pen: Writes acts.
        acted: Told after every act, once it is durable.
    """

    def __init__(self, project: Project, pen: Pen, acted: Callable[[], None]) -> None:
        from thematic.workflow.presence import Presence

        self.project = project
        self.pen = pen
        self._acted = acted
        self._presence = Presence(project)
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        self.sources: tuple[Source, ...] = ()
        self._codebook = Codebook(())
        self._colors: dict[str, RGB] = {}
        self.coders: Mapping[str, Coder] = {}
        self.questions: Mapping[str, Question] = {}
        self.respondents: Mapping[str, Respondent] = {}
        self._facts: frozenset[str] = frozenset()
        self.memos: dict[str, list[Memo]] = {}
        """`kind/guid` → memos on it, oldest first."""
        self.done: frozenset[str] = frozenset()
        """Guids of the sources this coder is through with."""
        self.counted: CodeCounts | None = None
        """Codings and respondents by code; None until they were counted."""
        self.counting = 0.0
        """Seconds it took to count them."""
        self.last_code: str | None = None
        """Guid of the code applied last."""
        self.recent: deque[str] = deque(maxlen=6)
        """Guids of codes applied lately, latest first."""
        self.would_undo = ""
        """What undo would take back, in words."""
        self.edits = 0
        """Grows with every act, so that a screen knows whether what it shows is old."""
        self.seen: int | None = None
        """Number of the newest fact shown: acts never write over newer ones."""
        self._seen_next: int | None = None
        self._closed = False
        self.follower: Follows | None = None
        """Hears of what others do."""
        self.away = False
        """Whether the database does not answer."""

    def take(self, opened: Opened) -> None:
        """Use what was read from the project."""
        self.sources, self.codebook = opened.sources, opened.codebook
        self.coders = {coder.guid: coder for coder in opened.coders}
        self.questions = {question.guid: question for question in opened.questions}
        self.respondents = {person.guid: person for person in opened.respondents}
        self._facts = opened.facts
        self.take_memos(opened.memos)
        self.done = opened.done
        self.would_undo = opened.next_undo.verb if opened.next_undo else ""
        self.seen = opened.position.fact

    def take_followed(self, followed: Followed) -> None:
        """Use what stands now, after an act."""
        if followed.codebook is not None:
            self.codebook = followed.codebook
        if followed.done is not None:
            self.done = followed.done
        if followed.memos is not None:
            self.take_memos(followed.memos)
        if followed.lists is not None:
            self.take_lists(followed.lists)

    def show_until(self, fact: int, *, busy: bool) -> None:
        """Note how much of the journal was shown; while somebody writes or chooses, only after that."""
        self._seen_next = max(fact, self._seen_next or 0)
        if not busy:
            self.catch_up()

    def catch_up(self) -> None:
        """What was shown meanwhile is known: whoever acts now has seen it."""
        if self._seen_next is not None:
            self.seen, self._seen_next = max(self.seen or 0, self._seen_next), None

    def take_memos(self, memos: tuple[Memo, ...]) -> None:
        """Use the memos as they stand now."""
        self.memos = {}
        for memo in memos:
            self.memos.setdefault(memo.on, []).append(memo)

    def take_lists(self, lists: Lists) -> None:
        """Use sources, questions, respondents and coders as they stand now."""
        self.sources = lists.sources
        self.coders = {coder.guid: coder for coder in lists.coders}
        self.questions = {question.guid: question for question in lists.questions}
        self.respondents = {person.guid: person for person in lists.respondents}

    async def read(self, question: Callable[[Project], T]) -> T:
        """Ask the project something in the reading thread, until the database answers."""
        loop = asyncio.get_running_loop()
        while True:
            if self._closed:
                raise asyncio.CancelledError
            try:
                return await loop.run_in_executor(self._reader, question, self.project)
            except Unreachable:
                self.away = True
                self._acted()
                await asyncio.sleep(_AGAIN)

    def warm_up(self, _project: Project) -> None:
        """Do once, in the reading thread, what the first letter in the palette would wait for."""
        from thematic.workflow.lookup import rank_codes

        rank_codes("a", self.codebook)

    def close(self) -> None:
        """Let go of threads and project."""
        self._closed = True
        if self.follower is not None:
            self.follower.close()
        self.pen.close()
        self._reader.shutdown(wait=False, cancel_futures=True)
        self.project.close()

    # Acts

    def write(
        self,
        what: str,
        act: Callable[[Project], T],
        done: Callable[[T], None],
        refused: Callable[[ThematicError], None] | None = None,
        found: Callable[[], None] | None = None,
    ) -> Job:
        """Do an act; `done` gets what it returned once it is durable.

        An act whose saving was cut off may have been saved: it is looked for before it is tried
        again, and shown like somebody else's where it is found.

        Args:
            what: What it does, in words for the status line.
            act: Calls the workflow, in the writing thread.
            done: Shows it.
            refused: Told instead when the act must not be done.
            found: Told besides when it turns out to have been saved already.
        """
        seen, doubtful = self.seen, Doubt()

        def after(result: T | Saved) -> None:
            self.edits += 1
            self.would_undo = what
            if isinstance(result, Saved):
                self._show_saved(result.act, found)
            else:
                done(result)
            self._acted()

        def overtaken(error: ThematicError) -> None:
            if isinstance(error, Overtaken):
                self.show_until(error.seen, busy=False)
            (refused or self.pen.refused)(error)

        def safely() -> T | Saved:
            self._presence.check()
            self.project.seen = seen
            return doubtful.dispel(self.project, act)

        return self.pen.write(what, safely, after, overtaken)

    def _show_saved(self, act: str, found: Callable[[], None] | None) -> None:
        if found is not None:
            found()
        if self.follower is not None:
            self.follower.show_own(act)

    def undo(self, done: Callable[[Followed], None]) -> None:
        """Take back the latest act."""
        from thematic.workflow.history import undo

        self._turn_back("undo", undo, done)

    def redo(self, done: Callable[[Followed], None]) -> None:
        """Do again what was undone last."""
        from thematic.workflow.history import redo

        self._turn_back("redo", redo, done)

    def _turn_back(self, what: str, turn: Callable[[Project], Act], done: Callable[[Followed], None]) -> None:
        def act(project: Project) -> Followed:
            return follow(project, turn(project))

        def after(followed: Followed) -> None:
            self.take_followed(followed)
            self.would_undo = ""
            done(followed)

        self.write(what, act, after)

    async def look_ahead(self) -> None:
        """Find out what undo would take back now; what was done meanwhile knows better."""
        from thematic.workflow.history import next_undo

        edits = self.edits
        following = await self.read(next_undo)
        if edits == self.edits:
            self.would_undo = following.verb if following else ""

    def counts_of(self, code: str) -> tuple[int, int]:
        """Codings and respondents of a code; noughts until they were counted."""
        return self.counted.of(self.codebook.resolve(code)) if self.counted else (0, 0)

    def count(self, code: str, respondent: str | None, change: int) -> None:
        """Note a coding that came or went."""
        if self.counted is not None:
            self.counted.count(self.codebook.resolve(code), respondent, change)

    def remember_codes(self, codes: tuple[str, ...]) -> None:
        """Note codes that were applied."""
        for code in codes:
            if code in self.recent:
                self.recent.remove(code)
            self.recent.appendleft(code)
        self.last_code = codes[-1]

    @property
    def own_memos(self) -> int:
        """How many memos this coder wrote."""
        return sum(memo.coder == self.coder for memos in self.memos.values() for memo in memos)

    def put_memo(self, on: str, old: Memo | None, new: Memo | None) -> None:
        """Keep a memo that was written, or let go of one that was removed."""
        kept = [memo for memo in self.memos.get(on, []) if old is None or memo.guid != old.guid]
        self.memos[on] = [*kept, new] if new else kept

    def mark_done(self, source: str, say: Callable[[str, Tone], None]) -> None:
        """Note that the coder is through with a source, or is not after all."""
        from thematic.workflow.progress import mark_done

        done = source not in self.done

        def after(_nothing: None) -> None:
            self.done = self.done | {source} if done else self.done - {source}
            say("Marked as done." if done else "No longer marked as done.", "good")
            if self.follower is not None:
                self.follower.show_rules()

        self.write(
            "done" if done else "not done", lambda project: mark_done(project, source, done=done), after
        )

    @property
    def codebook(self) -> Codebook:
        """The codebook as it stands."""
        return self._codebook

    @codebook.setter
    def codebook(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._colors = color_codes(codebook)

    # Words and colours

    @property
    def coder(self) -> str | None:
        """Guid of who acts."""
        return self.project.coder.guid if self.project.coder else None

    def source(self, guid: str) -> Source | None:
        """A source by its guid."""
        return next((one for one in self.sources if one.guid == guid), None)

    def facts_on(self, person: Respondent) -> list[tuple[str, str]]:
        """What is known of who a respondent is: names and values of attributes, closed answers left out."""
        known = [(name, value) for name, value in person.attributes.items() if name in self._facts]
        return [(name, _said(value)) for name, value in known]

    def code_name(self, guid: str) -> str:
        """Name of a code, merges resolved."""
        code = self.codebook.by_guid.get(self.codebook.resolve(guid))
        return code.name if code else "?"

    def color_of(self, guid: str) -> RGB:
        """Colour of a code: its own, else a shade of the one it inherits, else one from the wheel."""
        return self._colors.get(self.codebook.resolve(guid), (128, 128, 128))

    def initials(self, coder: str) -> str:
        """A coder's initials."""
        person = self.coders.get(coder)
        words = person.name.split() if person else []
        return "".join(word[0] for word in words[:2]) if len(words) > 1 else (words[0][:2] if words else "?")

    def legend(self) -> Legend:
        """What a transcript must know to draw codings."""
        colors: dict[str, RGB] = {}

        def color(coding: Coding) -> RGB:
            found = colors.get(coding.code)
            if found is None:
                found = colors[coding.code] = self.color_of(coding.code)
            return found

        def own(coding: Coding) -> bool:
            return coding.coder == self.coder

        def name(coding: Coding) -> str:
            stance = {"qualifies": "± ", "opposes": "− "}.get(coding.stance or "", "")
            who = "" if own(coding) else f" ·{self.initials(coding.coder)}"
            good = "★ " if coding.illustrative else ""
            return f"{good}{stance}{self.code_name(coding.code)}{who}"

        return Legend(color, name, own, self.questions, self.respondents)


def _said(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
