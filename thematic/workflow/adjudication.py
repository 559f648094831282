"""Adjudication: answer where coders differ, and let the consensus layer follow."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound, Refused
from thematic.model.disagreements import Decision
from thematic.model.rounds import Finished
from thematic.reconcile.resolutions import LEAVES_OPEN, resolve_disagreements
from thematic.store.decisions import load_decisions
from thematic.workflow.blindness import hidden_from
from thematic.workflow.comparison import ItemFilter, compare_codings
from thematic.workflow.consensus import (
    ADJUDICATE,
    find_ready,
    find_standing,
    is_complete,
    sources_agreed,
    write_consensus,
)
from thematic.workflow.deciding import drop_decision, load_texts, take_decisions
from thematic.workflow.roles import require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from thematic.model.codings import Coding, Stance
    from thematic.model.disagreements import Choice, Disagreement, Kind
    from thematic.store.connection import Connection
    from thematic.workflow.blindness import Pairs
    from thematic.workflow.comparison import Comparison
    from thematic.workflow.consensus import LayerChange
    from thematic.workflow.project import Project

REOPEN = "reopen"
"""The verb of acts that take decisions back."""
EVERYTHING = ItemFilter()


@dataclass(frozen=True, slots=True)
class Answer:
    """An adjudicator's answer, before it is signed."""

    item: str
    """Id of the disagreement."""
    choice: Choice
    why: str = ""
    coder: str | None = None
    """`accept`: guid of the coder whose codings stand."""
    code: str | None = None
    """Guid of the code; needed by `new`, and by union and intersection where the item has two."""
    start: int | None = None
    """`new`: first code point."""
    end: int | None = None
    """`new`: code point after the last."""
    stance: Stance | None = None
    """The stance to keep where coders' stances differ."""


@dataclass(frozen=True)
class Queue:
    """What there is to decide, and what was decided, as the acting person may see it."""

    found: Comparison
    """Items of the sources that at least two people finished and nobody has still to finish, worst first."""
    decisions: Mapping[str, Decision]
    """Item → the decision that holds; deferred and codebook issues included."""
    reopened: Mapping[str, str]
    """Item → why an earlier decision no longer holds, in words."""
    overdue: frozenset[str]
    """Guids of sources whose consensus layer does not fit any more: the next decision renews it."""

    @cached_property
    def by_id(self) -> dict[str, Disagreement]:
        """Id → item."""
        return {item.id: item for item in self.found.items}

    def waiting(self, wanted: ItemFilter = EVERYTHING) -> tuple[Disagreement, ...]:
        """Disagreements nobody has answered, or whose answer no longer holds, worst first."""
        return self._choose(wanted, lambda decision: decision is None)

    def deferred(self, wanted: ItemFilter = EVERYTHING) -> tuple[Disagreement, ...]:
        """Disagreements put off or sent to the codebook: their codings stay out of the consensus."""
        return self._choose(wanted, lambda decision: decision is not None and decision.choice in LEAVES_OPEN)

    def decided(self, wanted: ItemFilter = EVERYTHING) -> tuple[Disagreement, ...]:
        """Disagreements that are settled."""
        return self._choose(
            wanted, lambda decision: decision is not None and decision.choice not in LEAVES_OPEN
        )

    def progress(self) -> dict[str, tuple[int, int]]:
        """Source guid → (disagreements answered, disagreements), in order of import."""
        counts: dict[str, list[int]] = {
            source.guid: [0, 0] for source in self.found.sources if source.guid in self.found.shared
        }
        for item in self.found.items:
            if item.differs:
                counts[item.source][0] += item.id in self.decisions
                counts[item.source][1] += 1
        return {source: (answered, all_) for source, (answered, all_) in counts.items()}

    def _choose(
        self, wanted: ItemFilter, fits: Callable[[Decision | None], bool]
    ) -> tuple[Disagreement, ...]:
        return tuple(
            item for item in self.found.choose(wanted) if item.differs and fits(self.decisions.get(item.id))
        )


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """What an act of deciding did."""

    made: int
    """Answers that are new."""
    known: int
    """Answers that stood already."""
    stale: tuple[str, ...]
    """In words, answers that were not taken, each with the reason; nothing is guessed."""
    layer: LayerChange
    """What became of the consensus layer."""


def load_queue(project: Project) -> Queue:
    """What there is to decide on the sources that everybody assigned has finished."""
    with project.store.reading() as connection:
        return _queue(connection, hidden=hidden_from(project, connection))


def decide(project: Project, answers: Sequence[Answer], queue: Queue | None = None) -> Adjudicated:
    """Sign answers in one act; sources with nothing left unanswered get their consensus in the same act.

    Args:
        project: Where.
        answers: At most one for each item.
        queue: As it was shown, which saves loading it; items are looked at again in the act.

    Raises:
        BadInput: An answer makes no sense for its item; nothing is decided then.
        Refused: An item is not there any more, or the one who acts is no lead.
    """
    return _decide(project, answers, queue, strict=True)


