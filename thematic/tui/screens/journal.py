"""The journal: every act, newest first."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from thematic.tui.ink import Line, Piece, line
from thematic.tui.page.glyphs import column
from thematic.tui.screens.listing import ListingScreen, gap, head, wrapped
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.codings import Coding
    from thematic.model.journal import Act, Entity
    from thematic.tui.actions import Place
    from thematic.workflow.project import Project

_KEPT = 5_000
"""Acts shown at most."""

_TOUCHED = 100
"""Things shown of what an act touched."""


class JournalScreen(ListingScreen["Act"]):
    """Acts and what they touched."""

    here: ClassVar[tuple[Place, ...]] = ("journal",)
    heading = "JOURNAL"

    def __init__(self) -> None:
        super().__init__()
        self._touched: dict[str, tuple[tuple[Entity, ...], dict[str, Coding | None]]] = {}
        """Act → what it touched, and the codings among that as they stand now."""
        self._undone: set[str] = set()

    def fill(self) -> None:
        """Show the latest acts."""
        self.start(self._read, "journal")

    async def _read(self) -> None:
        acts = await self.session.read(_read_acts)
        self._undone = _undone(acts)
        self.list.retitle(f"JOURNAL  {'the latest ' if len(acts) == _KEPT else ''}{many(len(acts), 'act')}")
        self.show_items(acts)
        self.refresh_bars()

    def draw(self, item: Act) -> Line:
        """When, who, what."""
        undone = item.guid in self._undone
        return line(
            Piece(f" {_when(item.at)}  ", "quiet"),
            Piece(f"{column(self._who(item), 10)} ", "text"),
            Piece(item.verb, "quiet" if undone else "strong"),
            Piece("  undone" if undone else "", "warning"),
            Piece(f"  {item.reason}" if item.reason else "", "quiet"),
            right=(Piece(f"{item.facts} fact{'' if item.facts == 1 else 's'} ", "quiet"),),
        )

    def _who(self, act: Act) -> str:
        person = self.session.coders.get(act.coder)
        return person.name if person else act.coder[:8]

    def describe(self, item: Act) -> Iterator[Line]:
        """The act, and what it touched."""
        yield from wrapped(f"{item.verb} · {self._who(item)} · {_when(item.at)}", self.room, "strong")
        if item.reason:
            yield from wrapped(item.reason, self.room)
        yield from wrapped(item.guid, self.room, "quiet")
        touched = self._touched.get(item.guid)
        if touched is None:
            self.start(partial(self._read_touched, item.guid), "touched")
            return
        yield gap()
        entities, codings = touched
        yield head(f"TOUCHED {'THE FIRST ' if len(entities) == _TOUCHED else ''}{len(entities)}")
        for entity in entities:
            yield from wrapped(f"· {self._thing(entity, codings.get(entity.guid))}", self.room)

    def _thing(self, entity: Entity, coding: Coding | None) -> str:
        session = self.session
        if entity.kind == "coding":
            return (
                f"{session.code_name(coding.code)}: “{coding.quote}”"
                if coding
                else "a coding no longer there"
            )
        if entity.kind == "respondent":
            person = session.respondents.get(entity.guid)
            return f"respondent {person.label if person else entity.guid}"
        if entity.kind == "memo":
            memos = (memo for every in session.memos.values() for memo in every)
            return next(
                (f"memo: {memo.text}" for memo in memos if memo.guid == entity.guid), "a memo no longer there"
            )
        if entity.kind == "code":
            return f"code {session.code_name(entity.guid)}"
        if entity.kind == "source":
            source = session.source(entity.guid)
            return f"source {source.name if source else entity.guid}"
        return f"{entity.kind} {entity.guid[:8]}"

    async def _read_touched(self, act: str) -> None:
        self._touched[act] = await self.session.read(lambda project: _touched_by(project, act))
        self.describe_here()


def _undone(acts: tuple[Act, ...]) -> set[str]:
    """Guids of acts that stand undone: undone, and the undo not itself reversed."""
    void = {act.undoes for act in acts if act.verb == "redo" and act.undoes}
    return {act.undoes for act in acts if act.verb == "undo" and act.undoes and act.guid not in void}


def _when(at: int) -> str:
    return datetime.fromtimestamp(at / 1e6).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _read_acts(project: Project) -> tuple[Act, ...]:
    from thematic.workflow.history import list_acts

    return list_acts(project, _KEPT)


def _touched_by(project: Project, act: str) -> tuple[tuple[Entity, ...], dict[str, Coding | None]]:
    from thematic.workflow.following import codings_now, touched_by

    touched = touched_by(project, act, _TOUCHED)
    return touched, codings_now(project, tuple(one.guid for one in touched if one.kind == "coding"))
