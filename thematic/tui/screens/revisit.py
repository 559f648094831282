"""Codings to look at again: older than their code's definition, or made with a code that was retired."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.page.glyphs import column
from thematic.tui.screens.code_lines import find_codes
from thematic.tui.screens.listing import ListingScreen, gap, head, wrapped
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType

    from thematic.model.codings import Coding
    from thematic.tui.actions import Place
    from thematic.tui.messages import LineChosen
    from thematic.workflow.project import Project


class RevisitScreen(ListingScreen["Coding"]):
    """Codings whose code is not what it was."""

    here: ClassVar[tuple[Place, ...]] = ("revisit",)
    heading = "REVISIT"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("revisit")

    def fill(self) -> None:
        """Read the list anew."""
        self.start(self._read, "revisit")

    async def _read(self) -> None:
        found = await self.session.read(_stale)
        self.list.empty = "Nothing to revisit: every coding is younger than its code's definition."
        self.list.retitle(f"REVISIT  {many(len(found), 'coding')}")
        self.show_items(found)
        self.refresh_bars()

    def draw(self, item: Coding) -> Line:
        """Code, why it is here, words."""
        return line(
            Piece(" ▌", "text", self.session.color_of(item.code)),
            Piece(f"{column(self.session.code_name(item.code), 22)} ", "strong"),
            Piece("place again  " if self._retired(item) else "redefined  ", "warning"),
            Piece(" ".join(item.quote.split())),
        )

    def _retired(self, coding: Coding) -> bool:
        code = self.session.codebook.by_guid.get(self.session.codebook.resolve(coding.code))
        return code is not None and code.status == "retired"

    def describe(self, item: Coding) -> Iterator[Line]:
        """The quote and what its code means now."""
        source = self.session.source(item.source)
        yield from wrapped(f"“{item.quote}”", self.room)
        yield from wrapped(f"{source.name if source else ''} · {item.start}:{item.end}", self.room, "quiet")
        code = self.session.codebook.by_guid.get(self.session.codebook.resolve(item.code))
        if code is None:
            return
        yield gap()
        yield head(code.name.upper())
        yield from wrapped(code.definition, self.room)
        for word, items in (("with", code.include), ("not", code.exclude)):
            for one in items:
                yield from wrapped(f"{word} {one}", self.room, "quiet")

    def on_line_chosen(self, event: LineChosen) -> None:
        """Go to the coding in its transcript."""
        if event.sender is self.list and self.item:
            item = self.item
            self.desk.open_in_coding(item.source, (item.start, item.end), item.guid)

    def _settle(self, what: str, act: Callable[[Project, Coding], object]) -> None:
        item = self.item
        if item is not None:
            self.session.write(what, lambda project: act(project, item), lambda _result: self._settled(what))

    def _settled(self, what: str) -> None:
        self.fill()
        self.say(f"Done: {what}.", "good")

    def action_keep(self) -> None:
        """Let the coding stand under the new definition."""
        from thematic.workflow.revisiting import confirm_codings

        if self.item is not None and self._retired(self.item):
            self.say("Its code was retired: e gives it another.", "warning")
        else:
            self._settle("keep coding", lambda project, item: confirm_codings(project, (item.guid,)))

    def action_recode_stale(self) -> None:
        """Give the coding another code."""
        from thematic.workflow.coding import change_coding

        if self.item is not None:
            self.choose(
                f"Instead of {self.session.code_name(self.item.code)}:",
                lambda query: find_codes(self.session, self.desk.remembered.slots, query),
                lambda codes, _query: self._settle(
                    "recode", lambda project, item: change_coding(project, item.guid, code=codes[0])
                ),
            )

    def action_remove_stale(self) -> None:
        """Remove the coding."""
        from thematic.workflow.coding import withdraw_code

        self._settle("remove coding", lambda project, item: withdraw_code(project, item.guid))


def _stale(project: Project) -> tuple[Coding, ...]:
    from thematic.workflow.revisiting import stale_codings

    return stale_codings(project)
