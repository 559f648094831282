"""`thematic tag`, `retag`, `untag`: coding in line mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import counted, emit, opened, project_options, say
from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.codings import Coding
    from thematic.workflow.project import Project

_STANCE = click.Choice(["supports", "qualifies", "opposes"])


@click.command("tag", short_help="Put codes on a quote.")
@click.argument("source")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@click.option("--quote", help="The exact words; they must stand in the source once.")
@click.option("--span", metavar="START:END", help="Code points, the end exclusive.")
@click.option("--stance", type=_STANCE, help="What the words do to the code's idea.")
@click.option("--memo", help="A note on the coding.")
@project_options
def tag(
    source: str,
    codes: tuple[str, ...],
    quote: str | None,
    span: str | None,
    stance: str | None,
    memo: str | None,
) -> None:
    """Put one or more codes on a passage and print the guids of the codings.

    Name the passage by its exact words or by its span.

    Example: thematic tag R1 --quote "there is never any time" time-barrier --stance supports
    """
    from thematic.workflow.coding import apply_codes, find_quote
    from thematic.workflow.memos import write_memo
    from thematic.workflow.reading import find_applicable, find_source, read_codebook, read_text

    if (quote is None) == (span is None):
        raise BadInput("Name the passage with either --quote or --span.")
    with opened() as project:
        found = find_source(project, source)
        text = read_text(project, found.guid)
        codebook = read_codebook(project)
        guids = tuple(find_applicable(codebook, code).guid for code in codes)
        start, end = find_quote(text, found.name, quote) if quote is not None else parse_span(span or "")
        done = apply_codes(project, text, start, end, guids, stance, "tag")  # type: ignore[arg-type] # click has checked the choice
        for coding in done:
            if memo:
                write_memo(project, f"coding/{coding.guid}", memo)
            emit(coding.guid)


@click.command("retag", short_help="Give a coding another code, extent or stance.")
@click.argument("guid")
@click.option("--code", help="Another code.")
@click.option("--span", metavar="START:END", help="Another extent.")
@click.option(
    "--stance", type=click.Choice(["supports", "qualifies", "opposes", "none"]), help="Another stance."
)
@click.option(
    "--illustrative/--no-illustrative",
    default=None,
    help="Mark it as a good illustration: reports print such quotes first.",
)
@project_options
def retag(
    guid: str, code: str | None, span: str | None, stance: str | None, illustrative: bool | None
) -> None:
    """Give a coding another code, extent or stance; what is not named stays.

    It keeps its guid and its coder. 'thematic quotes --json' shows the guids; --stance none
    takes the stance away.

    Example: thematic retag 0b9c… --code rotation
    """
    from thematic.workflow.coding import UNCHANGED, change_coding, mark_illustrative
    from thematic.workflow.reading import find_applicable, read_codebook

    changes = (code, span, stance) != (None, None, None)
    if not changes and illustrative is None:
        raise BadInput("Nothing to change.", "Give --code, --span, --stance or --illustrative.")
    start, end = parse_span(span) if span else (None, None)
    with opened() as project:
        if illustrative is not None:
            coding = mark_illustrative(project, guid, good=illustrative)
        if not changes:
            say(f"{'Marked' if illustrative else 'No longer marked'}: '{coding.quote[:60]}'.")
            return
        key = find_applicable(read_codebook(project), code).guid if code else None
        wanted = UNCHANGED if stance is None else None if stance == "none" else stance
        coding = change_coding(project, guid, code=key, start=start, end=end, stance=wanted)  # type: ignore[arg-type] # click has checked the choice
        whose = others(project, (coding,))
    say(f"Changed{f' {whose}' if whose else ''}: {coding.start}:{coding.end} '{coding.quote[:60]}'.")


@click.command("untag", short_help="Take a coding away.")
@click.argument("guids", nargs=-1, required=True, metavar="GUID…")
@project_options
def untag(guids: tuple[str, ...]) -> None:
    """Take codings away, in one act; 'thematic undo' brings them back.

    Where one guid is unknown, none is taken away. Whose they were is said where they were not
    yours.

    Example: thematic untag 0b9c…
    """
    from thematic.workflow.coding import withdraw_codes

    with opened() as project:
        gone = withdraw_codes(project, guids)
        whose = others(project, gone)
    say(f"Took {counted(len(gone), 'coding')} away{f', {whose}' if whose else ''}.")


def others(project: Project, codings: Sequence[Coding]) -> str:
    """Whose codings these are, of those that are not the acting coder's: `2 of Ben, 1 of Cem`."""
    from collections import Counter

    from thematic.workflow.reading import list_coders

    own = project.coder.guid if project.coder else ""
    names = {coder.guid: coder.name for coder in list_coders(project)}
    counts = Counter(names[coding.coder] for coding in codings if coding.coder != own)
    return ", ".join(f"{many} of {name}" for name, many in counts.items())


def parse_span(text: str) -> tuple[int, int]:
    """Read `START:END`.

    Raises:
        BadInput: It is not two whole numbers.
    """
    first, _, last = text.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise BadInput(f"'{text}' is not a span.", "Write START:END, for example 120:188.")
    return int(first), int(last)
