"""From decisions to the consensus layer: what the coders agree on once somebody has decided.

Coders' own codings are never touched. A consensus coding is a new one with
links to what it rests on, and its id follows from the item, so that the same
decision applied twice, or in two copies of a project, is one coding.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.model.codings import Coding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.codings import Stance
    from thematic.model.disagreements import Choice, Decision, Disagreement

NAMESPACE = uuid.UUID("6f0a4b58-5d0b-5a8e-9a53-1c7f9d3f2f10")
LEAVES_OPEN: frozenset[Choice] = frozenset({"codebook issue", "defer"})

Span = tuple[int, int]


@dataclass(frozen=True)
class Consensus:
    """A coding of the agreed layer and the coders' codings it rests on."""

    coding: Coding
    rests_on: tuple[str, ...]
    """Guids, sorted."""
    item: str
    """Id of the item it answers."""


@dataclass(frozen=True)
class Resolution:
    """What decisions make of the items."""

    consensus: tuple[Consensus, ...]
    """In the order of the items."""
    open: tuple[Disagreement, ...]
    """Undecided, deferred, waiting for the codebook, or re-opened by a later edit."""
    issues: tuple[Decision, ...]
    """Decisions that say the codebook is at fault: for its memos and the list of what to code again."""
    problems: tuple[str, ...]
    """Decisions that could not be applied, each with the reason; nothing is guessed."""


class _CannotApply(Exception):
    """A decision that makes no sense for its item."""


def resolve_disagreements(
    items: Sequence[Disagreement],
    decisions: Iterable[Decision],
    *,
    texts: Mapping[str, str],
    heads: Mapping[str, str],
) -> Resolution:
    """Apply decisions to items; exact and single-coded ones need none.

    Args:
        items: All items, disagreements and others.
        decisions: At most one per item; a second one for the same item is a problem.
        texts: Text version guid → its words.
        heads: Coding guid → id of the fact that is its head now. A decision
            that saw another head is re-opened.
    """
    known = {item.id: item for item in items}
    answers, problems = _pick(known, decisions, heads)
    consensus: list[Consensus] = []
    left = []
    for item in items:
        decision = answers.get(item.id)
        if decision is None or decision.choice in LEAVES_OPEN:
            if item.differs:
                left.append(item)
            else:
                consensus += _agreed(item)
            continue
        try:
            consensus += _apply(item, decision, texts)
        except _CannotApply as reason:
            problems.append(f"item {item.id}: {reason}")
            left.append(item)
    issues = tuple(answers[item.id] for item in items if _is_issue(answers.get(item.id)))
    return Resolution(tuple(consensus), tuple(left), issues, tuple(problems))


def _pick(
    known: Mapping[str, Disagreement], decisions: Iterable[Decision], heads: Mapping[str, str]
) -> tuple[dict[str, Decision], list[str]]:
    answers: dict[str, Decision] = {}
    problems = []
    for decision in decisions:
        if decision.item not in known:
            problems.append(f"item {decision.item}: no such item; its codings were changed or withdrawn.")
        elif changed := _changed(decision, heads):
            problems.append(f"item {decision.item}: changed since it was decided ({changed}); open again.")
        elif decision.item in answers and answers[decision.item] != decision:
            problems.append(f"item {decision.item}: decided twice, differently; the first stands.")
        else:
            answers.setdefault(decision.item, decision)
    return answers, problems


def _changed(decision: Decision, heads: Mapping[str, str]) -> str:
    """The codings that are not as they were shown, in words; empty when all are."""
    changed = sorted(guid for guid, fact in decision.seen.items() if heads.get(guid) != fact)
    return f"coding {', '.join(changed)}" if changed else ""


def _is_issue(decision: Decision | None) -> bool:
    return decision is not None and decision.choice == "codebook issue"


def _agreed(item: Disagreement) -> list[Consensus]:
    """Agreement without a decision: one coder's codings stand for all where they are exact."""
    chosen = item.codings if item.kind == "single-coded" else item.by(item.coders[0])
    stance = _common_stance(item.codings) if item.kind == "exact" else None
    return [
        _consensus(item, place, coding, stance=stance or coding.stance) for place, coding in enumerate(chosen)
    ]


def _common_stance(codings: Iterable[Coding]) -> Stance | None:
    """The one stance noted by anybody, or None where nobody or not all who did noted the same."""
    stances = {coding.stance for coding in codings if coding.stance}
    return stances.pop() if len(stances) == 1 else None


def _apply(item: Disagreement, decision: Decision, texts: Mapping[str, str]) -> list[Consensus]:
    if decision.choice == "reject":
        return []
    if decision.choice == "accept":
        if decision.coder is None:
            raise _CannotApply("'accept' must say whose coding stands.")
        if decision.coder not in (*item.coders, *item.absent):
            raise _CannotApply("the coder whose coding should stand had no part in it.")
        return [
            _consensus(item, place, coding, stance=decision.stance or coding.stance)
            for place, coding in enumerate(item.by(decision.coder))
        ]
    code, stance = _code(item, decision), _stance(item, decision)
    made = []
    for place, (start, end) in enumerate(_spans(item, decision)):
        words = texts.get(item.text, "")
        if not 0 <= start < end <= len(words):
            raise _CannotApply(f"{start}:{end} is not a passage of the text.")
        first = item.codings[0]
        new = Coding("", first.source, first.text, start, end, words[start:end], code, "")
        made.append(_consensus(item, place, new, stance=stance))
    return made


def _code(item: Disagreement, decision: Decision) -> str:
    if decision.code:
        return decision.code
    if len(item.codes) > 1 or decision.choice == "new":
        raise _CannotApply(f"'{decision.choice}' must say which code.")
    return item.codes[0]


def _stance(item: Disagreement, decision: Decision) -> Stance | None:
    noted = {coding.stance for coding in item.codings if coding.stance}
    if decision.stance is None and len(noted) > 1 and decision.choice != "new":
        raise _CannotApply("the coders' stances differ; say which 'stance' to keep.")
    return decision.stance or (_common_stance(item.codings) if decision.choice != "new" else None)


def _spans(item: Disagreement, decision: Decision) -> list[Span]:
    if decision.choice == "union":
        return [(item.start, item.end)]
    if decision.choice == "new":
        if decision.start is None or decision.end is None:
            raise _CannotApply("'new' must give a span.")
        return [(decision.start, decision.end)]
    shared = shared_spans([[(c.start, c.end) for c in item.by(coder)] for coder in item.coders])
    if not shared:
        raise _CannotApply("the codings have no words in common.")
    return shared


def shared_spans(coders: Sequence[Sequence[Span]]) -> list[Span]:
    """Passages every coder covers, each coder's overlapping or touching spans taken as one."""
    common = _joined(coders[0])
    for spans in coders[1:]:
        common = [
            (max(a, c), min(b, d)) for a, b in common for c, d in _joined(spans) if max(a, c) < min(b, d)
        ]
    return common


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _consensus(item: Disagreement, place: int, like: Coding, *, stance: Stance | None) -> Consensus:
    # Whoever decides, in whichever copy: what is never changed again must follow from the item alone.
    coding = Coding(
        guid=str(uuid.uuid5(NAMESPACE, f"{item.id}/{place}")),
        source=like.source,
        text=like.text,
        start=like.start,
        end=like.end,
        quote=like.quote,
        code=like.code,
        coder=item.coders[0],
        layer="agreed",
        stance=stance,
        origin=f"item {item.id}",
    )
    return Consensus(coding, tuple(sorted(each.guid for each in item.codings)), item.id)
