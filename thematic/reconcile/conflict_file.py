"""Conflicts of a merge as a YAML file, and decisions about them as facts.

A decision becomes a fact whose id follows from the decision alone: applying
the same file twice, or in two copies of a project, gives the same fact. It
supersedes exactly the heads that were shown, so a later edit stands against it
as a new conflict.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.language.located import Problems, check_keys, get_choice, get_list, get_text, need_text
from thematic.language.yaml_file import parse_yaml, write_yaml
from thematic.model.journal import Act, Entity, Fact, canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.language.located import Node
    from thematic.reconcile.fact_sets import RegisterConflict

HEADLINE = "merge"
NAMESPACE = uuid.UUID("8d3c1a6e-2f40-5b77-8a0f-64f9a1f0c2be")
DECIDE = "decide"
"""The verb of an act that settles a conflict."""
_FILE_KEYS = ("decisions", "conflicts")
_CONFLICT_KEYS = ("conflict", "about", "field", "heads", "choice", "value", "why")
_HEAD_KEYS = ("number", "seen", "by", "value")


@dataclass(frozen=True)
class RegisterDecision:
    """A person's answer to a conflict between heads of a register."""

    entity: Entity
    field: str
    value: Any
    """What the register says from now on."""
    seen: tuple[str, ...]
    """Ids of the heads that were shown, sorted."""
    by: str
    """Guid of the coder who decided."""
    at: int
    """Microseconds since 1970 UTC."""
    why: str = ""

    @property
    def _text(self) -> str:
        return canonical_json([str(self.entity), self.field, self.value, list(self.seen), self.by, self.at])

    @property
    def act(self) -> Act:
        """The act it is, with a guid that follows from what it says."""
        guid = str(uuid.uuid5(NAMESPACE, self._text))
        return Act(guid, self.at, self.by, DECIDE, self.why, facts=1)

    @property
    def fact(self) -> Fact:
        """The fact it asserts."""
        nonce = hashlib.sha256(self._text.encode("utf-8", "surrogatepass")).digest()
        return Fact(self.entity, self.field, self.value, self.by, self.act.guid, nonce, self.seen)


def write_conflicts(
    conflicts: Iterable[RegisterConflict], coders: Mapping[str, str], about: Mapping[Entity, str]
) -> str:
    """Write conflicts with every head and its author, and room for an answer.

    Args:
        conflicts: What to write.
        coders: Guid → name.
        about: Entity → what people call it; others are named by kind and guid.
    """
    return write_yaml(
        {
            "decisions": HEADLINE,
            "conflicts": [
                {
                    "conflict": str(conflict.entity),
                    "about": about.get(conflict.entity),
                    "field": conflict.field,
                    "heads": [
                        {
                            "number": str(number),
                            "seen": id_,
                            "by": coders.get(author, author),
                            "value": _said(value),
                        }
                        for number, (id_, value, author) in enumerate(conflict.heads, start=1)
                    ],
                    "choice": None,
                    "why": None,
                }
                for conflict in conflicts
            ],
        }
    )


def read_conflicts(
    text: str, where: str, conflicts: Iterable[RegisterConflict], *, by: str, at: int
) -> tuple[tuple[RegisterDecision, ...], tuple[str, ...]]:
    """Read decisions about the conflicts there are.

    `choice:` is the number of a head, or `value` with the words under `value:`.

    Args:
        text: The whole file.
        where: The file as the user named it.
        conflicts: The conflicts as they stand now.
        by: Guid of the coder who decides.
        at: Microseconds since 1970 UTC.

    Returns:
        The decisions, and in words those about conflicts that are settled or have other heads now.

    Raises:
        BadFile: Everything wrong with the file at once, with lines.
    """
    standing = {(str(each.entity), each.field): each for each in conflicts}
    problems = Problems(where)
    root = parse_yaml(text, problems)
    decisions: list[RegisterDecision] = []
    stale: list[str] = []
    if check_keys(root, _FILE_KEYS, problems, of="decision file"):
        get_choice(root, "decisions", (HEADLINE,), problems, HEADLINE)
        for node in get_list(root, "conflicts", problems):
            if not check_keys(node, _CONFLICT_KEYS, problems, of="conflict"):
                continue
            name, field = need_text(node, "conflict", problems), need_text(node, "field", problems)
            seen = _read_seen(node, problems)
            if not get_text(node, "choice", problems):
                continue
            conflict = standing.get((name, field))
            if conflict is None or conflict.seen != seen:
                stale.append(f"{where}:{node.line}: {field} of {name} is not in the conflict that was shown.")
                continue
            decisions += _read_choice(node, conflict, problems, by=by, at=at)
    problems.raise_if_any()
    return tuple(decisions), tuple(stale)


def _said(value: Any) -> str | None:
    """Words as they are; anything else as JSON."""
    return value if isinstance(value, str) or value is None else canonical_json(value)


def _read_seen(node: Node, problems: Problems) -> tuple[str, ...]:
    heads = [h for h in get_list(node, "heads", problems) if check_keys(h, _HEAD_KEYS, problems, of="head")]
    seen = [need_text(head, "seen", problems, of="head") for head in heads]
    return tuple(sorted(seen))


def _read_choice(
    node: Node, conflict: RegisterConflict, problems: Problems, *, by: str, at: int
) -> Iterable[RegisterDecision]:
    numbers = [str(number) for number in range(1, len(conflict.heads) + 1)]
    worded = all(isinstance(value, str) for _, value, _ in conflict.heads)
    choices = [*numbers, "value"] if worded else numbers
    choice = get_choice(node, "choice", choices, problems, "")
    if not choice:
        return
    if choice == "value":
        value: Any = need_text(node, "value", problems, of="conflict")
    else:
        value = conflict.heads[int(choice) - 1][1]
    why = get_text(node, "why", problems)
    yield RegisterDecision(conflict.entity, conflict.field, value, conflict.seen, by, at, why)
