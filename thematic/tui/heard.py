"""What others did, in words for the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.tui.session import Session
    from thematic.workflow.live import Glimpse

_CODED = {"tag": "coded", "untag": "uncoded", "retag": "recoded", "confirm": "looked again at"}
_CODES = {
    "add code": "added the code",
    "edit code": "changed the code",
    "rename code": "renamed the code",
    "move code": "moved the code",
    "merge codes": "merged the code",
    "split code": "split the code",
    "retire code": "retired the code",
    "restore code": "restored the code",
}
_ELSE = {
    "memo": "wrote a memo",
    "remove memo": "removed a memo",
    "undo": "took something back",
    "redo": "did something again",
    "join": "joined",
    "assign": "gave out sources",
    "import": "imported",
    "import codings": "imported codings",
    "import codebook": "imported codes",
    "merge": "merged a copy",
    "role": "changed a role",
}
_NAMED = 2
"""Sources named one by one."""


def words_of(glimpses: Sequence[Glimpse], session: Session) -> str:
    """`Tomas coded R4`; of several acts the latest, and how many more there were. Empty for none."""
    if not glimpses:
        return ""
    last = glimpses[-1]
    alike = [one for one in glimpses if (one.coder, one.verb) == (last.coder, last.verb)]
    words = _words(last, [source for one in alike for source in one.sources], session)
    more = len(glimpses) - len(alike)
    return f"{words}, and {more} more" if more else words


def _words(glimpse: Glimpse, sources: list[str], session: Session) -> str:
    if glimpse.hidden:
        return "Somebody coded"
    who, verb = glimpse.coder, glimpse.verb
    if verb in _CODED:
        return f"{who} {_CODED[verb]} {_places(sources, session)}"
    if verb in _CODES and glimpse.codes:
        return f"{who} {_CODES[verb]} {session.code_name(glimpse.codes[-1])}"
    return f"{who} {_ELSE[verb]}" if verb in _ELSE else f"{who}: {verb}"


def _places(guids: list[str], session: Session) -> str:
    known = [session.source(guid) for guid in dict.fromkeys(guids)]
    names = [source.name.rpartition(".")[0] or source.name for source in known if source]
    if not names or len(names) > _NAMED:
        return many(len(names), "transcript") if names else "something"
    return " and ".join(names)
