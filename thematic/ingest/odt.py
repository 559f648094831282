"""Words of an OpenDocument text: its paragraphs and tables in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.ingest.archives import local_name, open_archive, parse_xml, read_member
from thematic.ingest.docx import DocumentText, not_imported
from thematic.ingest.plain import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_SKIPPED = frozenset(
    ["tracked-changes", "annotation", "annotation-end", "note", "sequence-decls", "variable-decls", "forms"]
)
_COLLAPSED = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 10_000


def read_odt(data: bytes, where: str) -> DocumentText:
    """Read the body of an .odt; what tracked changes deleted, notes and annotations are left out.

    Raises:
        BadInput: It is not an OpenDocument text, is damaged or has a password.
    """
    with open_archive(data, where, "an OpenDocument text") as archive:
        content = read_member(archive, "content.xml", where)
    if content is None:
        raise BadInput(f"{where} is not an OpenDocument text: it has no content.", "Save it as .odt again.")
    root = parse_xml(content, where)
    body = next((element for element in root.iter() if local_name(element)[1] == "body"), root)
    text = canonical("\n".join(_blocks(body)))
    if not text.strip():
        raise BadInput(f"{where} holds no words.", "There is nothing to import.")
    return DocumentText(text, tuple(_name_notes(body, where)))


def _blocks(element: Element) -> Iterator[str]:
    for child in element:
        _, name = local_name(child)
        if name in _SKIPPED:
            continue
        if name in ("p", "h"):
            yield _inline(child)
            yield from _boxes(child)
        elif name == "table-row":
            cells = [cell for cell in child if local_name(cell)[1] == "table-cell"]
            yield "\t".join("\n".join(_blocks(cell)) for cell in cells)
        else:
            yield from _blocks(child)


def _inline(element: Element) -> str:
    """Words of a paragraph; OpenDocument folds runs of white space into one blank."""
    words = [_COLLAPSED.sub(" ", element.text or "")]
    for child in element:
        _, name = local_name(child)
        if name == "tab":
            words.append("\t")
        elif name == "line-break":
            words.append("\n")
        elif name == "s":
            words.append(" " * _blanks(child))
        elif name not in _SKIPPED and name != "text-box":
            words.append(_inline(child))
        words.append(_COLLAPSED.sub(" ", child.tail or ""))
    return "".join(words)


def _boxes(element: Element) -> Iterator[str]:
    for child in element:
        _, name = local_name(child)
        if name == "text-box":
            yield from _blocks(child)
        elif name not in _SKIPPED:
            yield from _boxes(child)


def _blanks(element: Element) -> int:
    count = next((value for key, value in element.attrib.items() if key.endswith("}c")), "1")
    return min(int(count), _MOST_BLANKS) if count.isdigit() else 1


def _name_notes(body: Element, where: str) -> Iterator[str]:
    names = [local_name(element)[1] for element in body.iter()]
    for name, word in (("note", "note"), ("annotation", "comment")):
        if count := names.count(name):
            yield not_imported(count, word, where)
