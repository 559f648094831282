"""Typing a line."""

from __future__ import annotations

import pytest

from thematic.tui.widgets.line_edit import LineEdit


def typed(text: str, cursor: int, key: str, character: str | None = None) -> tuple[str, int]:
    line = LineEdit(text, cursor)
    assert line.press(key, character)
    return line.text, line.cursor


@pytest.mark.parametrize(
    ("text", "cursor", "key", "expected"),
    [
        ("abc", 3, "backspace", ("ab", 2)),
        ("abc", 1, "backspace", ("bc", 0)),
        ("abc", 0, "backspace", ("abc", 0)),
        ("abc", 1, "delete", ("ac", 1)),
        ("lack of time", 12, "ctrl+w", ("lack of ", 8)),
        ("lack of ", 8, "ctrl+w", ("lack ", 5)),
        ("abc", 2, "ctrl+u", ("c", 0)),
        ("abc", 1, "left", ("abc", 0)),
        ("abc", 3, "right", ("abc", 3)),
        ("abc", 2, "home", ("abc", 0)),
        ("abc", 0, "end", ("abc", 3)),
    ],
)
def test_keys_that_edit(text: str, cursor: int, key: str, expected: tuple[str, int]) -> None:
    assert typed(text, cursor, key) == expected


def test_letters_go_where_the_cursor_is() -> None:
    assert typed("tme", 1, "i", "i") == ("time", 2)


def test_other_keys_are_not_taken() -> None:
    assert not LineEdit("a", 1).press("f5", None)
    assert not LineEdit("a", 1).press("ctrl+x", None)


def test_pasted_lines_become_one() -> None:
    line = LineEdit()
    line.put("lack\nof time")
    assert line.text == "lack of time"
