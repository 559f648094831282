"""Plain YAML files, read with the line of every value and written to be read by people.

The only door to PyYAML. Scalars are read as text: `country: NO` is not false
and `10` is not a number until a caller says so. What makes YAML surprising is
refused: anchors and aliases, tags, merge keys, several documents, duplicate
keys, tabs as indentation.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from thematic.language.located import Node, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 5_000_000
"""Largest file read, in UTF-8 bytes."""
MAX_DEPTH = 100
"""Deepest nesting read: fifty codes, each below the last."""
WIDTH = 110
"""Where written lines are folded, in characters."""

_READER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB_INDENT = re.compile(r"^ *\t[^\n]*", re.MULTILINE)

_SYNTAX = (
    (
        "mapping values are not allowed",
        "a ': ' stands where none can; put quotes around a text that holds ': '",
    ),
    ("could not find expected ':'", "this line should read 'key: value'"),
    ("'\\t'", "a tab stands where only blanks can"),
    ("cannot start any token", "a value cannot begin with this character; put quotes around it"),
    (
        "unknown escape character",
        "a backslash in double quotes starts a code; double it or use single quotes",
    ),
    ("unexpected end of stream", "a quotation is opened here and never closed"),
    ("expected <block end>", "this line does not line up with the ones above it"),
    ("did not find expected key", "this line does not line up with the ones above it"),
    ("did not find expected '-' indicator", "this line does not line up with the list above it"),
    ("expected ',' or '", "a list or mapping in brackets is not closed, or a comma is missing"),
    (
        "block sequence entries are not allowed",
        "a '- ' stands where none can; start the list on its own line",
    ),
    ("sequence entries are not allowed", "a '- ' stands where none can; start the list on its own line"),
    ("expected node content", "a value is missing here, or a bracket closes what was never opened"),
    ("expected the node content", "a value is missing here, or a bracket closes what was never opened"),
)


def read_yaml(text: str, where: str) -> Node:
    """Read one YAML document; an empty file gives a node with nothing in it.

    Args:
        text: The whole file.
        where: The file as the user named it, for messages.

    Raises:
        BadFile: With a line `where:line: …` for every problem found.
    """
    problems = Problems(where)
    node = parse_yaml(text, problems)
    problems.raise_if_any()
    return node


def parse_yaml(text: str, problems: Problems) -> Node:
    """Like `read_yaml`, for callers that go on to find problems of their own.

    Problems are noted rather than raised; what could be read is returned.
    """
    text = text.removeprefix("\ufeff")
    lines = _Lines(text)
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        problems.add(None, f"the file is larger than {MAX_BYTES // 1_000_000} MB.")
        return Node(None, 1)
    if found := _UNREADABLE.search(text):
        character = f"U+{ord(found.group()):04X}"
        message = (
            f"the character {character} cannot stand in a YAML file; write '\\u{ord(found.group()):04X}'"
        )
        problems.add(lines.number(found.start()), f"{message} within double quotes, or remove it.")
        return Node(None, 1)
    tree = _Tree(lines, problems)
    tabbed = {lines.number(tab.start()) for tab in _TAB_INDENT.finditer(text)}
    try:
        tree.build(yaml.parse(text, Loader=_READER))
    except yaml.MarkedYAMLError as wrong:
        line = lines.number(_place(wrong))
        if line not in tabbed - tree.inside:
            problems.add(line, _in_plain_words(wrong, text))
    for line in tabbed - tree.inside:
        problems.add(line, "a tab indents this line; indent with blanks.")
    return tree.root or Node(None, 1)


def write_yaml(data: Any) -> str:
    """Write nested dicts, lists, texts, numbers and booleans in block style, keys in the order given.

    Texts that another reader would take for something else (`NO`, `10`, an empty
    text) are quoted, several lines become a `|` block, None is left blank.
    `read_yaml` gives the same texts back; numbers and booleans come back as text.
    """
    if data is None:
        return ""
    written: str = yaml.dump(
        data,
        Dumper=_Writer,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
    )
    return written


class _Lines:
    """Line and column of positions; counts line feeds only, as editors do."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def number(self, position: int) -> int:
        return bisect.bisect_right(self._starts, position)

    def place(self, position: int) -> tuple[int, int]:
        line = self.number(position)
        return line, position - self._starts[line - 1] + 1


@dataclass
class _Open:
    """A list or mapping whose end has not been read yet."""

    node: Node
    key: Node | None = None
    """In a mapping: the key that waits for its value."""
    skipping: bool = False
    """The waiting value has no usable key; it is read and dropped."""


