"""The codebook as it stands: the tree, and what one code means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.ink import Line, Piece, line
from thematic.tui.screens.listing import ListingScreen, gap, head, wrapped
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.codebook import Code, Codebook
    from thematic.tui.changes import Followed
    from thematic.tui.messages import LineChosen, LineFolded

_TITLES = {"include": "USE FOR", "exclude": "NOT FOR", "examples": "EXAMPLES", "keywords": "KEYWORDS"}


class CodebookView(ListingScreen["tuple[int, Code]"]):
    """All codes, and one of them in full."""

    heading = "CODEBOOK"

    def __init__(self) -> None:
        super().__init__()
        self.folded: set[str] = set()
        self.marked: list[str] = []
        """Guids of codes marked for merging."""

    # Showing

    def fill(self) -> None:
        """Show the tree, keeping the cursor on its code."""
        before = self.item[1].guid if self.item else None
        book = self.session.codebook
        shown = _rows(book, self.folded)
        cursor = next((number for number, (_, code) in enumerate(shown) if code.guid == before), None)
        self.list.empty = "No codes yet: n makes one."
        whose = ", counted by all coders" if len(self.session.coders) > 1 else ""
        self.list.retitle(f"{self.heading}  {many(len(book.active), 'code')}{whose}")
        self.show_items(shown, cursor=cursor)

    def counted(self) -> None:
        """Show new counts."""
        self.list.redraw()
        self.describe_here()

    def follow(self, followed: Followed) -> None:
        """Show what an undo or redo changed."""
        self.fill()
        if not followed.whole or followed.codings:
            self.desk.count_again()

    def draw(self, item: tuple[int, Code]) -> Line:
        """A code with its counts."""
        depth, code = item
        codings, people = self.session.counts_of(code.guid)
        gone = code.status == "retired" or code.merged_into is not None
        mark = "M" if code.guid in self.marked else " "
        fold = "▸" if code.guid in self.folded else " "
        note = "  retired" if code.status == "retired" else "  merged" if code.merged_into else ""
        return line(
            Piece(mark, "warning"),
            "  " * depth,
            Piece("▌", "text", self.session.color_of(code.guid)),
            Piece(fold, "quiet"),
            Piece(code.name, "quiet" if gone else "strong" if depth == 0 else "text"),
            Piece(note, "quiet"),
            right=(
                Piece(
                    f"{people or '·':>4} {'person' if people == 1 else 'people'}",
                    "text" if people else "quiet",
                ),
                Piece(
                    f"{codings or '·':>6} {'quote ' if codings == 1 else 'quotes'} ",
                    "text" if codings else "quiet",
                ),
            ),
        )

    def describe(self, item: tuple[int, Code]) -> Iterator[Line]:
        """Name, key, definition, inclusions, memos."""
        code, session, room = item[1], self.session, self.room
        yield line(Piece(" █ ", "text", session.color_of(code.guid)), Piece(code.name, "strong"))
        yield line(Piece(f"   {code.key}", "quiet"))
        above = " / ".join(one.name for one in reversed(session.codebook.ancestors(code.guid)))
        if above:
            yield from wrapped(f"in {above}", room, "quiet", "   ")
        if code.merged_into:
            yield from wrapped(f"merged into {session.code_name(code.guid)}", room, "warning", "   ")
        yield gap()
        yield from wrapped(code.definition or "No definition yet: e d writes one.", room)
        for part, title in _TITLES.items():
            values = getattr(code, part)
            if values:
                yield gap()
                yield head(title)
                for value in values:
                    yield from wrapped(f"· {value}", room)
        for memo in session.memos.get(f"code/{code.guid}", []):
            yield gap()
            yield from wrapped(f"✎ {memo.text}", room, "warning")

    def on_line_chosen(self, event: LineChosen) -> None:
        """See the code's quotes."""
        if event.sender is self.list and self.item:
            self.desk.show_quotes(self.item[1].guid)

    def on_line_folded(self, event: LineFolded) -> None:
        """Fold or unfold a branch; folding what has none goes to the code above."""
        if event.sender is not self.list or not self.item:
            return
        code = self.item[1]
        branch = bool(self.session.codebook.children(code.guid))
        if event.fold and (not branch or code.guid in self.folded) and code.parent:
            self.list.move_to(
                next((n for n, (_, one) in enumerate(self.items) if one.guid == code.parent), 0)
            )
        elif branch:
            (self.folded.add if event.fold else self.folded.discard)(code.guid)
            self.fill()


def _rows(book: Codebook, folded: set[str]) -> list[tuple[int, Code]]:
    """Depth and code of every line: active codes, branches in `folded` closed, then those offered no more."""
    rows: list[tuple[int, Code]] = []
    gone: list[tuple[int, Code]] = []
    hidden: int | None = None
    for depth, code in book.walk():
        if hidden is not None and depth > hidden:
            continue
        hidden = depth if code.guid in folded else None
        if code.status == "retired" or code.merged_into is not None:
            gone.append((0, code))
        else:
            rows.append((depth, code))
    return rows + gone
