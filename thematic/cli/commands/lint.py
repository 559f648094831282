"""`thematic lint …`: every statement held against its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import counted, emit, emit_json, emit_rows, json_option, opened, project_options, say

if TYPE_CHECKING:
    from thematic.model.lint import LintRemark


@click.group("lint", short_help="Hold every statement against its evidence.", invoke_without_command=True)
@click.option(
    "--names",
    metavar="FILE",
    help="Pseudonym key, a table with the column 'name': no name in it may be printed.",
)
@json_option
@project_options
@click.pass_context
def lint(ctx: click.Context, names: str | None, as_json: bool) -> None:
    """Hold every statement against its evidence, and tell where they part.

    Errors keep a report from being finished, warnings tell. The exit code is 1
    while there is an error that nobody waived.

    Example: thematic lint
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.linting import lint_project

    with opened() as project:
        remarks = lint_project(project, names=names)
    if as_json:
        emit_json([_value(remark) for remark in remarks])
    else:
        for remark in remarks:
            emit(spoken(remark))
    failing = [remark for remark in remarks if remark.fails]
    warnings = sum(1 for one in remarks if one.severity == "warning" and one.waived is None)
    waived = sum(1 for one in remarks if one.waived is not None)
    say(f"{counted(len(failing), 'error')}, {counted(warnings, 'warning')}, {waived} waived.")
    if failing:
        ctx.exit(1)


@lint.command("waive")
@click.argument("check")
@click.argument("finding", required=False, default="")
@click.option("--reason", required=True, help="Why; printed with your name in the report.")
@project_options
def waive(check: str, finding: str, reason: str) -> None:
    """Sign an exception to a check, for a finding or point, or for the whole report where none is named.

    It is printed in the report with your name and the reason.

    Example: thematic lint waive modes time-barrier --reason 'The survey did not ask it so.'
    """
    from thematic.workflow.board import current_outline, find_name
    from thematic.workflow.linting import waive_check

    with opened() as project:
        name = find_name(current_outline(project), finding) if finding else ""
        waiver = waive_check(project, check, name, reason)
    say(f"Waived '{check}'{f' for {name}' if name else ''}, signed {waiver.by}.")


@lint.command("unwaive")
@click.argument("check")
@click.argument("finding", required=False, default="")
@project_options
def unwaive(check: str, finding: str) -> None:
    """Take a signed exception back.

    What the check says counts again.

    Example: thematic lint unwaive modes time-barrier
    """
    from thematic.workflow.linting import withdraw_waiver

    with opened() as project:
        withdraw_waiver(project, check, finding)
    say(f"'{check}' is waived no longer.")


@lint.command("checks")
@json_option
def checks(as_json: bool) -> None:
    """List every check with why it is made.

    Their ids are what 'thematic lint waive' takes.

    Example: thematic lint checks
    """
    from thematic.workflow.linting import list_checks

    found = list_checks()
    if as_json:
        emit_json([{"check": check, "why": why} for check, why in found.items()])
        return
    emit_rows(("check", "why"), found.items())


def spoken(remark: LintRemark) -> str:
    """A remark as one line."""
    where = f"{remark.label} {remark.finding}" if remark.finding else "report"
    waived = f" (waived by {remark.waived.by}: {remark.waived.reason})" if remark.waived else ""
    return f"{remark.severity:7}  {where}: {remark.message} [{remark.check}]{waived}"


def _value(remark: LintRemark) -> dict[str, Any]:
    return {
        "check": remark.check,
        "severity": remark.severity,
        "finding": remark.finding,
        "label": remark.label,
        "message": remark.message,
        "waived": remark.waived is not None,
        "reason": remark.waived.reason if remark.waived else None,
        "by": remark.waived.by if remark.waived else None,
    }
