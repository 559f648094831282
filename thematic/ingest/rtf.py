"""Words of a rich text file."""

from __future__ import annotations

import re

from thematic.errors import BadInput
from thematic.ingest.docx import DocumentText
from thematic.ingest.plain import canonical

_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")


def read_rtf(data: bytes, where: str) -> DocumentText:
    """Read an .rtf: paragraphs end in LF, cells are parted by tabs.

    Raises:
        BadInput: It does not begin as rich text does, or holds no words.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise BadInput(f"{where} is not rich text.", "Save it as .rtf, .docx or .txt again.")
    from striprtf.striprtf import rtf_to_text

    marked = _CELL.sub(r"\\tab", data.decode("cp1252", "replace"))
    try:
        stripped: str = rtf_to_text(marked, errors="replace")  # type: ignore[no-untyped-call] # it has no types
    except (ValueError, LookupError, OverflowError) as error:
        raise BadInput(f"{where} is damaged: its codes cannot be read.", "Save it again.") from error
    # Characters beyond U+FFFF are written as two escapes, half a pair each.
    text = canonical(stripped.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    if not text.strip():
        raise BadInput(f"{where} holds no words.", "There is nothing to import.")
    damaged = text.count("\ufffd")
    warning = f"{where}: {damaged} character(s) could not be read and stand as U+FFFD."
    return DocumentText(text, (warning,) if damaged else ())
