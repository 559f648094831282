"""`thematic code …`: change the codebook."""

from __future__ import annotations

import click

from thematic.cli.output import counted, emit, opened, project_options, say
from thematic.errors import BadInput


@click.group("code", short_help="Change the codebook: add, rename, move, merge, split, retire.")
def code() -> None:
    """Change the codebook: add, rename, move, merge, split, retire.

    Every change is one act that 'thematic undo' takes back. Codes are named by key.

    Example: thematic code add time-barrier --name "Lack of time"
    """


@code.command("add")
@click.argument("key")
@click.option("--name", required=True, help="What people read.")
@click.option("--parent", help="Key of the code above it.")
@click.option("--definition", default="", help="What it means.")
@project_options
def add(key: str, name: str, parent: str | None, definition: str) -> None:
    """Add a code at the end of its siblings.

    The key is its stable handle, in lower-case letters, digits, '-', '_' and '.'; the name is
    what people read and may change later.

    Example: thematic code add on-call --name "On call" --parent time-barrier
    """
    from thematic.workflow.codebook import add_code

    with opened() as project:
        made = add_code(project, key, name, parent=parent, definition=definition)
    say(f"Added '{made.key}' ({made.name}).")


@code.command("rename")
@click.argument("key")
@click.argument("name")
@project_options
def rename(key: str, name: str) -> None:
    """Give a code another name; its key stays.

    Codings, outlines and exported files name codes by key, so nothing else changes.

    Example: thematic code rename time-barrier "No protected time"
    """
    from thematic.workflow.codebook import rename_code

    with opened() as project:
        made = rename_code(project, key, name)
    say(f"'{made.key}' is now called {made.name}.")


@code.command("edit")
@click.argument("key")
@click.option("--definition", help="What it means.")
@click.option("--include", multiple=True, metavar="TEXT", help="What it is used for; may be repeated.")
@click.option("--exclude", multiple=True, metavar="TEXT", help="What it is not used for; may be repeated.")
@click.option("--example", "examples", multiple=True, metavar="TEXT", help="Words it fits; may be repeated.")
@click.option(
    "--keyword", "keywords", multiple=True, metavar="TEXT", help="A word to find it by; repeatable."
)
@click.option("--color", metavar="#RRGGBB", help="Its colour at the desk; empty to inherit.")
@project_options
def edit(key: str, **given: str | tuple[str, ...] | None) -> None:
    """Define a code anew; what is not named stays, and a list is replaced as a whole.

    Codings made before wait under 'thematic codings revisit'.

    Example: thematic code edit busy --definition "The day leaves no room." --include "too many patients"
    """
    from thematic.workflow.codebook import edit_code

    fields = {name: value for name, value in given.items() if value not in (None, ())}
    if not fields:
        raise BadInput("Nothing to change.", "Give --definition, --include or another option.")
    with opened() as project:
        edit_code(project, key, **fields)
    say(f"Changed '{key}': {', '.join(fields)}.")


@code.command("move")
@click.argument("key")
@click.option("--under", help="Key of the code it goes under.")
@click.option("--top", is_flag=True, help="Put it at the top.")
@click.option("--place", type=click.IntRange(1), metavar="N", help="Its place among its siblings, from 1.")
@project_options
def move(key: str, under: str | None, top: bool, place: int | None) -> None:
    """Put a code under another, or at the top.

    It takes the codes below it along, becomes the last of its new siblings unless --place
    says otherwise, and keeps its codings.

    Example: thematic code move on-call --under time-barrier
    """
    from thematic.workflow.codebook import move_code

    if bool(under) == top:
        raise BadInput("Say where to: either --under KEY or --top.")
    with opened() as project:
        move_code(project, key, under=under, position=place - 1 if place else None)
    say(f"Moved '{key}' {'to the top' if top else f'under {under}'}.")


@code.command("merge")
@click.argument("keys", nargs=-1, required=True, metavar="KEY…")
@click.option("--into", required=True, help="The code that stands for them from now on.")
@project_options
def merge(keys: tuple[str, ...], into: str) -> None:
    """Let codes stand for another; their codings keep the code they were made with and resolve.

    Codes below a merged one move below the code that stands for it. 'thematic undo' parts them
    again.

    Example: thematic code merge busy rushed --into time-barrier
    """
    from thematic.workflow.codebook import merge_codes

    with opened() as project:
        merge_codes(project, keys, into=into)
    say(f"{', '.join(keys)} now stand{'s' if len(keys) == 1 else ''} for '{into}'.")


@code.command("split")
@click.argument("keys", nargs=-1, required=True, metavar="KEY")
@click.option("--into", required=True, multiple=True, metavar="K…", help="The codes that take over.")
@project_options
def split(keys: tuple[str, ...], into: tuple[str, ...]) -> None:
    """Retire a code in favour of others and print the codings a person must place again.

    Nothing is re-coded by itself. Each line: guid, place, words.

    Example: thematic code split support --into peer-support senior-support
    """
    from thematic.workflow.codebook import split_code

    key, *more = keys  # what stands after the first key of --into arrives here too
    with opened() as project:
        worklist = split_code(project, key, into=(*into, *more))
    for coding in worklist:
        emit(f"{coding.guid}  {coding.start}:{coding.end}  {' '.join(coding.quote.split())}")
    waiting = f"{counted(len(worklist), 'coding')} of '{key}'"
    say(f"To be placed again with 'thematic retag GUID --code KEY': {waiting}.")


@code.command("retire")
@click.argument("key")
@project_options
def retire(key: str) -> None:
    """Keep a code's codings but offer it no more.

    It stays in the codebook and in every count, and is marked as retired.

    Example: thematic code retire busy
    """
    from thematic.workflow.codebook import retire_code

    with opened() as project:
        retire_code(project, key)
    say(f"Retired '{key}'.")
