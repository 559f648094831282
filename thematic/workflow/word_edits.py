"""Statements that co-authors changed in a Word report, read back into the outline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.ingest.word_bookmarks import read_bookmarks, read_variables
from thematic.report.bookmarks import digest, read_mark
from thematic.synthesis.lint.run import lint_findings
from thematic.synthesis.outline_edit import write_statement
from thematic.synthesis.rewording import Reworded, reword, spell_out
from thematic.workflow.board import change_outline, current_outline, statement_labels
from thematic.workflow.files import read_bytes
from thematic.workflow.findings import count_along
from thematic.workflow.reading import load_study

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from thematic.ingest.word_bookmarks import Marked
    from thematic.model.findings import Findings
    from thematic.model.lint import LintRemark
    from thematic.model.outline import Outline
    from thematic.report.bookmarks import Mark
    from thematic.workflow.project import Project

_REPLICATES = 500
"""Resamples, which only claims of rank are held against here."""


@dataclass(frozen=True)
class WordEdit:
    """One statement with other words."""

    id: str
    label: str
    """`3`, or `3b` for a point."""
    old: str
    """As it reads in the project now."""
    new: str
    """As it would read."""
    statement: str
    """As it would be written, with placeholders."""
    fixed: tuple[str, ...]
    """Placeholders that were written over and would be the author's own words."""
    moved: bool
    """Whether the project's own words have changed since the file was written."""
    remarks: tuple[LintRemark, ...] = ()
    """What the linter would say to it."""


@dataclass(frozen=True)
class WordClash:
    """A statement that was changed in two ways in one file."""

    label: str
    summary: str
    detail: str


@dataclass(frozen=True)
class WordDiff:
    """What a file says beside what the project says."""

    edits: tuple[WordEdit, ...]
    clashes: tuple[WordClash, ...]
    missing: tuple[str, ...]
    """Labels of statements that the file no longer marks anywhere."""
    unknown: tuple[str, ...]
    """Changed words whose statement the outline no longer has."""


@dataclass(frozen=True)
class _Found:
    """The words at one of a statement's bookmarks."""

    mark: Mark
    words: str
    printed: str
    """As the file was written with; empty where it no longer says."""

    @property
    def changed(self) -> bool:
        return digest(self.words) != self.mark.text


def read_word_edits(project: Project, path: str) -> WordDiff:
    """Compare the statements in a Word report with the outline; nothing is stored.

    Raises:
        BadInput: The file is no Word document, or holds no statement of a report.
    """
    data = read_bytes(path)
    found = list(_find_statements(read_bookmarks(data, path), read_variables(data, path)))
    if not found:
        raise BadInput(
            f"{path} holds no marked statements.",
            "Give a file that 'thematic report -o FILE.docx' wrote, saved as .docx.",
        )
    study = load_study(project)
    outline = current_outline(project)
    before = count_along(project, study, outline, replicates=0)
    statements = {digest(one.id): one for one in before.statements()}
    labels = statement_labels(outline)
    wanted: dict[str, tuple[_Found, Reworded]] = {}
    clashes: list[WordClash] = []
    for key, one in statements.items():
        changed = {each.words: each for each in found if each.mark.statement == key and each.changed}
        if len(changed) > 1:
            first, second = (next(iter(changed)), list(changed)[-1])
            clashes.append(WordClash(labels[one.id], first, second))
        for each in changed.values() if len(changed) == 1 else ():
            if digest(each.words) != digest(one.text):
                wanted[one.id] = each, reword(one.statement, each.printed or one.text, each.words)
    marked = {each.mark.statement for each in found}
    return WordDiff(
        edits=_read_edits(project, outline, before, wanted),
        clashes=tuple(clashes),
        missing=tuple(labels[one.id] for key, one in statements.items() if key not in marked),
        unknown=tuple(
            dict.fromkeys(
                each.words for each in found if each.changed and each.mark.statement not in statements
            )
        ),
    )


def accept_word_edits(
    project: Project, path: str, diff: WordDiff, only: Collection[str] = ()
) -> tuple[WordEdit, ...]:
    """Take changed statements into the outline, as one act.

    Args:
        project: Whose outline.
        path: The file they came from, for the journal.
        diff: What was read from it.
        only: Labels or ids; empty for all edits.

    Raises:
        BadInput: One that is named was not changed.
        Refused: One that is named was changed in two ways.
    """
    chosen = tuple(one for one in diff.edits if not only or {one.id, one.label} & set(only))
    known = {name for one in diff.edits for name in (one.id, one.label)}
    for name in only:
        if any(clash.label == name for clash in diff.clashes):
            raise Refused(
                f"Statement {name} was changed in two ways.", "Make summary and detail agree in the file."
            )
        if name not in known:
            raise BadInput(f"Statement '{name}' was not changed in {path}.")
    if chosen:
        which = ", ".join(one.label for one in chosen)
        change_outline(
            project, "accept edits", lambda one: _write(one, chosen), f"{Path(path).name}: {which}"
        )
    return chosen


def _find_statements(bookmarks: Mapping[str, Marked], printed: Mapping[str, str]) -> Iterator[_Found]:
    """Every statement's bookmark, with what was typed at its ends."""
    for name, at in bookmarks.items():
        mark = read_mark(name)
        if mark is None:
            continue
        # In the detail a point's letter stands before its words.
        before = "" if _is_letter(at.before) else at.before
        yield _Found(mark, " ".join(f"{before}{at.inside}{at.after}".split()), printed.get(name, ""))


def _is_letter(words: str) -> bool:
    stripped = words.strip()
    return stripped.endswith(".") and stripped[:-1].isalpha() and stripped.islower() and len(stripped) <= 3


def _read_edits(
    project: Project, outline: Outline, before: Findings, wanted: Mapping[str, tuple[_Found, Reworded]]
) -> tuple[WordEdit, ...]:
    """The edits as they would read, with the linter's remarks on them all together."""
    if not wanted:
        return ()
    study = load_study(project)
    labels = statement_labels(outline)
    old = {one.id: one for one in before.statements()}
    moved = {name: digest(old[name].text) != found.mark.text for name, (found, _) in wanted.items()}
    made = {name: reworded for name, (_, reworded) in wanted.items()}

    def count() -> Findings:
        changed = outline
        for name, reworded in made.items():
            changed = write_statement(changed, name, reworded.statement)
        return count_along(project, study, changed, replicates=_REPLICATES)

    findings = count()
    new = {one.id: one.text for one in findings.statements()}
    astray = [
        name
        for name, (found, _) in wanted.items()
        if not moved[name] and digest(new[name]) != digest(found.words)
    ]
    if astray:
        for name in astray:
            made[name] = spell_out(old[name].statement, wanted[name][0].words)
        findings = count()
        new = {one.id: one.text for one in findings.statements()}
    remarks = lint_findings(findings, study)
    return tuple(
        WordEdit(
            id=name,
            label=labels[name],
            old=old[name].text,
            new=new[name],
            statement=reworded.statement,
            fixed=reworded.fixed,
            moved=moved[name],
            remarks=tuple(one for one in remarks if one.finding == name),
        )
        for name, reworded in made.items()
    )


def _write(outline: Outline, edits: Collection[WordEdit]) -> Outline:
    for one in edits:
        outline = write_statement(outline, one.id, one.statement)
    return outline
