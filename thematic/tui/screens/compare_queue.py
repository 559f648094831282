"""The comparison's queue: where coders differ, the worst first, and how far it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

from thematic.errors import NotFound, ThematicError
from thematic.tui.ink import Line, Piece, line
from thematic.tui.screens.base import NARROW, DeskScreen
from thematic.tui.screens.compare_faces import Face, faces_of
from thematic.tui.screens.compare_lines import Row, filter_words, queue_line, queue_rows
from thematic.tui.screens.compare_reading import find_changed, read_queue
from thematic.tui.widgets.bars import Bar
from thematic.tui.widgets.line_list import LineList
from thematic.tui.widgets.transcript.mouse import Transcript

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from thematic.model.disagreements import Disagreement
    from thematic.tui.changes import Followed
    from thematic.workflow.adjudication import Queue
    from thematic.workflow.comparison import ItemFilter

_QUEUE, _WIDE_QUEUE, _ENTRY = 42, 56, 48
"""Cells of the queue, of the queue on a wide screen, and of the answers beside the text."""

_WIDE, _ROOMY = 140, 184
"""Cells from which the queue is wider, and from which the three panes stand side by side."""


class CompareQueue(DeskScreen):
    """The queue, and room for the passage."""

    DEFAULT_CSS = """
    CompareQueue #pair { layout: horizontal; height: 1fr; }
    CompareQueue #queue { height: 1fr; }
    CompareQueue #right { layout: vertical; width: 1fr; height: 1fr; }
    CompareQueue #passage { height: 3fr; width: 1fr; }
    CompareQueue #text { height: 1fr; }
    CompareQueue #entry { height: 2fr; width: 1fr; }
    CompareQueue.-roomy #right { layout: horizontal; }
    CompareQueue.-roomy #entry { height: 1fr; }
    CompareQueue.-roomy #passage { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.queue: Queue | None = None
        self.rows: list[Row] = []
        self.only: ItemFilter | None = None
        """What is shown; None for everything."""
        self.agreed_too = False
        """Whether what is settled is shown as well."""
        self.nameless = False
        """Whether letters stand for the coders."""
        self.reasons: list[str] = []
        """Given before, the most used first."""
        self.why: dict[str, str] = {}
        """Item → the reason that waits for its answer."""
        self._counted: tuple[Queue | None, tuple[int, int]] = (None, (0, 0))
        """The queue last counted, and its progress."""
        self._follows = False
        """Whether the cursor goes to what has changed."""
        self.saving: set[str] = set()
        """Ids of items whose answer is on its way."""
        self._stay: set[str] = set()
        """Ids of items answered in this sitting, which stay where they are."""
        self.room = 80
        """Cells for a line about the answers."""
        self._side = "queue"
        """What a narrow screen shows: the queue, or the passage."""

    def body(self) -> ComposeResult:
        """Queue; passage above or beside what speaks for each answer."""
        with Container(id="pair"):
            yield LineList(self.desk.inks, title="DISAGREEMENTS", id="queue")
            with Container(id="right"):
                with Vertical(id="passage"):
                    yield Bar(self.desk.inks, ground="title", id="text-title")
                    yield Transcript(self.desk.paint, id="text")
                yield LineList(self.desk.inks, title="ANSWERS", id="entry")

    @property
    def list(self) -> LineList:
        """The queue."""
        return self.query_one("#queue", LineList)

    @property
    def transcript(self) -> Transcript:
        """The text."""
        return self.query_one("#text", Transcript)

    @property
    def entry(self) -> LineList:
        """Answers, codebook, memos."""
        return self.query_one("#entry", LineList)

    # Layout

    def on_mount(self) -> None:
        """Begin with the keys in the queue."""
        self.show_panes()
        self.set_focus(self.list)

    def on_resize(self) -> None:
        """Show the panes there is room for."""
        self.show_panes()
        self.call_after_refresh(self.describe)
        self.refresh_bars()

    def show_panes(self) -> None:
        """On a small screen the queue and the passage take turns."""
        width, roomy = self.size.width, self.size.width >= _ROOMY
        queue = width if self.narrow else _QUEUE if width < _WIDE else _WIDE_QUEUE
        self.room = width if self.narrow else _ENTRY if roomy else width - queue
        self.set_class(roomy, "-roomy")
        self.list.styles.width = queue
        self.entry.styles.width = self.room
        self.list.display = not self.narrow or self._side == "queue"
        self.query_one("#right").display = not self.narrow or self._side != "queue"

    def show_side(self, side: str) -> None:
        """Go to the queue, the passage or the answers, showing it where it is hidden."""
        if self.narrow and (side == "queue") != (self._side == "queue"):
            self.call_after_refresh(self.describe_soon)
        self._side = side
        self.show_panes()
        self.set_focus({"queue": self.list, "text": self.transcript, "entry": self.entry}[side])

    @property
    def narrow(self) -> bool:
        """Whether queue and passage take turns."""
        return self.size.width < NARROW

    def show_inks(self) -> None:
        """Draw with the colours of another theme."""
        super().show_inks()
        self.transcript.show_paint(self.desk.paint)

    # The queue

    def fill(self) -> None:
        """Compare anew."""
        if self.queue is None:
            self.list.empty = "Comparing …"
        self.start(self._read_queue, "queue")

    async def _read_queue(self) -> None:
        before, known = self.item, self.queue
        edits = self.session.edits
        try:
            queue, reasons = await self.session.read(read_queue)
            self._choose(queue)
        except NotFound:
            self.only = None
            self.say("What was asked for is no longer there: everything is shown.", "warning")
        except ThematicError as error:
            self.say(str(error), "warning")
            return
        if edits != self.session.edits:  # an answer was saved meanwhile, perhaps after this was read
            self.fill()
            return
        self.queue, self.reasons = queue, [*reasons]
        here = before.id if before else ""
        if known is not None and self._follows:
            turned = [item for item in find_changed(known, queue) if item in queue.by_id]
            here = turned[0] if turned else here
        self._follows = False
        self._stay &= queue.by_id.keys()
        self.show_queue(here)

    def show_queue(self, here: str = "") -> None:
        """Show the items asked for, the cursor on one of them."""
        before = self.item.id if self.item else ""
        here = here or before
        self.rows = queue_rows(self._wanted())
        cursor = next((n for n, row in enumerate(self.rows) if row.item and row.item.id == here), None)
        shared = self.queue.found.shared if self.queue else ()
        self.list.empty = (
            "No source is finished by two people."
            if not shared
            else "Nothing like this is open: f, z."
            if self.only
            else "Everything is answered: z shows it."
        )
        if cursor is not None and here == before:
            self.list.show_still(len(self.rows), self._draw, cursor=cursor)
        else:
            self.list.show(len(self.rows), self._draw, cursor=cursor)
        self.entitle()
        self.describe()
        self.refresh_bars()

    def _wanted(self) -> Sequence[Disagreement]:
        if self.queue is None:
            return []
        items = self._choose(self.queue)
        if self.agreed_too:
            return items
        return [item for item in items if item.differs and (self.is_open(item.id) or item.id in self._stay)]

    def _choose(self, queue: Queue) -> Sequence[Disagreement]:
        """The items that pass the filter."""
        return queue.found.choose(self.only) if self.only else queue.found.items

    def _draw(self, number: int) -> Line:
        row = self.rows[number]
        item = row.item
        source = self.queue.found.source_names.get(item.source, "?") if self.queue and item else ""
        faces = self.faces_of(item) if item else ()
        return queue_line(
            self.session,
            row,
            self.mark(item.id) if item else "",
            source,
            faces,
            width=self.list.size.width - 1,
        )

    def entitle(self) -> None:
        """How far it is decided, and what is shown."""
        if self.queue is None:
            return
        answered, disagreements = self.progress()
        shown = sum(1 for row in self.rows if row.item) if self.only else 0
        what = f"  ·  {shown:,} shown" if self.only else " answered"
        self.list.retitle(f"DISAGREEMENTS  {answered:,} of {disagreements:,}{what}")

    def progress(self) -> tuple[int, int]:
        """Disagreements answered, and disagreements."""
        if self.queue is not None and self._counted[0] is not self.queue:
            counts = self.queue.progress().values()
            self._counted = (self.queue, (sum(one for one, _ in counts), sum(all_ for _, all_ in counts)))
        return self._counted[1]

    def mark(self, item: str) -> str:
        """How far an item is: waiting, reopened, saving, decided, defer, codebook issue, agreed."""
        if item in self.saving or self.queue is None:
            return "saving"
        decision = self.queue.decisions.get(item)
        if decision is not None:
            return decision.choice if decision.choice in ("defer", "codebook issue") else "decided"
        if not self.queue.by_id[item].differs:
            return "agreed"
        return "reopened" if item in self.queue.reopened else "waiting"

    def is_open(self, item: str) -> bool:
        """Whether nothing stands in the consensus for it yet."""
        return self.mark(item) not in ("decided", "agreed")

    def faces_of(self, item: Disagreement) -> tuple[Face, ...]:
        """Who has a part in an item."""
        coders = self.queue.found.coders if self.queue else ()
        return faces_of(item, coders, self.session, hidden=self.nameless)

    @property
    def item(self) -> Disagreement | None:
        """The item under the cursor of the queue."""
        row = self.rows[self.list.cursor] if self.list.cursor < len(self.rows) else None
        return row.item if row else None

    def describe_soon(self) -> None:
        """Show the item once the cursor rests."""

    def describe(self) -> None:
        """Show the item under the cursor."""

    def follow(self, followed: Followed) -> None:  # noqa: ARG002 (what changed is found by comparing)
        """Compare anew after an undo; the cursor goes to the item that changed."""
        self._follows = True
        self.fill()

    def news(self, followed: Followed) -> None:  # noqa: ARG002 (what changed is found by comparing)
        """Compare anew when others did something; the cursor stays where it is."""
        self._shown_edits = self.session.edits
        self.fill()

    def status(self) -> Line:
        """How far, and what was put off."""
        if self.desk.session is None or self.queue is None:
            return line(Piece(" COMPARE ", "accent"))
        answered, disagreements = self.progress()
        share = f"{100 * answered // disagreements}%  " if disagreements else ""
        later = sum(one.choice in ("defer", "codebook issue") for one in self.queue.decisions.values())
        again = len(self.queue.reopened)
        return line(
            Piece(" COMPARE ", "accent"),
            Piece(f"{answered:,}/{disagreements:,} answered  {share}", "quiet"),
            Piece(f"{later} put off  " if later else "", "quiet"),
            Piece(f"{again} open again  " if again else "", "warning"),
            Piece("names hidden  " if self.nameless else "", "accent"),
            Piece(f"only {filter_words(self.only)}" if self.only else "", "accent"),
            right=self.saved_words(),
        )
