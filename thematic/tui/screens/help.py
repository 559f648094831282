"""What every key does: made from the registry, the acts of the screen behind it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.actions import ACTS, PLACES
from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import shown_keys
from thematic.tui.screens.base import DeskScreen
from thematic.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from thematic.tui.actions import Place


class HelpScreen(DeskScreen):
    """Keys and what they do.

    Args:
        places: Places whose acts come first: those of the screen behind.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self._places = places

    def body(self) -> ComposeResult:
        """One list."""
        yield LineList(self.desk.inks, title="HELP", id="help")

    def on_mount(self) -> None:
        """Show every act."""
        help_ = self.query_one("#help", LineList)
        first = list(self._places)
        rest = [place for place in PLACES if place not in self._places]
        help_.show_lines([one for place in (*first, *rest) for one in self._section(place)])
        self.set_focus(help_)

    def _section(self, place: Place) -> Iterator[Line]:
        yield line("", rests=False)
        yield line(Piece(f"  {PLACES[place]}", "accent"), rests=False)
        for act in ACTS:
            if act.place == place:
                keys = shown_keys(act, self.desk.preset, self.desk.own_keys)
                yield line(Piece(f"  {keys:<17} ", "strong"), Piece(act.sentence))

    def fill(self) -> None:
        """Nothing here changes."""

    def status(self) -> Line:
        """How to leave."""
        preset = "vim-like" if self.desk.preset == "vim" else "plain"
        return line(Piece(" HELP ", "accent"), Piece(f"{preset} keys · Esc goes back", "quiet"))

    def back(self) -> None:
        """Go back to the screen behind."""
        self.app.pop_screen()
