"""Words of a Word document: its paragraphs and tables in order.

An own walker, because python-docx drops tracked insertions, content controls
and smart tags without a word.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from thematic.errors import BadInput
from thematic.ingest.archives import local_name, open_archive, parse_xml, read_member
from thematic.ingest.plain import canonical
from thematic.ingest.roles import split_words

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_DOCUMENT = "word/document.xml"
_WORD = "wordprocessingml"
# Properties (tab stops are `tab` too), deletions, where moved text came from, field codes, fallbacks.
SKIPPED = split_words(
    """pPr rPr sectPr tblPr trPr tcPr tblGrid sdtPr sdtEndPr
    del moveFrom delText instrText delInstrText Fallback"""
)
"""Elements whose words are not the document's."""
CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}


class DocumentText(NamedTuple):
    """What a word processor's file says."""

    text: str
    """Canonical text: paragraphs end in LF, cells are parted by tabs."""
    warnings: tuple[str, ...]


def read_docx(data: bytes, where: str) -> DocumentText:
    """Read the body of a .docx.

    Tracked insertions, content controls and smart tags are kept; deletions and
    the fallbacks of alternate content are not. Headers, footers, notes and
    comments are not the conversation: notes and comments are counted in a warning.

    Raises:
        BadInput: It is not a Word document, is damaged, or unpacks beyond the limits.
    """
    with open_archive(data, where, "a Word document") as archive:
        body = read_member(archive, find_document(archive, where), where)
    if body is None:
        raise BadInput(f"{where} is not a Word document: it has no text part.", "Save it as .docx again.")
    root = parse_xml(body, where)
    text = canonical("\n".join(_blocks(root)))
    if not text.strip():
        raise BadInput(f"{where} holds no words.", "There is nothing to import.")
    return DocumentText(text, tuple(_name_notes(root, where)))


def find_document(archive: zipfile.ZipFile, where: str) -> str:
    """The name of the member that holds the body."""
    relations = read_member(archive, "_rels/.rels", where)
    for relation in parse_xml(relations, where) if relations else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(relation.get("Target", "")).lstrip("/")
    return _DOCUMENT


def _blocks(element: Element) -> Iterator[str]:
    """Paragraphs and table rows below an element, each a line or more."""
    for child in element:
        namespace, name = local_name(child)
        if name in SKIPPED:
            continue
        if name == "p" and _WORD in namespace:
            yield _inline(child)
            yield from _boxes(child)
        elif name == "tr" and _WORD in namespace:
            yield "\t".join("\n".join(_blocks(cell)) for cell in _cells(child))
        else:
            yield from _blocks(child)


def _cells(row: Element) -> Iterator[Element]:
    """Cells of a row, those inside content controls too."""
    for child in row:
        _, name = local_name(child)
        if name == "tc":
            yield child
        elif name not in SKIPPED:
            yield from _cells(child)


def _inline(element: Element) -> str:
    """Words of a paragraph, text boxes left out."""
    words: list[str] = []
    for child in element:
        namespace, name = local_name(child)
        if name in SKIPPED or name == "txbxContent":
            continue
        if name == "t" and (_WORD in namespace or "math" in namespace):
            words.append(child.text or "")
        elif name in CHARACTERS and _WORD in namespace:
            words.append(CHARACTERS[name])
        elif name == "sym" and _WORD in namespace:
            words.append(_symbol(child))
        else:
            words.append(_inline(child))
    return "".join(words)


def _boxes(element: Element) -> Iterator[str]:
    """Paragraphs of the text boxes anchored in a paragraph."""
    for child in element:
        _, name = local_name(child)
        if name == "txbxContent":
            yield from _blocks(child)
        elif name not in SKIPPED:
            yield from _boxes(child)


def _symbol(element: Element) -> str:
    code = next((value for key, value in element.attrib.items() if key.endswith("}char")), "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _name_notes(root: Element, where: str) -> Iterator[str]:
    names = [local_name(element)[1] for element in root.iter()]
    for reference, word in _NOTES.items():
        if count := names.count(reference):
            yield not_imported(count, word, where)


def not_imported(count: int, word: str, where: str) -> str:
    """The warning that notes or comments of a document were left out."""
    many = "s" if count > 1 else ""
    return f"{where}: {count} {word}{many} not imported; only the body of the document is."
