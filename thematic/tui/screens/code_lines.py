"""Codes as lines: the tree beside the text, and what the palette finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.ink import Line, Piece, line
from thematic.tui.widgets.palette import Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.codebook import Code, Codebook
    from thematic.tui.session import Session


def tree(codebook: Codebook, folded: set[str]) -> list[tuple[int, Code]]:
    """Depth and code of each line: codes that can be applied, with the branches in `folded` closed."""
    shown: list[tuple[int, Code]] = []
    hidden_below: int | None = None
    for depth, code in codebook.walk():
        if hidden_below is not None and depth > hidden_below:
            continue
        hidden_below = None
        if _usable(code):
            shown.append((depth, code))
            if code.guid in folded:
                hidden_below = depth
    return shown


def tree_line(session: Session, depth: int, code: Code, *, folded: bool, slot: str) -> Line:
    """One line of the tree: slot, colour, name, respondents."""
    branch = bool(session.codebook.children(code.guid))
    mark = "▸" if folded else " "
    people = session.counts_of(code.guid)[1]
    return line(
        Piece(slot or " ", "accent"),
        " " * depth,
        Piece("▌" if not branch else "▙", "text", session.color_of(code.guid)),
        Piece(mark, "quiet"),
        Piece(code.name, "strong" if depth == 0 and branch else "text"),
        right=(Piece(f"{people or '·'} ", "text" if people else "quiet"),),
    )


def mnemonics(codes: Sequence[Code]) -> dict[str, str]:
    """Two letters → guid of the code they stand for, each code getting the first that are free.

    Initials of the first and last word, else the first letter with any later one.
    """
    given: dict[str, str] = {}
    for code in codes:
        words = [
            word for word in "".join(c if c.isalnum() else " " for c in code.name.casefold()).split() if word
        ]
        if not words:
            continue
        letters = "".join(words)
        wanted = [words[0][0] + words[-1][0]] if len(words) > 1 else []
        wanted += [letters[0] + letter for letter in letters[1:]]
        for two in wanted:
            if two not in given:
                given[two] = code.guid
                break
    return given


def find_codes(session: Session, slots: Mapping[str, str], query: str, *, limit: int = 100) -> list[Found]:
    """Codes that answer to what was typed, best first; with nothing typed those applied lately come first."""
    from thematic.workflow.lookup import rank_codes

    book = session.codebook
    two = _mnemonics_of(book)
    found = rank_codes(query, book, limit)
    first = [two[query]] if query in two else [] if query.strip() else list(session.recent)
    front = [book.by_guid[guid] for guid in first if guid in book.by_guid and _usable(book.by_guid[guid])]
    ahead = {code.guid for code in front}
    ordered = [*front, *(code for code in found if code.guid not in ahead)]
    letters = {guid: key for key, guid in two.items()}
    pinned = {guid: digit for digit, guid in slots.items()}
    return [_found(session, code, letters.get(code.guid, ""), pinned.get(code.guid, "")) for code in ordered]


def _usable(code: Code) -> bool:
    return code.status == "active" and code.merged_into is None


_KNOWN: list[tuple[Codebook, dict[str, str]]] = []
"""The codebook whose mnemonics were made last, so that typing does not make them again."""


def _mnemonics_of(codebook: Codebook) -> dict[str, str]:
    if not _KNOWN or _KNOWN[0][0] is not codebook:
        _KNOWN[:] = [(codebook, mnemonics(codebook.active))]
    return _KNOWN[0][1]


def _found(session: Session, code: Code, letters: str, slot: str) -> Found:
    above = " / ".join(one.name for one in reversed(session.codebook.ancestors(code.guid)))
    people = session.counts_of(code.guid)[1]
    return Found(
        code.guid,
        line(
            Piece(f"{slot or ' '} ", "accent"),
            Piece(f"{letters:2} ", "quiet"),
            Piece("▌", "text", session.color_of(code.guid)),
            Piece(code.name, "strong"),
            Piece(f"  {above}" if above else "", "quiet"),
            right=(Piece(str(people or ""), "quiet"),),
        ),
        " ".join(code.definition.split()),
    )
