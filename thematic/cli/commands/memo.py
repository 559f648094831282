"""`thematic memo …`: notes on anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from thematic.cli.output import (
    emit,
    emit_json,
    emit_rows,
    json_option,
    opened,
    project_options,
    say,
    write_file,
)

if TYPE_CHECKING:
    from thematic.workflow.memos import NamedMemo


@click.group("memo", short_help="Write, list, search and export notes.")
def memo() -> None:
    """Write, list, search and export notes on the project, a respondent, source, code, coding or finding.

    Memos are where an analysis is thought out. They are acts like any other: signed, dated, in
    the journal.

    Example: thematic memo add code/time-barrier "Said early, and often unprompted."
    """


@memo.command("add")
@click.argument("on", metavar="KIND/NAME")
@click.argument("text")
@project_options
def add(on: str, text: str) -> None:
    """Write a memo on something: project, code/KEY, source/NAME, respondent/LABEL, coding/GUID, finding/ID.

    Prints the memo's guid, by which 'thematic memo edit' finds it.

    Example: thematic memo add source/R1 "Recorded in a corridor."
    """
    from thematic.workflow.memos import resolve_subject, write_memo

    with opened() as project:
        emit(write_memo(project, resolve_subject(project, on), text).guid)


@memo.command("edit")
@click.argument("guid")
@click.argument("text")
@project_options
def edit(guid: str, text: str) -> None:
    """Give a memo new words.

    The earlier words stay in the journal, and 'thematic undo' brings them back.

    Example: thematic memo edit 0b9c… "Recorded in a corridor, between two lists."
    """
    from thematic.workflow.memos import reword_memo

    with opened() as project:
        reword_memo(project, guid, text)
    say("Changed.")


@memo.command("remove")
@click.argument("guid")
@project_options
def remove(guid: str) -> None:
    """Take a memo away; 'thematic undo' brings it back.

    'thematic memo list --json' shows the guids.

    Example: thematic memo remove 0b9c…
    """
    from thematic.workflow.memos import remove_memo

    with opened() as project:
        remove_memo(project, guid)
    say("Removed.")


@memo.command("list")
@click.argument("on", required=False, metavar="[KIND/NAME]")
@json_option
@project_options
def list_(on: str | None, as_json: bool) -> None:
    """List memos, all or those on one thing.

    In the order of writing, each with what it is on, by whom and when.

    Example: thematic memo list code/time-barrier
    """
    from thematic.workflow.memos import named_memos, resolve_subject

    with opened() as project:
        found = named_memos(project, resolve_subject(project, on) if on else None)
    _show(found, as_json=as_json)


@memo.command("search")
@click.argument("text")
@json_option
@project_options
def search(text: str, as_json: bool) -> None:
    """List memos that hold these words, whatever their case.

    The words must stand together, as they are given.

    Example: thematic memo search corridor
    """
    from thematic.workflow.memos import named_memos

    with opened() as project:
        found = named_memos(project)
    wanted = text.casefold()
    _show([memo for memo in found if wanted in memo.text.casefold()], as_json=as_json)


@memo.command("export")
@click.argument("file", required=False)
@project_options
def export(file: str | None) -> None:
    """Write all memos as Markdown, to a file or to standard output.

    A heading for what each is on, its words, and who wrote it when.

    Example: thematic memo export memos.md
    """
    from thematic.workflow.memos import named_memos

    with opened() as project:
        found = named_memos(project)
    parts = [f"## {memo.on}\n\n{memo.text}\n\n*{memo.coder}, {_day(memo.at)}*\n" for memo in found]
    write_file(file, "\n".join(["# Memos\n", *parts]))


def _show(found: list[NamedMemo], *, as_json: bool) -> None:
    if as_json:
        emit_json(
            [
                {
                    "guid": memo.guid,
                    "on": memo.on,
                    "coder": memo.coder,
                    "at": _day(memo.at),
                    "text": memo.text,
                }
                for memo in found
            ]
        )
    else:
        emit_rows(
            ("on", "coder", "at", "text", "guid"),
            [(memo.on, memo.coder, _day(memo.at), memo.text, memo.guid) for memo in found],
        )


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="seconds")
