"""A desk in a real terminal: what bytes it is sent, and what a killed one has left."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

RUN = "import sys; from thematic.tui.app import run_desk; run_desk(*sys.argv[1:])"
NASTY = "Before \x1b[31mred \x1b]0;title\x07 \u202eright to left\u202c \x9b2J after\tthe tab."
COMMAND = re.compile(
    r"\x1b\[[0-9;?<>=$]*[ -/]*[@-~]|\x1b\]22;[a-z]+\x07|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[ -/]*[0-Z\\^-~]"
)
"""What Textual itself sends: control sequences, the pointer's shape, strings, short escapes."""
BEGUN = re.compile(r"\x1b[\[\]PX^_]?[0-9;?<>=$]*\Z")
"""A command that was cut when the last byte was read."""


class RawTerminal:
    """A desk in a pseudo-terminal, and every byte it sent."""

    def __init__(self, where: str, config: str) -> None:
        self.sent = b""
        self._seen = 0
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            known = {"THEMATIC_CONFIG": config, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
            arguments = [sys.executable, "-c", RUN, where, "Ann"]
            os.execve(sys.executable, arguments, {**os.environ, **known})

    def until(self, words: str, seconds: float = 60) -> None:
        """Read until some words were painted after those that were waited for last."""
        end = time.monotonic() + seconds
        while (at := self.sent.find(words.encode(), self._seen)) < 0:
            assert time.monotonic() < end, self.sent[self._seen :][-2000:]
            if select.select([self._fd], [], [], 0.2)[0]:
                self.sent += os.read(self._fd, 1 << 16)
        self._seen = at + len(words.encode())

    def until_kept(self, config: Path, place: list[int], seconds: float = 60) -> None:
        """Read on until a place in the text was written down."""
        end = time.monotonic() + seconds
        while not any(
            place in json.loads(one.read_text(encoding="utf-8"))["places"].values()
            for one in (config / "desk").glob("*.json")
        ):
            assert time.monotonic() < end, "the place was not written down"
            if select.select([self._fd], [], [], 0.05)[0]:
                self.sent += os.read(self._fd, 1 << 16)

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


@pytest.mark.slow
def test_a_killed_desk_was_sent_no_control_of_the_texts_and_opens_where_it_was(
    drive: Any, make_study: Any
) -> None:
    codes = [("nasty", "Name \x1b[2K\x07", None, "Definition \x1b]0;title\x07", "")]
    study = make_study({"R1.txt": [("I", 1, "Why?"), ("R1", 1, "It was so. " * 9 + NASTY)]}, codes)
    terminal = RawTerminal(study.path, str(study.here.config_dir))
    terminal.until("tour")
    terminal.until("It was so.")
    terminal.press("n")
    terminal.until("same again")
    terminal.press("jjjj")
    time.sleep(0.3)
    terminal.press(" ")
    terminal.until("Definition")
    terminal.press("\r")
    terminal.until("✓ Name")
    start = study.text["R1.txt"].text.index("It was so.")
    terminal.press("j")
    terminal.until_kept(study.here.config_dir, [start + 4 * 11, start + 4 * 11 + 10])
    terminal.kill()

    painted = BEGUN.sub("", COMMAND.sub("", terminal.sent.decode(errors="ignore")))
    assert b"\x1b[31m" not in terminal.sent
    assert "␛[31mred" in painted
    assert {letter for letter in painted if letter < " " or letter in "\x7f\x9b\u202e\u202c"} <= {"\r", "\n"}
    assert study.codings() == [("It was so.", "nasty")]

    async def look(desk: Any, _pilot: Any) -> tuple[int, int]:
        return tuple(desk.screen.transcript.now.span)

    assert drive(study, look) == (start + 4 * 11, start + 4 * 11 + 10)
