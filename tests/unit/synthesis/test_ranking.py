"""Ranks: total, deterministic, and with an interval that shows how stable they are."""

import time

import numpy as np
import pytest

from thematic.synthesis.ranking import order_statements, rank_statements, resample_ranks


def ranks(matrix, seed=1, replicates=500, **more):
    matrix = np.array(matrix, dtype=bool)
    count = len(matrix)
    settings = {
        "breadth": [0] * count,
        "oppose": [0] * count,
        "keys": [f"k{i}" for i in range(count)],
        **more,
    }
    return rank_statements(matrix, seed=seed, replicates=replicates, **settings)[0]


def test_more_supporters_rank_first():
    found = ranks([[1, 0, 0, 0], [1, 1, 1, 0], [1, 1, 0, 0]])
    assert [rank.value for rank in found] == [3, 1, 2]
    assert not any(rank.tied for rank in found)


def test_ties_are_broken_by_breadth_then_dissent_then_key():
    assert order_statements([5, 5, 5, 5, 6], [1, 2, 2, 2, 0], [0, 3, 1, 1, 9], ["d", "c", "b", "a", "z"]) == [
        4,
        3,
        2,
        1,
        0,
    ]


def test_equal_support_is_marked_as_tied():
    found = ranks([[1, 1, 0], [0, 1, 1], [0, 0, 1]])
    assert [rank.tied for rank in found] == [True, True, False]
    assert [(rank.value, rank.shared) for rank in found] == [(1, 1), (2, 1), (3, 3)]


def test_the_same_seed_gives_the_same_interval():
    matrix = np.random.default_rng(3).random((6, 30)) < 0.4
    assert ranks(matrix, seed=7) == ranks(matrix, seed=7)
    assert ranks(matrix, seed=7, replicates=40) != ranks(matrix, seed=8, replicates=40)


def test_a_statement_everybody_supports_never_loses_to_one_nobody_supports():
    first, last = ranks([[1] * 20, [0] * 20])
    assert (first.low, first.high, last.low, last.high) == (1, 1, 2, 2)


def test_close_statements_have_wide_intervals():
    close = ranks([[1, 1, 1, 0, 0, 0] * 5, [0, 0, 1, 1, 1, 0] * 5])
    assert (close[0].low, close[0].high) == (1, 2)


@pytest.mark.parametrize("shares", [(0.3, 0.4, 0.5, 0.6), (0.1, 0.0, 0.05, 0.0)])
def test_the_interval_agrees_with_resampling_one_by_one(shares):
    matrix = np.random.default_rng(11).random((4, 12)) < np.array(shares)[:, None]
    random = np.random.default_rng(5)
    value = np.array([rank.value for rank in ranks(matrix)])
    drawn = random.integers(0, 12, size=(200, 12), dtype=np.int32)
    slow = []
    for row in drawn:
        counts = [int(matrix[i][row].sum()) for i in range(4)]
        order = sorted(range(4), key=lambda i: (-counts[i], value[i]))
        slow.append([order.index(i) + 1 for i in range(4)])
    fast = resample_ranks(matrix, value, seed=5, replicates=200)
    assert fast.tolist() == slow


def test_thirty_one_findings_ten_thousand_resamples_within_a_second():
    matrix = np.random.default_rng(0).random((31, 51)) < 0.4
    begin = time.perf_counter()
    ranks(matrix, replicates=10_000)
    assert time.perf_counter() - begin < 1.0


def test_nobody_and_nothing_are_ranked_without_complaint():
    assert rank_statements(np.zeros((0, 5), bool), breadth=[], oppose=[], keys=[], seed=1, replicates=10) == (
        [],
        0,
    )
    only = ranks(np.zeros((1, 0), bool))
    assert (only[0].value, only[0].low, only[0].high) == (1, 1, 1)
