"""Decisions as a YAML file that can be edited by hand, reviewed in git and replayed.

Every item is written with what was shown; `choice:` is left blank where
nobody has decided. Reading takes the items that have a choice.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from thematic.language.located import (
    Problems,
    check_keys,
    did_you_mean,
    get_choice,
    get_list,
    get_text,
    need_text,
)
from thematic.language.yaml_file import parse_yaml, write_yaml
from thematic.model.codings import STANCES
from thematic.model.disagreements import CHOICES, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.language.located import Node
    from thematic.model.codings import Coding
    from thematic.model.disagreements import Disagreement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HEADLINE = "adjudication"
_FILE_KEYS = ("decisions", "items")
_ITEM_KEYS = (
    "item",
    "kind",
    "source",
    "shown",
    "absent",
    "choice",
    "coder",
    "code",
    "span",
    "stance",
    "by",
    "at",
    "why",
)
_SHOWN_KEYS = ("coding", "seen", "coder", "code", "span", "stance", "quote")
_SPAN = re.compile(r"(\d{1,15}):(\d{1,15})")


@dataclass(frozen=True)
class Names:
    """What people call things: guid → name. A name two things share is written as the guid."""

    sources: Mapping[str, str]
    coders: Mapping[str, str]
    codes: Mapping[str, str]
    """Guid → key."""

    @cached_property
    def coder_guids(self) -> dict[str, str]:
        """Name or guid → guid."""
        return _reversed(self.coders)

    @cached_property
    def code_guids(self) -> dict[str, str]:
        """Key or guid → guid."""
        return _reversed(self.codes)


def _reversed(names: Mapping[str, str]) -> dict[str, str]:
    many = Counter(names.values())
    return {guid: guid for guid in names} | {name: guid for guid, name in names.items() if many[name] == 1}


def write_decisions(
    items: Iterable[Disagreement],
    decisions: Iterable[Decision],
    names: Names,
    heads: Mapping[str, str],
) -> str:
    """Write items with their decisions, in the order given.

    Args:
        items: What to show; usually the disagreements, worst first.
        decisions: Answers already given.
        names: What people call sources, coders and codes.
        heads: Coding guid → id of the fact that is its head now.
    """
    answers = {decision.item: decision for decision in decisions}
    listed = [_write_item(item, answers.get(item.id), names, heads) for item in items]
    return write_yaml({"decisions": HEADLINE, "items": listed})


def read_decisions(text: str, where: str, names: Names, *, by: str, at: int) -> tuple[Decision, ...]:
    """Read the decisions of a file; see `read_located`."""
    return tuple(decision for _, decision in read_located(text, where, names, by=by, at=at))


def read_located(
    text: str, where: str, names: Names, *, by: str, at: int
) -> tuple[tuple[int, Decision], ...]:
    """Read the decisions of a file, each with its line; items without a `choice` are left open.

    Args:
        text: The whole file.
        where: The file as the user named it.
        names: What people call coders and codes.
        by: Guid of the coder to sign where `by:` is blank.
        at: Microseconds since 1970 UTC, where `at:` is blank.

    Raises:
        BadFile: Everything wrong with it at once, with lines.
    """
    problems = Problems(where)
    root = parse_yaml(text, problems)
    decisions: list[tuple[int, Decision]] = []
    listed: set[str] = set()
    if check_keys(root, _FILE_KEYS, problems, of="decision file"):
        get_choice(root, "decisions", (HEADLINE,), problems, HEADLINE)
        for node in get_list(root, "items", problems):
            if not check_keys(node, _ITEM_KEYS, problems, of="item"):
                continue
            item = need_text(node, "item", problems, of="item")
            if item in listed:
                problems.add(node.key("item"), f"item '{item}' stands here again.")
            listed.add(item)
            if get_text(node, "choice", problems):
                decision = _read_item(node, item, names, problems, by=by, at=at)
                decisions.append((node.key("item").line, decision))
    problems.raise_if_any()
    return tuple(decisions)


def _write_item(
    item: Disagreement, decision: Decision | None, names: Names, heads: Mapping[str, str]
) -> dict[str, Any]:
    written: dict[str, Any] = {
        "item": item.id,
        "kind": item.kind,
        "source": names.sources.get(item.source, item.source),
        "shown": [_write_shown(coding, names, heads) for coding in item.codings],
    }
    if item.absent:
        written["absent"] = [_say(names.coders, coder) for coder in item.absent]
    if decision is None:
        return written | {"choice": None, "why": None}
    return written | _write_answer(decision, names)


def _write_answer(decision: Decision, names: Names) -> dict[str, Any]:
    answer: dict[str, Any] = {"choice": decision.choice}
    if decision.coder:
        answer["coder"] = _say(names.coders, decision.coder)
    if decision.code:
        answer["code"] = _say(names.codes, decision.code)
    if decision.start is not None and decision.end is not None:
        answer["span"] = f"{decision.start}:{decision.end}"
    if decision.stance:
        answer["stance"] = decision.stance
    answer["by"] = _say(names.coders, decision.by)
    answer["at"] = write_time(decision.at)
    answer["why"] = decision.why or None
    return answer


def _write_shown(coding: Coding, names: Names, heads: Mapping[str, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "coding": coding.guid,
        "seen": heads.get(coding.guid),
        "coder": _say(names.coders, coding.coder),
        "code": _say(names.codes, coding.code),
        "span": f"{coding.start}:{coding.end}",
    }
    if coding.stance:
        shown["stance"] = coding.stance
    return shown | {"quote": coding.quote}


def _say(names: Mapping[str, str], guid: str) -> str:
    name = names.get(guid, guid)
    return guid if sum(other == name for other in names.values()) > 1 else name


def _read_item(node: Node, item: str, names: Names, problems: Problems, *, by: str, at: int) -> Decision:
    choice = get_choice(node, "choice", CHOICES, problems, "defer")
    coder = _find(node, "coder", names.coder_guids, problems)
    code = _find(node, "code", names.code_guids, problems)
    start, end = _read_span(node, problems)
    if choice == "accept" and not node.get("coder"):
        problems.add(node.key("choice"), "'accept' needs a 'coder': whose coding stands?")
    if choice == "new" and (code is None or start is None):
        problems.add(node.key("choice"), "'new' needs a 'code' and a 'span'.")
    stances: tuple[str, ...] = STANCES
    stance = get_choice(node, "stance", stances, problems, "")
    return Decision(
        item=item,
        choice=choice,
        by=_find(node, "by", names.coder_guids, problems) or by,
        at=_read_time(node, problems) or at,
        why=get_text(node, "why", problems),
        seen=_read_seen(node, problems),
        coder=coder,
        code=code,
        start=start,
        end=end,
        stance=next((known for known in STANCES if known == stance), None),
    )


def _find(node: Node, key: str, guids: Mapping[str, str], problems: Problems) -> str | None:
    name = get_text(node, key, problems)
    if not name:
        return None
    if name not in guids:
        kind = "code" if key == "code" else "coder"
        problems.add(
            node.key(key), f"there is no {kind} '{name}', or more than one.{did_you_mean(name, guids)}"
        )
    return guids.get(name)


def _read_span(node: Node, problems: Problems) -> tuple[int | None, int | None]:
    text = get_text(node, "span", problems)
    if not text:
        return None, None
    found = _SPAN.fullmatch(text)
    if not found or int(found[1]) >= int(found[2]):
        problems.add(node.key("span"), f"'{text}' is not a span; write START:END.")
        return None, None
    return int(found[1]), int(found[2])


def _read_seen(node: Node, problems: Problems) -> dict[str, str]:
    seen = {}
    for shown in get_list(node, "shown", problems):
        if check_keys(shown, _SHOWN_KEYS, problems, of="coding shown"):
            guid, fact = get_text(shown, "coding", problems), get_text(shown, "seen", problems)
            if guid and fact:
                seen[guid] = fact
    return seen


def write_time(at: int) -> str:
    """Microseconds since 1970 as a UTC time, `2026-11-21T09:30:00.000000Z`."""
    return f"{(EPOCH + timedelta(microseconds=at)).isoformat(timespec='microseconds')[:-6]}Z"


def _read_time(node: Node, problems: Problems) -> int | None:
    text = get_text(node, "at", problems)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        problems.add(node.key("at"), f"'{text}' is not a time; write 2026-11-21T09:30:00Z.")
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(microseconds=1)
