"""Characters that no document format can hold, left out alike in each."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text without control characters and with LF at every line's end; all else stays.

    What is left is legal in XML 1.0 and in HTML.
    """
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
