"""Everything an author wrote that a Word report marks, so that it can be found again and changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thematic.synthesis.outline_edit import find_finding, write_statement
from thematic.synthesis.outline_tree import entitle_section, put_stem
from thematic.workflow.board import statement_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thematic.model.findings import Findings
    from thematic.model.outline import ListBlock, Outline


@dataclass(frozen=True)
class Text:
    """Words of an outline as a report prints them."""

    id: str
    """Of a finding or point; `section:learning`, `lead-in:time`, `text:2` for others."""
    label: str
    """For people: `3`, `3b`, `lead-in of 4`, `paragraph 2 of the detail`."""
    mark: str
    """What bookmarks in the report name it by."""
    written: str
    """As the author wrote it."""
    text: str
    """Filled in."""
    write: Callable[[Outline, str], Outline]
    """The outline with other words there."""
    counted: bool = False
    """A finding or point, which the linter holds against its evidence."""
    literal: bool = False
    """A heading, in which braces stand for themselves."""


def list_texts(findings: Findings) -> Iterator[Text]:
    """Every text of the outline that was counted along, statements first."""
    outline = findings.outline
    labels = statement_labels(outline)
    for one in findings.statements():
        yield Text(one.id, labels[one.id], one.id, one.statement, one.text, _statement(one.id), counted=True)
    yield from _titles(outline)
    yield from _lead_ins(findings)
    yield from _items(findings)
    yield from _detail(findings)
    for theme in findings.not_raised:
        entry = next((each for each in outline.set_aside if each.code == theme.key), None)
        if entry and entry.statement:
            name = f"aside:{theme.key}"
            yield Text(
                name, f"theme '{theme.key}'", name, entry.statement, theme.statement, _aside(theme.key)
            )


def _titles(outline: Outline) -> Iterator[Text]:
    for section in outline.sections:
        name = f"section:{section.id}"
        title = section.title
        yield Text(name, f"title of '{section.id}'", name, title, title, _title(section.id), literal=True)
        for block in section.lists:
            name = f"list:{block.id}"
            yield Text(
                name,
                f"title of '{block.id}'",
                name,
                block.title,
                block.title,
                _list_title(block.id),
                literal=True,
            )


def _lead_ins(findings: Findings) -> Iterator[Text]:
    for part, section in zip(findings.sections, findings.outline.sections, strict=True):
        for counted, stem in zip(part.stems, section.stems, strict=True):
            name = f"lead-in:{stem.first}"
            label = f"lead-in of {counted.first}"
            yield Text(name, label, name, stem.statement, counted.text, _lead_in(stem.first))


def _items(findings: Findings) -> Iterator[Text]:
    """Items of lists that somebody wrote, marked by their words as paragraphs are."""
    for part, section in zip(findings.sections, findings.outline.sections, strict=True):
        for counted, block in zip(part.lists, section.lists, strict=True):
            printed = {one.written: one.text for one in counted.items}
            for at, item in enumerate(block.items):
                if item.text:
                    yield Text(
                        f"item:{block.id}/{at + 1}",
                        f"item {at + 1} of '{block.id}'",
                        f"item:{block.id}:{item.text}",
                        item.text,
                        printed.get(item.text, item.text),
                        _item(block.id, at),
                    )


def _detail(findings: Findings) -> Iterator[Text]:
    """Headings and paragraphs are marked by their words: they have no ids, and may change places."""
    printed = {
        block.written: block.text for part in findings.detail for block in part.blocks if block.written
    }
    number = 0
    for place, part in enumerate(findings.outline.detail):
        told = part.heading
        label = f"heading {place + 1} of the detail"
        mark = f"heading:{told}"
        yield Text(f"heading:{place + 1}", label, mark, told, told, _heading(place), literal=True)
        for at, block in enumerate(part.blocks):
            if block.text:
                number += 1
                yield Text(
                    f"text:{number}",
                    f"paragraph {number} of the detail",
                    f"text:{block.text}",
                    block.text,
                    printed.get(block.text, block.text),
                    _paragraph(place, at),
                )


def _statement(name: str) -> Callable[[Outline, str], Outline]:
    return lambda outline, words: write_statement(outline, name, words)


def _title(name: str) -> Callable[[Outline, str], Outline]:
    return lambda outline, words: entitle_section(outline, name, words)


def _list_title(name: str) -> Callable[[Outline, str], Outline]:
    return lambda outline, words: _relisted(outline, name, lambda block: replace(block, title=words))


def _item(name: str, at: int) -> Callable[[Outline, str], Outline]:
    def write(outline: Outline, words: str) -> Outline:
        def change(block: ListBlock) -> ListBlock:
            items = list(block.items)
            items[at] = replace(items[at], text=words)
            return replace(block, items=tuple(items))

        return _relisted(outline, name, change)

    return write


def _relisted(outline: Outline, name: str, change: Callable[[ListBlock], ListBlock]) -> Outline:
    """The outline with one of its lists changed."""
    sections = (
        replace(section, lists=tuple(change(block) if block.id == name else block for block in section.lists))
        for section in outline.sections
    )
    return replace(outline, sections=tuple(sections))


def _lead_in(first: str) -> Callable[[Outline, str], Outline]:
    def write(outline: Outline, words: str) -> Outline:
        section, _ = find_finding(outline, first)
        last = next(stem.last for stem in section.stems if stem.first == first)
        return put_stem(outline, first, last, words)

    return write


def _heading(place: int) -> Callable[[Outline, str], Outline]:
    def write(outline: Outline, words: str) -> Outline:
        parts = list(outline.detail)
        parts[place] = replace(parts[place], heading=words)
        return replace(outline, detail=tuple(parts))

    return write


def _paragraph(place: int, at: int) -> Callable[[Outline, str], Outline]:
    def write(outline: Outline, words: str) -> Outline:
        blocks = list(outline.detail[place].blocks)
        blocks[at] = replace(blocks[at], text=words)
        parts = list(outline.detail)
        parts[place] = replace(parts[place], blocks=tuple(blocks))
        return replace(outline, detail=tuple(parts))

    return write


def _aside(code: str) -> Callable[[Outline, str], Outline]:
    def write(outline: Outline, words: str) -> Outline:
        entries = (replace(one, statement=words) if one.code == code else one for one in outline.set_aside)
        return replace(outline, set_aside=tuple(entries))

    return write
