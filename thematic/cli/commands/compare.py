"""`thematic compare`: where two coders differ; and how items are filtered, printed and written as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import counted, emit, emit_json, json_option, opened, project_options, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.model.disagreements import Disagreement
    from thematic.workflow.comparison import Comparison, ItemFilter

WORDS = 60
"""Characters of a quote that a line shows."""


def item_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the filters of items."""
    for option in (
        click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source."),
        click.option("--code", "codes", multiple=True, metavar="KEY", help="Only this code."),
        click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind of item."),
    ):
        command = option(command)
    return command


@click.command("compare", short_help="List where two coders differ, by kind.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--all", "everything", is_flag=True, help="List also what they agree on.")
@item_options
@json_option
@project_options
def compare(
    first: str,
    second: str,
    everything: bool,
    kinds: tuple[str, ...],
    codes: tuple[str, ...],
    sources: tuple[str, ...],
    as_json: bool,
) -> None:
    """List where two coders differ on the sources both finished, the worst kind first.

    Each coding stands in exactly one item: codings of one code that overlap, or two codes
    on much the same words.

    Example: thematic compare Maren Priya --kind "opposite stance"
    """
    from thematic.workflow.comparison import compare_coders

    with opened() as project:
        found = compare_coders(project, first, second)
    items = found.choose(make_filter(kinds, codes, sources))
    shown = [item for item in items if everything or item.differs]
    if as_json:
        emit_json([item_value(item, found) for item in shown])
    else:
        print_items(shown, found)
    for kind, count in found.counts().items():
        say(f"{kind}: {count}")
    say(f"{counted(len(found.shared), 'source')} finished by both.")


def make_filter(
    kinds: tuple[str, ...], codes: tuple[str, ...], sources: tuple[str, ...], coders: tuple[str, ...] = ()
) -> ItemFilter:
    """The filter that the options stand for.

    Raises:
        BadInput: A kind that there is not.
    """
    from thematic.errors import BadInput
    from thematic.model.disagreements import KINDS
    from thematic.workflow.comparison import ItemFilter

    for kind in kinds:
        if kind not in KINDS:
            raise BadInput(f"'{kind}' is not a kind of item.", f"Kinds are: {', '.join(KINDS)}.")
    return ItemFilter(kinds, codes, sources, coders)


def item_value(item: Disagreement, found: Comparison) -> dict[str, Any]:
    """An item for JSON."""
    return {
        "item": item.id,
        "kind": item.kind,
        "source": found.source_names[item.source],
        "start": item.start,
        "end": item.end,
        "codes": sorted(found.code_keys[code] for code in item.codes),
        "coders": sorted(found.coder_names[coder] for coder in item.coders),
        "absent": sorted(found.coder_names[coder] for coder in item.absent),
        "codings": [
            {
                "guid": coding.guid,
                "coder": found.coder_names[coding.coder],
                "code": found.code_keys[found.codebook.resolve(coding.code)],
                "start": coding.start,
                "end": coding.end,
                "quote": coding.quote,
                "stance": coding.stance,
            }
            for coding in item.codings
        ],
    }


def print_items(items: list[Disagreement], found: Comparison) -> None:
    """A line per item, and one per coding below it."""
    for item in items:
        codes = " / ".join(sorted(found.code_keys[code] for code in item.codes))
        emit(
            f"{item.kind}: {found.source_names[item.source]} {item.start}:{item.end} [{codes}] item {item.id}"
        )
        for coding in item.codings:
            code = found.code_keys[found.codebook.resolve(coding.code)] if len(item.codes) > 1 else ""
            marks = ", ".join(mark for mark in (code, coding.stance or "") if mark)
            said = f" ({marks})" if marks else ""
            place = f"{coding.start}:{coding.end}"
            emit(f"   {found.coder_names[coding.coder]}{said} {place} {_short(coding.quote)}")
        for coder in sorted(found.coder_names[coder] for coder in item.absent):
            emit(f"   {coder}: not here")


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return f'"{words}"' if len(words) <= WORDS else f'"{words[: WORDS - 1]}…"'
