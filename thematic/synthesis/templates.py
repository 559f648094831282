"""Statements with placeholders: parsed once, filled in with numbers and words.

`{quantifier}` and `{Quantifier}` give word and noun (the word alone where the
author wrote the noun), `{n}`, `{N}` and `{percent}` give counts, `{enumerate:
code}` names the codes below one (`skip: KEY` leaves one out, `call: KEY as
WORDS` words one anew), `{dissent}` is a sentence on who disagrees,
`{dissenters}` and `{Dissenters}` count them inside a sentence of the author's
own. Every other word stays as written. `{{` and `}}` are braces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from thematic.language.located import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.findings import Quantifier, Tally

PLACEHOLDERS = (
    "quantifier",
    "Quantifier",
    "n",
    "N",
    "percent",
    "enumerate",
    "dissent",
    "dissenters",
    "Dissenters",
)

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NOT_FIRST_WORD = re.compile(r"\s*([\w’'-]+(?:\s+[\w’'-]+){0,3})")
_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `{…}` of a statement."""

    name: str
    camp: str = ""
    """The camp counted, or among whom an enumeration is counted."""
    code: str = ""
    """In an enumeration: key of the code whose children are named."""
    join: str = "and"
    skip: tuple[str, ...] = ()
    """In an enumeration: keys of children that are not named."""
    calls: tuple[tuple[str, str], ...] = ()
    """In an enumeration: key of a child, and what it is called here."""
    written: str = ""
    """As it stands in the statement, braces included."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that it names."""
        return tuple(key for key in (self.code, *self.skip, *(key for key, _ in self.calls)) if key)


@dataclass(frozen=True, slots=True)
class Template:
    """A statement taken apart."""

    pieces: tuple[str | Placeholder, ...]
    problems: tuple[str, ...] = ()
    """What is wrong with its placeholders, one sentence each."""

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The `{…}` in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Placeholder))

    @property
    def words(self) -> str:
        """The author's own words, each placeholder left out."""
        return " ".join(piece for piece in self.pieces if isinstance(piece, str))


class Filling(Protocol):
    """What a statement is filled in with. Camp "" is the whole finding."""

    @property
    def counting(self) -> bool:
        """False in a reflexive study: no number is printed."""

    def quantifier(self, camp: str) -> Quantifier:
        """The word in force and its phrase."""

    def beside(self, quantifier: Quantifier) -> str:
        """`n of N` where it must stand beside the word; else empty."""

    def tally(self, camp: str) -> Tally:
        """The counts behind it."""

    def noun(self, count: int, camp: str = "") -> str:
        """What the counted people are called, in the number that fits."""

    def nouns(self) -> Sequence[str]:
        """Every noun an author may have written after a quantifier."""

    def enumerate(self, wanted: Placeholder) -> Sequence[str]:
        """Names of the codes below one that anybody raised, most supported first."""


def parse_template(statement: str) -> Template:
    """Take a statement apart; problems are told, not raised."""
    pieces: list[str | Placeholder] = []
    problems: list[str] = []
    end = 0
    for found in _BRACES.finditer(statement):
        pieces.append(statement[end : found.start()])
        end = found.end()
        whole = found.group()
        if whole in ("{{", "}}"):
            pieces.append(whole[0])
        elif found.group(1) is None:
            problems.append(f"a '{whole}' stands alone; write '{whole * 2}' for the character itself.")
            pieces.append(whole)
        else:
            pieces.append(_parse_placeholder(whole, problems))
    pieces.append(statement[end:])
    return Template(_join_texts(pieces), tuple(problems))


def fill_template(statement: str, filling: Filling) -> tuple[str, tuple[str, ...]]:
    """The statement with every placeholder filled in, and remarks on what could not be.

    Placeholders that are not understood stay as they are.
    """
    template = parse_template(statement)
    remarks = list(template.problems)
    parts: list[str] = []
    for index, piece in enumerate(template.pieces):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        after = template.pieces[index + 1] if index + 1 < len(template.pieces) else ""
        text, remark = _fill(piece, filling, after if isinstance(after, str) else "")
        parts.append(text)
        remarks.extend([remark] if remark else [])
    return _tidy("".join(parts)), tuple(remarks)


def number_word(count: int) -> str:
    """`two` for 2, numerals above ten."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else f"{count:,}"


def join_names(names: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; a semicolon parts names that hold a comma."""
    if len(names) < 2:
        return "".join(names)
    comma = "; " if any("," in name for name in names) else ", "
    return f"{comma.join(names[:-1])}{';' if comma == '; ' else ''} {word} {names[-1]}"


def percent(share_of: int, base: int) -> str:
    """A share in whole percent, halves rounded up; `–` where the base is zero."""
    return f"{(200 * share_of + base) // (2 * base)}%" if base else "–"


