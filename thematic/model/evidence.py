"""The evidence of one statement as a person judges it: who is for it, who against, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from thematic.model.codings import Quote, Stance
    from thematic.model.outline import EvidenceDecision

Side = Literal["for", "qualified", "against", "excluded"]

SIDES: tuple[Side, ...] = ("for", "qualified", "against", "excluded")


@dataclass(frozen=True, slots=True)
class Passage:
    """One coding as evidence of a statement."""

    quote: Quote
    source: str
    """Guid of the source it stands in."""
    side: Side
    noted: Stance | None
    """The stance its coder noted, which a decision may have changed."""
    decision: EvidenceDecision | None = None
    """What a person said about it here; None for what its code alone suggests."""
    standing: str = ""
    """Where its respondent stands on the statement, as in `STANDINGS`; empty for a document."""
    place: int = 0
    """Its place among the printed quotes, from 1; 0 for one that is not printed."""

    @property
    def said(self) -> str:
        """What became of it: suggested by its code, or what a person decided."""
        return self.decision.standing if self.decision else "suggested"


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """Everything a statement rests on."""

    id: str
    label: str
    """`3`, `3b`."""
    text: str
    passages: tuple[Passage, ...]
    """By side, printed ones first, then by respondent and place."""
    silent: tuple[str, ...]
    """Respondents of the base who said nothing on it: asked, and not supporting."""
    outside: tuple[str, ...]
    """Respondents with evidence who are in no base: not asked, not answered, or out of scope."""

    def on(self, side: Side) -> tuple[Passage, ...]:
        """The passages of one side."""
        return tuple(one for one in self.passages if one.side == side)

    def people(self, side: Side) -> tuple[str, ...]:
        """Labels of the respondents heard on a side, in order, each once."""
        return tuple(dict.fromkeys(one.quote.respondent for one in self.on(side) if one.quote.respondent))
