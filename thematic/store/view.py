"""The view: what the heads of an entity's registers look like as table rows.

One pure function per kind of entity. Writing an act and rebuilding from the
journal both go through here, so the two cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.model.journal import CREATED, MERGED, Entity, canonical_json
from thematic.store import schema
from thematic.store.same import LINKED, Same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Table

Row = dict[str, Any]
Rows = list[tuple["Table", Row]]


@dataclass(frozen=True, slots=True)
class Registers:
    """The settled head values of one entity."""

    entity: Entity
    local: int
    """Its key in `entity`."""
    values: Mapping[str, Any]
    """Field → settled value; absent registers are None."""
    head: int
    """Sequence number of the newest head."""
    conflicts: tuple[str, ...] = ()
    """Fields with several different head values."""

    def get(self, field: str, default: Any = None) -> Any:
        """The value of a register, or a default where it is absent."""
        value = self.values.get(field)
        return default if value is None else value

    def under(self, prefix: str) -> dict[str, Any]:
        """Present registers whose field starts with `prefix/`, by what follows it."""
        cut = len(prefix) + 1
        return {
            field[cut:]: value
            for field, value in self.values.items()
            if value is not None and field.startswith(prefix + "/")
        }

    @property
    def identity(self) -> Row:
        """The columns every row of its own has."""
        return {"id": self.local, "guid": self.entity.guid, "head": self.head}


def project_rows(registers: Registers, intern: Callable[[str, str], int], same: Same) -> Rows:
    """The view rows of one entity; none where its main register is absent, or another stands for it.

    Args:
        registers: Its settled head values.
        intern: Gives the local key of (kind, guid), for references.
        same: Which entities are one.
    """
    entity = registers.entity
    shape = _SHAPES.get(entity.kind)
    rows: Rows = []
    if shape and same.guid(entity.kind, entity.guid) == entity.guid:
        rows = shape(registers, lambda kind, guid: intern(kind, same.guid(kind, guid)))
    target = registers.get(MERGED)
    if entity.kind in LINKED and target is not None:
        link = {"entity": registers.local, "kind": entity.kind, "guid": entity.guid, "target": target}
        rows.append((schema.same, link))
    rows.extend(
        (schema.conflict, {"entity": registers.local, "field": field}) for field in registers.conflicts
    )
    return rows


_OWN: dict[str, tuple[tuple[Table, str], ...]] = {
    "project": ((schema.project, "id"),),
    "coder": ((schema.coder, "id"),),
    "respondent": (
        (schema.respondent, "id"),
        (schema.attribute_value, "respondent"),
        (schema.exposure, "respondent"),
    ),
    "attribute": ((schema.attribute, "id"),),
    "question": ((schema.question, "id"),),
    "source": ((schema.source, "id"),),
    "text": ((schema.source_text, "id"), (schema.turn, "text")),
    "code": ((schema.code, "id"),),
    "coding": ((schema.coding, "id"),),
    "memo": ((schema.memo, "id"),),
    "section": ((schema.section, "id"),),
    "finding": ((schema.finding, "id"), (schema.evidence, "finding")),
    "waiver": ((schema.waiver, "id"),),
    "decision": ((schema.decision, "id"),),
    "assignment": ((schema.assignment, "id"),),
    "cell": ((schema.cell, "id"),),
}
OWNED = {kind: (*own, *(((schema.same, "entity"),) if kind in LINKED else ())) for kind, own in _OWN.items()}
"""Which rows belong to an entity: what is replaced when one of its registers changes."""


def _project(registers: Registers, _intern: Any) -> Rows:
    if registers.values.get("title") is None:
        return []
    row = {
        **registers.identity,
        "title": registers.get("title"),
        "approach": registers.get("approach", "codebook"),
        "settings": canonical_json(registers.under("setting")),
    }
    return [(schema.project, row)]


def _coder(registers: Registers, _intern: Any) -> Rows:
    if registers.values.get("name") is None:
        return []
    row = {**registers.identity, "name": registers.get("name"), "role": registers.get("role", "coder")}
    return [(schema.coder, row)]


def _respondent(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    if registers.values.get("label") is None:
        return []
    row = {
        **registers.identity,
        "label": registers.get("label"),
        "consent": registers.get("consent", "unknown"),
    }
    rows: Rows = [(schema.respondent, row)]
    rows += [
        (
            schema.attribute_value,
            {"respondent": registers.local, "attribute": name, "value": canonical_json(value)},
        )
        for name, value in registers.under("attribute").items()
    ]
    # Of questions that are one, the smallest guid stands for all; its word is the one that counts.
    exposures = registers.under("exposure")
    states = {intern("question", guid): exposures[guid] for guid in sorted(exposures, reverse=True)}
    rows += [
        (schema.exposure, {"respondent": registers.local, "question": question, "state": state})
        for question, state in states.items()
    ]
    return rows


def _attribute(registers: Registers, _intern: Any) -> Rows:
    if registers.values.get("name") is None:
        return []
    shape = registers.get("type", {})
    row = {
        **registers.identity,
        "name": registers.get("name"),
        "kind": shape.get("kind", "text"),
        "scale": canonical_json(shape.get("scale", [])),
        "question": shape.get("question", ""),
    }
    return [(schema.attribute, row)]


def _question(registers: Registers, _intern: Any) -> Rows:
    if registers.values.get("text") is None:
        return []
    row = {**registers.identity, "number": registers.get("number", 0), "text": registers.get("text")}
    return [(schema.question, row)]


def _source(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    made = registers.get(CREATED, {})
    if registers.values.get("name") is None or registers.values.get("text") is None:
        return []
    row = {
        **registers.identity,
        "name": registers.get("name"),
        "kind": made.get("kind", "document"),
        "text": intern("text", registers.get("text")),
        "file_sha256": made.get("file_sha256", ""),
        "log": made.get("log", ""),
    }
    return [(schema.source, row)]


def _text(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    made = registers.get(CREATED)
    if made is None:
        return []
    row = {
        **registers.identity,
        "source": intern("source", made["source"]),
        "sha256": made["sha256"],
        "characters": made["characters"],
    }
    rows: Rows = [(schema.source_text, row)]
    for position, values in enumerate(registers.get("turns", [])):
        start, end, speaker, role, respondent, question, at = values
        turn = {
            "text": registers.local,
            "position": position,
            "start": start,
            "end": end,
            "speaker": speaker,
            "role": role,
            "respondent": intern("respondent", respondent) if respondent else None,
            "question": intern("question", question) if question else None,
            "at": at,
        }
        rows.append((schema.turn, turn))
    return rows


def _code(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    if registers.values.get("key") is None:
        return []
    parent, same = registers.get("parent"), registers.get(MERGED)
    row = {
        **registers.identity,
        "key": registers.get("key"),
        "name": registers.get("name", registers.get("key")),
        "definition": registers.get("definition", ""),
        "include": canonical_json(registers.get("include", [])),
        "exclude": canonical_json(registers.get("exclude", [])),
        "examples": canonical_json(registers.get("examples", [])),
        "keywords": canonical_json(registers.get("keywords", [])),
        "color": registers.get("color", ""),
        "parent": intern("code", parent) if parent else None,
        "position": registers.get("position", 0),
        "status": registers.get("status", "active"),
        "same": intern("code", same) if same else None,
    }
    return [(schema.code, row)]


def _coding(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    state, made = registers.values.get("state"), registers.values.get(CREATED)
    if state is None or made is None:
        return []
    row = {
        **registers.identity,
        "source": intern("source", made["source"]),
        "text": intern("text", state["text"]),
        "start": state["start"],
        "end": state["end"],
        "quote": state["quote"],
        "code": intern("code", state["code"]),
        "coder": intern("coder", made["coder"]),
        "layer": made["layer"],
        "origin": made["origin"],
        "stance": state.get("stance"),
        "illustrative": bool(registers.values.get("illustrative")),
    }
    return [(schema.coding, row)]


def _memo(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    body, made = registers.values.get("body"), registers.values.get(CREATED)
    if body is None or made is None:
        return []
    row = {
        **registers.identity,
        "about": made["on"],
        "coder": intern("coder", made["coder"]),
        "text": body["text"],
        "at": body["at"],
    }
    return [(schema.memo, row)]


def _section(registers: Registers, _intern: Any) -> Rows:
    spec = registers.values.get("spec")
    if spec is None:
        return []
    row = {
        **registers.identity,
        "title": registers.get("title", ""),
        "position": registers.get("position", 0),
        "spec": canonical_json(spec),
    }
    return [(schema.section, row)]


def _finding(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    spec, above = registers.values.get("spec"), registers.get("above")
    if spec is None or above is None:
        return []
    kind, guid = above
    row = {
        **registers.identity,
        "above": intern(kind, guid),
        "position": registers.get("position", 0),
        "spec": canonical_json(spec),
    }
    rows: Rows = [(schema.finding, row)]
    rows += [
        (
            schema.evidence,
            {"finding": registers.local, "coding": intern("coding", coding), "state": canonical_json(state)},
        )
        for coding, state in registers.under("evidence").items()
    ]
    return rows


def _spec_only(table: Table) -> Callable[[Registers, Any], Rows]:
    def shape(registers: Registers, _intern: Any) -> Rows:
        spec = registers.values.get("spec")
        if spec is None:
            return []
        return [(table, {**registers.identity, "spec": canonical_json(spec)})]

    return shape


def _decision(registers: Registers, _intern: Any) -> Rows:
    spec = registers.values.get("spec")
    if spec is None:
        return []
    whole = {"spec": spec, "signed": registers.under("signed")}
    return [(schema.decision, {**registers.identity, "spec": canonical_json(whole)})]


def _assignment(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    made, state = registers.values.get(CREATED), registers.values.get("state")
    if made is None or state is None:
        return []
    row = {
        **registers.identity,
        "source": intern("source", made["source"]),
        "coder": intern("coder", made["coder"]),
        "state": state,
    }
    return [(schema.assignment, row)]


def _cell(registers: Registers, intern: Callable[[str, str], int]) -> Rows:
    made, summary = registers.values.get(CREATED), registers.values.get("summary")
    if made is None or summary is None:
        return []
    row = {
        **registers.identity,
        "respondent": intern("respondent", made["respondent"]),
        "code": intern("code", made["code"]),
        "summary": canonical_json(summary),
    }
    return [(schema.cell, row)]


_SHAPES: dict[str, Callable[[Registers, Any], Rows]] = {
    "project": _project,
    "coder": _coder,
    "respondent": _respondent,
    "attribute": _attribute,
    "question": _question,
    "source": _source,
    "text": _text,
    "code": _code,
    "coding": _coding,
    "memo": _memo,
    "section": _section,
    "finding": _finding,
    "waiver": _spec_only(schema.waiver),
    "decision": _decision,
    "assignment": _assignment,
    "cell": _cell,
}
