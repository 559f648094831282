"""What co-authors changed in a Word report, read back: statements, lead-ins, titles, prose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.ingest.word_bookmarks import read_bookmarks, read_variables
from thematic.report.bookmarks import digest, read_mark
from thematic.synthesis.lint.run import lint_findings
from thematic.synthesis.rewording import Reworded, reword, spell_out
from thematic.workflow.board import change_outline, current_outline
from thematic.workflow.files import read_bytes
from thematic.workflow.findings import count_along
from thematic.workflow.reading import load_study
from thematic.workflow.word_texts import list_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from thematic.ingest.word_bookmarks import Marked
    from thematic.model.columns import Study
    from thematic.model.findings import Findings
    from thematic.model.lint import LintRemark
    from thematic.model.outline import Outline
    from thematic.report.bookmarks import Mark
    from thematic.workflow.project import Project
    from thematic.workflow.word_texts import Text

_REPLICATES = 500
"""Resamples, which only claims of rank are held against here."""


@dataclass(frozen=True)
class WordEdit:
    """A statement or another text with other words."""

    id: str
    label: str
    """`3`, or `3b` for a point; `lead-in of 4`."""
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


@dataclass(frozen=True)
class _Wanted:
    """A text of the outline, what stands for it in the file, and how it would be written."""

    text: Text
    found: _Found
    reworded: Reworded

    @property
    def moved(self) -> bool:
        """Whether the project's own words have changed since the file was written."""
        return digest(self.text.text) != self.found.mark.text


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
    texts = _marked(count_along(project, study, outline, replicates=0))
    wanted: dict[str, _Wanted] = {}
    clashes: list[WordClash] = []
    for key, one in texts.items():
        changed = {each.words: each for each in found if each.mark.statement == key and each.changed}
        if len(changed) > 1:
            first, second = (next(iter(changed)), list(changed)[-1])
            clashes.append(WordClash(one.label, first, second))
        for each in changed.values() if len(changed) == 1 else ():
            if digest(each.words) != digest(one.text) and (each.words or one.counted):
                wanted[one.id] = _Wanted(one, each, _reworded(one, each))
    marked = {each.mark.statement for each in found}
    current = {digest(one.text) for one in texts.values()}
    return WordDiff(
        edits=_read_edits(project, study, outline, wanted),
        clashes=tuple(clashes),
        missing=tuple(one.label for key, one in texts.items() if one.counted and key not in marked),
        unknown=tuple(
            dict.fromkeys(
                each.words
                for each in found
                if each.changed and each.mark.statement not in texts and digest(each.words) not in current
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
            project, "accept edits", lambda one: _write(project, one, chosen), f"{Path(path).name}: {which}"
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
        words = " ".join(f"{before}{at.inside}{at.after}".split())
        told = printed.get(name, "")
        yield _Found(mark, words, told if digest(told) == mark.text else "")


def _is_letter(words: str) -> bool:
    stripped = words.strip()
    return stripped.endswith(".") and stripped[:-1].isalpha() and stripped.islower() and len(stripped) <= 3


def _marked(findings: Findings) -> dict[str, Text]:
    """What marks name a text by → the text; the first of those that read alike."""
    found: dict[str, Text] = {}
    for one in list_texts(findings):
        found.setdefault(digest(one.mark), one)
    return found


def _reworded(one: Text, found: _Found) -> Reworded:
    """How the words of the file would be written in the outline."""
    return (
        Reworded(found.words) if one.literal else reword(one.written, found.printed or one.text, found.words)
    )


def _read_edits(
    project: Project, study: Study, outline: Outline, wanted: Mapping[str, _Wanted]
) -> tuple[WordEdit, ...]:
    """The edits as they would read, with the linter's remarks on them all together."""
    if not wanted:
        return ()
    made = {name: one.reworded for name, one in wanted.items()}

    def count() -> Findings:
        changed = outline
        for name, reworded in made.items():
            changed = wanted[name].text.write(changed, reworded.statement)
        return count_along(project, study, changed, replicates=_REPLICATES)

    findings = count()
    new = {one.id: one.text for one in list_texts(findings)}
    astray = [
        name for name, one in wanted.items() if not one.moved and digest(new[name]) != digest(one.found.words)
    ]
    if astray:
        for name in astray:
            made[name] = spell_out(wanted[name].text.written, wanted[name].found.words)
        findings = count()
        new = {one.id: one.text for one in list_texts(findings)}
    remarks = lint_findings(findings, study)
    return tuple(
        WordEdit(
            id=name,
            label=one.text.label,
            old=one.text.text,
            new=new[name],
            statement=made[name].statement,
            fixed=made[name].fixed,
            moved=one.moved,
            remarks=tuple(each for each in remarks if each.finding == name),
        )
        for name, one in wanted.items()
    )


def _write(project: Project, outline: Outline, edits: Collection[WordEdit]) -> Outline:
    texts = {
        one.id: one for one in list_texts(count_along(project, load_study(project), outline, replicates=0))
    }
    for one in edits:
        outline = texts[one.id].write(outline, one.statement)
    return outline
