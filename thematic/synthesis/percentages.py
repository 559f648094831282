"""Shares in percent: which ones whole numbers of people can give."""

from __future__ import annotations


def possible_percentage(shown: str, base: int) -> bool:
    """Whether some whole number of people out of a base rounds to a percentage as shown (halves either way).

    The granularity test of Brown & Heathers (2017) for a share.

    Args:
        shown: Digits as printed, `37` or `37.5`.
        base: People.
    """
    unit = 10 ** len(shown.partition(".")[2])
    nearest = int(shown.replace(".", "")) * base // (100 * unit)
    return any(
        is_share(shown, count, base) for count in range(nearest - 1, nearest + 3) if 0 <= count <= base
    )


def is_share(shown: str, count: int, base: int) -> bool:
    """Whether a count out of a base rounds to a percentage as shown (halves either way)."""
    unit: int = 10 ** len(shown.partition(".")[2])
    return abs(200 * unit * count - 2 * int(shown.replace(".", "")) * base) <= base
