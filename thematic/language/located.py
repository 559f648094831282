"""Values that know their line, and the problems found with them.

A reader walks the nodes of a file, adds every problem to one `Problems`, and
raises them together at the end, so that a person mends a file in one go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from thematic.errors import BadFile
from thematic.language.similarity import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Kind = Literal["nothing", "text", "list", "mapping"]
_Choice = TypeVar("_Choice", bound=str)

_KIND_NAMES: dict[Kind, str] = {
    "nothing": "nothing",
    "text": "a single text",
    "list": "a list ('- ' lines)",
    "mapping": "a mapping ('key: value' lines)",
}
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file and the place where it stands."""

    value: str | list[Node] | dict[str, Node] | None
    """Text exactly as written (`NO` and `10` stay text), a list, a mapping, or None for nothing."""
    line: int
    """From 1."""
    column: int = 1
    """From 1, in code points."""
    keys: Mapping[str, Node] = field(default_factory=dict)
    """In a mapping: key → the key itself with its own line."""

    @property
    def kind(self) -> Kind:
        """What sort of value it is."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, str):
            return "text"
        return "list" if isinstance(self.value, list) else "mapping"

    def get(self, key: str) -> Node | None:
        """The value under a key; None where the key is missing or this is not a mapping."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def key(self, key: str) -> Node:
        """The key itself, to point at; this node where the key is missing."""
        return self.keys.get(key, self)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Key and value of a mapping, in the order of the file; nothing for other kinds."""
        if isinstance(self.value, dict):
            for name, value in self.value.items():
                yield self.key(name), value

    def elements(self) -> tuple[Node, ...]:
        """The items of a list; nothing for other kinds."""
        return tuple(self.value) if isinstance(self.value, list) else ()

    def plain(self) -> Any:
        """The value without its places: str, list, dict or None, nested."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {name: item.plain() for name, item in self.value.items()}
        return self.value


