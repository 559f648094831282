"""Words of a PDF: lines joined into paragraphs, repeated headers and footers left out.

A PDF keeps places of letters, not paragraphs, so the result asks to be checked.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.ingest.docx import DocumentText
from thematic.ingest.labels import find_marks
from thematic.ingest.plain import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIGITS = re.compile(r"\d+")
_HYPHENATED = "\x02\ufffe\u00ad"
_MARGIN_LINES = 2
_FEW_PAGES = 3
_SHORT_LINE = 0.75
_SENTENCE_END = (".", "?", "!", "…", ":", ";", "”", '"')


def read_pdf(data: bytes, where: str) -> DocumentText:
    """Read a .pdf with pypdfium2, which is an extra.

    Raises:
        BadInput: The extra is not installed, the file is no PDF or has a
            password, or it holds pictures of words only.
    """
    if b"%PDF-" not in data[:1024]:
        raise BadInput(f"{where} is not a PDF.", "Save or print it as PDF again.")
    pages = [_lines(page) for page in _read_pages(data, where)]
    repeated = _repeated(pages)
    kept = [_drop_margins(lines, repeated) for lines in pages]
    text = "\n".join(_paragraphs([line for lines in kept for line in lines]))
    if not text.strip():
        message = f"{where} holds no words: its pages are pictures."
        raise BadInput(message, "Run text recognition (OCR) over it first.")
    dropped = sum(map(len, pages)) - sum(map(len, kept))
    warning = (
        f"{where}: read from PDF, {len(pages)} page(s), {dropped} header and footer line(s) left out, "
        "lines joined into paragraphs. Check the text before you code it."
    )
    return DocumentText(text + "\n", (warning,))


def _read_pages(data: bytes, where: str) -> list[str]:
    try:
        import pypdfium2
    except ImportError as error:
        hint = "Install it with 'pip install \"thematic[pdf]\"', or save the PDF as text."
        raise BadInput(f"{where}: reading PDFs needs the extra 'pdf'.", hint) from error
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            return [_read_page(page) for page in document]
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise BadInput(f"{where} cannot be read: {error}", "Is it damaged, or has it a password?") from error


def _read_page(page: object) -> str:
    words = page.get_textpage()  # type: ignore[attr-defined] # pypdfium2 is an extra and has no stubs
    try:
        return canonical(words.get_text_bounded())
    finally:
        words.close()


def _lines(page: str) -> list[str]:
    """Lines of a page that hold words; a word broken over two lines is joined."""
    for hyphen in _HYPHENATED:
        page = page.replace(f"{hyphen}\n", "").replace(hyphen, "")
    return [line.rstrip() for line in page.split("\n") if line.strip()]


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """Lines at the edges of pages that stand on most of them, page numbers aside."""
    if len(pages) < _FEW_PAGES:
        return set()
    edges = Counter(edge for lines in pages for edge in {_shape(line) for line in _edges(lines)})
    return {shape for shape, count in edges.items() if count > len(pages) / 2}


def _edges(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MARGIN_LINES]
    yield from lines[max(_MARGIN_LINES, len(lines) - _MARGIN_LINES) :]


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line.strip())


def _drop_margins(lines: list[str], repeated: set[str]) -> list[str]:
    first, last = 0, len(lines)
    while first < min(_MARGIN_LINES, last) and _shape(lines[first]) in repeated:
        first += 1
    while last > max(first, len(lines) - _MARGIN_LINES) and _shape(lines[last - 1]) in repeated:
        last -= 1
    return lines[first:last]


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Join lines until one is short and ends a sentence, or the next starts with a label."""
    if not lines:
        return
    full = sorted(map(len, lines))[int(len(lines) * 0.9)]
    paragraph = ""
    for line in lines:
        starts_turn = next(find_marks(line, ()), None) is not None
        if paragraph and starts_turn:
            yield paragraph
            paragraph = ""
        paragraph = f"{paragraph} {line.strip()}" if paragraph else line.strip()
        if len(line) < full * _SHORT_LINE and line.endswith(_SENTENCE_END):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
