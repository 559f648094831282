"""Codebook files as branches of a merge, and codings files as what their codes were put on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import BadFile, BadInput
from thematic.ingest.codings import read_codings
from thematic.ingest.tables import read_table
from thematic.language.similarity import nearest
from thematic.model.codebook import Code, Codebook
from thematic.reconcile.codebook_values import BASE, Branch
from thematic.reconcile.units import Spans
from thematic.workflow.codebook_files import check_codebook
from thematic.workflow.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.ingest.codebooks import CodebookDraft, CodeDraft


@dataclass(frozen=True)
class CodebookFile:
    """One codebook file as read."""

    path: str
    branch: Branch

    @property
    def codebook(self) -> Codebook:
        """Its codes."""
        return self.branch.codebook


def read_files(paths: Sequence[str]) -> list[CodebookFile]:
    """Codebook files under the names by which decisions speak of them: the file's own where that is enough.

    Raises:
        BadFile: The problems of all files together.
    """
    many = Counter(Path(path).name for path in paths)
    twice = [
        path for path, times in Counter(str(Path(path).resolve()) for path in paths).items() if times > 1
    ]
    if twice:
        raise BadInput(f"{Path(twice[0]).name} is named twice.", "Name every codebook once.")
    files, problems = list[CodebookFile](), list[str]()
    for path in paths:
        short = Path(path).name
        try:
            files.append(read_file(path, short if many[short] == 1 and short != BASE else str(path)))
        except BadFile as wrong:
            problems += wrong.problems
    if problems:
        raise BadFile(problems)
    return files


def read_file(path: str, name: str) -> CodebookFile:
    """A codebook file under a name; codes without an id get one that stands in for it."""
    draft = check_codebook(path)
    guids = {code.key: code.id or f"{name}: {code.key}" for code in draft.codes}
    codebook = Codebook(tuple(_codes(draft, guids)), draft.name)
    drafts = frozenset(guids[code.key] for code in draft.codes if not code.id)
    history = {guids[code.key]: code.history for code in draft.codes if code.history}
    return CodebookFile(path, Branch(name, codebook, drafts, history))


def _codes(draft: CodebookDraft, guids: Mapping[str, str]) -> list[Code]:
    positions: Counter[str | None] = Counter()
    codes = []
    for item in draft.codes:
        codes.append(_code(item, guids, positions[item.parent]))
        positions[item.parent] += 1
    return codes


def _code(item: CodeDraft, guids: Mapping[str, str], position: int) -> Code:
    parent = guids[item.parent] if item.parent else None
    merged = guids[item.merged_into] if item.merged_into else None
    return Code(
        guids[item.key], item.key, item.name, item.definition, item.include, item.exclude, item.examples,
        item.keywords, item.color, parent, position, item.status, merged,
    )  # fmt: skip


def codings_of(codings: Sequence[str], *files: str) -> list[str]:
    """The codings of some of the files."""
    return [
        each for each in codings if each.rpartition("=")[0] in {*files, *(Path(file).name for file in files)}
    ]


def read_spans(files: Sequence[CodebookFile], codings: Sequence[str]) -> dict[str, Spans]:
    """Name of a codebook → what was coded by it, sources numbered alike in all.

    Raises:
        BadFile: Codings that name no place or no code of their codebook, with lines.
    """
    by_name = {name: file for file in files for name in (file.path, Path(file.path).name)}
    sources: dict[str, int] = {}
    spans: dict[str, Spans] = {}
    for each in codings:
        named, equals, path = each.partition("=")
        if not equals:
            raise BadInput(
                f"'{each}' is not CODEBOOK=CODINGS.", "For example: --codings tomas.yaml=tomas.csv"
            )
        if named not in by_name:
            near = nearest(named, sorted(by_name))
            raise BadInput(f"'{named}' is none of the codebooks.", f"Did you mean '{near}'?" if near else "")
        spans[by_name[named].branch.name] = _read_codings(path, by_name[named], sources)
    return spans


def _read_codings(path: str, file: CodebookFile, sources: dict[str, int]) -> Spans:
    read_bytes(path)
    places = {code.key: place for place, code in enumerate(file.codebook.codes)}
    rows, problems = [], list[str]()
    for draft in read_codings(read_table(Path(path))):
        if draft.start is None or draft.end is None:
            problems.append(f"{path}:{draft.line}: without start and end nobody knows where this stands.")
        elif draft.code not in places:
            problems.append(f"{path}:{draft.line}: there is no code '{draft.code}' in {file.path}.")
        else:
            source = sources.setdefault(draft.source, len(sources))
            rows.append((source, draft.start, draft.end, places[draft.code], 0))
    if problems:
        raise BadFile(problems, "'thematic codings export' writes start and end.")
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Spans(*columns)
