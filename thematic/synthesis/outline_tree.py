"""Growing an outline and walking its levels: sections, findings, points and lead-ins, one act each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thematic.errors import BadInput, Refused
from thematic.language.located import did_you_mean
from thematic.model.outline import Finding, Outline, Scope, Section, Stem, SubFinding
from thematic.synthesis.numbering import number_findings
from thematic.synthesis.outline_edit import find_finding, move_finding, sink_finding
from thematic.synthesis.scopes import inherit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.outline import PointKind

_UNFIT = re.compile(r"[^a-z0-9]+")
_ID_LENGTH = 32


def as_printed(outline: Outline) -> Outline:
    """The outline with every section's findings in the order they are printed, pins included."""
    order = number_findings(outline)
    sections = tuple(replace(section, findings=order[section.id]) for section in outline.sections)
    return replace(outline, sections=sections)


def taken_ids(outline: Outline) -> set[str]:
    """Ids of sections, findings and points, and of findings that were put into others."""
    statements = list(outline.statements())
    merged = {old.id for one in statements for old in one.merged}
    return {one.id for one in statements} | {section.id for section in outline.sections} | merged


def free_id(outline: Outline, words: str) -> str:
    """An id made of words that no section, finding or point has yet."""
    taken = taken_ids(outline)
    plain = re.sub(r"\{[^}]*\}", " ", words).casefold()
    stem = _UNFIT.sub("-", plain).strip("-")[:_ID_LENGTH].strip("-") or "finding"
    number = 2
    name = stem
    while name in taken:
        name = f"{stem}-{number}"
        number += 1
    return name


def find_section(outline: Outline, name: str) -> Section:
    """A section by its id.

    Raises:
        BadInput: There is none of that id.
    """
    for section in outline.sections:
        if section.id == name:
            return section
    close = did_you_mean(name, [section.id for section in outline.sections]).strip()
    raise BadInput(f"There is no section '{name}' in the outline.", close)


def find_above(outline: Outline, name: str) -> tuple[Section, Finding, Finding]:
    """A finding or point with its section and the finding it belongs to (itself for a finding).

    Raises:
        BadInput: There is none of that id.
    """
    for section, finding in outline.findings():
        for one in (finding, *finding.points):
            if one.id == name:
                return section, finding, one
    close = did_you_mean(name, [one.id for one in outline.statements()]).strip()
    raise BadInput(f"There is no finding or point '{name}' in the outline.", close)


def add_section(outline: Outline, name: str, title: str, *, after: str = "") -> Outline:
    """Add an empty section, at the end or after another one."""
    _refuse_taken(outline, name)
    if not title.strip():
        raise Refused("A section needs a title.")
    at = outline.sections.index(find_section(outline, after)) + 1 if after else len(outline.sections)
    fresh = Section(name, title.strip())
    return replace(outline, sections=(*outline.sections[:at], fresh, *outline.sections[at:]))


def entitle_section(outline: Outline, name: str, title: str) -> Outline:
    """Give a section another title."""
    if not title.strip():
        raise Refused("A section needs a title.")
    return _with_section(outline, replace(find_section(outline, name), title=title.strip()))


def move_section(outline: Outline, name: str, step: int) -> Outline:
    """Exchange a section with the one before (-1) or after (+1); numbers follow.

    Raises:
        Refused: There is none that way.
    """
    sections = list(as_printed(outline).sections)
    at = [section.id for section in sections].index(find_section(outline, name).id)
    if not 0 <= at + step < len(sections):
        raise Refused(f"Section '{name}' is the {'first' if step < 0 else 'last'} one already.")
    sections[at], sections[at + step] = sections[at + step], sections[at]
    return replace(outline, sections=tuple(sections))


def drop_section(outline: Outline, name: str) -> Outline:
    """Remove a section that is empty.

    Raises:
        Refused: Something stands in it.
    """
    section = find_section(outline, name)
    if section.findings or section.lists or section.stems:
        raise Refused(f"Section '{name}' is not empty.", "Move its findings or set them aside first.")
    return replace(outline, sections=tuple(one for one in outline.sections if one.id != name))


def add_finding(outline: Outline, finding: Finding, section: str, *, after: str = "") -> Outline:
    """Add a finding at the end of a section, or after another finding of it."""
    _refuse_taken(outline, finding.id)
    outline = as_printed(outline)
    target = find_section(outline, section)
    names = [one.id for one in target.findings]
    at = names.index(after) + 1 if after in names else len(names)
    return _with_section(
        outline, replace(target, findings=(*target.findings[:at], finding, *target.findings[at:]))
    )


