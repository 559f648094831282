"""A page for each respondent, for team copies: who they are, where they stand, what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.model.findings import MIXED, OPPOSING, QUALIFIED, SUPPORTING
from thematic.report.document import Block, Heading, Link, Paragraph, Table, detail_anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thematic.model.codings import Quote
    from thematic.model.findings import Findings
    from thematic.model.sources import AttributeValue, Respondent

LONG_NAME = 20
"""Characters; an attribute with a longer name is a question that was answered."""
_STANDS = (
    (SUPPORTING, "Supports"),
    (QUALIFIED, "With reservations"),
    (OPPOSING, "Disagrees with"),
    (MIXED, "Both for and against"),
)


def respondent_anchor(label: str) -> str:
    """Where a respondent's page begins; different for different labels."""
    return "respondent-" + "".join(
        one if one.isascii() and one.isalnum() else f".{ord(one):x}." for one in label
    )


def write_respondents(
    findings: Findings, respondents: Sequence[Respondent], quotes: Iterable[Quote]
) -> list[Block]:
    """A heading for each respondent with attributes, findings by standing, and coded words.

    Args:
        findings: Where everybody stands.
        respondents: Everybody, with attributes.
        quotes: The counted codings that any finding rests on.
    """
    if not respondents:
        return []
    said: dict[str, list[Quote]] = {}
    for quote in quotes:
        said.setdefault(quote.respondent or "", []).append(quote)
    columns = {label: place for place, label in enumerate(findings.ledger.respondents)}
    blocks: list[Block] = [Heading(2, "Respondents", "respondents")]
    for person in respondents:
        attributes = spoken_attributes(person)
        blocks.append(Heading(3, person.label, respondent_anchor(person.label), person=attributes))
        facts = [f"{name}: {value}" for name, value in attributes if len(name) <= LONG_NAME]
        answers = [f"{name}: {value}" for name, value in attributes if len(name) > LONG_NAME]
        blocks.append(Paragraph("; ".join([*facts, f"consent: {person.consent}"]) + "."))
        if answers:
            blocks.append(Paragraph("; ".join(answers) + ".", "evidence", label="Answers:"))
        blocks += _stands(findings, columns[person.label])
        blocks += _words(person.label, said.get(person.label, []))
    return blocks


def spoken_attributes(person: Respondent) -> tuple[tuple[str, str], ...]:
    """Attributes that have a value, as words; answers to whole questions come last."""
    spoken = ((name, _spoken(value)) for name, value in person.attributes.items())
    return tuple(sorted((one for one in spoken if one[1]), key=lambda one: len(one[0]) > LONG_NAME))


def _stands(findings: Findings, column: int) -> list[Block]:
    blocks: list[Block] = []
    for standing, words in _STANDS:
        numbers = [
            one.number for one in findings.findings() if findings.ledger.standing[one.id][column] == standing
        ]
        if numbers:
            links = tuple(Link(str(number), detail_anchor(number)) for number in numbers)
            blocks.append(Paragraph(", ".join(map(str, numbers)), label=f"{words}:", links=links))
    return blocks


def _words(label: str, quotes: Sequence[Quote]) -> list[Block]:
    """Coded passages in the order of the source, each once with all its codes."""
    passages: dict[tuple[str, int, int], list[Quote]] = {}
    for quote in quotes:
        passages.setdefault((quote.source, quote.start, quote.end), []).append(quote)
    rows = tuple(
        (
            passages[place][0].quote,
            ", ".join(sorted({one.code for one in passages[place]})),
            str(passages[place][0].question or ""),
            f"{place[0]} {place[1]}–{place[2]}",
        )
        for place in sorted(passages)
    )
    if not rows:
        return []
    return [
        Table(
            f"Coded words of {label}",
            ("Words", "Codes", "Question", "Where"),
            rows,
            numeric=(2,),
            repeats=True,
        )
    ]


def _spoken(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
