"""A brief: the strongest findings, a paragraph each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.report.document import Block, Document, Heading, Paragraph
from thematic.report.phrases import counted, evidence_line, sentence

if TYPE_CHECKING:
    from thematic.model.findings import Findings, NumberedFinding
    from thematic.report.disclosure import Disclosure


def keep_strongest(findings: Findings, most: int) -> Findings:
    """The findings without all but the strongest, by rank; in a study without ranks, the first ones.

    Numbers, order and sections stay as they are in the whole report.
    """
    ranked = sorted(findings.findings(), key=lambda one: (one.rank.value if one.rank else 0, one.number))
    kept = {one.id for one in ranked[: max(most, 0)]}
    sections = tuple(
        replace(
            section,
            findings=tuple(one for one in section.findings if one.id in kept),
            stems=(),
            lists=(),
        )
        for section in findings.sections
    )
    return replace(
        findings, sections=tuple(one for one in sections if one.findings), detail=(), not_raised=()
    )


def compose_brief(findings: Findings, disclosure: Disclosure, *, date: str = "") -> Document:
    """Each finding as one paragraph, strongest first: what it says, who says so, one voice.

    Args:
        findings: Those to be told; see `keep_strongest`.
        disclosure: For whom it is.
        date: As printed under the title.
    """
    told = sorted(findings.findings(), key=lambda one: (one.rank.value if one.rank else 0, one.number))
    counting = findings.approach != "reflexive"
    answered = counted(findings.sample.answered, "respondent")
    what = counted(len(told), "strongest finding" if counting else "finding")
    what = f"The {what}" if counting else what.capitalize()
    intro = f"{what} of a study that draws on {answered}. Numbers are those of the full report."
    blocks: list[Block] = [Heading(2, "In brief", "brief"), Paragraph(intro)]
    blocks += [_paragraph(finding, disclosure, counting=counting) for finding in told]
    return Document(
        title=findings.title or "Findings",
        audience=disclosure.audience,
        blocks=tuple(blocks),
        notice=findings.notice,
        draft=findings.draft,
        date=date,
    )


def _paragraph(finding: NumberedFinding, disclosure: Disclosure, *, counting: bool) -> Paragraph:
    parts = [sentence(finding.text), *(sentence(point.text) for point in finding.points)]
    if counting and finding.camps:
        sides = [f"{camp.name}: {camp.tally.support:,} of {camp.tally.base:,}" for camp in finding.camps]
        parts.append(f"Support: {'; '.join(sides)}.")
    elif counting:
        parts.append(f"Support: {evidence_line(finding.tally)}")
    if finding.quotes:
        quote = disclosure.quotation(finding.quotes[0])
        said = " ".join(quote.text.split())
        parts.append(f"“{said}” ({quote.speaker})" if quote.speaker else f"“{said}”")
    return Paragraph(" ".join(parts), label=f"{finding.number}.")
