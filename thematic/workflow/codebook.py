"""Acts on the codebook: add, rename, move, merge, split, retire, edit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thematic.errors import BadInput, Refused
from thematic.model.codebook import Code, Codebook
from thematic.model.codings import Memo
from thematic.store.codes import load_codebook, save_code
from thematic.store.codings import load_codings
from thematic.store.memos import save_memo
from thematic.workflow.blindness import hidden_from, hidden_from_some, hide_codings
from thematic.workflow.reading import find_code

if TYPE_CHECKING:
    from thematic.model.codings import Coding
    from thematic.workflow.project import Project

KEY_FORM = re.compile(r"[a-z0-9][a-z0-9._-]*")
EDITABLE = ("definition", "include", "exclude", "examples", "keywords", "color")


def add_code(
    project: Project, key: str, name: str, *, parent: str | None = None, definition: str = ""
) -> Code:
    """Add a code at the end of its siblings.

    Args:
        project: Where.
        key: Its stable handle: lower-case letters, digits, `-`, `_`, `.`.
        name: What people read.
        parent: Key of the code above it.
        definition: What it means.

    Raises:
        BadInput: The key is malformed or taken, or the name is empty.
    """
    with project.act("add code") as writer:
        codebook = load_codebook(writer.connection)
        _check_new(codebook, key, name)
        above = find_code(codebook, parent).guid if parent else None
        code = Code(
            project.here.guid(), key, name.strip(), definition, parent=above, position=_end(codebook, above)
        )
        save_code(writer, code)
    return code


def key_from(name: str, codebook: Codebook) -> str:
    """A free key made from a name: its words in lower case, joined by `-`."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    stem = "-".join(words)[:60].strip("-") or "code"
    key, number = stem, 2
    while key in codebook.by_key:
        key, number = f"{stem}-{number}", number + 1
    return key


def rename_code(project: Project, key: str, name: str) -> Code:
    """Give a code another name; its key stays."""
    if not name.strip():
        raise BadInput("A code needs a name.")
    return _change(project, "rename code", key, name=name.strip())


def edit_code(project: Project, key: str, **fields: Any) -> Code:
    """Reword a code: definition, include, exclude, examples, keywords or color."""
    unknown = sorted(set(fields) - set(EDITABLE))
    if unknown:
        raise BadInput(f"A code has no {', '.join(unknown)}.", f"It has {', '.join(EDITABLE)}.")
    return _change(project, "edit code", key, **fields)


def move_code(project: Project, key: str, *, under: str | None, position: int | None = None) -> Code:
    """Put a code under another, or at the top where `under` is None.

    Args:
        project: Where.
        key: The code.
        under: Key of the code it goes under.
        position: Its place among its new siblings from 0; the end by default.

    Raises:
        Refused: It would stand below itself.
    """
    with project.act("move code") as writer:
        codebook = load_codebook(writer.connection)
        code = find_code(codebook, key)
        above = find_code(codebook, under).guid if under else None
        if above is not None and above in {below.guid for below in codebook.descendants(code.guid)}:
            raise Refused(f"'{key}' cannot be moved under '{under}', which is the code itself or below it.")
        siblings = [item for item in codebook.children(above) if item.guid != code.guid]
        place = len(siblings) if position is None else max(0, min(position, len(siblings)))
        moved = replace(code, parent=above)
        for number, item in enumerate([*siblings[:place], moved, *siblings[place:]]):
            save_code(writer, replace(item, position=number))
    return replace(moved, position=place)


def merge_codes(project: Project, keys: tuple[str, ...], *, into: str) -> Code:
    """Let codes stand for another from now on; their codings keep what they were made with.

    Raises:
        Refused: A code would be merged into itself, or one merged already is named.
    """
    with project.act("merge codes") as writer:
        codebook = load_codebook(writer.connection)
        target = find_code(codebook, into)
        for key in keys:
            code = find_code(codebook, key)
            if codebook.resolve(target.guid) == codebook.resolve(code.guid):
                raise Refused(f"'{key}' and '{into}' are one code already.")
            for child in codebook.children(code.guid):
                save_code(writer, replace(child, parent=target.guid, position=_end(codebook, target.guid)))
            save_code(writer, replace(code, merged_into=target.guid))
    return target


def split_code(project: Project, key: str, *, into: tuple[str, ...]) -> tuple[Coding, ...]:
    """Retire a code in favour of others, and list the codings a person must place again.

    New keys become codes beside the old one. Nothing is re-coded by itself: the
    worklist is returned and kept as a memo on the retired code.
    """
    with project.act("split code") as writer:
        codebook = load_codebook(writer.connection)
        code = find_code(codebook, key)
        if key in into:
            raise Refused(f"'{key}' cannot be split into itself.")
        for number, name in enumerate(into):
            if name not in codebook.by_key:
                _check_new(codebook, name, name)
                place = _end(codebook, code.parent) + number
                title = name.replace("-", " ").capitalize()
                save_code(writer, Code(project.here.guid(), name, title, parent=code.parent, position=place))
        save_code(writer, replace(code, status="retired"))
        made_with = tuple(
            item
            for item in load_codings(writer.connection)
            if item.code == code.guid and item.layer != "agreed"
        )
        worklist = hide_codings(made_with, hidden_from(project, writer.connection))
        many = len(hide_codings(made_with, hidden_from_some(writer.connection)))
        words = f"Split into {', '.join(into)}: {many} codings to place again."
        on = f"code/{code.guid}"
        memo = Memo(project.here.guid(), on, project.acting_coder().guid, words, project.here.now())
        save_memo(writer, memo, fresh=True)
    return worklist


def retire_code(project: Project, key: str) -> Code:
    """Keep a code's codings but offer it no more."""
    return _change(project, "retire code", key, status="retired")


def restore_code(project: Project, key: str) -> Code:
    """Offer a retired code again."""
    return _change(project, "restore code", key, status="active")


def _change(project: Project, verb: str, key: str, **fields: Any) -> Code:
    with project.act(verb) as writer:
        code = replace(find_code(load_codebook(writer.connection), key), **fields)
        save_code(writer, code)
    return code


def _check_new(codebook: Codebook, key: str, name: str) -> None:
    if not KEY_FORM.fullmatch(key):
        raise BadInput(
            f"'{key}' cannot be a code's key.", "Use lower-case letters, digits, '-', '_' and '.'."
        )
    if key in codebook.by_key:
        raise BadInput(f"There is a code '{key}' already.", "Choose another key.")
    if not name.strip():
        raise BadInput("A code needs a name.")


def _end(codebook: Codebook, parent: str | None) -> int:
    return max((child.position for child in codebook.children(parent)), default=-1) + 1
