"""Codes crossed with attributes, and with each other: distinct respondents, never codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.crossings import Cooccurrence, Crosstab

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from thematic.model.codebook import Codebook
    from thematic.model.columns import CodingColumns, Study

MODE = "mode"
"""What the way of asking is called among attributes."""


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
    """Respondents in whose words two codes meet on at least one character.

    Args:
        study: People and codes.
        codings: The codings that count.
        codes: Guids; each is counted by itself, without the codes below it.
    """
    rows = {code.guid: place for place, code in enumerate(study.codebook.codes)}
    size = len(codes)
    index = np.full(len(study.codebook.codes) + 1, -1, dtype=np.int64)
    index[[rows[guid] for guid in codes]] = np.arange(size)
    chosen = codings.take((index[codings.code] >= 0) & (codings.respondent >= 0))
    chosen = chosen.take(np.lexsort((chosen.start, chosen.source)))
    first, second = _meeting(chosen)
    code = index[chosen.code]
    pair = np.concatenate([code[first] * size + code[second], code * size + code])
    people = np.concatenate([chosen.respondent[first], chosen.respondent]).astype(np.int64)
    found = np.unique(pair * max(len(study.respondents), 1) + people) // max(len(study.respondents), 1)
    upper = np.bincount(found, minlength=size * size).reshape(size, size)
    return Cooccurrence(tuple(codes), upper)


def _meeting(codings: CodingColumns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ordered pairs of places whose passages share a character, both ways round.

    Args:
        codings: Sorted by source and start.
    """
    stride = int(codings.end.max(initial=0)) + 1
    start = codings.source.astype(np.int64) * stride + codings.start
    end = codings.source.astype(np.int64) * stride + codings.end
    own = np.arange(len(codings))
    reach = np.searchsorted(start, end, side="left")
    many = reach - own - 1
    first = np.repeat(own, many)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)
    return np.concatenate([first, second]), np.concatenate([second, first])


def _raised(study: Study, codings: CodingColumns, codes: Sequence[str]) -> NDArray[np.bool_]:
    """[code, respondent]: has a coding under the code or below it."""
    above = _rows_above(study.codebook, codes)
    raised = np.zeros((len(codes), len(study.respondents)), dtype=np.bool_)
    spoken = codings.respondent >= 0
    pairs = np.unique(np.stack([codings.code[spoken], codings.respondent[spoken]]), axis=1)
    for code, person in pairs.T.tolist():
        raised[above[code], person] = True
    return raised


def _rows_above(book: Codebook, codes: Sequence[str]) -> Mapping[int, list[int]]:
    """Index of each code → the rows it counts in."""
    places = {code.guid: place for place, code in enumerate(book.codes)}
    above: dict[int, list[int]] = {place: [] for place in places.values()}
    for row, guid in enumerate(codes):
        for code in book.descendants(guid):
            above[places[code.guid]].append(row)
    return above


def _value(study: Study, place: int, attribute: str) -> str:
    if attribute == MODE:
        return study.mode[place]
    value = study.respondents[place].attributes.get(attribute)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
