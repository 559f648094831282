"""Statements counted: evidence, classes, tallies by mode and by camp."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import OUT_OF_SCOPE, SUPPORTING, CampCount, ModeCount, Tally
from thematic.synthesis.evidence import EvidenceIndex, Gathered
from thematic.synthesis.quantifiers import word_tally
from thematic.synthesis.scopes import Asked, lay_scope
from thematic.synthesis.tallies import (
    code_indices,
    flag_respondents,
    join_camps,
    oppose_rivals,
    stand,
    tally_standing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from thematic.model.columns import CodingColumns, Study
    from thematic.model.outline import Finding, QuantifierPolicy, Scope


@dataclass(frozen=True, eq=False)
class Count:
    """Where everybody stands on one statement."""

    scope: Scope
    evidence: Gathered
    standing: NDArray[np.int8]
    tally: Tally
    camps: Mapping[str, NDArray[np.int8]] = field(default_factory=dict)
    """Camp → class per respondent."""
    camp_tallies: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def supporting(self) -> NDArray[np.bool_]:
        """Respondents in n."""
        return np.asarray(self.standing == SUPPORTING)


class Counter:
    """Counts statements of one study on one set of codings; scopes are laid once each.

    Args:
        study: People, questions and codes.
        codings: The codings that count.
        local_of: Guid → local key of codings a person decided about.
    """

    def __init__(
        self, study: Study, codings: CodingColumns, local_of: Mapping[str, int] | None = None
    ) -> None:
        self.study = study
        self.codings = codings
        self.index = EvidenceIndex(codings, len(study.codebook.codes))
        self._local_of = local_of or {}
        self._scopes: dict[Scope, Asked] = {}
        modes = np.array(study.mode)
        self._modes = {name: modes == name for name in sorted(set(study.mode)) if name}

    def asked(self, scope: Scope) -> Asked:
        """A scope laid over the respondents."""
        if scope not in self._scopes:
            self._scopes[scope] = lay_scope(self.study, scope)
        return self._scopes[scope]

    def count(self, statement: Finding, scope: Scope) -> Count:
        """Count a finding or point within a scope (its own, or the one it inherits)."""
        codes = code_indices(self.study.codebook, statement.all_codes, exact=statement.exact)
        evidence = self.index.gather(codes, statement.evidence, self._local_of)
        if not statement.camps:
            return self._finish(scope, evidence, self._flags(evidence))
        return self._count_camps(statement, scope, evidence)

    def count_codes(self, keys: Iterable[str], scope: Scope) -> Count:
        """Count the codes named and those below them."""
        evidence = self.index.gather(code_indices(self.study.codebook, keys))
        return self._finish(scope, evidence, self._flags(evidence))

    def breadth(self, count: Count) -> int:
        """Questions under which supporting respondents' passages stand; unknown questions are not counted."""
        questions = self.codings.question[count.evidence.at]
        people = self.codings.respondent[count.evidence.at]
        counted = (people >= 0) & count.supporting[people] & (questions >= 0)
        return len(np.unique(questions[counted]))

    def by_mode(self, count: Count, policy: QuantifierPolicy) -> tuple[ModeCount, ...]:
        """The same tally in each mode, where the scope holds respondents of more than one."""
        inside = count.standing != OUT_OF_SCOPE
        modes = {name: mask for name, mask in self._modes.items() if (mask & inside).any()}
        if len(modes) < 2:
            return ()
        flags = self._flags(count.evidence)
        tallies = [
            (
                name,
                tally_standing(count.standing, flags, put_to_all=count.tally.put_to_all, among=mask),
            )
            for name, mask in modes.items()
        ]
        return tuple(ModeCount(name, tally, word_tally(policy, tally)) for name, tally in tallies)

    def _count_camps(self, statement: Finding, scope: Scope, evidence: Gathered) -> Count:
        asked = self.asked(scope)
        own: dict[str, NDArray[np.uint8]] = {}
        rest = np.ones(len(evidence.at), dtype=np.bool_)
        for name, keys in statement.camps:
            held = np.isin(
                self.codings.code[evidence.at],
                code_indices(self.study.codebook, keys, exact=statement.exact),
            )
            own[name] = self._flags(Gathered(evidence.at[held], evidence.stance[held]))
            rest &= ~held
        flags = {
            name: oppose_rivals(mine, [other for rival, other in own.items() if rival != name])
            for name, mine in own.items()
        }
        put = bool(scope.questions)
        camps = {name: stand(camp, asked) for name, camp in flags.items()}
        tallies = {name: tally_standing(camps[name], flags[name], put_to_all=put) for name in camps}
        whole = join_camps(list(own.values()))
        whole |= self._flags(Gathered(evidence.at[rest], evidence.stance[rest]))
        return self._finish(scope, evidence, whole, camps, tallies)

    def _finish(
        self,
        scope: Scope,
        evidence: Gathered,
        flags: NDArray[np.uint8],
        camps: Mapping[str, NDArray[np.int8]] | None = None,
        camp_tallies: Mapping[str, Tally] | None = None,
    ) -> Count:
        standing = stand(flags, self.asked(scope))
        tally = tally_standing(standing, flags, put_to_all=bool(scope.questions))
        return Count(scope, evidence, standing, tally, camps or {}, camp_tallies or {})

    def _flags(self, evidence: Gathered) -> NDArray[np.uint8]:
        people = self.codings.respondent[evidence.at]
        return flag_respondents(people, evidence.stance, len(self.study.respondents))


def word_camps(count: Count, policy: QuantifierPolicy) -> tuple[CampCount, ...]:
    """Each camp of a finding with its word."""
    return tuple(
        CampCount(name, tally, word_tally(policy, tally)) for name, tally in count.camp_tallies.items()
    )
