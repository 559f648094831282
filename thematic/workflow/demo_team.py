"""The shipped study's three coders: each works in a copy of their own, and one project comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from thematic.workflow.adjudication import load_queue
from thematic.workflow.agreement import AgreementWanted, measure_agreement
from thematic.workflow.codebook_files import import_codebook
from thematic.workflow.codings import import_codings
from thematic.workflow.decision_files import apply_decision_file
from thematic.workflow.history import back_up_project
from thematic.workflow.merging import merge_projects
from thematic.workflow.project import open_project
from thematic.workflow.roles import add_coder
from thematic.workflow.rounds import finish_sources, freeze_round, import_assignments

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.workflow.project import Project

PLACES = {"source": "sources", "sentence": "sentences", "continuum": "boundaries"}


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody who codes in a copy of the project."""

    name: str
    codings: str
    """Where their codings lie, relative to the folder of studies."""
    book: str | None = None
    """Their own copy of the codebook, whose new codes come with them."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who codes what, and what they decided afterwards."""

    members: tuple[TeamMember, ...]
    assignments: str
    decisions: str


def code_as_team(project: Project, team: Team, root: Path, say: Callable[[str], None]) -> None:
    """Round 1 from the assignments to the consensus, as a real team would go through it.

    Args:
        project: With sources and codebook, opened by the lead.
        team: Whose files to take.
        root: The folder of studies.
        say: Hears a line for each step.
    """
    with TemporaryDirectory(dir=Path(project.where).parent, prefix=".copies-") as folder:
        copies = hand_out(project, team, root, Path(folder), say)
        merged = merge_projects(project, copies)
    if merged.backup:
        Path(merged.backup).unlink()
    say(f"Merged {len(copies)} copies: {merged.new:,} facts, {len(merged.conflicts) or 'no'} conflicts.")
    freeze_round(project)
    say(_headline(project))
    done = apply_decision_file(project, str(root / team.decisions))
    queue = load_queue(project)
    say(
        f"Disagreements: {done.made} answered, {len(queue.deferred())} of them put off or sent to the "
        f"codebook, {len(queue.waiting()) or 'none'} open."
    )
    say(f"Consensus: {done.layer.new:,} codings in {len(done.layer.complete)} sources.")


def hand_out(
    project: Project, team: Team, root: Path, folder: Path, say: Callable[[str], None] = lambda _line: None
) -> list[str]:
    """Open round 1 and make a copy for everybody, in which they code and say that they have finished.

    Returns:
        Paths of the copies, in the order of the team.
    """
    lead = project.acting_coder().name
    for member in team.members:
        if member.name != lead:
            add_coder(project, member.name)
    given = import_assignments(project, str(root / team.assignments))
    say(f"Round 1: {len({each.source for each in given})} sources for {len(team.members)} coders.")
    copies = []
    for member in team.members:
        copies.append(back_up_project(project, str(folder / f"{member.name.lower()}.thematic")))
        say(code_in_copy(project, member, root, copies[-1]))
    return copies


def code_in_copy(project: Project, member: TeamMember, root: Path, where: str) -> str:
    """Let a member code in their copy; returns what they did, in words."""
    copy = open_project(where, coder=member.name, here=project.here)
    try:
        added = import_codebook(copy, str(root / member.book), only_new=True).added if member.book else ()
        made = import_codings(copy, str(root / member.codings)).imported
        done = finish_sources(copy, ())
    finally:
        copy.close()
    own = f", {len(added)} codes of their own" if added else ""
    return f"{member.name} coded {len(done)} sources: {made} codings{own}."


def _headline(project: Project) -> str:
    """How far they agreed before anything was decided."""
    report = measure_agreement(project, AgreementWanted(replicates=1))
    pooled = [row.agreement for row in report.rows if row.agreement.scope == "pooled"]
    told = ", ".join(
        f"{one.value:.2f} over {PLACES.get(one.unit, one.unit)}"
        for one in pooled
        if isinstance(one.value, float)
    )
    return f"Agreement on {len(report.sources)} sources, all codes pooled: {told}."
