"""`thematic init`."""

from __future__ import annotations

import click

from thematic.cli.output import named_coder, project_options, say, surroundings


@click.command("init", short_help="Make a new project.")
@click.argument("where", metavar="NAME.thematic|URL")
@click.option("--title", help="What reports call it; the file's name by default.")
@project_options
def init(where: str, title: str | None) -> None:
    """Make a new project.

    One SQLite file, or one PostgreSQL schema by URL (postgresql://USER@HOST/DB?schema=NAME).
    The coder named with --as acts in it from now on, for you on this machine.

    Example: thematic init study.thematic --title "Leading well" --as Ana
    """
    from thematic.workflow.project import create_project

    project = create_project(where, title=title, coder=named_coder(), here=surroundings())
    try:
        name = project.coder.name if project.coder else ""
        say(f"Made {project.where} ('{project.title}'); {name} acts in it.")
    finally:
        project.close()
