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
from thematic.reconcile.codebook_values import (
    LISTS,
    CodebookDecision,
    conflict_choices,
    match_choices,
    match_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.language.located import Node
    from thematic.model.codebook import Codebook
    from thematic.reconcile.codebook_values import CodebookMerge, CodeConflict
    from thematic.reconcile.matching import CodeMatch

HEADLINE = "codebook"
_FILE_KEYS = ("decisions", "conflicts", "matches")
_ANSWER_KEYS = ("choice", "by", "at", "why")
_ROOM = dict.fromkeys(("choice", "by", "why"))
_CONFLICT_KEYS = ("conflict", "seen", "code", "field", "before", "values", "choices", "value", *_ANSWER_KEYS)
_MATCH_KEYS = (
    "match", "seen", "proposal", "codes", "score", "evidence", "opposite", "choices", *_ANSWER_KEYS
)  # fmt: skip
_MATCH_CHOICES = ("same", "split", "merge", "separate")


def write_codebook_decisions(merge: CodebookMerge, answered: Iterable[CodebookDecision] = ()) -> str:
    """Write what a merge left to decide, each with room for an answer, and what was decided before.

    Args:
        merge: What there is to decide.
        answered: Decisions read from a file earlier: they stay, unless they are open again.
    """
    book = merge.codebook
    conflicts = {each.id: _write_conflict(each, book) for each in merge.conflicts}
    matches = {match_id(each): _write_match(each, merge) for each in merge.matches}
    kept = [decision.entry for decision in answered if decision.id not in {*conflicts, *matches}]
    return write_yaml(
        {
            "decisions": HEADLINE,
            "conflicts": [*conflicts.values(), *(entry for entry in kept if "conflict" in entry)],
            "matches": [*matches.values(), *(entry for entry in kept if "match" in entry)],
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
                if get_text(node, "choice", problems):
                    get_choice(node, "choice", _MATCH_CHOICES, problems, "")
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
        "choices": list(conflict_choices(conflict)),
        **_ROOM,
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
        "proposal": say_match(match, merge.keys),
        "codes": [
            {
                "key": merge.codebook.by_guid[guid].key,
                "name": merge.codebook.by_guid[guid].name,
                "from": list(merge.origins.get(guid, ())),
            }
            for guid in (*match.left, *match.right)
        ],
        "score": f"{match.score:.2f}",
        "evidence": list(match.evidence),
    }
    if match.opposite:
        written["opposite"] = f"possible opposite: {match.opposite}"
    return written | {"choices": list(match_choices(match)), **_ROOM}


def say_match(match: CodeMatch, keys: Mapping[str, str]) -> str:
    """A proposal in words, such as `hierarchy is deference?`."""
    left, right = (" + ".join(keys[guid] for guid in guids) for guids in (match.left, match.right))
    if match.kind == "split":
        return f"{left} was split into {right}?"
    if match.kind == "merge":
        return f"{left} {'was' if len(match.left) == 1 else 'were'} merged into {right}?"
    return f"{left} is {right}?"


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
        entry=node.plain(),
    )
