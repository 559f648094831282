"""What a merge did or would do, with names a person can read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.codebook import Codebook
from thematic.model.columns import LAYER_CODES
from thematic.model.journal import Entity
from thematic.reconcile.matching import match_codes
from thematic.reconcile.passages import measure_passages
from thematic.reconcile.units import Spans
from thematic.store.codes import load_codebook
from thematic.store.codings import find_coding, find_misplaced
from thematic.store.columns import load_study
from thematic.store.faults import misquoting_codings, orphaned_codings
from thematic.store.people import load_coders, load_questions, load_respondents
from thematic.store.sources import load_sources
from thematic.store.standing import count_entities, find_doubles, load_conflicts
from thematic.workflow.blindness import hidden_guids, hide_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.reconcile.matching import CodeMatch
    from thematic.reconcile.passages import Passages
    from thematic.store.connection import Reading
    from thematic.store.standing import Heads, Register
    from thematic.workflow.blindness import Pairs


@dataclass(frozen=True, slots=True)
class Orphan:
    """A coding that could not be placed; it stays where it was made."""

    guid: str
    quote: str
    why: str


@dataclass(frozen=True)
class MergeReport:
    """What a merge did, or would do."""

    new: int
    """Facts this project did not have."""
    equal: int
    """Facts of the others that it had."""
    taken_back: int = 0
    """Of these, how many came with a merge that was undone here: they do not hold, and do not come again."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Kind → how many of it were new."""
    conflicts: Mapping[Register, Heads] = field(default_factory=dict)
    """Registers that stand against each other now and did not before."""
    orphans: tuple[Orphan, ...] = ()
    moved: int = 0
    """Codings that were found again in another version of their text."""
    links: tuple[str, ...] = ()
    """What was taken for one, in words."""
    questions: tuple[str, ...] = ()
    """What only a person can say, in words."""
    matches: tuple[CodeMatch, ...] = ()
    """Codes that may be one although they have different ids: nothing is done about them."""
    names: Mapping[str, str] = field(default_factory=dict)
    """`kind/guid` → what people call it."""
    backup: str | None = None
    """Where the project as it was before is kept; None where nothing was new."""

    def name(self, entity: Entity) -> str:
        """What people call something."""
        return f"{entity.kind} {self.names.get(str(entity), entity.guid[:8])}"

    def coder(self, guid: str) -> str:
        """The name of a coder."""
        return self.names.get(f"coder/{guid}", guid[:8])


@dataclass(frozen=True)
class Stand:
    """How a project stands, to say afterwards what changed."""

    kinds: Mapping[str, int]
    conflicts: Mapping[Register, Heads]
    misplaced: frozenset[int]
    """Local keys of codings on an earlier version of their text."""
    doubles: frozenset[tuple[str, ...]]
    """Guids of sources or codes that share a name."""
    faults: frozenset[str]
    """Guids of codings that cannot stand."""
    codebook: Codebook


def read_stand(connection: Reading) -> Stand:
    """How the project stands now."""
    return Stand(
        count_entities(connection),
        load_conflicts(connection),
        frozenset(find_misplaced(connection)),
        frozenset(guids for _, _, _, guids in find_doubles(connection)),
        frozenset(_faults(connection)),
        load_codebook(connection),
    )


def _faults(connection: Reading) -> dict[str, str]:
    found = {guid: f"its {kind} is not there" for guid, kind in orphaned_codings(connection)}
    return found | dict.fromkeys(misquoting_codings(connection), "its words are not where it says")


def new_conflicts(connection: Reading, before: Stand) -> dict[Register, Heads]:
    """Conflicts that were not there, or have other heads now."""
    return {
        register: heads
        for register, heads in load_conflicts(connection).items()
        if before.conflicts.get(register) != heads
    }


