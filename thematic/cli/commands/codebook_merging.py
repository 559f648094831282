"""`thematic codebook diff` and `thematic codebook merge`: codebook files, outside any project."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import counted, emit, emit_json, json_option, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.workflow.codebook_merging import (
        CodebookDiff,
        CodeChange,
        CodeConflict,
        CodeMatch,
        MergedFiles,
    )

SHORT = 60
"""Characters of a value that are printed in a line."""
codings_option = click.option(
    "--codings",
    multiple=True,
    metavar="CODEBOOK=CODINGS.csv",
    help="What was coded by one of them: codes on the same passages are likely one.",
)


@click.command("diff", short_help="Say what is different between two codebook files.")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--base", metavar="FILE", help="What both began as: says what each changed since.")
@codings_option
@json_option
def diff(left: str, right: str, base: str | None, codings: tuple[str, ...], as_json: bool) -> None:
    """Say what is different between two codebook files (YAML or CSV); needs no project.

    Codes are the same by id, else by key. Codes that only one file has may be another one under
    a new key, or have been split or merged: that is proposed with what speaks for it. With
    --base the changes of each are shown, and where both changed the same differently.

    Example: thematic codebook diff ours.yaml theirs.yaml
    """
    from thematic.workflow.codebook_merging import diff_codebook_files, diff_three_ways

    if base is None:
        found = diff_codebook_files(left, right, codings)
        if as_json:
            emit_json(_diff_value(found))
        else:
            _print_diff(found)
        return
    three = diff_three_ways(left, right, base, codings)
    if as_json:
        conflicts = [_conflict_value(each) for each in three.merge.conflicts]
        emit_json(
            {"left": _diff_value(three.left), "right": _diff_value(three.right), "conflicts": conflicts}
        )
        return
    for name, one in ((left, three.left), (right, three.right)):
        emit(f"{name} since {base}:")
        _print_diff(one)
        emit("")
    emit(f"Both changed the same differently: {len(three.merge.conflicts)}")
    for each in three.merge.conflicts:
        emit(f"  {_say_conflict(each)}")


@click.command("merge", short_help="Merge codebook files; what they disagree on is yours to decide.")
@click.argument("files", nargs=-1, required=True, metavar="A B…")
@click.option("--base", metavar="FILE", help="What all began as: an edit of one side then wins by itself.")
@click.option(
    "--decisions", metavar="FILE", help="The decision file; else beside OUT, as NAME.decisions.yaml."
)
@click.option("-o", "--output", required=True, metavar="OUT", help="The merged codebook.")
@codings_option
@json_option
def merge(
    files: tuple[str, ...],
    base: str | None,
    decisions: str | None,
    output: str,
    codings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Merge codebook files (YAML or CSV) into a new one; needs no project, and changes none of them.

    Nothing is guessed: what two files say differently, and codes that may be one, are written to
    a decision file, and OUT is not written (exit code 1). Give each entry a 'choice' and run
    the same line again. In OUT every code says 'from' which file and key it came.

    Example: thematic codebook merge ours.yaml theirs.yaml --base ours.yaml -o both.yaml
    """
    from thematic.workflow.codebook_merging import merge_codebook_files

    done = merge_codebook_files(files, output, base=base, decisions=decisions, codings=codings)
    if as_json:
        emit_json(_merge_value(done))
    else:
        _print_merge(done, output)
    if not done.written:
        click.get_current_context().exit(1)


# as text


def _print_diff(found: CodebookDiff) -> None:
    if not found.changes:
        emit("  They say the same.")
    for change in found.changes:
        emit(f"  {_say_change(change)}")
    if found.matches:
        emit(f"  May be: {len(found.matches)}")
        for match in found.matches:
            emit(f"    {_say_match(match, found.keys)}")


def _say_change(change: CodeChange) -> str:
    if change.kind == "added":
        return f"+ {change.code}: {change.after}"
    if change.kind == "removed":
        return f"- {change.code}: {change.before}"
    before, after = change.before, change.after
    if change.field == "parent":
        places = (f"under {place}" if place else "the top" for place in (before, after))
        return f"~ {change.code} moved: {' → '.join(places)}"
    if isinstance(before, tuple) and isinstance(after, tuple):
        signs = [("-", line) for line in before if line not in after]
        signs += [("+", line) for line in after if line not in before]
        lines = "; ".join(f"{sign} {_short(line)}" for sign, line in signs)
        return f"~ {change.code}, {change.field}: {lines or 'another order'}"
    old, new = _from_where_they_part(before, after)
    return f"~ {change.code}, {change.field}: {_short(old)} → {_short(new)}"


