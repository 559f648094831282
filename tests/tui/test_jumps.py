"""Back and forward."""

from __future__ import annotations

from thematic.tui.jumps import Jumps

A, B, C = ("s", 0, 1), ("s", 5, 6), ("t", 9, 10)


def test_back_and_forward_walk_the_places_left() -> None:
    jumps = Jumps()
    jumps.leave(A)
    jumps.leave(B)
    assert jumps.back(C) == B
    assert jumps.back(B) == A
    assert jumps.back(A) is None
    assert jumps.forward() == B
    assert jumps.forward() == C
    assert jumps.forward() is None


def test_going_somewhere_new_forgets_what_lay_ahead() -> None:
    jumps = Jumps()
    jumps.leave(A)
    assert jumps.back(B) == A
    jumps.leave(A)
    assert jumps.forward() is None


def test_nothing_to_go_back_to() -> None:
    assert Jumps().back(A) is None
    assert Jumps().forward() is None
