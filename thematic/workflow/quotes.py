"""Retrieving coded quotes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.coding.queries import find_matching, parse_query
from thematic.errors import BadInput, NotFound
from thematic.language.similarity import nearest
from thematic.model.columns import LAYER_CODES, STANCE_CODES
from thematic.workflow.reading import find_code, load_study, pick_source, quotes_by_local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from thematic.model.codings import Quote
    from thematic.model.columns import Study
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """Which quotes are wanted; what is left empty does not restrict."""

    query: str = ""
    """Codes with and, or, not, near; see `coding.queries`."""
    source: str = ""
    coder: str = ""
    respondent: str = ""
    question: int | None = None
    stance: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def read_quotes(
    project: Project, wanted: QuoteFilter | None = None, *, agreed: bool = False
) -> tuple[Quote, ...]:
    """Quotes that pass the filter, by source and place.

    Args:
        project: Where.
        wanted: Which.
        agreed: What the coders agreed on in the end, in place of what each of them coded.

    Raises:
        NotFound: The filter names a code, source, coder, respondent or attribute that is not there.
    """
    study = load_study(project)
    of_all = study.codings.layer == LAYER_CODES["agreed"]
    study = replace(study, codings=study.codings.take(of_all if agreed else ~of_all))
    mask = _mask(study, wanted or QuoteFilter())
    chosen = np.flatnonzero(mask)
    columns = study.codings
    order = np.lexsort((columns.end[chosen], columns.start[chosen], columns.source[chosen]))
    return quotes_by_local(project, study, columns.local[chosen][order].tolist())


def _mask(study: Study, wanted: QuoteFilter) -> NDArray[np.bool_]:
    columns = study.codings
    mask = np.ones(len(columns), dtype=np.bool_)
    if wanted.query:
        mask &= find_matching(parse_query(wanted.query), columns, lambda key: _below(study, key))
    if wanted.source:
        mask &= columns.source == study.sources.index(pick_source(study.sources, wanted.source))
    if wanted.coder:
        mask &= columns.coder == _place("coder", wanted.coder, [coder.name for coder in study.coders])
    if wanted.respondent:
        labels = [person.label for person in study.respondents]
        mask &= columns.respondent == _place("respondent", wanted.respondent, labels)
    if wanted.question is not None:
        numbers = [str(question.number) for question in study.questions]
        mask &= columns.question == _place("question", str(wanted.question), numbers)
    if wanted.stance:
        if wanted.stance not in STANCE_CODES:
            raise BadInput(f"'{wanted.stance}' is not a stance.", "Use supports, qualifies or opposes.")
        mask &= columns.stance == STANCE_CODES[wanted.stance]
    for name, value in wanted.attributes.items():
        mask &= having_attribute(study, name, value)[columns.respondent] & (columns.respondent >= 0)
    return mask


def _below(study: Study, key: str) -> NDArray[np.int64]:
    index = {code.guid: place for place, code in enumerate(study.codebook.codes)}
    root = study.codebook.resolve(find_code(study.codebook, key).guid)
    return np.array([index[code.guid] for code in study.codebook.descendants(root)], dtype=np.int64)


def _place(kind: str, name: str, names: list[str]) -> int:
    if name not in names:
        raise NotFound(kind, name, nearest(name, names))
    return names.index(name)


def having_attribute(study: Study, name: str, value: str) -> NDArray[np.bool_]:
    """Per respondent: whether an attribute has that value."""
    known = {key for person in study.respondents for key in person.attributes}
    if name not in known:
        raise NotFound("attribute", name, nearest(name, sorted(known)))
    return np.array([_said(person.attributes.get(name)) == value for person in study.respondents] or [False])


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
