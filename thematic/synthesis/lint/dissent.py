"""Those who disagree: told where they are many enough, and counted exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from thematic.model.findings import NumberedFinding
from thematic.synthesis.lint.mentions import tells_dissent
from thematic.synthesis.quantifiers import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.lint import LintRemark, Severity
    from thematic.synthesis.lint.case import Case

NOTABLE = Fraction(3, 100)
"""Share of the base from which two or more dissenters must be told."""


def check_dissent_told(case: Case) -> Iterator[LintRemark]:
    """`dissent-missing`: a statement tells that some disagree."""
    tally = case.counted.tally
    if not tally.oppose or case.counted.camps or _told(case):
        return
    notable = tally.oppose >= 2 and Fraction(tally.oppose, tally.base) >= NOTABLE
    severity: Severity = "error" if notable or _claims_agreement(case) else "warning"
    who = "one respondent disagrees" if tally.oppose == 1 else f"{tally.oppose} respondents disagree"
    yield case.remark("dissent-missing", severity, f"{who} of {tally.base}, and the text does not say so.")


def check_dissent_count(case: Case) -> Iterator[LintRemark]:
    """`dissent-count`: a number of dissenters in the text is the number there are."""
    tally = case.counted.tally
    right = {tally.oppose, tally.opposing, tally.mixed, tally.qualified}
    if case.counted.camps:
        right |= {camp.tally.support for camp in case.counted.camps}
    if tally.oppose:
        right.discard(0)
    for mention in case.mentions:
        if mention.contrasting and mention.number is not None and mention.number not in right:
            split = f"{tally.opposing} wholly, {tally.mixed} in part"
            message = f"'{mention.text}', but {tally.oppose} disagree ({split})."
            yield case.remark("dissent-count", "error", message)


def _told(case: Case) -> bool:
    texts = [case.own_words]
    if isinstance(case.counted, NumberedFinding):
        texts += [point.text for point in case.counted.points]
    placeholder = any(one.name.casefold() in ("dissent", "dissenters") for one in case.template.placeholders)
    return placeholder or any(tells_dissent(text) for text in texts)


def _claims_agreement(case: Case) -> bool:
    """The printed word, computed or written, is one of consensus."""
    policy = case.report.findings.policy
    words = [mention.word for mention in case.mentions if not mention.contrasting]
    if case.quantified:
        words.append(case.counted.quantifier)
    rules = [find_rule(policy, word) for word in words]
    return any(rule is not None and rule.consensus for rule in rules)
