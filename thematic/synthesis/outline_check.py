"""What an outline must satisfy as a whole: ids, pins, runs and references."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thematic.language.located import did_you_mean
from thematic.synthesis.numbering import number_findings
from thematic.synthesis.outline_texts import prose_of
from thematic.synthesis.templates import parse_template

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.language.located import Problems
    from thematic.model.columns import Study
    from thematic.model.outline import Outline, Section


def check_outline(outline: Outline, problems: Problems, study: Study | None = None) -> None:
    """Note everything in an outline that contradicts itself or names what is not there."""
    _check_ids(outline, problems)
    _check_pins(outline, problems)
    _check_runs(outline, problems)
    _check_detail(outline, problems)
    _check_prose(outline, problems, study)
    if study is not None:
        _check_claims(outline, problems, study)


def _check_ids(outline: Outline, problems: Problems) -> None:
    named = [(one.id, one.line) for one in outline.statements()]
    named += [(old.id, one.line) for one in outline.statements() for old in one.merged]
    _check_twice(named, "finding or point", problems)
    _check_twice(((one.id, one.line) for one in outline.sections), "section", problems)
    lists = [block for section in outline.sections for block in section.lists]
    _check_twice(((one.id, one.line) for one in lists), "list", problems)
    _check_twice(((one.code, one.line) for one in outline.set_aside), "theme set aside", problems)


def _check_twice(found: Iterable[tuple[str, int]], what: str, problems: Problems) -> None:
    first: dict[str, int] = {}
    for name, line in found:
        if name and name in first:
            place = f"; it is already on line {first[name]}" if first[name] else ""
            problems.add(line, f"the {what} '{name}' stands here again{place}.")
        first.setdefault(name, line)


def _check_pins(outline: Outline, problems: Problems) -> None:
    taken: dict[int, str] = {}
    for _, finding in outline.findings():
        if finding.pin is None:
            continue
        if finding.pin in taken:
            problems.add(
                finding.line, f"'{finding.id}' is pinned to {finding.pin}, and so is '{taken[finding.pin]}'."
            )
        taken.setdefault(finding.pin, finding.id)
    first = 1
    for section in outline.sections:
        last = first + len(section.findings) - 1
        for finding in section.findings:
            if finding.pin is not None and not first <= finding.pin <= last:
                run = f"section '{section.id}' runs from {first} to {last}"
                problems.add(finding.line, f"'{finding.id}' is pinned to {finding.pin}, but {run}.")
        first = last + 1


def _check_runs(outline: Outline, problems: Problems) -> None:
    known = Counter(finding.id for _, finding in outline.findings())
    for section in outline.sections:
        order = [finding.id for finding in number_findings(outline).get(section.id, ())]
        for stem in section.stems:
            missing = [name for name in (stem.first, stem.last) if name not in order]
            for name in missing:
                close = did_you_mean(name, order)
                problems.add(
                    stem.line, f"a stem names '{name}', which is no finding of section '{section.id}'.{close}"
                )
            if not missing and order.index(stem.first) > order.index(stem.last):
                problems.add(
                    stem.line, f"a stem runs from '{stem.first}' to '{stem.last}', which stands before it."
                )
        for finding in section.findings:
            if finding.follows and finding.follows not in known:
                close = did_you_mean(finding.follows, known)
                problems.add(
                    finding.line, f"'{finding.id}' follows '{finding.follows}', which is no finding.{close}"
                )
        _check_items(section, {statement.id for statement in outline.statements()}, problems)


def _check_items(section: Section, statements: set[str], problems: Problems) -> None:
    for block in section.lists:
        if not block.codes and not block.items:
            problems.add(block.line, f"the list '{block.id}' has neither 'codes' nor 'items'.")
        for item in block.items:
            if item.point and item.point not in statements:
                close = did_you_mean(item.point, statements)
                problems.add(
                    block.line, f"the list '{block.id}' shows '{item.point}', which is no point.{close}"
                )


def _check_detail(outline: Outline, problems: Problems) -> None:
    findings = {finding.id for _, finding in outline.findings()}
    lists = {block.id for section in outline.sections for block in section.lists}
    for part in outline.detail:
        for block in part.blocks:
            if block.finding and block.finding not in findings:
                close = did_you_mean(block.finding, findings)
                problems.add(
                    part.line, f"'{part.heading}' shows finding '{block.finding}', which is not there.{close}"
                )
            if block.list and block.list not in lists:
                close = did_you_mean(block.list, lists)
                problems.add(
                    part.line, f"'{part.heading}' shows list '{block.list}', which is not there.{close}"
                )


def _check_prose(outline: Outline, problems: Problems, study: Study | None) -> None:
    """Placeholders of paragraphs name findings and points; those of items and themes stand alone."""
    names = {statement.id for statement in outline.statements()}
    for text, line, own in prose_of(outline):
        template = parse_template(text)
        for problem in template.problems:
            problems.add(line, problem)
        for one in template.placeholders:
            if own and one.camp:
                problems.add(line, f"'{one.written}' names a finding; here it tells of its own codes.")
            elif not own and one.name and one.camp not in names and (one.camp or one.name != "enumerate"):
                close = did_you_mean(one.camp, names) if one.camp else ""
                wanted = f"; write '{{{one.name}: FINDING}}'." if not one.camp else f".{close}"
                problems.add(line, f"'{one.written}' names no finding or point{wanted}")
            for code in one.codes:
                if study is not None and code not in study.codebook.by_key:
                    close = did_you_mean(code, study.codebook.by_key)
                    problems.add(line, f"there is no code '{code}' in the codebook.{close}")


def _check_claims(outline: Outline, problems: Problems, study: Study) -> None:
    known = {section.id for section in outline.sections} | {code.key for code in study.codebook.codes}
    for statement in outline.statements():
        if statement.claim and statement.claim.among not in known:
            close = did_you_mean(statement.claim.among, known)
            message = f"claims a rank among '{statement.claim.among}', which is no code or section.{close}"
            problems.add(statement.line, f"'{statement.id}' {message}")
