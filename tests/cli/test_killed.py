"""What was acknowledged is there, whatever happens to the process that did it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

CODING = """
import sys
from thematic.workflow.coding import apply_code
from thematic.workflow.project import open_project, real_surroundings
from thematic.workflow.reading import find_code, find_source, read_codebook

project = open_project("tiny.thematic", here=real_surroundings())
source = find_source(project, "R1").guid
code = find_code(read_codebook(project), "rules").guid
for length in range(50, 40, -1):
    for start in range(200):
        print(apply_code(project, source, start, start + length, code).guid, flush=True)
"""


def read_guid(process: subprocess.Popen[str]) -> str:
    """The next whole line; nothing where the process died before it was whole."""
    line = process.stdout.readline()
    return line.strip() if line.endswith("\n") else ""


@pytest.mark.slow
@pytest.mark.parametrize("acts", [1, 57, 140])
def test_no_acknowledged_coding_is_lost_by_a_kill(acts, study, here):
    process = subprocess.Popen(
        [sys.executable, "-c", CODING], cwd=here, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    acknowledged = [read_guid(process) for _ in range(acts)]
    os.kill(process.pid, signal.SIGKILL)
    acknowledged += iter(lambda: read_guid(process), "")
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL, "it was killed in the middle"
    assert len(acknowledged) < 2_000

    stored = {quote["guid"] for quote in study.json("quotes rules")}
    assert set(acknowledged) <= stored
    assert "whole" in study.ok("check").err
    count = len(study.json("quotes"))
    assert len(acknowledged) <= count - 40 <= len(acknowledged) + 1, "at most the act under way besides"
    study.ok("undo")
    assert len(study.json("quotes")) == count - 1
