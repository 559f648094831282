from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT.parent / "shared" / "real" / "nhs_fft" / "v6framework_230831.csv"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not TABLE.exists(), reason="the NHS table is not beside the checkout (../shared/real)")
@pytest.mark.skipif(
    not (Path(sys.executable).parent / "thematic").exists(),
    reason="thematic is not installed beside this Python",
)
def test_every_block_of_the_survey_walkthrough_prints_what_it_says():
    done = subprocess.run(
        [sys.executable, "docs/walk.py", "docs/walkthrough-survey.md", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
