"""Rank by supporting respondents, and how stable a rank is when respondents are resampled.

The interval is a percentile bootstrap over respondents (Efron & Tibshirani
1993, ch. 13). It shows how much a rank hangs on single respondents; a purposive
sample gives no inference to a population, and the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import Rank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

LOW, HIGH = 0.025, 0.975
MAX_DRAWS = 100_000_000
"""Respondents drawn over all resamples; above it fewer resamples are drawn."""

_CHUNK = 4_000_000
"""Numbers held at once."""
_SPARSE = 12
"""Above one supporter in so many the full product of matrices is quicker."""


def order_statements(
    support: Sequence[int], breadth: Sequence[int], oppose: Sequence[int], keys: Sequence[str]
) -> list[int]:
    """Indices from first rank to last: most supporting, then broadest over questions, least opposed, key."""
    return sorted(range(len(keys)), key=lambda i: (-support[i], -breadth[i], oppose[i], keys[i]))


def rank_statements(
    supports: NDArray[np.bool_],
    *,
    breadth: Sequence[int],
    oppose: Sequence[int],
    keys: Sequence[str],
    seed: int,
    replicates: int,
) -> tuple[list[Rank], int]:
    """Rank statements and resample respondents for the interval of each rank.

    Args:
        supports: [statement, respondent]: stands in the base and supports it.
        breadth: Questions under which supporting passages stand, per statement.
        oppose: Dissenting respondents, per statement.
        keys: The last tie-breaker, per statement.
        seed: Same seed and data, same intervals.
        replicates: Resamples wanted.

    Returns:
        A rank per statement in the order given, and the resamples drawn.
    """
    statements, respondents = supports.shape
    support = [int(count) for count in supports.sum(axis=1)]
    order = order_statements(support, breadth, oppose, keys)
    value = np.empty(statements, dtype=np.int64)
    value[order] = np.arange(1, statements + 1)
    drawn = min(replicates, MAX_DRAWS // respondents) if respondents and statements else 0
    ranks = resample_ranks(supports, value, seed=seed, replicates=drawn) if drawn else value[None, :]
    low, high = np.quantile(ranks, (LOW, HIGH), axis=0, method="inverted_cdf")
    ranked = [
        Rank(
            value=int(value[i]),
            low=int(low[i]),
            high=int(high[i]),
            of=statements,
            tied=support.count(support[i]) > 1,
            shared=1 + sum(other > support[i] for other in support),
        )
        for i in range(statements)
    ]
    return ranked, drawn


def resample_ranks(
    supports: NDArray[np.bool_], value: NDArray[np.int64], *, seed: int, replicates: int
) -> NDArray[np.int64]:
    """Ranks in each resample, [replicate, statement]; ties keep the order of the full sample."""
    statements, respondents = supports.shape
    random = np.random.default_rng(seed)
    count = int(supports.sum())
    dense = count * _SPARSE > supports.size
    add_up = _add_products(supports) if dense else _add_supporters(supports)
    ranks = np.empty((replicates, statements), dtype=np.int64)
    step = max(1, _CHUNK // (respondents if dense else max(respondents, count)))
    for begin in range(0, replicates, step):
        rows = min(step, replicates - begin)
        drawn = random.integers(0, respondents, size=(rows, respondents), dtype=np.int32)
        drawn += (np.arange(rows, dtype=np.int32) * respondents)[:, None]
        times = np.bincount(drawn.ravel(), minlength=rows * respondents).reshape(rows, respondents)
        order = np.argsort(value - add_up(times) * (statements + 1), axis=1, kind="stable")
        np.put_along_axis(ranks[begin : begin + rows], order, np.arange(1, statements + 1), axis=1)
    return ranks


def _add_products(supports: NDArray[np.bool_]) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    """Supporters of each statement, [replicate, statement], given how often each respondent was drawn."""
    matrix = supports.T.astype(np.float32)
    return lambda times: np.rint(times.astype(np.float32) @ matrix).astype(np.int64)


def _add_supporters(supports: NDArray[np.bool_]) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    """The same where few support each statement: a product of matrices would mostly add zeros."""
    which, who = np.nonzero(supports)
    held, first = np.unique(which, return_index=True)

    def add_up(times: NDArray[np.int64]) -> NDArray[np.int64]:
        counts = np.zeros((len(times), len(supports)), dtype=np.int64)
        if len(held):
            counts[:, held] = np.add.reduceat(times[:, who], first, axis=1)
        return counts

    return add_up
