"""The quotes of a code, or of a query, each with its context."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from thematic.errors import ThematicError
from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.screens.code_lines import find_codes
from thematic.tui.screens.listing import ListingScreen, around, gap, head, wrapped
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType

    from thematic.model.codings import Quote
    from thematic.model.sources import SourceText
    from thematic.tui.actions import Place
    from thematic.tui.changes import Followed
    from thematic.tui.messages import LineChosen
    from thematic.workflow.project import Project
    from thematic.workflow.quotes import QuoteFilter

_AROUND = 280
"""Characters of context on either side of a quote."""

_STANCES = {"supports": "+ supports", "qualifies": "± qualifies", "opposes": "− opposes"}


class QuotesScreen(ListingScreen["Quote"]):
    """Quotes and, for one, the words around it."""

    here: ClassVar[tuple[Place, ...]] = ("quotes",)
    heading = "QUOTES"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("quotes")

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._texts: dict[str, SourceText] = {}
        """Source name → text, of the quotes looked at."""

    def fill(self) -> None:
        """Show the quotes asked for; of the last code applied when nothing was asked."""
        code = self.desk.quoted or self.session.last_code
        self.desk.quoted = None
        if code and code in self.session.codebook.by_guid:
            book = self.session.codebook
            self._query = book.by_guid[book.resolve(code)].key
        if self._query:
            self.start(self._read, "quotes")
        else:
            self.list.empty = "Space chooses a code; f asks for several with and, or, not, near."
            self.show_items(())

    def follow(self, followed: Followed) -> None:  # noqa: ARG002 (the quotes asked for are read again)
        """Show what others or an undo changed among the quotes asked for."""
        if self._query:
            self.start(self._read, "quotes")

    def stale(self) -> bool:
        """Whether something was done since, or other quotes are asked for."""
        return super().stale() or self.desk.quoted is not None

    async def _read(self) -> None:
        wanted = self._query
        try:
            found = await self.session.read(lambda project: _read_quotes(project, wanted))
        except ThematicError as error:
            self.say(str(error), "warning")
            return
        people = len({quote.respondent for quote in found if quote.respondent})
        counts = f"{many(len(found), 'quote')}, {many(people, 'person', 'people')}"
        self.list.empty = "No quotes."
        self.list.retitle(f"{self.heading}  {self._words()}  ·  {counts}")
        self.show_items(found)
        self.refresh_bars()

    def _words(self) -> str:
        code = self.session.codebook.by_key.get(self._query)
        return code.name if code else self._query

    def draw(self, item: Quote) -> Line:
        """Respondent, question, words."""
        code = self.session.codebook.by_key.get(item.code)
        color = self.session.color_of(code.guid) if code else None
        question = f"Q{item.question}" if item.question else ""
        return line(
            Piece(f" {item.respondent or '–':<7}", "strong"),
            Piece(f"{question:<4}", "quiet"),
            Piece("▌", "text", color),
            Piece(
                {"supports": "+ ", "qualifies": "± ", "opposes": "− "}.get(item.stance or "", ""), "warning"
            ),
            Piece(" ".join(item.quote.split())),
            right=(Piece(self._whose(item), "quiet"),),
        )

    def _whose(self, quote: Quote) -> str:
        """Initials of another's coder, nothing for one's own."""
        coder = next((one for one in self.session.coders.values() if one.name == quote.coder), None)
        return f"{self.session.initials(coder.guid)} " if coder and coder.guid != self.session.coder else ""

    def describe(self, item: Quote) -> Iterator[Line]:
        """The quote between the words before and after it."""
        code = self.session.codebook.by_key.get(item.code)
        name = code.name if code else item.code
        yield line(
            Piece(" █ ", "text", self.session.color_of(code.guid) if code else None), Piece(name, "strong")
        )
        who = (
            f"{item.respondent or 'nobody'} · {item.source} · {item.start}:{item.end} · coded by {item.coder}"
        )
        yield from wrapped(who, self.room, "quiet")
        if item.stance:
            yield from wrapped(_STANCES[item.stance], self.room, "warning")
        yield gap()
        text = self._texts.get(item.source)
        if text is None:
            yield from wrapped(item.quote, self.room)
            self.start(partial(self._read_text, item.source), "context")
        else:
            before, after = around(text.text, item.start, item.end, _AROUND)
            yield from wrapped(before, self.room, "quiet")
            yield from wrapped(text.text[item.start : item.end], self.room, "strong")
            yield from wrapped(after, self.room, "quiet")
        for memo in self.session.memos.get(f"coding/{item.guid}", []):
            yield gap()
            yield head("MEMO")
            yield from wrapped(memo.text, self.room, "warning")

    async def _read_text(self, name: str) -> None:
        source = next((one for one in self.session.sources if one.name == name), None)
        if source is not None:
            self._texts[name] = await self.session.read(lambda project: _read_text(project, source.guid))
            self.describe_here()

    def on_line_chosen(self, event: LineChosen) -> None:
        """Go to the quote in its transcript."""
        item = self.item
        source = next((one for one in self.session.sources if item and one.name == item.source), None)
        if event.sender is self.list and item and source:
            self.desk.open_in_coding(source.guid, (item.start, item.end), item.guid)

    def action_pick_code(self) -> None:
        """Choose whose quotes are shown."""
        self.choose(
            "Quotes of:",
            lambda query: find_codes(self.session, self.desk.remembered.slots, query),
            lambda codes, _query: self._ask(self.session.codebook.by_guid[codes[0]].key),
        )

    def action_query(self) -> None:
        """Query: codes with and, or, not, near; coder=, question=, stance=."""
        self.ask_line("Query:", self._ask, text=self._query)

    def _ask(self, query: str) -> None:
        if query.strip():
            self._query = query.strip()
            self.start(self._read, "quotes")

    def action_copy_quote(self) -> None:
        """Copy the quote with respondent and place."""
        item = self.item
        if item:
            who = f"{item.respondent}, " if item.respondent else ""
            self.app.copy_to_clipboard(f"“{item.quote}” ({who}{item.source} {item.start}:{item.end})")
            self.say("Quote copied.", "good")


def _read_quotes(project: Project, words: str) -> tuple[Quote, ...]:
    from thematic.workflow.quotes import read_quotes

    return read_quotes(project, parse_filter(words))


def parse_filter(words: str) -> QuoteFilter:
    """A query as typed: `name=value` words restrict, all others are codes.

    `source`, `coder`, `respondent`, `question` and `stance` are what they say;
    any other name is an attribute.
    """
    from thematic.errors import BadInput
    from thematic.workflow.quotes import QuoteFilter

    known: dict[str, str] = {}
    attributes: dict[str, str] = {}
    codes = []
    for word in words.split():
        name, equals, value = word.partition("=")
        if not equals:
            codes.append(word)
        elif name in ("source", "coder", "respondent", "question", "stance"):
            known[name] = value
        else:
            attributes[name] = value
    number = known.pop("question", "")
    if number and not number.isdigit():
        raise BadInput(f"'{number}' is not the number of a question.")
    return QuoteFilter(
        query=" ".join(codes), question=int(number) if number else None, attributes=attributes, **known
    )


def _read_text(project: Project, guid: str) -> SourceText:
    from thematic.workflow.reading import read_text

    return read_text(project, guid)
