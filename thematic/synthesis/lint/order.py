"""Superlatives and anaphora: claims of rank hold, and what points back stands next to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.model.findings import NumberedFinding
from thematic.synthesis.lint.mentions import SUPERLATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.lint import LintRemark
    from thematic.synthesis.lint.case import Case

_POINTS_BACK = re.compile(
    r"^(?:This|These|Those|Such|It|They|The former|The latter|Similarly|Likewise|In addition)\b"
)


def check_claims(case: Case) -> Iterator[LintRemark]:
    """`claim`: a superlative names what it is compared with, and holds there without a tie."""
    if not isinstance(case.counted, NumberedFinding) or not case.report.counting:
        return
    found = SUPERLATIVE.search(case.own_words)
    result = case.counted.claim
    if result is None:
        if found and case.written.claim is None:
            yield case.remark(
                "claim", "warning", f"'{found.group()}' compares with something; add a 'claim'."
            )
        return
    claim = result.claim
    if result.rank is None:
        yield case.remark("claim", "error", f"is not among '{claim.among}', so it has no rank there.")
    elif not result.holds:
        first = ", ".join(f"{one.name} {one.support}" for one in result.rivals[:3])
        tie = "tied at" if result.rank.tied and result.rank.value == claim.rank else "of"
        told = f"is {tie} rank {result.rank.value} ({first})"
        message = f"claims rank {claim.rank} among '{claim.among}', but {told}."
        yield case.remark("claim", "error", message)
    elif result.overlaps:
        message = (
            f"holds rank {claim.rank} among '{claim.among}' by little: the intervals of the ranks overlap."
        )
        yield case.remark("claim", "warning", message)


def check_anaphora(case: Case) -> Iterator[LintRemark]:
    """`anaphora`: what points back stands right after what it points to."""
    if case.counted is not case.finding:
        return
    follows = case.written.follows
    before = {one.number: one.id for one in case.report.findings.findings()}.get(case.finding.number - 1, "")
    if follows and before != follows:
        what = f"'{before}' stands there" if before else "it is the first finding"
        yield case.remark("anaphora", "error", f"must follow '{follows}', but {what}.")
    found = _POINTS_BACK.match(case.own_words)
    if found and not follows:
        message = f"begins with '{found.group()}', which points back; name what it follows."
        yield case.remark("anaphora", "warning", message)
