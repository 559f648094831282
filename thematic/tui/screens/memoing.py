"""Acts that look around on a marked text: memos, search, copying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.screens.marking import MarkingScreen
from thematic.tui.widgets.memo_editor import MemoEditor

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from thematic.model.codings import Memo
    from thematic.tui.widgets.memo_editor import MemoClosed


class MemoingScreen(MarkingScreen):
    """A marking screen with memos and search."""

    def __init__(self) -> None:
        super().__init__()
        self._memo_on = ""
        self._memo: Memo | None = None

    def compose(self) -> ComposeResult:
        """The panes, the bars, and where memos are written."""
        yield from super().compose()
        yield MemoEditor(self.desk.inks, id="memo")

    def action_memo(self) -> None:
        """Write a memo on the current coding, else on the source."""
        spot = self.spot()
        if self.desk.session is None or spot is None:
            return
        coding = self.current_coding()
        if coding is not None and not coding.guid.startswith("unsaved/"):
            on, title = f"coding/{coding.guid}", f"Memo on {self.session.code_name(coding.code)}"
        else:
            source = self.session.source(spot.source)
            on, title = f"source/{spot.source}", f"Memo on {source.name if source else 'the source'}"
        own = [memo for memo in self.session.memos.get(on, []) if memo.coder == self.session.coder]
        self._memo_on, self._memo = on, own[-1] if own else None
        self._place_memo()
        self.query_one(MemoEditor).open(title, self._memo.text if self._memo else "")

    def _place_memo(self) -> None:
        left, width, row = self.beside()
        editor = self.query_one(MemoEditor)
        height = min(10, max(5, (self.size.height - 2) // 2 - 1))
        editor.styles.width, editor.styles.height = min(width, 90, self.size.width), height
        top = 0 if row > (self.size.height - 2) // 2 else self.size.height - 2 - height
        editor.styles.offset = (left, top)

    def on_memo_closed(self, event: MemoClosed) -> None:
        """Save what was written."""
        from thematic.workflow.memos import remove_memo, write_memo

        self.to_text()
        on, memo, session = self._memo_on, self._memo, self.session
        if not event.changed or (not event.text and memo is None):
            return
        if not event.text and memo is not None:
            session.write(
                "remove memo",
                lambda project: remove_memo(project, memo.guid),
                lambda _nothing: self._memos_now(on, memo, None),
            )
            return
        guid = memo.guid if memo else None
        session.write(
            "memo",
            lambda project: write_memo(project, on, event.text, guid=guid),
            lambda written: self._memos_now(on, memo, written),
            lambda error: self.give_back(event.text, error),
        )

    def _memos_now(self, on: str, old: Memo | None, new: Memo | None) -> None:
        self.session.put_memo(on, old, new)
        self.look_again()
        self.say("Memo saved." if new else "Memo removed.", "good")

    # Copying and searching

    def action_copy(self) -> None:
        """Copy the selected quote with respondent and place."""
        spot = self.selected_spot()
        if spot is None or self.passages is None:
            return
        source = self.session.source(spot.source)
        guid = self.passages.speaker(*self.transcript.now.span)
        person = self.session.respondents.get(guid) if guid else None
        who = f"{person.label}, " if person else ""
        name = source.name if source else ""
        self.app.copy_to_clipboard(f"“{self.transcript.words}” ({who}{name} {spot.start}:{spot.end})")
        self.say("Quote copied.", "good")

    def action_search(self) -> None:
        """Search in this text."""
        before = self.transcript.now.span
        self.ask_line(
            "Search:",
            lambda _words: self._found(),
            typing=self._searching,
            dismissed=lambda: self._search_left(before),
        )

    def _search_left(self, before: tuple[int, int]) -> None:
        self.transcript.find("")
        self.transcript.go(*before, leap=False)

    def _searching(self, words: str) -> None:
        count = self.transcript.find(words if len(words.strip()) > 1 else "")
        if count:
            here = self.transcript.now.start
            hits = self.transcript.hits
            self.transcript.show_span(next((hit for hit in hits if hit[0] >= here), hits[0]))

    def _found(self) -> None:
        if self.transcript.hits:
            self.transcript.action_next_hit()
        else:
            self.say("No match in this text.", "warning")
