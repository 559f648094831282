"""A document for word processors, with real styles and numbering."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx

from thematic.report.document import Heading, Paragraph

if TYPE_CHECKING:
    from thematic.report.document import Document


def render_docx(document: Document) -> bytes:
    """The whole document as a .docx file."""
    made = docx.Document()
    made.add_heading(document.title, 0)
    for block in document.blocks:
        if isinstance(block, Heading):
            made.add_heading(block.text, min(block.level - 1, 4))
        elif isinstance(block, Paragraph):
            made.add_paragraph(block.text)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
