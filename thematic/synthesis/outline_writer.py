"""Writing an outline back, so that reading it gives an equal one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.language.yaml_file import write_yaml
from thematic.model.outline import Appraisal, SubFinding
from thematic.synthesis.finding_reader import point_id
from thematic.synthesis.policy_file import policy_value
from thematic.synthesis.quote_picks import pick_value, wish_value

if TYPE_CHECKING:
    from thematic.model.outline import DetailPart, Finding, ListBlock, Outline, Scope, Section


def write_outline(outline: Outline) -> str:
    """The outline as a YAML file."""
    return write_yaml(outline_value(outline))


def stored_value(outline: Outline) -> dict[str, Any]:
    """The outline as it is stored: camps and labels as lists, since stored mappings lose their order."""
    value: dict[str, Any] = _listed(outline_value(outline))
    return value


def outline_value(outline: Outline) -> dict[str, Any]:
    """The outline as nested dicts, lists and scalars, as it is written."""
    return _filled(
        {
            "outline": outline.name,
            "quantifiers": policy_value(outline.policy) if outline.policy else "default",
            "labels": {name: _scope(scope) for name, scope in outline.labels},
            "sections": [_section(section) for section in outline.sections],
            "detail": [_part(part) for part in outline.detail],
            "set_aside": [
                _filled(
                    {
                        "code": one.code,
                        "reason": one.reason,
                        "statement": one.statement,
                        "show": one.show if one.show != "list" else "",
                    }
                )
                for one in outline.set_aside
            ],
            "waivers": [
                _filled({"check": one.check, "finding": one.finding, "reason": one.reason, "by": one.by})
                for one in outline.waivers
            ],
        }
    )


def _section(section: Section) -> dict[str, Any]:
    return _filled(
        {
            "id": section.id,
            "title": section.title,
            "findings": [_finding(finding) for finding in section.findings],
            "stems": [
                {"from": one.first, "to": one.last, "statement": one.statement} for one in section.stems
            ],
            "lists": [_list(block) for block in section.lists],
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    points = []
    for place, point in enumerate(finding.points, 1):
        value = _finding(point)
        if point.id == point_id(finding.id, place):
            del value["id"]
        points.append(value)
    wishes = {"quotes": wish_value(finding.quotes), "dissent": wish_value(finding.dissent)}
    return _filled(
        {
            "id": finding.id,
            "kind": finding.kind if isinstance(finding, SubFinding) else None,
            "statement": finding.statement,
            "codes": list(finding.codes),
            "exact": finding.exact,
            "camps": {name: list(codes) for name, codes in finding.camps},
            "scope": _scope(finding.scope),
            "claim": {"rank": finding.claim.rank, "among": finding.claim.among} if finding.claim else None,
            "follows": finding.follows,
            "pin": finding.pin,
            "quantifier": {
                "word": finding.override.word,
                "by": finding.override.by,
                "reason": finding.override.reason,
            }
            if finding.override
            else None,
            "points": points,
            "evidence": [
                _filled({"coding": one.coding, "as": one.standing, "by": one.by, "reason": one.reason})
                for one in finding.evidence
            ],
            "appraisal": _appraisal(finding.appraisal),
            "merged": [{"id": one.id, "statement": one.statement} for one in finding.merged],
        }
    ) | {key: wish for key, wish in wishes.items() if wish is not None}


def _scope(scope: Scope) -> Any:
    if scope.everyone:
        return "all"
    value: dict[str, Any] = {name: _one_or_more(values) for name, values in scope.attributes}
    if scope.modes:
        value["mode"] = _one_or_more(scope.modes)
    if scope.questions:
        value["question"] = list(scope.questions)
    return value


def _one_or_more(values: tuple[str, ...]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _list(block: ListBlock) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for item in block.items:
        if item.point:
            items.append({"point": item.point})
            continue
        value = _filled({"text": item.text, "codes": list(item.codes)})
        quotes = wish_value(item.quotes)
        items.append(value if quotes is None else {**value, "quotes": quotes})
    return _filled(
        {
            "id": block.id,
            "title": block.title,
            "codes": list(block.codes),
            "order": block.order if block.order != "rank" else "",
            "scope": _scope(block.scope),
            "items": items,
        }
    )


def _part(part: DetailPart) -> dict[str, Any]:
    blocks = [
        {"quote": pick_value(block.quote)}
        if block.quote
        else _filled({"text": block.text, "finding": block.finding, "list": block.list})
        for block in part.blocks
    ]
    return _filled({"heading": part.heading, "level": part.level, "blocks": blocks})


def _appraisal(appraisal: Appraisal) -> dict[str, Any]:
    return _filled({name: getattr(appraisal, name) for name in Appraisal.__dataclass_fields__})


def _listed(value: Any) -> Any:
    if isinstance(value, list):
        return [_listed(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: [{name: part} for name, part in item.items()] if key in ("camps", "labels") else _listed(item)
        for key, item in value.items()
    }


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; a missing key reads as empty again."""
    return {key: item for key, item in value.items() if item not in (None, "", [], {}, False)}
