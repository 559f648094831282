"""Importing a survey table: a source per respondent, attributes, exposure, one-hot codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from thematic.ingest.survey import read_survey
from thematic.ingest.tables import read_table
from thematic.model.codebook import Code
from thematic.store.codes import load_codebook, save_code
from thematic.store.projects import save_setting
from thematic.workflow.codebook import key_from
from thematic.workflow.files import read_bytes
from thematic.workflow.placing import ImportReport, Placing
from thematic.workflow.reading import list_questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.ingest.survey_columns import SurveyColumns
    from thematic.model.sources import SurveyDraft
    from thematic.workflow.project import Project


def import_survey(
    project: Project,
    path: str,
    columns: SurveyColumns,
    *,
    encoding: str | None = None,
    dry_run: bool = False,
    step: Callable[[int], None] = lambda _done: None,
) -> ImportReport:
    """Take a survey table in as one act.

    Args:
        project: Where to.
        path: A csv, tsv or xlsx file.
        columns: Which column means what.
        encoding: Of a text table, where it is not detected.
        dry_run: Say what was detected and store nothing.
        step: Called with the number of sources done, for a progress bar.
    """
    read_bytes(path)
    guide = tuple((question.number, question.text) for question in list_questions(project))
    draft = read_survey(read_table(Path(path), encoding), columns, guide)
    if dry_run:
        return _described(draft)
    project.acting_coder()
    with project.act("import", Path(path).name) as writer:
        placing = Placing(project, writer)
        for number, text in draft.questions:
            placing.ask(number, text)
        placing.attributes(draft.attributes)
        codes = _place_codes(placing, draft)
        for source in draft.sources:
            placing.source(source, codes)
            step(1)
        for label, values in draft.values.items():
            placing.values(label, values)
        for label, number in draft.silent:
            placing.exposure(label, number, "silent")
        report = placing.report
    report.answers, report.non_answers = draft.answers, draft.non_answers
    report.warnings += draft.warnings
    return report


def _described(draft: SurveyDraft) -> ImportReport:
    report = ImportReport(
        sources=len(draft.sources),
        respondents=len(draft.sources),
        answers=draft.answers,
        non_answers=draft.non_answers,
        codings=sum(len(source.codings) for source in draft.sources),
        warnings=list(draft.warnings),
    )
    report.detected += [f"question {number}: {text}" for number, text in draft.questions]
    for attribute in draft.attributes:
        scale = f" ({' < '.join(attribute.scale)})" if attribute.scale else ""
        report.detected.append(f"attribute '{attribute.name}': {attribute.kind}{scale}")
    report.detected += [f"code: {name}" for name in draft.code_names]
    report.detected += [f"kept aside: column '{name}'" for name in draft.kept_aside]
    return report


def _place_codes(placing: Placing, draft: SurveyDraft) -> dict[str, str]:
    """Name → guid of the table's codes; a code of the same name that is there already is used."""
    if not draft.code_names:
        return {}
    project, writer = placing.project, placing.writer
    codebook = load_codebook(writer.connection)
    found: dict[str, str] = {code.name: code.guid for code in codebook.active}
    position = max((code.position for code in codebook.children(None)), default=-1) + 1
    for name in draft.code_names:
        if name not in found:
            code = Code(project.here.guid(), key_from(name, codebook), name, position=position)
            codebook = type(codebook)((*codebook.codes, code))
            writer.new("code", code.guid)
            save_code(writer, code)
            found[name] = code.guid
            position += 1
    if not codebook.name:
        save_setting(writer, project.guid, "codebook", project.title)
    return found