class _Tree:
    """Nodes built from the parser's events, without recursion.

    `inside` gathers the lines within texts of several lines, where a leading
    tab is part of the text.
    """

    def __init__(self, lines: _Lines, problems: Problems) -> None:
        self.root: Node | None = None
        self.inside: set[int] = set()
        self._lines = lines
        self._problems = problems
        self._open: list[_Open] = []

    def build(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            line, column = self._lines.place(_index(event.start_mark))
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problems.add(line, "a second document starts here ('---'); one file holds one.")
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._check_plainness(event, line)
                self._accept(event, line, column)
                if len(self._open) > MAX_DEPTH:
                    self._problems.add(line, f"nested more than {MAX_DEPTH} levels deep.")
                    return

    def _check_plainness(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = f"'*{event.anchor}' is an alias; write the value out, or put quotes around it."
            self._problems.add(line, message)
            return
        if event.anchor is not None:
            message = f"'&{event.anchor}' is an anchor; write values out, or put quotes around the text."
            self._problems.add(line, message)
        if event.tag is not None:
            shown = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._problems.add(line, f"'{shown}' is a tag; remove it, or put quotes around the text.")

    def _accept(self, event: Any, line: int, column: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            last, _ = self._lines.place(_index(event.end_mark))
            self.inside.update(range(line + 1, last + 1))
            bare = event.implicit[0] and event.value in _NOTHING
            node = Node(None if bare else event.value, line, column)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Node({}, line, column, keys={})
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node([], line, column)
        else:
            node = Node(None, line, column)
        self._attach(node, event)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append(_Open(node))

    def _attach(self, node: Node, event: Any) -> None:
        """Put a node where it belongs: at the top, in a list, as a key or as the key's value."""
        if not self._open:
            self.root = node
            return
        holder = self._open[-1]
        if isinstance(holder.node.value, list):
            holder.node.value.append(node)
        elif holder.key is None:
            self._take_key(holder, node, event)
        else:
            if not holder.skipping:
                values, keys = _parts(holder.node)
                values[holder.key.value] = node
                keys[holder.key.value] = holder.key
            holder.key = None
            holder.skipping = False

    def _take_key(self, holder: _Open, node: Node, event: Any) -> None:
        holder.key = node
        holder.skipping = True
        values, keys = _parts(holder.node)
        if isinstance(event, yaml.AliasEvent):
            return
        if not isinstance(event, yaml.ScalarEvent):
            self._problems.add(node, "a list or mapping cannot be a key; write 'key: value'.")
        elif event.value == "<<" and event.implicit[0]:
            self._problems.add(node, "'<<' merges mappings; write the values out.")
        elif event.value == "":
            self._problems.add(node, "a key is missing before ':'.")
        elif event.value in values:
            first = keys[event.value].line
            self._problems.add(node, f"'{event.value}' stands here again; it is already on line {first}.")
        else:
            holder.key = Node(event.value, node.line, node.column)
            holder.skipping = False


class _Writer(yaml.SafeDumper):
    """Lists indented below their key, nothing shared by alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's own signature
        """Indent `- ` below its key."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own signature
        """Write a value out each time."""
        return True


def _write_text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = None
    if "\t" in text or _UNREADABLE.search(text):
        style = '"'
    elif "\n" in text:
        style = "|"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_nothing(writer: _Writer, nothing: None) -> yaml.ScalarNode:  # noqa: ARG001 - PyYAML's own signature
    return writer.represent_scalar("tag:yaml.org,2002:null", "")


_Writer.add_representer(str, _write_text)
_Writer.add_representer(type(None), _write_nothing)


def _parts(mapping: Node) -> tuple[Any, Any]:
    """Values and keys of a mapping still being filled."""
    return mapping.value, mapping.keys


def _index(mark: Any) -> int:
    """Code points before a mark of the parser."""
    return int(mark.index)


def _place(wrong: yaml.MarkedYAMLError) -> int:
    """Where the mistake began: the opening of what never closes, else where reading stopped."""
    begun = any(words in str(wrong.problem) for words in ("end of stream", "expected ':'"))
    mark = wrong.context_mark if begun else None
    mark = mark or wrong.problem_mark or wrong.context_mark
    return _index(mark) if mark else 0


def _in_plain_words(wrong: yaml.MarkedYAMLError, text: str) -> str:
    problem = str(wrong.problem)
    before = text[: _place(wrong)].rpartition("\n")[2].rstrip()
    if before.endswith(("'", '"', "]", "}")):
        return "text follows a closing quotation mark or bracket; put quotes around the whole text."
    for fragment, words in _SYNTAX:
        if fragment in problem:
            return f"{words}."
    return f"not readable as YAML: {problem}."
