"""A small study to act in, with a clock and randomness that repeat."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from thematic.workflow.codebook import add_code
from thematic.workflow.importing import TranscriptOptions, import_transcripts
from thematic.workflow.project import Project, Surroundings, create_project

INTERVIEW = """I: Q1. How did you come to it?

R1: By accident, really. There is never any time. There was nobody else.

I: Q2. And what gets in the way?

R1: Time. There is never any time to think.
"""


@contextmanager
def _no_bar(_length: int):
    yield lambda _steps: None


@pytest.fixture
def no_bar():
    return _no_bar


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    clock, guids, nonces = itertools.count(1), itertools.count(1), itertools.count(1)
    return Surroundings(
        now=lambda: next(clock) * 1_000_000,
        guid=lambda: f"00000000-0000-0000-0000-{next(guids):012d}",
        nonce=lambda: next(nonces).to_bytes(16, "big"),
        environment={},
        config_dir=tmp_path / "config",
    )


@pytest.fixture
def project(tmp_path: Path, here: Surroundings) -> Iterator[Project]:
    made = create_project(str(tmp_path / "study.thematic"), title="Study", coder="Ana", here=here)
    yield made
    made.close()


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """A project with one interview, R1.txt, and the codes time > thinking, accident."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "R1.txt").write_text(INTERVIEW, encoding="utf-8")
    import_transcripts(project, (str(folder),), TranscriptOptions(), bar=_no_bar)
    add_code(project, "time", "Lack of time")
    add_code(project, "thinking", "Time to think", parent="time")
    add_code(project, "accident", "By accident")
    return project
