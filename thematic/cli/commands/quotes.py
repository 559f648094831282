"""`thematic quotes`: retrieval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import (
    attribute_pair,
    counted,
    emit,
    emit_json,
    json_option,
    opened,
    project_options,
    say,
    write_file,
)
from thematic.errors import BadInput

if TYPE_CHECKING:
    from thematic.model.codings import Quote

FIELDS = (
    "guid", "quote", "source", "start", "end", "respondent", "question", "code", "coder", "stance",
    "illustrative",
)  # fmt: skip


@click.command("quotes", short_help="Retrieve coded quotes by code and other filters.")
@click.argument("query", required=False, default="")
@click.option("--source", default="", help="Only this source.")
@click.option("--coder", "by", default="", metavar="NAME", help="Only this coder's.")
@click.option("--respondent", default="", metavar="LABEL", help="Only this respondent's words.")
@click.option("--question", type=int, help="Only answers to question N.")
@click.option(
    "--stance", type=click.Choice(["supports", "qualifies", "opposes"]), help="Only codings with this stance."
)
@click.option("--where", multiple=True, metavar="ATTRIBUTE=VALUE", help="Only respondents with this value.")
@click.option("--agreed", is_flag=True, help="What the coders agreed on, in place of each one's codings.")
@click.option("-o", "--output", metavar="FILE", help="Write .csv, .xlsx or .md instead of printing.")
@json_option
@project_options
def quotes(
    query: str,
    source: str,
    by: str,
    respondent: str,
    question: int | None,
    stance: str | None,
    where: tuple[str, ...],
    agreed: bool,
    output: str | None,
    as_json: bool,
) -> None:
    """Retrieve coded quotes by code and other filters.

    QUERY joins codes with and, or, not, near and brackets; a code includes those below it.

    Example: thematic quotes "time-barrier and not rotation" --where country=UK
    """
    from thematic.workflow.quotes import QuoteFilter, read_quotes

    attributes = dict(attribute_pair(text) for text in where)
    wanted = QuoteFilter(query, source, by, respondent, question, stance or "", attributes)
    with opened() as project:
        found = read_quotes(project, wanted, agreed=agreed)
    if as_json:
        emit_json([{field: getattr(quote, field) for field in FIELDS} for quote in found])
    elif output:
        _write(output, found)
    else:
        for quote in found:
            emit(_line(quote))
    say(f"{counted(len(found), 'quote')}.")


def _line(quote: Quote) -> str:
    stance = f", {quote.stance}" if quote.stance else ""
    words = " ".join(quote.quote.split())
    place = f"{quote.source} {quote.start}:{quote.end}, {quote.coder}"
    return f'{quote.respondent or quote.source} [{quote.code}{stance}] "{words}" ({place})'


def _write(output: str, found: tuple[Quote, ...]) -> None:
    if output.endswith(".csv"):
        from thematic.workflow.codings import quotes_as_csv

        write_file(output, quotes_as_csv(found))
    elif output.endswith(".xlsx"):
        from thematic.workflow.sheets import quotes_as_xlsx

        write_file(output, quotes_as_xlsx(found))
    elif output.endswith(".md"):
        write_file(output, "\n".join(f"- {_line(quote)}" for quote in found) + "\n")
    else:
        raise BadInput(f"Quotes cannot be written as '{output}'.", "Name a .csv, .xlsx or .md file.")
