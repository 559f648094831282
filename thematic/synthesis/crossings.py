"""Codes crossed with attributes, and with each other: distinct respondents, never codings."""

from __future__ import annotations

from collections import Counter as Bag
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.crossings import Cooccurrence, Crosstab

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thematic.model.columns import CodingColumns, Study

MODE = "mode"
"""What the way of asking is called among attributes."""
MOST_VALUES = 12
"""An attribute with more values than this says who somebody is, not which group they belong to."""
LEAST_GROUP = 5
"""Respondents in each of at least two groups that are worth comparing."""
MOST_ATTRIBUTES = 5
MOST_CROSSED = 30
"""Codes in one table with an attribute."""
MOST_MET = 20
"""Codes in the table of codes with each other."""


def choose_attributes(study: Study) -> tuple[str, ...]:
    """Attributes that part the respondents into a few groups; the mode first, then in order of recording."""
    names = dict.fromkeys([MODE, *(name for person in study.respondents for name in person.attributes)])
    chosen = []
    for name in names:
        said = [_value(study, place, name) for place in np.flatnonzero(study.answered).tolist()]
        held = [value for value in said if value]
        large = [size for size in Bag(held).values() if size >= LEAST_GROUP]
        few = len(set(held)) <= MOST_VALUES and 2 * len(held) >= len(said)
        if few and len(large) >= 2 and not _measured(study, name):
            chosen.append(name)
    return tuple(chosen[:MOST_ATTRIBUTES])


def choose_crossed(study: Study, codings: CodingColumns) -> tuple[str, ...]:
    """Guids of the codes on the two upper levels that most respondents raised, in display order."""
    return _most_raised(
        study, codings, [code.guid for depth, code in study.codebook.walk() if depth < 2], MOST_CROSSED
    )


def choose_met(study: Study, codings: CodingColumns) -> tuple[str, ...]:
    """Guids of the codes without codes below them that most respondents raised, in display order."""
    book = study.codebook
    leaves = [code.guid for _, code in book.walk() if not book.children(code.guid)]
    return _most_raised(study, codings, leaves, MOST_MET)


def _most_raised(study: Study, codings: CodingColumns, codes: Sequence[str], most: int) -> tuple[str, ...]:
    people = _raised(study, codings, codes).sum(axis=1)
    best = sorted(range(len(codes)), key=lambda place: (-int(people[place]), place))[:most]
    return tuple(codes[place] for place in sorted(best) if people[place])


def _measured(study: Study, attribute: str) -> bool:
    """Whether the attribute is a number, such as an age."""
    values = [person.attributes.get(attribute) for person in study.respondents]
    return any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def cross_attribute(
    study: Study, codings: CodingColumns, attribute: str, codes: Sequence[str]
) -> Crosstab | None:
    """Respondents who raised each code, by the values of one attribute.

    Args:
        study: People and codes.
        codings: The codings that count.
        attribute: Its name, or `mode`.
        codes: Guids; codes below each are counted with it.

    Returns:
        None where no respondent who answered has a value.
    """
    said = [_value(study, place, attribute) for place in range(len(study.respondents))]
    values = sorted(
        {value for value, answered in zip(said, study.answered, strict=True) if value and answered}
    )
    if not values:
        return None
    group = np.array([values.index(value) if value in values else -1 for value in said], dtype=np.int64)
    counted = (group >= 0) & study.answered
    raised = _raised(study, codings, codes) & counted
    people = np.stack([(raised & (group == place)).sum(axis=1) for place in range(len(values))], axis=1)
    bases = [int((counted & (group == place)).sum()) for place in range(len(values))]
    order = sorted(range(len(values)), key=lambda place: (-bases[place], values[place]))
    return Crosstab(
        attribute,
        tuple(values[place] for place in order),
        tuple(bases[place] for place in order),
        tuple(codes),
        people[:, order].astype(np.int64),
    )


def cross_codes(study: Study, codings: CodingColumns, codes: Sequence[str]) -> Cooccurrence:
    """Respondents in whose answer to one question, or on whose same words, two codes meet.

    Args:
        study: People and codes.
        codings: The codings that count.
        codes: Guids; each is counted by itself, without the codes below it.
    """
    size = len(codes)
    places = {code.guid: place for place, code in enumerate(study.codebook.codes)}
    row_of = np.full(len(places), -1, dtype=np.int64)
    row_of[[places[guid] for guid in codes]] = np.arange(size)
    chosen = codings.take((row_of[codings.code] >= 0) & (codings.respondent >= 0))
    row, person = row_of[chosen.code], chosen.respondent
    met = np.zeros((size, size, len(study.respondents)), dtype=np.bool_)
    met[row, row, person] = True
    first, second = _meeting(chosen)
    met[row[first], row[second], person[first]] = True
    answers, answer = np.unique(person * (len(study.questions) + 1) + chosen.question, return_inverse=True)
    held = np.zeros((size, len(answers)), dtype=np.bool_)
    known = chosen.question >= 0
    held[row[known], answer[known]] = True
    speaker = np.zeros(len(answers), dtype=np.int64)
    speaker[answer] = person
    for place in range(size):
        code, unit = np.nonzero(held & held[place])
        met[place, code, speaker[unit]] = True
    return Cooccurrence(tuple(codes), met.sum(axis=2))


def _meeting(codings: CodingColumns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ordered pairs of codings whose passages share a character, both ways round."""
    order = np.lexsort((codings.start, codings.source))
    stride = int(codings.end.max(initial=0)) + 1
    start = (codings.source.astype(np.int64) * stride + codings.start)[order]
    end = (codings.source.astype(np.int64) * stride + codings.end)[order]
    own = np.arange(len(codings))
    many = np.searchsorted(start, end, side="left") - own - 1
    first = np.repeat(own, many)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)
    first, second = order[first], order[second]
    return np.concatenate([first, second]), np.concatenate([second, first])


def _raised(study: Study, codings: CodingColumns, codes: Sequence[str]) -> NDArray[np.bool_]:
    """[code, respondent]: has a coding under the code or below it."""
    places = {code.guid: place for place, code in enumerate(study.codebook.codes)}
    raised = np.zeros((len(codes), len(study.respondents)), dtype=np.bool_)
    spoken = codings.respondent >= 0
    code, person = codings.code[spoken], codings.respondent[spoken]
    for row, guid in enumerate(codes):
        below = np.zeros(len(places), dtype=np.bool_)
        below[[places[one.guid] for one in study.codebook.descendants(guid)]] = True
        raised[row, person[below[code]]] = True
    return raised


def _value(study: Study, place: int, attribute: str) -> str:
    if attribute == MODE:
        return study.mode[place]
    value = study.respondents[place].attributes.get(attribute)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
