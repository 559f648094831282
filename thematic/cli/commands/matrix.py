"""`thematic matrix …`: respondents against themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import (
    attribute_pair,
    counted,
    emit,
    emit_json,
    emit_rows,
    json_option,
    opened,
    project_options,
    say,
)

if TYPE_CHECKING:
    from thematic.model.matrix import MatrixCell


@click.group("matrix", short_help="Lay respondents against themes.", invoke_without_command=True)
@click.option("--theme", "themes", multiple=True, metavar="CODE", help="Only this theme; may be repeated.")
@click.option("--respondent", "people", multiple=True, metavar="LABEL", help="Only this respondent.")
@click.option("--where", multiple=True, metavar="ATTRIBUTE=VALUE", help="Only respondents with this value.")
@click.option("--written", is_flag=True, help="Only cells with a summary.")
@click.option("-o", "--output", metavar="FILE", help="Write .xlsx, .html or .csv instead of printing.")
@json_option
@project_options
@click.pass_context
def matrix(
    ctx: click.Context,
    themes: tuple[str, ...],
    people: tuple[str, ...],
    where: tuple[str, ...],
    written: bool,
    output: str | None,
    as_json: bool,
) -> None:
    """Lay respondents against themes: what each says under each, with the summaries you wrote.

    Columns are the codes one step below the top, or those named. A summary whose
    passages changed since it was written is stale. Files are for the team: they
    hold what single respondents said.

    Example: thematic matrix -o matrix.xlsx
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.matrix import MatrixFilter, lay_matrix

    wanted = MatrixFilter(themes, people, dict(attribute_pair(text) for text in where))
    if output:
        from thematic.workflow.sheets import write_matrix

        with opened() as project:
            made = write_matrix(project, output, wanted)
        size = f"{counted(len(made.respondents), 'respondent')} × {counted(len(made.themes), 'theme')}"
        say(f"Wrote {output}: {size}.")
        say("It contains personal data: for the team only.")
        return
    with opened() as project:
        made = lay_matrix(project, wanted)
    cells = [
        (label, key, cell)
        for label in made.respondents
        for key, _ in made.themes
        if (cell := made.cells.get((label, key))) is not None and (cell.summary or not written)
    ]
    if as_json:
        emit_json([_cell(label, key, cell, counting=made.counting) for label, key, cell in cells])
        return
    count = ("passages",) if made.counting else ()
    emit_rows(
        ("respondent", "theme", *count, "standing", "summary"),
        (
            (label, key, *((cell.passages,) if made.counting else ()), cell.standing, _told(cell))
            for label, key, cell in cells
        ),
    )
    stale = sum(bool(cell.stale) for _, _, cell in cells)
    summaries = sum(bool(cell.summary) for _, _, cell in cells)
    say(f"{counted(len(cells), 'cell')}, {summaries} with a summary{f', {stale} stale' if stale else ''}.")


@matrix.command("show")
@click.argument("respondent")
@click.argument("theme")
@json_option
@project_options
def show(respondent: str, theme: str, as_json: bool) -> None:
    """Show one cell: its summary, and every passage in it.

    Each passage begins with the letters that 'thematic matrix set --quote' takes.

    Example: thematic matrix show R1 time-barrier
    """
    from thematic.workflow.matrix import read_cell

    with opened() as project:
        cell, passages = read_cell(project, respondent, theme)
    if as_json:
        pointed = {quote.guid for quote in cell.quotes} if cell and cell.summary else set()
        emit_json(
            {
                "summary": cell.summary if cell else "",
                "by": cell.by if cell else "",
                "stale": list(cell.stale) if cell else [],
                "passages": [
                    {
                        "guid": one.guid,
                        "quote": one.quote,
                        "source": one.source,
                        "start": one.start,
                        "end": one.end,
                        "code": one.code,
                        "stance": one.stance,
                        "pointed": one.guid in pointed,
                    }
                    for one in passages
                ],
            }
        )
        return
    if cell and cell.summary:
        emit(f"{cell.summary} ({cell.by})")
    for change in cell.stale if cell else ():
        emit(f"Since it was written: {change}.")
    for one in passages:
        stance = f", {one.stance}" if one.stance else ""
        place = f"{one.source} {one.start}:{one.end}"
        emit(f'{one.guid[:8]} [{one.code}{stance}] "{" ".join(one.quote.split())}" ({place})')
    say(f"{counted(len(passages), 'passage')}.")


@matrix.command("set")
@click.argument("respondent")
@click.argument("theme")
@click.argument("text")
@click.option(
    "--quote", "quotes", multiple=True, metavar="CODING", help="A passage it points to, by its first letters."
)
@project_options
def set_(respondent: str, theme: str, text: str, quotes: tuple[str, ...]) -> None:
    """Write what a respondent says under a theme; empty words take the summary back.

    It rests on every passage of the cell, and points to those given with --quote.
    When a passage comes, goes or changes, the summary is stale until it is written again.

    Example: thematic matrix set R1 time-barrier 'Never has time, and nobody gives any.'
    """
    from thematic.workflow.matrix import write_cell

    with opened() as project:
        cell = write_cell(project, respondent, theme, text, quotes)
    if cell.text:
        say(f"Written: {respondent} × {theme}, resting on {counted(len(cell.rests_on), 'passage')}.")
    else:
        say(f"Taken back: {respondent} × {theme}.")


def _cell(label: str, key: str, cell: MatrixCell, *, counting: bool) -> dict[str, Any]:
    return {
        "respondent": label,
        "theme": key,
        "passages": cell.passages if counting else None,
        "standing": cell.standing,
        "summary": cell.summary,
        "by": cell.by,
        "stale": list(cell.stale),
        "quotes": [
            {"guid": one.guid, "quote": one.quote, "source": one.source, "start": one.start, "end": one.end}
            for one in cell.quotes
        ],
    }


def _told(cell: MatrixCell) -> str:
    return f"{cell.summary} [stale: {', '.join(cell.stale)}]" if cell.stale else cell.summary
