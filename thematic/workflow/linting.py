"""The linter on a project: what it says, who waived what, and what it would say to other words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import AnswerIsNo, BadInput, Refused
from thematic.ingest.names import read_names
from thematic.ingest.tables import read_table
from thematic.language.similarity import nearest
from thematic.model.outline import Waiver
from thematic.synthesis.build import REPLICATES
from thematic.synthesis.lint.run import CHECKS, lint_findings
from thematic.synthesis.outline_edit import write_statement
from thematic.synthesis.outline_tree import find_above
from thematic.synthesis.staleness import find_stale, take_bases
from thematic.workflow.blindness import hidden_sources
from thematic.workflow.board import change_outline
from thematic.workflow.findings import count_along, kept_bases, stored_outline
from thematic.workflow.reading import load_study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.columns import Study
    from thematic.model.findings import Counted, Findings
    from thematic.model.lint import LintRemark
    from thematic.model.outline import Outline
    from thematic.workflow.project import Project

_PREVIEW_REPLICATES = 500
"""Resamples while a person types: enough to hold a claim of rank against."""


@dataclass(frozen=True)
class Inspected:
    """Findings with what the linter says of them."""

    findings: Findings
    study: Study
    remarks: tuple[LintRemark, ...]
    stale: Mapping[str, tuple[str, ...]]
    """Statement id → what changed in its evidence since it was written."""

    def of(self, name: str) -> tuple[LintRemark, ...]:
        """Remarks on one statement; on the whole report for an empty name."""
        return tuple(remark for remark in self.remarks if remark.finding == name)

    @property
    def failures(self) -> tuple[LintRemark, ...]:
        """Errors that nobody waived."""
        return tuple(remark for remark in self.remarks if remark.fails)


@dataclass(frozen=True)
class Preview:
    """A statement as it would read."""

    counted: Counted
    remarks: tuple[LintRemark, ...]


def inspect_findings(
    project: Project, *, draft: bool = False, replicates: int = REPLICATES, names: str | None = None
) -> Inspected:
    """Count the study along its outline and hold every statement against its evidence.

    Args:
        project: Whose findings.
        draft: Count as a draft, which may quote people whose consent is unknown.
        replicates: Resamples for the rank intervals.
        names: A pseudonym key, a table with the column `name`: no name in it may be printed. It is read
            and never stored.
    """
    forbidden = read_names(read_table(Path(names))) if names else ()
    study = load_study(project)
    outline = stored_outline(project, study)
    findings = count_along(project, study, outline, draft=draft, replicates=replicates)
    # What changed since somebody else looked would tell what is hidden.
    told = outline is not None and not hidden_sources(project)
    counting = findings.approach != "reflexive"
    kept = kept_bases(project, findings.outline) if told else {}
    stale = find_stale(kept, take_bases(findings, study), counting=counting) if kept else {}
    remarks = lint_findings(findings, study, stale=stale, names=forbidden)
    return Inspected(_mark_stale(findings, stale), study, remarks, stale)


def inspect_board(project: Project) -> Inspected:
    """As a person works on it: quotes as a draft may print them, remarks as the finished report gets them."""
    finished = inspect_findings(project)
    findings = count_along(
        project, finished.study, stored_outline(project, finished.study), draft=True, replicates=0
    )
    ranks = {one.id: one.rank for one in finished.findings.findings()}
    sections = tuple(
        replace(
            section,
            findings=tuple(replace(one, rank=ranks.get(one.id)) for one in section.findings),
        )
        for section in findings.sections
    )
    shown = replace(findings, sections=sections, draft=finished.findings.draft)
    return replace(finished, findings=_mark_stale(shown, finished.stale))


def lint_project(project: Project, *, names: str | None = None) -> tuple[LintRemark, ...]:
    """Every remark, waived ones marked; see `inspect_findings`."""
    return inspect_findings(project, names=names).remarks


def refuse_failures(inspected: Inspected) -> None:
    """Keep a report that the linter fails from being finished.

    Raises:
        AnswerIsNo: There are errors that nobody waived.
    """
    failures = inspected.failures
    if not failures:
        return
    told = "\n".join(f"  {one.label or 'report'}: {one.message} [{one.check}]" for one in failures)
    many = "1 error" if len(failures) == 1 else f"{len(failures)} errors"
    raise AnswerIsNo(
        f"The report has {many} that nobody waived:\n{told}",
        "Mend them, waive them with 'thematic lint waive', or write a draft with --draft.",
    )


def preview_statement(project: Project, inspected: Inspected, name: str, statement: str) -> Preview:
    """How a statement would read with other words, and what the linter would say; nothing is stored.

    Args:
        project: Where the words of quotes are.
        inspected: What was counted before.
        name: Id of the finding or point.
        statement: The words, with placeholders.
    """
    outline = write_statement(inspected.findings.outline, name, statement)
    findings = count_along(project, inspected.study, outline, replicates=_PREVIEW_REPLICATES)
    remarks = lint_findings(findings, inspected.study)
    counted = next(one for one in findings.statements() if one.id == name)
    return Preview(counted, tuple(remark for remark in remarks if remark.finding == name))


def list_checks() -> Mapping[str, str]:
    """Every check with why it is made."""
    return CHECKS


def waive_check(project: Project, check: str, finding: str, reason: str) -> Waiver:
    """Sign an exception to a check for one finding or point, or (empty) for the whole report.

    Raises:
        BadInput: There is no such check or finding.
        Refused: No reason was given.
    """
    if check not in CHECKS:
        close = nearest(check, list(CHECKS))
        hint = f"Did you mean '{close}'?" if close else "List them with 'thematic lint checks'."
        raise BadInput(f"There is no check '{check}'.", hint)
    if not reason.strip():
        raise Refused("A waiver needs a reason.")
    waiver = Waiver(check, finding, reason.strip(), project.acting_coder().name)

    def change(outline: Outline) -> Outline:
        if finding:
            find_above(outline, finding)
        others = tuple(one for one in outline.waivers if (one.check, one.finding) != (check, finding))
        return replace(outline, waivers=(*others, waiver))

    change_outline(project, "waive", change, f"{check}: {waiver.reason}")
    return waiver


def withdraw_waiver(project: Project, check: str, finding: str) -> None:
    """Take back a signed exception.

    Raises:
        BadInput: There is none.
    """

    def change(outline: Outline) -> Outline:
        left = tuple(one for one in outline.waivers if (one.check, one.finding) != (check, finding))
        if left == outline.waivers:
            raise BadInput(f"'{check}' is not waived{f' for {finding!r}' if finding else ''}.")
        return replace(outline, waivers=left)

    change_outline(project, "withdraw waiver", change, check)


def _mark_stale(findings: Findings, stale: Mapping[str, tuple[str, ...]]) -> Findings:
    """The findings with what changed beside each stale statement."""
    if not stale:
        return findings
    sections = tuple(
        replace(
            section,
            findings=tuple(
                replace(
                    finding,
                    stale=stale.get(finding.id, ()),
                    points=tuple(replace(one, stale=stale.get(one.id, ())) for one in finding.points),
                )
                for finding in section.findings
            ),
        )
        for section in findings.sections
    )
    return replace(findings, sections=sections)
