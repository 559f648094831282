"""A document as Markdown: one sentence a line, so that a diff shows what changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.language.sentences import split_sentences
from thematic.report.document import Bullets, Figure, Heading, NumberedList, Paragraph, Quotation, Table

if TYPE_CHECKING:
    from thematic.report.document import Block, Document, Item

_SPECIAL = re.compile(r"([\\`*<]|~(?=~)|(?<!\w)_|_(?!\w)|\[(?=[^\]]*\]\())")
_LINE_START = re.compile(r"^\s*(?:[#>|=]|[-+](?=[\s-]|$)|\d+(?=[.)]\s))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def render_markdown(document: Document) -> str:
    """The whole document as CommonMark with tables."""
    parts = [f"# {escape(document.title)}"]
    if document.date:
        parts.append(escape(document.date))
    if document.notice:
        parts.append(f"**{escape(document.notice)}**")
    if document.audience == "team":
        parts.append("**Team copy: contains personal data.**")
    if document.draft:
        parts.append("\n".join(["**Draft.**", *(_lines(reason) for reason in document.draft)]))
    parts += [_block(block) for block in document.blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Text that shows as it is: nothing in it is read as Markdown or HTML, control characters are dropped."""
    return "\n".join(_guard_start(_escape_inside(line)) for line in text.splitlines())


def _escape_inside(text: str) -> str:
    clean = _CONTROL.sub("", text)
    clean = _ENTITY.sub("&amp;", clean)
    return _SPECIAL.sub(r"\\\1", clean)


def _guard_start(line: str) -> str:
    """A line that begins like a heading, list, quote or rule begins with a backslash instead."""
    found = _LINE_START.match(line)
    if not found:
        return line
    at = found.end() if found.group().strip().isdigit() else found.end() - 1
    return f"{line[:at]}\\{line[at:]}"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * min(block.level, 6)} {_flat(block.text)}"
        case Paragraph():
            return _paragraph(block)
        case NumberedList():
            return "\n".join(_item(item) for item in block.items)
        case Bullets():
            return "\n".join(f"- {_indent(_lines(item), 2)}" for item in block.items)
        case Quotation():
            return _quotation(block)
        case Table():
            return "" if block.repeats else _table(block)
        case Figure():
            return f"{_lines(block.description)}\n\n{_table(block.table, block.label)}"


def _paragraph(block: Paragraph) -> str:
    text = _lines(block.text)
    if block.label:
        return f"**{_flat(block.label)}** {text}"
    if block.role in ("evidence", "note"):
        return "\n".join(f"*{line}*" for line in text.split("\n"))
    return f"**{text}**" if block.role == "notice" else text


def _item(item: Item) -> str:
    mark = f"{item.number}. "
    lines = [mark + _indent(_lines(item.text), len(mark))]
    for point in item.points:
        inner = " " * len(mark)
        lines.append(f"{inner}- {point.letter}. {_indent(_lines(point.text), len(mark) + 2)}")
    return "\n".join(lines)


def _quotation(block: Quotation) -> str:
    words = escape(block.text).replace("\n", "\n> ")
    if block.form == "inline":
        return f'"{_flat(block.text)}"' + (f" ({_flat(block.speaker)})" if block.speaker else "")
    return f'> {_flat(block.speaker)}: "{words}"' if block.speaker else f'> "{words}"'


def _table(block: Table, label: str = "") -> str:
    label = label or block.label
    rule = ["---:" if column in block.numeric else "---" for column in range(len(block.header))]
    rows = [block.header, tuple(rule), *block.rows]
    lines = [
        f"| {' | '.join(cell if place == 1 else _cell(cell) for cell in row)} |"
        for place, row in enumerate(rows)
    ]
    caption = f"{label}. {block.caption}" if label else block.caption
    parts = [f"**{_flat(caption)}**", "\n".join(lines)]
    if block.note:
        parts.append(_lines(block.note))
    return "\n\n".join(parts)


def _cell(text: str) -> str:
    """Escaped, on one line, and no bar ends the cell."""
    return _flat(text).replace("|", "\\|")


def _flat(text: str) -> str:
    """Escaped, on one line."""
    return " ".join(_escape_inside(" ".join(text.splitlines())).split())


def _lines(text: str) -> str:
    """Escaped, one sentence a line."""
    spans = split_sentences(text, [(0, len(text))])
    lines = [" ".join(text[start:end].split()) for start, end in spans]
    return "\n".join(escape(line) for line in lines if line)


def _indent(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)
