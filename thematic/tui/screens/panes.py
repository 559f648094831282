"""A screen of three panes: codes, a text, and what is said about the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from thematic.tui.ink import Line, Piece
from thematic.tui.screens.base import NARROW, DeskScreen
from thematic.tui.screens.code_lines import tree, tree_line
from thematic.tui.widgets.bars import Bar
from thematic.tui.widgets.line_list import LineList
from thematic.tui.widgets.transcript.mouse import Transcript

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from thematic.model.codebook import Code
    from thematic.tui.messages import LineFolded

_TINY = 64
"""Cells below which a side pane takes the place of the text."""

_ROOMY = 140
"""Cells from which the side panes are wider."""


class PanesScreen(DeskScreen):
    """Codes | text | the coding under the cursor."""

    DEFAULT_CSS = """
    PanesScreen #middle { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.folded: set[str] = set()
        """Guids of codes whose branch is closed."""
        self._tree: list[tuple[int, Code]] = []
        self._lines: dict[str, int] = {}
        """Guid of a code → its line in the tree."""

    def body(self) -> ComposeResult:
        """Three panes; which of them show depends on the width."""
        yield LineList(self.desk.inks, title="CODES", id="codes")
        with Vertical(id="middle"):
            yield Bar(self.desk.inks, ground="title", id="text-title")
            yield Transcript(self.desk.paint, id="text")
        yield LineList(self.desk.inks, title="HERE", id="coding")

    @property
    def transcript(self) -> Transcript:
        """The text."""
        return self.query_one("#text", Transcript)

    @property
    def codes(self) -> LineList:
        """The codes beside the text."""
        return self.query_one("#codes", LineList)

    @property
    def panel(self) -> LineList:
        """What is said about the place in the text."""
        return self.query_one("#coding", LineList)

    def entitle(self, words: str) -> None:
        """What stands above the text."""
        self.query_one("#text-title", Bar).say(Line((Piece(f" {words}", "strong"),)))

    def on_mount(self) -> None:
        """Begin with the keys in the text."""
        self.show_panes()
        self.set_focus(self.transcript)

    def on_resize(self) -> None:
        """Show the panes there is room for."""
        self.show_panes()
        self.refresh_bars()

    def show_panes(self) -> None:
        """Show the panes the person wants, as far as there is room."""
        width, memory = self.size.width, self.desk.remembered
        wide = width >= NARROW
        alone = width < _TINY
        side = memory.panes if wide else memory.side
        self.codes.display = side in ("codes", "all")
        self.panel.display = side in ("coding", "all")
        self.codes.styles.width = "1fr" if alone else 26 if width < _ROOMY else 32
        self.panel.styles.width = "1fr" if alone else 28 if width < _ROOMY else 36
        self.query_one("#middle").display = not (alone and (self.codes.display or self.panel.display))

    def action_side(self) -> None:
        """Show the codes, the coding, or the text alone."""
        memory = self.desk.remembered
        if self.size.width >= NARROW:
            memory.panes = _after(memory.panes, ("all", "coding", "text"))
        else:
            memory.side = _after(memory.side, ("text", "codes", "coding"))
        self.show_panes()
        if self.focused is None or not self.focused.display or not self.query_one("#middle").display:
            self.set_focus(next(iter(self.panes())))

    def to_text(self) -> None:
        """Give the keys to the text, showing it where it is hidden."""
        if not self.query_one("#middle").display:
            self.desk.remembered.side = "text"
            self.show_panes()
        self.set_focus(self.transcript)

    def beside(self) -> tuple[int, int, int]:
        """Keep the palette over the text, away from the selection."""
        region = self.transcript.region
        row = region.y
        if self.transcript.view is not None:
            row += (
                self.transcript.view.wrap.row_at(self.transcript.now.head) - self.transcript.scroll_offset.y
            )
        return region.x, max(region.width, 40), row

    def show_inks(self) -> None:
        """Draw with the colours of another theme."""
        super().show_inks()
        self.transcript.show_paint(self.desk.paint)

    # Codes

    def fill_codes(self) -> None:
        """Show the tree of codes."""
        session = self.session
        before = self.code_under_cursor()
        self._tree = tree(session.codebook, self.folded)
        self._lines = {code.guid: number for number, (_, code) in enumerate(self._tree)}
        slots = {guid: digit for digit, guid in self.desk.remembered.slots.items()}

        def draw(number: int) -> Line:
            depth, code = self._tree[number]
            folded = code.guid in self.folded
            return tree_line(session, depth, code, folded=folded, slot=slots.get(code.guid, ""))

        self.codes.empty = "No codes yet: Ctrl-n makes one."
        self.codes.show_still(len(self._tree), draw, cursor=self._lines.get(before or "", self.codes.cursor))
        self.codes.retitle(f"CODES  {len(session.codebook.active)}")

    def counted(self) -> None:
        """Show new counts."""
        self.codes.redraw()

    def redraw_code(self, guid: str) -> None:
        """Show the new counts of one code."""
        line = self._lines.get(self.session.codebook.resolve(guid))
        if line is not None:
            self.codes.redraw_line(line)

    def code_under_cursor(self) -> str | None:
        """Guid of the code the cursor of the tree is on."""
        return self._tree[self.codes.cursor][1].guid if self._tree else None

    def on_line_folded(self, event: LineFolded) -> None:
        """Fold or unfold a branch of the tree; folding what has none goes to the code above."""
        if event.sender is not self.codes or not self._tree:
            return
        code = self._tree[event.line][1]
        branch = bool(self.session.codebook.children(code.guid))
        if event.fold and (not branch or code.guid in self.folded) and code.parent:
            above = next((n for n, (_, one) in enumerate(self._tree) if one.guid == code.parent), event.line)
            self.codes.move_to(above)
        elif branch:
            (self.folded.add if event.fold else self.folded.discard)(code.guid)
            self.fill_codes()


def _after(now: str, choices: tuple[str, ...]) -> str:
    """The choice that follows, round and round."""
    return choices[(choices.index(now) + 1) % len(choices)] if now in choices else choices[0]
