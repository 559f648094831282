"""What a reader may see: who is named how, and which numbers are too small to print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from thematic.report.document import Quotation
from thematic.report.phrases import document_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.findings import Audience, Counted, Illustration
    from thematic.model.sources import Respondent

Naming = Literal["ids", "roles", "none"]

SMALL_CELL = 5
"""Fewer people than this lose their attributes in a public report."""


@dataclass(frozen=True)
class Disclosure:
    """The rules for one copy of a report."""

    audience: Audience = "public"
    naming: Naming = "ids"
    """How respondents are named: by id, by role (where consent covers it), or not at all."""
    roles: Mapping[str, int] = field(default_factory=dict)
    """Role → respondents who have it."""

    @property
    def team(self) -> bool:
        """Whether this copy may hold personal data."""
        return self.audience == "team"

    def speaker(self, quote: Illustration) -> str:
        """Who is named beside a quote; empty where nobody may be."""
        if quote.respondent is None:
            if quote.source_kind == "document":
                return document_name(quote.source)
            return quote.source if self.team else ""
        if quote.form == "unattributed" or self.naming == "none":
            return ""
        role = self._role(quote)
        if self.naming == "roles":
            return role
        return f"{quote.respondent}, {role}" if role else quote.respondent

    def subset(self, one: Counted) -> str | None:
        """Whom a statement is about, in words; not where so few are meant that it would point at them."""
        return one.subset if self.team or one.tally.base >= SMALL_CELL else None

    def quotation(self, quote: Illustration) -> Quotation:
        """A quote as this copy prints it."""
        speaker = self.speaker(quote)
        role = self._role(quote)
        return Quotation(
            quote.text,
            speaker,
            "inline" if quote.form == "inline" else "block",
            quote.coding if self.team else "",
            quote.respondent or "" if self.team else "",
            (("role", role),) if role and speaker.endswith(role) else (),
        )

    def _role(self, quote: Illustration) -> str:
        """The role, where this copy may print it."""
        return quote.role if self.team or self.roles.get(quote.role, 0) >= SMALL_CELL else ""

    def visible(self, counts: Sequence[int]) -> tuple[bool, ...]:
        """Which counts of one row may be printed, one for each group of respondents.

        In public small ones are left out. Where that is a single one, the next
        larger goes too: totals stand elsewhere, and subtraction would tell.
        """
        shown = [self.team or count == 0 or count >= SMALL_CELL for count in counts]
        others = [place for place, count in enumerate(counts) if count and shown[place]]
        if shown.count(False) == 1 and others:
            shown[min(others, key=lambda place: (counts[place], place))] = False
        return tuple(shown)

    def cells(self, counts: Sequence[int]) -> tuple[str, ...]:
        """The counts of one row as printed; a dash stands for one left out with a small one."""
        return tuple(
            f"{count:,}" if shown else f"<{SMALL_CELL}" if count < SMALL_CELL else "–"
            for count, shown in zip(counts, self.visible(counts), strict=True)
        )

    def cell(self, count: int) -> str:
        """A count of people who share an attribute; small ones are masked in public."""
        if self.team or count == 0 or count >= SMALL_CELL:
            return f"{count:,}"
        return f"<{SMALL_CELL}"


def count_roles(
    respondents: Iterable[Respondent], names: Iterable[str] = ("role", "profession")
) -> dict[str, int]:
    """How many respondents share each role printed beside quotes."""
    wanted = tuple(names)
    found: Counter[str] = Counter()
    for person in respondents:
        found.update({str(person.attributes[name]) for name in wanted if person.attributes.get(name)})
    return dict(found)