def new_kinds(connection: Reading, before: Stand) -> dict[str, int]:
    """Kind → how many more of it are known."""
    counts = {kind: count - before.kinds.get(kind, 0) for kind, count in count_entities(connection).items()}
    return {kind: count for kind, count in sorted(counts.items()) if count and kind != "merge"}


def new_faults(connection: Reading, before: Stand) -> tuple[Orphan, ...]:
    """Codings that cannot stand, and could or were not there before."""
    found = []
    for guid, why in sorted(_faults(connection).items()):
        if guid not in before.faults:
            coding = find_coding(connection, guid)
            found.append(Orphan(guid, coding.quote if coding else "", why))
    return tuple(found)


def name_everything(connection: Reading) -> dict[str, str]:
    """`kind/guid` → what people call it."""
    names = {f"source/{source.guid}": source.name for source in load_sources(connection)}
    names |= {f"code/{code.guid}": code.key for code in load_codebook(connection).codes}
    names |= {f"coder/{person.guid}": person.name for person in load_coders(connection)}
    names |= {f"respondent/{person.guid}": person.label for person in load_respondents(connection)}
    return names | {f"question/{each.guid}": str(each.number) for each in load_questions(connection)}


def keep_blind(connection: Reading, report: MergeReport, hidden: Pairs) -> MergeReport:
    """The report without what it tells of single codings that are hidden; numbers stay."""
    about = [Entity("coding", each.guid) for each in report.orphans]
    gone = hidden_guids(connection, [*about, *(entity for entity, _ in report.conflicts)], hidden)
    return replace(
        report,
        orphans=tuple(each for each in report.orphans if each.guid not in gone),
        conflicts={key: heads for key, heads in report.conflicts.items() if key[0].guid not in gone},
    )


def match_new_codes(
    connection: Reading, before: Codebook, others: Sequence[Codebook], hidden: Pairs = frozenset()
) -> tuple[CodeMatch, ...]:
    """Codes of the copies that may be one with codes known before, with what they were put on in sight."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], CodeMatch] = {}
    known = {code.guid: code for code in before.codes}
    for other in others:
        fresh = {code.guid: code for code in other.codes if code.guid not in known}
        if fresh:
            # Codes that both sides have are left out on the right, or nothing would be held against them.
            left, right = Codebook(tuple(known.values())), Codebook(tuple(fresh.values()))
            for match in match_codes(left, right, _passages(connection, left, right, hidden)):
                found.setdefault((match.left, match.right), match)
            known |= fresh
    return tuple(sorted(found.values(), key=lambda match: (-match.score, match.left, match.right)))


def _passages(connection: Reading, left: Codebook, right: Codebook, hidden: Pairs) -> Passages:
    """What the codes of two codebooks were put on, in the sources that people of both sides coded.

    Whoever used a code that only the right one has is taken to have coded by it.
    """
    study = hide_columns(load_study(connection), hidden)
    columns = study.codings.take(study.codings.layer == LAYER_CODES["human"])
    known = {code.guid for code in left.codes}
    fresh = np.array([code.guid not in known for code in study.codebook.codes], dtype=np.bool_)
    theirs = np.isin(columns.coder, columns.coder[fresh[columns.code]])
    shared = np.intersect1d(columns.source[theirs], columns.source[~theirs])
    both = np.isin(columns.source, shared)
    spans = []
    for book, side in ((left, ~theirs), (right, theirs)):
        places = {code.guid: place for place, code in enumerate(book.codes)}
        at = np.array([places.get(code.guid, -1) for code in study.codebook.codes], dtype=np.int64)
        used = np.flatnonzero(side & both & (at[columns.code] >= 0))
        wide = (columns.source, columns.start, columns.end)
        source, start, end = (column[used].astype(np.int64) for column in wide)
        spans.append(Spans(source, start, end, at[columns.code[used]], np.zeros(len(used), dtype=np.int64)))
    return measure_passages(spans[0], spans[1], (len(left.codes), len(right.codes)))
