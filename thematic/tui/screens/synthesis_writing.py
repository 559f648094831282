"""Acts that add to the outline and write in it, with the linter looking on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.errors import Overtaken
from thematic.tui.ink import Piece, line
from thematic.tui.screens.code_lines import find_codes
from thematic.tui.screens.synthesis_judging import SynthesisJudging
from thematic.tui.screens.synthesis_lines import codes_of
from thematic.tui.widgets.palette import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thematic.errors import ThematicError
    from thematic.tui.screens.synthesis_lines import Row
    from thematic.tui.widgets.board_editor import StatementClosed

_KINDS = {"e": "elaboration", "r": "recommendation", "s": "specification"}


class SynthesisWriting(SynthesisJudging):
    """The board with the acts that add and write."""

    # Adding

    def action_add_finding(self) -> None:
        """Add a finding that rests on codes, after this one; of a theme, make it a finding."""
        row = self.row
        if row is None or self.board is None:
            return
        if row.kind == "theme":
            self._raise_theme(row)
            return
        section = row.section
        after = row.id if row.kind == "finding" else ""

        def made(codes: Sequence[str], statement: str = "") -> None:
            from thematic.workflow.board import add_finding

            self.act(
                "add finding",
                lambda project: add_finding(project, statement, section, codes=codes, after=after),
                to_made=True,
            )

        self._choose_codes(
            "New finding on (Ctrl-n: without a code):",
            made,
            lambda query: self.ask_line("Statement:", lambda words: made((), words), text=query),
        )

    def _raise_theme(self, row: Row) -> None:
        from thematic.workflow.board import raise_theme

        self._choose_section(
            f"{row.text} becomes a finding of:",
            lambda section: self.act(
                "make a finding", lambda project: raise_theme(project, row.id, section), to_made=True
            ),
        )

    def action_add_section(self) -> None:
        """Add a section after this one."""
        from thematic.workflow.board import add_section

        after = self.row.section if self.row else ""

        def make(title: str) -> None:
            if title.strip():
                self.act(
                    "add section",
                    lambda project: add_section(project, title.strip(), after=after),
                    to_made=True,
                )

        self.ask_line("Title of the new section:", make)

    def action_add_point(self) -> None:
        """Add a lettered point under the finding."""
        row = self.row
        if row is None or row.counted is None:
            self.say("A point goes under a finding.", "warning")
            return
        above = self.finding_above(row)
        after = row.id if row.kind == "point" else ""

        def made(codes: Sequence[str], statement: str = "") -> None:
            def kind(key: str) -> None:
                from thematic.workflow.board import add_point

                what: Any = _KINDS[key]
                self.act(
                    "add point",
                    lambda project: add_point(project, above, statement, codes=codes, kind=what, after=after),
                    to_made=True,
                )

            self.ask_key("The point is:", _KINDS, kind)

        self._choose_codes(
            "New point on (Ctrl-n: without a code):",
            made,
            lambda query: self.ask_line("Statement:", lambda words: made((), words), text=query),
        )

    def action_add_evidence(self) -> None:
        """Rest the statement on another code too: its quotes become evidence."""
        row = self.row
        if row is None or row.counted is None or self.board is None:
            return
        name, held = row.id, codes_of(row.counted, self.board)

        def more(codes: Sequence[str], _statement: str = "") -> None:
            from thematic.workflow.board import set_codes

            self.act(
                "set codes", lambda project: set_codes(project, name, list(dict.fromkeys([*held, *codes])))
            )

        self._choose_codes(f"{row.label} rests also on:", more)

    # Writing

    def action_edit_statement(self) -> None:
        """Write the statement while the linter looks on; a section's title; the words of a printed quote."""
        row = self.row
        if self.judging:
            self.word_quote()
        elif row is None:
            return
        elif row.counted is not None:
            self.write(row.id, f"{self.label_of(row)}  ·  {row.id}", row.counted.statement)
        elif row.kind == "section":
            from thematic.workflow.board import entitle_section

            self.ask_line(
                "Title:",
                lambda title: self.act(
                    "retitle section", lambda project: entitle_section(project, row.id, title)
                ),
                text=row.text,
            )
        elif row.kind == "stem":
            self.action_write_lead_in()

    def on_statement_closed(self, event: StatementClosed) -> None:
        """Keep what was written."""
        from thematic.workflow.board import write_statement

        name, self.writing = self.writing, ""
        self.set_focus(self.outline)
        if event.keep and name:
            self.act(
                "write statement",
                lambda project: write_statement(project, name, event.text),
                refused=lambda error: self._give_statement_back(name, event.text, error),
            )
        else:
            self.describe_row()

    def _give_statement_back(self, name: str, text: str, error: ThematicError) -> None:
        """Go on writing where somebody else changed the finding meanwhile."""
        if isinstance(error, Overtaken) and self.is_current and not self.typing:
            self.writing = name
            self.editor.open(name, text, kept=False)
            self.say(str(error), "warning")
        else:
            self.give_back(text, error)

    def action_write_lead_in(self) -> None:
        """Write a lead-in over a run of findings that begins here; without words it is removed."""
        row = self.row
        if row is None or row.kind not in ("finding", "stem") or self.board is None:
            self.say("A lead-in begins at a finding.", "warning")
            return
        stems = [one for section in self.board.findings.outline.sections for one in section.stems]
        stem = next((one for one in stems if one.first == row.id), None)

        def last(words: str) -> None:
            from thematic.workflow.board import write_stem

            def put(name: str) -> None:
                self.act("write lead-in", lambda project: write_stem(project, row.id, name, words))

            if not words.strip() or stem is not None:
                put(stem.last if stem else row.id)
                return
            self._choose_finding("The lead-in governs down to:", row.section, put)

        self.ask_line("Lead-in ({quantifier} counts the run):", last, text=stem.statement if stem else "")

    # What they share

    def finding_above(self, row: Row) -> str:
        """Id of the finding a row is, or belongs to."""
        at = self.rows.index(row)
        return next(one.id for one in reversed(self.rows[: at + 1]) if one.kind == "finding")

    def _choose_codes(
        self,
        prompt: str,
        then: Callable[[Sequence[str]], None],
        created: Callable[[str], None] | None = None,
    ) -> None:
        session = self.session

        def chosen(values: tuple[str, ...], _query: str) -> None:
            then([session.codebook.by_guid[guid].key for guid in values])

        self.choose(
            prompt, lambda query: find_codes(session, {}, query), chosen, several=True, created=created
        )

    def _choose_section(self, prompt: str, then: Callable[[str], None]) -> None:
        if self.board is not None:
            offered = [(one.id, one.title) for one in self.board.findings.sections]
            self.choose(prompt, offer(offered), lambda values, _query: then(values[0]))

    def _choose_finding(self, prompt: str, section: str, then: Callable[[str], None]) -> None:
        offered = [
            (row.id, f"{row.label}  {row.text}")
            for row in self.rows[self.outline.cursor :]
            if row.kind == "finding" and row.section == section
        ]
        self.choose(prompt, offer(offered), lambda values, _query: then(values[0]))


def offer(choices: Sequence[tuple[str, str]]) -> Callable[[str], list[Found]]:
    """Things to choose from, those that hold the typed words."""

    def find(query: str) -> list[Found]:
        words = query.casefold().split()
        return [
            Found(value, line(Piece(told)), told)
            for value, told in choices
            if all(word in told.casefold() for word in words)
        ]

    return find
