"""Superlatives held against what they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import ClaimResult, Rival
from thematic.model.outline import Claim
from thematic.synthesis.ranking import rank_statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.outline import Finding
    from thematic.synthesis.counting import Count, Counter


def check_claim(
    finding: Finding,
    count: Count,
    rivals: Mapping[str, Count],
    counter: Counter,
    *,
    seed: int,
    replicates: int,
) -> ClaimResult:
    """Rank a finding among the findings of a section, or among the codes below one.

    Args:
        finding: It has a claim.
        count: Where people stand on it; rival codes are counted in its scope.
        rivals: Findings of the section the claim names; empty when it names a code.
        counter: For counting the codes.
        seed: For the intervals.
        replicates: Resamples wanted.
    """
    claim = finding.claim or Claim(1, "")
    own = finding.id
    if not rivals:
        own, rivals = _codes_below(finding, claim, count, counter)
    names = list(rivals)
    if not names:
        return ClaimResult(claim, None)
    counts = [rivals[name] for name in names]
    ranks, _ = rank_statements(
        np.stack([one.supporting for one in counts]),
        breadth=[counter.breadth(one) for one in counts],
        oppose=[one.tally.oppose for one in counts],
        keys=names,
        seed=seed,
        replicates=replicates,
    )
    found = [
        Rival(name, one.tally.support, rank) for name, one, rank in zip(names, counts, ranks, strict=True)
    ]
    found.sort(key=lambda rival: rival.rank.value)
    rank = next((rival.rank for rival in found if rival.name == own), None)
    return ClaimResult(claim, rank, tuple(found))


def _codes_below(
    finding: Finding, claim: Claim, count: Count, counter: Counter
) -> tuple[str, Mapping[str, Count]]:
    """The child of the named code the finding rests on, and every child counted in the finding's scope."""
    book = counter.study.codebook
    parent = book.by_key.get(claim.among)
    children = book.children(parent.guid) if parent else ()
    keys = [child.key for child in children if child.status == "active" and not child.merged_into]
    own = next((key for key in keys if key in finding.all_codes), "")
    return own, {key: counter.count_codes([key], count.scope) for key in keys}
