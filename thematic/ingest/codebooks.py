"""Codebook files: YAML nested or flat, and tables; written back nested."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.ingest.tables import Table, cell_text, fold_name
from thematic.language.located import (
    Problems,
    check_keys,
    did_you_mean,
    get_choice,
    get_list,
    get_text,
    get_texts,
    need_text,
)
from thematic.language.yaml_file import parse_yaml, write_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from thematic.language.located import Node
    from thematic.model.codebook import Code, Codebook, CodeStatus

_FILE_KEYS = ("codebook", "base", "codes")
_LISTS = ("include", "exclude", "examples", "keywords")
_CODE_KEYS = (
    "key",
    "id",
    "name",
    "definition",
    *_LISTS,
    "color",
    "parent",
    "status",
    "merged_into",
    "from",
    "codes",
)
_COLUMNS = tuple(key for key in _CODE_KEYS if key not in ("from", "codes"))
_STATUSES: tuple[CodeStatus, ...] = ("active", "retired")
_KEY = re.compile(r"\w[\w.\-]*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class CodeDraft:
    """A code as a file describes it, by keys."""

    key: str
    name: str
    id: str = ""
    """The guid a codebook was exported with; empty for a new code."""
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    color: str = ""
    """`#rrggbb` in small letters, or empty."""
    parent: str | None = None
    """Key of the code above it."""
    status: CodeStatus = "active"
    merged_into: str | None = None
    """Key of the code it was merged into."""
    history: tuple[str, ...] = ()
    """Where a merge of codebooks took it from: `FILE: key`."""
    line: int = 0
    """Where it stands in the file, from 1."""


@dataclass(frozen=True, slots=True)
class CodebookDraft:
    """A codebook as read, parents before children wherever the file nests them."""

    codes: tuple[CodeDraft, ...]
    """In file order."""
    name: str = ""
    base: str = ""
    """Revision the file was exported from; empty for a new one."""


def read_codebook(text: str, where: str) -> CodebookDraft:
    """Read a YAML codebook.

    Codes are nested under `codes:`, or one flat list with `parent:`, not both.

    Args:
        text: The whole file.
        where: The file as the researcher named it, for messages.

    Raises:
        BadFile: Everything wrong with it at once, with lines: YAML that cannot be
            read, unknown, missing or repeated keys, unknown parents, circles, bad
            colours.
    """
    problems = Problems(where)
    root = parse_yaml(text, problems)
    if root.kind == "nothing":
        if not problems:
            problems.add(None, "the file is empty; a codebook begins with 'codebook: NAME' and 'codes:'.")
        problems.raise_if_any()
    codes: list[CodeDraft] = []
    name = base = ""
    if check_keys(root, _FILE_KEYS, problems, of="codebook"):
        name, base = get_text(root, "codebook", problems), get_text(root, "base", problems)
        if root.get("codes") is None and not problems:
            problems.add(root, "this codebook has no 'codes'.")
        listed = list(_walk(get_list(root, "codes", problems), None, problems))
        _refuse_both(listed, problems)
        codes = [code for _, code in listed]
    _check(codes, problems)
    problems.raise_if_any()
    return CodebookDraft(tuple(codes), name, base)


def read_codebook_table(table: Table) -> CodebookDraft:
    """Read a codebook from a table with the columns `key,name,parent,definition,…`.

    Several texts in a cell are parted by line breaks, else by `;`.

    Raises:
        BadFile: The same problems as in YAML, with their lines.
    """
    problems = Problems(table.where)
    places = {fold_name(name).replace(" ", "_"): place for place, name in enumerate(table.columns)}
    for name in ("key", "name"):
        if name not in places:
            problems.add(1, f"there is no column '{name}'; the columns are {table.list_columns()}.")
    for name in places:
        if name not in _COLUMNS:
            problems.add(1, f"'{name}' is not a column of a codebook.{did_you_mean(name, _COLUMNS)}")
    problems.raise_if_any(f"The columns are {', '.join(_COLUMNS)}.")
    codes: list[CodeDraft] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = {name: cell_text(row[place]).strip() for name, place in places.items()}
        codes.append(_from_cells(cells, line, problems))
    _check(codes, problems)
    problems.raise_if_any()
    return CodebookDraft(tuple(codes))


def write_codebook(
    codebook: Codebook,
    *,
    base: str = "",
    unknown: Container[str] = frozenset(),
    history: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    """Write a codebook as nested YAML that reads back equal.

    Args:
        codebook: Every code, retired and merged ones too.
        base: Revision hash, for a later three-way merge; left out when empty.
        unknown: Guids that only stand in for an id that nobody gave yet; left out.
        history: Guid → where a merge took the code from.
    """
    written: dict[str, Any] = {"codebook": codebook.name}
    if base:
        written["base"] = base
    told = history or {}
    written["codes"] = [_write_code(code, codebook, unknown, told) for code in codebook.children(None)]
    return write_yaml(written)


def _walk(nodes: Iterable[Node], parent: str | None, problems: Problems) -> Iterator[tuple[Node, CodeDraft]]:
    """Codes of a list and of the lists in them, parents first."""
    for node in nodes:
        if check_keys(node, _CODE_KEYS, problems, of="code"):
            code = _from_node(node, parent, problems)
            yield node, code
            yield from _walk(get_list(node, "codes", problems), code.key or None, problems)


def _from_node(node: Node, parent: str | None, problems: Problems) -> CodeDraft:
    key = need_text(node, "key", problems, of="code")
    return CodeDraft(
        key=key,
        name=need_text(node, "name", problems, of="code"),
        id=get_text(node, "id", problems),
        definition=get_text(node, "definition", problems),
        include=get_texts(node, "include", problems),
        exclude=get_texts(node, "exclude", problems),
        examples=get_texts(node, "examples", problems),
        keywords=get_texts(node, "keywords", problems),
        color=_read_color(get_text(node, "color", problems), node.key("color").line, problems),
        parent=get_text(node, "parent", problems) or parent,
        status=get_choice(node, "status", _STATUSES, problems, "active"),
        merged_into=get_text(node, "merged_into", problems) or None,
        history=get_texts(node, "from", problems),
        line=node.line,
    )


def _from_cells(cells: Mapping[str, str], line: int, problems: Problems) -> CodeDraft:
    for name in ("key", "name"):
        if not cells[name]:
            problems.add(line, f"this code has no '{name}'.")
    written = cells.get("status") or "active"
    status = next((status for status in _STATUSES if status == written), None)
    if status is None:
        problems.add(line, f"'status' must be one of {', '.join(_STATUSES)}, not '{written}'.")
    texts = {name: _split(cells.get(name, "")) for name in _LISTS}
    return CodeDraft(
        key=cells["key"],
        name=cells["name"],
        id=cells.get("id", ""),
        definition=cells.get("definition", ""),
        include=texts["include"],
        exclude=texts["exclude"],
        examples=texts["examples"],
        keywords=texts["keywords"],
        color=_read_color(cells.get("color", ""), line, problems),
        parent=cells.get("parent") or None,
        status=status or "active",
        merged_into=cells.get("merged_into") or None,
        line=line,
    )


def _split(cell: str) -> tuple[str, ...]:
    pieces = cell.split("\n") if "\n" in cell else cell.split(";")
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _read_color(written: str, line: int, problems: Problems) -> str:
    if written and not _COLOR.fullmatch(written):
        problems.add(line, f"'{written}' is not a colour; write it as \"#c0392b\".")
    return written.lower()


def _refuse_both(listed: list[tuple[Node, CodeDraft]], problems: Problems) -> None:
    """A file nests its codes or names parents; with both, one of them would lie."""
    if any(node.get("codes") is not None for node, _ in listed):
        for node, _ in listed:
            if node.get("parent") is not None:
                problems.add(
                    node.key("parent"), "'parent' stands in a codebook that nests its codes; use one way."
                )


def _check(codes: list[CodeDraft], problems: Problems) -> None:
    first: dict[str, CodeDraft] = {}
    for code in codes:
        if code.key and not _KEY.fullmatch(code.key):
            problems.add(code.line, f"the key '{code.key}' may hold only letters, digits, '-', '_' and '.'.")
        if code.key in first:
            problems.add(
                code.line,
                f"key '{code.key}' stands here again; it is already on line {first[code.key].line}.",
            )
        elif code.key:
            first[code.key] = code
    for code in codes:
        _check_link(code, code.parent, "has parent", first, problems)
        _check_link(code, code.merged_into, "is merged into", first, problems)
    _refuse_circles(first, lambda code: code.parent, "stands above itself", problems)
    _refuse_circles(first, lambda code: code.merged_into, "is merged into itself", problems)


def _check_link(
    code: CodeDraft, link: str | None, verb: str, first: Mapping[str, CodeDraft], problems: Problems
) -> None:
    if link and link not in first:
        message = f"code '{code.key}' {verb} '{link}', which is not in this codebook."
        problems.add(code.line, message + did_you_mean(link, first))


def _refuse_circles(
    codes: Mapping[str, CodeDraft],
    follow: Callable[[CodeDraft], str | None],
    words: str,
    problems: Problems,
) -> None:
    """Report each circle once, on the line of its first code."""
    settled: set[str] = set()
    for key in codes:
        path: list[str] = []
        at: str | None = key
        while at is not None and at in codes and at not in settled and at not in path:
            path.append(at)
            at = follow(codes[at])
        if at is not None and at in path:
            circle = path[path.index(at) :]
            named = " → ".join(f"'{step}'" for step in [*circle, circle[0]])
            problems.add(codes[circle[0]].line, f"code '{circle[0]}' {words}: {named}.")
        settled.update(path)


def _write_code(
    code: Code, codebook: Codebook, unknown: Container[str], history: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    merged = codebook.by_guid.get(code.merged_into or "")
    written: dict[str, Any] = {
        "key": code.key,
        "id": "" if code.guid in unknown else code.guid,
        "name": code.name,
        "definition": code.definition,
        "include": list(code.include),
        "exclude": list(code.exclude),
        "examples": list(code.examples),
        "keywords": list(code.keywords),
        "color": code.color,
        "status": "" if code.status == "active" else code.status,
        "merged_into": merged.key if merged else "",
        "from": list(history.get(code.guid, ())),
        "codes": [_write_code(child, codebook, unknown, history) for child in codebook.children(code.guid)],
    }
    return {name: value for name, value in written.items() if value}
