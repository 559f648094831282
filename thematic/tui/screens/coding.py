"""The coding screen: every act on the selection and on the coding spoken of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from thematic.model.codings import Coding
from thematic.tui.keys import bindings_for
from thematic.tui.screens.code_lines import find_codes
from thematic.tui.screens.reading import ReadingScreen
from thematic.tui.widgets.memo_editor import MemoClosed, MemoEditor

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from thematic.errors import ThematicError
    from thematic.model.codebook import Code
    from thematic.model.codings import Memo, Stance
    from thematic.tui.actions import Place
    from thematic.tui.jumps import Place as Spot
    from thematic.tui.messages import LineChosen
    from thematic.tui.pen import Job
    from thematic.tui.widgets.palette import Found

_HOLLOW = 0.06
"""Seconds after which an act not yet saved is shown, hollow."""

_STANCES: dict[str, Stance | None] = {"s": "supports", "q": "qualifies", "o": "opposes", "n": None}


class CodingScreen(ReadingScreen):
    """Where transcripts are coded."""

    place: ClassVar[Place] = "code"
    title_words: ClassVar[str] = "Coding"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("code")

    def __init__(self) -> None:
        super().__init__()
        self._last_edit: Spot | None = None
        self._memo_on = ""
        self._memo: Memo | None = None

    def compose(self) -> ComposeResult:
        """The panes, the bars, and where memos are written."""
        yield from super().compose()
        yield MemoEditor(self.desk.inks, id="memo")

    # Applying

    def action_choose_code(self) -> None:
        """Find a code and apply it to the selection."""
        if self._can_code():
            self.choose(
                "Code:",
                self._find,
                lambda codes, _query: self.apply(codes),
                several=True,
                created=lambda query: self._ask_new_code(query, "desk"),
            )

    def _find(self, query: str) -> list[Found]:
        return find_codes(self.session, self.desk.remembered.slots, query)

    def apply(self, codes: tuple[str, ...], origin: str = "desk") -> None:
        """Put codes on the selection; they are shown when they are durable."""
        text, source = self.transcript.text, self.source
        if not self._can_code() or text is None or source is None:
            return
        start, end = self.transcript.now.span
        from thematic.workflow.coding import apply_codes

        n, coder = self.session.edits, self.session.coder or ""
        names = ", ".join(self.session.code_name(code) for code in codes)
        waiting = [
            Coding(f"unsaved/{n}/{code}", source.guid, text.guid, start, end, "", code, coder)
            for code in codes
        ]  # fmt: skip

        def done(codings: tuple[Coding, ...]) -> None:
            self._unhollow(waiting)
            self._show(codings)
            self._remember_codes(codes)
            self._last_edit = (source.guid, start, end)
            self.say(f"{names}", "good")

        job = self.session.write(
            f"code {names}",
            lambda project: apply_codes(project, text, start, end, codes, None, origin),
            done,
            self._refused(waiting),
        )
        self._hollow_if_slow(job, waiting)

    def _can_code(self) -> bool:
        if self.desk.session is None or self.transcript.text is None:
            return False
        start, end = self.transcript.now.span
        if end <= start:
            self.say("Nothing is selected.", "warning")
            return False
        return True

    def _show(self, codings: tuple[Coding, ...]) -> None:
        here = self.source.guid if self.source else ""
        for coding in codings:
            if coding.source == here:
                self.transcript.put(coding)
        if codings:
            self.current = codings[-1].guid
        self.look_again()

    def _hollow_if_slow(self, job: Job, codings: list[Coding]) -> None:
        def show() -> None:
            if not job.finished:
                for coding in codings:
                    self.transcript.put(coding, saved=False)

        self.set_timer(_HOLLOW, show)

    def _unhollow(self, codings: list[Coding]) -> None:
        for coding in codings:
            self.transcript.take(coding.guid)

    def _refused(self, codings: list[Coding]) -> Callable[[ThematicError], None]:
        def refused(error: ThematicError) -> None:
            self._unhollow(codings)
            self.say(str(error), "warning")

        return refused

    def _remember_codes(self, codes: tuple[str, ...]) -> None:
        recent = self.session.recent
        for code in codes:
            if code in recent:
                recent.remove(code)
            recent.appendleft(code)
        self.session.last_code = codes[-1]

    def action_apply_last(self) -> None:
        """Apply the last code again."""
        if self.desk.session is None:
            return
        if self.session.last_code is None:
            self.say("No code was applied yet: Space finds one.", "warning")
        else:
            self.apply((self.session.last_code,))

    def action_apply_slot(self, digit: int) -> None:
        """Apply the code pinned to a digit."""
        if self.desk.session is None:
            return
        slots = self.desk.remembered.slots
        guid = slots.get(str(digit))
        if guid and guid in self.session.codebook.by_guid:
            self.apply((guid,))
        else:
            self.choose(
                f"Slot {digit} is empty. Pin and apply:",
                self._find,
                lambda codes, _query: self._pin_and_apply(str(digit), codes[0]),
            )

    def _pin_and_apply(self, digit: str, code: str) -> None:
        self._pin(digit, code)
        self.apply((code,))

    def action_pin(self) -> None:
        """Pin a code to a digit."""
        if self.desk.session is None:
            return
        if self.focused is self.codes and (code := self.code_under_cursor()):
            self._ask_slot(code)
        else:
            self.choose("Pin:", self._find, lambda codes, _query: self._ask_slot(codes[0]))

    def _ask_slot(self, code: str) -> None:
        slots = self.desk.remembered.slots
        digits = {
            digit: self.session.code_name(slots[digit])[:9] if digit in slots else "·"
            for digit in "123456789"
        }
        self.ask_key(f"Pin {self.session.code_name(code)} to", digits, lambda digit: self._pin(digit, code))

    def _pin(self, digit: str, code: str) -> None:
        slots = self.desk.remembered.slots
        for other in [key for key, guid in slots.items() if guid == code]:
            del slots[other]
        slots[digit] = code
        self.desk.keep_place()
        self.fill_codes()
        self.say(f"{digit} applies {self.session.code_name(code)} from now on.", "good")

    def on_line_chosen(self, event: LineChosen) -> None:
        """Enter on a code applies it."""
        if event.sender is self.codes:
            code = self.code_under_cursor()
            if code:
                self.apply((code,))
        else:
            super().on_line_chosen(event)

    # New codes

    def action_new_code(self) -> None:
        """Make a new code and apply it to the selection."""
        if self._can_code():
            self._ask_new_code("", "desk")

    def action_in_vivo(self) -> None:
        """Make a code named by the selected words and apply it."""
        if self._can_code():
            words = " ".join(self.transcript.words.split())
            self._ask_new_code(words[:80], "in vivo")

    def _ask_new_code(self, name: str, origin: str) -> None:
        self.ask_line("Name of the new code:", lambda words: self._make_code(words, origin), text=name)

    def _make_code(self, name: str, origin: str) -> None:
        from thematic.workflow.codebook import add_code, key_from

        session = self.session
        name = name.strip()
        if not name:
            return

        def done(code: Code) -> None:
            session.codebook = replace(session.codebook, codes=(*session.codebook.codes, code))
            self.fill_codes()
            self.transcript.show_legend(session.legend())
            self.apply((code.guid,), origin)

        session.write(
            f"new code {name}",
            lambda project: add_code(project, key_from(name, session.codebook), name),
            done,
        )

    # Changing

    def _own_coding(self) -> Coding | None:
        """The coding spoken of, when it is this coder's to change."""
        coding = self.current_coding()
        if coding is None:
            self.say("No coding here: ] goes to the next one.", "warning")
            return None
        if coding.guid.startswith("unsaved/"):
            self.say("That coding is not saved yet.", "warning")
            return None
        if coding.coder != self.session.coder:
            person = self.session.coders.get(coding.coder)
            self.say(
                f"That coding is {person.name if person else 'another coder'}'s; only they change it.",
                "warning",
            )
            return None
        return coding

    def action_remove(self) -> None:
        """Remove the current coding."""
        coding = self._own_coding()
        if coding is None:
            return
        from thematic.workflow.coding import withdraw_code

        name = self.session.code_name(coding.code)

        def done(_nothing: None) -> None:
            self.transcript.take(coding.guid)
            self._last_edit = (coding.source, coding.start, coding.end)
            self.look_again()
            self.say(f"Removed {name}.", "good")

        self.session.write(f"remove {name}", lambda project: withdraw_code(project, coding.guid), done)

    def action_recode(self) -> None:
        """Change the current coding: its code, or its extent to the selection."""
        coding = self._own_coding()
        if coding is None:
            return
        name = self.session.code_name(coding.code)

        def answered(key: str) -> None:
            if key == "c":
                self.choose(
                    f"Instead of {name}:",
                    self._find,
                    lambda codes, _query: self._change(coding, code=codes[0]),
                )
            else:
                start, end = self.transcript.now.span
                self._change(coding, start=start, end=end)

        self.ask_key(
            f"Change {name}:", {"c": "another code", "s": "stretch or shrink to the selection"}, answered
        )

    def action_stance(self) -> None:
        """Say whether the quote supports, qualifies or opposes."""
        coding = self._own_coding()
        if coding is not None:
            self.ask_key(
                "The quote",
                {"s": "supports", "q": "qualifies", "o": "opposes", "n": "no stance"},
                lambda key: self._change(coding, stance=_STANCES[key]),
            )

    def _change(self, coding: Coding, **fields: Any) -> None:
        from thematic.workflow.coding import change_coding

        name = self.session.code_name(fields.get("code", coding.code))

        def done(changed: Coding) -> None:
            self._show((changed,))
            self._last_edit = (changed.source, changed.start, changed.end)
            self.say(f"Changed {name}.", "good")

        self.session.write(
            f"change {name}", lambda project: change_coding(project, coding.guid, **fields), done
        )

    # Memos

    def action_memo(self) -> None:
        """Write a memo on the current coding, else on the source."""
        if self.desk.session is None or self.source is None:
            return
        coding = self.current_coding()
        if coding is not None and not coding.guid.startswith("unsaved/"):
            on, title = f"coding/{coding.guid}", f"Memo on {self.session.code_name(coding.code)}"
        else:
            on, title = f"source/{self.source.guid}", f"Memo on {self.source.name}"
        own = [memo for memo in self.session.memos.get(on, []) if memo.coder == self.session.coder]
        self._memo_on, self._memo = on, own[-1] if own else None
        self._place_memo()
        self.query_one(MemoEditor).open(title, self._memo.text if self._memo else "")

    def _place_memo(self) -> None:
        left, width, row = self.beside()
        editor = self.query_one(MemoEditor)
        height = min(10, max(5, (self.size.height - 2) // 2 - 1))
        editor.styles.width, editor.styles.height = min(width, 72, self.size.width), height
        top = 0 if row > (self.size.height - 2) // 2 else self.size.height - 2 - height
        editor.styles.offset = (left, top)

    def on_memo_closed(self, event: MemoClosed) -> None:
        """Save what was written."""
        from thematic.workflow.memos import remove_memo, write_memo

        self.transcript.focus()
        if not event.changed:
            return
        on, memo, session = self._memo_on, self._memo, self.session
        if not event.text:
            if memo is not None:
                session.write(
                    "remove memo",
                    lambda project: remove_memo(project, memo.guid),
                    lambda _: self._memos_now(on, memo, None),
                )
            return
        guid = memo.guid if memo else None
        session.write(
            "memo",
            lambda project: write_memo(project, on, event.text, guid=guid),
            lambda written: self._memos_now(on, memo, written),
        )

    def _memos_now(self, on: str, old: Memo | None, new: Memo | None) -> None:
        kept = [memo for memo in self.session.memos.get(on, []) if old is None or memo.guid != old.guid]
        self.session.memos[on] = [*kept, new] if new else kept
        self.look_again()
        self.say("Memo saved." if new else "Memo removed.", "good")

    # Going about

    def action_copy(self) -> None:
        """Copy the selected quote with respondent and place."""
        text, source = self.transcript.text, self.source
        if text is None or source is None:
            return
        start, end = self.transcript.now.span
        turn = text.turn_at(start)
        person = self.session.respondents.get(turn.respondent) if turn and turn.respondent else None
        who = f"{person.label}, " if person else ""
        self.app.copy_to_clipboard(f"“{self.transcript.words}” ({who}{source.name} {start}:{end})")
        self.say("Quote copied.", "good")

    def action_search(self) -> None:
        """Search in this text."""
        before = self.transcript.now.span
        self.ask_line(
            "Search:",
            lambda _words: self._found(),
            typing=self._searching,
            dismissed=lambda: self._search_left(before),
        )

    def _search_left(self, before: tuple[int, int]) -> None:
        self.transcript.find("")
        self.transcript.go(*before, leap=False)

    def _searching(self, words: str) -> None:
        count = self.transcript.find(words) if len(words) > 1 else self.transcript.find("")
        if count:
            here = self.transcript.now.start
            first = next((hit for hit in self.transcript.hits if hit[0] >= here), self.transcript.hits[0])
            self.transcript.show_span(first)

    def _found(self) -> None:
        count = len(self.transcript.hits)
        if count:
            self.transcript.action_next_hit()
            self.say(f"{count} match{'' if count == 1 else 'es'}: n next, N before, Esc ends the search.")
        else:
            self.say("No match in this text.", "warning")

    def action_last_edit(self) -> None:
        """Go to the place last edited."""
        if self._last_edit is None:
            self.say("Nothing was edited yet.")
        else:
            self._go(self._last_edit)

    def action_jump_back(self) -> None:
        """Go back to where you were."""
        place = self.jumps.back(self._spot()) if self.source else None
        if place is None:
            self.say("That is where you began.")
        else:
            self._go(place, leap=False)

    def action_jump_forward(self) -> None:
        """Go forward again."""
        place = self.jumps.forward()
        if place is None:
            self.say("Nothing lies ahead.")
        else:
            self._go(place, leap=False)

    def _spot(self) -> Spot:
        return (self.source.guid if self.source else "", *self.transcript.now.span)

    def _go(self, place: Spot, *, leap: bool = True) -> None:
        source, start, end = place
        if leap:
            self.jumps.leave(self._spot())
        if self.source and source == self.source.guid:
            self.transcript.go(start, end, leap=False)
        else:
            self.open_source(source, (start, end))

    def action_next_source(self) -> None:
        """Open the next transcript."""
        self._next_source(1)

    def action_previous_source(self) -> None:
        """Open the transcript before."""
        self._next_source(-1)

    def _next_source(self, step: int) -> None:
        if self.desk.session is None or self.source is None:
            return
        sources = self.session.sources
        at = next(number for number, one in enumerate(sources) if one.guid == self.source.guid) + step
        if 0 <= at < len(sources):
            self.jumps.leave(self._spot())
            self.open_source(sources[at].guid)
        else:
            self.say("That is the last transcript." if step > 0 else "That is the first transcript.")
