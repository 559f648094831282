"""`thematic coders`."""

from __future__ import annotations

import click

from thematic.cli.output import emit_json, emit_rows, json_option, opened, project_options


@click.command("coders", short_help="List the people who code.")
@json_option
@project_options
def coders(as_json: bool) -> None:
    """List the people who code, with their codings and sources.

    A coder joins with a first act under a new name, or with a codings file that names one.

    Example: thematic coders
    """
    from thematic.workflow.reading import count_by_coder

    with opened() as project:
        rows = count_by_coder(project)
    if as_json:
        emit_json(
            [
                {"name": c.name, "guid": c.guid, "role": c.role, "codings": codings, "sources": sources}
                for c, codings, sources in rows
            ]
        )
    else:
        emit_rows(("name", "role", "codings", "sources"), [(c.name, c.role, n, s) for c, n, s in rows])
