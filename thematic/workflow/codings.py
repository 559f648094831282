"""Codings as CSV, in and out."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from thematic.errors import BadInput
from thematic.ingest.codings import read_codings
from thematic.ingest.tables import read_table
from thematic.language.located import Problems
from thematic.model.codings import Coder, Coding, Memo
from thematic.model.journal import Entity
from thematic.model.sources import SourceText
from thematic.store.codes import load_codebook
from thematic.store.codings import equal_keys, find_locals, known_guids, save_coding
from thematic.store.memos import load_memos, save_memo
from thematic.store.people import load_coders, save_coder
from thematic.store.sources import load_sources, load_words
from thematic.workflow.closing import closed_pairs, what_to_do, why_closed
from thematic.workflow.coding import find_quote
from thematic.workflow.files import read_bytes
from thematic.workflow.quotes import read_quotes
from thematic.workflow.reading import find_code, pick_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from thematic.ingest.codings import CodingDraft
    from thematic.model.codings import Quote
    from thematic.model.rounds import Closed
    from thematic.store.journal import Writer
    from thematic.workflow.project import Project

T = TypeVar("T")

FIELDS = ("source", "start", "end", "quote", "code", "coder", "stance", "memo", "guid")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What an import of codings did."""

    imported: int
    skipped: int
    """Same guid, or the identical coding was there already."""
    new_coders: tuple[str, ...] = field(default=())


def import_codings(
    project: Project, path: str, *, step: Callable[[int], None] = lambda _done: None
) -> CodingsReport:
    """Take codings in from a CSV, all or none.

    Args:
        project: Where to.
        path: `source,start,end,quote,code,coder,stance,memo,guid`.
        step: Called with the number of rows done, for a progress bar.

    Raises:
        BadFile: Every row that cannot be read or placed, with its line; nothing is stored then.
    """
    read_bytes(path)
    problems = Problems(path)
    drafts = read_codings(read_table(Path(path)), problems)
    project.acting_coder()
    with project.act("import codings", Path(path).name) as writer:
        places = _Places(project, writer, problems)
        ready = []
        for draft in drafts:
            ready.append((draft, places.coding(draft)))
            step(1)
        problems.raise_if_any("Nothing was imported.")
        return _save(project, writer, places, ready)


def _save(
    project: Project,
    writer: Writer,
    places: _Places,
    ready: list[tuple[CodingDraft, Coding | None]],
) -> CodingsReport:
    named = [draft.guid for draft, _ in ready if draft.guid]
    present, known = set(find_locals(writer.connection, named)), known_guids(writer.connection, named)
    there, closed = equal_keys(writer.connection), closed_pairs(writer.connection)
    placed = [coding for _, coding in ready if coding is not None]
    writer.expect(Entity("source", coding.source) for coding in placed)
    writer.expect(Entity("text", coding.text) for coding in placed)
    done = skipped = 0
    for draft, coding in ready:
        if coding is None:
            continue
        key = (coding.source, coding.start, coding.end, coding.code, coding.coder)
        if key in there or draft.guid in present:
            skipped += 1
            continue
        if (coding.source, coding.coder) in closed:
            places.close(draft, coding, closed[coding.source, coding.coder])
            continue
        there.add(key)
        save_coding(writer, coding, fresh=coding.guid not in known)
        done += 1
        if draft.memo:
            memo = Memo(
                project.here.guid(), f"coding/{coding.guid}", coding.coder, draft.memo, project.here.now()
            )
            save_memo(writer, memo, fresh=True)
    places.problems.raise_if_any("Nothing was imported.")
    return CodingsReport(done, skipped, tuple(places.new_coders))


