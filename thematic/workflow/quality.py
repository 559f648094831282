"""What stands beside the findings in a report: closed questions, saturation, agreement, checks, checklist."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.model.agreement import CoderPair, DoubleCoding
from thematic.report.quality_part import Quality
from thematic.store.people import load_attributes
from thematic.synthesis.closed_questions import (
    closed_attributes,
    compare_closed,
    count_closed,
    pair_attributes,
)
from thematic.synthesis.coreq import answer_coreq
from thematic.synthesis.negative_cases import list_negative_cases
from thematic.synthesis.saturation import assess_saturation
from thematic.workflow.agreement import measure_agreement
from thematic.workflow.blindness import hidden_from
from thematic.workflow.compared import AgreementWanted
from thematic.workflow.coverage import measure_coverage
from thematic.workflow.history import list_acts
from thematic.workflow.matrix import lay_written
from thematic.workflow.reading import load_study

if TYPE_CHECKING:
    from thematic.model.agreement import Agreement
    from thematic.model.saturation import Saturation, SaturationRule
    from thematic.workflow.linting import Inspected
    from thematic.workflow.project import Project


def assess_quality(project: Project, inspected: Inspected, *, software: str = "thematic") -> Quality:
    """Everything a reviewer asks for, from the project's own data.

    Args:
        project: What is reported.
        inspected: Its findings with the linter's remarks.
        software: Name and version, for the checklist.
    """
    study, findings = inspected.study, inspected.findings
    counting = findings.approach != "reflexive"
    saturation = assess_saturation(study) if counting else ()
    return replace(
        count_beside(project, inspected),
        saturation=saturation,
        agreement=_agreement(project) if counting else (),
        double=_double(project) if counting else None,
        remarks=inspected.remarks,
        matrix=lay_written(project, study),
        coreq=answer_coreq(
            findings, study, saturation=saturation, remarks=inspected.remarks, software=software
        ),
        acts=_count_acts(project),
    )


def count_beside(project: Project, inspected: Inspected) -> Quality:
    """Closed questions and negative cases alone; nothing in a reflexive study."""
    study, findings = inspected.study, inspected.findings
    if findings.approach == "reflexive":
        return Quality()
    with project.store.reading() as connection:
        closed = closed_attributes(load_attributes(connection))
    return Quality(
        closed=[count_closed(study, one) for one in closed],
        changes=[compare_closed(study, before, after) for before, after in pair_attributes(closed)],
        negative=list_negative_cases(findings, study),
    )


def measure_saturation(
    project: Project, rule: SaturationRule | None = None, *, seed: int = 20, orders: int = 1_000
) -> tuple[Saturation, ...]:
    """How fast new themes stopped coming, by mode, level and order.

    Raises:
        Refused: The study is reflexive, and counts nothing.
    """
    study = load_study(project)
    if study.approach == "reflexive":
        raise Refused("A reflexive study measures no saturation.")
    return assess_saturation(study, rule=rule, seed=seed, orders=orders)


def _count_acts(project: Project) -> tuple[tuple[str, int], ...]:
    """Verb → how often, newest first; what hidden coders did is left out, which counts their codings."""
    with project.store.reading() as connection:
        hidden = {coder for _, coder in hidden_from(project, connection)}
    return tuple(Counter(act.verb for act in list_acts(project) if act.coder not in hidden).items())


def _double(project: Project) -> DoubleCoding:
    """How much several people coded, and what became of their differences."""
    found = measure_coverage(project)
    shared = [source for source in found.sources if len(source.finished_by) > 1]
    characters = sum(source.characters for source in found.sources)
    return DoubleCoding(
        len(shared),
        len(found.sources),
        sum(source.characters for source in shared) / characters if characters else 0.0,
        tuple(
            CoderPair(pair.coders, pair.sources, pair.sentences, pair.characters, pair.share)
            for pair in found.pairs
        ),
        found.waiting + found.deferred + found.decided,
        found.decided,
    )


def _agreement(project: Project) -> list[Agreement]:
    """The headline coefficients over all codes; none where fewer than two coders finished a source."""
    try:
        report = measure_agreement(project, AgreementWanted())
    except BadInput:
        return []
    return [row.agreement for row in report.rows if row.agreement.code is None]
