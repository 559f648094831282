"""`thematic outline …`."""

from __future__ import annotations

import click

from thematic.cli.commands.outline_about import ABOUT
from thematic.cli.commands.outline_acts import ACTS
from thematic.cli.commands.outline_diff import diff
from thematic.cli.commands.outline_show import show
from thematic.cli.output import counted, opened, project_options, say, write_file


@click.group("outline", short_help="Draft, import, change or export the outline of findings.")
def outline() -> None:
    """Draft, import or export the outline of findings: a YAML file that the authors write.

    The outline says which findings there are, in which order and words, and which codes each
    rests on; counts, words for how many, ranks and quotes are filled in.

    Example: thematic outline draft findings.yaml
    """


@outline.command("draft")
@click.argument("file", required=False)
@project_options
def draft(file: str | None) -> None:
    """Write an outline proposed from the codebook: a place to start from. Nothing is stored.

    Sections come from the top-level codes, findings from those below them, most
    supported first.

    Example: thematic outline draft findings.yaml
    """
    from thematic.workflow.findings import drafted_outline

    with opened() as project:
        text = drafted_outline(project)
    write_file(file, text)


@outline.command("import")
@click.argument("file")
@project_options
def import_(file: str) -> None:
    """Adopt an outline file; every problem is shown at once with its line, and nothing is stored then.

    It replaces the outline that was adopted before; 'thematic undo' brings that back.

    Example: thematic outline import findings.yaml
    """
    from thematic.workflow.findings import import_outline

    with opened() as project:
        found = import_outline(project, file)
    findings = sum(1 for _ in found.findings())
    say(f"Adopted '{found.name}': {counted(len(found.sections), 'section')}, {counted(findings, 'finding')}.")


@outline.command("export")
@click.argument("file", required=False)
@project_options
def export(file: str | None) -> None:
    """Write the project's outline as YAML, to a file or to standard output.

    Where none has been adopted, the one drafted from the codebook is written.

    Example: thematic outline export findings.yaml
    """
    from thematic.workflow.findings import export_outline

    with opened() as project:
        text = export_outline(project)
    write_file(file, text)


for act in (show, diff, *ACTS, *ABOUT):
    outline.add_command(act)
