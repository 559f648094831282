"""COREQ items that a project can answer from its own data; the rest is left to the authors."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thematic.model.coreq import CoreqItem
from thematic.synthesis.lint.quotes import all_quotes
from thematic.synthesis.scopes import attribute_text
from thematic.synthesis.templates import join_names, number_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.columns import Study
    from thematic.model.findings import Findings
    from thematic.model.lint import LintRemark
    from thematic.model.saturation import Saturation

_TEAM, _DESIGN, _ANALYSIS = "Research team and reflexivity", "Study design", "Analysis and findings"

ITEMS: tuple[tuple[str, str], ...] = (
    (_TEAM, "Who conducted the interviews"),
    (_TEAM, "Credentials of the researchers"),
    (_TEAM, "Occupation of the researchers"),
    (_TEAM, "Gender of the researchers"),
    (_TEAM, "Experience and training"),
    (_TEAM, "Relationship with respondents before the study"),
    (_TEAM, "What respondents knew of the interviewer"),
    (_TEAM, "Characteristics, assumptions and interests of the interviewer"),
    (_DESIGN, "Methodological orientation"),
    (_DESIGN, "Sampling"),
    (_DESIGN, "Method of approach"),
    (_DESIGN, "Sample size"),
    (_DESIGN, "Non-participation"),
    (_DESIGN, "Setting"),
    (_DESIGN, "Presence of others"),
    (_DESIGN, "Description of the sample"),
    (_DESIGN, "Interview guide"),
    (_DESIGN, "Repeat interviews"),
    (_DESIGN, "Recording"),
    (_DESIGN, "Field notes"),
    (_DESIGN, "Duration"),
    (_DESIGN, "Data saturation"),
    (_DESIGN, "Transcripts returned to respondents"),
    (_ANALYSIS, "Number of coders"),
    (_ANALYSIS, "Coding tree"),
    (_ANALYSIS, "Derivation of themes"),
    (_ANALYSIS, "Software"),
    (_ANALYSIS, "Checking by respondents"),
    (_ANALYSIS, "Quotations presented and identified"),
    (_ANALYSIS, "Consistency of data and findings"),
    (_ANALYSIS, "Clarity of major themes"),
    (_ANALYSIS, "Clarity of minor themes"),
)
"""Domain and topic of items 1 to 32, in our own words."""

SMALL = 5
"""Values fewer respondents share are not named in the description of the sample."""
LONGEST_NAME = 24
"""Letters of an attribute's name; longer ones are closed questions, which have tables of their own."""


def answer_coreq(
    findings: Findings,
    study: Study,
    *,
    saturation: Sequence[Saturation] = (),
    remarks: Sequence[LintRemark] = (),
    software: str = "thematic",
    written: Mapping[int, str] | None = None,
) -> tuple[CoreqItem, ...]:
    """The checklist with every answer the project holds.

    Args:
        findings: What is reported.
        study: What it was counted from.
        saturation: Assessments of it.
        remarks: What the linter found.
        software: Name and version.
        written: Item number → what the authors wrote; it stands before anything computed.
    """
    computed = {
        9: f"The analysis followed a {findings.approach} approach.",
        12: _size(findings),
        13: _absent(findings),
        16: _describe(study),
        17: _guide(findings),
        22: _saturation(saturation),
        24: _coders(findings),
        25: _tree(findings),
        27: f"{software[:1].upper()}{software[1:]} was used for {_used(findings)}.",
        29: _quotations(findings),
        30: _consistency(remarks),
        31: _major(findings),
        32: _minor(findings),
    }
    answers = {**computed, **(written or {})}
    return tuple(
        CoreqItem(number, domain, topic, answers.get(number, "").strip())
        for number, (domain, topic) in enumerate(ITEMS, 1)
    )


def _used(findings: Findings) -> str:
    counting = findings.approach != "reflexive"
    return "coding, counting and reporting" if counting else "coding and reporting"


def _size(findings: Findings) -> str:
    sample = findings.sample
    modes = join_names([f"{count:,} by {mode}" for mode, count in sample.modes])
    people = "respondent" if sample.answered == 1 else "respondents"
    return f"{sample.answered:,} {people}{f' ({modes})' if modes else ''}."


def _absent(findings: Findings) -> str:
    sample = findings.sample
    absent = sample.respondents - sample.answered
    if not absent:
        return ""
    told = f"{absent:,} of {sample.respondents:,} people gave no substantive answer"
    return f"{told}; reasons are for the authors to add."


def _describe(study: Study) -> str:
    """Values of each attribute that enough respondents share; those that single people out are left out."""
    names = dict.fromkeys(
        name for person in study.respondents for name in person.attributes if len(name) <= LONGEST_NAME
    )
    parts = []
    for name in names:
        values = Counter(
            attribute_text(person.attributes[name])
            for person in study.respondents
            if name in person.attributes
        )
        shared = [(value, count) for value, count in values.most_common(4) if value and count >= SMALL]
        if shared:
            parts.append(f"{name}: {', '.join(f'{value} {count:,}' for value, count in shared)}")
    return f"{'; '.join(parts)}." if parts else ""


def _guide(findings: Findings) -> str:
    count = len(findings.sample.questions)
    if not count:
        return ""
    return f"{number_word(count).capitalize()} question{'s' if count != 1 else ''}, printed in this report."


def _saturation(saturation: Sequence[Saturation]) -> str:
    told = [
        f"{one.mode}, {one.level}, {one.order} order: {one.shown}"
        for one in saturation
        if one.reached is not None
    ]
    if not told:
        return ""
    return f"Assessed after Guest, Namey & Chen (2020), {saturation[0].rule}: {'; '.join(told)}."


def _coders(findings: Findings) -> str:
    count = len(findings.sample.coders)
    return f"{number_word(count).capitalize()} coder{'s' if count != 1 else ''}." if count else ""


def _tree(findings: Findings) -> str:
    count = len(findings.codebook.active)
    used = sum(1 for code in findings.codebook.active if findings.code_counts.get(code.guid, (0, 0))[0])
    if not count:
        return ""
    shown = (
        "printed in this report"
        if used == count
        else f"of which {used:,} are in use and printed in this report"
    )
    return f"A codebook of {count:,} code{'s' if count != 1 else ''}, {shown}."


def _quotations(findings: Findings) -> str:
    quotes = all_quotes(findings)
    voices = {quote.respondent for quote in quotes if quote.respondent}
    if not quotes:
        return ""
    return f"{len(quotes):,} quotations of {len(voices):,} respondents, each checked to be verbatim."


def _consistency(remarks: Sequence[LintRemark]) -> str:
    errors = sum(remark.fails for remark in remarks)
    waived = sum(remark.waived is not None for remark in remarks)
    if errors:
        return ""
    told = f"; {waived} exceptions were waived and are listed" if waived else ""
    return f"Every statement was checked against the evidence it rests on{told}."


def _major(findings: Findings) -> str:
    count = sum(1 for _ in findings.findings())
    sections = len(findings.sections)
    where = f"in {number_word(sections)} section{'s' if sections != 1 else ''}"
    return f"{count:,} numbered findings {where}." if count else ""


def _minor(findings: Findings) -> str:
    dissent = sum(1 for statement in findings.statements() if statement.tally.oppose)
    parts = []
    if findings.not_raised:
        parts.append(f"{len(findings.not_raised):,} themes not raised to a finding are listed")
    if dissent:
        parts.append(f"those who disagree are told for {dissent:,} statements")
    return f"{join_names(parts).capitalize()}." if parts else ""
