"""From positions on screen to positions in sources, and back."""

from __future__ import annotations

from thematic.model.codings import Coding
from thematic.model.sources import SourceText
from thematic.tui.passages import Piece, in_a_row, whole

CODING = Coding("c", "s", "t", 4, 9, "words", "k", "ann")


def test_a_coding_of_the_whole_text_is_shown_as_it_is() -> None:
    assert whole(SourceText("t", "s", "", "Some words.", ())).seen(CODING) is CODING


def test_a_coding_is_shifted_and_cut_to_the_piece_it_is_seen_in() -> None:
    row = in_a_row([Piece("s", "t", 0, 3, "Som"), Piece("s", "t", 6, 11, "ords.")])
    seen = row.seen(CODING)
    assert seen is not None
    assert (seen.start, seen.end) == (5, 8)
    assert row.shown.text[5:8] == "ord"
