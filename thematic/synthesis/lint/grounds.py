"""What statements rest on: evidence there is, evidence left out, themes passed over, statements grown old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import NOT_ANSWERED, NOT_ASKED, OUT_OF_SCOPE
from thematic.synthesis.layers import choose_layer
from thematic.synthesis.tallies import code_indices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.lint import LintRemark, Severity
    from thematic.model.outline import Outline
    from thematic.synthesis.lint.case import Case, Report

_SHOWN = 3


def check_evidence(case: Case) -> Iterator[LintRemark]:
    """`no-evidence`: a finding rests on at least one coding."""
    if len(case.report.findings.ledger.codings[case.counted.id]):
        return
    why = "its codes were never applied in scope" if case.written.all_codes else "it names no codes"
    severity: Severity = "error" if case.counted is case.finding or case.written.all_codes else "warning"
    yield case.remark("no-evidence", severity, f"rests on nothing: {why}.")


def check_base(case: Case) -> Iterator[LintRemark]:
    """`base-zero`: somebody was asked and answered."""
    if case.written.all_codes and not case.counted.tally.base:
        yield case.remark("base-zero", "error", "nobody in its scope was asked and answered.")


def check_stale(case: Case) -> Iterator[LintRemark]:
    """`stale`: the statement was looked at since its evidence last changed."""
    changes = list(case.report.stale.get(case.counted.id, ()))
    if changes:
        more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
        yield case.remark(
            "stale", "warning", f"written before its evidence changed: {'; '.join(changes[:_SHOWN])}{more}."
        )


def check_unlinked(report: Report) -> Iterator[LintRemark]:
    """`unlinked`: what is coded to the codes of findings counts in one of them.

    Evidence falls out when a person excluded it, when its respondent is outside
    every scope, or was not asked and so is in no base. Themes that a list shows
    or that were set aside are told of there.
    """
    study, ledger = report.study, report.findings.ledger
    codings = study.codings.take(choose_layer(study).chosen)
    sorter = np.argsort(codings.local, kind="stable")
    counted = np.zeros(len(codings), dtype=np.bool_)
    rested_on = np.zeros(len(study.codebook.codes), dtype=np.bool_)
    for statement in report.findings.statements():
        written = report.written[statement.id]
        rested_on[list(code_indices(study.codebook, written.all_codes, exact=written.exact))] = True
        at = sorter[np.searchsorted(codings.local, ledger.codings[statement.id], sorter=sorter)]
        standing = ledger.standing[statement.id]
        outside = np.isin(standing, (NOT_ANSWERED, NOT_ASKED, OUT_OF_SCOPE))
        counted[at[~outside[codings.respondent[at]]]] = True
    rested_on[list(code_indices(study.codebook, _shown_elsewhere(report.findings.outline)))] = False
    left = rested_on[codings.code] & ~counted & (codings.respondent >= 0)
    for code in np.unique(codings.code[left]):
        at = left & (codings.code == code)
        people = np.unique(codings.respondent[at])
        names = [study.respondents[int(one)].label for one in people[:_SHOWN]]
        more = f" and {len(people) - _SHOWN} more" if len(people) > _SHOWN else ""
        what = "passage" if int(at.sum()) == 1 else "passages"
        message = (
            f"{int(at.sum())} {what} coded '{study.codebook.codes[int(code)].key}' "
            f"({', '.join(names)}{more}) {'counts' if what == 'passage' else 'count'} in no finding."
        )
        yield report.remark("unlinked", "warning", message)


def check_themes(report: Report) -> Iterator[LintRemark]:
    """`theme`: no theme with more support than a printed finding is left without a number or a reason."""
    printed = [finding for finding in report.findings.findings() if finding.tally.base]
    if not printed:
        return
    least = min(printed, key=lambda finding: finding.tally.support)
    for theme in report.findings.not_raised:
        if not theme.reason and theme.support > least.tally.support:
            message = (
                f"'{theme.name}' has {theme.support} supporting respondents and no number, "
                f"more than finding {least.number} ({least.tally.support})."
            )
            yield report.remark("theme", "warning", message)


def _shown_elsewhere(outline: Outline) -> list[str]:
    """Codes of lists and of themes set aside."""
    keys = [entry.code for entry in outline.set_aside]
    for section in outline.sections:
        for block in section.lists:
            keys += [*block.codes, *(key for item in block.items for key in item.codes)]
    return keys
