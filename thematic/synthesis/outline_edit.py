"""Changing an outline by single acts: each gives a new outline and keeps what a person wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.language.located import did_you_mean
from thematic.model.outline import (
    Appraisal,
    Finding,
    Merged,
    Outline,
    QuoteWish,
    Section,
    SetAside,
    SubFinding,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thematic.model.outline import EvidenceDecision, ListBlock, Override, Stem


def write_statement(outline: Outline, name: str, statement: str) -> Outline:
    """Give a finding or point other words."""
    return _change(outline, name, lambda one: replace(one, statement=statement))


def choose_word(outline: Outline, name: str, override: Override | None) -> Outline:
    """Choose a quantifier over the computed one, or go back to the computed one."""
    return _change(outline, name, lambda one: replace(one, override=override))


def choose_quotes(outline: Outline, name: str, wish: QuoteWish) -> Outline:
    """Choose and order the illustrations of a finding or point."""
    return _change(outline, name, lambda one: replace(one, quotes=wish))


def decide_evidence(outline: Outline, name: str, decision: EvidenceDecision) -> Outline:
    """Confirm, re-stage or exclude one coding in a finding or point; the later decision stands."""

    def decided(one: Finding) -> Finding:
        others = tuple(kept for kept in one.evidence if kept.coding != decision.coding)
        return replace(one, evidence=(*others, decision))

    return _change(outline, name, decided)


def pin_finding(outline: Outline, name: str, number: int | None) -> Outline:
    """Fix the number of a finding, or free it."""
    section, _ = find_finding(outline, name)
    first = 1 + sum(len(one.findings) for one in outline.sections[: outline.sections.index(section)])
    last = first + len(section.findings) - 1
    if number is not None and not first <= number <= last:
        raise Refused(f"Finding '{name}' cannot be number {number}: its section runs from {first} to {last}.")
    for _, other in outline.findings():
        if number is not None and other.pin == number and other.id != name:
            raise Refused(f"Number {number} is pinned to '{other.id}'.", "Free that one first.")
    return _change(outline, name, lambda one: replace(one, pin=number))


def move_finding(outline: Outline, name: str, section: str, place: int) -> Outline:
    """Put a finding at a place (from 0) in a section; a pin goes when the section changes."""
    origin, finding = find_finding(outline, name)
    target = next((one for one in outline.sections if one.id == section), None)
    if target is None:
        known = [one.id for one in outline.sections]
        raise BadInput(
            f"There is no section '{section}' in the outline.", did_you_mean(section, known).strip()
        )
    if origin.id != target.id:
        finding = replace(finding, pin=None)
    without = _drop_from_sections(outline, name)
    placed = [
        replace(one, findings=(*one.findings[:place], finding, *one.findings[place:]))
        if one.id == section
        else one
        for one in without
    ]
    return replace(outline, sections=_mend_stems(tuple(placed), outline))


def merge_findings(outline: Outline, names: Sequence[str], into: str, statement: str = "") -> Outline:
    """Put findings into one, which then tells of all of them.

    It rests on all their codes; decisions, quotes and points come along. The
    ids of the others lead to it, and their words are kept beside its own.

    Args:
        outline: The outline.
        names: Ids of the findings that go.
        into: Id of the finding that stays.
        statement: New words for it; empty for those it has.

    Raises:
        Refused: They speak of different people, or one of them of certain codes only.
    """
    _, target = find_finding(outline, into)
    for name in names:
        if name == into:
            continue
        _, other = find_finding(outline, name)
        if (other.scope, other.exact) != (target.scope, target.exact):
            raise Refused(
                f"'{name}' and '{into}' do not speak of the same people and codes.",
                "Give both one scope first, or make one a point of the other.",
            )
        target = _joined(target, other)
        outline = forget_finding(outline, name, into)
    if statement:
        target = replace(target, statement=statement)
    return _change(outline, into, lambda now: replace(target, follows=now.follows))


def sink_finding(outline: Outline, name: str, into: str) -> Outline:
    """Make a finding the last point of another, its own points behind it; codes stay where they were."""
    _, target = find_finding(outline, into)
    _, other = find_finding(outline, name)
    shared = {field: getattr(other, field) for field in Finding.__dataclass_fields__}
    gone = {"points": (), "follows": "", "pin": None}
    scope = other.scope or replace(other.scope, everyone=bool(target.scope))
    own = SubFinding(**{**shared, **gone, "scope": scope})
    outline = forget_finding(outline, name, into)
    return _change(outline, into, lambda one: replace(one, points=(*one.points, own, *other.points)))


def split_finding(outline: Outline, name: str, codes: Sequence[str], *, into: str, statement: str) -> Outline:
    """Take some codes of a finding into a new one right after it."""
    section, finding = find_finding(outline, name)
    missing = [code for code in codes if code not in finding.codes]
    if missing or not codes or len(codes) == len(finding.codes):
        what = f"it does not rest on '{missing[0]}'" if missing else "both findings need a code of their own"
        raise Refused(f"Finding '{name}' cannot be split so: {what}.")
    if any(one.id == into for one in outline.statements()):
        raise Refused(f"There already is a finding or point '{into}'.")
    kept = replace(finding, codes=tuple(code for code in finding.codes if code not in codes))
    fresh = Finding(into, statement, codes=tuple(codes), exact=finding.exact, scope=finding.scope)
    outline = _change(outline, name, lambda _: kept)
    place = [one.id for one in section.findings].index(name) + 1
    sections = tuple(
        replace(one, findings=(*one.findings[:place], fresh, *one.findings[place:]))
        if one.id == section.id
        else one
        for one in outline.sections
    )
    return replace(outline, sections=sections)


def set_finding_aside(outline: Outline, name: str, reason: str) -> Outline:
    """Take a finding out of the report; its theme is listed with the reason, its words are kept."""
    _, finding = find_finding(outline, name)
    if not finding.all_codes:
        raise Refused(f"Finding '{name}' rests on no code, so there is no theme to list.")
    if not reason.strip():
        raise Refused("A theme is set aside with a reason.")
    known = {one.code for one in outline.set_aside}
    fresh = [code for code in finding.all_codes if code not in known]
    told = tuple(
        SetAside(code, reason, finding.statement if place == 0 else "") for place, code in enumerate(fresh)
    )
    return replace(forget_finding(outline, name, ""), set_aside=(*outline.set_aside, *told))


def find_finding(outline: Outline, name: str) -> tuple[Section, Finding]:
    """A numbered finding and its section.

    Raises:
        BadInput: There is none of that id.
    """
    for section, finding in outline.findings():
        if finding.id == name:
            return section, finding
    known = [finding.id for _, finding in outline.findings()]
    raise BadInput(f"There is no finding '{name}' in the outline.", did_you_mean(name, known).strip())


def _change(outline: Outline, name: str, change: Callable[[Finding], Finding]) -> Outline:
    """Apply a change to one finding or point."""
    if all(one.id != name for one in outline.statements()):
        known = [one.id for one in outline.statements()]
        raise BadInput(
            f"There is no finding or point '{name}' in the outline.", did_you_mean(name, known).strip()
        )

    def changed(finding: Finding) -> Finding:
        if finding.id == name:
            return change(finding)
        points = tuple(_as_point(change(point)) if point.id == name else point for point in finding.points)
        return replace(finding, points=points)

    sections = tuple(
        replace(section, findings=tuple(changed(finding) for finding in section.findings))
        for section in outline.sections
    )
    return replace(outline, sections=sections)


def _as_point(one: Finding) -> SubFinding:
    if not isinstance(one, SubFinding):
        message = f"'{one.id}' is a point and must stay one"
        raise TypeError(message)
    return one


def _joined(one: Finding, other: Finding) -> Finding:
    """Both in one; where both say something that there is room for once, the first one stands."""
    decided = {each.coding for each in one.evidence}
    camps = dict(one.camps)
    for name, codes in other.camps:
        camps[name] = tuple(dict.fromkeys((*camps.get(name, ()), *codes)))
    return replace(
        one,
        codes=tuple(dict.fromkeys((*one.codes, *other.codes))),
        camps=tuple(camps.items()),
        points=(*one.points, *other.points),
        claim=one.claim or other.claim,
        override=one.override or other.override,
        evidence=(*one.evidence, *(each for each in other.evidence if each.coding not in decided)),
        quotes=_both(one.quotes, other.quotes),
        dissent=_both(one.dissent, other.dissent),
        appraisal=one.appraisal if one.appraisal != Appraisal() else other.appraisal,
        merged=(*one.merged, Merged(other.id, other.statement), *other.merged),
    )


def _both(one: QuoteWish, other: QuoteWish) -> QuoteWish:
    most = [wish.most for wish in (one, other) if wish.most is not None]
    return QuoteWish(tuple(dict.fromkeys((*one.picks, *other.picks))), max(most, default=None))


def forget_finding(outline: Outline, name: str, instead: str) -> Outline:
    """Remove a finding; whatever names it names another one instead, or goes."""
    sections = tuple(
        replace(
            section,
            findings=tuple(
                replace(one, follows=instead if instead != one.id else "") if one.follows == name else one
                for one in section.findings
            ),
            lists=tuple(_relisted(block, name, instead) for block in section.lists),
        )
        for section in _drop_from_sections(outline, name)
    )
    detail = tuple(
        replace(
            part,
            blocks=tuple(
                replace(block, finding=instead)
                if block.finding == name
                else replace(block, text=_renamed(block.text, name, instead))
                for block in part.blocks
                if block.finding != name
                or (instead and all(other.finding != instead for other in part.blocks))
            ),
        )
        for part in outline.detail
    )
    waivers = tuple(one for one in outline.waivers if not instead or one.finding != name)
    return replace(outline, sections=_mend_stems(sections, outline), detail=detail, waivers=waivers)


def _renamed(text: str, name: str, instead: str) -> str:
    """A paragraph whose placeholders tell of another finding: `{n: old}` as `{n: new}`."""
    return re.sub(rf"(\{{\w+:\s*){re.escape(name)}(\s*\}})", rf"\g<1>{instead}\2", text) if instead else text


def _drop_from_sections(outline: Outline, name: str) -> tuple[Section, ...]:
    return tuple(
        replace(section, findings=tuple(one for one in section.findings if one.id != name))
        for section in outline.sections
    )


def _relisted(block: ListBlock, name: str, instead: str) -> ListBlock:
    """A list that shows another finding instead of one, unless it does so already."""
    there = not instead or any(item.point == instead for item in block.items)
    kept = (item for item in block.items if item.point != name or not there)
    return replace(
        block, items=tuple(replace(item, point=instead) if item.point == name else item for item in kept)
    )


def _mend_stems(sections: tuple[Section, ...], before: Outline) -> tuple[Section, ...]:
    """Runs of lead-ins keep the findings that are still in their section, and go when none is left."""
    old = {section.id: [one.id for one in section.findings] for section in before.sections}
    mended = []
    for section in sections:
        now = [one.id for one in section.findings]
        stems = [stem for one in section.stems if (stem := _mend(one, old[section.id], now))]
        mended.append(replace(section, stems=tuple(stems)))
    return tuple(mended)


def _mend(stem: Stem, old: list[str], now: list[str]) -> Stem | None:
    if stem.first not in old or stem.last not in old:
        return stem
    run = old[old.index(stem.first) : old.index(stem.last) + 1]
    left = [name for name in now if name in run]
    return replace(stem, first=left[0], last=left[-1]) if left else None
