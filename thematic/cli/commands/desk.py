"""`thematic open`: the coding desk."""

from __future__ import annotations

import click

from thematic.cli.output import named_coder, opened, project_address, project_options


@click.command("open", short_help="Open the coding desk.")
@click.argument("source", required=False)
@click.option("--tour", is_flag=True, help="Take the five-minute tour on a small study of its own.")
@click.option("--web", is_flag=True, help="Serve the desk to a browser on this machine, until Ctrl-C.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port for the browser; one that is free by default."
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; this machine's own.",
)
@click.option(
    "--any-host",
    is_flag=True,
    help="Let --host be reached from other machines: who has the link codes as you.",
)
@project_options
def open_(source: str | None, tour: bool, web: bool, port: int | None, host: str, any_host: bool) -> None:
    """Open the coding desk, at a source or where you left it.

    Press ? there for every key. With --web the desk is shown in a browser: the
    printed link holds a secret made for this run, and only this machine can
    open it.

    Example: thematic open R1
    """
    if (port or any_host or host != "127.0.0.1") and not web:
        raise click.UsageError("--port, --host and --any-host belong to --web.")
    if tour and (web or source):
        raise click.UsageError("--tour has a study of its own, in this terminal.")
    if tour:
        from thematic.tui.app import run_tour

        run_tour()
    elif web:
        _serve(source, port or 0, host, anyone=any_host)
    else:
        from thematic.tui.app import run_desk

        run_desk(project_address(), named_coder(), source)


def _serve(source: str | None, port: int, host: str, *, anyone: bool) -> None:
    from thematic.tui.web import serve_desk

    with opened() as project:  # what is wrong with it is said here, and not in a browser
        where = project.where

    def say(address: str) -> None:
        click.echo(address)
        click.echo("Open this link in a browser on this machine; Ctrl-C here ends it.", err=True)

    serve_desk(where, named_coder(), source, host=host, port=port, anyone=anyone, say=say)
    click.echo("Ended. Everything the desk showed is saved.", err=True)
