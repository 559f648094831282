"""`thematic search`: words in the texts, coded or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import counted, emit, emit_json, json_option, opened, progress, project_options, say

if TYPE_CHECKING:
    from thematic.workflow.searching import Hit

FIELDS = ("source", "start", "end", "respondent", "left", "match", "right")
BESIDE = 40
"""Characters a line shows on either side of a match."""
LIMIT = 100_000


@click.command("search", short_help="Find words in the texts, coded or not.")
@click.argument("text", metavar="TEXT")
@json_option
@project_options
def search(text: str, as_json: bool) -> None:
    """Find words in the texts, coded or not.

    Letter case is set aside, and any blank or line break stands for a blank. Each match is
    printed with its place and the words around it; 'thematic tag' takes the place as --span.

    Example: thematic search "never any time"
    """
    from thematic.workflow.reading import list_sources
    from thematic.workflow.searching import search_texts

    with opened() as project, progress("Searching", len(list_sources(project))) as step:

        def told(done: int, _all: int) -> bool:
            step(1 if done else 0)
            return True

        found = search_texts(project, text, limit=LIMIT, told=told)
    if as_json:
        emit_json([{field: getattr(hit, field) for field in FIELDS} for hit in found])
    else:
        for hit in found:
            emit(_line(hit))
    say(f"{counted(len(found), 'place')} in {counted(len({hit.source for hit in found}), 'source')}.")


def _line(hit: Hit) -> str:
    """The match in its line, whole words around it."""
    left, right = " ".join(hit.left.split()), " ".join(hit.right.split())
    before = left if len(left) <= BESIDE else "…" + left[-BESIDE:].partition(" ")[2]
    after = right if len(right) <= BESIDE else right[:BESIDE].rpartition(" ")[0] + "…"
    gap = " " if hit.left[-1:].isspace() else ""
    then = " " if hit.right[:1].isspace() else ""
    match = " ".join(hit.match.split())
    who = hit.respondent or hit.source
    return f"{who} {before}{gap}[{match}]{then}{after} ({hit.source} {hit.start}:{hit.end})"
