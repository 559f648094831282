"""Counts of codings and respondents by code that follow each act, without counting everything again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.workflow.reading import load_coded

if TYPE_CHECKING:
    from thematic.workflow.project import Project


class CodeCounts:
    """How many codings each respondent has under each code.

    Codes are those that codings resolve to; nobody's words count as a coding, not as a respondent.
    """

    def __init__(self) -> None:
        self._codings: dict[str, int] = {}
        self._people: dict[str, dict[str, int]] = {}

    def count(self, code: str, respondent: str | None, change: int) -> None:
        """Note codings that came (+) or went (−).

        Args:
            code: Guid of the code.
            respondent: Guid of whose words they hold, if anybody's.
            change: How many.
        """
        self._codings[code] = self._codings.get(code, 0) + change
        if respondent is not None:
            people = self._people.setdefault(code, {})
            people[respondent] = people.get(respondent, 0) + change
            if people[respondent] <= 0:
                del people[respondent]

    def of(self, code: str) -> tuple[int, int]:
        """Codings and distinct respondents of a code, by guid."""
        return self._codings.get(code, 0), len(self._people.get(code, ()))


def count_by_code(project: Project) -> CodeCounts:
    """Count everything once."""
    import numpy as np

    study = load_coded(project)
    columns = study.codings
    pairs, many = np.unique(np.stack([columns.code, columns.respondent]), axis=1, return_counts=True)
    counts = CodeCounts()
    codes, people = study.codebook.codes, study.respondents
    for code, person, number in zip(pairs[0].tolist(), pairs[1].tolist(), many.tolist(), strict=True):
        counts.count(codes[code].guid, people[person].guid if person >= 0 else None, number)
    return counts
