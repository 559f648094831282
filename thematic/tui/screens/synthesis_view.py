"""The synthesis board, looked at: outline left, the statement with its remarks and its evidence right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

from thematic.errors import ThematicError
from thematic.tui.actions import BY_ID
from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import shown_keys
from thematic.tui.screens.base import NARROW, DeskScreen
from thematic.tui.screens.synthesis_lines import (
    EvidenceLines,
    Row,
    codes_of,
    evidence_lines,
    outline_line,
    outline_rows,
    remark_lines,
    statement_lines,
)
from thematic.tui.widgets.board_editor import BoardEditor
from thematic.tui.widgets.board_evidence import EvidenceList
from thematic.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from thematic.model.evidence import EvidenceSheet, Passage
    from thematic.model.findings import Counted
    from thematic.tui.messages import LineMoved
    from thematic.tui.widgets.board_editor import StatementTyped
    from thematic.workflow.linting import Inspected, Preview
    from thematic.workflow.project import Project

_PAUSE = 0.3
"""Seconds of quiet after which the linter reads what is being written."""


class SynthesisView(DeskScreen):
    """Findings and what they rest on."""

    DEFAULT_CSS = """
    SynthesisView #board { layout: horizontal; height: 1fr; }
    SynthesisView #outline { width: 1fr; height: 1fr; }
    SynthesisView #right { width: 1fr; height: 1fr; border-left: solid $panel; }
    SynthesisView #statement { height: auto; }
    SynthesisView #evidence { height: 1fr; }
    SynthesisView.-narrow #board { layout: vertical; }
    SynthesisView.-narrow #outline { width: 1fr; height: 2fr; }
    SynthesisView.-narrow #right { width: 1fr; height: 3fr; }
    SynthesisView.-narrow #editor { height: 5; }
    SynthesisView.-narrow.-judging #outline { height: 4; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.board: Inspected | None = None
        self.rows: list[Row] = []
        self.sheet: EvidenceSheet | None = None
        self.marked: list[str] = []
        """Ids of findings marked for merging."""
        self._evidence = EvidenceLines((), {})
        self.wanted = ""
        """Id the cursor goes to once the board was read again."""
        self.writing = ""
        """Id of the statement being written."""
        self._waiting: Timer | None = None

    def body(self) -> ComposeResult:
        """Outline; statement, editor and evidence."""
        with Container(id="board"):
            yield LineList(self.desk.inks, title="FINDINGS", id="outline")
            with Vertical(id="right"):
                yield BoardEditor(self.desk.inks, id="editor")
                yield LineList(self.desk.inks, title="STATEMENT", id="statement")
                yield EvidenceList(self.desk.inks, title="EVIDENCE", id="evidence")

    @property
    def outline(self) -> LineList:
        """The outline."""
        return self.query_one("#outline", LineList)

    @property
    def statement(self) -> LineList:
        """The statement in full."""
        return self.query_one("#statement", LineList)

    @property
    def evidence(self) -> LineList:
        """What it rests on."""
        return self.query_one("#evidence", LineList)

    @property
    def editor(self) -> BoardEditor:
        """Where a statement is written."""
        return self.query_one("#editor", BoardEditor)

    def on_mount(self) -> None:
        """Begin with the keys in the outline."""
        self.statement.can_focus = False
        self.set_class(self.size.width < NARROW, "-narrow")
        self.set_focus(self.outline)

    def on_resize(self) -> None:
        """Put the right pane below the outline where there is little room."""
        self.set_class(self.size.width < NARROW, "-narrow")
        self.call_after_refresh(self.show_again)

    def on_descendant_focus(self) -> None:
        """On a small screen the pane in use gets the room."""
        self.set_class(self.focused is self.evidence or self.editor.is_open, "-judging")
        super().on_descendant_focus()

    # Reading

    def fill(self) -> None:
        """Count and lint anew."""
        if self.board is None:
            self.outline.empty = "Counting …"
        self.start(self._read_board, "board")

    async def _read_board(self) -> None:
        try:
            board = await self.session.read(_inspect)
        except ThematicError as error:
            self.say(str(error), "warning")
            return
        here = self.wanted or (self.row.id if self.row else "")
        self.wanted = ""
        self.board, self.rows = board, outline_rows(board)
        known = {row.id for row in self.rows}
        self.marked = [name for name in self.marked if name in known]
        cursor = next(
            (n for n, row in enumerate(self.rows) if here and row.id == here and row.kind != "stem"), None
        )
        self._show_outline(cursor if cursor is not None else self._first() if not here else None)
        if not self.writing:
            self.describe_row()
        self.refresh_bars()

    def _first(self) -> int:
        return next((number for number, row in enumerate(self.rows) if row.kind == "finding"), 0)

    def _show_outline(self, cursor: int | None = None) -> None:
        board = self.board
        if board is None:
            return
        self.outline.empty = "No finding yet: n makes one from a code."
        self.outline.show(
            len(self.rows),
            lambda number: outline_line(self.rows[number], board, self.marked, self.outline.size.width),
            cursor=cursor,
        )
        findings = sum(1 for _ in board.findings.findings())
        draft = "  ·  proposed, adopted by your first change" if board.findings.outline.drafted else ""
        self.outline.retitle(f"FINDINGS  {findings}{draft}")

    def show_again(self) -> None:
        """Draw everything for another width."""
        if self.board is not None:
            self._show_outline()
            self.describe_row()
        self.refresh_bars()

    # What is under the cursors

    @property
    def row(self) -> Row | None:
        """The row of the outline under the cursor."""
        return self.rows[self.outline.cursor] if self.rows else None

    @property
    def spoken_of(self) -> Counted | None:
        """The finding or point under the cursor."""
        return self.row.counted if self.row else None

    @property
    def passage(self) -> Passage | None:
        """The passage under the cursor of the evidence."""
        return self._evidence.passages.get(self.evidence.cursor)

    @property
    def judging(self) -> bool:
        """Whether the keys are in the evidence."""
        return self.focused is self.evidence

    def on_line_moved(self, event: LineMoved) -> None:
        """Describe another row."""
        if event.sender is self.outline:
            self.describe_row()
            self.refresh_bars()

    def describe_row(self) -> None:
        """Show the statement under the cursor in full, and have its evidence read."""
        row = self.row
        if row is None or self.board is None:
            return
        if row.counted is None:
            self._show_statement(self._about(row), row.kind.upper())
            self.sheet = None
            self._show_evidence()
            return
        remarks = self.board.of(row.id)
        lines = statement_lines(row.counted, remarks, self._room(), codes=codes_of(row.counted, self.board))
        label = self.label_of(row)
        self._show_statement(lines, f"{row.kind.upper()} {label}  ·  {row.id}")
        self.start(partial(self._read_sheet, row.id), "sheet")

    def label_of(self, row: Row) -> str:
        """How the report names a row's statement: `27`, `2b`."""
        if row.kind != "point":
            return row.label
        at = self.rows.index(row)
        above = next(one for one in reversed(self.rows[:at]) if one.kind == "finding")
        return f"{above.label}{row.label}"

    def _about(self, row: Row) -> list[Line]:
        """What is said of a section, a lead-in, a theme."""
        whole = list(self.board.of("")) if self.board and row.kind == "section" else []
        lines = [line(Piece(f" {row.text}", "strong"), rests=False)]
        if row.kind == "theme":
            lines.append(line(Piece(f" said by {row.label}: {row.note}", "quiet"), rests=False))
            lines.append(line(Piece(" n makes a finding of it", "quiet"), rests=False))
        if whole:
            lines.append(line(Piece(" of the whole report:", "quiet"), rests=False))
            lines += remark_lines(whole, self._room())
        return lines

    async def _read_sheet(self, name: str) -> None:
        board = self.board
        if board is None:
            return
        try:
            sheet = await self.session.read(lambda project: _read_sheet(project, board, name))
        except ThematicError:
            # The statement has gone meanwhile; the board is being read again.
            return
        self.sheet = sheet
        self._show_evidence()
        self.refresh_bars()

    def _show_evidence(self) -> None:
        before = self.passage.quote.guid if self.passage else ""
        if self.sheet is None:
            self._evidence = EvidenceLines((), {})
            self.evidence.empty = ""
            self.evidence.show_lines([])
            self.evidence.retitle("EVIDENCE")
            return
        self._evidence = evidence_lines(self.sheet, self.session, max(20, self.evidence.size.width - 1))
        self.evidence.empty = "Nothing yet: a rests it on a code."
        self.evidence.show_lines(list(self._evidence.lines), cursor=self._evidence.line_of(before))
        self.evidence.retitle(f"EVIDENCE  of {self.sheet.label}  ·  {self._judging_keys()}")

    def _judging_keys(self) -> str:
        """What can be done to a passage, with its keys."""
        names = ("confirm-evidence", "restage", "illustrate", "set-aside")
        words = ("confirm", "stance", "quote", "leave out")
        keys = (shown_keys(BY_ID[name], self.desk.preset, self.desk.own_keys) for name in names)
        return "  ".join(f"{key} {word}" for key, word in zip(keys, words, strict=True))

    def _show_statement(self, lines: list[Line], title: str) -> None:
        share = 3 if self.has_class("-narrow") and not self.editor.is_open else 2
        most = max(4, (self.size.height - 4) // share)
        self.statement.styles.height = min(len(lines) + 1, most)
        self.statement.show_lines(lines, cursor=0)
        self.statement.retitle(title)

    def _room(self) -> int:
        return max(24, self.statement.size.width or self.size.width // 2) - 1

    # Writing, with the linter looking on

    def write(self, name: str, title: str, text: str) -> None:
        """Begin to write a statement."""
        self.writing = name
        self.editor.open(title, text)

    def on_statement_typed(self, event: StatementTyped) -> None:
        """Have the words looked at once the typing pauses."""
        if self._waiting is not None:
            self._waiting.stop()
        text = event.text
        self._waiting = self.set_timer(_PAUSE, lambda: self.start(partial(self._preview, text), "preview"))

    async def _preview(self, text: str) -> None:
        board, name = self.board, self.writing
        if board is None or not name or not text:
            return
        try:
            seen = await self.session.read(lambda project: _preview(project, board, name, text))
        except ThematicError as error:
            self.say(str(error), "warning")
            return
        if self.editor.is_open and self.writing == name:
            lines = statement_lines(
                seen.counted, seen.remarks, self._room(), codes=codes_of(seen.counted, board)
            )
            self._show_statement(lines, f"AS IT WOULD READ  ·  {name}")

    # Around

    def back(self) -> None:
        """Go from the evidence to the outline, from there to the text."""
        if self.judging:
            self.set_focus(self.outline)
        else:
            self.desk.call_later(self.desk.action_go_to, "code")

    def beside(self) -> tuple[int, int, int]:
        """The palette keeps clear of the pane in use."""
        return (
            0,
            self.outline.size.width or self.size.width,
            self.outline.cursor - self.outline.scroll_offset.y,
        )

    def status(self) -> Line:
        """What the linter says in sum, and what is stale."""
        if self.desk.session is None or self.board is None:
            return line(Piece(" SYNTHESIS ", "accent"))
        open_ = [one for one in self.board.remarks if one.waived is None]
        errors = sum(1 for one in open_ if one.severity == "error")
        stale = len(self.board.stale)
        return line(
            Piece(" SYNTHESIS ", "accent"),
            Piece(f"{errors} error{'' if errors == 1 else 's'}  ", "error" if errors else "good"),
            Piece(f"{len(open_) - errors} warnings  ", "quiet"),
            Piece(f"{stale} stale  " if stale else "", "warning"),
            Piece(f"{len(self.marked)} marked" if self.marked else "", "accent"),
            right=self.saved_words(),
        )


def _inspect(project: Project) -> Inspected:
    from thematic.workflow.linting import inspect_board

    return inspect_board(project)


def _read_sheet(project: Project, board: Inspected, name: str) -> EvidenceSheet:
    from thematic.workflow.evidence import read_sheet

    return read_sheet(project, board, name)


def _preview(project: Project, board: Inspected, name: str, text: str) -> Preview:
    from thematic.workflow.linting import preview_statement

    return preview_statement(project, board, name, text)
