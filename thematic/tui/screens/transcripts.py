"""The list of transcripts: what there is, who speaks, how far each is coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from thematic.tui.changes import read_lists
from thematic.tui.ink import Line, Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.page.glyphs import fit
from thematic.tui.screens.base import DeskScreen
from thematic.tui.widgets.line_list import LineList
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from thematic.model.sources import Respondent, Source
    from thematic.tui.actions import Place
    from thematic.tui.changes import Followed, Lists
    from thematic.tui.messages import LineChosen, Tone
    from thematic.workflow.placing import ImportReport
    from thematic.workflow.project import Project

SORTS = ("import", "name", "progress", "length")

_NAMED = 4
"""Respondents, or facts about one, on a line."""

_BAR = 8
"""Cells of a progress bar."""


class TranscriptsScreen(DeskScreen):
    """All sources of the project."""

    here: ClassVar[tuple[Place, ...]] = ("transcripts",)
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("transcripts")

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Source] = []
        self._sort = SORTS[0]
        self._filter = ""
        self._stopped = False
        self._people: Mapping[str, Respondent] = {}
        """By label."""
        self._turns: Mapping[str, tuple[int, int]] = {}
        """Guid of a source → turns coded, turns in all."""

    def body(self) -> ComposeResult:
        """One list."""
        yield LineList(self.desk.inks, title="TRANSCRIPTS", id="sources")

    @property
    def sources(self) -> LineList:
        """The list."""
        return self.query_one("#sources", LineList)

    def on_mount(self) -> None:
        """Begin with the keys in the list."""
        self.set_focus(self.sources)

    def fill(self) -> None:
        """Show the sources, and count how far they are coded."""
        self._people = {person.label: person for person in self.session.respondents.values()}
        self.show_sources(at=self.desk.remembered.source)
        self.start(self._count, "progress")

    def follow(self, followed: Followed) -> None:  # noqa: ARG002 (all of it is read again)
        """Show what others or an undo changed; the cursor stays."""
        self._people = {person.label: person for person in self.session.respondents.values()}
        self.show_sources()
        self.start(self._count, "progress")

    async def _count(self) -> None:
        self._turns = await self.session.read(_coded_turns)
        self.show_sources()
        self.refresh_bars()

    def show_sources(self, at: str | None = None) -> None:
        """Show the sources that pass the filter, sorted, the cursor on one of them."""
        at = at or (self._shown[self.sources.cursor].guid if self._shown else None)
        chosen = [one for one in self.session.sources if self._passes(one)]
        if self._sort == "name":
            chosen.sort(key=lambda one: one.name.casefold())
        elif self._sort == "progress":
            chosen.sort(key=self._share)
        elif self._sort == "length":
            chosen.sort(key=lambda one: -one.characters)
        self._shown = chosen
        cursor = next((number for number, one in enumerate(chosen) if one.guid == at), 0)
        self.sources.empty = (
            "No transcript matches." if self._filter else "No sources: 'thematic import FILE…'."
        )
        self.sources.show_still(len(chosen), self._line, cursor=cursor)
        few = f" of {len(self.session.sources)}" if self._filter else ""
        words = f"  ·  {self._filter}" if self._filter else ""
        self.sources.retitle(f"TRANSCRIPTS  {len(chosen)}{few}  ·  by {self._sort}{words}")

    def _share(self, source: Source) -> float:
        coded, turns = self._turns.get(source.guid, (0, 0))
        return coded / turns if turns else 0.0

    def _passes(self, source: Source) -> bool:
        words = self._filter.casefold().split()
        if not words:
            return True
        people = self._people
        told = [source.name, source.kind, "done" if source.guid in self.session.done else "open"]
        for label in source.respondents:
            told.append(label)
            if label in people:
                told += [f"{name}={value}" for name, value in people[label].attributes.items()]
        hay = " ".join(told).casefold()
        return all(word in hay for word in words)

    def _line(self, number: int) -> Line:
        source = self._shown[number]
        who = self._who(source)
        here = source.guid == self.desk.remembered.source
        coded, turns = self._turns.get(source.guid, (0, 0))
        full = round(_BAR * coded / turns) if turns else 0
        wide = self.size.width >= 76
        about = f"{source.kind:<9} {source.characters:>9,}  " if wide else ""
        return line(
            Piece(" ▸" if here else "  ", "accent"),
            Piece("✓ " if source.guid in self.session.done else "  ", "good"),
            Piece(source.name, "strong"),
            Piece(f"  {who}", "quiet"),
            right=(
                Piece(about, "quiet"),
                Piece("━" * full, "good"),
                Piece("─" * (_BAR - full), "quiet"),
                Piece(f" {coded:>3}/{turns:<3} ", "text" if coded else "quiet"),
            ),
        )

    def _who(self, source: Source) -> str:
        """Those who speak; what is known about one who speaks alone."""
        labels = [label for label in source.respondents if label != source.name.rpartition(".")[0]]
        if len(source.respondents) == 1:
            person = self._people.get(source.respondents[0])
            facts = self.session.facts_on(person) if person else []
            values = [value for name, value in facts if value not in ("yes", "no", source.kind)]
            labels = [label for label in labels if label != source.name] + values
            return " · ".join(labels[:_NAMED])
        return ", ".join(labels[:_NAMED]) + (" …" if len(labels) > _NAMED else "")

    def on_line_chosen(self, event: LineChosen) -> None:
        """Open the transcript."""
        if self._shown:
            self.desk.open_in_coding(self._shown[event.line].guid)

    def action_sort(self) -> None:
        """Sort by the next of import, name, progress, length."""
        self._sort = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]
        self.show_sources()

    def action_filter(self) -> None:
        """Show those whose name or respondent's attributes match."""

        def typing(words: str) -> None:
            self._filter = words.strip()
            self.show_sources()

        self.ask_line("Filter:", typing, text=self._filter, typing=typing, dismissed=lambda: typing(""))

    def action_mark_done(self) -> None:
        """Mark the transcript as done, or not done."""
        if self._shown:
            self.session.mark_done(self._shown[self.sources.cursor].guid, self._marked)

    def _marked(self, words: str, tone: str) -> None:
        self.show_sources()
        self.say(words, "good" if tone == "good" else "calm")

    # Importing

    def action_import_files(self) -> None:
        """Import files or a folder of transcripts."""
        self.ask_line("Import file or folder:", self._import)

    def _import(self, words: str) -> None:
        path = words.strip()
        if not path:
            return
        self._stopped = False

        def done(result: tuple[ImportReport, Lists]) -> None:
            report, lists = result
            self.session.take_lists(lists)
            self.fill()
            refused = (
                f" · {len(report.refused)} refused: {report.refused[0].reason}" if report.refused else ""
            )
            tone: Tone = "warning" if report.refused or report.warnings else "good"
            warned = f" · {report.warnings[0]}" if report.warnings else ""
            self.say(f"{many(report.sources, 'source')} imported{refused}{warned}", tone)

        self.say("Importing … Esc stops.")
        self.session.write("import", lambda project: _import(project, path, self), done)

    def keep_on(self, done: int, of: int) -> bool:
        """Show how far an import is; False when the person stopped it. Called from the writing thread."""
        self.app.call_from_thread(self.say, f"Importing … {done} of {of} files. Esc stops.")
        return not self._stopped

    def status(self) -> Line:
        """Totals."""
        session = self.desk.session
        if session is None:
            return Line(())
        coded = sum(coded for coded, _ in self._turns.values())
        turns = sum(turns for _, turns in self._turns.values())
        people = many(len(session.respondents), "person", "people")
        counts = f"{many(len(session.sources), 'source')} · {people}"
        far = f" · {coded} of {turns} turns coded · {len(session.done)} done" if turns else ""
        return line(
            Piece(" TRANSCRIPTS ", "accent"),
            Piece(f"{counts}{far}", "quiet"),
            right=(Piece(f"{fit(session.project.title, self.size.width // 4)} ", "text"),),
        )

    def back(self) -> None:
        """Stop an import that runs; else go back to the text."""
        session = self.desk.session
        if session is not None and session.pen.first == "import" and not session.pen.stuck:
            self._stopped = True
            return
        self.desk.call_later(self.desk.action_go_to, "code")


def _import(project: Project, path: str, screen: TranscriptsScreen) -> tuple[ImportReport, Lists]:
    from contextlib import contextmanager

    from thematic.errors import Refused
    from thematic.workflow.importing import TranscriptOptions, import_transcripts

    @contextmanager
    def bar(steps: int) -> Iterator[Callable[[int], None]]:
        done = 0

        def step(more: int) -> None:
            nonlocal done
            done += more
            if not screen.keep_on(done, steps):
                raise Refused("Stopped: nothing was imported.")

        yield step

    report = import_transcripts(project, (str(Path(path).expanduser()),), TranscriptOptions(), bar=bar)
    return report, read_lists(project)


def _coded_turns(project: Project) -> dict[str, tuple[int, int]]:
    from thematic.workflow.answers import coded_turns

    return coded_turns(project)
