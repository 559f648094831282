"""All answers to one question, one after the other, coded in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from thematic.tui.ink import Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.passages import Piece as Passage
from thematic.tui.passages import in_a_row
from thematic.tui.screens.memoing import MemoingScreen
from thematic.tui.widgets.palette import Found
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType

    from thematic.model.sources import Question, Respondent
    from thematic.tui.actions import Place
    from thematic.workflow.answers import Answer
    from thematic.workflow.project import Project

_TOLD = 3
"""Attributes of a respondent shown above the answer."""


class QuestionsScreen(MemoingScreen):
    """Answers in a row."""

    here: ClassVar[tuple[Place, ...]] = ("questions", "mark")
    mode_words = "QUESTION"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("questions", "mark")

    def __init__(self) -> None:
        super().__init__()
        self.question: Question | None = None
        self._filter = ""

    def fill(self) -> None:
        """Read the answers anew."""
        self.fill_codes()
        if self.question is None:
            self.question = next(iter(self._questions()), None)
        if self.question is None:
            self.entitle("This project has no questions: 'thematic questions import FILE' brings them in.")
        else:
            self.show_question(self.question)

    def _questions(self) -> list[Question]:
        return sorted(self.session.questions.values(), key=lambda one: one.number)

    def show_question(self, question: Question) -> None:
        """Show all answers to a question."""
        self.question = question
        self.start(partial(self._read, question), "answers")

    async def _read(self, question: Question) -> None:
        self.entitle(f"Q{question.number} …")
        found = await self.session.read(lambda project: _read_answers(project, question.guid))
        answers = [answer for answer in found if self._passes(answer)]
        passages = in_a_row(self._pieces(answers, question))
        sentences: list[tuple[int, int]] = []
        codings = {one.guid: one for answer in answers for one in answer.codings}
        here = 0
        for answer in answers:
            sentences += [(here + start, here + end) for start, end in answer.sentences()]
            here += len(answer.words) + 2
        same = self.passages is not None and self.passages.shown.text == passages.shown.text
        if same:
            self.passages = passages
            self.show_again(codings.values())
        else:
            self.show_passages(passages, sentences, codings.values())
        people = len({answer.respondent for answer in answers})
        of = f"{people} of {len({answer.respondent for answer in found})} people"
        who = of if self._filter else many(people, "person", "people")
        self.entitle(f"Q{question.number}  ·  {who}  ·  {question.text}")
        self.look_again()
        self.refresh_bars()

    def _passes(self, answer: Answer) -> bool:
        words = self._filter.casefold().split()
        person = self.session.respondents.get(answer.respondent or "")
        facts = person.attributes.items() if person else ()
        hay = " ".join(
            [person.label if person else "", *(f"{name}={value}" for name, value in facts)]
        ).casefold()
        return all(word in hay for word in words)

    def _pieces(self, answers: list[Answer], question: Question) -> Iterator[Passage]:
        before: tuple[str, str | None] | None = None
        for answer in answers:
            person = self.session.respondents.get(answer.respondent or "")
            again = before == (answer.source, answer.respondent)
            before = (answer.source, answer.respondent)
            yield Passage(
                answer.source,
                answer.text,
                answer.start,
                answer.end,
                answer.words,
                "" if again else _told(person, self.session.facts_on(person)[:_TOLD] if person else []),
                answer.respondent,
                question.guid,
            )

    def read_again(self) -> None:
        """Read the answers anew."""
        self.fill()

    def action_next_question(self) -> None:
        """Read the next question's answers."""
        self._step(1)

    def action_previous_question(self) -> None:
        """Read the question before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        questions = self._questions()
        if self.question in questions:
            at = questions.index(self.question) + step
            if 0 <= at < len(questions):
                self.show_question(questions[at])
            else:
                self.say("That is the last question." if step > 0 else "That is the first question.")

    def action_pick_question(self) -> None:
        """Choose the question."""

        def find(query: str) -> list[Found]:
            words = query.casefold().split()
            return [
                Found(
                    one.guid,
                    line(Piece(f"Q{one.number:<3}", "accent"), Piece(" ".join(one.text.split()))),
                    one.text,
                )
                for one in self._questions()
                if all(word in f"q{one.number} {one.text}".casefold() for word in words)
            ]

        self.choose(
            "Question:", find, lambda guids, _query: self.show_question(self.session.questions[guids[0]])
        )

    def action_filter_people(self) -> None:
        """Show only respondents whose label or attributes match."""

        def look(words: str) -> None:
            self._filter = words.strip()
            self.fill()

        self.ask_line("Only respondents with:", look, text=self._filter, dismissed=lambda: look(""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter opens the source from the text only; in a list it is the list's."""
        if action == "open_source" and self.focused is not self.transcript:
            return False
        return super().check_action(action, parameters)

    def action_open_source(self) -> None:
        """See the place in its transcript."""
        spot = self.spot()
        if spot is not None:
            self.desk.open_in_coding(spot.source, (spot.start, spot.end))


def _told(person: Respondent | None, facts: list[tuple[str, str]]) -> str:
    """A respondent in a line: label and what is known."""
    if person is None:
        return "nobody known"
    return " · ".join([person.label, *(value for _, value in facts if value not in ("yes", "no"))])


def _read_answers(project: Project, question: str) -> tuple[Answer, ...]:
    from thematic.workflow.answers import read_answers

    return read_answers(project, question)