def decide_kind(
    project: Project, kind: Kind, choice: Choice, why: str, wanted: ItemFilter = EVERYTHING
) -> Adjudicated:
    """Give one answer to all waiting items of a kind, in one act; see `decide_many`."""
    queue = load_queue(project)
    items = queue.waiting(replace(wanted, kinds=(kind,)))
    return decide_many(project, [Answer(item.id, choice, why) for item in items], queue)


def decide_many(
    project: Project, answers: Sequence[Answer], queue: Queue, *, dry_run: bool = False
) -> Adjudicated:
    """Sign answers in one act, those that make sense for their items; the others are listed and left.

    Args:
        project: Where.
        answers: At most one for each item.
        queue: As it was shown.
        dry_run: Do it to see what comes of it, and leave no trace.
    """
    return _decide(project, answers, queue, strict=False, dry_run=dry_run)


def reopen(project: Project, items: Iterable[str]) -> int:
    """Take decisions back: the items wait again, and their sources have no consensus until all is answered.

    Returns:
        How many decisions were taken back.

    Raises:
        Refused: Nothing was decided about one of them, or the one who acts is no lead.
    """
    require(project, "lead", "re-open what was decided")
    queue = load_queue(project)
    with project.act(REOPEN) as writer:
        stored = load_decisions(writer.connection)
        chosen = list(dict.fromkeys(items))
        for item in chosen:
            if item not in stored:
                raise Refused(
                    f"Nothing was decided about item {item}.", "'thematic adjudicate' lists what was."
                )
            drop_decision(writer, stored[item])
        touched = {queue.by_id[item].source for item in chosen if item in queue.by_id}
        write_consensus(writer, touched | queue.overdue)
    return len(chosen)


def preview(project: Project, queue: Queue, answer: Answer) -> tuple[Coding, ...]:
    """What an answer would put into the consensus layer.

    Raises:
        BadInput: It makes no sense for its item.
    """
    item = _item(queue, answer.item)
    with project.store.reading() as connection:
        texts = load_texts(connection, queue.found, [item])
    made = resolve_disagreements([item], [_sign(answer, "", 0)], texts=texts, heads={})
    if made.problems:
        raise BadInput(made.problems[0])
    return tuple(each.coding for each in made.consensus)


def past_reasons(project: Project, choice: Choice | None = None) -> tuple[str, ...]:
    """Reasons given before, for this choice or for any: the most used first, then the latest."""
    with project.store.reading() as connection:
        stored = load_decisions(connection)
    counts: Counter[str] = Counter()
    last: dict[str, int] = {}
    for each in stored.values():
        if choice in (None, each.decision.choice):
            for at, _, why in each.signed:
                if why:
                    counts[why] += 1
                    last[why] = max(at, last.get(why, 0))
    return tuple(sorted(counts, key=lambda why: (-counts[why], -last[why], why)))


def _queue(connection: Connection, hidden: Pairs) -> Queue:
    whole = compare_codings(connection, hidden)
    ready = find_ready(connection, whole.finished)
    done = {source: who for source, who in whole.finished.coders.items() if source in ready}
    items = tuple(item for item in whole.items if item.source in ready and item.kind != "single-coded")
    found = replace(whole, items=items, finished=Finished(done, whole.finished.assumed & ready))
    standing = find_standing(connection, items, load_decisions(connection))
    by_source: dict[str, list[Disagreement]] = defaultdict(list)
    for item in items:
        by_source[item.source].append(item)
    complete = {source for source in ready if is_complete(by_source[source], standing.holding)}
    overdue = (complete ^ sources_agreed(connection)) - {source for source, _ in hidden}
    return Queue(found, standing.holding, standing.reopened, frozenset(overdue))


class _Undone(Exception):
    """Everything was done to see what comes of it."""

    def __init__(self, done: Adjudicated) -> None:
        super().__init__()
        self.done = done


def _decide(
    project: Project, answers: Sequence[Answer], queue: Queue | None, *, strict: bool, dry_run: bool = False
) -> Adjudicated:
    require(project, "lead", "adjudicate")
    coder = project.acting_coder()
    queue = queue or load_queue(project)
    touched = {_item(queue, answer.item).source for answer in answers}
    reasons = {answer.why for answer in answers}
    try:
        with project.act(ADJUDICATE, reasons.pop() if len(reasons) == 1 else "") as writer:
            at = writer.act.at
            taken = take_decisions(writer, [_sign(answer, coder.guid, at) for answer in answers], touched)
            stale = tuple(f"item {item}: {why}" for item, why in taken.refused.items())
            if stale and strict:
                raise BadInput("\n".join(stale), "Nothing was decided.")
            layer = write_consensus(writer, touched | queue.overdue)
            done = Adjudicated(taken.made, taken.known, stale, layer)
            if dry_run:
                raise _Undone(done)
    except _Undone as undone:
        return undone.done
    return done


def _sign(answer: Answer, by: str, at: int) -> Decision:
    return Decision(
        answer.item, answer.choice, by, at, answer.why.strip(), {}, answer.coder, answer.code,
        answer.start, answer.end, answer.stance,
    )  # fmt: skip


def _item(queue: Queue, item: str) -> Disagreement:
    found = queue.by_id.get(item)
    if found is None:
        raise NotFound("item", item)
    return found
