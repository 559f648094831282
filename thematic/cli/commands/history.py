"""`thematic journal`, `undo`, `redo`, `backup`, `check`: trust."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from thematic.cli.output import (
    counted,
    emit,
    emit_json,
    emit_rows,
    json_option,
    opened,
    project_options,
    say,
    say_whole,
)
from thematic.errors import AnswerIsNo


@click.command("journal", short_help="Show every act, or verify the journal.")
@click.option("--verify", is_flag=True, help="Hash every fact again; exit 1 if one does not fit.")
@click.option("--last", type=click.IntRange(1), help="Only the newest N acts.")
@click.option("--follow", is_flag=True, help="Print what others do as they do it, until Ctrl-C.")
@json_option
@project_options
def journal(verify: bool, last: int | None, follow: bool, as_json: bool) -> None:
    """Show every act, newest first, or verify or follow the journal.

    Each act is one thing a person did, with the number of facts it holds. --verify
    hashes every fact again and compares with its id. --follow waits for the acts of
    others; of codings that are hidden from you it tells only that somebody coded.

    Example: thematic journal --last 10
    """
    from thematic.workflow.history import list_acts, verify_journal
    from thematic.workflow.reading import list_coders

    with opened() as project:
        if follow:
            from thematic.cli.following import follow_others

            follow_others(project, as_json=as_json)
            return
        if verify:
            found = verify_journal(project)
            if as_json:
                emit_json({"ok": not found.broken, "acts": found.acts, "broken": list(found.broken)})
            if found.broken:
                facts = counted(len(found.broken), "fact")
                raise AnswerIsNo(f"Whose hash is no longer the id: {facts}.", found.broken[0])
            say(f"{counted(found.acts, 'act')}, every fact as it was written.")
            return
        names = {coder.guid: coder.name for coder in list_coders(project)}
        acts = list_acts(project, last)
    rows = [
        {
            "act": act.guid,
            "at": datetime.fromtimestamp(act.at / 1_000_000, UTC).isoformat(timespec="seconds"),
            "coder": names.get(act.coder, act.coder),
            "verb": act.verb,
            "reason": act.reason,
            "facts": act.facts,
        }
        for act in acts
    ]
    if as_json:
        emit_json(rows)
    else:
        shown = [(row["at"], row["coder"], row["verb"], row["facts"], row["reason"]) for row in rows]
        emit_rows(("at", "coder", "verb", "facts", "reason"), shown)


@click.command("undo", short_help="Take back your last act.")
@project_options
def undo() -> None:
    """Take back your last act that is not undone, whatever it was and however large.

    Works across sources and after a restart. Refused, with the reason, when somebody
    changed what it touched.

    Example: thematic undo
    """
    from thematic.workflow import history

    with opened() as project:
        act = history.undo(project)
    say(f"Undone: {act.verb} ({counted(act.facts, 'fact')}). 'thematic redo' brings it back.")


@click.command("redo", short_help="Do again what you took back.")
@project_options
def redo() -> None:
    """Do again what you last took back; any new act in between clears this.

    Refused, with the reason, when somebody changed what it touched.

    Example: thematic redo
    """
    from thematic.workflow import history

    with opened() as project:
        act = history.redo(project)
    say(f"Done again: {act.verb} ({counted(act.facts, 'fact')}).")


@click.command("backup", short_help="Copy the whole project to a new file or server.")
@click.argument("target", required=False, metavar="[FILE|URL]")
@project_options
def backup(target: str | None) -> None:
    """Copy the whole project to a new file or server while it is in use.

    Without FILE the copy stands beside the project with the time in its name. With a
    URL (postgresql://USER@HOST/DB?schema=NAME) it becomes a project on a server, and
    'backup FILE' there makes a file of it again. Copies are one project: 'thematic
    merge' brings together what was done in each. A copy holds everything, also what is
    hidden from you in a round.

    Example: thematic backup before-merge.thematic
    """
    from thematic.workflow.history import back_up_project

    with opened() as project:
        emit(back_up_project(project, target))
        say_whole(project)


@click.command("check", short_help="Check that the project is whole.")
@json_option
@project_options
def check(as_json: bool) -> None:
    """Check that the project is whole; exit 1 with every fault and what mends it.

    The view is compared with the facts, every quote with the text it stands in, every
    fact with its id, and conflicts are listed. Also says which language pipeline runs.

    Example: thematic check
    """
    from thematic.workflow.trust import check_project

    with opened() as project:
        faults = check_project(project)
    if as_json:
        emit_json({"ok": not faults, "faults": [fault.as_dict() for fault in faults]})
    for fault in faults:
        if not as_json:
            emit(f"{fault.where}: {fault.what} {fault.mend}")
    if faults:
        raise AnswerIsNo(f"{counted(len(faults), 'fault')} found.")
    say("The project is whole.")
