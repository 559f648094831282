"""`thematic codings import|export`."""

from __future__ import annotations

import click

from thematic.cli.output import (
    counted,
    emit_json,
    emit_rows,
    json_option,
    opened,
    progress,
    project_options,
    say,
    say_left_out,
    write_file,
)


@click.group("codings", short_help="Import or export codings as CSV; list those to look at again.")
def codings() -> None:
    """Import or export codings as CSV; list those to look at again.

    The columns are source,start,end,quote,code,coder,stance,memo,guid:
    start and end count characters from 0, the end exclusive. A cell that a spreadsheet would
    run as a formula begins with an apostrophe, which the import takes off again.

    Example: thematic codings export codings.csv
    """


@codings.command("import")
@click.argument("file")
@project_options
def import_(file: str) -> None:
    """Take codings in, all or none.

    start and end may be empty where the quote stands in the source once; guid is
    optional. What is there already (same guid, or the identical coding) is skipped
    and counted. Every row that cannot be read or placed is reported with its line.

    Example: thematic codings import codings.csv
    """
    from thematic.workflow.codings import import_codings
    from thematic.workflow.files import read_bytes

    rows = max(1, read_bytes(file).count(b"\n"))
    with opened() as project, progress("Placing", rows) as step:
        report = import_codings(project, file, step=step)
    for name in report.new_coders:
        say(f"New coder: {name}.")
    say(f"Imported {counted(report.imported, 'coding')}, skipped {report.skipped} that were there already.")


@codings.command("revisit")
@click.option("--keep", multiple=True, metavar="GUID", help="Let this one stand; may be repeated.")
@json_option
@project_options
def revisit(keep: tuple[str, ...], as_json: bool) -> None:
    """List your codings that are older than their code's definition, or whose code was retired.

    Each is kept with --keep, changed with 'thematic retag' or taken away with 'thematic untag'.

    Example: thematic codings revisit
    """
    from thematic.workflow.reading import list_sources, read_codebook
    from thematic.workflow.revisiting import confirm_codings, stale_codings

    with opened() as project:
        if keep:
            confirm_codings(project, keep)
            say(f"Kept {counted(len(keep), 'coding')}.")
        found = stale_codings(project)
        names = {source.guid: source.name for source in list_sources(project)}
        keys = {code.guid: code.key for code in read_codebook(project).codes}
    rows = [(names[one.source], keys[one.code], one.quote, one.guid) for one in found]
    if as_json:
        emit_json([dict(zip(("source", "code", "quote", "guid"), row, strict=True)) for row in rows])
    else:
        emit_rows(("source", "code", "quote", "guid"), rows)


@codings.command("export")
@click.argument("file", required=False)
@project_options
def export(file: str | None) -> None:
    """Write all codings as CSV, to a file or to standard output.

    In the order of sources and places, with guids, so that the file can come back and change
    nothing. Codings that are hidden from you in a round are left out.

    Example: thematic codings export codings.csv
    """
    from thematic.workflow.codings import export_codings

    with opened() as project:
        text = export_codings(project)
        say_left_out(project)
    write_file(file, text)
