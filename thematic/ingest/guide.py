"""The guide: its questions, which answers belong to which, and who was asked what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from thematic.errors import BadFile
from thematic.ingest.plain import decode
from thematic.ingest.tables import TABLE_SUFFIXES, Table, cell_text, fold_name, parse_table
from thematic.language.located import Problems, check_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thematic.language.located import Node

Guide = tuple[tuple[int, str], ...]
"""Number and words of each question."""

_YAML_SUFFIXES = frozenset([".yaml", ".yml"])
_LEADING = re.compile(
    r"\s*(?:Q(?:uestion)?[ .]?(\d{1,3})(?![\w])[.:)]?|(\d{1,3})[.:)](?!\d))[ \t]*", re.IGNORECASE
)
_YES = frozenset(["yes", "y", "true", "1", "asked", "x"])
_NO = frozenset(["no", "n", "false", "0", "not asked", "-"])


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether one question was put to one respondent."""

    respondent: str
    question: int
    asked: bool
    line: int


def leading_number(words: str) -> tuple[int, str] | None:
    """The number that words begin with, `Q4` or `4.`, and the rest of them."""
    match = _LEADING.match(words)
    return (int(match[1] or match[2]), words[match.end() :]) if match else None


def read_guide(data: bytes, where: str, encoding: str | None = None) -> Guide:
    """Read the questions of an interview guide or survey.

    A table has the columns `number` (optional) and `text`; YAML is a list of
    questions, or `questions:` above one; any other text has one per line. A
    question that begins `Q4` or `4.` has that number; else they count from 1.

    Raises:
        BadFile: Questions without words, numbers that are none or stand twice.
    """
    problems = Problems(where)
    suffix = PurePath(where).suffix.lower()
    if suffix in TABLE_SUFFIXES:
        entries = list(_from_table(parse_table(data, where, encoding), problems))
    elif suffix in _YAML_SUFFIXES:
        entries = list(_from_yaml(decode(data, encoding, where).text, problems))
    else:
        lines = decode(data, encoding, where).text.split("\n")
        entries = [(number, None, line) for number, line in enumerate(lines, 1) if line.strip()]
    guide = tuple(_number(entries, problems))
    problems.raise_if_any("Write a number and the words of each question.")
    return guide


def _from_table(table: Table, problems: Problems) -> Iterator[tuple[int, str | None, str]]:
    text = table.find("text")
    if text is None:
        text = table.find("question")
    if text is None:
        problems.add(1, f"there is no column 'text'; the columns are {table.list_columns()}.")
        return
    number = table.find("number")
    for line, row in zip(table.lines, table.rows, strict=True):
        yield line, None if number is None else cell_text(row[number]).strip(), cell_text(row[text])


def _from_yaml(text: str, problems: Problems) -> Iterator[tuple[int, str | None, str]]:
    from thematic.language.yaml_file import parse_yaml

    root = parse_yaml(text, problems)
    listed = root
    if root.kind == "mapping" and check_keys(root, ("questions", "guide"), problems, of="guide"):
        listed = root.get("questions") or listed
    if listed.kind != "list":
        problems.add(listed, "a guide is a list of questions.")
    for node in listed.elements():
        yield from _question(node, problems)


def _question(node: Node, problems: Problems) -> Iterator[tuple[int, str | None, str]]:
    if isinstance(node.value, str):
        yield node.line, None, node.value
    elif check_keys(node, ("number", "text"), problems, of="question"):
        number, text = node.get("number"), node.get("text")
        yield node.line, str(number.value or "") if number else None, str(text.value or "") if text else ""


def _number(entries: Iterable[tuple[int, str | None, str]], problems: Problems) -> Iterator[tuple[int, str]]:
    seen: dict[int, int] = {}
    for place, (line, written, words) in enumerate(entries, 1):
        led = leading_number(words) if written is None else None
        number, text = led or (place, words)
        if written is not None:
            led = leading_number(f"{written.strip()}.") if written.strip() else None
            if led is None:
                problems.add(line, f"'{written}' is not the number of a question.")
                continue
            number = led[0]
        if not text.strip():
            problems.add(line, f"question {number} has no words.")
        elif number in seen:
            problems.add(line, f"question {number} stands here again; it is already on line {seen[number]}.")
        else:
            seen[number] = line
            yield number, text.strip()


def read_asked(table: Table) -> tuple[Asked, ...]:
    """Read a table `respondent,question,asked` of exceptions to "everybody was asked everything".

    Raises:
        BadFile: Missing columns or cells, and answers other than yes and no; all of them.
    """
    names = ("respondent", "question", "asked")
    places = [table.find(name) for name in names]
    missing = [table.missing(name) for name, place in zip(names, places, strict=True) if place is None]
    if missing:
        raise BadFile(missing)
    problems = Problems(table.where)
    found: list[Asked] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        respondent, question, asked = (cell_text(row[place or 0]).strip() for place in places)
        led = leading_number(f"{question}.")
        if not respondent:
            problems.add(line, "no respondent is named.")
        if led is None or led[1].strip("."):
            problems.add(line, f"'{question}' is not the number of a question.")
        if asked.casefold() not in _YES | _NO:
            problems.add(line, f"asked is yes or no, not '{asked}'.")
        elif respondent and led:
            found.append(Asked(respondent, led[0], asked.casefold() in _YES, line))
    problems.raise_if_any()
    return tuple(found)


def number_questions(texts: Sequence[str], guide: Guide) -> dict[str, int]:
    """Give each question of a table its number: the guide's where it is one, else the next free one.

    A heading that begins `Q4` or `4.` is question 4 when the guide has one of that
    number or there is no guide.
    """
    by_words = {fold_name(words): number for number, words in guide}
    numbers = {number for number, _ in guide}
    given: dict[str, int] = {}
    for text in texts:
        led = leading_number(text)
        number = by_words.get(fold_name(text))
        if number is None and led:
            number = by_words.get(fold_name(led[1])) or (led[0] if not guide or led[0] in numbers else None)
        if number is not None and number not in given.values():
            given[text] = number
    taken = numbers | set(given.values())
    following = iter(number for number in range(1, len(texts) + len(taken) + 1) if number not in taken)
    return {text: given[text] if text in given else next(following) for text in texts}
