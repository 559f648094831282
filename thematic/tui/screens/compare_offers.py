"""The answers that an item can be given, and what each would keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.codings import Coding, Stance
    from thematic.model.disagreements import Choice, Decision, Disagreement
    from thematic.tui.screens.compare_faces import Face
    from thematic.workflow.adjudication import Answer, Queue
    from thematic.workflow.project import Project

JOIN, SHARED, NONE = "b", "i", "x"
KEYS: dict[str, Choice] = {JOIN: "union", SHARED: "intersection", NONE: "reject"}
"""Keys of answers that name no coder."""

_WORDS: dict[Choice, str] = {
    "union": "joined",
    "intersection": "what they share",
    "reject": "nothing",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that can be given with one key, or two."""

    key: str
    words: str
    answer: Answer
    face: Face | None = None
    """Whose codings would stand."""
    then: str = ""
    """What is asked besides."""
    kept: tuple[Coding, ...] = ()
    """What it would put into the consensus."""
    problem: str = ""
    """Why it makes no sense here."""


def stances_of(item: Disagreement) -> tuple[Stance, ...]:
    """The stances noted, each once, in the order of the codings."""
    return tuple(dict.fromkeys(coding.stance for coding in item.codings if coding.stance))


def work_out(project: Project, queue: Queue, item: Disagreement, faces: Sequence[Face]) -> tuple[Offer, ...]:
    """Every answer to an item with what it would keep, under the first code and stance where one is asked."""
    from thematic.workflow.adjudication import Answer, preview

    wanted = [
        Offer(str(face.digit), face.name, Answer(item.id, "accept", coder=face.coder), face) for face in faces
    ]
    if len(item.coders) > 1:
        stances, several = stances_of(item), len(item.codes) > 1
        then = "  whose code?" if several else "  which stance?" if len(stances) > 1 else ""
        wanted += [
            Offer(
                key,
                _WORDS[KEYS[key]],
                Answer(
                    item.id,
                    KEYS[key],
                    code=item.codes[0] if several else None,
                    stance=stances[0] if len(stances) > 1 else None,
                ),
                then=then,
            )
            for key in (JOIN, SHARED)
        ]
    wanted.append(Offer(NONE, _WORDS["reject"], Answer(item.id, "reject")))
    offers = []
    for offer in wanted:
        try:
            kept, problem = preview(project, queue, offer.answer), ""
        except BadInput as error:
            kept, problem = (), error.message.partition(": ")[2]
        offers.append(
            Offer(offer.key, offer.words, offer.answer, offer.face, offer.then if kept else "", kept, problem)
        )
    return tuple(offers)


def keep_now(project: Project, queue: Queue, item: Disagreement) -> tuple[Coding, ...]:
    """What the answer that was given keeps; nothing where there is none, or it leaves the item open."""
    from thematic.workflow.adjudication import Answer, preview

    held = queue.decisions.get(item.id)
    if held is None:
        return ()
    answer = Answer(item.id, held.choice, "", held.coder, held.code, held.start, held.end, held.stance)
    try:
        return preview(project, queue, answer)
    except BadInput:
        return ()


def say_decision(decision: Decision, faces: Sequence[Face], by: str) -> str:
    """A decision in words."""
    whose = next((face.name for face in faces if face.coder == decision.coder), "another coder")
    said = {
        "accept": f"{whose} stands",
        "union": "joined",
        "intersection": "what they share",
        "new": "other words or code",
        "reject": "nothing kept",
        "codebook issue": "¶ an issue of the codebook",
        "defer": "… put off",
    }[decision.choice]
    return f"{said}, decided by {by}"
