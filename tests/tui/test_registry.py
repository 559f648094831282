"""The registry of acts: complete, without clashes, and every act proved by its key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from thematic.tui.actions import ACTS, PLACES, acts_of, clashes
from thematic.tui.atlas import ATLAS

TESTS = Path(__file__).parent

LISTS = [place for place in PLACES if place not in ("everywhere", "transcript", "list", "questions")]


def proved() -> set[str]:
    """Acts that some test of this folder performs by key."""
    found: set[str] = set()
    for path in TESTS.glob("test_*.py"):
        for marked in re.findall(r"pytest\.mark\.act\(([^)]*)\)", path.read_text(encoding="utf-8")):
            found.update(re.findall(r'"([a-z-]+)"', marked))
    return found


def test_every_act_has_a_test_that_performs_it() -> None:
    assert {act.id for act in ACTS} - proved() == set()


def test_no_test_names_an_act_that_is_not_there() -> None:
    assert proved() - {act.id for act in ACTS} == set()


@pytest.mark.parametrize("preset", ["vim", "plain"])
def test_no_two_acts_of_a_place_share_a_key(preset: Any) -> None:
    assert list(clashes({}, preset)) == []


@pytest.mark.parametrize("preset", ["vim", "plain"])
@pytest.mark.parametrize(
    "places",
    [
        ("code", "mark", "transcript", "everywhere"),
        ("questions", "mark", "transcript", "everywhere"),
        *((place, "list", "everywhere") for place in LISTS),
    ],
)
def test_no_key_means_two_things_where_one_is(preset: Any, places: Any) -> None:
    from thematic.tui.actions import split_keys

    holder: dict[str, str] = {}
    for act in acts_of(*places):
        for key in split_keys(act.keys_in(preset)):
            assert holder.setdefault(key, act.id) == act.id


def test_every_act_has_a_sentence_and_a_place_that_help_names() -> None:
    for act in ACTS:
        assert act.sentence.endswith(".")
        assert act.place in PLACES
        assert act.short


def test_every_act_has_its_method_where_it_belongs() -> None:
    from thematic.tui.app import Desk
    from thematic.tui.widgets.line_list import LineList
    from thematic.tui.widgets.transcript.mouse import Transcript

    homes: dict[str, list[type]] = {"everywhere": [Desk], "transcript": [Transcript], "list": [LineList]}
    for entry in ATLAS:
        screen = _screen(entry.where)
        for place in screen.here:
            homes.setdefault(place, []).append(screen)
    for act in ACTS:
        name = act.action.partition("(")[0]
        for home in homes[act.place]:
            assert hasattr(home, f"action_{name}"), f"{home.__name__} has no action_{name}"


def _screen(where: str) -> Any:
    import importlib

    module, _, name = where.partition(":")
    return getattr(importlib.import_module(f"thematic.tui.screens.{module}"), name)


def test_a_remap_that_clashes_or_names_nothing_is_told() -> None:
    told = list(clashes({"grow": "j", "nonsense": "z"}, "vim"))
    assert any("'j' is given to both" in line for line in told)
    assert "there is no act 'nonsense'" in told
