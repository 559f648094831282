"""Importing interviews and documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from thematic.errors import BadInput
from thematic.ingest.casting import Casting, parse_speakers
from thematic.ingest.files import find_files, read_source
from thematic.ingest.questions import assign_questions
from thematic.ingest.survey_columns import SurveyColumns
from thematic.workflow.placing import ImportReport, Placing, Refusal
from thematic.workflow.reading import list_questions, list_respondents

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from thematic.model.sources import SourceDraft, SourceKind
    from thematic.workflow.project import Project

__all__ = ["SurveyColumns", "TranscriptOptions", "import_transcripts"]

Guide = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TranscriptOptions:
    """What the researcher says about the files."""

    kind: str = "interview"
    respondent: str | None = None
    """Who speaks in the one file named."""
    speakers: str | None = None
    """`I=interviewer,P=R3`."""
    encoding: str | None = None


def import_transcripts(
    project: Project,
    paths: tuple[str, ...],
    options: TranscriptOptions,
    *,
    dry_run: bool = False,
    bar: Callable[[int], AbstractContextManager[Callable[[int], None]]],
) -> ImportReport:
    """Take files and folders in as one act; a file that cannot be read is refused and the rest goes on.

    Args:
        project: Where to.
        paths: Files and folders.
        options: What the researcher says about them.
        dry_run: Say what was detected and store nothing.
        bar: Makes a progress bar of so many steps.

    Raises:
        BadInput: A path does not exist.
    """
    casting = _casting(project, options)
    guide = tuple((question.number, question.text) for question in list_questions(project))
    files, refused = find_files([Path(path) for path in paths])
    if options.respondent and len(files) > 1:
        raise BadInput("--respondent names who speaks in one file.", "Import the files one by one.")
    refusals = [Refusal(item.path, item.reason) for item in refused]
    drafts: list[tuple[SourceDraft, str]] = []
    with bar(len(files)) as step:
        for file in files:
            if any("\ud800" <= letter <= "\udfff" for letter in str(file.path)):
                shown = str(file.path).encode("utf-8", "replace").decode()
                refusals.append(Refusal(shown, "its name is not UTF-8; rename it"))
                continue
            try:
                draft = read_source(
                    file.path,
                    name=file.name,
                    kind=cast("SourceKind", options.kind),
                    encoding=options.encoding,
                    casting=casting,
                )
            except BadInput as problem:
                refusals.append(Refusal(str(file.path), str(problem)))
            else:
                drafts.append(_with_questions(draft, guide))
            step(1)
    report = _described(drafts) if dry_run else _store(project, drafts)
    report.refused = refusals + report.refused
    report.warnings = [warning for draft, _ in drafts for warning in draft.warnings] + report.warnings
    return report


def _casting(project: Project, options: TranscriptOptions) -> Casting:
    return Casting(
        parse_speakers(options.speakers) if options.speakers else {},
        options.respondent,
        frozenset(person.label for person in list_respondents(project)),
    )


def _with_questions(draft: SourceDraft, guide: Guide) -> tuple[SourceDraft, str]:
    """The draft with questions opened by the interviewer's turns, and which were found."""
    if not guide or draft.kind != "interview":
        return draft, ""
    turns, matches = assign_questions(draft.text, draft.turns, guide)
    found = ", ".join(f"{match.number} (line {match.line}, by {match.how})" for match in matches)
    return replace(draft, turns=tuple(turns)), f"; questions: {found or 'none'}"


def _described(drafts: list[tuple[SourceDraft, str]]) -> ImportReport:
    return ImportReport(
        sources=len(drafts),
        respondents=len({label for draft, _ in drafts for label in draft.respondents}),
        detected=[
            f"{draft.name}: {draft.encoding}, {len(draft.text)} characters, {len(draft.turns)} turns; "
            f"{draft.layout}{questions}"
            for draft, questions in drafts
        ],
    )


def _store(project: Project, drafts: list[tuple[SourceDraft, str]]) -> ImportReport:
    if not drafts:
        return ImportReport()
    project.acting_coder()
    with project.act("import", f"{len(drafts)} files") as writer:
        placing = Placing(project, writer)
        for draft, _ in drafts:
            placing.source(draft)
    return placing.report
