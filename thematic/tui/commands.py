"""Finding an act by its name, for the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.actions import DIGITS, PLACES, Act, acts_of
from thematic.tui.atlas import ATLAS, LETTERS
from thematic.tui.ink import Piece, line
from thematic.tui.keys import shown_keys
from thematic.tui.widgets.palette import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from thematic.tui.actions import Place, Preset


def find_acts(query: str, places: Sequence[Place], keys_of: Callable[[Act], str]) -> list[Found]:
    """Acts of some places whose words begin with, or else hold, what was typed.

    Args:
        query: What was typed; every word must be met.
        places: Where one is.
        keys_of: Keys of an act as shown.
    """
    words = query.casefold().split()
    ranked = []
    for number, act in enumerate(acts_of(*places)):
        rank = _rank(act, words)
        if rank is not None and act.id not in ("commands", "back") and act.keys != DIGITS:
            ranked.append((rank, number, act))
    return [_found(act, keys_of(act)) for _, _, act in sorted(ranked, key=lambda one: one[:2])]


def find_screens(query: str) -> list[Found]:
    """The screen a letter stands for; every screen for nothing typed, none for anything else."""
    entries = [LETTERS[query]] if query in LETTERS else [] if query else ATLAS
    return [
        Found(
            entry.mode,
            line(
                Piece(f"{entry.letter}  ", "accent"),
                Piece(entry.what),
                right=(Piece(entry.key.upper(), "quiet"),),
            ),
        )
        for entry in entries
    ]


def keys_shown(preset: Preset, own: Mapping[str, str]) -> Callable[[Act], str]:
    """Keys of an act as the person has them."""
    return lambda act: shown_keys(act, preset, own)


def _rank(act: Act, words: list[str]) -> int | None:
    name = f" {act.short} {act.id.replace('-', ' ')}".casefold()
    told = f"{name} {act.sentence}".casefold()
    if not all(word in told for word in words):
        return None
    return 0 if all(f" {word}" in name for word in words) else 1 if all(w in name for w in words) else 2


def _found(act: Act, keys: str) -> Found:
    return Found(act.id, line(Piece(act.sentence), right=(Piece(keys, "accent"),)), PLACES[act.place])
