"""Where sentences begin and end: units for moving through a text and for agreement.

Turns and lines are cut first, because speech often has no full stop at the
end of a turn; then rules decide about each mark that may end a sentence.
Positions are code points. Only a line feed ends a line: other characters that
Unicode calls line breaks are blanks within one.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RULE_VERSION = 1
"""Raised whenever the same text may be cut differently, so that stored sentences are made anew."""

_CLOSERS = "\"'”’»)\\]}」』）】"
_WIDE = "。！？｡।॥؟۔"
"""Marks that always end a sentence, with or without a blank after them."""
_MARK = re.compile(
    rf"(?P<mark>[.!?…]+|[{_WIDE}]+)(?P<closers>[{_CLOSERS}]*)"
    r"(?P<aside>(?:\s*(?:\[[^\[\]]{1,60}\]|\([a-z][^()]{0,30}\)))*)(?P<gap>\s*)"
)
_BEFORE_WORD = re.compile(r"[\s(\[\"“‘«—–]")
_LONGEST_SHORT = 24
"""Code points looked back for an abbreviation."""
_NEAR = 8
"""Code points within which a mark still opens its sentence."""
_WORD_AFTER = re.compile(r"[\"'“‘«(\[¿¡—–-]*\s*([^\W_][\w'’]*)?")
_BRACKETS = re.compile(r"\[[^\[\]]{1,200}\]|\([^()]{1,200}\)")
_ACRONYM = re.compile(r"(?:[a-z]\.)+[a-z]|ph\.d|[bm]\.sc")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SHORT = _words(
    """dr mr mrs ms mx prof e.g eg i.e ie cf viz vs approx resp incl excl esp figs tel dept avg assoc
    messrs mme p.s Rev Hon Gen Col Maj Capt Lt Sgt Pres Gov Sen Rep Supt Fr max min ed eds ca pp"""
)
"""Abbreviations that never end a sentence; those with a capital only when written with it."""
_NUMBERED = frozenset(["no", "nos", "nr", "art", "para", "q", "p", "vol", "ch", "fig", "sec", "ext"])
"""Abbreviations when a number follows: No. 10."""
_EITHER = _words(
    """al etc inc ltd co corp plc sr jr St Mt Ft hr hrs mins secs yr yrs
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun"""
)
"""Abbreviations that may also be the last word of a sentence."""
_STARTERS = _words(
    """a after all also although and another anyway as at because but by did do does each even every everyone
    finally first for from generally he her here his how however i i'd i'll i'm i've if in instead it it's its
    just last later many maybe most my no nobody not nothing now oh okay on once one or other our overall
    people perhaps she since so some sometimes that that's the their then there there's these they they're
    this those though to today usually was we we're we've well what when where which while who why with yeah
    yes yet you you're your"""
)
"""Words that, with a capital, rather begin a sentence than follow an abbreviation."""
_GOING_ON = frozenset(["I", "I'm", "I'd", "I've", "I'll"])
"""Capitals that say nothing after three dots: `I was... I mean`."""


def split_sentences(text: str, turns: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences of a text as half-open spans of code points, in text order.

    Every character that is not blank and lies within a turn is in exactly one
    span; spans are never empty and neither begin nor end with a blank.

    Args:
        text: One text version.
        turns: Start and end of each turn, in order, not overlapping; without any the whole text is one.
    """
    found: list[tuple[int, int]] = []
    for start, end in turns or [(0, len(text))]:
        begin = start
        while begin < end:
            feed = text.find("\n", begin, end)
            stop = end if feed < 0 else feed
            found.extend(_sentences(text[begin:stop], begin))
            begin = stop + 1
    return found


def _sentences(line: str, offset: int) -> list[tuple[int, int]]:
    """Spans of one line; a piece without a letter or digit (`??`, an emoji) stays with the one before."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for stop in [*_ends(line), len(line)]:
        piece = line[begin:stop]
        if words := piece.strip():
            start = offset + begin + len(piece) - len(piece.lstrip())
            if spans and not any(mark.isalnum() for mark in words):
                start = spans.pop()[0]
            spans.append((start, offset + begin + len(piece.rstrip())))
        begin = stop
    return spans


def _ends(line: str) -> list[int]:
    """Positions in a line after which a new sentence begins."""
    brackets = [found.span() for found in _BRACKETS.finditer(line)]
    ends: list[int] = []
    for found in _MARK.finditer(line):
        around = bisect.bisect_left(brackets, (found.start(), 0)) - 1
        inside = around >= 0 and found.end("closers") < brackets[around][1]
        after = _word_after(line, found.end())
        begin = ends[-1] if ends else 0
        if not inside and found.end() < len(line) and _is_end(line, begin, found, after):
            ends.append(found.end("closers" if after[:1].islower() else "aside"))
    return ends


def _word_after(line: str, position: int) -> str:
    """The word that follows, without opening quotes; empty when none does."""
    found = _WORD_AFTER.match(line, position)
    return ((found and found[1]) or "").replace("’", "'")


def _is_end(line: str, begin: int, found: re.Match[str], after: str) -> bool:
    """Whether a mark ends the sentence that began at `begin`, by its kind and by what follows."""
    mark = found["mark"]
    if mark[0] in _WIDE:
        return True
    if found.end("closers") == found.end() or (found["closers"] and after[:1].islower()):
        return False
    if mark.startswith(("..", "…")):
        opens = found.start() - begin < _NEAR and not line[begin : found.start()].strip()
        return not opens and after[:1].isupper() and after not in _GOING_ON
    return mark != "." or found["closers"] != "" or _full_stop_ends(line, begin, found.start(), after)


def _full_stop_ends(line: str, begin: int, position: int, after: str) -> bool:
    """Whether a single full stop ends a sentence rather than an abbreviation, initial or list number."""
    before = _BEFORE_WORD.split(line[max(0, position - _LONGEST_SHORT) : position])[-1]
    word = before.lower()
    begins = after[:1].isupper()
    if word in _SHORT or before in _SHORT or (word in _NUMBERED and after[:1].isdigit()):
        return False
    if word in {"a.m", "p.m", "etc"}:
        return begins
    initial = len(word) == 1 and word.isalpha() and before != "I"
    if initial or word in _EITHER or before in _EITHER or _ACRONYM.fullmatch(word):
        return begins and after.lower() in _STARTERS
    near = position - begin < _NEAR
    return not (near and word.isdigit() and len(word) < 3 and line[begin:position].strip() == word)
