"""What an act of the desk is, and where acts belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal[
    "everywhere",
    "transcript",
    "mark",
    "code",
    "list",
    "transcripts",
    "questions",
    "codebook",
    "quotes",
    "search",
    "memos",
    "journal",
    "revisit",
    "inbox",
    "synthesis",
    "compare",
    "agreement",
]
Preset = Literal["vim", "plain"]

DIGITS = "1,2,3,4,5,6,7,8,9"
"""Keys of an act that is told which of them was pressed."""

PLACES: dict[Place, str] = {
    "everywhere": "Everywhere",
    "transcript": "Reading and selecting",
    "mark": "Coding",
    "code": "Going about transcripts",
    "list": "In a list",
    "transcripts": "Transcripts",
    "questions": "Question by question",
    "codebook": "Codebook",
    "quotes": "Quotes",
    "search": "Search",
    "memos": "Memos",
    "journal": "Journal",
    "revisit": "Codings to revisit",
    "inbox": "Inbox",
    "synthesis": "Findings and their evidence",
    "compare": "Where coders differ",
    "agreement": "How far coders agree",
}
"""Where acts belong, with the heading help gives them, in its order."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person can do."""

    id: str
    """Stable name, for remapping and commands."""
    keys: str
    """Keys of the vim-like preset, comma-separated, as Textual names them."""
    short: str
    """Two or three words for the hint bar."""
    sentence: str
    """What it does, for help and the command palette."""
    place: Place
    plain: str = ""
    """Keys of the plain preset; empty for the same."""
    hint: int = 0
    """Rank in the hint bar, 1 first; 0 is left out."""
    call: str = ""
    """The action as Textual calls it, where it is not the id's own method."""

    @property
    def action(self) -> str:
        """The action as Textual calls it: the method `action_<id>`, hyphens as underscores."""
        return self.call or self.id.replace("-", "_")

    def keys_in(self, preset: Preset) -> str:
        """Its keys in a preset."""
        return self.plain if preset == "plain" and self.plain else self.keys
