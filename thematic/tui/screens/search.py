"""Words found in every source, each with what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from thematic.errors import ThematicError
from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.screens.listing import ListingScreen, gap, wrapped
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType

    from thematic.tui.actions import Place
    from thematic.tui.changes import Followed
    from thematic.tui.messages import LineChosen
    from thematic.workflow.project import Project
    from thematic.workflow.searching import Hit


_LEFT = 28
"""Cells before a match."""


class SearchScreen(ListingScreen["Hit"]):
    """Matches in all sources."""

    here: ClassVar[tuple[Place, ...]] = ("search",)
    heading = "SEARCH"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("search")

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._stopped = False

    def fill(self) -> None:
        """Ask what to look for the first time; after that the matches stay."""
        self.list.empty = "/ searches every source."
        if not self._words:
            self.action_search_all()

    def follow(self, followed: Followed) -> None:
        """The matches stay, whatever others do or an undo changes."""

    def action_search_all(self) -> None:
        """Search the words of every source."""
        self.ask_line("Search all sources:", self._search, text=self._words)

    def _search(self, words: str) -> None:
        if words.strip():
            self._words = words.strip()
            self.start(self._find, "search")

    async def _find(self) -> None:
        self._stopped = False
        words = self._words
        self.say(f"Searching for {words} … Esc stops.")
        try:
            found = await self.session.read(lambda project: _search(project, words, self))
        except ThematicError as error:
            self.say(str(error), "warning")
            return
        people = len({hit.respondent for hit in found if hit.respondent})
        self.list.empty = f"Nothing holds “{words}”."
        self.list.retitle(
            f"SEARCH  {words}  ·  {many(len(found), 'match', 'matches')}, {many(people, 'person', 'people')}"
        )
        self.show_items(found)
        self.say(f"{'Stopped: ' if self._stopped else ''}{many(len(found), 'match', 'matches')}.", "good")
        self.refresh_bars()

    def keep_on(self, done: int, of: int) -> bool:
        """Show how far the search is; False when the person stopped it. Called from the reading thread."""
        if done % 50 == 0:
            self.app.call_from_thread(self.say, f"Searching … {done} of {of} sources. Esc stops.")
        return not self._stopped

    def back(self) -> None:
        """Stop a search that runs; else go back."""
        if any(worker.name == "search" and not worker.is_finished for worker in self.workers):
            self._stopped = True
        else:
            super().back()

    def draw(self, item: Hit) -> Line:
        """Respondent, and the match between its neighbours."""
        left = item.left.replace("\n", " ")
        if len(left) > _LEFT:
            left = "… " + left[-_LEFT + 2 :].partition(" ")[2]
        return line(
            Piece(f" {item.respondent or '–':<7}", "strong"),
            Piece(f"{left:>{_LEFT}}", "quiet"),
            Piece(item.match.replace("\n", " "), "accent"),
            Piece(item.right.replace("\n", " "), "quiet"),
        )

    def describe(self, item: Hit) -> Iterator[Line]:
        """Where it stands and what is around it."""
        yield from wrapped(
            f"{item.respondent or 'nobody'} · {item.source} · {item.start}:{item.end}", self.room, "quiet"
        )
        yield gap()
        before, _, rest = f"{item.left}{item.match}{item.right}".partition(" ")
        yield from wrapped(f"… {rest.rpartition(' ')[0]} …" if before else rest, self.room)

    def on_line_chosen(self, event: LineChosen) -> None:
        """Go to the match in its transcript."""
        if event.sender is self.list and self.item:
            self.desk.open_in_coding(self.item.source_guid, (self.item.start, self.item.end))


def _search(project: Project, words: str, screen: SearchScreen) -> tuple[Hit, ...]:
    from thematic.workflow.searching import search_texts

    return search_texts(project, words, told=screen.keep_on)
