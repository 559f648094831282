"""Codings of a small random study, as columns and as plain rows."""

from __future__ import annotations

import numpy as np
import pytest

from thematic.reconcile.units import Spans


def columns(rows):
    """Rows of (source, start, end, code, coder) as spans."""
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 5)
    return Spans(*(table[:, place].copy() for place in range(5)))


@pytest.fixture
def spans_of():
    """Make spans from rows of (source, start, end, code, coder)."""
    return columns


@pytest.fixture
def random_rows():
    """Draw codings: (seed, lengths, codes, coders, many) → rows, own overlaps included."""

    def draw(seed, lengths, codes, coders, many):
        random = np.random.default_rng(seed)
        rows = []
        for _ in range(many):
            source = int(random.integers(len(lengths)))
            if lengths[source] < 2:
                continue
            start = int(random.integers(0, lengths[source] - 1))
            end = int(random.integers(start + 1, min(lengths[source], start + 12) + 1))
            rows.append((source, start, end, int(random.integers(codes)), int(random.integers(coders))))
        return rows

    return draw
