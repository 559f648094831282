"""The synthesis board: moving, joining, parting and waiving; each asks what it must and is one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from thematic.tui.keys import bindings_for
from thematic.tui.screens.synthesis_lines import codes_of
from thematic.tui.screens.synthesis_writing import SynthesisWriting, offer

if TYPE_CHECKING:
    from textual.binding import BindingType

    from thematic.tui.actions import Place
    from thematic.tui.messages import LineChosen


class SynthesisScreen(SynthesisWriting):
    """The board."""

    here: ClassVar[tuple[Place, ...]] = ("synthesis",)
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("synthesis")

    def on_line_chosen(self, event: LineChosen) -> None:
        """From the outline to its evidence; from a passage to its transcript."""
        if event.sender is self.outline:
            if self.sheet is not None:
                self.set_focus(self.evidence)
        elif self.passage is not None:
            quote = self.passage.quote
            self.desk.open_in_coding(self.passage.source, (quote.start, quote.end), quote.guid)

    # Moving

    def action_statement_up(self) -> None:
        """Move the finding, point or section up; a printed quote before the one above."""
        self._step(-1)

    def action_statement_down(self) -> None:
        """Move the finding, point or section down; a printed quote after the one below."""
        self._step(1)

    def _step(self, step: int) -> None:
        from thematic.workflow import board

        row = self.row
        if self.judging:
            self.step_quote(step)
        elif row is not None and row.kind == "section":
            self.act("move section", lambda project: board.move_section(project, row.id, step))
        elif row is not None and row.counted is not None:
            self.act("move finding", lambda project: board.step_statement(project, row.id, step))

    def action_level_out(self) -> None:
        """Make the point a finding of its own."""
        from thematic.workflow.board import raise_point

        if self.row is not None and self.row.counted is not None:
            name = self.row.id
            self.act("make a finding", lambda project: raise_point(project, name))

    def action_level_in(self) -> None:
        """Make the finding a point of the one above."""
        from thematic.workflow.board import lower_finding

        if self.row is not None and self.row.counted is not None:
            name = self.row.id
            self.act("make a point", lambda project: lower_finding(project, name))

    def action_rank_findings(self) -> None:
        """Put the section's findings in the order of their computed rank."""
        from thematic.workflow.board import rank_section

        if self.row is not None and self.row.section:
            section = self.row.section
            self.act("order by rank", lambda project: rank_section(project, section))

    def action_pin_number(self) -> None:
        """Fix the finding's number, or free it."""
        from thematic.workflow.board import pin_finding

        row = self.row
        if row is None or row.kind != "finding":
            self.say("Only findings have numbers of their own.", "warning")
            return

        def pin(words: str) -> None:
            if words.strip() and not words.strip().isdecimal():
                self.say(f"'{words.strip()}' is not a number.", "warning")
                return
            number = int(words) if words.strip() else None
            self.act("pin" if number else "free number", lambda project: pin_finding(project, row.id, number))

        pinned = bool(getattr(row.counted, "pinned", False))
        self.ask_line("Number (empty frees it):", pin, text="" if pinned else row.label)

    # Joining and parting

    def action_mark_finding(self) -> None:
        """Mark the finding for merging, or no longer."""
        row = self.row
        if row is None or row.kind != "finding":
            self.say("Only findings can be merged.", "warning")
            return
        if row.id in self.marked:
            self.marked.remove(row.id)
        else:
            self.marked.append(row.id)
        self.outline.redraw()
        self.outline.action_line_down()
        self.refresh_bars()

    def action_merge_findings(self) -> None:
        """Merge the marked findings into this one, after asking."""
        row = self.row
        names = [name for name in self.marked if row is None or name != row.id]
        if row is None or row.kind != "finding" or not names:
            self.say("Mark findings with M, then go to the one that stays.", "warning")
            return

        def merge(key: str) -> None:
            from thematic.workflow.board import merge_findings

            if key == "y":
                self.marked.clear()
                self.act("merge findings", lambda project: merge_findings(project, names, row.id))

        many = f"{len(names)} finding{'' if len(names) == 1 else 's'}"
        self.ask_key(
            f"{many} into {row.label}? Statements become its points.", {"y": "merge", "n": "leave"}, merge
        )

    def action_split_finding(self) -> None:
        """Take some of the finding's codes into a new finding after it."""
        row = self.row
        if row is None or row.kind != "finding" or row.counted is None or self.board is None:
            return
        book = self.session.codebook
        held = codes_of(row.counted, self.board)
        keys = list(held)
        if len(held) == 1 and held[0] in book.by_key:
            keys = [code.key for code in book.children(book.by_key[held[0]].guid) if code.status == "active"]
        if not keys:
            self.say("It rests on one code: there is nothing to part.", "warning")
            return

        def split(codes: tuple[str, ...], _query: str) -> None:
            from thematic.workflow.board import split_finding

            self.act("split finding", lambda project: split_finding(project, row.id, codes), to_made=True)

        offered = [(key, book.by_key[key].name if key in book.by_key else key) for key in keys]
        self.choose("Goes into a new finding (Tab marks several):", offer(offered), split, several=True)

    def action_set_aside(self) -> None:
        """Set the finding aside with a reason; remove an empty section; exclude a passage."""
        row = self.row
        if self.judging:
            self.exclude()
        elif row is None:
            return
        elif row.kind == "section":
            from thematic.workflow.board import drop_section

            self.act("remove section", lambda project: drop_section(project, row.id))
        elif row.counted is not None:
            from thematic.workflow.board import set_aside

            self.ask_line(
                f"Set {row.label} aside, because:",
                lambda reason: self.act("set aside", lambda project: set_aside(project, row.id, reason)),
            )

    # Words and remarks

    def action_choose_word(self) -> None:
        """Choose the word for how many over the computed one, with a reason, or go back to it."""
        from thematic.workflow.board import choose_word, compute_word

        row = self.row
        if row is None or row.counted is None or self.board is None:
            return
        name, computed = row.id, row.counted.computed.word
        words = [("", f"the computed word: {computed}")]
        words += [(rule.word, rule.word) for rule in self.board.findings.policy.rules]

        def chosen(values: tuple[str, ...], _query: str) -> None:
            if not values[0]:
                self.act("compute word", lambda project: compute_word(project, name))
                return
            self.ask_line(
                f"'{values[0]}' instead of '{computed}', because:",
                lambda reason: self.act(
                    "choose word", lambda project: choose_word(project, name, values[0], reason)
                ),
            )

        self.choose("How many:", offer(words), chosen)

    def action_still_stands(self) -> None:
        """Say that the statement still stands on the evidence there is now."""
        from thematic.workflow.board import keep_statement

        if self.row is not None and self.row.counted is not None:
            name = self.row.id
            self.act("still stands", lambda project: keep_statement(project, name))

    def action_waive(self) -> None:
        """Waive one of the linter's remarks, signed and with a reason; or take a waiver back."""
        from thematic.workflow.linting import waive_check, withdraw_waiver

        row = self.row
        if row is None or self.board is None:
            return
        name = row.id if row.counted is not None else ""
        remarks = self.board.of(name)
        if not remarks:
            self.say("The linter has nothing to say here.")
            return
        offered = [
            (one.check, f"{'waived: ' if one.waived else ''}{one.message} [{one.check}]") for one in remarks
        ]
        waived = {one.check for one in remarks if one.waived}

        def chosen(values: tuple[str, ...], _query: str) -> None:
            check = values[0]
            if check in waived:
                self.act("withdraw waiver", lambda project: withdraw_waiver(project, check, name))
                return
            self.ask_line(
                f"Waive '{check}', because:",
                lambda reason: self.act("waive", lambda project: waive_check(project, check, name, reason)),
            )

        self.choose("Waive:", offer(offered), chosen)
