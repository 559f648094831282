"""`thematic merge` and `thematic bundle`: copies of a project become one again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import (
    counted,
    emit,
    emit_json,
    json_option,
    opened,
    project_options,
    say,
    say_whole,
    write_file,
)
from thematic.errors import BadInput

if TYPE_CHECKING:
    from thematic.workflow.merge_report import MergeReport
    from thematic.workflow.merging import MergeOptions

SHOWN = 20
"""Lines of one kind that are printed; the rest are counted."""


def merge_options(command: Any) -> Any:
    """Give a verb what a person can say about the copies."""
    for option in (
        click.option(
            "--rename-coder",
            "renames",
            multiple=True,
            metavar="'NAME=NEW NAME'",
            help="Call a coder of theirs something else.",
        ),
        click.option(
            "--other-project", is_flag=True, help="Take in a file that is not a copy of this project."
        ),
        click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing."),
    ):
        command = option(command)
    return command


@click.command("merge", short_help="Merge other copies of this project into it.")
@click.argument("others", nargs=-1, metavar="OTHER.thematic…")
@merge_options
@click.option("--conflicts", metavar="FILE", help="Write the project's open conflicts as a decision file.")
@click.option("--decisions", metavar="FILE", help="Settle conflicts by a decision file.")
@json_option
@project_options
def merge(
    others: tuple[str, ...],
    renames: tuple[str, ...],
    other_project: bool,
    dry_run: bool,
    conflicts: str | None,
    decisions: str | None,
    as_json: bool,
) -> None:
    """Merge other copies of this project into it: what they know and this one does not.

    Nothing is lost and the order makes no difference. A backup is written first, the
    others are left untouched, and 'thematic undo' takes the whole merge back. What two
    people changed differently stays as a conflict until somebody decides.

    Example: thematic merge copies/tomas.thematic --dry-run
    """
    from thematic.workflow.merging import merge_projects

    if conflicts or decisions:
        if others:
            raise BadInput(
                "Merge first, then settle conflicts.", "Give files, or --conflicts or --decisions."
            )
        _settle(conflicts, decisions)
        return
    with opened() as project:
        report = merge_projects(project, others, _options(renames, other_project), dry_run=dry_run)
    _print_report(report, as_json=as_json, dry_run=dry_run)


def _settle(conflicts: str | None, decisions: str | None) -> None:
    from thematic.workflow.conflicts import settle_conflicts, write_conflict_file

    with opened() as project:
        if decisions:
            settled = settle_conflicts(project, decisions)
            say(f"Settled {counted(settled.made, 'conflict')}, {settled.known} were settled so already.")
            for line in settled.stale:
                say(line)
        if conflicts:
            write_file(conflicts, write_conflict_file(project))


@click.group("bundle", short_help="Write or read a small file of acts, for mail or git.")
def bundle() -> None:
    """Write or read a small file of acts, for mail or git.

    A bundle holds what somebody did since some act, and is merged like a copy of the
    project: as often as you like, in any order that keeps what builds on what.

    Example: thematic bundle write monday.bundle
    """


@bundle.command("write")
@click.argument("file")
@click.option("--since", metavar="ACT", help="Only acts after this one (see 'thematic journal --json').")
@project_options
def write(file: str, since: str | None) -> None:
    """Write the project's acts, or those after one, with the texts they speak of.

    --since takes the id of an act, or its beginning: the last one the receiver has. A bundle
    holds everything, also what is hidden from you in a round.

    Example: thematic bundle write monday.bundle
    """
    from thematic.workflow.merging import write_bundle_file

    with opened() as project:
        acts = write_bundle_file(project, file, since=since)
        say_whole(project)
    say(f"Wrote {counted(acts, 'act')} to {file}.")


@bundle.command("read")
@click.argument("file")
@merge_options
@json_option
@project_options
def read(file: str, renames: tuple[str, ...], other_project: bool, dry_run: bool, as_json: bool) -> None:
    """Merge a bundle into the project.

    What it says is hashed again first, and the whole is one act, as in 'thematic merge'.
    A bundle that builds on acts this project does not have is refused.

    Example: thematic bundle read monday.bundle --dry-run
    """
    from thematic.workflow.merging import read_bundle_file

    with opened() as project:
        report = read_bundle_file(project, file, _options(renames, other_project), dry_run=dry_run)
    _print_report(report, as_json=as_json, dry_run=dry_run)


def _options(renames: tuple[str, ...], other_project: bool) -> MergeOptions:
    from thematic.workflow.merging import MergeOptions

    pairs = {}
    for text in renames:
        name, equals, new = text.partition("=")
        if not equals or not name.strip() or not new.strip():
            raise BadInput(f"'{text}' is not NAME=NEW NAME.", "For example: --rename-coder 'Ana=Ana B'")
        pairs[name.strip()] = new.strip()
    return MergeOptions(other_project=other_project, renamed=pairs)


def _print_report(report: MergeReport, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        emit_json(_value(report))
        return
    if not report.new:
        say(f"Nothing new: all {report.equal} facts are here already.")
        _say_taken_back(report)
        return
    kinds = ", ".join(counted(count, kind) for kind, count in report.kinds.items())
    emit(f"New: {report.new} facts ({kinds or 'about what is here already'}). Equal: {report.equal} facts.")
    if report.moved:
        emit(f"Found again in another version of their text: {report.moved} codings.")
    _list("Taken for one", report.links)
    _list("Conflicts", [_conflict(report, entity, field) for entity, field in report.conflicts])
    _list("Orphans", [f'coding {each.guid[:8]} "{each.quote}": {each.why}' for each in report.orphans])
    _list("Only you can say", report.questions)
    _list("May be one code", [_match(match) for match in _value(report)["matches"]])
    _say_taken_back(report)
    if dry_run:
        say("A dry run: nothing was changed.")
    else:
        say(f"Merged. As it was before: {report.backup}. 'thematic undo' takes it back.")


def _say_taken_back(report: MergeReport) -> None:
    if report.taken_back:
        say(
            f"{report.taken_back} of these came with a merge that was undone here, and stay taken back: "
            "'thematic redo' brings them again, or 'thematic codings export' there and 'codings import' here."
        )


def _list(title: str, lines: Any) -> None:
    found = list(lines)
    if not found:
        return
    emit(f"{title}: {len(found)}")
    for line in found[:SHOWN]:
        emit(f"  {line}")
    if len(found) > SHOWN:
        emit(f"  … and {len(found) - SHOWN} more (--json lists all)")


def _conflict(report: MergeReport, entity: Any, field: str) -> str:
    heads = report.conflicts[entity, field]
    values = "; ".join(sorted(f"{_short(value)} ({report.coder(author)})" for _, value, author in heads))
    return f"{report.name(entity)}, {field}: {values}"


def _short(value: Any) -> str:
    if isinstance(value, dict) and "start" in value:
        return f"{value['start']}:{value['end']}"
    return "absent" if value is None else str(value)


def _match(match: dict[str, Any]) -> str:
    may = f" Possible opposite: {match['opposite']}." if match["opposite"] else ""
    codes = f"{' + '.join(match['left'])} and {' + '.join(match['right'])}"
    return f"{codes} ({match['kind']}, {match['score']:.2f}): {'; '.join(match['evidence'])}.{may}"


def _value(report: MergeReport) -> dict[str, Any]:
    keys = report.names
    return {
        "new": report.new,
        "equal": report.equal,
        "taken_back": report.taken_back,
        "kinds": dict(report.kinds),
        "conflicts": [
            {
                "about": report.name(entity),
                "entity": str(entity),
                "field": field,
                "values": [
                    {"fact": id_, "value": value, "coder": report.coder(author)}
                    for id_, value, author in heads
                ],
            }
            for (entity, field), heads in report.conflicts.items()
        ],
        "orphans": [{"guid": each.guid, "quote": each.quote, "why": each.why} for each in report.orphans],
        "moved": report.moved,
        "links": list(report.links),
        "questions": list(report.questions),
        "matches": [
            {
                "kind": match.kind,
                "left": [keys.get(f"code/{guid}", guid) for guid in match.left],
                "right": [keys.get(f"code/{guid}", guid) for guid in match.right],
                "score": match.score,
                "evidence": list(match.evidence),
                "opposite": match.opposite,
            }
            for match in report.matches
        ],
        "backup": report.backup,
    }
