"""Acts on the selection and on the coding spoken of: apply, remove, change, take a stance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thematic.model.codings import Coding
from thematic.tui.passages import Spot
from thematic.tui.screens.code_lines import find_codes
from thematic.tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.errors import ThematicError
    from thematic.model.codebook import Code
    from thematic.model.codings import Stance
    from thematic.model.sources import SourceText
    from thematic.tui.messages import LineChosen
    from thematic.tui.pen import Job
    from thematic.tui.widgets.palette import Found
    from thematic.workflow.project import Project

_HOLLOW = 0.06
"""Seconds after which an act not yet saved is shown, hollow."""

_STANCES: dict[str, Stance | None] = {"s": "supports", "q": "qualifies", "o": "opposes", "n": None}


class MarkingScreen(ReadingScreen):
    """A reading screen on which one codes."""

    def __init__(self) -> None:
        super().__init__()
        self.last_edit: Spot | None = None

    # Applying

    def action_choose_code(self) -> None:
        """Find a code and apply it to the selection."""
        if self.selected_spot() is not None:
            self.choose(
                "Code:",
                self.find_codes,
                lambda codes, _query: self.apply(codes),
                several=True,
                created=lambda query: self._ask_new_code(query, "desk"),
            )

    def find_codes(self, query: str) -> list[Found]:
        """Codes that answer to what was typed."""
        return find_codes(self.session, self.desk.remembered.slots, query)

    def selected_spot(self) -> Spot | None:
        """What an act would apply to; says why when there is nothing."""
        if self.desk.session is None or self.transcript.text is None:
            return None
        start, end = self.transcript.now.span
        spot = self.spot()
        if end <= start:
            self.say("Nothing is selected.", "warning")
        elif spot is None:
            self.say("The selection reaches into a second answer; code one at a time.", "warning")
        return spot

    def apply(self, codes: tuple[str, ...], origin: str = "desk") -> None:
        """Put codes on the selection; they are shown when they are durable."""
        spot = self.selected_spot()
        if spot is None:
            return
        names = ", ".join(self.session.code_name(code) for code in codes)
        waiting = self._unsaved(spot, codes)
        self.session.remember_codes(codes)
        text = self.passages.source_text(spot) if self.passages else None

        def done(codings: tuple[Coding, ...]) -> None:
            self._unhollow(waiting)
            self.show_codings(codings)
            self.say(names, "good")

        job = self.session.write(
            f"code {names}",
            lambda project: _apply(project, spot, codes, origin, text),
            done,
            self._refused(waiting),
            lambda: self._unhollow(waiting),
        )
        self._hollow_if_slow(job, waiting)

    def _unsaved(self, spot: Spot, codes: tuple[str, ...]) -> list[Coding]:
        coder, mark = self.session.coder or "", f"unsaved/{self.session.pen.count}"
        return [
            Coding(f"{mark}/{code}", spot.source, spot.text, spot.start, spot.end, "", code, coder)
            for code in codes
        ]

    def show_codings(self, codings: tuple[Coding, ...]) -> None:
        """Show codings that are durable, and speak of the last."""
        for coding in codings:
            self.put(coding)
        if codings:
            last = codings[-1]
            self.current = last.guid
            self.last_edit = Spot(last.source, last.text, last.start, last.end)
        self.look_again()

    def _hollow_if_slow(self, job: Job, codings: list[Coding]) -> None:
        def show() -> None:
            if not job.finished:
                for coding in codings:
                    self.put(coding, saved=False)
                self.look_again()

        self.set_timer(_HOLLOW, show)

    def _unhollow(self, codings: list[Coding]) -> None:
        for coding in codings:
            self.take(coding.guid)

    def _refused(self, codings: list[Coding]) -> Callable[[ThematicError], None]:
        def refused(error: ThematicError) -> None:
            self._unhollow(codings)
            self.say(str(error), "warning")

        return refused

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
        guid = self.desk.remembered.slots.get(str(digit))
        if guid and guid in self.session.codebook.by_guid:
            self.apply((guid,))
        else:
            self.choose(
                f"Slot {digit} is empty. Pin and apply:",
                self.find_codes,
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
            self.choose("Pin:", self.find_codes, lambda codes, _query: self._ask_slot(codes[0]))

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
        code = self.code_under_cursor()
        if event.sender is self.codes and code:
            self.apply((code,))
        elif event.sender is not self.codes:
            super().on_line_chosen(event)

    # New codes

    def action_new_code(self) -> None:
        """Make a new code and apply it to the selection."""
        if self.selected_spot() is not None:
            self._ask_new_code("", "desk")

    def action_in_vivo(self) -> None:
        """Make a code named by the selected words and apply it."""
        if self.selected_spot() is not None:
            self._ask_new_code(" ".join(self.transcript.words.split())[:80], "in vivo")

    def _ask_new_code(self, name: str, origin: str) -> None:
        self.ask_line(
            "Name of the new code:", lambda words: self._make_code(words.strip(), origin), text=name
        )

    def _make_code(self, name: str, origin: str) -> None:
        from thematic.workflow.codebook import add_code, key_from

        session = self.session
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

    def own_coding(self) -> Coding | None:
        """The coding spoken of, when it is this coder's to change; says why when it is not."""
        coding = self.current_coding()
        if coding is None:
            self.say("No coding here: ] goes to the next one.", "warning")
        elif coding.guid.startswith("unsaved/"):
            self.say("That coding is not saved yet.", "warning")
        elif coding.coder != self.session.coder:
            person = self.session.coders.get(coding.coder)
            whose = f"{person.name}'s" if person else "another coder's"
            self.say(f"That coding is {whose}; only they change it.", "warning")
        else:
            return coding
        return None

    def action_remove(self) -> None:
        """Remove the current coding."""
        coding = self.own_coding()
        if coding is None:
            return
        from thematic.workflow.coding import withdraw_code

        name = self.session.code_name(coding.code)

        def done(_nothing: None) -> None:
            self.take(coding.guid)
            self.last_edit = Spot(coding.source, coding.text, coding.start, coding.end)
            self.look_again()
            self.say(f"Removed {name}.", "good")

        self.session.write(f"remove {name}", lambda project: withdraw_code(project, coding.guid), done)

    def action_recode(self) -> None:
        """Change the current coding: its code, or its extent to the selection."""
        coding = self.own_coding()
        if coding is None:
            return
        name = self.session.code_name(coding.code)

        def answered(key: str) -> None:
            spot = self.spot()
            if key == "c":
                self.choose(
                    f"Instead of {name}:",
                    self.find_codes,
                    lambda codes, _query: self._change(coding, code=codes[0]),
                )
            elif spot is not None and spot.text == coding.text:
                self._change(coding, start=spot.start, end=spot.end)

        self.ask_key(
            f"Change {name}:", {"c": "another code", "s": "stretch or shrink to the selection"}, answered
        )

    def action_stance(self) -> None:
        """Say whether the quote supports, qualifies or opposes."""
        coding = self.own_coding()
        if coding is not None:
            self.ask_key(
                "The quote",
                {"s": "supports", "q": "qualifies", "o": "opposes", "n": "no stance"},
                lambda key: self._change(coding, stance=_STANCES[key]),
            )

    def action_illustrative(self) -> None:
        """Mark the current coding's words as a good illustration, or take the mark away."""
        from thematic.workflow.coding import mark_illustrative

        coding = self.current_coding()
        if coding is None or coding.guid.startswith("unsaved/"):
            self.say("No saved coding here: ] goes to the next one.", "warning")
            return
        good = not coding.illustrative

        def done(marked: Coding) -> None:
            self.show_codings((marked,))
            self.say("★ Reports print this quote first." if good else "No longer marked.", "good")

        self.session.write(
            "mark as illustration" if good else "unmark illustration",
            lambda project: mark_illustrative(project, coding.guid, good=good),
            done,
        )

    def _change(self, coding: Coding, **fields: Any) -> None:
        from thematic.workflow.coding import change_coding

        name = self.session.code_name(fields.get("code", coding.code))

        def done(changed: Coding) -> None:
            self.show_codings((changed,))
            self.say(f"Changed {name}.", "good")

        self.session.write(
            f"change {name}", lambda project: change_coding(project, coding.guid, **fields), done
        )


def _apply(
    project: Project, spot: Spot, codes: tuple[str, ...], origin: str, text: SourceText | None
) -> tuple[Coding, ...]:
    from thematic.workflow.coding import apply_codes
    from thematic.workflow.reading import read_version

    text = text or read_version(project, spot.text)
    return apply_codes(project, text, spot.start, spot.end, codes, None, origin)
