"""What follows from a union of copies, written into the merge act: links, names, places.

Nothing here depends on which copy received the others: the smallest guid stands
for a class and keeps its name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thematic.coding.anchors import anchor_spans
from thematic.model.journal import MERGED, Entity
from thematic.store.codings import find_misplaced, load_by_local, save_coding
from thematic.store.same import load_same
from thematic.store.sources import load_current, load_text
from thematic.store.standing import find_doubles, load_conflicts, load_registers
from thematic.workflow.consensus import renew_consensus
from thematic.workflow.merge_report import Orphan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.model.codings import Coding
    from thematic.reconcile.same_entities import Link
    from thematic.store.journal import Writer
    from thematic.store.same import Same
    from thematic.workflow.merge_report import Stand

OWN = ("attribute/", "exposure/", "consent")
"""Registers of a respondent that count for whoever stands for them."""


@dataclass(frozen=True)
class Mended:
    """What was done about a union."""

    moved: int
    orphans: tuple[Orphan, ...]
    links: tuple[str, ...]
    questions: tuple[str, ...]


def mend_merge(writer: Writer, links: Iterable[Link], renamed: Mapping[str, str], before: Stand) -> Mended:
    """Write what follows from a union into the merge act.

    Args:
        writer: Of the merge act, after the union.
        links: What is one under several guids.
        renamed: Coder guid → new name.
        before: How the project stood before the union.
    """
    for guid, name in renamed.items():
        writer.put(Entity("coder", guid), "name", name)
    standing = load_same(writer.connection)
    chosen = [link for link in links if not _known(standing, link)]
    for link in chosen:
        writer.put(link.entity, MERGED, link.target)
    writer.flush()
    questions = _gather_people(writer, [link for link in chosen if link.entity.kind == "respondent"])
    questions += _part_names(writer, before)
    writer.flush()
    moved, orphans = _find_again(writer, before)
    renew_consensus(writer)
    said = tuple(
        f"{link.entity.kind} {link.entity.guid[:8]} is {link.target[:8]}: {link.why}" for link in chosen
    )
    return Mended(moved, orphans, said, tuple(questions))


def _known(same: Same, link: Link) -> bool:
    """Whether somebody has said so already."""
    kind = link.entity.kind
    return same.guid(kind, link.entity.guid) == same.guid(kind, link.target)


def _gather_people(writer: Writer, links: Iterable[Link]) -> list[str]:
    """Give whoever stands for a person what is known of them under another guid."""
    same = load_same(writer.connection)
    questions = []
    for link in links:
        target = Entity("respondent", same.guid("respondent", link.entity.guid))
        own, theirs = (load_registers(writer.connection, entity) for entity in (target, link.entity))
        for field, value in sorted(theirs.items()):
            if not field.startswith(OWN):
                continue
            if field not in own:
                writer.put(target, field, value)
            elif own[field] != value:
                name = own.get("label", target.guid)
                questions.append(
                    f"respondent {name}: {field} is {own[field]!r} in one copy, {value!r} in another."
                )
        writer.flush()
    return questions


def _part_names(writer: Writer, before: Stand) -> list[str]:
    """Tell sources of one name and codes of one key apart: all but the smallest guid get a mark."""
    questions = []
    for kind, field, name, guids in find_doubles(writer.connection):
        if guids in before.doubles:
            continue
        given = [_marked(kind, name, guid) for guid in guids[1:]]
        for guid, new in zip(guids[1:], given, strict=True):
            writer.put(Entity(kind, guid), field, new)
        what = "texts differ" if kind == "source" else "ids differ"
        questions.append(f"{kind} {name} is in several copies and their {what}: now also {', '.join(given)}.")
    return questions


def _marked(kind: str, name: str, guid: str) -> str:
    """A name that follows from name and guid alone, so that every order of merging gives the same."""
    stem, dot, ending = name.rpartition(".")
    mark = guid[:8]
    return f"{stem}-{mark}{dot}{ending}" if kind == "source" and dot else f"{name}-{mark}"


def _find_again(writer: Writer, before: Stand) -> tuple[int, tuple[Orphan, ...]]:
    """Move codings that came to stand on an earlier text to where their words are in the current one."""
    connection = writer.connection
    unsettled = {entity.guid for entity, _ in load_conflicts(connection)}
    waiting = [local for local in find_misplaced(connection) if local not in before.misplaced]
    groups: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in load_by_local(connection, waiting).values():
        if coding.layer != "agreed" and not {coding.guid, coding.source} & unsettled:
            groups[coding.source, coding.text].append(coding)
    moved, orphans = 0, []
    for (source, text), codings in sorted(groups.items()):
        old, new = load_text(connection, text), load_current(connection, source)
        spans = [(coding.start, coding.end) for coding in codings]
        for coding, place in zip(codings, anchor_spans(old.text, new.text, spans), strict=True):
            if place is None:
                orphans.append(Orphan(coding.guid, coding.quote, "its words are not in the current text"))
            else:
                there = replace(coding, text=new.guid, start=place[0], end=place[1])
                save_coding(writer, there, fresh=False)
                moved += 1
    return moved, tuple(sorted(orphans, key=lambda orphan: orphan.guid))
