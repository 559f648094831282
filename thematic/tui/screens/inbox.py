"""The inbox: what waits for a person, settled where it stands or gone to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.screens.listing import ListingScreen, gap, head, wrapped
from thematic.tui.wording import many
from thematic.workflow.inbox import Clash, Inbox, Unplaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType

    from thematic.model.codings import Coding
    from thematic.tui.actions import Place as Where
    from thematic.tui.messages import LineChosen, LineMoved
    from thematic.workflow.inbox import Place
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Pointer:
    """A list with a screen of its own."""

    guid: str
    """The screen."""
    words: str
    told: str
    """What is to be done there."""


Waiting = Clash | Unplaced | Pointer


class InboxScreen(ListingScreen[Waiting]):
    """What waits."""

    here: ClassVar[tuple[Where, ...]] = ("inbox",)
    heading = "INBOX"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("inbox")

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, tuple[Place, ...]] = {}
        """Guid of a coding → where its words may have gone."""

    def fill(self) -> None:
        """Read what waits anew."""
        self.start(self._read, "inbox")

    async def _read(self) -> None:
        found = await self.session.read(_inbox)
        items: list[Waiting] = [*found.clashes, *found.unplaced, *_pointers(found)]
        self.list.empty = "Nothing waits: no conflicts, no lost words, no lists to work through."
        self.list.retitle(f"INBOX  {many(len(items), 'thing waits', 'things wait')}")
        self.show_items(items)
        self.refresh_bars()
        self._look_for_places()

    def draw(self, item: Waiting) -> Line:
        """What kind of thing, and which."""
        if isinstance(item, Clash):
            words = (Piece(f"{item.about}  ", "strong"), Piece(_field(item), "quiet"))
            return line(Piece(" conflict    ", "error"), *words)
        if isinstance(item, Unplaced):
            quote = " ".join(item.coding.quote.split())
            return line(Piece(" words gone  ", "warning"), Piece(f"{item.source}  ", "strong"), Piece(quote))
        return line(Piece(" list        ", "accent"), Piece(item.words))

    def describe(self, item: Waiting) -> Iterator[Line]:
        """What is known of it, and what can be done."""
        if isinstance(item, Clash):
            yield from self._describe_clash(item)
        elif isinstance(item, Unplaced):
            yield from self._describe_unplaced(item)
        else:
            yield from wrapped(item.told, self.room)
            yield gap()
            yield from wrapped("Enter goes there.", self.room, "quiet")

    def _describe_clash(self, item: Clash) -> Iterator[Line]:
        yield from wrapped(f"{_field(item)} of {item.about} was given different values.", self.room)
        for number, (who, value) in enumerate(item.values, start=1):
            yield gap()
            stands = "  stands until somebody decides" if number - 1 == item.shown else ""
            yield line(Piece(f" {number} ", "accent"), Piece(who, "strong"), Piece(stands, "quiet"))
            yield from wrapped(value, self.room, indent="   ")
        yield gap()
        yield from wrapped("A digit takes that value; a keeps the one that stands.", self.room, "quiet")

    def _describe_unplaced(self, item: Unplaced) -> Iterator[Line]:
        coding = item.coding
        color = self.session.color_of(coding.code)
        yield line(Piece(" ▌", "text", color), Piece(self.session.code_name(coding.code), "strong"))
        yield from wrapped(f"“{coding.quote}”", self.room)
        yield from wrapped(
            f"These words are no longer in {item.source}. Where did they go?", self.room, "quiet"
        )
        for number, place in enumerate(self._places.get(coding.guid, ()), start=1):
            yield gap()
            yield line(Piece(f" {number} ", "accent"), Piece(f"{place.start}:{place.end}", "quiet"))
            yield from wrapped(place.words, self.room, indent="   ")
        yield gap()
        yield head("A digit places the coding there; x removes it; Enter opens the source.")

    def _look_for_places(self) -> None:
        item = self.item
        if isinstance(item, Unplaced) and item.coding.guid not in self._places:
            self.start(self._find_places, "places")

    async def _find_places(self) -> None:
        item = self.item
        if isinstance(item, Unplaced):
            coding = item.coding
            self._places[coding.guid] = await self.session.read(lambda project: _find(project, coding))
            self.describe_here()

    def on_line_moved(self, event: LineMoved) -> None:
        """Describe another thing."""
        super().on_line_moved(event)
        self._look_for_places()

    def on_line_chosen(self, event: LineChosen) -> None:
        """Go where it is dealt with."""
        item = self.item
        if event.sender is not self.list or item is None:
            return
        if isinstance(item, Pointer):
            self.desk.call_later(self.desk.action_go_to, item.guid)
        elif isinstance(item, Unplaced):
            first = next(iter(self._places.get(item.coding.guid, ())), None)
            self.desk.open_in_coding(item.coding.source, (first.start, first.end) if first else None)
        else:
            self.say("A digit takes that value.")

    # Acts

    def action_accept(self) -> None:
        """Keep the value that stands, or place the coding at the likeliest words."""
        item = self.item
        if isinstance(item, Clash):
            self._take(item, item.shown)
        elif isinstance(item, Unplaced):
            self._place(item, 0)

    def action_take_value(self, digit: int) -> None:
        """Take that value, or place the coding there."""
        item = self.item
        if isinstance(item, Clash):
            self._take(item, digit - 1)
        elif isinstance(item, Unplaced):
            self._place(item, digit - 1)

    def action_reject(self) -> None:
        """Remove the coding whose words are gone."""
        from thematic.workflow.coding import withdraw_code

        item = self.item
        if isinstance(item, Unplaced):
            guid = item.coding.guid
            self._settle("remove coding", lambda project: withdraw_code(project, guid))
        else:
            self.say("Only a coding can be removed here.", "warning")

    def _take(self, item: Clash, number: int) -> None:
        from thematic.workflow.conflicts import settle_conflict

        if number < len(item.values):
            value = item.conflict.heads[number][1]
            self._settle(
                f"decide {_field(item)}", lambda project: settle_conflict(project, item.conflict, value)
            )

    def _place(self, item: Unplaced, number: int) -> None:
        from thematic.workflow.coding import change_coding

        places = self._places.get(item.coding.guid, ())
        if number < len(places):
            start, end = places[number].start, places[number].end
            guid = item.coding.guid
            self._settle("place coding", lambda project: change_coding(project, guid, start=start, end=end))

    def _settle(self, what: str, act: Callable[[Project], object]) -> None:
        self.session.write(what, act, lambda _result: self._settled(what))

    def _settled(self, what: str) -> None:
        self.fill()
        self.desk.count_again()
        self.say(f"Done: {what}.", "good")


def _field(item: Clash) -> str:
    return "its place, code and stance" if item.conflict.field == "state" else item.conflict.field


def _pointers(found: Inbox) -> Iterator[Pointer]:
    if found.stale:
        yield Pointer(
            "revisit",
            f"{many(found.stale, 'coding')} to look at again",
            "Their codes were defined anew since, or retired or split: keep each, recode it or remove it.",
        )
    if found.differing:
        yield Pointer(
            "compare",
            f"{many(found.differing, 'passage')} coded differently",
            "Coders differ there, and nobody has decided yet.",
        )


def _inbox(project: Project) -> Inbox:
    from thematic.workflow.inbox import read_inbox

    return read_inbox(project)


def _find(project: Project, coding: Coding) -> tuple[Place, ...]:
    from thematic.workflow.inbox import find_places

    return find_places(project, coding)
