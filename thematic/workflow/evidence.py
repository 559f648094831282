"""Reading the evidence of statements: who says what, on which side, and what a person decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import OPPOSES, QUALIFIES
from thematic.model.evidence import SIDES, EvidenceSheet, Passage
from thematic.model.findings import SILENT, STANDINGS
from thematic.store.codings import find_locals
from thematic.synthesis.outline_tree import find_above
from thematic.workflow.board import statement_labels
from thematic.workflow.reading import quotes_by_local

if TYPE_CHECKING:
    from thematic.model.columns import Study
    from thematic.model.evidence import Side
    from thematic.model.outline import EvidenceDecision
    from thematic.workflow.linting import Inspected
    from thematic.workflow.project import Project

_SIDE_OF: dict[int, Side] = {QUALIFIES: "qualified", OPPOSES: "against"}


def read_sheet(project: Project, inspected: Inspected, name: str) -> EvidenceSheet:
    """Everything a finding or point rests on, excluded passages too.

    Args:
        project: Where the words are.
        inspected: The findings as counted.
        name: Id of the statement.

    Raises:
        BadInput: There is none of that id.
    """
    findings, study = inspected.findings, inspected.study
    _, _, written = find_above(findings.outline, name)
    counted = next(one for one in findings.statements() if one.id == name)
    local = [int(one) for one in findings.ledger.codings[name]]
    sides: list[Side] = [_SIDE_OF.get(int(stance), "for") for stance in findings.ledger.stance[name]]
    decisions = {one.coding: one for one in written.evidence}
    gone = _excluded(project, decisions, study)
    standing = findings.ledger.standing[name]
    places = {person.label: place for place, person in enumerate(study.respondents)}
    sources = {source.name: source.guid for source in study.sources}
    printed = {one.coding: place for place, one in enumerate(counted.quotes, 1)}
    passages = []
    quotes = quotes_by_local(project, study, [*local, *gone])
    for quote, side in zip(quotes, [*sides, *("excluded" for _ in gone)], strict=True):
        place = places.get(quote.respondent or "", -1)
        passages.append(
            Passage(
                quote=quote,
                source=sources[quote.source],
                side=side,  # type: ignore[arg-type] # one of SIDES
                noted=quote.stance,
                decision=decisions.get(quote.guid),
                standing=STANDINGS[int(standing[place])] if place >= 0 else "",
                place=printed.get(quote.guid, 0),
            )
        )
    heard = {one.quote.respondent for one in passages}
    return EvidenceSheet(
        id=name,
        label=statement_labels(findings.outline)[name],
        text=counted.text,
        passages=tuple(sorted(passages, key=_order)),
        silent=tuple(p.label for p, at in zip(study.respondents, standing, strict=True) if at == SILENT),
        outside=tuple(
            person.label
            for person, at in zip(study.respondents, standing, strict=True)
            if at > SILENT and person.label in heard
        ),
    )


def _excluded(project: Project, decisions: dict[str, EvidenceDecision], study: Study) -> list[int]:
    guids = [guid for guid, one in decisions.items() if one.standing == "excluded"]
    if not guids:
        return []
    with project.store.reading() as connection:
        found = sorted(find_locals(connection, guids).values())
    seen = np.isin(found, study.codings.local)
    return [local for local, there in zip(found, seen, strict=True) if there]


def _order(one: Passage) -> tuple[object, ...]:
    who = one.quote.respondent or one.quote.source
    return SIDES.index(one.side), one.place or 10_000, len(who), who, one.quote.source, one.quote.start
