"""The page on the linter lists the checks there are, with the reasons they give."""

from __future__ import annotations

import re
from pathlib import Path

from thematic.synthesis.lint.run import CHECKS

ROW = re.compile(r"^\| `([a-z-]+)` \| (error|warning|both) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_every_check_is_on_the_page_with_its_why(root: Path) -> None:
    rows = ROW.findall((root / "docs" / "linter.md").read_text(encoding="utf-8"))
    assert {check: why for check, _, why, _ in rows} == CHECKS
    assert [check for check, *_ in rows] == list(CHECKS)
    assert all(fault.strip() for *_, fault in rows)
