"""How far coders agree: for each code a coefficient with its bar, and all it rests on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from thematic.errors import ThematicError
from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.screens.agreement_lines import (
    LEVELS,
    TITLES,
    CodeRow,
    detail_lines,
    header,
    make_rows,
    row_line,
    scale_line,
    share_out,
)
from thematic.tui.screens.base import DeskScreen
from thematic.tui.widgets.bars import Bar
from thematic.tui.widgets.line_list import LineList
from thematic.tui.wording import many

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from thematic.model.agreement import Agreement
    from thematic.tui.actions import Place
    from thematic.tui.changes import Followed
    from thematic.tui.messages import LineChosen, LineMoved
    from thematic.workflow.agreement import AgreementReport
    from thematic.workflow.project import Project

_MEASURES = {"source": "krippendorff_alpha", "sentence": "krippendorff_alpha", "boundaries": "bar_u_alpha"}


class AgreementScreen(DeskScreen):
    """Coefficients per code."""

    here: ClassVar[tuple[Place, ...]] = ("agreement",)
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("agreement")
    DEFAULT_CSS = """
    AgreementScreen #measured { layout: vertical; height: 1fr; }
    AgreementScreen #codes { height: 2fr; width: 1fr; }
    AgreementScreen #detail { height: 1fr; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CodeRow] = []
        self.found: dict[str, tuple[Agreement, ...]] = {}
        """Level → coefficients."""
        self.report: AgreementReport | None = None
        self.worst_at = ""
        """Level whose least agreement comes first; empty for the order of the codebook."""
        self.measuring = ""
        """The level being measured now."""

    def body(self) -> ComposeResult:
        """The table, and one code in full."""
        with Container(id="measured"):
            yield Bar(self.desk.inks, ground="title", id="heads")
            yield Bar(self.desk.inks, ground="page", id="scale")
            yield LineList(self.desk.inks, id="codes")
            yield LineList(self.desk.inks, title="RESTS ON", id="detail")

    @property
    def list(self) -> LineList:
        """The table."""
        return self.query_one("#codes", LineList)

    @property
    def detail(self) -> LineList:
        """One code in full."""
        return self.query_one("#detail", LineList)

    @property
    def row(self) -> CodeRow | None:
        """The code under the cursor."""
        return self.rows[self.list.cursor] if self.list.cursor < len(self.rows) else None

    def on_mount(self) -> None:
        """Begin with the keys in the table."""
        self.set_focus(self.list)

    def on_resize(self) -> None:
        """Share out the new width."""
        self.call_after_refresh(self.show_rows)

    # Measuring

    def fill(self) -> None:
        """Measure anew, one level after the other."""
        self.list.empty = "Measuring …"
        self.start(self._measure, "measure")

    async def _measure(self) -> None:
        found: dict[str, tuple[Agreement, ...]] = {}
        for level in LEVELS:
            self.measuring = level
            self.show_rows()
            try:
                self.report = await asyncio.to_thread(_measure_level, self.session.project, level)
            except ThematicError as error:
                self.found, self.report, self.measuring = {}, None, ""
                self.list.empty = str(error)
                self.show_rows()
                return
            if self.report.reflexive:
                self.found = {}
                break
            found[level] = tuple(each.agreement for each in self.report.rows)
            self.found = {**self.found, **found}
        self.measuring = ""
        self.show_rows()

    def show_rows(self) -> None:
        """Show what was measured so far."""
        if self.desk.session is None:
            return
        before = self.row.name if self.row else ""
        self.rows = make_rows(self.session, self.found)
        if self.worst_at:
            self.rows.sort(key=self._order)
        if self.report is not None and self.report.reflexive:
            self.list.empty = (
                "This project's approach is reflexive: no coefficient is shown. F7 lists the differences."
            )
        columns = share_out(self.list.size.width or self.size.width)
        cursor = next((number for number, row in enumerate(self.rows) if row.name == before), None)
        self.query_one("#heads", Bar).say(header(columns, self.measuring) if self.rows else Line(()))
        self.query_one("#scale", Bar).say(scale_line(columns) if self.rows else Line(()))
        flat = bool(self.worst_at)
        self.list.show(
            len(self.rows),
            lambda number: row_line(self.session, self.rows[number], columns, flat=flat),
            cursor=cursor,
        )
        self.describe()
        self.refresh_bars()

    def _order(self, row: CodeRow) -> tuple[int, float]:
        """All codes together, then the least agreement, then what has no value."""
        value = row.value(self.worst_at)
        return (0, 0.0) if row.code is None else (2 if value is None else 1, value or 0.0)

    def describe(self) -> None:
        """Show what the coefficients under the cursor rest on."""
        row, width = self.row, max(24, (self.detail.size.width or self.size.width) - 1)
        self.detail.display = row is not None
        self.detail.show_lines(list(detail_lines(row, width)) if row else [], cursor=0)

    def on_line_moved(self, event: LineMoved) -> None:
        """Describe another code."""
        if event.sender is self.list:
            self.describe()

    def on_line_chosen(self, event: LineChosen) -> None:
        """Show where coders differ about the code."""
        if event.sender is self.list and self.row is not None and self.row.code is not None:
            self.desk.call_later(self.desk.action_go_to, "compare")
            self.desk.call_later(self._ask_for, self.row.code.key)

    def _ask_for(self, code: str) -> None:
        from thematic.tui.screens.compare import CompareScreen
        from thematic.workflow.comparison import ItemFilter

        front = self.app.screen
        if isinstance(front, CompareScreen):
            front.show_only(ItemFilter(codes=(code,)))

    def action_sort_codes(self) -> None:
        """Sort by codebook, or the least agreement at a level first."""
        orders = ("", *(level for level in LEVELS if level in self.found))
        self.worst_at = (
            orders[(orders.index(self.worst_at) + 1) % len(orders)] if self.worst_at in orders else ""
        )
        self.show_rows()
        words = (
            f"The least {TITLES[self.worst_at]} first." if self.worst_at else "In the order of the codebook."
        )
        self.say(words)

    # Around

    def follow(self, followed: Followed) -> None:  # noqa: ARG002 (anything may bear on agreement)
        """Measure anew after an undo."""
        self.fill()

    def news(self, followed: Followed) -> None:
        """What others do is measured when the screen comes up again."""

    def back(self) -> None:
        """Go back to the table, from there to the disagreements."""
        if self.focused is self.detail:
            self.set_focus(self.list)
        else:
            self.desk.call_later(self.desk.action_go_to, "compare")

    def status(self) -> Line:
        """Who was compared on what, and how the intervals came about."""
        left = [Piece(" AGREEMENT ", "accent")]
        if self.measuring:
            left.append(
                Piece(f"measuring {LEVELS.index(self.measuring) + 1} of {len(LEVELS)} …  ", "warning")
            )
        elif self.report is not None:
            left.append(Piece(f"{many(len(self.report.sources), 'source')}  ", "quiet"))
            left.append(Piece(", ".join(self.report.coders), "quiet"))
        return line(*left, right=self.saved_words() if self.desk.session else ())


def _measure_level(project: Project, level: str) -> AgreementReport:
    from thematic.workflow.agreement import AgreementWanted, measure_agreement

    unit = "" if level == "boundaries" else level
    return measure_agreement(project, AgreementWanted(unit=unit, measures=(_MEASURES[level],)))
