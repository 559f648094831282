"""What others do in a project while it is open: each act as it is committed, as far as one may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.store.journal import find_act, read_acts_after
from thematic.store.listening import last_fact, listen, newest
from thematic.store.people import load_coders
from thematic.store.touched import find_kinds, find_makings, find_touches
from thematic.workflow.blindness import hidden_from

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from thematic.model.journal import Act, Entity
    from thematic.store.connection import Connection
    from thematic.store.touched import Touch
    from thematic.workflow.blindness import Pairs
    from thematic.workflow.project import Project

LIMIT = 200
"""Things of one act that are named one by one."""

AGAIN = 0.5
"""Seconds until acts that could not be read, though heard of, are asked for again."""

MANY = 50
"""Acts of one look that are named one by one."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far somebody has followed the journal."""

    act: int
    """Number of the newest act."""
    fact: int
    """Number of the newest fact."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """An act of somebody else; all empty when blindness leaves only that somebody coded."""

    act: str = ""
    """Guid."""
    coder: str = ""
    """Name of who acted."""
    verb: str = ""
    touched: tuple[Entity, ...] = ()
    """What it changed, without what is hidden."""
    kinds: frozenset[str] = frozenset()
    """Kinds of things it changed."""
    sources: tuple[str, ...] = ()
    """Guids of the sources it coded or uncoded."""
    codes: tuple[str, ...] = ()
    """Guids of the codes it gave to codings, or changed."""
    whole: bool = True
    """Whether `touched` names everything that it changed and one may see."""

    @property
    def hidden(self) -> bool:
        """Whether nothing may be known but that somebody coded."""
        return not self.act


@dataclass(frozen=True, slots=True)
class News:
    """What happened since somebody looked last."""

    glimpses: tuple[Glimpse, ...]
    """Acts of others, oldest first; the latest where they are very many."""
    position: Position
    """How far the journal is followed with these."""
    whole: bool = True
    """Whether every act is among the glimpses."""


class Watch:
    """Follows the acts of others. `wait` belongs to one thread, `close` to any.

    Args:
        project: Its own acts are left out; its coder's blindness is kept.
        since: Where to begin; now by default.
    """

    def __init__(self, project: Project, since: Position | None = None) -> None:
        self._project = project
        self._listener = listen(project.store)
        self._position = since or position(project)
        self._behind = False

    def wait(self, seconds: float) -> News | None:
        """What others did since the last call, waiting so long for it; None when they did nothing.

        Raises:
            StorageError: The database cannot be reached. The next call tries again, after a
                pause, and misses nothing.
        """
        self._behind |= self._listener.wait(min(seconds, AGAIN) if self._behind else seconds)
        if not self._behind:
            return None
        with self._project.store.reading() as connection:
            news = self._look(connection)
        self._behind = False
        if news is not None:
            self._position = news.position
        return news

    def close(self) -> None:
        """Stop; a wait under way ends at once."""
        self._listener.close()

    def __enter__(self) -> Self:
        self._listener.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the connection, in the thread that waited."""
        self._listener.__exit__(kind, problem, trace)

    def _look(self, connection: Connection) -> News | None:
        found = read_acts_after(connection, self._position.act)
        if not found:
            return None
        last = found[-1][0]
        here = Position(last, last_fact(connection, last))
        others = [(number, act) for number, act in found if not self._own(act)]
        if not others:
            return News((), here)
        hidden = hidden_from(self._project, connection)
        names = {coder.guid: coder.name for coder in load_coders(connection)}
        seen = [
            _glimpse(connection, number, act, names.get(act.coder, "Somebody"), hidden)
            for number, act in others[-MANY:]
        ]
        return News(tuple(seen), here, whole=len(others) <= MANY)

    def _own(self, act: Act) -> bool:
        """Whether an act was done here; one joins before one's first act, and once."""
        coder = self._project.coder
        joined = act.verb == "join" and coder is not None and act.coder == coder.guid
        return joined or act.guid in self._project.begun


def watch(project: Project, since: Position | None = None) -> Watch:
    """Begin to follow the acts of others; see `Watch`."""
    return Watch(project, since)


def position(project: Project) -> Position:
    """How far the journal has come: to be asked before reading what is then kept up to date."""
    with project.store.reading() as connection:
        return Position(*newest(connection))


def was_saved(project: Project, act: str) -> bool:
    """Whether an act, by its guid, is in the journal: an answer lost on the way leaves one in doubt."""
    with project.store.reading() as connection:
        return find_act(connection, act) is not None


def _glimpse(connection: Connection, number: int, act: Act, name: str, hidden: Pairs) -> Glimpse:
    touches = find_touches(connection, number, LIMIT + 1)
    if len(touches) > LIMIT:
        kinds = find_kinds(connection, number)
        if hidden and kinds & {"coding", "memo"}:
            return Glimpse()
        return Glimpse(act.guid, name, act.verb, kinds=kinds, whole=False)
    seen = _seen(connection, touches, hidden) if hidden else touches
    if not seen and touches:
        return Glimpse()
    codings = [each for each in seen if each.entity.kind == "coding"]
    codes = [each.code for each in codings if each.code]
    codes += [each.entity.guid for each in seen if each.entity.kind == "code"]
    return Glimpse(
        act.guid,
        name,
        act.verb,
        tuple(each.entity for each in seen),
        frozenset(each.entity.kind for each in seen),
        tuple(dict.fromkeys(each.made["source"] for each in codings if each.made)),
        tuple(dict.fromkeys(codes)),
    )


def _seen(connection: Connection, touches: list[Touch], hidden: Pairs) -> list[Touch]:
    """What is neither a hidden coding, nor a memo on one, nor a hidden coder's memo on the source."""
    spoken_of = {_on(each)[1] for each in touches if _on(each)[0] == "coding"}
    makings = find_makings(connection, spoken_of)

    def shown(each: Touch) -> bool:
        if each.entity.kind not in ("coding", "memo"):
            return True
        if each.made is None:
            return False
        if each.entity.kind == "coding":
            return each.made["layer"] != "human" or (each.made["source"], each.made["coder"]) not in hidden
        kind, guid = _on(each)
        made = makings.get(guid) if kind == "coding" else None
        about = (made["source"], made["coder"]) if made else (guid, each.made["coder"])
        return about not in hidden

    return [each for each in touches if shown(each)]


def _on(memo: Touch) -> tuple[str, str]:
    """Kind and guid of what a memo is about."""
    if memo.entity.kind != "memo" or memo.made is None:
        return "", ""
    kind, _, guid = str(memo.made["on"]).partition("/")
    return kind, guid