def capitalise(text: str) -> str:
    """The first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def _parse_placeholder(written: str, problems: list[str]) -> Placeholder:
    name, _, rest = written[1:-1].partition(":")
    name = name.strip()
    arguments = [part.strip() for part in rest.split(",")] if rest.strip() else []
    if name not in PLACEHOLDERS:
        problems.append(f"'{written}' is not a placeholder.{did_you_mean(name, PLACEHOLDERS)}")
        return Placeholder("", written=written)
    if name != "enumerate":
        if len(arguments) > 1:
            problems.append(f"'{written}' takes one camp at most.")
        return Placeholder(name, camp=arguments[0] if arguments else "", written=written)
    return _parse_enumeration(written, arguments, problems)


def _parse_enumeration(written: str, arguments: list[str], problems: list[str]) -> Placeholder:
    options = {"among": "", "join": "and"}
    skip: list[str] = []
    calls: list[tuple[str, str]] = []
    code = arguments[0] if arguments else ""
    if not code or ":" in code:
        problems.append(f"'{written}' names no code; write '{{enumerate: code}}'.")
        code = ""
    for argument in arguments[1:]:
        option, _, value = (part.strip() for part in argument.partition(":"))
        key, called, words = (part.strip() for part in value.partition(" as "))
        if option in options and value:
            options[option] = value
        elif option == "skip" and value:
            skip.append(value)
        elif option == "call" and called and words:
            calls.append((key, words))
        else:
            problems.append(
                f"'{argument}' in '{written}' is not understood; "
                "it takes 'among: camp', 'join: or', 'skip: code' and 'call: code as words'."
            )
    return Placeholder(
        "enumerate", options["among"], code, options["join"], tuple(skip), tuple(calls), written
    )


def _join_texts(pieces: list[str | Placeholder]) -> tuple[str | Placeholder, ...]:
    joined: list[str | Placeholder] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def _fill(piece: Placeholder, filling: Filling, after: str) -> tuple[str, str]:
    """The words for one placeholder, and a remark where there are none."""
    if not piece.name:
        return piece.written, ""
    if piece.name == "enumerate":
        names = filling.enumerate(piece)
        return (join_names(names, piece.join), "") if names else ("[…]", f"'{piece.written}' names nothing.")
    tally = filling.tally(piece.camp)
    empty = "" if tally.base else f"'{piece.written}' has a base of zero."
    if piece.name in ("quantifier", "Quantifier"):
        words = _quantify(filling, piece.camp, after)
        return (capitalise(words) if piece.name == "Quantifier" else words), empty
    if not filling.counting:
        return "", f"'{piece.written}' asks for a number; a reflexive study prints none."
    if piece.name == "dissent":
        return _dissent(tally, filling, piece.camp), ""
    against = f"{number_word(tally.oppose)} {filling.noun(tally.oppose, piece.camp)}"
    numbers = {
        "dissenters": against,
        "Dissenters": capitalise(against),
        "n": f"{tally.support:,}",
        "N": f"{tally.base:,}",
        "percent": percent(tally.support, tally.base),
    }
    return numbers[piece.name], empty


def _quantify(filling: Filling, camp: str, after: str) -> str:
    noun_follows = _starts_with_noun(after, filling.nouns())
    if not filling.counting:
        return "" if noun_follows else filling.noun(2, camp)
    quantifier = filling.quantifier(camp)
    beside = filling.beside(quantifier)
    beside = f" ({beside})" if beside else ""
    if noun_follows or quantifier.alone:
        return quantifier.phrase + beside
    return f"{quantifier.phrase} {filling.noun(quantifier.support, camp)}{beside}".strip()


def _starts_with_noun(after: str, nouns: Sequence[str]) -> bool:
    found = _NOT_FIRST_WORD.match(after)
    if not found or not after[:1].isspace():
        return False
    following = found.group(1).casefold() + " "
    return any(following.startswith(f"{noun.casefold()} ") for noun in nouns)


def _dissent(tally: Tally, filling: Filling, camp: str) -> str:
    clauses = []
    if tally.opposing:
        clauses.append(f"{number_word(tally.opposing)} {filling.noun(tally.opposing, camp)} disagreed")
    if tally.mixed:
        who = "" if clauses else f" {filling.noun(tally.mixed, camp)}"
        clauses.append(f"{number_word(tally.mixed)}{who} spoke both for and against")
    return f"However, {' and '.join(clauses)}." if clauses else ""


def _tidy(text: str) -> str:
    """No double blanks and none before a full stop, where a placeholder gave nothing."""
    return re.sub(r" +([.,;:])", r"\1", re.sub(r" {2,}", " ", text)).strip()