def _from_where_they_part(before: Any, after: Any) -> tuple[Any, Any]:
    """Two long texts without the words in which both begin."""
    if not (isinstance(before, str) and isinstance(after, str)) or min(len(before), len(after)) <= SHORT:
        return before, after
    same = 0
    ours, theirs = before.split(), after.split()
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    old, new = (" ".join(["…", *words[same:]] if same else words) for words in (ours, theirs))
    return old, new


def _say_match(match: CodeMatch, keys: Mapping[str, str]) -> str:
    from thematic.workflow.codebook_merging import say_match

    may = f" Possible opposite: {match.opposite}." if match.opposite else ""
    return f"{say_match(match, keys)} ({match.score:.2f}: {'; '.join(match.evidence)}){may}"


def _say_conflict(conflict: CodeConflict) -> str:
    values = "; ".join(f"{_short(value)} ({', '.join(branches)})" for value, branches in conflict.values)
    return f"{conflict.key}, {conflict.field}: {values}"


def _short(value: Any) -> str:
    text = (
        "nothing" if value in (None, "", ()) else ", ".join(value) if isinstance(value, tuple) else str(value)
    )
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _print_merge(done: MergedFiles, output: str) -> None:
    merge = done.merge
    for name, found in done.diffs.items():
        kinds = Counter(change.kind for change in found.changes)
        edited = len({change.code for change in found.changes if change.kind == "changed"})
        say(
            f"{name}: {counted(kinds['added'], 'code')} added, {kinds['removed']} no longer there, "
            f"{edited} changed since the base."
        )
    if done.read:
        say(f"Decisions were read from {done.decisions}.")
    for line in merge.stale:
        say(f"Not used: {line}")
    _list("Conflicts", [_say_conflict(each) for each in merge.conflicts])
    _list("May be", [_say_match(each, merge.keys) for each in merge.matches])
    for name, keys in done.gone.items():
        if keys:
            say(f"No longer in {name}, and kept (a code is removed by 'status: retired'): {', '.join(keys)}.")
    for clash in merge.clashes:
        say(f"Two codes have the key '{clash.key}'; one of them is '{clash.given}' from now on.")
    for cycle in merge.cycles:
        moved = ", ".join(merge.keys[guid] for guid in cycle)
        say(f"Moved below each other, and back where they began: {moved}.")
    if done.written:
        codes = merge.codebook.codes
        merged = sum(code.merged_into is not None for code in codes)
        retired = sum(code.status == "retired" for code in codes)
        say(f"Wrote {output}: {counted(len(codes), 'code')}, {merged} merged into others, {retired} retired.")
        return
    several = len(merge.conflicts) + len(merge.matches)
    say(
        f"{several} to decide, in {done.decisions}: fill in 'choice:' from the 'choices:' of each entry, "
        f"and run this again. {output} is written when nothing is open."
    )


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        emit(f"{title}: {len(lines)}")
        for line in lines:
            emit(f"  {line}")


# as JSON


def _diff_value(found: CodebookDiff) -> dict[str, Any]:
    return {
        "changes": [
            {
                "kind": change.kind,
                "code": change.code,
                "field": change.field or None,
                "before": change.before,
                "after": change.after,
            }
            for change in found.changes
        ],
        "matches": [match_value(match, found.keys) for match in found.matches],
    }


def match_value(match: CodeMatch, keys: Mapping[str, str]) -> dict[str, Any]:
    """A proposal as JSON, codes by their keys."""
    return {
        "kind": match.kind,
        "left": [keys.get(guid, guid) for guid in match.left],
        "right": [keys.get(guid, guid) for guid in match.right],
        "score": match.score,
        "evidence": list(match.evidence),
        "opposite": match.opposite,
    }


def _conflict_value(conflict: CodeConflict) -> dict[str, Any]:
    return {
        "code": conflict.key,
        "field": conflict.field,
        "before": conflict.base,
        "values": [{"value": value, "from": list(branches)} for value, branches in conflict.values],
    }


def _merge_value(done: MergedFiles) -> dict[str, Any]:
    merge = done.merge
    return {
        "written": done.written,
        "decisions": done.decisions,
        "codes": len(merge.codebook.codes),
        "conflicts": [_conflict_value(each) for each in merge.conflicts],
        "matches": [match_value(each, merge.keys) for each in merge.matches],
        "gone": {name: list(keys) for name, keys in done.gone.items()},
        "renamed_keys": {clash.key: clash.given for clash in merge.clashes},
        "stale": list(merge.stale),
        "from": {merge.keys[guid]: list(lines) for guid, lines in sorted(merge.origins.items())},
    }
