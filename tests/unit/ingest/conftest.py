"""Shared fixtures of the readers' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from thematic.ingest.casting import Casting, parse_speakers
from thematic.ingest.speakers import read_turns

REAL = Path(__file__).parents[3].parent / "shared" / "real"


@pytest.fixture
def real():
    """The folder of real data, or a skip that says why."""
    if not REAL.is_dir():
        pytest.skip("needs the real data in ../shared/real")
    return REAL


@pytest.fixture
def converse():
    """Read a transcript and give back what a person would check: who said what, when."""

    def read(text, *, speakers="", respondent=None, known=(), stem="interview-7"):
        casting = Casting(parse_speakers(speakers), respondent, frozenset(known))
        return read_turns(text, stem, casting, f"{stem}.txt")

    return read


@pytest.fixture
def said(converse):
    """The same as tuples of (who, words), interviewers as '?' and nobody as '-'."""

    def read(text, **options):
        found = converse(text, **options)
        who = {"interviewer": "?", "nobody": "-"}
        return [(turn.respondent or who[turn.role], text[turn.start : turn.end]) for turn in found.turns]

    return read
