"""`thematic open`: the coding desk."""

from __future__ import annotations

import click

from thematic.cli.output import named_coder, project_address, project_options


@click.command("open", short_help="Open the coding desk.")
@click.argument("source", required=False)
@project_options
def open_(source: str | None) -> None:
    """Open the coding desk, at a source or where you left it.

    Press ? there for every key.

    Example: thematic open R1
    """
    from thematic.tui.app import run_desk

    run_desk(project_address(), named_coder(), source)
