"""Quantifier words of statements and lead-ins against the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.synthesis.quantifiers import find_rule, strength_of, word_quantifier, word_tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.findings import Quantifier, Tally
    from thematic.model.lint import LintRemark
    from thematic.model.outline import QuantifierPolicy
    from thematic.synthesis.lint.case import Case, Report
    from thematic.synthesis.lint.mentions import Mention

_TOLD_IN_FULL = 4
"""Statements whose words by mode are told in full; of more only the numbers."""
_MODES = {"interviewee": "interview", "interviewees": "interview"}


def check_words(case: Case) -> Iterator[LintRemark]:
    """`word`: an author's word is neither stronger nor weaker than the computed one.

    A word in a clause of contrast may be about either side, and is held against the larger one.
    """
    for mention in case.mentions:
        if _told_elsewhere(case, mention):
            continue
        if mention.contrasting:
            yield from _check_contrasting(case, mention)
            continue
        tally = _tally_for(case, mention)
        if mention.number is not None:
            most = max([tally.support, *(camp.tally.support for camp in case.counted.camps)])
            if mention.number > most:
                yield case.remark("word", "error", f"'{mention.text}', but only {most} support it.")
            continue
        limit, computed = _limit(case, tally)
        if mention.strength > limit:
            yield case.remark("word", "error", f"'{mention.text}' is stronger than the evidence: {computed}.")
        elif mention.strength < limit and not case.quantified:
            yield case.remark("word", "warning", f"'{mention.text}' is weaker than the evidence: {computed}.")


def check_everybody(case: Case) -> Iterator[LintRemark]:
    """`all-opposed`: no word for everybody while anybody disagrees."""
    if not case.counted.tally.oppose:
        return
    for mention in case.mentions:
        if _says_everybody(case, mention):
            message = f"'{mention.text}', but {case.counted.tally.oppose} of the base disagree."
            yield case.remark("all-opposed", "error", message)


def check_consensus(case: Case) -> Iterator[LintRemark]:
    """`consensus-dissent`: a word of consensus stays within its limit of dissent."""
    for mention in case.mentions:
        if _breaks_consensus(case, mention) and not _says_everybody(case, mention):
            tally = case.counted.tally
            message = (
                f"'{mention.text}' is over its limit of dissent: {tally.oppose} of {tally.base} disagree."
            )
            yield case.remark("consensus-dissent", "error", message)


def check_override(case: Case) -> Iterator[LintRemark]:
    """`override`: a word chosen by a person is known, and not stronger than the computed one."""
    override = case.counted.override
    if override is None:
        return
    strength = strength_of(case.report.findings.policy, override.word)
    computed = case.counted.computed
    if strength < 0:
        yield case.remark("override", "warning", f"'{override.word}' is no word of the quantifier policy.")
    elif strength > computed.strength:
        message = f"'{override.word}' was chosen over the weaker computed '{computed.word}' by {override.by}."
        yield case.remark("override", "warning", message)


def check_modes(report: Report) -> Iterator[LintRemark]:
    """`modes`: interviews and survey earn the same word; one remark, since often many do not."""
    small = report.findings.policy.small
    told = {}
    for case in report.cases():
        modes = [one for one in case.counted.by_mode if one.tally.base >= small]
        if len({one.quantifier.word for one in modes}) > 1:
            told[case.label] = ", ".join(f"{one.mode} {one.quantifier.word}" for one in modes)
    if told:
        few = len(told) <= _TOLD_IN_FULL
        where = "; ".join(f"{label} ({words})" if few else label for label, words in told.items())
        yield report.remark("modes", "warning", f"the modes earn different words in {where}.")


def allowed_word(policy: QuantifierPolicy, tallies: Iterable[Tally]) -> Quantifier:
    """The strongest word that any of these counts allows, numerals on a small base aside.

    Args:
        policy: The rules.
        tallies: At least one.
    """
    bare = replace(policy, small=0)
    return max((word_tally(bare, one) for one in tallies), key=lambda word: word.strength)


def _check_contrasting(case: Case, mention: Mention) -> Iterator[LintRemark]:
    tally = case.counted.tally
    if mention.number is not None or mention.adjectives or mention.noun in case.labels or not tally.base:
        return
    policy = replace(case.report.findings.policy, small=0)
    others = word_quantifier(policy, tally.base, tally.base - tally.support)
    limit, computed = _limit(case, tally)
    if mention.strength > max(limit, others.strength):
        message = f"'{mention.text}' is stronger than the evidence on either side: {computed}."
        yield case.remark("word", "error", message)


def _tally_for(case: Case, mention: Mention) -> Tally:
    """The counts a mention is about: one mode's where the noun names it."""
    mode = "survey" if "survey" in mention.adjectives.casefold().split() else _MODES.get(mention.noun, "")
    return next((one.tally for one in case.counted.by_mode if one.mode == mode), case.counted.tally)


def _limit(case: Case, tally: Tally) -> tuple[int, str]:
    """The strongest word the evidence allows, numerals on a small base aside, and what it rests on."""
    best = allowed_word(case.report.findings.policy, [camp.tally for camp in case.counted.camps] or [tally])
    capped = f"; {best.capped}" if best.capped else ""
    word = best.word or "nobody was in the base"
    return best.strength, f"'{word}' ({best.support} of {best.base}, {best.oppose} against{capped})"


def _says_everybody(case: Case, mention: Mention) -> bool:
    rule = find_rule(case.report.findings.policy, mention.word)
    return rule is not None and rule.everyone and not mention.contrasting


def _breaks_consensus(case: Case, mention: Mention) -> bool:
    rule = find_rule(case.report.findings.policy, mention.word)
    tally = case.counted.tally
    if rule is None or not rule.consensus or mention.contrasting or not tally.base:
        return False
    return tally.oppose > rule.opposed * tally.base


def _told_elsewhere(case: Case, mention: Mention) -> bool:
    """Another check already speaks of this word."""
    everybody = _says_everybody(case, mention) and case.counted.tally.oppose > 0
    return everybody or _breaks_consensus(case, mention)
