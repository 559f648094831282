"""The first pages: what the report rests on, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.report.document import Block, Heading, Link, Paragraph, Table
from thematic.report.phrases import counted, document_name, joined, number_word, sentence
from thematic.report.quality_part import tell_double

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.agreement import Agreement
    from thematic.model.findings import Findings, Sample
    from thematic.report.disclosure import Disclosure
    from thematic.report.quality_part import Quality

_MODES = {"interview": ("interview", "interviews"), "survey": ("survey answer", "survey answers")}
_LAYERS = {
    "consensus": "the coding agreed between coders was counted",
    "lead": "the lead coder's codings were counted",
    "single coder": "the coding of its one coder was counted",
    "shared by all coders": "only the coding that all its coders share was counted",
    "uncoded": "nothing was coded",
}


MOSTLY = 0.75
"""Questions are called the same for all when the least asked reached this share of the most asked."""


def write_front(findings: Findings, disclosure: Disclosure, quality: Quality | None = None) -> list[Block]:
    """Method paragraphs and the question list."""
    counting = findings.approach != "reflexive"
    blocks: list[Block] = [
        Heading(2, "About this report", "about"),
        Paragraph(_who(findings.sample)),
        Paragraph(_coding(findings, disclosure), links=(Link("the appendix", "codebook"),)),
    ]
    if counting and quality and quality.double and quality.double.sources:
        told = tell_double(quality.double) + _agreed(quality.agreement)
        links = (Link("the appendix", "agreement"),) if "the appendix" in told else ()
        blocks.append(Paragraph(told, links=links))
    if counting:
        blocks.append(Paragraph(_counting(findings), links=(Link("the appendix", "policy"),)))
    if findings.sample.questions:
        blocks.append(_questions(findings.sample, counting=counting))
    return blocks


def _who(sample: Sample) -> str:
    modes = [
        f"{number_word(count)} {_MODES.get(mode, (mode, mode))[count != 1]}" for mode, count in sample.modes
    ]
    text = f"This report draws on {counted(sample.answered, 'respondent')}"
    if modes and len(modes) > 1:
        text += f": {joined(modes)}"
    elif modes:
        name = sample.modes[0][0]
        text += {"interview": ", all interviewed", "survey": ", all by survey"}.get(name, "")
    if sample.questions:
        asked = [one.asked for one in sample.questions]
        together = len(asked) > 1 and min(asked) >= MOSTLY * max(asked)
        plural = "s" if len(asked) != 1 else ""
        text += f", on {'the same ' if together else ''}{number_word(len(asked))} question{plural}"
        if len(asked) > 1 and min(asked) < max(asked):
            text += ", not all of which were put to everybody"
    text += "."
    silent = sample.respondents - sample.answered
    if silent:
        more = counted(silent, "further person was", "further people were").capitalize()
        text += f" {more} asked and gave no substantive answer."
    if sample.documents:
        names = joined([document_name(one) for one in sample.documents]) if len(sample.documents) <= 5 else ""
        what = counted(len(sample.documents), "document")
        text += f" {what.capitalize()} {'was' if len(sample.documents) == 1 else 'were'} read beside them"
        text += f" ({names})" if names else ""
        text += " and never counted as respondents."
    return text


def _coding(findings: Findings, disclosure: Disclosure) -> str:
    sample = findings.sample
    used = sum(1 for code in findings.codebook.active if findings.code_counts.get(code.guid, (0, 0))[0])
    by = f" by {counted(len(sample.coders), 'coder')}" if sample.coders else ""
    if disclosure.team and sample.coders:
        by += f" ({joined(list(sample.coders))})"
    text = f"Their words were coded{by} with {counted(used, 'code')} (see the appendix)."
    kinds = [(kind, count) for kind, count in sample.layers if kind != "uncoded"]
    if len(kinds) == 1 and (kinds[0][0] == "single coder" or len(sample.coders) == 1):
        return text
    told = [f"in {counted(count, 'source')} {_LAYERS[kind]}" for kind, count in kinds]
    return f"{text} {sentence('; '.join(told))}" if told else text


def _agreed(found: Sequence[Agreement]) -> str:
    """How far they agreed before they talked, by unit."""
    values = [
        f"{one.value:.2f} by {one.unit}"
        for one in found
        if one.scope == "pooled" and one.measure.startswith("krippendorff") and isinstance(one.value, float)
    ]
    if not values:
        return ""
    return f" Krippendorff’s alpha before that, all codes together: {joined(values)} (see the appendix)."


def _counting(findings: Findings) -> str:
    text = (
        "Findings count respondents, not passages: a person who says something three times counts once. "
        "The base of every share is the respondents who were asked and gave a substantive answer. "
        "Words such as “most” and “several” follow the rules printed in the appendix. "
    )
    if findings.replicates:
        text += (
            "Ranks are given with the range they take when respondents are resampled "
            f"{findings.replicates:,} times; "
            "it shows how stable a rank is in this sample and is no inference to a population."
        )
    return text.strip()


def _questions(sample: Sample, *, counting: bool) -> Table:
    header = ("No.", "Question", "Asked", "Answered") if counting else ("No.", "Question")
    rows = tuple(
        (str(one.number), one.text, f"{one.asked:,}", f"{one.answered:,}")[: len(header)]
        for one in sample.questions
    )
    return Table("The questions", header, rows, anchor="questions", numeric=(0, 2, 3)[: len(header) - 1])