class Problems:
    """Everything wrong with one file, raised together.

    Args:
        where: The file as the user named it; starts every line.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self._found: dict[tuple[int, str], None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, at: Node | int | None, message: str) -> None:
        """Note one problem at a node, at a line, or (None) with the file as a whole."""
        line = at.line if isinstance(at, Node) else at or 0
        self._found[line, message] = None

    def take(self, others: Problems) -> None:
        """Note what was found elsewhere in the same file, too."""
        self._found |= others._found

    @property
    def lines(self) -> tuple[str, ...]:
        """`where:line: message`, in the order of the file."""
        ordered = sorted(self._found, key=lambda found: found[0])
        return tuple(
            f"{self.where}:{line}: {message}" if line else f"{self.where}: {message}"
            for line, message in ordered
        )

    def raise_if_any(self, hint: str = "") -> None:
        """Raise `BadFile` with every problem found so far, or do nothing."""
        if self._found:
            raise BadFile(self.lines, hint)


def did_you_mean(name: str, names: Collection[str]) -> str:
    """A trailing " Did you mean 'x'?", or nothing when no name is close."""
    close = nearest(name, names)
    return f" Did you mean '{close}'?" if close else ""


def check_keys(node: Node, allowed: Collection[str], problems: Problems, *, of: str = "") -> bool:
    """Note every key that is not allowed, naming the nearest one that is.

    Args:
        node: What should be a mapping.
        allowed: The keys that mean something here.
        problems: Where to note what is wrong.
        of: The word for the thing, to name it in messages: code, finding.

    Returns:
        Whether the node is a mapping at all; if not, that is noted too.
    """
    if node.kind != "mapping":
        problems.add(node, _expected(of or "this", "mapping", node))
        return False
    article = "an" if of.startswith(tuple("aeiou")) else "a"
    for key, _ in node.pairs():
        name = str(key.value)
        if name not in allowed:
            place = f" of {article} {of}" if of else ""
            problems.add(key, f"'{name}' is not a key{place}.{did_you_mean(name, allowed)}")
    return True


def need_text(node: Node, key: str, problems: Problems, *, of: str = "") -> str:
    """The text under a key that must be there and not be blank; "" when it is noted as missing."""
    found = node.get(key)
    if found is None or found.value is None or found.value == "":
        thing = f"this {of}" if of else "this"
        problems.add(node if found is None else node.key(key), f"{thing} has no '{key}'.")
        return ""
    return get_text(node, key, problems)


def get_text(node: Node, key: str, problems: Problems, default: str = "") -> str:
    """The text under a key, stripped; the default where nothing is written."""
    found = _present(node, key)
    if found is None:
        return default
    if isinstance(found.value, str):
        return found.value.strip()
    problems.add(node.key(key), _expected(f"'{key}'", "text", found))
    return default


def get_texts(node: Node, key: str, problems: Problems) -> tuple[str, ...]:
    """The texts of the list under a key, stripped; empty where nothing is written."""
    texts = []
    for item in get_list(node, key, problems):
        if isinstance(item.value, str) and item.value.strip():
            texts.append(item.value.strip())
        elif item.kind in ("list", "mapping"):
            problems.add(item, _expected(f"an item of '{key}'", "text", item) + _colon_hint(item))
        else:
            problems.add(item, f"an item of '{key}' is empty.")
    return tuple(texts)


def get_list(node: Node, key: str, problems: Problems) -> tuple[Node, ...]:
    """The items of the list under a key; empty where nothing is written."""
    found = _present(node, key)
    if found is None:
        return ()
    if found.kind != "list":
        problems.add(node.key(key), _expected(f"'{key}'", "list", found))
    return found.elements()


def get_mapping(node: Node, key: str, problems: Problems) -> Node | None:
    """The mapping under a key, or None where nothing (or something else) is written."""
    found = _present(node, key)
    if found is None or found.kind == "mapping":
        return found
    problems.add(node.key(key), _expected(f"'{key}'", "mapping", found))
    return None


def get_integer(node: Node, key: str, problems: Problems) -> int | None:
    """The whole number under a key, or None where nothing is written."""
    text = get_text(node, key, problems)
    if not text:
        return None
    if _INTEGER.fullmatch(text) and len(text) <= 18:
        return int(text)
    problems.add(node.key(key), f"'{key}' must be a whole number, not '{_short(text)}'.")
    return None


def get_number(node: Node, key: str, problems: Problems) -> float | None:
    """The number under a key (a point for decimals), or None where nothing is written."""
    text = get_text(node, key, problems)
    if not text:
        return None
    if _NUMBER.fullmatch(text) and abs(number := float(text)) != float("inf"):
        return number
    problems.add(node.key(key), f"'{key}' must be a number, not '{_short(text)}'.")
    return None


def get_flag(node: Node, key: str, problems: Problems, *, default: bool = False) -> bool:
    """The yes or no under a key (also true, false, on, off)."""
    text = get_text(node, key, problems)
    if not text:
        return default
    if text.casefold() in _FLAGS:
        return _FLAGS[text.casefold()]
    problems.add(node.key(key), f"'{key}' must be yes or no, not '{_short(text)}'.")
    return default


def get_choice(
    node: Node, key: str, choices: Collection[_Choice], problems: Problems, default: _Choice
) -> _Choice:
    """The one of several words written under a key; the default where nothing is written."""
    text = get_text(node, key, problems)
    if not text:
        return default
    for choice in choices:
        if choice == text:
            return choice
    words = ", ".join(choices)
    message = f"'{key}' must be one of {words}, not '{_short(text)}'.{did_you_mean(text, choices)}"
    problems.add(node.key(key), message)
    return default


def _present(node: Node, key: str) -> Node | None:
    found = node.get(key)
    return None if found is None or found.value is None else found


def _expected(what: str, kind: Kind, found: Node) -> str:
    return f"{what} must be {_KIND_NAMES[kind]}, not {_KIND_NAMES[found.kind]}."


def _colon_hint(item: Node) -> str:
    """In a list of texts, `- lack: of time` reads as a mapping; say how to keep the colon."""
    if item.kind == "mapping":
        return " Put quotes around a text that holds ': '."
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
