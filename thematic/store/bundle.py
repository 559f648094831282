"""A part of a journal as a small text file, for mail or git: JSON lines of acts, facts and texts.

The first line says what it is. An act's line is followed by a line per fact;
texts stand before what speaks of them. Everything is hashed again when it is read.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.errors import BadFile, NotFound
from thematic.model.journal import CREATED, Entity, Fact, canonical_json
from thematic.store.bulk import in_batches
from thematic.store.found import FoundAct, FoundFact, read_acts_here, read_found_facts, read_found_texts
from thematic.store.projects import load_project
from thematic.store.standing import MANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

FORMAT = 1
DAMAGED = "Nothing was merged. Ask for another copy."
KINDS = {"text": 2, "act": 7, "fact": 8}
"""Kind of line → how many values it has after its kind."""


@dataclass(frozen=True)
class Bundle:
    """What a bundle file holds."""

    project: str
    """Guid of the project it was written from."""
    title: str
    held_acts: tuple[FoundAct, ...]
    held_facts: tuple[FoundFact, ...]
    held_texts: tuple[tuple[str, str], ...]

    def acts(self) -> Sequence[FoundAct]:
        """Its acts, in order."""
        return self.held_acts

    def facts(self, acts: Iterable[str]) -> Iterator[list[FoundFact]]:
        """Facts of some acts, in order."""
        wanted = set(acts)
        return in_batches(fact for fact in self.held_facts if fact.act in wanted)

    def texts(self, known: set[str]) -> Iterator[tuple[str, str]]:
        """(hash, words) of texts that are not known."""
        return (text for text in self.held_texts if text[0] not in known)

    def small_facts(self) -> dict[str, Fact]:
        """Id → fact, of all kinds but codings, memos and the like."""
        authors = {act.guid: act.coder for act in self.held_acts}
        return {
            each.id: Fact(
                each.entity,
                each.field,
                None if each.value is None else json.loads(each.value),
                authors[each.act],
                each.act,
                each.nonce or b"",
                each.supersedes,
            )
            for each in self.held_facts
            if each.entity.kind not in MANY
        }


def write_bundle(connection: Connection, since: str | None) -> tuple[str, int]:
    """A bundle of all acts, or of those after one, and how many they are.

    Args:
        connection: To the project.
        since: Guid of an act, or its beginning; None for everything.

    Raises:
        NotFound: There is no such act, or several begin like this.
    """
    acts = list(read_acts_here(connection).values())
    if since is not None:
        found = [place for place, act in enumerate(acts) if act.guid.startswith(since)]
        if len(found) != 1:
            raise NotFound("act", since)
        acts = acts[found[0] + 1 :]
    by_guid = {act.guid: act for act in acts}
    card = load_project(connection)
    head = {"bundle": FORMAT, "project": card.guid, "title": card.title, "acts": len(acts)}
    lines, hashes, written = [], set(), ""
    for batch in read_found_facts(connection, by_guid):
        for fact in batch:
            if fact.act != written:
                lines.append(_act_line(by_guid[fact.act]))
                written = fact.act
            lines.append(_fact_line(fact))
            if fact.entity.kind == "text" and fact.field == CREATED and fact.value is not None:
                hashes.add(json.loads(fact.value)["sha256"])
    texts = [
        canonical_json(["text", sha256, words])
        for sha256, words in read_found_texts(connection, set())
        if since is None or sha256 in hashes
    ]
    return "\n".join([canonical_json(head), *texts, *lines]) + "\n", len(acts)


def _act_line(act: FoundAct) -> str:
    return canonical_json(["act", act.guid, act.at, act.coder, act.verb, act.reason, act.undoes, act.facts])


def _fact_line(fact: FoundFact) -> str:
    return canonical_json(
        [
            "fact",
            fact.id,
            fact.act,
            str(fact.entity),
            fact.field,
            _packed(fact.nonce),
            fact.value,
            _packed(fact.digest),
            list(fact.supersedes),
        ]
    )


def _packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def read_bundle(text: str, where: str) -> Bundle:
    """Read a bundle file.

    Raises:
        BadFile: It is none, or a line of it is damaged.
    """
    lines = text.split("\n")
    head = _parse(lines[0])
    if not isinstance(head, dict) or "bundle" not in head:
        raise BadFile([f"{where}:1: this is not a bundle."], "Write one with 'thematic bundle write FILE'.")
    if head["bundle"] != FORMAT:
        raise BadFile([f"{where}:1: bundle format {head['bundle']} is newer than this thematic."])
    found: dict[str, list[list[Any]]] = {kind: [] for kind in KINDS}
    problems = []
    for number, line in enumerate(lines[1:], 2):
        if line:
            values = _parse(line)
            if not isinstance(values, list) or not values or len(values) - 1 != KINDS.get(values[0], -1):
                problems.append(f"{where}:{number}: this line is damaged.")
            else:
                found[values[0]].append(values[1:])
    if not problems and len(found["act"]) != head.get("acts"):
        problems.append(
            f"{where}: it holds {len(found['act'])} acts of {head.get('acts')}: its end is missing."
        )
    if problems:
        raise BadFile(problems[:20], DAMAGED)
    try:
        return Bundle(
            str(head.get("project", "")),
            str(head.get("title", "")),
            tuple(FoundAct(*values) for values in found["act"]),
            tuple(_fact(values) for values in found["fact"]),
            tuple((sha256, words) for sha256, words in found["text"]),
        )
    except (AttributeError, TypeError, ValueError):
        raise BadFile([f"{where}: a line of it is damaged."], DAMAGED) from None


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _fact(values: list[Any]) -> FoundFact:
    id_, act, entity, field, nonce, value, digest, supersedes = values
    return FoundFact(
        id_, act, Entity.parse(entity), field, _unpacked(nonce), value, _unpacked(digest), tuple(supersedes)
    )


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
