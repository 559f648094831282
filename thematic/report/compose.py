"""A whole report as a document: which parts, in which order, for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.report.appendices import (
    write_codebook,
    write_dissent,
    write_evidence,
    write_matrix,
    write_numbers,
    write_policy,
    write_versions,
)
from thematic.report.chart_part import write_cooccurrence, write_crosstabs, write_support
from thematic.report.closed_part import write_closed
from thematic.report.disclosure import Disclosure
from thematic.report.document import Block, Document, Heading, Quotation, number_captions
from thematic.report.findings_part import write_detail, write_not_raised, write_summary
from thematic.report.framework import write_cells
from thematic.report.front import write_front
from thematic.report.quality_part import (
    Quality,
    write_agreement,
    write_appraisal,
    write_coreq,
    write_exceptions,
    write_journal,
    write_negative_cases,
    write_saturation,
)
from thematic.report.respondents_part import respondent_anchor, spoken_attributes, write_respondents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from thematic.model.codings import Quote
    from thematic.model.crossings import Cooccurrence, Crosstab
    from thematic.model.findings import Findings
    from thematic.model.sources import Respondent
    from thematic.report.document import Context


def compose_document(
    findings: Findings,
    disclosure: Disclosure | None = None,
    *,
    fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]] | None = None,
    date: str = "",
    versions: Sequence[tuple[str, str]] = (),
    crosstabs: Sequence[Crosstab] = (),
    cooccurrence: Cooccurrence | None = None,
    respondents: Sequence[Respondent] = (),
    find_contexts: Callable[[Sequence[str]], Mapping[str, Context]] | None = None,
    quality: Quality | None = None,
) -> Document:
    """Put a report together.

    Args:
        findings: Everything counted and decided.
        disclosure: For whom it is; public where nothing is said.
        fetch_quotes: Local keys → quotes, for the evidence list of a team copy.
        date: As printed under the title.
        versions: Name and version or hash of what was counted, for the last appendix.
        crosstabs: Codes by attribute, each a chart.
        cooccurrence: Codes raised together, a chart.
        respondents: Everybody with attributes, for the pages of a team copy.
        find_contexts: Guids of codings → what stands around them, for a team copy.
        quality: What was assessed beside the findings.
    """
    rules = disclosure or Disclosure()
    counting = findings.approach != "reflexive"
    beside = quality or Quality()
    blocks: list[Block] = [
        *write_front(findings, rules, beside),
        *write_summary(findings),
        *write_support(findings),
        *write_detail(findings, rules),
        *write_not_raised(findings),
    ]
    if counting:
        blocks += write_closed(beside.closed, beside.changes, rules)
    appendices: list[list[Block]] = []
    if counting:
        appendices += [write_policy(findings.policy), write_numbers(findings, rules)]
        appendices.append(write_appraisal(findings))
        appendices.append(write_dissent(findings, rules))
        appendices.append(write_negative_cases(beside.negative, rules))
        appendices.append(write_crosstabs(crosstabs, findings.codebook, rules))
        appendices.append(write_cooccurrence(cooccurrence, findings.codebook))
    if rules.team:
        appendices.append(write_matrix(findings))
        appendices.append(write_cells(beside.matrix, rules))
        appendices.append(write_evidence(findings, fetch_quotes) if fetch_quotes else [])
        quotes = fetch_quotes(_counted(findings)) if fetch_quotes else ()
        appendices.append(write_respondents(findings, respondents, quotes))
    if counting:
        appendices += [
            write_saturation(beside.saturation),
            write_agreement(beside.agreement, rules, beside.double),
        ]
    else:
        appendices.append(write_appraisal(findings))
    appendices += [
        write_codebook(findings),
        write_coreq(beside.coreq),
        write_exceptions(findings, beside.remarks, rules),
        write_journal(beside.acts),
        write_versions(versions),
    ]
    for place, part in enumerate(filter(None, appendices)):
        blocks += _lettered(part, chr(ord("A") + place))
    if rules.team:
        blocks = _open_quotes(blocks, respondents, find_contexts)
    return Document(
        title=findings.title or "Findings",
        audience=rules.audience,
        blocks=number_captions(blocks),
        notice=findings.notice,
        draft=findings.draft,
        date=date,
    )


def _counted(findings: Findings) -> list[int]:
    """Local keys of every coding that a finding or point rests on."""
    return sorted({int(one) for local in findings.ledger.codings.values() for one in local})


def _open_quotes(
    blocks: list[Block],
    respondents: Sequence[Respondent],
    find_contexts: Callable[[Sequence[str]], Mapping[str, Context]] | None,
) -> list[Block]:
    """Quotes with what the team may know about each: who spoke, and what stands around it."""
    guids = [block.coding for block in blocks if isinstance(block, Quotation) and block.coding]
    contexts = find_contexts(list(dict.fromkeys(guids))) if find_contexts else {}
    people = {person.label: person for person in respondents}
    return [
        _opened(block, people.get(block.respondent), contexts.get(block.coding))
        if isinstance(block, Quotation)
        else block
        for block in blocks
    ]


def _opened(quote: Quotation, person: Respondent | None, context: Context | None) -> Quotation:
    if person is None:
        return replace(quote, context=context)
    attributes, about = spoken_attributes(person), respondent_anchor(person.label)
    return replace(quote, context=context, attributes=attributes, about=about)


def _lettered(part: list[Block], letter: str) -> list[Block]:
    first = part[0]
    if not isinstance(first, Heading):
        return part
    return [Heading(first.level, f"Appendix {letter}. {first.text}", first.anchor), *part[1:]]
