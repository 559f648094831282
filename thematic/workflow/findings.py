"""Findings: the outline in and out, and counting a study along it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thematic.store.codings import find_locals
from thematic.store.outlines import load_outline, save_outline
from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_draft import draft_outline
from thematic.synthesis.outline_reader import outline_from_value, read_outline
from thematic.synthesis.outline_writer import outline_value, write_outline
from thematic.workflow.files import read_text_file
from thematic.workflow.reading import load_study, quotes_by_local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.codings import Quote
    from thematic.model.columns import Study
    from thematic.model.findings import Findings
    from thematic.model.outline import Outline
    from thematic.workflow.project import Project


def stored_outline(project: Project, study: Study | None = None) -> Outline | None:
    """The project's outline, or None where nobody adopted one."""
    with project.store.reading() as connection:
        value = load_outline(connection)
    return None if value is None else outline_from_value(value, "the stored outline", study)


def drafted_outline(project: Project) -> str:
    """An outline proposed from the codebook, as YAML: a place to start writing from."""
    return write_outline(draft_outline(load_study(project)))


def import_outline(project: Project, path: str) -> Outline:
    """Adopt an outline file as the project's outline; a draft that a person hands in is a draft no more.

    Raises:
        BadFile: Everything that is wrong with it or names what the project has not, with lines.
    """
    read = read_outline(read_text_file(path), path, load_study(project))
    outline = replace(read, drafted=False)
    keep_outline(project, outline, "import outline", Path(path).name)
    return outline


def keep_outline(project: Project, outline: Outline, verb: str, reason: str = "") -> None:
    """Make this the project's outline, as one act."""
    value: dict[str, Any] = outline_value(outline)
    with project.act(verb, reason) as writer:
        save_outline(writer, project.guid, value)


def export_outline(project: Project) -> str:
    """The project's outline as YAML; a draft where nobody adopted one."""
    outline = stored_outline(project)
    return drafted_outline(project) if outline is None else write_outline(outline)


def synthesise(project: Project, *, draft: bool = False) -> Findings:
    """Count the study along its outline, or along a draft of one.

    Args:
        project: What to count.
        draft: Mark the result as a draft.
    """
    study = load_study(project)
    outline = stored_outline(project, study)

    def fetch(local: Sequence[int]) -> tuple[Quote, ...]:
        return quotes_by_local(project, study, list(local))

    def find(guids: Sequence[str]) -> Mapping[str, int]:
        with project.store.reading() as connection:
            return find_locals(connection, guids)

    return build_findings(study, outline, fetch, draft=draft, find_codings=find)
