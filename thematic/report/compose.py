"""A whole report as a document: which parts, in which order, for whom."""

from __future__ import annotations

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
from thematic.report.disclosure import Disclosure
from thematic.report.document import Block, Document, Heading
from thematic.report.findings_part import write_detail, write_not_raised, write_summary
from thematic.report.front import write_front

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thematic.model.codings import Quote
    from thematic.model.findings import Findings


def compose_document(
    findings: Findings,
    disclosure: Disclosure | None = None,
    *,
    fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]] | None = None,
    date: str = "",
    versions: Sequence[tuple[str, str]] = (),
) -> Document:
    """Put a report together.

    Args:
        findings: Everything counted and decided.
        disclosure: For whom it is; public where nothing is said.
        fetch_quotes: Local keys → quotes, for the evidence list of a team copy.
        date: As printed under the title.
        versions: Name and version or hash of what was counted, for the last appendix.
    """
    rules = disclosure or Disclosure()
    counting = findings.approach != "reflexive"
    blocks: list[Block] = [
        *write_front(findings, rules),
        *write_summary(findings),
        *write_detail(findings, rules),
        *write_not_raised(findings),
    ]
    appendices: list[list[Block]] = []
    if counting:
        appendices += [write_policy(findings.policy), write_numbers(findings, rules)]
        appendices.append(write_dissent(findings, rules))
    if rules.team:
        appendices.append(write_matrix(findings))
        appendices.append(write_evidence(findings, fetch_quotes) if fetch_quotes else [])
    appendices += [write_codebook(findings), write_versions(versions)]
    for place, part in enumerate(filter(None, appendices)):
        blocks += _lettered(part, chr(ord("A") + place))
    return Document(
        title=findings.title or "Findings",
        audience=rules.audience,
        blocks=tuple(blocks),
        notice=findings.notice,
        draft=findings.draft,
        date=date,
    )


def _lettered(part: list[Block], letter: str) -> list[Block]:
    first = part[0]
    if not isinstance(first, Heading):
        return part
    return [Heading(first.level, f"Appendix {letter}. {first.text}", first.anchor), *part[1:]]
