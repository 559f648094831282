"""`thematic demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thematic.cli.output import emit, say, surroundings

if TYPE_CHECKING:
    from thematic.model.findings import Findings

FIRST = 5


@click.command("demo", short_help="Build the shipped study and write its report.")
@click.argument("folder", required=False, default="demo", metavar="[DIR]")
def demo(folder: str) -> None:
    """Build the shipped study, synthesise it and write its reports into DIR.

    A study that is there already is opened as it is, so that nothing you did in it is
    lost; only the reports are written anew.

    Example: thematic demo
    """
    from thematic.cli.commands.findings import spoken
    from thematic.workflow.demo import LEADERSHIP, NOTICE, open_study
    from thematic.workflow.reports import FORMATS, write_report

    target = Path(folder)
    project, built = open_study(LEADERSHIP, target, surroundings(), say=say)
    try:
        if not built:
            say(f"{target / LEADERSHIP.name}.thematic is there already: opened as it is.")
        found: Findings | None = None
        for ending in FORMATS:
            found = write_report(project, str(target / f"report{ending}"))
    finally:
        project.close()
    if found is None:
        return
    sample = found.sample
    modes = ", ".join(f"{count} by {mode}" for mode, count in sample.modes)
    emit(f"{found.title}")
    emit(NOTICE)
    emit(f"{sample.respondents} respondents ({modes}), {sample.codings} codings counted.")
    emit("")
    for line in spoken(found, FIRST):
        emit(line)
    emit(f"Reports: {', '.join(str(target / f'report{ending}') for ending in FORMATS)}")
    emit(f"Open next: thematic -p {target / LEADERSHIP.name}.thematic open")
