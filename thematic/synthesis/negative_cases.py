"""Those who were asked and do not support a statement: what a reviewer asks for first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import MIXED, OPPOSING, QUALIFIED, SILENT, SUPPORTING
from thematic.model.matrix import NegativeCases
from thematic.synthesis.counting import Counter
from thematic.synthesis.layers import choose_layer
from thematic.synthesis.scopes import inherit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from thematic.model.columns import Study
    from thematic.model.findings import Findings


def list_negative_cases(findings: Findings, study: Study) -> tuple[NegativeCases, ...]:
    """For every statement that rests on codes, and for each of its camps, who does not support it.

    A camp's list is the other side of its rivals', so that both sides of a
    divided finding are seen.
    """
    return tuple(_list(findings, study))


def _list(findings: Findings, study: Study) -> Iterator[NegativeCases]:
    labels = [person.label for person in study.respondents]
    for name, label in _labels(findings):
        standing = findings.ledger.standing[name]
        if len(findings.ledger.codings[name]):
            yield _cases(name, label, standing, labels)
    for name, label, camp, standing in _camps(findings, study):
        yield _cases(name, f"{label} ({camp})", standing, labels)


def _labels(findings: Findings) -> Iterator[tuple[str, str]]:
    for finding in findings.findings():
        yield finding.id, str(finding.number)
        for point in finding.points:
            yield point.id, f"{finding.number}{point.letter}"


def _camps(findings: Findings, study: Study) -> Iterator[tuple[str, str, str, NDArray[np.int8]]]:
    labels = dict(_labels(findings))
    counter = Counter(study, study.codings.take(choose_layer(study).chosen))
    for _, finding in findings.outline.findings():
        for statement in (finding, *finding.points):
            if statement.camps:
                scope = statement.scope if statement is finding else inherit(statement.scope, finding.scope)
                for camp, standing in counter.count(statement, scope).camps.items():
                    yield statement.id, labels[statement.id], camp, standing


def _cases(name: str, label: str, standing: NDArray[np.int8], labels: list[str]) -> NegativeCases:
    def who(place: int) -> tuple[str, ...]:
        return tuple(labels[int(one)] for one in np.flatnonzero(standing == place))

    return NegativeCases(
        statement=name,
        label=label,
        base=int((standing <= SILENT).sum()),
        support=int((standing == SUPPORTING).sum()),
        opposing=who(OPPOSING),
        mixed=who(MIXED),
        qualified=who(QUALIFIED),
        silent=who(SILENT),
    )
