"""What each screen looks like, as plain text beside this file; a change is seen in the difference.

Write the files anew with `THEMATIC_WRITE_DUMPS=1 pytest tests/tui/test_dumps.py`.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

DUMPS = Path(__file__).parent / "dumps"

CODED = (
    "j", "space", "'lear", "enter", "j", "J", "space", "'ment", "enter", "t", "q",
    "m", "'Watch the rota.", "escape", "}", "}", "space", "'lack", "enter", "home", "]", "]",
)  # fmt: skip

SCENES: dict[str, tuple[str, ...]] = {
    "coding": CODED,
    "palette": (*CODED, "space", "'ro"),
    "new-code": (*CODED, "i"),
    "memo": (*CODED, "m"),
    "search": (*CODED, "/", "'time", "enter"),
    "transcripts": (*CODED, "d", "f2"),
    "codebook": (*CODED, "f4", "j", "j", "j"),
    "merge": (*CODED, "f4", "M", "p"),
    "quotes": (*CODED, "f5", "space", "'ment", "enter"),
    "questions": (*CODED, "g", "n", "ctrl+down"),
    "everywhere": (*CODED, "g", "s", "'rota", "enter", "j"),
    "memos": (*CODED, "g", "m"),
    "journal": (*CODED, "u", "g", "j"),
    "revisit": (*CODED, "f4", "e", "d", "'Only what is learned on the ward.", "escape", "g", "r"),
    "help": ("?",),
    "commands": (":", "'go"),
    "go": ("g",),
    "compare": ("f7", "2", "x", "j"),
    "answers": ("f7", "end", "k", "k", "\\", "\\", "j", "j"),
    "agreement": ("f7", "T", "j", "j"),
    "inbox": ("f6",),
    "lost-words": ("f6", "j"),
}
"""Name of a dump → the keys that lead to it."""

STUDIES = {
    **dict.fromkeys(("compare", "answers", "agreement"), "two_coders"),
    **dict.fromkeys(("inbox", "lost-words"), "waiting"),
}
"""Dumps of other studies than the small one that one person codes."""


@pytest.fixture(autouse=True)
def greenwich(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Show times as they are at Greenwich."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=["80x24", "120x30"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_looks_as_it_was_last_looked_at(
    scene: str, size: tuple[int, int], drive: Any, keys: Any, request: pytest.FixtureRequest
) -> None:
    study = request.getfixturevalue(STUDIES.get(scene, "study"))
    path = DUMPS / f"{scene}-{size[0]}x{size[1]}.txt"
    write = bool(os.environ.get("THEMATIC_WRITE_DUMPS"))
    looked_at = "" if write else path.read_text(encoding="utf-8")

    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, *SCENES[scene])
        drawn, end = "", time.monotonic() + (1.0 if write else 20.0)
        while (
            drawn != looked_at and time.monotonic() < end
        ):  # what comes by timers comes late on a busy machine
            await pilot.pause(0.1)
            await keys(desk, pilot)
            rows = [strip.text.rstrip() for strip in desk.screen._compositor.render_strips()]
            drawn = "\n".join(rows) + "\n"
        return drawn

    drawn = drive(study, script, size=size)
    if write:
        DUMPS.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    else:
        assert drawn == looked_at
