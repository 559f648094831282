"""One line of text being typed, apart from any widget."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD_BEFORE = re.compile(r"\S*\s*$")


@dataclass(slots=True)
class LineEdit:
    """What was typed, and where the next letter goes."""

    text: str = ""
    cursor: int = 0

    def put(self, words: str) -> None:
        """Type or paste; line ends become blanks."""
        words = " ".join(words.splitlines()) if len(words) > 1 else words
        self.text = self.text[: self.cursor] + words + self.text[self.cursor :]
        self.cursor += len(words)

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; whether it was one for typing."""
        if character and character.isprintable() and not key.startswith(("ctrl+", "alt+")):
            self.put(character)
            return True
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        match key:
            case "backspace":
                self.text, self.cursor = before[:-1] + after, max(0, self.cursor - 1)
            case "delete":
                self.text = before + after[1:]
            case "ctrl+w" | "ctrl+backspace":
                kept = _WORD_BEFORE.sub("", before)
                self.text, self.cursor = kept + after, len(kept)
            case "ctrl+u":
                self.text, self.cursor = after, 0
            case "left":
                self.cursor = max(0, self.cursor - 1)
            case "right":
                self.cursor = min(len(self.text), self.cursor + 1)
            case "home" | "ctrl+a":
                self.cursor = 0
            case "end" | "ctrl+e":
                self.cursor = len(self.text)
            case _:
                return False
        return True
