"""The reporting checklist for interviews and focus groups (COREQ; Tong, Sainsbury & Craig 2007)."""

from __future__ import annotations

from dataclasses import dataclass

TO_BE_WRITTEN = "To be written by the authors."
"""What stands where the project holds no answer."""


@dataclass(frozen=True, slots=True)
class CoreqItem:
    """One item of the checklist with what the project can say on it."""

    number: int
    """1 to 32."""
    domain: str
    topic: str
    answer: str = ""
    """Empty where only the authors can answer."""

    @property
    def shown(self) -> str:
        """The answer, or that it is to be written."""
        return self.answer or TO_BE_WRITTEN
