"""Findings: the outline in and out, and counting a study along it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.store.bases import drop_evidence, load_bases, save_bases
from thematic.store.codings import find_locals
from thematic.store.outlines import load_outline, save_outline
from thematic.synthesis.build import REPLICATES, build_findings
from thematic.synthesis.outline_draft import draft_outline
from thematic.synthesis.outline_reader import outline_from_value, read_outline
from thematic.synthesis.outline_writer import stored_value, write_outline
from thematic.synthesis.staleness import basis_from_value, basis_value, take_bases
from thematic.synthesis.verbatim import is_misquoted
from thematic.workflow.files import read_text_file
from thematic.workflow.reading import load_study, quotes_by_local

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from thematic.model.codings import Quote
    from thematic.model.columns import Study
    from thematic.model.findings import Findings
    from thematic.model.lint import Basis
    from thematic.model.outline import Finding, IllustrationPick, Outline
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
    study = load_study(project)
    read = read_outline(read_text_file(path), path, study, lambda pick: _is_verbatim(project, study, pick))
    outline = replace(read, drafted=False)
    keep_outline(project, outline, "import outline", Path(path).name)
    return outline


def _is_verbatim(project: Project, study: Study, pick: IllustrationPick) -> bool:
    """Whether no passage of whoever is quoted begins so and goes on otherwise."""
    people = {person.label: place for place, person in enumerate(study.respondents)}
    sources = {source.name: place for place, source in enumerate(study.sources)}
    codings = study.codings
    mask = codings.respondent == people.get(pick.respondent, -2) if pick.respondent else codings.source >= 0
    if pick.source:
        mask &= codings.source == sources.get(pick.source, -2)
    passages = quotes_by_local(project, study, [int(one) for one in codings.local[mask]])
    return not is_misquoted(pick.text, pick.begins, [one.quote for one in passages])


def keep_outline(
    project: Project,
    outline: Outline,
    verb: str,
    reason: str = "",
    *,
    looked: Collection[str] = (),
    dropped: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Make this the project's outline, as one act.

    What a statement rests on is kept with it whenever it is written or looked
    at, so that it can be told when that has changed since.

    Args:
        project: Whose outline.
        outline: What a person decided.
        verb: What was done.
        reason: Why.
        looked: Ids of statements that somebody read beside their evidence.
        dropped: Statement id → codings about which nothing is said any more.
    """
    study = load_study(project)
    written = find_written(stored_outline(project), outline) | set(looked)
    now = take_bases(count_along(project, study, outline, replicates=0), study) if written else {}
    value = stored_value(outline)
    with project.act(verb, reason) as writer:
        save_outline(writer, project.guid, value)
        for name, codings in (dropped or {}).items():
            drop_evidence(writer, project.guid, name, codings)
        save_bases(
            writer, project.guid, {name: basis_value(now[name]) for name in sorted(written & now.keys())}
        )


def find_written(before: Outline | None, after: Outline) -> set[str]:
    """Ids of statements that are new, or were given other words, codes or people to speak of."""
    old = {one.id: _said(one) for one in before.statements()} if before else {}
    return {one.id for one in after.statements() if old.get(one.id) != _said(one)}


def _said(one: Finding) -> tuple[object, ...]:
    return one.statement, one.codes, one.exact, one.camps, one.scope


def kept_bases(project: Project, outline: Outline) -> dict[str, Basis]:
    """What statements rested on when they were written or last looked at, where that was kept."""
    names = [one.id for one in outline.statements()]
    with project.store.reading() as connection:
        found = load_bases(connection, project.guid, names)
    return {name: basis_from_value(value) for name, value in found.items()}


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
    return count_along(project, study, outline, draft=draft)


def count_along(
    project: Project,
    study: Study,
    outline: Outline | None,
    *,
    draft: bool = False,
    replicates: int = REPLICATES,
) -> Findings:
    """Count a study that was read already.

    Args:
        project: Where the words of its codings are.
        study: What to count.
        outline: What to count it along; None drafts one from the codebook.
        draft: Mark the result as a draft.
        replicates: Resamples for the rank intervals.
    """

    def fetch(local: Sequence[int]) -> tuple[Quote, ...]:
        return quotes_by_local(project, study, list(local))

    def find(guids: Sequence[str]) -> Mapping[str, int]:
        with project.store.reading() as connection:
            return find_locals(connection, guids)

    return build_findings(study, outline, fetch, draft=draft, find_codings=find, replicates=replicates)
