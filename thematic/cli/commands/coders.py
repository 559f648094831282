"""`thematic coders …`."""

from __future__ import annotations

import click

from thematic.cli.output import emit_json, emit_rows, json_option, opened, project_options, say


@click.group("coders", invoke_without_command=True, short_help="List the people who code; say who leads.")
@json_option
@project_options
@click.pass_context
def coders(ctx: click.Context, as_json: bool) -> None:
    """List the people who code, with their role, codings and sources; say who leads.

    A coder joins with a first act under a new name, or with a codings file that names one.
    Codings that are hidden from you until everybody has finished are not counted.

    Example: thematic coders
    """
    if ctx.invoked_subcommand is not None:
        return
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


@coders.command("role")
@click.argument("name")
@click.argument("role", metavar="lead|coder|reader")
@project_options
def role(name: str, role: str) -> None:
    """Make somebody a lead, a coder or a reader; only a lead may.

    A lead assigns sources, freezes rounds, adjudicates and gives roles; a coder codes and
    changes the codebook; a reader sees everything and changes nothing. One lead must stay.

    Example: thematic coders role Priya lead
    """
    from thematic.workflow.roles import set_role

    with opened() as project:
        set_role(project, name, role)
    say(f"{name} is a {role} now.")


@coders.command("add")
@click.argument("name")
@click.option(
    "--role", default="coder", metavar="lead|coder|reader", help="What they may do; coder by default."
)
@project_options
def add(name: str, role: str) -> None:
    """Let somebody join before their first act, to be given sources or to read; only a lead may.

    Add a colleague before you hand out copies of the project: whoever acts under that name in
    a copy is then the same person when the copies are merged.

    Example: thematic coders add Tomas --role reader
    """
    from thematic.workflow.roles import add_coder

    with opened() as project:
        add_coder(project, name, role)
    say(f"{name} has joined as a {role}.")
