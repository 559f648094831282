"""Reports: findings written as a document."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thematic.errors import BadInput
from thematic.report.brief import compose_brief, keep_strongest
from thematic.report.compose import compose_document
from thematic.report.disclosure import Disclosure, count_roles
from thematic.report.json import findings_value
from thematic.report.markdown import render_markdown
from thematic.report.quality_part import beside_value
from thematic.synthesis.crossings import (
    choose_attributes,
    choose_crossed,
    choose_met,
    cross_attribute,
    cross_codes,
)
from thematic.synthesis.layers import choose_layer
from thematic.workflow.contexts import read_contexts
from thematic.workflow.dates import today
from thematic.workflow.files import read_bytes, read_text_file, write_whole
from thematic.workflow.history import newest_work
from thematic.workflow.linting import inspect_findings, refuse_failures
from thematic.workflow.quality import assess_quality, count_beside
from thematic.workflow.reading import list_respondents, quotes_by_local

if TYPE_CHECKING:
    from thematic.model.findings import Audience, Findings
    from thematic.report.disclosure import Naming
    from thematic.report.document import Document
    from thematic.workflow.linting import Inspected
    from thematic.workflow.project import Project

FORMATS = (".md", ".html", ".docx", ".json")
"""What reports can be written as."""


def write_report(
    project: Project,
    path: str,
    *,
    audience: Audience | None = None,
    naming: Naming = "ids",
    draft: bool = False,
    brief: int | None = None,
    template: str | None = None,
    names: str | None = None,
) -> Findings:
    """Write the report in the format its ending names, whole or not at all.

    Args:
        project: What to report.
        path: Ends in one of `FORMATS`.
        audience: `public` by default, `team` for JSON.
        naming: How respondents are named beside their words.
        draft: Mark it as a draft.
        brief: Only so many of the strongest findings, a paragraph each.
        names: A pseudonym key, none of whose names may be printed.
        template: A file of the user's own: Jinja for HTML, a .docx whose styles are taken for Word.

    Returns:
        What was reported.

    Raises:
        AnswerIsNo: It is no draft, and the linter finds errors that nobody waived; or it names somebody.
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise BadInput(f"A report cannot be written as '{path}'.", f"Name a file ending in {_listed()}.")
    if template and ending not in (".html", ".docx"):
        raise BadInput("Only HTML and Word reports take a template.")
    for_whom: Audience = audience or ("team" if ending == ".json" else "public")
    inspected = inspect_findings(project, draft=draft, names=names)
    findings = inspected.findings
    if not findings.draft:
        refuse_failures(inspected)
    elif names:
        refuse_failures(replace(inspected, remarks=tuple(r for r in inspected.remarks if r.check == "name")))
    if brief is not None:
        findings = keep_strongest(findings, brief)
    disclosure = Disclosure(for_whom, naming, roles=count_roles(list_respondents(project)))
    if ending == ".json":
        data = _neutral(project, replace(inspected, findings=findings), disclosure)
    else:
        short = brief is not None
        document = _brief(project, findings, disclosure) if short else _whole(project, inspected, disclosure)
        data = _render(document, ending, template)
    write_whole(Path(path), data)
    return findings


def write_everywhere(project: Project, stem: str) -> tuple[Findings, tuple[str, ...]]:
    """Write the plain report in every format beside each other, counting and assessing only once.

    Args:
        project: What to report.
        stem: The path without its ending.

    Returns:
        What was reported, and the paths.

    Raises:
        AnswerIsNo: The linter finds errors that nobody waived.
    """
    inspected = inspect_findings(project)
    refuse_failures(inspected)
    roles = count_roles(list_respondents(project))
    document = _whole(project, inspected, Disclosure("public", "ids", roles=roles))
    paths = tuple(f"{stem}{ending}" for ending in FORMATS)
    for path, ending in zip(paths, FORMATS, strict=True):
        if ending == ".json":
            data = _neutral(project, inspected, Disclosure("team", "ids", roles=roles))
        else:
            data = _render(document, ending, None)
        write_whole(Path(path), data)
    return inspected.findings, paths


def neutral_form(project: Project, *, draft: bool = False) -> dict[str, Any]:
    """The findings in the neutral form, for the team."""
    return _value(project, inspect_findings(project, draft=draft), Disclosure("team"))


def _value(
    project: Project, inspected: Inspected, disclosure: Disclosure, *, date: str = ""
) -> dict[str, Any]:
    value = findings_value(inspected.findings, disclosure, date=date, versions=_versions(project))
    return value | beside_value(count_beside(project, inspected), disclosure)


def _neutral(project: Project, inspected: Inspected, disclosure: Disclosure) -> bytes:
    value = _value(project, inspected, disclosure, date=today(project))
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _whole(project: Project, inspected: Inspected, disclosure: Disclosure) -> Document:
    findings, study = inspected.findings, inspected.study
    codings = study.codings.take(choose_layer(study).chosen)
    crossed = choose_crossed(study, codings)
    tables = [cross_attribute(study, codings, name, crossed) for name in choose_attributes(study)]
    return compose_document(
        findings,
        disclosure,
        fetch_quotes=lambda local: quotes_by_local(project, study, list(local)),
        date=today(project),
        versions=_versions(project),
        crosstabs=[table for table in tables if table],
        cooccurrence=cross_codes(study, codings, choose_met(study, codings)),
        respondents=study.respondents,
        find_contexts=lambda guids: read_contexts(project, guids),
        quality=assess_quality(project, inspected, software=f"thematic {_own_version()}"),
    )


def _brief(project: Project, findings: Findings, disclosure: Disclosure) -> Document:
    return compose_brief(findings, disclosure, date=today(project))


def _render(document: Document, ending: str, template: str | None) -> bytes:
    """The document in a format; what a format needs is loaded only then."""
    if ending == ".html":
        from thematic.report.html import render_html

        return render_html(document, read_text_file(template) if template else "").encode("utf-8")
    if ending == ".docx":
        from thematic.report.docx import render_docx

        return render_docx(document, read_bytes(template) if template else b"")
    return render_markdown(document).encode("utf-8")


def _listed() -> str:
    return f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"


def _versions(project: Project) -> tuple[tuple[str, str], ...]:
    newest = newest_work(project)
    return (
        ("thematic", _own_version()),
        ("newest act in the journal", newest.guid if newest else "none"),
    )


def _own_version() -> str:
    try:
        return version("thematic")
    except PackageNotFoundError:
        return "from a checkout"