def add_point(outline: Outline, finding: str, point: SubFinding, *, after: str = "") -> Outline:
    """Add a point at the end of a finding's, or after another point of it."""
    _refuse_taken(outline, point.id)
    _, above = find_finding(outline, finding)
    names = [one.id for one in above.points]
    at = names.index(after) + 1 if after in names else len(names)
    return _with_finding(outline, replace(above, points=(*above.points[:at], point, *above.points[at:])))


def rewrite(outline: Outline, name: str, **changes: Any) -> Outline:
    """Give a finding or point other codes, another scope, kind or whatever it has besides its id."""
    _, finding, one = find_above(outline, name)
    if one is finding:
        return _with_finding(outline, replace(finding, **changes))
    points = tuple(replace(point, **changes) if point.id == name else point for point in finding.points)
    return _with_finding(outline, replace(finding, points=points))


def step_statement(outline: Outline, name: str, step: int) -> Outline:
    """Move a finding or point one place up (-1) or down (+1); past the edge, into the neighbour.

    Pinned findings keep their numbers: the others move round them.

    Raises:
        Refused: It is pinned, or there is nowhere to go.
    """
    section, finding, one = find_above(outline, name)
    if one is not finding:
        return _step_point(outline, finding, name, step)
    if finding.pin is not None:
        raise Refused(f"'{name}' is pinned to number {finding.pin}.", "Free it first.")
    outline = as_printed(outline)
    places = list(find_section(outline, section.id).findings)
    loose = [place for place, other in enumerate(places) if other.pin is None]
    at = loose.index([other.id for other in places].index(name)) + step
    if 0 <= at < len(loose):
        return move_finding(outline, name, section.id, loose[at])
    beyond = outline.sections.index(find_section(outline, section.id)) + step
    if not 0 <= beyond < len(outline.sections):
        raise Refused(f"'{name}' is the {'first' if step < 0 else 'last'} finding already.")
    target = outline.sections[beyond]
    return move_finding(outline, name, target.id, len(target.findings) if step < 0 else 0)


def put_finding(outline: Outline, name: str, section: str, *, after: str = "") -> Outline:
    """Move a finding to the end of a section, or right after another finding, wherever that stands."""
    outline = as_printed(outline)
    if after:
        target, _ = find_finding(outline, after)
        others = [one.id for one in target.findings if one.id != name]
        return move_finding(outline, name, target.id, others.index(after) + 1)
    target = find_section(outline, section)
    return move_finding(outline, name, section, len([one for one in target.findings if one.id != name]))


def lower_finding(outline: Outline, name: str, *, under: str = "") -> Outline:
    """Make a finding the last point of another, the one before it by default; its own points come along.

    Raises:
        Refused: Nothing stands before it in its section.
    """
    outline = as_printed(outline)
    section, finding, one = find_above(outline, name)
    if one is not finding:
        raise Refused(f"'{name}' is a point already.")
    names = [other.id for other in section.findings]
    at = names.index(name)
    if at == 0 and not under:
        raise Refused(f"'{name}' is the first finding of its section: there is none to be a point of.")
    _, above = find_finding(outline, under or names[at - 1])
    if above.id == name:
        raise Refused(f"'{name}' cannot be a point of itself.")
    return sink_finding(outline, name, above.id)


def raise_point(outline: Outline, name: str) -> Outline:
    """Make a point a finding of its own, right after the one it belonged to."""
    outline = as_printed(outline)
    section, finding, point = find_above(outline, name)
    if point is finding:
        raise Refused(f"'{name}' is a finding already.")
    shared = {field: getattr(point, field) for field in Finding.__dataclass_fields__}
    fresh = Finding(**{**shared, "scope": inherit(point.scope, finding.scope)})
    left = replace(finding, points=tuple(one for one in finding.points if one.id != name))
    at = [one.id for one in section.findings].index(finding.id)
    findings = (*section.findings[:at], left, fresh, *section.findings[at + 1 :])
    return _with_section(outline, replace(section, findings=findings))


def rank_section(outline: Outline, section: str, ranks: Mapping[str, int]) -> Outline:
    """Put a section's findings in the order of their computed rank; pinned ones keep their numbers.

    Args:
        outline: The outline.
        section: Id of the section.
        ranks: Finding id → rank, 1 first.
    """
    target = find_section(as_printed(outline), section)
    loose = iter(sorted((one for one in target.findings if one.pin is None), key=lambda one: ranks[one.id]))
    findings = tuple(one if one.pin is not None else next(loose) for one in target.findings)
    return _with_section(as_printed(outline), replace(target, findings=findings))


