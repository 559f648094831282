"""One answer to many disagreements of a kind: counted, asked, and one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.screens.compare_answering import SAID, CompareAnswering
from thematic.tui.screens.compare_lines import MEANINGS
from thematic.tui.screens.compare_offers import JOIN, KEYS, NONE, SHARED, stances_of
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.disagreements import Choice, Disagreement


class CompareBulk(CompareAnswering):
    """The comparison with answers to many items at once."""

    def action_answer_all(self) -> None:
        """Give all shown items of this kind one answer, after counting and asking."""
        item = self.spoken_of()
        if item is None or self.queue is None:
            return
        alike = [
            row.item for row in self.rows
            if row.item and row.kind == item.kind and self.mark(row.item.id) in ("waiting", "reopened")
        ]  # fmt: skip
        everywhere = (
            frozenset.intersection(*(frozenset((*one.coders, *one.absent)) for one in alike)) if alike else ()
        )
        choices = {JOIN: "joined", SHARED: "shared words", NONE: "nothing", "s": "put off"}
        if not self.nameless:
            choices |= {
                str(face.digit): face.name for face in self.faces_of(item) if face.coder in everywhere
            }
        self.ask_key(
            f"{len(alike)} '{item.kind}' shown, all:", choices, lambda key: self._ask_all(key, item, alike)
        )

    def _ask_all(self, key: str, item: Disagreement, alike: Sequence[Disagreement]) -> None:
        from thematic.workflow.adjudication import Answer

        face = next((one for one in self.faces_of(item) if str(one.digit) == key), None)
        choice: Choice = "accept" if face else "defer" if key == "s" else KEYS[key]
        fit = [one for one in alike if key not in (JOIN, SHARED) or _alone(one)]
        said = f"{face.name} stands" if face else "Put off" if key == "s" else SAID[key]
        if not fit:
            self.say(f"In none of the {len(alike)} does that say enough: codes or stances differ.", "warning")
            return
        left = len(alike) - len(fit)
        besides = f", {left} wait for an answer of their own" if left else ""
        why = self.why.pop(item.id, "")
        answers = [Answer(one.id, choice, why, coder=face.coder if face else None) for one in fit]

        def sure(yes: str) -> None:
            if yes == "y":
                self.write(f"{many(len(answers), 'item')}: {said.lower()}", answers)
                self.go_on()

        meaning = MEANINGS[item.kind]
        self.ask_key(
            f"{said}: {many(len(answers), 'item')} ({meaning}){besides}?",
            {"y": "yes, one act", "n": "no"},
            sure,
        )


def _alone(item: Disagreement) -> bool:
    """Whether joining or intersecting says everything: one code, no two stances, somebody to join."""
    if len(item.coders) < 2 or len(item.codes) > 1 or len(stances_of(item)) > 1:
        return False
    first, *others = ([(one.start, one.end) for one in item.by(coder)] for coder in item.coders)
    return all(any(a < d and c < b for a, b in first for c, d in spans) for spans in others)
