"""The outline of findings: sections, findings, points and waivers, each its own entity.

What travels is the outline's plain value (the mapping its file holds). Two
people who edit different findings therefore do not collide. An outline's ids
give the guids, so that reading the same file again changes nothing.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.model.journal import Entity
from thematic.store import schema
from thematic.store.projects import load_project, save_setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from thematic.store.journal import Writer

_PARTS = "outline"


def save_outline(writer: Writer, project: str, value: Mapping[str, Any]) -> None:
    """Make this the project's outline; what it no longer names becomes absent.

    Args:
        writer: The act.
        project: Guid of the project.
        value: The outline as its file has it: `sections` with `findings` with `points`, and the rest.
    """
    rest = {key: part for key, part in value.items() if key not in ("sections", "waivers")}
    save_setting(writer, project, _PARTS, rest)
    kept: set[Entity] = set()
    for place, section in enumerate(value.get("sections") or []):
        entity = Entity("section", outline_guid(project, "section", section["id"]))
        kept.add(entity)
        spec = {key: part for key, part in section.items() if key not in ("findings", "title")}
        writer.put_all(entity, {"title": section.get("title", ""), "position": place, "spec": spec})
        _save_findings(writer, project, entity, section["id"], section.get("findings") or [], kept)
    for waiver in value.get("waivers") or []:
        name = f"{waiver['check']} {waiver.get('finding', '')}"
        entity = Entity("waiver", outline_guid(project, "waiver", name))
        kept.add(entity)
        writer.put(entity, "spec", dict(waiver))
    writer.flush()
    for kind, table in (
        ("section", schema.section),
        ("finding", schema.finding),
        ("waiver", schema.waiver),
    ):
        for guid in writer.connection.execute(select(table.c.guid)).scalars():
            if Entity(kind, guid) not in kept:
                writer.put(Entity(kind, guid), "spec", None)


def outline_guid(project: str, kind: str, name: str) -> str:
    """The guid of a section, finding or waiver: the same wherever the project is copied to."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"thematic:{project}:{kind}:{name}"))


def load_finding_guids(connection: Connection) -> frozenset[str]:
    """Guids of the findings and points that the outline has."""
    return frozenset(connection.execute(select(schema.finding.c.guid)).scalars())


def load_outline(connection: Connection) -> dict[str, Any] | None:
    """The outline's plain value, or None where nobody wrote one."""
    rest = load_project(connection).settings.get(_PARTS)
    if rest is None:
        return None
    below: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    findings = connection.execute(
        select(schema.finding).order_by(schema.finding.c.position, schema.finding.c.id)
    ).all()
    evidence = _load_evidence(connection)
    for row in findings:
        spec = json.loads(row.spec)
        if row.id in evidence:
            spec["evidence"] = evidence[row.id]
        below.setdefault(row.above, []).append((row.id, spec))
    sections = []
    rows = connection.execute(select(schema.section).order_by(schema.section.c.position, schema.section.c.id))
    for row in rows:
        section = {"title": row.title, **json.loads(row.spec)}
        section["findings"] = [_with_points(local, spec, below) for local, spec in below.get(row.id, [])]
        sections.append(section)
    waivers = connection.execute(select(schema.waiver.c.spec).order_by(schema.waiver.c.id)).scalars()
    value = {**rest, "sections": sections}
    found = [json.loads(spec) for spec in waivers]
    return {**value, "waivers": found} if found else value


def save_evidence(writer: Writer, finding: str, decisions: Mapping[str, Mapping[str, Any] | None]) -> None:
    """What a person says about codings as evidence of a finding: guid → decision or None."""
    for coding, decision in decisions.items():
        value = None if decision is None else dict(decision)
        writer.put(Entity("finding", finding), f"evidence/{coding}", value)


def _save_findings(
    writer: Writer,
    project: str,
    above: Entity,
    name: str,
    findings: Sequence[Mapping[str, Any]],
    kept: set[Entity],
) -> None:
    for place, finding in enumerate(findings):
        own = finding.get("id") or f"{name}/{place + 1}"
        entity = Entity("finding", outline_guid(project, "finding", own))
        kept.add(entity)
        spec = {key: part for key, part in finding.items() if key not in ("points", "evidence")}
        writer.put_all(entity, {"above": [above.kind, above.guid], "position": place, "spec": spec})
        decisions = {item["coding"]: item for item in finding.get("evidence") or []}
        save_evidence(writer, entity.guid, decisions)
        _save_findings(writer, project, entity, own, finding.get("points") or [], kept)


def _with_points(
    local: int, spec: dict[str, Any], below: Mapping[int, list[tuple[int, dict[str, Any]]]]
) -> dict[str, Any]:
    points = [point for _, point in below.get(local, [])]
    return {**spec, "points": points} if points else spec


def _load_evidence(connection: Connection) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    query = select(schema.evidence).order_by(schema.evidence.c.finding, schema.evidence.c.coding)
    for row in connection.execute(query):
        state = json.loads(row.state) if isinstance(row.state, str) else row.state
        found.setdefault(row.finding, []).append(state)
    return found
