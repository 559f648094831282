"""`thematic demo`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from thematic.cli.output import emit, say, surroundings

FIRST = 5


@click.command("demo", short_help="Build the shipped study and write its report.")
@click.argument("folder", required=False, default="demo", metavar="[DIR]")
def demo(folder: str) -> None:
    """Build the shipped study, synthesise it and write its reports into DIR.

    Its three coders each work in a copy of their own; the copies are merged, agreement is
    measured, and what the coders decided about their differences becomes the consensus
    that is counted.

    A study that is there already is opened as it is, so that nothing you did in it is
    lost; only the reports are written anew.

    Example: thematic demo
    """
    from thematic.cli.commands.findings import spoken
    from thematic.workflow.demo import LEADERSHIP, NOTICE, open_study
    from thematic.workflow.reports import write_everywhere

    target = Path(folder)
    project, built = open_study(LEADERSHIP, target, surroundings(), say=say)
    try:
        if not built:
            say(f"{target / LEADERSHIP.name}.thematic is there already: opened as it is.")
        found, paths = write_everywhere(project, str(target / "report"))
    finally:
        project.close()
    sample = found.sample
    modes = ", ".join(f"{count} by {mode}" for mode, count in sample.modes)
    emit(f"{found.title}")
    emit(NOTICE)
    emit(f"{sample.respondents} respondents ({modes}), {sample.codings} codings counted.")
    emit("")
    for line in spoken(found, FIRST):
        emit(line)
    emit(f"Reports: {', '.join(paths)}")
    emit(f"Open next: {command_here(sys.argv[0])} -p {target / LEADERSHIP.name}.thematic open")


def command_here(called: str) -> str:
    """What to type for this program: its name, or the path it was called by where no shell would find it."""
    found_by_name = shutil.which("thematic") or Path(called).name != "thematic"
    return "thematic" if found_by_name else called
