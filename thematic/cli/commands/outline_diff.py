"""`thematic outline diff`: what co-authors changed in a Word report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import counted, emit, emit_json, json_option, opened, project_options, say
from thematic.errors import BadInput

if TYPE_CHECKING:
    from thematic.workflow.word_edits import WordDiff, WordEdit


@click.command("diff")
@click.argument("file")
@click.option("--accept", "accepted", multiple=True, metavar="ID", help="Take this one; may be repeated.")
@click.option("--accept-all", is_flag=True, help="Take every changed statement.")
@json_option
@project_options
def diff(file: str, accepted: tuple[str, ...], accept_all: bool, as_json: bool) -> None:
    """Show which words co-authors changed in a Word report, and take what you accept.

    Statements, lead-ins, titles, list items, and the authors' headings and paragraphs are
    found by their bookmarks; tracked changes are read as accepted. Words for how many stay computed unless
    somebody wrote over them. What the linter would say stands below each. Quotes, numbers
    and tables are not read back.

    Example: thematic outline diff findings.docx
    """
    from thematic.workflow.word_edits import accept_word_edits, read_word_edits

    if accepted and accept_all:
        raise BadInput("Give --accept or --accept-all, not both.")
    with opened() as project:
        found = read_word_edits(project, file)
        taken = accept_word_edits(project, file, found, accepted) if accepted or accept_all else ()
    if as_json:
        emit_json(_value(found, taken))
    else:
        _show(found)
    if taken:
        say(f"Accepted {counted(len(taken), 'change')}: {', '.join(one.label for one in taken)}.")
    elif found.edits:
        say(f"{counted(len(found.edits), 'change')}; take them with --accept ID or --accept-all.")
    elif not found.clashes and not found.unknown:
        say("Nothing was changed.")


def _show(found: WordDiff) -> None:
    for edit in found.edits:
        emit(f"{edit.label} ({edit.id})")
        emit(f"  - {edit.old}")
        emit(f"  + {edit.new}")
        if edit.moved:
            emit("  The project's own words have changed since the file was written.")
        if edit.fixed:
            emit(f"  Written over, no longer filled in: {', '.join(edit.fixed)}")
        for remark in edit.remarks:
            emit(f"  {remark.severity}: {remark.message} [{remark.check}]")
        emit("")
    for clash in found.clashes:
        emit(f"{clash.label} was changed in two ways; make them agree in the file.")
        emit(f"  + {clash.summary}")
        emit(f"  + {clash.detail}")
        emit("")
    for words in found.unknown:
        emit(f"Changed, but no longer in the outline: {words}")
    if found.missing:
        say(f"Not marked in the file: {', '.join(found.missing)}.")


def _value(found: WordDiff, taken: tuple[WordEdit, ...]) -> dict[str, object]:
    return {
        "edits": [
            {
                "finding": one.id,
                "label": one.label,
                "old": one.old,
                "new": one.new,
                "statement": one.statement,
                "fixed": list(one.fixed),
                "moved": one.moved,
                "accepted": one in taken,
                "remarks": [
                    {"check": each.check, "severity": each.severity, "message": each.message}
                    for each in one.remarks
                ],
            }
            for one in found.edits
        ],
        "clashes": [
            {"label": one.label, "summary": one.summary, "detail": one.detail} for one in found.clashes
        ],
        "missing": list(found.missing),
        "unknown": list(found.unknown),
    }
