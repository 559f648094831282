"""Conflicts and matches of a codebook merge as a YAML file: written, edited by hand, replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.language.located import (
    Problems,
    check_keys,
    get_choice,
    get_list,
    get_text,
    get_texts,
    need_text,
)
from thematic.language.yaml_file import parse_yaml, write_yaml
from thematic.reconcile.codebook_values import LISTS, CodebookDecision, match_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.language.located import Node
    from thematic.model.codebook import Codebook
    from thematic.reconcile.codebook_values import CodebookMerge, CodeConflict
    from thematic.reconcile.matching import CodeMatch

HEADLINE = "codebook"
_FILE_KEYS = ("decisions", "conflicts", "matches")
_ANSWER_KEYS = ("choice", "by", "at", "why")
_CONFLICT_KEYS = ("conflict", "seen", "code", "field", "before", "values", "value", *_ANSWER_KEYS)
_MATCH_KEYS = ("match", "seen", "codes", "proposal", "score", "evidence", "opposite", *_ANSWER_KEYS)
_MATCH_CHOICES = ("same", "accept", "separate")


def write_codebook_decisions(merge: CodebookMerge) -> str:
    """Write what a merge left to decide, each with room for an answer."""
    book = merge.codebook
    return write_yaml(
        {
            "decisions": HEADLINE,
            "conflicts": [_write_conflict(conflict, book) for conflict in merge.conflicts],
            "matches": [_write_match(match, merge) for match in merge.matches],
        }
    )


def read_codebook_decisions(text: str, where: str) -> tuple[CodebookDecision, ...]:
    """Read the decisions of a file; entries without a `choice` are left open.

    Raises:
        BadFile: Everything wrong with it at once, with lines.
    """
    problems = Problems(where)
    root = parse_yaml(text, problems)
    found: list[CodebookDecision] = []
    if check_keys(root, _FILE_KEYS, problems, of="decision file"):
        get_choice(root, "decisions", (HEADLINE,), problems, HEADLINE)
        for node in get_list(root, "conflicts", problems):
            if check_keys(node, _CONFLICT_KEYS, problems, of="conflict"):
                found += _read_answer(node, "conflict", problems)
        for node in get_list(root, "matches", problems):
            if check_keys(node, _MATCH_KEYS, problems, of="match"):
                get_choice(node, "choice", ("", *_MATCH_CHOICES), problems, "")
                found += _read_answer(node, "match", problems)
    problems.raise_if_any()
    return tuple(found)


def _write_conflict(conflict: CodeConflict, book: Codebook) -> dict[str, Any]:
    values = [
        {"from": list(branches), "value": _write_value(conflict.field, value, book)}
        for value, branches in conflict.values
    ]
    return {
        "conflict": conflict.id,
        "seen": conflict.seen,
        "code": conflict.key,
        "field": conflict.field,
        "before": _write_value(conflict.field, conflict.base, book),
        "values": values,
        "choice": None,
        "why": None,
    }


def _write_value(field: str, value: Any, book: Codebook) -> Any:
    """Codes are named by their keys; lists stay lists."""
    if field in LISTS:
        return list(value or ())
    if field in ("parent", "merged_into") and value is not None:
        return book.by_guid[value].key if value in book.by_guid else value
    return value


def _write_match(match: CodeMatch, merge: CodebookMerge) -> dict[str, Any]:
    written: dict[str, Any] = {
        "match": match_id(match),
        "seen": merge.seen[match_id(match)],
        "codes": [
            {"from": list(merge.origins.get(guid, ())), "name": merge.codebook.by_guid[guid].name}
            for guid in (*match.left, *match.right)
        ],
        "proposal": match.kind,
        "score": f"{match.score:.2f}",
        "evidence": list(match.evidence),
    }
    if match.opposite:
        written["opposite"] = f"possible opposite: {match.opposite}"
    return written | {"choice": None, "why": None}


def _read_answer(node: Node, kind: str, problems: Problems) -> Iterable[CodebookDecision]:
    id_ = need_text(node, kind, problems, of=kind)
    choice = get_text(node, "choice", problems)
    if not choice:
        return
    value: Any = None
    if choice == "value":
        listed = get_text(node, "field", problems) in LISTS
        value = get_texts(node, "value", problems) if listed else need_text(node, "value", problems, of=kind)
    yield CodebookDecision(
        id=id_,
        choice=choice,
        value=value,
        seen=get_text(node, "seen", problems),
        by=get_text(node, "by", problems),
        at=get_text(node, "at", problems),
        why=get_text(node, "why", problems),
    )
