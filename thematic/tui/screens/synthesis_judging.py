"""Acts on the evidence beside the outline: confirm, re-stage, exclude; choose, order and word quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.tui.screens.synthesis_view import SynthesisView

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.errors import ThematicError
    from thematic.model.evidence import Passage
    from thematic.workflow.project import Project

_STANCES = {"s": "supports", "q": "qualifies", "o": "opposes", "c": "as coded"}
_FORMS = {"b": "block", "i": "inline", "u": "unattributed"}


class SynthesisJudging(SynthesisView):
    """The board with the acts on its evidence."""

    def act(
        self,
        what: str,
        act: Callable[[Project], Any],
        *,
        to_made: bool = False,
        refused: Callable[[ThematicError], None] | None = None,
    ) -> None:
        """Do an act and show the board as it stands after it.

        Args:
            what: What it does, in words.
            act: Calls the workflow.
            to_made: It returns the id of what it made, and the cursor goes there.
            refused: Told instead when it must not be done.
        """

        def done(result: Any) -> None:
            if to_made and isinstance(result, str):
                self.wanted = result
            self.fill()
            self.say(f"{what[:1].upper()}{what[1:]}.", "good")

        self.session.write(what, act, done, refused)

    def chosen_passage(self) -> tuple[str, Passage] | None:
        """The statement and the passage that an act on evidence is about."""
        if self.sheet is None or self.passage is None or not self.judging:
            self.say("Go to a passage of the evidence first: Enter or Tab.", "warning")
            return None
        return self.sheet.id, self.passage

    def action_confirm_evidence(self) -> None:
        """Confirm that the passage bears on the statement."""
        from thematic.workflow.judging import decide_evidence

        found = self.chosen_passage()
        if found:
            name, one = found
            self.act("confirm evidence", lambda p: decide_evidence(p, name, [one.quote.guid], "confirmed"))

    def action_restage(self) -> None:
        """Say that the passage supports, qualifies or opposes the statement, or that it stands as coded."""
        from thematic.workflow.judging import decide_evidence, release_evidence

        found = self.chosen_passage()
        if not found:
            return
        name, one = found
        guid = one.quote.guid

        def put(key: str) -> None:
            stance: Any = _STANCES[key]
            if key == "c":
                self.act("release evidence", lambda p: release_evidence(p, name, [guid]))
            else:
                self.act("restage evidence", lambda p: decide_evidence(p, name, [guid], stance))

        self.ask_key("In this finding it:", _STANCES, put)

    def exclude(self) -> None:
        """Leave the passage out of the statement, with a reason."""
        from thematic.workflow.judging import decide_evidence

        found = self.chosen_passage()
        if found:
            name, one = found
            self.ask_line(
                f"Leave {one.quote.respondent or one.quote.source} out, because:",
                lambda reason: self.act(
                    "exclude evidence",
                    lambda p: decide_evidence(p, name, [one.quote.guid], "excluded", reason),
                ),
            )

    def action_illustrate(self) -> None:
        """Print the passage with the statement, or no longer."""
        from thematic.workflow.judging import print_quote

        found = self.chosen_passage()
        if found:
            name, one = found
            what = "drop quote" if one.place else "choose quote"
            self.act(what, lambda p: print_quote(p, name, one.quote.guid, printed=not one.place))

    def action_quote_form(self) -> None:
        """Print the quote as a block, inline, or without saying whose it is."""
        from thematic.workflow.judging import form_quote

        found = self.chosen_passage()
        if not found:
            return
        name, one = found

        def put(key: str) -> None:
            form: Any = _FORMS[key]
            self.act("form quote", lambda p: form_quote(p, name, one.quote.guid, form))

        self.ask_key("Printed:", _FORMS, put)

    def word_quote(self) -> None:
        """Print other words of the passage."""
        from thematic.workflow.judging import word_quote

        found = self.chosen_passage()
        if not found or self.spoken_of is None:
            return
        name, one = found
        printed = next((q.text for q in self.spoken_of.quotes if q.coding == one.quote.guid), "")
        if not printed:
            self.say("Choose the passage as a quote first: *.", "warning")
            return
        self.ask_line(
            "Words printed ([...] leaves out, [so] puts in):",
            lambda words: self.act("word quote", lambda p: word_quote(p, name, one.quote.guid, words)),
            text=" ".join(printed.split()),
        )

    def step_quote(self, step: int) -> None:
        """Print the quote earlier or later."""
        from thematic.workflow.judging import step_quote

        found = self.chosen_passage()
        if found:
            name, one = found
            self.act("order quotes", lambda p: step_quote(p, name, one.quote.guid, step))
