"""Running text with placeholders: paragraphs of the detail, items of lists, themes set aside.

A paragraph names the finding or point whose numbers it tells:
`{Quantifier: time-barrier}`. An item of a list, or a theme set aside, tells of
its own codes: `{Quantifier}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.model.findings import Remark
from thematic.model.outline import Scope
from thematic.synthesis.filling import StatementFilling
from thematic.synthesis.templates import fill_template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.findings import Quantifier, Tally
    from thematic.model.outline import Outline, QuantifierPolicy
    from thematic.synthesis.counting import Count, Counter
    from thematic.synthesis.templates import Placeholder


@dataclass
class Prose:
    """Fills in texts of one outline, and keeps remarks on what it could not."""

    outline: Outline
    counter: Counter
    policy: QuantifierPolicy
    counting: bool
    counts: Mapping[str, Count]
    """Statement id → its count."""
    remarks: list[Remark] = field(default_factory=list)

    def paragraph(self, words: str) -> str:
        """A text whose placeholders name findings and points."""
        overrides = {one.id: one.override for one in self.outline.statements()}
        named = {
            name: StatementFilling(
                count, self.counter, self.outline, self.policy, self.counting, overrides.get(name)
            )
            for name, count in self.counts.items()
        }
        return self._fill(words, _Named(self._of(self.counter.count_codes((), Scope())), named))

    def counted(self, words: str, count: Count) -> str:
        """A text that tells of one count."""
        return self._fill(words, self._of(count))

    def _of(self, count: Count) -> StatementFilling:
        return StatementFilling(count, self.counter, self.outline, self.policy, self.counting)

    def _fill(self, words: str, filling: StatementFilling | _Named) -> str:
        if "{" not in words and "}" not in words:
            return words
        text, remarks = fill_template(words, filling)
        self.remarks += [Remark("placeholder", one) for one in remarks]
        return text


@dataclass(frozen=True)
class _Named:
    """What a paragraph is filled in with: each placeholder says of whom; see `templates.Filling`."""

    everybody: StatementFilling
    named: Mapping[str, StatementFilling]

    @property
    def counting(self) -> bool:
        return self.everybody.counting

    def quantifier(self, camp: str) -> Quantifier:
        return self._at(camp).quantifier("")

    def beside(self, quantifier: Quantifier) -> str:
        return self.everybody.beside(quantifier)

    def tally(self, camp: str) -> Tally:
        return self._at(camp).tally("")

    def noun(self, count: int, camp: str = "") -> str:
        return self._at(camp).noun(count)

    def nouns(self) -> Sequence[str]:
        return sorted({noun for one in (self.everybody, *self.named.values()) for noun in one.nouns()})

    def enumerate(self, wanted: Placeholder) -> Sequence[str]:
        return self._at(wanted.camp).enumerate(wanted)

    def _at(self, name: str) -> StatementFilling:
        return self.named.get(name, self.everybody)
