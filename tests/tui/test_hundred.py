"""A hundred sentences of the shipped study coded with five codes by real keys in a real terminal."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

CODES = ("time-barrier", "service-pressure", "protected-time", "rotation-barrier", "learning-by-doing")
RUN = "import sys; from thematic.tui.app import Desk; Desk(sys.argv[1], 'Ada', sys.argv[2]).run()"
SENTENCES = 100


class Tmux:
    """One terminal of 120 × 36."""

    def __init__(self, socket: str, command: str) -> None:
        self._socket = socket
        self._run("new-session", "-d", "-x", "120", "-y", "36", command)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def type(self, words: str) -> None:
        self._run("send-keys", "-l", words)

    def until(self, words: str, seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while words not in (seen := self._run("capture-pane", "-p")):
            assert time.monotonic() < end, f"never saw {words!r} in:\n{seen}"
            time.sleep(0.05)

    def kill(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)


@pytest.mark.slow
def test_a_hundred_sentences_take_at_most_four_keys_each(tmp_path: Any) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    from thematic.workflow import reading
    from thematic.workflow.demo import LEADERSHIP, open_study
    from thematic.workflow.project import open_project, real_surroundings

    config = tmp_path / "config"
    here = replace(real_surroundings(), config_dir=config, environment={})
    project, _ = open_study(LEADERSHIP, tmp_path, here)
    book = reading.read_codebook(project)
    chosen = [code for code in book.active if code.key in CODES] or list(book.active)
    chosen = [*chosen, *(code for code in book.active if code not in chosen)][: len(CODES)]
    source = next(one for one in reading.list_sources(project) if one.name.startswith("R1."))
    text = reading.read_text(project, source.guid)
    spans = reading.read_sentences(project, text)[1 : SENTENCES + 1]
    project.close()
    assert len(spans) == SENTENCES

    variables = [f"THEMATIC_CONFIG={config}", f"PYTHONPATH={Path.cwd()}"]
    environment = shlex.join(["env", "-u", "COLUMNS", "-u", "LINES", *variables])
    command = f"{environment} {shlex.join([sys.executable, '-c', RUN, project.where, source.name])}"
    terminal = Tmux(str(tmp_path / "tmux"), command)
    keys = 0
    try:
        terminal.until("✓ saved")
        for digit, code in enumerate(chosen, 1):
            terminal.press("p")
            terminal.type(code.name)
            terminal.until(f"Pin: {code.name}")
            terminal.press("Enter")
            terminal.until(f"Pin {code.name}"[:30])
            terminal.press(str(digit))
            terminal.until("from now on")
            keys += 3 + len(code.name)
        for number in range(SENTENCES):
            terminal.press("j", str(number % len(chosen) + 1))
            keys += 2
        terminal.until(f"code {chosen[(SENTENCES - 1) % len(chosen)].name}"[:40])
        time.sleep(1.0)
        terminal.press("C-q")
        time.sleep(1.0)
    finally:
        terminal.kill()

    project = open_project(project.where, coder="Ada", here=here)
    names = {code.guid: code.key for code in book.codes}
    own = project.coder.guid if project.coder else ""
    found = [
        (one.start, one.end, names[one.code])
        for one in reading.source_codings(project, source.guid)
        if one.coder == own
    ]
    project.close()
    expected = [(*span, chosen[number % len(chosen)].key) for number, span in enumerate(spans)]
    assert found == expected
    assert keys / SENTENCES <= 4
