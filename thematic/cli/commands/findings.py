"""`thematic synthesise` and `thematic report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import (
    counted,
    emit,
    emit_json,
    json_option,
    opened,
    project_options,
    say,
    say_left_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.findings import Findings


@click.command("synthesise", short_help="Turn codings into ranked, numbered findings.")
@click.option("--draft", is_flag=True, help="Mark the result as a draft.")
@json_option
@project_options
def synthesise(draft: bool, as_json: bool) -> None:
    """Turn codings into ranked, numbered findings with quantifiers and quotes.

    Counts respondents along the project's outline, or along one drafted from the codebook.
    --json prints the neutral form.

    Example: thematic synthesise
    """
    from thematic.workflow import findings
    from thematic.workflow.reports import neutral_form

    with opened() as project:
        say_left_out(project)
        if as_json:
            emit_json(neutral_form(project, draft=draft))
            return
        found = findings.synthesise(project, draft=draft)
    for line in spoken(found):
        emit(line)
    for reason in found.draft:
        say(f"Draft: {reason}")


@click.command("report", short_help="Write the report as a document.")
@click.option("-o", "--output", required=True, metavar="FILE", help="Its ending names the format.")
@click.option("--audience", type=click.Choice(["public", "team"]), help="public by default; team for JSON.")
@click.option(
    "--naming",
    type=click.Choice(["ids", "roles", "none"]),
    default="ids",
    help="How respondents are named beside their words; ids by default.",
)
@click.option("--brief", type=click.IntRange(min=1), metavar="N", help="Only the N strongest findings.")
@click.option(
    "--template", metavar="FILE", help="Your own Jinja template for HTML, or a .docx whose styles are taken."
)
@click.option(
    "--names",
    metavar="FILE",
    help="Pseudonym key, a table with the column 'name': no name in it may be printed.",
)
@click.option("--draft", is_flag=True, help="Mark the document as a draft.")
@project_options
def report(
    output: str,
    audience: str | None,
    naming: str,
    brief: int | None,
    template: str | None,
    names: str | None,
    draft: bool,
) -> None:
    """Write the report as Markdown, HTML, Word or JSON.

    A public copy holds nothing that only the team may see: no context windows, no
    evidence list, no names of files or coders. A team copy is marked as holding
    personal data. A brief tells each finding in a paragraph.

    Example: thematic report -o findings.md
    """
    from thematic.workflow.reports import write_report

    with opened() as project:
        found = write_report(
            project,
            output,
            audience=audience,  # type: ignore[arg-type] # click has checked the choice
            naming=naming,  # type: ignore[arg-type] # the same
            draft=draft,
            brief=brief,
            template=template,
            names=names,
        )
        say_left_out(project)
    for reason in found.draft:
        say(f"Draft: {reason}")
    say(f"Wrote {output}: {counted(sum(1 for _ in found.findings()), 'finding')}.")


def spoken(findings: Findings, limit: int | None = None) -> Iterator[str]:
    """Findings as lines: number, statement, counts, rank, points and quotes."""
    shown = 0
    for section in findings.sections:
        if limit is not None and shown >= limit:
            return
        yield f"## {section.title}"
        for finding in section.findings:
            if limit is not None and shown >= limit:
                return
            shown += 1
            yield f"{finding.number}. {finding.text}"
            tally = finding.tally
            counts = f"{tally.support} of {tally.base}"
            against = f", {tally.oppose} against" if tally.oppose else ""
            rank = finding.rank
            place = f"; rank {rank.value} of {rank.of} ({rank.low}-{rank.high})" if rank else ""
            yield f"   [{counts}{against}{place}]"
            yield from (f"   {point.letter}. {point.text}" for point in finding.points)
            for quote in finding.quotes:
                who = quote.respondent or quote.source
                yield f'   {who}: "{" ".join(quote.text.split())}"'
        yield ""
