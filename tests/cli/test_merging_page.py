"""The page on merging prints what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(
    not (Path(sys.executable).parent / "thematic").exists(),
    reason="thematic is not installed beside this Python",
)
def test_every_block_of_the_page_on_merging_prints_what_it_says(root):
    done = subprocess.run(
        [sys.executable, "docs/walk.py", "docs/merging.md", "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
