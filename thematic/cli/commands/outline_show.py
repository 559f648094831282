"""`thematic outline show`: the outline as counted, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import emit, emit_json, json_option, opened, project_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.model.findings import Counted, NumberedFinding
    from thematic.workflow.linting import Inspected


@click.command("show")
@json_option
@project_options
def show(as_json: bool) -> None:
    """List sections, findings and points with their ids, counts and words, and which are stale.

    Themes that no finding rests on stand at the end, with the reason where there is one.

    Example: thematic outline show
    """
    from thematic.workflow.linting import inspect_findings

    with opened() as project:
        inspected = inspect_findings(project)
    if as_json:
        emit_json([_row(inspected, one) for one in inspected.findings.statements()])
        return
    for section in inspected.findings.sections:
        emit(f"## {section.title} [{section.id}]")
        stems = {stem.first: stem for stem in section.stems}
        for finding in section.findings:
            if finding.number in stems:
                emit(f"{stems[finding.number].text} (to {stems[finding.number].last})")
            for line in _spoken(inspected, finding):
                emit(line)
    for theme in inspected.findings.not_raised:
        why = f": {theme.reason}" if theme.reason else ""
        emit(f"not raised: {theme.key} ({theme.support} of {theme.base}){why}")


def lines_of(inspected: Inspected, name: str) -> Iterator[str]:
    """One finding or point as lines."""
    for finding in inspected.findings.findings():
        if finding.id == name:
            yield from _line(inspected, finding, f"{finding.number}.", "")
        for point in finding.points:
            if point.id == name:
                yield from _line(inspected, point, f"{finding.number}{point.letter}.", "")


def _spoken(inspected: Inspected, finding: NumberedFinding) -> Iterator[str]:
    yield from _line(inspected, finding, f"{finding.number}.", "")
    for point in finding.points:
        yield from _line(inspected, point, f"{point.letter}.", "   ")


def _line(inspected: Inspected, one: Counted, label: str, indent: str) -> Iterator[str]:
    yield f"{indent}{label} {one.text}"
    tally = one.tally
    rests = len(inspected.findings.ledger.codings[one.id])
    count = f"{one.quantifier or 'no word'}: {tally.support} of {tally.base}"
    told = [count if rests else "rests on no passage"]
    if one.override:
        told.append(f"computed {one.computed.word}")
    if tally.oppose:
        told.append(f"{tally.oppose} against")
    rank = getattr(one, "rank", None)
    if rank is not None:
        told.append(f"rank {rank.value} ({rank.low}-{rank.high})")
    if getattr(one, "pinned", False):
        told.append("pinned")
    yield f"{indent}   [{one.id}] {', '.join(told)}"
    for old in one.merged:
        yield f"{indent}   merged into it: [{old.id}] {old.statement}"
    if one.id in inspected.stale:
        yield f"{indent}   stale: {'; '.join(inspected.stale[one.id])}"


def _row(inspected: Inspected, one: Counted) -> dict[str, Any]:
    from thematic.workflow.board import statement_labels

    rank = getattr(one, "rank", None)
    return {
        "id": one.id,
        "label": statement_labels(inspected.findings.outline)[one.id],
        "text": one.text,
        "statement": one.statement,
        "quantifier": one.quantifier,
        "computed": {
            "word": one.computed.word,
            "support": one.tally.support,
            "oppose": one.tally.oppose,
            "base": one.tally.base,
        },
        "rank": {"value": rank.value, "low": rank.low, "high": rank.high} if rank else None,
        "pinned": getattr(one, "pinned", False),
        "merged": {old.id: old.statement for old in one.merged},
        "stale": list(inspected.stale.get(one.id, ())),
    }
