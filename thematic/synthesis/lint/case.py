"""What a check looks at: one statement with everything known about it, or the whole report."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import MIXED, OPPOSING, SILENT, Counted, NumberedFinding
from thematic.model.lint import LintRemark
from thematic.synthesis.lint.mentions import Mention, find_mentions
from thematic.synthesis.scopes import inherit
from thematic.synthesis.templates import Template, parse_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from thematic.model.columns import Study
    from thematic.model.findings import Findings
    from thematic.model.lint import Severity
    from thematic.model.outline import Finding, Scope


@dataclass(frozen=True)
class Report:
    """Everything the linter looks at."""

    findings: Findings
    study: Study
    stale: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Statement id → what changed in its evidence since it was written."""
    names: Sequence[str] = ()
    """Real names from a pseudonym key, which no quote may hold."""

    @property
    def counting(self) -> bool:
        """False in a reflexive study."""
        return self.findings.approach != "reflexive"

    @cached_property
    def scopes(self) -> dict[str, Scope]:
        """Statement id → the scope in force."""
        found = {}
        for _, finding in self.findings.outline.findings():
            found[finding.id] = finding.scope
            found.update({point.id: inherit(point.scope, finding.scope) for point in finding.points})
        return found

    @cached_property
    def written(self) -> dict[str, Finding]:
        """Statement id → the finding or point as its author wrote it."""
        return {statement.id: statement for statement in self.findings.outline.statements()}

    def cases(self) -> Iterator[Case]:
        """Every finding and point."""
        for finding in self.findings.findings():
            yield Case(self, finding, finding, str(finding.number))
            for point in finding.points:
                yield Case(self, point, finding, f"{finding.number}{point.letter}")

    def stems(self) -> Iterator[Case]:
        """Every lead-in, with the union tally of its run."""
        written = {section.id: section.stems for section in self.findings.outline.sections}
        for section in self.findings.sections:
            for stem, own in zip(section.stems, written[section.id], strict=True):
                run = f"{stem.first}–{stem.last}"
                counted = Counted("", stem.text, own.statement, stem.computed.word, stem.computed, stem.tally)
                first = next(one for one in section.findings if one.number == stem.first)
                yield Case(self, counted, first, "", where=f"the lead-in to {run}: ")

    def remark(self, check: str, severity: Severity, message: str) -> LintRemark:
        """Something about the whole report."""
        return LintRemark(check, severity, "", message)


@dataclass(frozen=True)
class Case:
    """One statement."""

    report: Report
    counted: Counted
    finding: NumberedFinding
    """The statement itself, or the finding its point belongs to."""
    label: str
    where: str = ""
    """Set before what is said of a lead-in, which has no id."""

    def remark(self, check: str, severity: Severity, message: str) -> LintRemark:
        """Something about this statement."""
        return LintRemark(check, severity, self.counted.id, f"{self.where}{message}", label=self.label)

    @property
    def written(self) -> Finding:
        """As its author wrote it."""
        return self.report.written[self.counted.id]

    @property
    def scope(self) -> Scope:
        """Whom it is about."""
        return self.report.scopes[self.counted.id]

    @cached_property
    def template(self) -> Template:
        """The statement taken apart."""
        return parse_template(self.counted.statement)

    @cached_property
    def quantified(self) -> bool:
        """Whether a computed word stands in it."""
        return any(one.name in ("quantifier", "Quantifier") for one in self.template.placeholders)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Quantities of people in the author's own words."""
        return find_mentions(self.own_words, self.report.findings.policy, self.labels)

    @property
    def labels(self) -> tuple[str, ...]:
        """Nouns and adjectives tied to scopes."""
        return tuple(label for label, _ in self.report.findings.outline.labels)

    @cached_property
    def own_words(self) -> str:
        """The statement with a sign in place of each placeholder, so that no words meet that were apart."""
        return "".join(piece if isinstance(piece, str) else "\u25a1" for piece in self.template.pieces)

    @cached_property
    def base_modes(self) -> dict[str, int]:
        """Mode → respondents of the base."""
        standing = self.report.findings.ledger.standing[self.counted.id]
        return self._by_mode(standing <= SILENT)

    @cached_property
    def dissent_modes(self) -> dict[str, int]:
        """Mode → respondents who oppose it, wholly or in part."""
        standing = self.report.findings.ledger.standing[self.counted.id]
        return self._by_mode(np.isin(standing, (OPPOSING, MIXED)))

    def _by_mode(self, among: NDArray[np.bool_]) -> dict[str, int]:
        modes = np.array(self.report.study.mode)
        names, counts = np.unique(modes[among], return_counts=True)
        return {str(name): int(count) for name, count in zip(names, counts, strict=True) if name}
