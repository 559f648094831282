"""Closed questions as tables: counts on the base that answered, top two boxes, before and after."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.closed import Change, ClosedTable
from thematic.model.outline import Scope
from thematic.synthesis.scopes import attribute_text, lay_scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.columns import Study
    from thematic.model.sources import Attribute

_BEFORE = re.compile(r"(?<![a-z])(before|pre|baseline|t1)(?![a-z])", re.IGNORECASE)
_AFTER = re.compile(r"(?<![a-z])(after|post|follow-?up|t2)(?![a-z])", re.IGNORECASE)


def count_closed(study: Study, attribute: Attribute, scope: Scope | None = None) -> ClosedTable:
    """Count the answers to one closed question.

    Args:
        study: Whose respondents.
        attribute: The question as a column; a scale counts in its own order, steps nobody chose included.
        scope: Whom to count; everybody where nothing is said. Of these only modes
            in which anybody answered are the base: nobody puts a survey's boxes to
            an interviewee.
    """
    answers = _answers(study, attribute.name, scope)
    found = Counter(answers.values())
    if attribute.scale:
        steps = [*attribute.scale, *sorted(found.keys() - set(attribute.scale))]
        counts = tuple((step, found[step]) for step in steps)
        top = sum(found[step] for step in attribute.scale[-2:])
    else:
        counts = tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))
        top = None
    modes = {study.mode[place] for place in answers}
    inside = lay_scope(study, scope or Scope()).inside
    base = sum(bool(inside[place]) and mode in modes for place, mode in enumerate(study.mode))
    return ClosedTable(attribute.name, attribute.question, base, len(answers), counts, top)


def compare_closed(study: Study, before: Attribute, after: Attribute, scope: Scope | None = None) -> Change:
    """The same question asked twice, with the change of those who answered both times.

    The bases may differ; only respondents with both answers are compared one by
    one. Both are counted in the steps that hold more of the answers, since a step
    nobody chose may be missing from one of the two.
    """
    first, second = (_answers(study, one.name, scope) for one in (before, after))
    matched = sorted(first.keys() & second.keys())
    given = {*first.values(), *second.values()}
    scale = max(before.scale, after.scale, key=lambda steps: (len(given & set(steps)), len(steps)))
    before, after = replace(before, scale=scale), replace(after, scale=scale)
    step = {label: place for place, label in enumerate(scale)}
    moves = [
        int(np.sign(step[second[who]] - step[first[who]]))
        for who in matched
        if first[who] in step and second[who] in step
    ]
    return Change(
        count_closed(study, before, scope),
        count_closed(study, after, scope),
        len(matched),
        up=moves.count(1),
        same=moves.count(0),
        down=moves.count(-1),
        question=_without(_BEFORE, before.question or before.name),
    )


def pair_attributes(attributes: Sequence[Attribute]) -> tuple[tuple[Attribute, Attribute], ...]:
    """Questions asked before and after, told by their names: `confidence before` and `confidence after`."""
    later: Mapping[str, Attribute] = {
        _without(_AFTER, one.name).casefold(): one for one in attributes if _AFTER.search(one.name)
    }
    pairs = []
    for one in attributes:
        if _BEFORE.search(one.name):
            other = later.get(_without(_BEFORE, one.name).casefold())
            if other is not None:
                pairs.append((one, other))
    return tuple(pairs)


def closed_attributes(attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    """Those that came from a closed question: scales, and columns with the words of a question."""
    return tuple(one for one in attributes if one.scale or one.question)


def _without(when: re.Pattern[str], name: str) -> str:
    """A name without its `(before)`."""
    bare = re.sub(r"\(\s*\)|\[\s*\]", "", when.sub("", name))
    return " ".join(bare.split()).strip(" -–_:,")


def _answers(study: Study, name: str, scope: Scope | None) -> dict[int, str]:
    """Respondent → answer, of those in scope who gave one."""
    inside = lay_scope(study, scope or Scope()).inside
    found = {}
    for place, person in enumerate(study.respondents):
        value = person.attributes.get(name)
        if inside[place] and value is not None and attribute_text(value):
            found[place] = attribute_text(value)
    return found
