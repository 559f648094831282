"""`thematic journal --follow` prints what others do while they do it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from thematic.cli.main import run


def test_an_act_of_another_is_printed_as_it_is_done(tmp_path: Path, monkeypatch, capfd) -> None:
    monkeypatch.chdir(tmp_path)
    Path("R1.txt").write_text("R1: There is never any time.\n", encoding="utf-8")
    project = ["-p", "study.thematic"]
    assert run(["init", "study.thematic", "--as", "Ana"]) == 0
    assert run([*project, "--as", "Ana", "code", "add", "time", "--name", "Time"]) == 0
    follows = subprocess.Popen(
        [sys.executable, "-m", "thematic", *project, "--as", "Ana", "journal", "--follow", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert follows.stdout
    assert follows.stderr
    assert follows.stderr.readline().startswith("Following")
    assert run([*project, "--as", "Ben", "import", "R1.txt"]) == 0
    assert run([*project, "--as", "Ben", "tag", "R1", "--quote", "never any time", "time"]) == 0
    found = [json.loads(follows.stdout.readline()) for _ in range(3)]
    follows.send_signal(signal.SIGINT)
    follows.communicate(timeout=60)
    assert [(each["coder"], each["verb"]) for each in found] == [
        ("Ben", "join"),
        ("Ben", "import"),
        ("Ben", "tag"),
    ]
    assert (found[-1]["sources"], found[-1]["codes"]) == (["R1.txt"], ["time"])
    assert follows.returncode == 130
