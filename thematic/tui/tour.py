"""The five-minute tour: things to try on a small study, each noticed when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Scene:
    """What a tour can see of the desk."""

    mode: str
    """The screen in front."""
    span: tuple[int, int] | None = None
    """The selection; None where there is no text."""
    unit: str = ""
    codings: int = 0
    """Codings of one's own in the text."""
    slots: int = 0
    """Codes pinned."""
    memos: int = 0
    """Memos of one's own."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to try."""

    words: str
    reached: Callable[[Scene, Scene], bool]
    """From the scene when the step began and the scene now."""


class Tour:
    """Where on the tour a person is."""

    def __init__(self) -> None:
        self._at = 0
        self._began: Scene | None = None

    @property
    def over(self) -> bool:
        """Whether everything was tried."""
        return self._at >= len(STEPS)

    @property
    def words(self) -> str:
        """What to try now."""
        if self.over:
            return "That was the tour. Try what you like; Ctrl-q leaves it."
        return f"{self._at + 1}/{len(STEPS)}  {STEPS[self._at].words}"

    def look(self, now: Scene) -> bool:
        """Go on when the step is done; whether it was."""
        if self.over:
            return False
        if self._began is None or (self._began.span is None and now.span is not None):
            self._began = now
        if not STEPS[self._at].reached(self._began, now):
            return False
        self._at += 1
        self._began = now
        return True


def _coded(then: Scene, now: Scene) -> bool:
    return now.codings > then.codings


def _on(mode: str) -> Callable[[Scene, Scene], bool]:
    return lambda _then, now: now.mode == mode


def _moved(then: Scene, now: Scene) -> bool:
    return then.span is not None and now.span is not None and now.span != then.span


def _grown(_then: Scene, now: Scene) -> bool:
    return now.unit in ("turn", "answer")


STEPS: tuple[Step, ...] = (
    Step("A sentence is selected, in blue. ↓ selects the next, ↑ the last.", _moved),
    Step("+ grows the selection to the whole turn, - shrinks it. Grow it.", _grown),
    Step("Shift-→ and Shift-← move its end by a word. Move it.", _moved),
    Step("Space finds a code: type some of its letters, Enter applies it.", _coded),
    Step("↓ to another sentence, then . (full stop): the same code again.", _coded),
    Step("u undoes, U does it again; tomorrow too. Undo the coding.", lambda a, b: b.codings < a.codings),
    Step("p pins a code to a digit. Find one, Enter, then 1.", lambda _, now: now.slots > 0),
    Step("↓ to another sentence, then 1: the pinned code.", _coded),
    Step("m writes a memo on the coding, Esc saves it. Write one.", lambda a, b: b.memos > a.memos),
    Step("g, then n: all answers to one question, coded just like this.", _on("questions")),
    Step("F7 shows where you and another coder differ, on one text.", _on("compare")),
    Step("g, then c comes back. Anywhere: ? shows keys, : finds acts.", _on("code")),
)
"""What there is to try, in order."""
