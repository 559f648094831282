"""What facts say about sources, people, codes and codings, read without a database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from thematic.model.codebook import Code, Codebook
from thematic.model.journal import CREATED, MERGED, Entity
from thematic.reconcile.units import Spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thematic.reconcile.fact_sets import SettledFacts

TURN_START, TURN_END, TURN_RESPONDENT = 0, 1, 4
"""Where these stand in a stored turn."""


@dataclass(frozen=True, slots=True)
class HeldSource:
    """A source and its current text, by guids."""

    guid: str
    name: str
    kind: str
    text: str
    sha256: str
    characters: int
    speakers: tuple[tuple[int, int, str | None], ...]
    """Start, end and respondent's guid of each turn."""


@dataclass(frozen=True)
class Entities:
    """Settled values by kind."""

    settled: SettledFacts

    @cached_property
    def by_kind(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        """Kind → guid → field → value."""
        found: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for entity, values in self.settled.values.items():
            found[entity.kind][entity.guid] = values
        return found

    def names(self, kind: str, field: str) -> dict[str, str]:
        """Guid → the value of a naming register, where it is present."""
        return {
            guid: values[field]
            for guid, values in self.by_kind.get(kind, {}).items()
            if values.get(field) is not None
        }

    def has(self, kind: str, guid: str) -> bool:
        """Whether anything is known about an entity."""
        return Entity(kind, guid) in self.settled.values

    @cached_property
    def sources(self) -> dict[str, HeldSource]:
        """Guid → source, where it and its text are present."""
        found = {}
        texts = self.by_kind.get("text", {})
        for guid, values in self.by_kind.get("source", {}).items():
            made = texts.get(values.get("text") or "", {}).get(CREATED)
            if values.get("name") is not None and made is not None:
                turns = texts[values["text"]].get("turns") or ()
                spoken = tuple((t[TURN_START], t[TURN_END], t[TURN_RESPONDENT]) for t in turns)
                kind = (values.get(CREATED) or {}).get("kind", "document")
                size = made["characters"]
                found[guid] = HeldSource(
                    guid, values["name"], kind, values["text"], made["sha256"], size, spoken
                )
        return found

    @cached_property
    def codebook(self) -> Codebook:
        """The codes, retired and merged ones too, in order of guid."""
        codes = []
        for guid, values in sorted(self.by_kind.get("code", {}).items()):
            if values.get("key") is not None:
                codes.append(_code(guid, values))
        return Codebook(tuple(codes))

    def codings(self) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
        """Guid, creation and state of every coding that is present."""
        for guid, values in self.by_kind.get("coding", {}).items():
            state, made = values.get("state"), values.get(CREATED)
            if state is not None and made is not None:
                yield guid, made, state

    def spans(self, sources: Mapping[str, int]) -> Spans:
        """What the codes of `codebook` were put on, in the sources that have a number."""
        places = {code.guid: place for place, code in enumerate(self.codebook.codes)}
        rows = [
            (sources[made["source"]], state["start"], state["end"], places[state["code"]], 0)
            for _, made, state in self.codings()
            if made["source"] in sources and state["code"] in places
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 5)
        return Spans(*(table[:, column] for column in range(5)))


def _code(guid: str, values: Mapping[str, Any]) -> Code:
    return Code(
        guid=guid,
        key=values["key"],
        name=values.get("name") or values["key"],
        definition=values.get("definition") or "",
        include=tuple(values.get("include") or ()),
        exclude=tuple(values.get("exclude") or ()),
        examples=tuple(values.get("examples") or ()),
        keywords=tuple(values.get("keywords") or ()),
        parent=values.get("parent"),
        status=values.get("status") or "active",
        merged_into=values.get(MERGED),
    )
