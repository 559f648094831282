"""Answering where coders differ: each answer is one act, and the cursor goes on to the next item at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from thematic.model.disagreements import Decision
from thematic.tui.ink import Piece, line
from thematic.tui.screens.code_lines import find_codes
from thematic.tui.screens.compare_offers import JOIN, KEYS, NONE, SHARED, stances_of
from thematic.tui.screens.compare_view import CompareView
from thematic.tui.widgets.palette import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thematic.errors import ThematicError
    from thematic.model.codings import Memo
    from thematic.model.disagreements import Choice, Disagreement
    from thematic.tui.screens.compare_offers import Offer
    from thematic.workflow.adjudication import Adjudicated, Answer
    from thematic.workflow.project import Project

_STANCES = {"s": "supports", "q": "qualifies", "o": "opposes"}
SAID = {JOIN: "Joined", SHARED: "What they share", NONE: "Nothing kept"}


class CompareAnswering(CompareView):
    """The comparison with its answers."""

    # One item

    def action_take_coder(self, digit: int) -> None:
        """Let the codings of the coder with this digit stand."""
        item = self.spoken_of()
        face = next((one for one in self.faces_of(item) if one.digit == digit), None) if item else None
        if item is not None and face is None:
            self.say(f"Nobody here has the digit {digit}.", "warning")
        elif face is not None:
            self.answer(f"{face.name} stands", "accept", coder=face.coder)

    def action_join_both(self) -> None:
        """Keep all words that anybody marked."""
        self._across(JOIN)

    def action_keep_shared(self) -> None:
        """Keep only the words that all marked."""
        self._across(SHARED)

    def action_keep_none(self) -> None:
        """Keep nothing here."""
        if self.spoken_of():
            self.answer(SAID[NONE], "reject")

    def _across(self, key: str) -> None:
        """Join or intersect; where codes or stances differ, one more key says which."""
        item = self.spoken_of()
        if item is None:
            return
        if len(item.coders) < 2:
            only = next(face for face in self.faces_of(item) if face.there)
            self.say(f"Only {only.name} marked it: {only.digit} keeps that, x keeps nothing.", "warning")
        elif len(item.codes) > 1:
            choices = {str(number): self.session.code_name(code) for number, code in enumerate(item.codes, 1)}
            self.ask_key(
                f"{SAID[key]}, coded",
                choices,
                lambda digit: self._with_stance(SAID[key], KEYS[key], code=item.codes[int(digit) - 1]),
            )
        else:
            self._with_stance(SAID[key], KEYS[key])

    def _with_stance(self, said: str, choice: Choice, **named: Any) -> None:
        """Answer with the stance that was noted; where several were, one more key says which."""
        noted = stances_of(self.item) if self.item else ()
        if len(noted) < 2:
            self.answer(said, choice, stance=noted[0] if noted else None, **named)
            return
        choices = {letter: stance for letter, stance in _STANCES.items() if stance in noted}
        self.ask_key(
            f"{said}; it",
            choices,
            lambda letter: self.answer(said, choice, stance=_STANCES[letter], **named),
        )

    def action_edit_answer(self) -> None:
        """Keep other words or another code: select the words, then again for the code."""
        item = self.spoken_of()
        if item is None:
            return
        if self.passage is None or self.passage.id != item.id:
            self.once_shown = self.action_edit_answer
            self.describe()
            return
        if self.focused is not self.transcript:
            self.show_side("text")
            self.say("Select the words to keep, then e or Space for their code; Esc leaves.")
            return
        start, end = self.transcript.now.span

        def find(query: str) -> list[Found]:
            found = find_codes(self.session, {}, query)
            ahead = {code: place for place, code in enumerate(item.codes)} if not query.strip() else {}
            return sorted(found, key=lambda one: ahead.get(one.value, len(ahead)))

        def chosen(codes: tuple[str, ...], _query: str) -> None:
            self.show_side("queue")
            self._with_stance("Other words or code", "new", code=codes[0], start=start, end=end)

        self.choose("Keep the selected words as:", find, chosen)

    def action_defer_item(self) -> None:
        """Put the item off; its codings stay out of the consensus until it is answered."""
        if self.spoken_of():
            self.answer("Put off", "defer")

    def action_codebook_issue(self) -> None:
        """Say that the codebook is at fault, and how: it goes to the list of what to code again."""
        if self.spoken_of():
            self._ask_why(
                "What is wrong in the codebook?",
                lambda why: self.answer("For the codebook", "codebook issue", why=why),
            )

    def action_answer_why(self) -> None:
        """Give the reason for the next answer to this item, or for the one it has."""
        item = self.spoken_of()
        if item is None or self.queue is None:
            return
        decision = self.queue.decisions.get(item.id)

        def reasoned(why: str) -> None:
            if decision is None:
                self.why[item.id] = why
                self.show_entry(item)
            else:
                named = {
                    name: getattr(decision, name) for name in ("coder", "code", "start", "end", "stance")
                }
                self.answer("Reason given", decision.choice, why=why, stays=True, **named)

        self._ask_why("Because:", reasoned)

    def _ask_why(self, question: str, then: Callable[[str], None]) -> None:
        """Ask for a reason; earlier ones that hold the typed words are offered below it."""

        def find(query: str) -> list[Found]:
            words = query.casefold().split()
            typed = " ".join(query.split())
            known = [why for why in self.reasons if all(word in why.casefold() for word in words)]
            offered = [typed, *(why for why in known if why != typed)] if typed else known
            return [Found(why, line(Piece(why))) for why in offered]

        self.choose(question, find, lambda values, _query: then(values[0]))

    def action_reopen_item(self) -> None:
        """Take the decision back: the item waits again."""
        item = self.spoken_of()
        if item is None or self.queue is None:
            return
        if item.id not in self.queue.decisions:
            self.say("Nothing was decided here.", "warning")
            return
        from thematic.workflow.adjudication import reopen

        def done(_count: int) -> None:
            self._hold({item.id: None})
            self.say("Open again.", "good")

        self.session.write("reopen", lambda project: reopen(project, [item.id]), done)

    # How an answer is given

    def spoken_of(self) -> Disagreement | None:
        """The item an answer would be to; says why when there is none."""
        item = self.item
        if item is None:
            self.say("Nothing is shown to decide.", "warning")
        elif not item.differs:
            self.say("They agree here: nothing is to be decided.")
        elif item.id in self.saving:
            self.say("That answer is being saved.")
        else:
            return item
        return None

    def answer(self, said: str, choice: Choice, *, why: str = "", stays: bool = False, **named: Any) -> None:
        """Give the item an answer and go on to the next that waits."""
        from thematic.workflow.adjudication import Answer

        item = self.spoken_of()
        if item is None:
            return
        reason = why or self.why.pop(item.id, "")
        self.write(said, (Answer(item.id, choice, reason, **named),))
        if not stays:
            self.go_on()

    def write(self, said: str, answers: Sequence[Answer]) -> None:
        """Write answers in one act; what is decided shows once it is durable."""
        from thematic.workflow.adjudication import decide

        queue, ids = self.queue, {one.item for one in answers}
        self.saving |= ids
        self._stay |= ids
        self.list.redraw()

        def done(done: Adjudicated) -> None:
            self.saving -= ids
            self._note_reasons(answers)
            self._hold({one.item: _sign(one, self.session.coder or "") for one in answers})
            answered, disagreements = self.progress()
            complete = [self.session.source(guid) for guid in done.layer.complete]
            names = ", ".join(source.name for source in complete if source)
            now = f" {names} has its consensus now." if names else ""
            self.say(f"{said}. {answered:,} of {disagreements:,} answered.{now}", "good")
            if any(one.choice == "codebook issue" for one in answers):
                self.start(self._read_memos, "memos")

        def refused(error: ThematicError) -> None:
            self.saving -= ids
            self.list.redraw()
            back = (number for number, row in enumerate(self.rows) if row.item and row.item.id in ids)
            self.list.move_to(next(back, self.list.cursor))
            self.say(str(error), "warning")

        verb = "adjudicate" if len(answers) == 1 else f"adjudicate {len(answers)}"
        self.session.write(verb, partial(_decide, decide, answers, queue), done, refused)

    async def _read_memos(self) -> None:
        """An issue of the codebook is a memo on its code."""
        self.session.take_memos(await self.session.read(_list_memos))

    def _note_reasons(self, answers: Sequence[Answer]) -> None:
        for why in {one.why for one in answers if one.why}:
            if why not in self.reasons:
                self.reasons.insert(0, why)

    def _hold(self, changed: dict[str, Decision | None]) -> None:
        """Show what is decided now, without comparing everything anew."""
        queue = self.queue
        if queue is None:
            return
        decisions = dict(queue.decisions) | {item: one for item, one in changed.items() if one is not None}
        for item in [item for item, one in changed.items() if one is None]:
            decisions.pop(item, None)
        reopened = {item: why for item, why in queue.reopened.items() if item not in changed}
        self.queue = replace(queue, decisions=decisions, reopened=reopened)
        self.list.redraw()
        self.entitle()
        here = self.item
        if here is not None and here.id in changed:
            self.describe()
        self.refresh_bars()

    def go_on(self) -> None:
        """Go to the next item that waits, below or else from the top."""
        here = self.list.cursor
        order = [*range(here + 1, len(self.rows)), *range(here + 1)]
        waits = ("waiting", "reopened")
        for number in order:
            item = self.rows[number].item
            if item is not None and self.mark(item.id) in waits:
                self.list.move_to(number)
                return

    def give(self, offer: Offer) -> None:
        """Give the answer that is offered, asking what it leaves open."""
        if offer.face is not None:
            self.action_take_coder(offer.face.digit)
        elif offer.key == NONE:
            self.action_keep_none()
        else:
            self._across(offer.key)


def _decide(decide: Any, answers: Sequence[Answer], queue: Any, project: Project) -> Adjudicated:
    done: Adjudicated = decide(project, answers, queue)
    return done


def _list_memos(project: Project) -> tuple[Memo, ...]:
    from thematic.workflow.reading import list_memos

    return list_memos(project)


def _sign(answer: Answer, by: str) -> Decision:
    return Decision(
        answer.item, answer.choice, by, 0, answer.why, {}, answer.coder, answer.code,
        answer.start, answer.end, answer.stance,
    )  # fmt: skip
