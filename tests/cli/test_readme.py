"""The tour in the README prints what it says."""

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
def test_every_block_of_the_readme_prints_what_it_says(root):
    done = subprocess.run(
        [sys.executable, "docs/walk.py", "README.md", "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