def raise_theme(outline: Outline, finding: Finding, section: str, code: str) -> Outline:
    """Make a finding of a theme; if it was set aside, it no longer is."""
    kept = tuple(one for one in outline.set_aside if one.code != code)
    return add_finding(replace(outline, set_aside=kept), finding, section)


def drop_point(outline: Outline, name: str) -> Outline:
    """Remove a point."""
    _, finding, point = find_above(outline, name)
    if point is finding:
        raise Refused(f"'{name}' is a finding.", "Set it aside with a reason.")
    points = tuple(one for one in finding.points if one.id != name)
    return _with_finding(outline, replace(finding, points=points))


def put_stem(outline: Outline, first: str, last: str, statement: str) -> Outline:
    """Write a lead-in over a run of findings, in place of the one that begins there; no words remove it."""
    section, _ = find_finding(outline, first)
    find_finding(outline, last)
    stems = [stem for stem in section.stems if stem.first != first]
    if statement.strip():
        stems.append(Stem(first, last, statement.strip()))
    return _with_section(outline, replace(section, stems=tuple(stems)))


def settle_pins(before: Outline, after: Outline) -> Outline:
    """Let pins keep their place in a section that begins at another number now, or has become shorter.

    A pin that a person has just set is left as it is.
    """
    old = {finding.id: finding.pin for _, finding in before.findings()}
    shift = _first_numbers(before)
    sections = []
    first = 1
    for section in after.sections:
        last = first + len(section.findings) - 1
        moved = first - shift.get(section.id, first)
        settled = []
        for finding in section.findings:
            pin = finding.pin
            if pin is not None and pin == old.get(finding.id):
                pin = min(max(pin + moved, first), last)
            settled.append(replace(finding, pin=pin))
        sections.append(replace(section, findings=tuple(settled)))
        first = last + 1
    return replace(after, sections=tuple(sections))


def settle_runs(outline: Outline) -> Outline:
    """Let lead-ins whose ends have changed places run from the one that stands first now."""
    order = number_findings(outline)
    sections = []
    for section in outline.sections:
        place = {finding.id: at for at, finding in enumerate(order[section.id])}
        stems = tuple(
            replace(stem, first=stem.last, last=stem.first)
            if place.get(stem.first, 0) > place.get(stem.last, len(place))
            else stem
            for stem in section.stems
        )
        sections.append(replace(section, stems=stems))
    return replace(outline, sections=tuple(sections))


def _first_numbers(outline: Outline) -> dict[str, int]:
    numbers = {}
    first = 1
    for section in outline.sections:
        numbers[section.id] = first
        first += len(section.findings)
    return numbers


def point_of(
    name: str, statement: str, *, kind: PointKind = "elaboration", codes: tuple[str, ...] = ()
) -> SubFinding:
    """A fresh point."""
    return SubFinding(name, statement, codes=codes, scope=Scope(), kind=kind)


def _step_point(outline: Outline, finding: Finding, name: str, step: int) -> Outline:
    names = [one.id for one in finding.points]
    at = names.index(name)
    if 0 <= at + step < len(names):
        order = list(finding.points)
        order[at], order[at + step] = order[at + step], order[at]
        return _with_finding(outline, replace(finding, points=tuple(order)))
    findings = [one for _, one in as_printed(outline).findings()]
    beyond = [one.id for one in findings].index(finding.id) + step
    if not 0 <= beyond < len(findings):
        raise Refused(f"'{name}' is the {'first' if step < 0 else 'last'} point already.")
    moved = finding.points[at]
    target = findings[beyond]
    without = _with_finding(
        outline, replace(finding, points=tuple(p for p in finding.points if p is not moved))
    )
    points = (*target.points, moved) if step < 0 else (moved, *target.points)
    return _with_finding(without, replace(target, points=tuple(points)))


def _refuse_taken(outline: Outline, name: str) -> None:
    if name in taken_ids(outline):
        raise Refused(f"There already is something called '{name}' in the outline.")


def _with_section(outline: Outline, section: Section) -> Outline:
    return replace(
        outline, sections=tuple(section if one.id == section.id else one for one in outline.sections)
    )


def _with_finding(outline: Outline, finding: Finding) -> Outline:
    sections = tuple(
        replace(
            section,
            findings=tuple(finding if one.id == finding.id else one for one in section.findings),
        )
        for section in outline.sections
    )
    return replace(outline, sections=sections)
