"""Other words for a statement that was printed filled in: its placeholders stay where they can."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from thematic.synthesis.templates import Placeholder, parse_template

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Reworded:
    """A statement with new words."""

    statement: str
    """With the placeholders that could stay."""
    fixed: tuple[str, ...] = ()
    """Placeholders whose filled-in words were changed: they are the author's own words now."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the printed words and where it came from."""

    words: tuple[str, ...]
    written: str
    """As it stands in the statement."""
    placeholder: bool


def reword(statement: str, printed: str, wanted: str) -> Reworded:
    """The statement that reads as wanted, with as many of its placeholders as were left alone.

    Args:
        statement: As written, with placeholders.
        printed: As filled in.
        wanted: As somebody changed it.
    """
    pieces = _take_apart(statement, " ".join(printed.split()))
    new = tuple(_WORDS.findall(" ".join(wanted.split())))
    if not pieces:
        return spell_out(statement, wanted)
    old = [word for piece in pieces for word in piece.words]
    stays = _matched(old, new)
    made: list[str] = []
    fixed: list[str] = []
    at = done = 0
    for piece in pieces:
        first, at = at, at + len(piece.words)
        place = _kept_at(stays, first, at, done)
        if place is None:
            fixed += [piece.written] if piece.placeholder else []
            continue
        made += [_literal(new[done:place]), _joint(made, piece), piece.written]
        done = place + len(piece.words)
    return Reworded("".join([*made, _literal(new[done:])]).strip(), tuple(fixed))


def spell_out(statement: str, wanted: str) -> Reworded:
    """The words as they are wanted, every placeholder written over."""
    words = tuple(_WORDS.findall(" ".join(wanted.split())))
    return Reworded(_literal(words), tuple(one.written for one in parse_template(statement).placeholders))


def _take_apart(statement: str, printed: str) -> list[_Piece]:
    """The printed words by the pieces of the statement; empty where they do not fit together."""
    pieces = parse_template(statement).pieces
    pattern = "".join("(.*?)" if isinstance(piece, Placeholder) else f"({_loose(piece)})" for piece in pieces)
    found = re.fullmatch(pattern, printed, re.DOTALL)
    if not found:
        return []
    return [
        _Piece(
            tuple(_WORDS.findall(words)),
            piece.written if isinstance(piece, Placeholder) else piece.replace("{", "{{").replace("}", "}}"),
            isinstance(piece, Placeholder),
        )
        for piece, words in zip(pieces, found.groups(), strict=True)
    ]


def _loose(literal: str) -> str:
    """A pattern for an author's own words, whatever became of the blanks between them."""
    return r"\s*".join(re.escape(part) for part in re.split(r"\s+", literal))


def _matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Place of an old word → place of the new word that it stayed."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _kept_at(stays: dict[int, int], first: int, end: int, done: int) -> int | None:
    """Where a piece begins among the new words, if it stayed whole; None where it was changed."""
    if first == end:
        before, after = stays.get(first - 1), stays.get(first)
        if after is not None:
            return max(done, after)
        return None if before is None else max(done, before + 1)
    places = [stays.get(word) for word in range(first, end)]
    if places[0] is None or any(
        two is None or one is None or two != one + 1 for one, two in pairwise(places)
    ):
        return None
    return places[0] if places[0] >= done else None


def _joint(made: Sequence[str], piece: _Piece) -> str:
    """A blank before a placeholder that printed nothing, so that it does not grow onto a word one day."""
    so_far = "".join(made)
    return " " if piece.placeholder and not piece.words and so_far and not so_far[-1].isspace() else ""


def _literal(words: Sequence[str]) -> str:
    return "".join(words).replace("{", "{{").replace("}", "}}")