class _Places:
    """Names in a codings file → what the project has; problems gathered with their lines."""

    def __init__(self, project: Project, writer: Writer, problems: Problems) -> None:
        self._project, self._writer, self.problems = project, writer, problems
        self._sources = load_sources(writer.connection)
        self._by_name = {source.name: source for source in self._sources}
        self._codebook = load_codebook(writer.connection)
        self._coders = {coder.name: coder.guid for coder in load_coders(writer.connection)}
        self._texts: dict[str, tuple[str, SourceText]] = {}
        self._unknown: dict[str, BadInput] = {}
        self.new_coders: list[str] = []

    def coding(self, draft: CodingDraft) -> Coding | None:
        """The coding a row stands for; None where it cannot be placed, which is noted."""
        found = self._tried(draft, lambda: self._text(draft.source))
        code = self._tried(draft, lambda: find_code(self._codebook, draft.code).guid)
        span = self._tried(draft, lambda: self._span(draft, *found)) if found else None
        if found is None or code is None or span is None:
            return None
        text, (start, end) = found[1], span
        return Coding(
            draft.guid or self._project.here.guid(),
            text.source,
            text.guid,
            start,
            end,
            text.text[start:end],
            code,
            self._coder(draft.coder),
            "human",
            draft.stance,
            Path(self.problems.where).name,
        )

    def _tried(self, draft: CodingDraft, look: Callable[[], T]) -> T | None:
        """What looking a part of a row up gives; None where that fails, which is noted."""
        try:
            return look()
        except BadInput as problem:
            self.problems.add(draft.line, str(problem))
            return None

    def close(self, draft: CodingDraft, coding: Coding, why: Closed) -> None:
        """Note that a row would code what takes no more coding."""
        said = why_closed(self._writer.connection, (coding.source, coding.coder), why)
        self.problems.add(draft.line, f"{said} {what_to_do(why)}")

    def _text(self, name: str) -> tuple[str, SourceText]:
        if name in self._unknown:
            raise self._unknown[name]
        if name not in self._texts:
            try:
                source = self._by_name.get(name) or pick_source(self._sources, name)
            except BadInput as problem:
                self._unknown[name] = problem
                raise
            words = load_words(self._writer.connection, source.sha256)
            self._texts[name] = (source.name, SourceText(source.text, source.guid, source.sha256, words))
        return self._texts[name]

    def _span(self, draft: CodingDraft, name: str, text: SourceText) -> tuple[int, int]:
        if draft.start is None or draft.end is None:
            return find_quote(text, name, draft.quote)
        if not 0 <= draft.start < draft.end <= len(text.text):
            raise BadInput(
                f"{draft.start}:{draft.end} is not a span of '{name}', which has {len(text.text)} characters."
            )
        if draft.quote and text.text[draft.start : draft.end] != draft.quote:
            return find_quote(text, name, draft.quote)
        return draft.start, draft.end

    def _coder(self, name: str) -> str:
        if not name:
            return self._project.acting_coder().guid
        guid = self._coders.get(name)
        if guid is None:
            guid = self._coders[name] = self._project.here.guid()
            save_coder(self._writer, Coder(guid, name))
            self.new_coders.append(name)
        return guid


def export_codings(project: Project) -> str:
    """All codings as CSV, which `import_codings` reads back.

    Codings that wait for review are left out: their words are not in the text.
    Several memos on one coding stand in its cell one after the other.
    """
    quotes = [quote for quote in read_quotes(project) if quote.current]
    memos: dict[str, str] = {}
    with project.store.reading() as connection:
        for memo in load_memos(connection):
            memos[memo.on] = f"{memos[memo.on]}\n\n{memo.text}" if memo.on in memos else memo.text
    rows = (
        (
            quote.source, quote.start, quote.end, quote.quote, quote.code, quote.coder,
            quote.stance or "", memos.get(f"coding/{quote.guid}", ""), quote.guid,
        )
        for quote in quotes
    )  # fmt: skip
    return write_rows(FIELDS, rows)


def quotes_as_csv(quotes: tuple[Quote, ...]) -> str:
    """Retrieved quotes as CSV for reading in a spreadsheet: cells that look like formulas are disarmed."""
    rows = (
        (
            quote.source, quote.start, quote.end, quote.quote, quote.code, quote.coder,
            quote.stance or "", "", quote.guid,
        )
        for quote in quotes
    )  # fmt: skip
    return write_rows(FIELDS, rows)


def disarm(cell: str) -> str:
    """A cell that no spreadsheet runs: text like a formula gets an apostrophe, which reading takes off."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def write_rows(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as CSV, its text disarmed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([disarm(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()
