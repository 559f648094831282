"""Texts without what a searcher does not mean: case, accents, punctuation."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text without case and accents; equal folds look the same to a searcher."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize("NFKD", small)
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def fold_words(text: str) -> str:
    """The folded words with single blanks between them: `Time-barrier (GPs)` → `time barrier gps`."""
    return _BETWEEN_WORDS.sub(" ", fold(text)).strip()
