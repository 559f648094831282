"""Who is spoken of: nouns against units, subgroups against attributes, people without a quantity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thematic.synthesis.lint.mentions import PEOPLE, people_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.lint import LintRemark
    from thematic.synthesis.lint.case import Case

_UNITS = {"interviewee": "interview", "interviewees": "interview"}
_PLAIN = re.compile(
    r"the|these|those|our|others?|all|most|many|some|several|few|no|any|each|every|both|same|individual|remaining|"
    r"such|who|which|of|by|from|and|or|to|with|for|among|between|survey|interview|than|that|as|when|where|what|how|"
    r"if|because|not|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|\d+"
)
"""Words before a noun that describe nobody."""

_NOUN = re.compile(
    rf"(?P<before>(?:[\w-]+\s+)?)(?<!\w)(?P<noun>{people_pattern(())})(?![\w-])", re.IGNORECASE
)


def check_units(case: Case) -> Iterator[LintRemark]:
    """`noun`: `interviewees` are people interviewed, `survey respondents` people who answered the survey."""
    told = set()
    for match in _NOUN.finditer(case.own_words):
        noun = match["noun"].casefold()
        mode = "survey" if match["before"].strip().casefold() == "survey" else _UNITS.get(noun, "")
        if not mode or mode in told:
            continue
        mention = next(
            (one for one in case.mentions if one.start <= match.start("noun") < one.start + len(one.text)),
            None,
        )
        if mention and mention.contrasting:
            if case.counted.tally.oppose and not case.dissent_modes.get(mode):
                told.add(mode)
                yield case.remark("noun", "error", f"'{mention.text}', but no {mode} speaks against it.")
            continue
        others = {name: count for name, count in case.base_modes.items() if name != mode}
        if others:
            told.add(mode)
            what = ", ".join(f"{count} by {name}" for name, count in sorted(others.items()))
            shown = f"survey {noun}" if mode == "survey" else noun
            yield case.remark(
                "noun", "error", f"'{shown}' needs a base of {mode}s alone; the base holds {what}."
            )


def check_subgroups(case: Case) -> Iterator[LintRemark]:
    """`subgroup`: whoever is set apart in words is set apart by an attribute."""
    scope = case.scope
    for label, meaning in case.report.findings.outline.labels:
        named = re.search(rf"(?<!\w){re.escape(label)}(?!\w)", case.own_words, re.IGNORECASE)
        if named and not set(meaning.attributes) <= set(scope.attributes):
            yield case.remark(
                "subgroup", "error", f"'{label}' is said of a finding whose scope is not {_shown(meaning)}."
            )
    labels = {label.casefold() for label in case.labels}
    words = set(" ".join(case.labels).casefold().split())
    for match in _NOUN.finditer(case.own_words):
        before = match["before"].strip()
        if not before or before.casefold() in words or _PLAIN.fullmatch(before.casefold()):
            continue
        if f"{before} {match['noun']}".casefold() not in labels:
            message = (
                f"nothing says who '{before} {match['noun']}' are; tie the words to a scope under 'labels'."
            )
            yield case.remark("subgroup", "warning", message)


def check_bare_plurals(case: Case) -> Iterator[LintRemark]:
    """`bare-plural`: `Respondents said` tells how many, unless the study counts nobody."""
    if not case.report.counting:
        return
    nouns = "|".join(PEOPLE)
    for match in re.finditer(
        rf"(?:^|[.;:!?]\s+|,\s+)(?P<noun>{nouns})(?![\w-])", case.own_words, re.IGNORECASE
    ):
        yield case.remark("bare-plural", "warning", f"'{match['noun']}' without a quantity; how many?")


def _shown(meaning: object) -> str:
    attributes = getattr(meaning, "attributes", ())
    return " and ".join(f"{name} {' or '.join(values)}" for name, values in attributes) or "so"
