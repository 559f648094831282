"""What every test can count on: the same surroundings on every machine, and a last word about the house."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
LONG = 400
"""Lines past which a file probably holds a second idea."""

# A slow machine is no counter-example.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(autouse=True, scope="session")
def _nobody_in_particular(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No project, coder or configuration of whoever runs the tests reaches them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("THEMATIC_PROJECT", "THEMATIC_CODER", "THEMATIC_DEBUG"):
            patch.delenv(name, raising=False)
        patch.setenv("THEMATIC_CONFIG", str(tmp_path_factory.mktemp("config")))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what deserves a look but fails nothing."""
    long = [
        (count, path.relative_to(ROOT))
        for path in sorted((ROOT / "thematic").rglob("*.py"))
        if (count := path.read_bytes().count(b"\n")) > LONG
    ]
    if long:
        terminalreporter.section(f"files past {LONG} lines: is there a second idea inside?")
        for count, path in long:
            terminalreporter.line(f"{path}: {count}")
    if not os.environ.get("THEMATIC_TEST_POSTGRES"):
        terminalreporter.section("PostgreSQL")
        terminalreporter.line(
            "THEMATIC_TEST_POSTGRES is not set: what needs a PostgreSQL server was skipped."
        )
