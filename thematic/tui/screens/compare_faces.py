"""Who is who in a comparison: each coder's digit, name, colour and bracket; letters for hidden names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.tui.page.view import Legend, Sides

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.codings import Coder, Coding
    from thematic.model.disagreements import Disagreement
    from thematic.tui.colors import RGB
    from thematic.tui.page.lanes import Shape
    from thematic.tui.session import Session

DIGITS = 9
"""Coders that have a key of their own."""

_COLORS: tuple[RGB, ...] = (
    (86, 180, 233), (230, 159, 0), (0, 158, 115), (204, 121, 167), (240, 228, 66),
    (213, 94, 0), (0, 114, 178), (170, 170, 170), (148, 103, 189),
)  # fmt: skip
"""Told apart by all eyes (Okabe and Ito, 2008), then two more."""

_STROKES = (("┃", "┗"), ("│", "╰"), ("╏", "┗"), ("┊", "└"), ("┆", "╰"))
"""Middle and foot of a bracket; its head is the digit."""

_KEPT: dict[Shape, str] = {"only": "=", "first": "╔", "middle": "║", "last": "╚"}
_KEPT_COLOR: RGB = (150, 150, 150)


@dataclass(frozen=True, slots=True)
class Face:
    """A coder in one disagreement."""

    digit: int
    """The key that takes them."""
    coder: str
    """Guid."""
    name: str
    initials: str
    there: bool
    """Whether they have a coding here; otherwise they went past."""

    @property
    def color(self) -> RGB:
        """Of their brackets."""
        return _COLORS[(self.digit - 1) % len(_COLORS)]

    @property
    def shapes(self) -> Mapping[Shape, str]:
        """Their bracket: it begins with the digit."""
        middle, foot = _STROKES[(self.digit - 1) % len(_STROKES)]
        head = str(self.digit) if self.digit <= DIGITS else "·"
        return {"only": head, "first": head, "middle": middle, "last": foot}


def faces_of(
    item: Disagreement, coders: Sequence[Coder], session: Session, *, hidden: bool
) -> tuple[Face, ...]:
    """Those who have a part in an item.

    Args:
        item: The disagreement.
        coders: All who are compared; their order gives the digits.
        session: Initials.
        hidden: Show letters instead of names, in an order that changes from item to item.
    """
    here = {*item.coders, *item.absent}
    there = set(item.coders)
    known = [coder for coder in coders if coder.guid in here]
    if hidden:
        known.sort(key=lambda coder: hashlib.sha256(f"{item.id}{coder.guid}".encode()).digest())
        letters = [chr(ord("A") + number) for number in range(len(known))]
        return tuple(
            Face(number, coder.guid, letter, letter, coder.guid in there)
            for number, (coder, letter) in enumerate(zip(known, letters, strict=True), 1)
        )
    place = {coder.guid: number for number, coder in enumerate(coders if len(coders) <= DIGITS else known, 1)}
    return tuple(
        Face(place[coder.guid], coder.guid, coder.name, session.initials(coder.guid), coder.guid in there)
        for coder in known
    )


class Cast:
    """The faces of the item shown, and how their codings are drawn."""

    def __init__(self) -> None:
        self._faces: dict[str, Face] = {}
        self._lanes: dict[str, int] = {}
        self._several_codes = False

    def take(self, item: Disagreement, faces: Sequence[Face]) -> None:
        """Draw the codings of another item from now on."""
        self._faces = {face.coder: face for face in faces}
        there = [face.coder for face in faces if face.there]
        self._lanes = {coder: 2 * (len(there) - number) for number, coder in enumerate(there)}
        self._several_codes = len(item.codes) > 1

    def legend(self, session: Session, coders: int) -> Legend:
        """What the transcript must know to draw so many coders side by side."""
        return Legend(
            self._color,
            lambda coding: self._name(session, coding),
            lambda _coding: True,
            session.questions,
            session.respondents,
            Sides(2 * min(coders, DIGITS) + 1, self._lane, self._shapes),
        )

    def _face(self, coding: Coding) -> Face | None:
        """Whose coding it is; None for what an answer would keep."""
        return self._faces.get(coding.coder) if coding.layer == "human" else None

    def _lane(self, coding: Coding) -> int:
        return self._lanes.get(coding.coder, 0) if self._face(coding) else 0

    def _color(self, coding: Coding) -> RGB:
        face = self._face(coding)
        return face.color if face else _KEPT_COLOR

    def _shapes(self, coding: Coding) -> Mapping[Shape, str]:
        face = self._face(coding)
        return face.shapes if face else _KEPT

    def _name(self, session: Session, coding: Coding) -> str:
        face = self._face(coding)
        stance = {"supports": "+", "qualifies": "±", "opposes": "−"}.get(coding.stance or "", "")
        code = session.code_name(coding.code)
        if face is None:
            return f"= {code}"
        if self._several_codes:
            return f"{face.digit}{stance} {face.initials} {code}"
        return f"{face.digit}{stance} {face.name}"
