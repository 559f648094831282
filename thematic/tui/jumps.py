"""Where reading has been: back and forward across sources."""

from __future__ import annotations

from dataclasses import dataclass, field

_KEPT = 100

Place = tuple[str, int, int]
"""Guid of a source, start and end of the selection."""


@dataclass(slots=True)
class Jumps:
    """A line of places and where in it one stands."""

    _places: list[Place] = field(default_factory=list)
    _at: int = 0
    """Number of places behind; those from here on lie ahead."""

    def leave(self, place: Place) -> None:
        """Note a place before going far away; what lay ahead is forgotten."""
        del self._places[self._at :]
        if not self._places or self._places[-1] != place:
            self._places.append(place)
        del self._places[:-_KEPT]
        self._at = len(self._places)

    def back(self, here: Place) -> Place | None:
        """The place before, keeping `here` ahead; None at the beginning."""
        if self._at == len(self._places):
            self.leave(here)
            self._at -= 1
        if self._at == 0:
            return None
        self._at -= 1
        return self._places[self._at]

    def forward(self) -> Place | None:
        """The place ahead; None at the end."""
        if self._at + 1 >= len(self._places):
            return None
        self._at += 1
        return self._places[self._at]
