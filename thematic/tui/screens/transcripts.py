"""The list of transcripts: what there is, who speaks, how far each is coded."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.screens.base import DeskScreen
from thematic.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from thematic.model.sources import Source
    from thematic.tui.actions import Place
    from thematic.tui.messages import LineChosen

SORTS = ("order of import", "name", "codings", "length")


class TranscriptsScreen(DeskScreen):
    """All sources of the project."""

    here: ClassVar[tuple[Place, ...]] = ("transcripts",)
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("transcripts")

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Source] = []
        self._sort = SORTS[0]
        self._filter = ""

    def body(self) -> ComposeResult:
        """One list."""
        yield LineList(self.desk.inks, title="TRANSCRIPTS", id="sources")

    @property
    def sources(self) -> LineList:
        """The list."""
        return self.query_one("#sources", LineList)

    def on_mount(self) -> None:
        """Begin with the keys in the list."""
        self.sources.focus()

    def fill(self) -> None:
        """Show the sources that pass the filter, sorted."""
        chosen = [one for one in self.session.sources if self._passes(one)]
        match self._sort:
            case "name":
                chosen.sort(key=lambda one: one.name.casefold())
            case "codings":
                chosen.sort(key=lambda one: one.codings)
            case "length":
                chosen.sort(key=lambda one: -one.characters)
        self._shown = chosen
        here = self.desk.remembered.source
        cursor = next((number for number, one in enumerate(chosen) if one.guid == here), 0)
        self.sources.empty = (
            "No transcript matches." if self._filter else "No sources yet: 'thematic import FILE…'."
        )
        self.sources.show(len(chosen), self._line, cursor=cursor)
        words = f"TRANSCRIPTS  {len(chosen)}" + (f" of {len(self.session.sources)}" if self._filter else "")
        self.sources.retitle(
            f"{words}  ·  by {self._sort}" + (f"  ·  {self._filter}" if self._filter else "")
        )

    def _passes(self, source: Source) -> bool:
        words = self._filter.casefold().split()
        if not words:
            return True
        people = {person.label: person for person in self.session.respondents.values()}
        told = [source.name, source.kind, *source.respondents]
        for label in source.respondents:
            if label in people:
                told += [f"{name}={value}" for name, value in people[label].attributes.items()]
        hay = " ".join(told).casefold()
        return all(word in hay for word in words)

    def _line(self, number: int) -> Line:
        source = self._shown[number]
        who = ", ".join(source.respondents[:3]) + (" …" if len(source.respondents) > 3 else "")
        here = source.guid == self.desk.remembered.source
        return line(
            Piece(" ▸ " if here else "   ", "accent"),
            Piece(source.name, "strong"),
            Piece(f"  {who}", "quiet"),
            right=(
                Piece(f"{source.kind:9} ", "quiet"),
                Piece(f"{source.characters:>9,} ", "quiet"),
                Piece(f"{source.codings or '·':>6} codings ", "text" if source.codings else "quiet"),
            ),
        )

    def on_line_chosen(self, event: LineChosen) -> None:
        """Open the transcript."""
        if self._shown:
            self.desk.open_in_coding(self._shown[event.line].guid)

    def action_sort(self) -> None:
        """Sort by the next of name, progress, length."""
        self._sort = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]
        self.fill()

    def action_filter(self) -> None:
        """Show only transcripts whose name or respondent's attributes match."""
        before = self._filter

        def typing(words: str) -> None:
            self._filter = words
            self.fill()

        self.ask_line("Filter:", typing, text=before, typing=typing, dismissed=lambda: typing(""))

    def status(self) -> Line:
        """Totals."""
        session = self.desk.session
        if session is None:
            return Line(())
        codings = sum(source.codings for source in session.sources)
        return line(
            Piece(" TRANSCRIPTS ", "accent"),
            Piece(
                f"{len(session.sources)} sources · {len(session.respondents)} people · {codings} codings",
                "quiet",
            ),
            right=(Piece(f"{session.project.title} ", "text"),),
        )

    def back(self) -> None:
        """Go back to the text."""
        self.desk.call_later(self.desk.go_to, "code")
