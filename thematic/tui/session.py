"""What all screens share: the open project, what was read from it, and the pen."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from thematic.errors import Overtaken, ThematicError, Unreachable
from thematic.model.codebook import Codebook
from thematic.tui.code_colors import color_codes
from thematic.tui.doubt import Doubt, Saved
from thematic.tui.page.view import Legend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thematic.model.codings import Coder, Coding, Memo
    from thematic.model.journal import Act, Entity
    from thematic.model.sources import AttributeValue, Question, Respondent, Source
    from thematic.tui.colors import RGB
    from thematic.tui.messages import Tone
    from thematic.tui.pen import Job, Pen
    from thematic.workflow.keymap import Keymap
    from thematic.workflow.live import Position
    from thematic.workflow.project import Project, Surroundings
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


KEYS_FILE = "desk-keys.yaml"
"""The file of one's own keys, in the configuration folder."""

_AGAIN = 0.5
"""Seconds until a database that does not answer is asked again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as read when the desk opens it."""

    project: Project
    sources: tuple[Source, ...]
    codebook: Codebook
    coders: tuple[Coder, ...]
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]
    memos: tuple[Memo, ...]
    done: frozenset[str]
    next_undo: Act | None
    keymap: Keymap
    keymap_problem: str
    """What is wrong with the person's own keys; empty for nothing."""
    facts: frozenset[str]
    """Names of attributes that say who a respondent is; closed answers are left out."""
    position: Position
    """How far the journal had come before all this was read."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What an undo or redo changed, or acts of others."""

    act: Act | None
    """The act undone or done again; None for those of others."""
    entities: tuple[Entity, ...]
    """What it touched."""
    codings: Mapping[str, Coding | None]
    """Codings it touched, as they stand now; None for one that is absent."""
    whole: bool
    """Whether that is all; if not, screens must read everything again."""
    codebook: Codebook | None
    """The codebook as it stands now, when codes were touched."""
    memos: tuple[Memo, ...] | None
    """The memos as they stand now, when memos were touched."""
    done: frozenset[str] | None
    """The sources done as they stand now, when the project's settings were touched."""
    lists: Lists | None = None
    """Sources, questions, people and coders as they stand now, when any was touched."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What an import may add to."""

    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]
    coders: tuple[Coder, ...]


def read_lists(project: Project) -> Lists:
    """Sources, questions, respondents and coders as they stand now."""
    from thematic.workflow import reading

    return Lists(
        reading.list_sources(project),
        reading.list_questions(project),
        reading.list_respondents(project),
        reading.list_coders(project),
    )


def open_for_desk(where: str, coder: str | None, here: Surroundings | None) -> Opened:
    """Open a project and read what every screen needs; runs in a thread, for it imports SQLAlchemy.

    Raises:
        StorageError: The project cannot be opened.
    """
    from thematic.workflow import coding, following, history, keymap, live, lookup, progress, reading  # noqa: F401 (loaded here because it takes time)
    from thematic.workflow.project import open_project, real_surroundings

    here = here or real_surroundings()
    project = open_project(where, coder=coder, here=here)
    position = live.position(project)
    keys, problem = keymap.Keymap(), ""
    try:
        keys = keymap.read_keymap(here)
    except ThematicError as error:
        problem = str(error)
    told = {one.name for one in reading.list_attributes(project) if one.kind != "scale" and not one.question}
    return Opened(
        project,
        reading.list_sources(project),
        reading.read_codebook(project),
        reading.list_coders(project),
        reading.list_questions(project),
        reading.list_respondents(project),
        reading.list_memos(project),
        progress.done_sources(project),
        history.next_undo(project),
        keys,
        problem,
        frozenset(told),
        position,
    )


def count_everything(project: Project) -> CodeCounts:
    """Codings and respondents by code."""
    from thematic.workflow.tallying import count_by_code

    return count_by_code(project)


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
        self._seen_next = fact
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
            return _follow(project, turn(project))

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


def _follow(project: Project, act: Act) -> Followed:
    """Read again what an act touched."""
    from thematic.workflow import following, progress, reading

    limit = 200
    entities = following.touched_by(project, act.guid, limit)
    kinds = {entity.kind for entity in entities}
    merged = act.verb == "merge"  # what it brought is not among what it touched
    rules = "assignment" in kinds or merged  # who may see whose codings
    guids = tuple(entity.guid for entity in entities if entity.kind == "coding")
    return Followed(
        act=act,
        entities=entities,
        codings=following.codings_now(project, guids),
        whole=len(entities) < limit and not rules,
        codebook=reading.read_codebook(project) if "code" in kinds or merged else None,
        memos=reading.list_memos(project) if "memo" in kinds or rules else None,
        done=progress.done_sources(project) if "project" in kinds or rules else None,
        lists=read_lists(project) if merged else None,
    )
