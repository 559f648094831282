"""All memos: on the project, on sources, codes and codings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.page.glyphs import column
from thematic.tui.screens.listing import ListingScreen, gap, wrapped
from thematic.tui.widgets.memo_editor import MemoEditor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from thematic.model.codings import Coding, Memo
    from thematic.tui.actions import Place
    from thematic.tui.messages import LineChosen
    from thematic.tui.widgets.memo_editor import MemoClosed
    from thematic.workflow.project import Project


class MemosScreen(ListingScreen["Memo"]):
    """Memos, newest first."""

    here: ClassVar[tuple[Place, ...]] = ("memos",)
    heading = "MEMOS"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("memos")

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._codings: dict[str, Coding | None] = {}
        self._writing: Memo | None = None

    def compose(self) -> ComposeResult:
        """List, detail, bars, and where memos are written."""
        yield from super().compose()
        yield MemoEditor(self.desk.inks, id="memo")

    def fill(self) -> None:
        """Show the memos that hold the words looked for."""
        self.start(self._read, "memos")

    async def _read(self) -> None:
        session = self.session
        every = [memo for memos in session.memos.values() for memo in memos]
        words = self._words.casefold()
        chosen = sorted((memo for memo in every if words in memo.text.casefold()), key=lambda memo: -memo.at)
        guids = tuple(memo.on.removeprefix("coding/") for memo in chosen if memo.on.startswith("coding/"))
        self._codings = dict(await session.read(lambda project: _codings_now(project, guids)))
        self.list.empty = "No memo holds these words." if words else "No memos yet: m writes one, anywhere."
        self.list.retitle(f"MEMOS  {len(chosen)}" + (f"  ·  {self._words}" if words else ""))
        self.show_items(chosen)
        self.refresh_bars()

    def draw(self, item: Memo) -> Line:
        """What it is on, who wrote it, its first words."""
        return line(
            Piece(f" {column(self._on(item), 24)} ", "strong"),
            Piece(" ".join(item.text.split())),
            right=(Piece(f" {self.session.initials(item.coder)} {_day(item.at)} ", "quiet"),),
        )

    def _on(self, memo: Memo) -> str:
        """What a memo is about, in a few words."""
        kind, _, guid = memo.on.partition("/")
        if kind == "coding":
            coding = self._codings.get(guid)
            return self.session.code_name(coding.code) if coding else "a removed coding"
        if kind == "source":
            source = self.session.source(guid)
            return source.name if source else "a removed source"
        if kind == "code":
            return f"code {self.session.code_name(guid)}"
        if kind == "respondent":
            person = self.session.respondents.get(guid)
            return person.label if person else kind
        return kind

    def describe(self, item: Memo) -> Iterator[Line]:
        """The whole memo and what it is about."""
        person = self.session.coders.get(item.coder)
        yield from wrapped(
            f"{self._on(item)} · {person.name if person else '?'} · {_day(item.at)}", self.room, "quiet"
        )
        yield gap()
        yield from wrapped(item.text, self.room)
        coding = self._codings.get(item.on.removeprefix("coding/"))
        if coding is not None:
            yield gap()
            yield from wrapped(f"“{coding.quote}”", self.room, "quiet")

    def on_line_chosen(self, event: LineChosen) -> None:
        """Go to what the memo is about."""
        item = self.item
        if event.sender is not self.list or item is None:
            return
        kind, _, guid = item.on.partition("/")
        coding = self._codings.get(guid)
        if kind == "coding" and coding is not None:
            self.desk.open_in_coding(coding.source, (coding.start, coding.end), coding.guid)
        elif kind == "source":
            self.desk.open_in_coding(guid)
        elif kind == "code":
            self.desk.show_quotes(guid)

    # Writing

    def action_edit_memo(self) -> None:
        """Change your memo."""
        item = self._own()
        if item is not None:
            self._open(item, f"Memo on {self._on(item)}", item.text)

    def action_new_memo(self) -> None:
        """Write a memo on the project."""
        self._open(None, f"Memo on {self.session.project.title}", "")

    def action_remove_memo(self) -> None:
        """Remove your memo."""
        from thematic.workflow.memos import remove_memo

        item = self._own()
        if item is not None:
            self.session.write(
                "remove memo",
                lambda project: remove_memo(project, item.guid),
                lambda _nothing: self._changed(item.on, item, None),
            )

    def _own(self) -> Memo | None:
        item = self.item
        if item is not None and item.coder != self.session.coder:
            self.say("That memo is another coder's; only they change it.", "warning")
            return None
        return item

    def _open(self, memo: Memo | None, title: str, text: str) -> None:
        editor = self.query_one(MemoEditor)
        width = min(76, self.size.width)
        editor.styles.width, editor.styles.height = width, min(12, self.size.height - 4)
        editor.styles.offset = (max(0, (self.size.width - width) // 2), max(0, self.size.height - 15))
        self._writing = memo
        editor.open(title, text)

    def on_memo_closed(self, event: MemoClosed) -> None:
        """Save what was written."""
        from thematic.workflow.memos import write_memo

        self.set_focus(self.list)
        memo = self._writing
        if not event.changed or not event.text:
            return
        on, guid = (memo.on, memo.guid) if memo else ("project", None)
        self.session.write(
            "memo",
            lambda project: write_memo(project, on, event.text, guid=guid),
            lambda written: self._changed(on, memo, written),
            lambda error: self.give_back(event.text, error),
        )

    def _changed(self, on: str, old: Memo | None, new: Memo | None) -> None:
        self.session.put_memo(on, old, new)
        self.fill()
        self.say("Memo saved." if new else "Memo removed.", "good")

    def action_find_memo(self) -> None:
        """Show only memos that hold some words."""

        def look(words: str) -> None:
            self._words = words.strip()
            self.fill()

        self.ask_line("Memos that hold:", look, text=self._words, dismissed=lambda: look(""))


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1e6, tz=UTC).strftime("%Y-%m-%d") if at else ""


def _codings_now(project: Project, guids: tuple[str, ...]) -> dict[str, Coding | None]:
    from thematic.workflow.following import codings_now

    return codings_now(project, guids)
