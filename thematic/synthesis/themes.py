"""Themes that were coded and not raised to a finding, with the reason where somebody gave one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.model.findings import ThemeNotRaised
from thematic.model.outline import Scope
from thematic.synthesis.outline_texts import texts_of
from thematic.synthesis.tallies import code_indices
from thematic.synthesis.templates import parse_template

if TYPE_CHECKING:
    from thematic.model.codebook import Code
    from thematic.model.outline import Outline
    from thematic.synthesis.counting import Counter
    from thematic.synthesis.prose import Prose


def list_themes_not_raised(outline: Outline, counter: Counter, prose: Prose) -> tuple[ThemeNotRaised, ...]:
    """Themes set aside in the author's order, then other coded themes by support.

    A theme counts as raised when a finding, point, list or set-aside entry
    rests on it or enumerates it, or does so with a code above it or below it.
    Of a branch that nothing rests on only the top is listed.
    """
    book = counter.study.codebook
    told = []
    for entry in outline.set_aside:
        count = counter.count_codes([entry.code], Scope())
        statement = prose.counted(entry.statement, count)
        name = book.by_key[entry.code].name if entry.code in book.by_key else entry.code
        told.append(
            ThemeNotRaised(
                entry.code, name, count.tally.support, count.tally.base, entry.reason, statement, entry.show
            )
        )
    found = []
    for code in _untouched(outline, counter):
        tally = counter.count_codes([code.key], Scope()).tally
        if tally.support or tally.oppose or tally.qualified:
            found.append(ThemeNotRaised(code.key, code.name, tally.support, tally.base))
    found.sort(key=lambda theme: (-theme.support, theme.key))
    return (*told, *found)


def _untouched(outline: Outline, counter: Counter) -> list[Code]:
    """Tops of the branches nothing rests on."""
    book = counter.study.codebook
    place = {code.guid: i for i, code in enumerate(book.codes)}
    resting = _codes_rested_on(outline)
    touched = set(code_indices(book, resting))
    for key in resting:
        code = book.by_key.get(key)
        if code:
            touched.update(place[above.guid] for above in book.ancestors(book.resolve(code.guid)))
    free = [code for code in book.active if place[code.guid] not in touched]
    held = {code.guid for code in free}
    return [code for code in free if code.parent not in held]


def _codes_rested_on(outline: Outline) -> list[str]:
    keys = [key for statement in outline.statements() for key in statement.all_codes]
    keys += [entry.code for entry in outline.set_aside]
    for section in outline.sections:
        for block in section.lists:
            keys += [*block.codes, *(key for item in block.items for key in item.codes)]
    keys += [one.code for text in texts_of(outline) for one in parse_template(text).placeholders if one.code]
    return keys
