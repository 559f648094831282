"""Reports: findings written as a document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from thematic.errors import BadInput
from thematic.report.compose import compose_document
from thematic.report.disclosure import Disclosure, count_roles
from thematic.report.json import findings_value
from thematic.report.markdown import render_markdown
from thematic.workflow.files import write_whole
from thematic.workflow.findings import synthesise
from thematic.workflow.history import list_acts
from thematic.workflow.reading import list_respondents, load_study, quotes_by_local

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thematic.model.codings import Quote
    from thematic.model.findings import Findings
    from thematic.report.document import Document
    from thematic.workflow.project import Project

Audience = Literal["public", "team"]

FORMATS = (".md", ".json")
"""What reports can be written as."""

_RENDERERS: dict[str, Callable[[Document], bytes]] = {
    ".md": lambda document: render_markdown(document).encode("utf-8"),
}


def write_report(
    project: Project, path: str, *, audience: Audience | None = None, draft: bool = False
) -> Findings:
    """Write the report in the format its ending names, whole or not at all.

    Args:
        project: What to report.
        path: `.md` or `.json`.
        audience: `public` by default, `team` for JSON.
        draft: Mark it as a draft.

    Returns:
        What was reported.
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise BadInput(f"A report cannot be written as '{path}'.", f"Name a file ending in {_listed()}.")
    for_whom: Audience = audience or ("team" if ending == ".json" else "public")
    findings = synthesise(project, draft=draft)
    disclosure = Disclosure(for_whom, roles=count_roles(list_respondents(project)))
    if ending == ".json":
        value = findings_value(findings, disclosure, date=_today(project), versions=_versions(project))
        data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    else:
        document = compose_document(
            findings,
            disclosure,
            fetch_quotes=_fetcher(project),
            date=_today(project),
            versions=_versions(project),
        )
        data = _RENDERERS[ending](document)
    write_whole(Path(path), data)
    return findings


def neutral_form(project: Project, *, draft: bool = False) -> dict[str, Any]:
    """The findings in the neutral form, for the team."""
    return findings_value(synthesise(project, draft=draft), Disclosure("team"), versions=_versions(project))


def _listed() -> str:
    return f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"


def _today(project: Project) -> str:
    day = datetime.fromtimestamp(project.here.now() / 1_000_000, UTC)
    return f"{day.day} {day:%B %Y}"


def _versions(project: Project) -> tuple[tuple[str, str], ...]:
    newest = list_acts(project, 1)
    return (
        ("thematic", _own_version()),
        ("newest act in the journal", newest[0].guid if newest else "none"),
    )


def _own_version() -> str:
    try:
        return version("thematic")
    except PackageNotFoundError:
        return "from a checkout"


def _fetcher(project: Project) -> Callable[[Sequence[int]], tuple[Quote, ...]]:
    study = load_study(project)
    return lambda local: quotes_by_local(project, study, list(local))
