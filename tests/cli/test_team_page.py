"""The page on working as a team prints what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

POSTGRES = os.environ.get("THEMATIC_TEST_POSTGRES", "")


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES, reason="THEMATIC_TEST_POSTGRES is not set: the page needs a server")
@pytest.mark.skipif(
    not (Path(sys.executable).parent / "thematic").exists(),
    reason="thematic is not installed beside this Python",
)
def test_every_block_of_the_page_on_teams_prints_what_it_says(root):
    done = subprocess.run(
        [sys.executable, "docs/walk.py", "docs/team.md", "--check", "--server", POSTGRES],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
