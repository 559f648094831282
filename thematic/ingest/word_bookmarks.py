"""Bookmarks and variables of a Word document, as it reads when every tracked change is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.ingest.archives import local_name, open_archive, parse_xml, read_member
from thematic.ingest.docx import CHARACTERS, SKIPPED, find_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element


@dataclass
class Marked:
    """The paragraph or paragraphs that a bookmark stands in.

    What people type at either end of a bookmark, Word puts outside it; so its
    surroundings are kept apart and not thrown away.
    """

    before: str = ""
    """From the start of the paragraph to the bookmark."""
    inside: str = ""
    after: str = ""
    """From the bookmark to the end of the paragraph."""


@dataclass
class _Reading:
    found: dict[str, Marked] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)
    """Number of a bookmark that has begun → its name."""
    closing: list[str] = field(default_factory=list)
    """Names of bookmarks that ended in this paragraph."""
    line: str = ""
    """The paragraph so far."""

    def add(self, words: str) -> None:
        self.line += words
        for name in self.open.values():
            self.found[name].inside += words
        for name in self.closing:
            self.found[name].after += words

    def begin(self, number: str, name: str) -> None:
        if name not in self.found:
            self.found[name] = Marked(before=self.line)
            self.open[number] = name

    def end(self, number: str) -> None:
        if number in self.open:
            self.closing.append(self.open.pop(number))

    def new_paragraph(self) -> None:
        self.line = ""
        self.closing = []
        for name in self.open.values():
            self.found[name].inside += "\n" if self.found[name].inside else ""


def read_bookmarks(data: bytes, where: str) -> dict[str, Marked]:
    """Name of each bookmark in the body → the words there.

    Tracked insertions count, deletions do not.

    Raises:
        BadInput: It is not a Word document, is damaged, or unpacks beyond the limits.
    """
    with open_archive(data, where, "a Word document") as archive:
        body = read_member(archive, find_document(archive, where), where)
    if body is None:
        raise BadInput(f"{where} is not a Word document: it has no text part.", "Save it as .docx again.")
    reading = _Reading()
    _walk(parse_xml(body, where), reading)
    return reading.found


def read_variables(data: bytes, where: str) -> dict[str, str]:
    """The document's variables by name; some word processors drop them.

    Raises:
        BadInput: It is not a Word document, is damaged, or unpacks beyond the limits.
    """
    with open_archive(data, where, "a Word document") as archive:
        settings = read_member(archive, "word/settings.xml", where)
    if settings is None:
        return {}
    return {
        _attribute(element, "name"): _attribute(element, "val")
        for element in parse_xml(settings, where).iter()
        if local_name(element)[1] == "docVar"
    }


def _walk(elements: Iterable[Element], reading: _Reading) -> None:
    for child in elements:
        _, name = local_name(child)
        if name in SKIPPED:
            continue
        if name == "p":
            reading.new_paragraph()
        if name == "bookmarkStart":
            reading.begin(_attribute(child, "id"), _attribute(child, "name"))
        elif name == "bookmarkEnd":
            reading.end(_attribute(child, "id"))
        elif name == "t":
            reading.add(child.text or "")
        elif name in CHARACTERS:
            reading.add(CHARACTERS[name])
        else:
            _walk(child, reading)


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
