"""`thematic sources …`."""

from __future__ import annotations

import click

from thematic.cli.output import emit, emit_json, emit_rows, json_option, opened, project_options


@click.group(
    "sources", invoke_without_command=True, short_help="List sources; print one with its codes in the margin."
)
@json_option
@project_options
@click.pass_context
def sources(ctx: click.Context, as_json: bool) -> None:
    """List sources; print one with its codes in the margin.

    Example: thematic sources
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.reading import list_sources

    with opened() as project:
        found = list_sources(project)
    if as_json:
        emit_json(
            [
                {
                    "name": source.name,
                    "kind": source.kind,
                    "guid": source.guid,
                    "sha256": source.sha256,
                    "characters": source.characters,
                    "turns": source.turns,
                    "respondents": list(source.respondents),
                    "codings": source.codings,
                    "file_sha256": source.file_sha256,
                }
                for source in found
            ]
        )
        return
    emit_rows(
        ("name", "kind", "characters", "turns", "codings", "respondents"),
        [(s.name, s.kind, s.characters, s.turns, s.codings, ", ".join(s.respondents)) for s in found],
    )


@sources.command("print")
@click.argument("source")
@project_options
def print_(source: str) -> None:
    """Print a source turn by turn, each coding below the turn it begins in.

    Example: thematic sources print R1
    """
    from thematic.workflow.printing import print_source

    with opened() as project:
        for line in print_source(project, source):
            emit(line)
