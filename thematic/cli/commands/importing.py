"""`thematic import`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thematic.cli.output import counted, emit, emit_json, json_option, opened, progress, project_options, say
from thematic.errors import BadFile, BadInput

if TYPE_CHECKING:
    from thematic.workflow.placing import ImportReport, Refusal

_TABLES = (".csv", ".tsv", ".xlsx")


@click.command("import", short_help="Bring files or folders in as sources.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--kind", type=click.Choice(["interview", "survey", "document"]), help="What the files are.")
@click.option("--respondent", metavar="LABEL", help="Who speaks in the file.")
@click.option("--speakers", metavar="'I=interviewer,P=R3'", help="Whose words a label introduces.")
@click.option("--encoding", help="Of text files, where it is not detected.")
@click.option("--id-column", metavar="C", help="Survey: the column with the respondent's id.")
@click.option("--question-column", metavar="C", help="Survey with a row per answer: the question.")
@click.option("--answer-column", metavar="C", help="Survey with a row per answer: the answer.")
@click.option("--open", "open_columns", metavar="COLS", help="Survey: columns with answers in words.")
@click.option("--closed", "closed_columns", metavar="COLS", help="Survey: columns that become attributes.")
@click.option("--code-columns", metavar="FIRST..LAST", help="Survey: columns that mark codes.")
@click.option("--dry-run", is_flag=True, help="Show what was detected and store nothing.")
@json_option
@project_options
def import_(
    paths: tuple[str, ...],
    kind: str | None,
    respondent: str | None,
    speakers: str | None,
    encoding: str | None,
    id_column: str | None,
    question_column: str | None,
    answer_column: str | None,
    open_columns: str | None,
    closed_columns: str | None,
    code_columns: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring files or folders in as sources, as one act.

    txt, md, docx, odt, rtf, pdf, html, vtt and srt become one source each. A csv or
    xlsx table with --kind survey becomes one source per respondent.

    Example: thematic import interviews/ --dry-run
    """
    from thematic.workflow.importing import SurveyColumns, TranscriptOptions, import_transcripts
    from thematic.workflow.surveys import import_survey

    survey = kind == "survey" or id_column is not None
    tables = [path for path in paths if path.lower().endswith(_TABLES)]
    if survey and len(paths) != 1:
        raise BadInput("Give one survey table at a time.")
    if survey and not id_column:
        raise BadInput("Which column holds the respondent's id?", "Give --id-column.")
    if tables and not survey:
        raise BadInput(f"{tables[0]} is a table.", "Give --kind survey and --id-column.")
    with opened() as project:
        if survey:
            columns = SurveyColumns(
                id_column or "", question_column, answer_column, open_columns, closed_columns, code_columns
            )
            with progress("Importing", _rows(paths[0])) as step:
                report = import_survey(
                    project, paths[0], columns, encoding=encoding, dry_run=dry_run, step=step
                )
        else:
            options = TranscriptOptions(kind or "interview", respondent, speakers, encoding)
            report = import_transcripts(
                project, paths, options, dry_run=dry_run, bar=lambda n: progress("Importing", n)
            )
    _show(report, dry_run=dry_run, as_json=as_json)


def _rows(path: str) -> int:
    return max(1, Path(path).stat().st_size // 400) if Path(path).is_file() else 1


def _show(report: ImportReport, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        emit_json(asdict(report))
    elif dry_run:
        for line in report.detected:
            emit(line)
    for warning in report.warnings:
        say(f"Warning: {warning}")
    refusals = [_worded(refusal) for refusal in report.refused]
    if refusals and not report.sources:
        raise BadFile(refusals, "Nothing was imported.")
    for line in refusals:
        say(f"Not imported: {line}")
    done = "Would import" if dry_run else "Imported"
    parts = [counted(report.sources, "source"), counted(report.respondents, "new respondent")]
    if report.answers or report.non_answers:
        parts.append(f"{counted(report.answers, 'answer')} ({counted(report.non_answers, 'non-answer')})")
    if report.codings:
        parts.append(counted(report.codings, "coding"))
    say(f"{done} {', '.join(parts)}.")


def _worded(refusal: Refusal) -> str:
    """The reason, with the file's name where it does not begin with it."""
    name = Path(refusal.path).name
    return refusal.reason if name in refusal.reason else f"{refusal.path}: {refusal.reason}"
