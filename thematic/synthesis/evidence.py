"""Which codings a statement rests on, and with what stance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import STANCE_CODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from thematic.model.columns import CodingColumns
    from thematic.model.outline import EvidenceDecision


@dataclass(frozen=True, eq=False)
class Gathered:
    """The codings a statement rests on."""

    at: NDArray[np.int64]
    """Indices into the counted codings, ascending."""
    stance: NDArray[np.int8]
    """Stance of each in this statement, which a person may have changed."""


class EvidenceIndex:
    """Codings sorted by code once, so that each statement finds its own quickly.

    Args:
        codings: The counted codings.
        codes: Number of codes in the codebook.
    """

    def __init__(self, codings: CodingColumns, codes: int) -> None:
        self.codings = codings
        self._order = np.argsort(codings.code, kind="stable")
        self._bounds = np.searchsorted(codings.code[self._order], np.arange(codes + 1))

    def under(self, codes: Sequence[int]) -> NDArray[np.int64]:
        """Indices of the codings of several codes, ascending."""
        parts = [self._order[self._bounds[code] : self._bounds[code + 1]] for code in codes]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    def gather(
        self,
        codes: Sequence[int],
        decisions: Sequence[EvidenceDecision] = (),
        local_of: Mapping[str, int] | None = None,
    ) -> Gathered:
        """The evidence of a statement: its codes' codings, then what a person decided about single ones.

        Args:
            codes: Indices of the statement's codes.
            decisions: Codings excluded, taken in or given another stance.
            local_of: Guid of a coding → its local key, for those decided upon.
        """
        at = self.under(codes)
        stance = self.codings.stance[at]
        for decision in decisions:
            place = self._place((local_of or {}).get(decision.coding))
            if place is None:
                continue
            held = np.flatnonzero(at == place)
            if decision.standing == "excluded":
                at, stance = np.delete(at, held), np.delete(stance, held)
                continue
            if not len(held):
                spot = int(np.searchsorted(at, place))
                at, stance = np.insert(at, spot, place), np.insert(stance, spot, self.codings.stance[place])
                held = np.array([spot])
            if decision.standing != "confirmed":
                stance[held] = STANCE_CODES[decision.standing]
        return Gathered(at, stance)

    def _place(self, local: int | None) -> int | None:
        if local is None:
            return None
        found = np.flatnonzero(self.codings.local == local)
        return int(found[0]) if len(found) else None
