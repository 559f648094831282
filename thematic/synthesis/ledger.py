"""Who stands where on each statement, kept for matrices, evidence lists and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.model.findings import Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.synthesis.counting import Count, Counter


def keep_ledger(counter: Counter, counts: Mapping[str, Count]) -> Ledger:
    """Classes and evidence of every statement."""
    return Ledger(
        respondents=tuple(person.label for person in counter.study.respondents),
        standing={name: count.standing for name, count in counts.items()},
        codings={name: counter.codings.local[count.evidence.at] for name, count in counts.items()},
        stance={name: count.evidence.stance for name, count in counts.items()},
    )
