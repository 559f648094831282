"""Words of a web page: its blocks as lines, scripts and styles left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from thematic.errors import BadInput
from thematic.ingest.plain import canonical
from thematic.ingest.roles import split_words

_BLOCKS = split_words(
    """address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul"""
)
_SKIPPED = frozenset(["script", "style", "template", "title"])
_BLANKS = re.compile(r"[ \t\n\f]+")


def read_webpage(text: str, where: str) -> str:
    """The words of a page, a line per block, cells parted by tabs.

    Raises:
        BadInput: It holds no words.
    """
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except AssertionError as error:
        # The standard parser's answer to a broken `<![…`.
        message = f"{where} is damaged: a '<![' in it is never closed as it should be."
        raise BadInput(message, "Save the page again.") from error
    words = canonical("".join(page.words)).strip("\n")
    if not words.strip():
        raise BadInput(f"{where} holds no words.", "There is nothing to import.")
    return words + "\n"


class _Page(HTMLParser):
    """Collects words; runs of white space become one blank outside `pre`, as in a browser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._skipping = 0
        self._kept = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's own signature
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "br":
            self.words.append("\n")
        elif tag in ("td", "th"):
            if self._cells:
                self.words.append("\t")
            self._cells += 1
        elif tag in _BLOCKS:
            self._break()
            self._kept += tag == "pre"
            self._cells = 0 if tag == "tr" else self._cells

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in _BLOCKS:
            self._break()
            self._kept = max(0, self._kept - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        words = data if self._kept else _BLANKS.sub(" ", data)
        if not self._kept and (not self.words or self.words[-1].endswith(("\n", "\t", " "))):
            words = words.lstrip(" ")
        if words:
            self.words.append(words)

    def _break(self) -> None:
        if self.words and not self.words[-1].endswith("\n"):
            self.words.append("\n")
