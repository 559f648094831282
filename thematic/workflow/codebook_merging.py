"""Codebook files held against each other and merged, outside any project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.ingest.codebooks import write_codebook
from thematic.reconcile.codebook_decisions import (
    read_codebook_decisions,
    say_match,
    write_codebook_decisions,
)
from thematic.reconcile.codebook_diff import CodebookDiff, CodeChange, diff_codebooks
from thematic.reconcile.codebook_values import BASE, CodebookDecision, CodebookMerge, CodeConflict
from thematic.reconcile.codebooks import merge_codebooks
from thematic.reconcile.matching import CodeMatch
from thematic.reconcile.passages import measure_passages
from thematic.workflow.codebook_branches import codings_of, read_file, read_files, read_spans
from thematic.workflow.files import read_text_file, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.workflow.codebook_branches import CodebookFile

__all__ = [
    "CodeChange",
    "CodeConflict",
    "CodeMatch",
    "CodebookDiff",
    "MergedFiles",
    "ThreeWayDiff",
    "diff_codebook_files",
    "diff_three_ways",
    "merge_codebook_files",
    "say_match",
]


@dataclass(frozen=True)
class ThreeWayDiff:
    """What two codebooks changed, each since what they both began as, and where that meets."""

    left: CodebookDiff
    right: CodebookDiff
    merge: CodebookMerge


@dataclass(frozen=True)
class MergedFiles:
    """What a merge of codebook files did."""

    merge: CodebookMerge
    diffs: Mapping[str, CodebookDiff]
    """File → what it changed since the base; empty where there is no base."""
    gone: Mapping[str, tuple[str, ...]]
    """File → keys of codes of the base that it has no longer: they stay, for a missing line says nothing."""
    decisions: str
    """The decision file: read where it was there, written where something is open."""
    read: bool
    """Whether decisions were read from it."""
    written: bool
    """Whether the merged codebook was written; else the decision file was."""


def diff_codebook_files(left: str, right: str, codings: Sequence[str] = ()) -> CodebookDiff:
    """Say what is different between two codebook files.

    Args:
        left: The earlier one.
        right: The later one.
        codings: `FILE=CODINGS.csv`: what was coded by one of them.

    Raises:
        BadFile: Everything wrong with a file.
    """
    one, other = read_files([left, right])
    return _diff(one, other, codings)


def _diff(one: CodebookFile, other: CodebookFile, codings: Sequence[str]) -> CodebookDiff:
    spans = read_spans([one, other], codings)
    passages = None
    if len(spans) == len((one, other)):
        sizes = len(one.codebook.codes), len(other.codebook.codes)
        passages = measure_passages(spans[one.branch.name], spans[other.branch.name], sizes)
    return diff_codebooks(one.codebook, other.codebook, passages)


def diff_three_ways(left: str, right: str, base: str, codings: Sequence[str] = ()) -> ThreeWayDiff:
    """Say what two codebook files changed since a third, and where they changed the same differently."""
    merge = _merge([left, right], base, codings)
    start = read_file(base, BASE)
    since = [_diff(start, side, codings_of(codings, base, side.path)) for side in read_files([left, right])]
    return ThreeWayDiff(since[0], since[1], merge.merge)


def merge_codebook_files(
    paths: Sequence[str],
    output: str,
    *,
    base: str | None = None,
    decisions: str | None = None,
    codings: Sequence[str] = (),
) -> MergedFiles:
    """Merge codebook files; nothing is guessed.

    While anything is open, the decision file is written and the output is not.
    Decisions that are there already stay in it.

    Args:
        paths: Two or more.
        output: Where the merged codebook goes once everything is decided.
        base: What they all began as, where that is known.
        decisions: The decision file; beside the output where none is named.
        codings: `FILE=CODINGS.csv`: what was coded by one of the files.

    Raises:
        BadFile: Everything wrong with a file.
        Refused: The output would be written over one of the files.
    """
    target = decisions or f"{output.removesuffix('.yaml').removesuffix('.yml')}.decisions.yaml"
    _refuse_overwriting([*paths, *([base] if base else [])], output, target)
    there = Path(target).exists()
    answers = read_codebook_decisions(read_text_file(target), target) if there else ()
    read = _merge(paths, base, codings, answers)
    merge = read.merge
    is_open = bool(merge.conflicts or merge.matches)
    if is_open:
        write_whole(Path(target), write_codebook_decisions(merge, answers).encode("utf-8"))
    else:
        history = {guid: tuple(_named(line, base) for line in lines) for guid, lines in merge.origins.items()}
        for guid, lines in read.older.items():
            history[guid] = tuple(dict.fromkeys([*lines, *history.get(guid, ())]))
        text = write_codebook(merge.codebook, unknown=read.unknown, history=history)
        write_whole(Path(output), text.encode("utf-8"))
    return MergedFiles(merge, read.diffs, read.gone, target, there, not is_open)


@dataclass(frozen=True)
class _Merge:
    """A merge and what its files say beside it."""

    merge: CodebookMerge
    diffs: dict[str, CodebookDiff]
    gone: dict[str, tuple[str, ...]]
    unknown: frozenset[str]
    """Guids that stand in for an id nobody gave."""
    older: Mapping[str, tuple[str, ...]]
    """Where the codes of the base came from."""


def _merge(
    paths: Sequence[str], base: str | None, codings: Sequence[str], answers: Sequence[CodebookDecision] = ()
) -> _Merge:
    if len(paths) < 2:
        raise BadInput("Merge what?", "Name two or more codebooks: A.yaml B.yaml.")
    files = read_files(paths)
    start = read_file(base, BASE) if base else None
    known = [*files, *([start] if start else [])]
    merge = merge_codebooks(
        [file.branch for file in files],
        start.codebook if start else None,
        answers,
        read_spans(known, codings),
    )
    unknown = frozenset().union(*(file.branch.drafts for file in known))
    if start is None:
        return _Merge(merge, {}, {}, unknown, {})
    diffs = {file.branch.name: diff_codebooks(start.codebook, file.codebook) for file in files}
    return _Merge(merge, diffs, _find_gone(merge, start, files), unknown, start.branch.history)


def _find_gone(
    merge: CodebookMerge, start: CodebookFile, files: Sequence[CodebookFile]
) -> dict[str, tuple[str, ...]]:
    """Codes of the base that a file has under no key, and about which nothing is proposed or was decided."""
    asked = {guid for match in merge.matches for guid in (*match.left, *match.right)}
    gone: dict[str, tuple[str, ...]] = {}
    for file in files:
        name = file.branch.name
        gone[name] = tuple(
            code.key
            for code in merge.codebook.codes
            if code.guid in start.codebook.by_guid
            and code.guid not in asked
            and code.status == "active"
            and code.merged_into is None
            and not any(line.startswith(f"{name}: ") for line in merge.origins[code.guid])
        )
    return gone


def _refuse_overwriting(sources: Sequence[str], output: str, decisions: str) -> None:
    for target in (output, decisions):
        for source in sources:
            if Path(target).resolve() == Path(source).resolve():
                raise Refused(f"{target} is one of the codebooks to be merged.", "Give -o another name.")
    if Path(output).resolve() == Path(decisions).resolve():
        raise Refused(f"{output} cannot be the codebook and the decisions.", "Give -o another name.")


def _named(line: str, base: str | None) -> str:
    """A line of history with the base under its own name."""
    before, colon, key = line.partition(": ")
    return f"{Path(base).name}: {key}" if base and colon and before == BASE else line
