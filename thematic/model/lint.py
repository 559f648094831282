"""What the linter says: a statement's words held against its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from thematic.model.outline import Waiver

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class LintRemark:
    """One thing a check found."""

    check: str
    """Id of the check."""
    severity: Severity
    """Errors keep a report from being finished; warnings tell."""
    finding: str
    """Id of the finding or point; empty for the whole report."""
    message: str
    waived: Waiver | None = None
    """A person's signed exception, if there is one."""
    label: str = ""
    """How the report names it: `3`, `3b`; empty for the whole report."""

    @property
    def fails(self) -> bool:
        """Whether it keeps a report from being finished."""
        return self.severity == "error" and self.waived is None


@dataclass(frozen=True, slots=True)
class Voice:
    """One respondent's part in a statement's evidence."""

    respondent: str
    """Label."""
    standing: str
    """As in `STANDINGS`."""
    passages: int
    digest: str
    """Hash of those passages: where they stand, code and stance."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a statement rested on when it was last looked at."""

    statement: str
    """The words as written then."""
    digest: str
    """Hash of all its evidence."""
    support: int
    oppose: int
    base: int
    voices: tuple[Voice, ...] = ()
    """Respondents with evidence, by label; empty where there are too many to keep."""
