"""`thematic sources …`."""

from __future__ import annotations

import click

from thematic.cli.output import counted, emit, emit_json, emit_rows, json_option, opened, project_options, say


@click.group(
    "sources", invoke_without_command=True, short_help="List sources; print one with its codes in the margin."
)
@json_option
@project_options
@click.pass_context
def sources(ctx: click.Context, as_json: bool) -> None:
    """List sources; print one with its codes in the margin.

    Each with its kind, its length in characters, its turns, its codings and who speaks in it,
    in the order of import.

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

    Turns are numbered from 1, as 'thematic questions assign' wants them; a coding is shown with
    its code, stance, place and coder.

    Example: thematic sources print R1
    """
    from thematic.workflow.printing import print_source

    with opened() as project:
        for line in print_source(project, source):
            emit(line)


@sources.command("replace")
@click.argument("source")
@click.argument("file")
@project_options
def replace(source: str, file: str) -> None:
    """Make a file the new version of a source and find every coding again.

    A coding whose words are still there moves with them. One whose words are gone stays
    on the version it was made on and waits under 'thematic sources review'.

    Example: thematic sources replace R1 corrected/R1.txt
    """
    from thematic.workflow.versions import replace_source

    with opened() as project:
        done = replace_source(project, source, file)
    _tell(done.moved, len(done.waiting))


@sources.command("redact")
@click.argument("source")
@click.option("--quote", required=True, help="The exact words; they must stand in the source once.")
@click.option("--with", "label", required=True, help="What stands in their place.")
@project_options
def redact(source: str, quote: str, label: str) -> None:
    """Put a label in place of words that must not stand in the text, as a new version.

    The words stay in the version before, which no screen, listing or report shows. Codings of
    other words move along; codings of these words wait under 'thematic sources review'.

    Example: thematic sources redact R1 --quote "Dr Small" --with "[colleague]"
    """
    from thematic.workflow.versions import redact_source

    with opened() as project:
        done = redact_source(project, source, quote, label)
    _tell(done.moved, len(done.waiting))


@sources.command("review")
@json_option
@project_options
def review(as_json: bool) -> None:
    """List codings whose words are not in the current text; place them with 'retag' or 'untag' them.

    They come from 'thematic sources replace' and 'redact', and go on counting for their
    respondent until a person decides.

    Example: thematic sources review
    """
    from thematic.workflow.versions import codings_for_review

    with opened() as project:
        found = codings_for_review(project)
    if as_json:
        emit_json([{"guid": coding.guid, "source": s.name, "quote": coding.quote} for s, coding in found])
    else:
        emit_rows(("source", "quote", "guid"), [(s.name, coding.quote, coding.guid) for s, coding in found])


def _tell(moved: int, waiting: int) -> None:
    say(f"{counted(moved, 'coding')} found again in the new version.")
    if waiting:
        say(f"{counted(waiting, 'coding')} whose words are gone: see 'thematic sources review'.")
