"""Codebooks as files: import by difference, export with identities, check."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.ingest.codebooks import read_codebook, read_codebook_table, write_codebook
from thematic.ingest.tables import read_table
from thematic.model.codebook import Code, Codebook, in_order
from thematic.model.codings import Memo
from thematic.store.codes import load_codebook, save_code
from thematic.store.memos import load_memos, save_memo
from thematic.store.projects import load_project, save_setting
from thematic.workflow.files import read_bytes, read_text_file
from thematic.workflow.reading import read_codebook as stored_codebook

if TYPE_CHECKING:
    from thematic.ingest.codebooks import CodebookDraft, CodeDraft
    from thematic.store.journal import Writer
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class CodebookReport:
    """What an import of a codebook did."""

    added: tuple[str, ...]
    """Keys of new codes."""
    changed: tuple[str, ...]
    """Keys of codes that now read differently."""
    unchanged: int


def check_codebook(path: str) -> CodebookDraft:
    """Read a codebook file without storing anything.

    Raises:
        BadFile: Everything that is wrong with it, with lines.
    """
    if path.lower().endswith((".csv", ".tsv", ".xlsx")):
        read_bytes(path)
        return read_codebook_table(read_table(Path(path)))
    return read_codebook(read_text_file(path), path)


def import_codebook(project: Project, path: str, *, only_new: bool = False) -> CodebookReport:
    """Take a codebook in: new codes are added, codes of the same id or key are changed, none is removed.

    Args:
        project: Where to.
        path: A YAML or CSV codebook.
        only_new: Leave codes that are there already as they are.
    """
    draft = check_codebook(path)
    with project.act("import codebook", Path(path).name) as writer:
        before = load_codebook(writer.connection)
        codes = _placed(project, before, draft)
        histories = {item.key: item.history for item in draft.codes}
        added, changed = [], []
        for code in codes:
            there = before.by_guid.get(code.guid)
            if there is None:
                added.append(code.key)
            elif there != code:
                if only_new:
                    continue
                changed.append(code.key)
            else:
                continue
            save_code(writer, code)
            _remember(project, writer, code, histories[code.key])
        card = load_project(writer.connection)
        called = card.settings.get("codebook") or card.title
        if draft.name not in ("", called) and not only_new:
            save_setting(writer, project.guid, "codebook", draft.name)
    return CodebookReport(tuple(added), tuple(changed), len(codes) - len(added) - len(changed))


def _remember(project: Project, writer: Writer, code: Code, history: tuple[str, ...]) -> None:
    """Keep where a merge of codebooks took a code from, as a memo, unless it always was this code."""
    if all(line.rpartition(": ")[2] == code.key for line in history):
        return
    words = f"Merged from {'; '.join(history)}."
    on = f"code/{code.guid}"
    if not any(memo.on == on and memo.text == words for memo in load_memos(writer.connection)):
        coder = project.acting_coder().guid
        save_memo(writer, Memo(project.here.guid(), on, coder, words, project.here.now()), fresh=True)


def _placed(project: Project, before: Codebook, draft: CodebookDraft) -> list[Code]:
    """The file's codes with their guids: known by id, else by key, else new."""
    guids = {
        item.key: item.id
        or (before.by_key[item.key].guid if item.key in before.by_key else project.here.guid())
        for item in draft.codes
    }
    last: dict[str | None, Code] = {}
    placed = []
    for item in draft.codes:
        parent = guids.get(item.parent) if item.parent else None
        position = _position(before.by_guid.get(guids[item.key]), parent, last.get(parent))
        last[parent] = _code(item, guids[item.key], parent, position, guids, before)
        placed.append(last[parent])
    return placed


def _position(there: Code | None, parent: str | None, last: Code | None) -> int:
    """A code's place among its siblings: where it stands already, if that is after the one before it."""
    stays = there is not None and there.parent == parent
    if there is not None and stays and (last is None or in_order(there) > in_order(last)):
        return there.position
    return 0 if last is None else last.position + 1


def _code(
    item: CodeDraft,
    guid: str,
    parent: str | None,
    position: int,
    guids: dict[str, str],
    before: Codebook,
) -> Code:
    """A code as the file has it; what the file leaves out keeps its value."""
    there = before.by_guid.get(guid)
    merged = guids.get(item.merged_into) if item.merged_into else None
    code = Code(
        guid, item.key, item.name, item.definition, item.include, item.exclude, item.examples,
        item.keywords, item.color, parent, position, item.status, merged,
    )  # fmt: skip
    if there is None:
        return code
    return replace(
        code,
        definition=code.definition or there.definition,
        include=code.include or there.include,
        exclude=code.exclude or there.exclude,
        examples=code.examples or there.examples,
        keywords=code.keywords or there.keywords,
        color=code.color or there.color,
        merged_into=code.merged_into or there.merged_into,
    )


def export_codebook(project: Project) -> str:
    """The codebook as YAML with the ids of its codes and the hash of this revision as `base`."""
    codebook = stored_codebook(project)
    named = replace(codebook, name=codebook.name or project.title)
    return write_codebook(named, base=revision_of(named))


def revision_of(codebook: Codebook) -> str:
    """A hash of everything the codebook says: equal codebooks have equal revisions."""
    return hashlib.sha256(write_codebook(codebook).encode()).hexdigest()[:16]
