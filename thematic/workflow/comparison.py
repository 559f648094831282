"""Where coders' codings differ: the items that comparing and adjudicating start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from thematic.errors import NotFound
from thematic.language.similarity import nearest
from thematic.model.rounds import Finished, find_finished
from thematic.reconcile.disagreements import classify_disagreements, count_kinds, sort_worst_first
from thematic.store.codes import load_codebook
from thematic.store.codings import load_codings
from thematic.store.people import load_coders
from thematic.store.rounds import load_assignments
from thematic.store.sources import load_sources
from thematic.workflow.blindness import hidden_from, hide_counts
from thematic.workflow.reading import find_code, pick_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thematic.model.codebook import Codebook
    from thematic.model.codings import Coder, Coding
    from thematic.model.disagreements import Disagreement, Kind
    from thematic.model.sources import Source
    from thematic.store.connection import Connection
    from thematic.workflow.blindness import Pairs
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items are wanted; what is left empty does not restrict."""

    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Keys."""
    sources: tuple[str, ...] = ()
    """Names."""
    coders: tuple[str, ...] = ()
    """Names: items in which all of these have a part, with a coding or by its absence."""


@dataclass(frozen=True)
class Comparison:
    """Every coding of some coders in exactly one item, with the names to print."""

    items: tuple[Disagreement, ...]
    """Disagreements and others, worst first."""
    codebook: Codebook
    sources: tuple[Source, ...]
    coders: tuple[Coder, ...]
    """Those compared."""
    finished: Finished

    @cached_property
    def source_names(self) -> dict[str, str]:
        """Guid → name."""
        return {source.guid: source.name for source in self.sources}

    @cached_property
    def coder_names(self) -> dict[str, str]:
        """Guid → name."""
        return {coder.guid: coder.name for coder in self.coders}

    @cached_property
    def code_keys(self) -> dict[str, str]:
        """Guid → key."""
        return {code.guid: code.key for code in self.codebook.codes}

    @property
    def shared(self) -> frozenset[str]:
        """Guids of the sources that at least two of them finished."""
        return frozenset(source for source, done in self.finished.coders.items() if len(done) > 1)

    def counts(self) -> dict[Kind, int]:
        """How many items there are of each kind, worst first."""
        return count_kinds(self.items)

    def choose(self, wanted: ItemFilter) -> tuple[Disagreement, ...]:
        """The items that pass the filter, worst first.

        Raises:
            NotFound: The filter names a code, source or coder that is not there.
        """
        codes = {self.codebook.resolve(find_code(self.codebook, key).guid) for key in wanted.codes}
        sources = {pick_source(self.sources, name).guid for name in wanted.sources}
        people = frozenset(pick_coders(self.coders, wanted.coders))
        return tuple(
            item
            for item in self.items
            if (not wanted.kinds or item.kind in wanted.kinds)
            and (not codes or codes & set(item.codes))
            and (not sources or item.source in sources)
            and people <= {*item.coders, *item.absent}
        )


def compare_coders(project: Project, first: str, second: str) -> Comparison:
    """How the codings of two coders differ on the sources that both finished.

    Raises:
        NotFound: There is no coder of that name.
    """
    with project.store.reading() as connection:
        chosen = pick_coders(load_coders(connection), (first, second))
        found = load_comparison(project, connection, chosen)
    kept = tuple(item for item in found.items if item.source in found.shared)
    return Comparison(kept, found.codebook, found.sources, found.coders, found.finished)


def load_comparison(
    project: Project, connection: Connection, coders: Iterable[str] | None = None
) -> Comparison:
    """Put the codings on current texts that the acting person may see into items.

    Args:
        project: Where.
        connection: To read with; an act's own when it is about to write.
        coders: Guids of those compared; None means everybody.
    """
    return compare_codings(connection, hidden_from(project, connection), coders=coders)


def compare_codings(
    connection: Connection,
    hidden: Pairs = frozenset(),
    *,
    coders: Iterable[str] | None = None,
    only: Iterable[str] | None = None,
) -> Comparison:
    """Put the human codings on current texts into items.

    Args:
        connection: To read with; an act's own when it is about to write.
        hidden: (source, coder) whose codings are left out, as if not finished.
        coders: Guids of those compared; None means everybody.
        only: Guids of the sources compared; None means all.
    """
    people = tuple(
        person for person in load_coders(connection) if coders is None or person.guid in set(coders)
    )
    known = {person.guid for person in people}
    sources, codebook = load_sources(connection), load_codebook(connection)
    chosen = None if only is None else frozenset(only)
    current = {source.text for source in sources}
    codings = [
        coding
        for coding in _load(connection, chosen)
        if coding.layer == "human" and coding.text in current and coding.coder in known
    ]
    seen = [coding for coding in codings if (coding.source, coding.coder) not in hidden]
    finished = find_finished(load_assignments(connection), {(c.source, c.coder) for c in codings})
    done = {
        source: frozenset(coder for coder in who if coder in known and (source, coder) not in hidden)
        for source, who in finished.coders.items()
        if chosen is None or source in chosen
    }
    return Comparison(
        sort_worst_first(classify_disagreements(seen, codebook, done)),
        codebook,
        hide_counts(connection, sources, hidden),
        people,
        Finished(done, finished.assumed),
    )


def _load(connection: Connection, only: Iterable[str] | None) -> Iterator[Coding]:
    if only is None:
        yield from load_codings(connection)
    else:
        for source in sorted(only):
            yield from load_codings(connection, source=source)


def pick_coders(coders: Iterable[Coder], names: Iterable[str]) -> tuple[str, ...]:
    """Guids of the coders of these names.

    Raises:
        NotFound: With the nearest name.
    """
    known = {person.name: person.guid for person in coders}
    for name in names:
        if name not in known:
            raise NotFound("coder", name, nearest(name, list(known)))
    return tuple(known[name] for name in names)
