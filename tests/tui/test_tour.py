"""The tour, own keys, and what is remembered."""

from __future__ import annotations

from typing import Any

import pytest

from thematic.tui.remembered import Remembered, recall, remember
from thematic.tui.tour import STEPS, Scene, Tour


def test_the_tour_goes_on_when_a_step_is_done_and_not_before() -> None:
    tour = Tour()
    start = Scene("code", (0, 5), "sentence")
    assert not tour.look(start)
    assert tour.words.startswith("1/")
    assert tour.look(Scene("code", (6, 9), "sentence"))
    assert tour.words.startswith("2/")
    assert not tour.look(Scene("code", (6, 9), "sentence"))
    assert tour.look(Scene("code", (6, 20), "turn"))


def test_every_step_can_be_read_on_eighty_columns() -> None:
    told = [f" TOUR {number}/{len(STEPS)}  {step.words}" for number, step in enumerate(STEPS, 1)]
    assert [words for words in told if len(words) > 79] == []


def test_the_tour_is_walked_by_keys(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        pressed = [
            ("j",), ("+",), ("-", "L"), ("space", "'lack", "enter"), ("j", "."), ("u",),
            ("p", "'lack", "enter", "1"), ("j", "1"), ("m", "'look again", "escape"), ("g", "n"), ("f7",),
            ("g", "c"),
        ]  # fmt: skip
        assert len(pressed) == len(STEPS)
        for number, step in enumerate(pressed, 1):
            assert desk.tour.words.startswith(f"{number}/")
            await keys(desk, pilot, *step)
        assert desk.tour.over
        assert "That was the tour" in desk.screen.query_one("#tour").line.text

    drive(study, script, tour=Tour())


@pytest.mark.act("tour")
def test_the_tour_is_offered_once_and_found_by_name(study: Any, keys: Any, drive: Any) -> None:
    async def decline(desk: Any, pilot: Any) -> str:
        words = desk.screen.foot.line.text
        await keys(desk, pilot, "n")
        return str(words)

    async def take(desk: Any, pilot: Any) -> Any:
        await keys(desk, pilot, ":", "'tour", "enter")
        return desk.return_value

    assert "five-minute tour" in drive(study, decline, offer_tour=True)
    assert "five-minute tour" not in drive(study, decline, offer_tour=True)
    assert drive(study, take) == "tour"


def test_own_keys_are_used_and_the_hints_show_them(drive: Any, study: Any, keys: Any) -> None:
    study.here.config_dir.mkdir(parents=True)
    (study.here.config_dir / "desk-keys.yaml").write_text(
        "preset: plain\nkeys:\n  choose-code: c\n  grow: ctrl+g\n"
    )

    async def script(desk: Any, pilot: Any) -> None:
        assert desk.preset == "plain"
        assert desk.screen.foot.line.text.startswith(" c code")
        await keys(desk, pilot, "down", "c", "'lack", "enter")

    drive(study, script)
    assert [code for _, code in study.codings()] == ["time"]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("keys:\n  grow: j\n", "'j' is given to both"),
        ("keys:\n  grwo: x\n", "there is no act 'grwo'"),
        ("preset: emacs\n", "'preset' must be one of vim, plain"),
        ("kyes: {}\n", "Did you mean 'keys'?"),
    ],
)
def test_own_keys_that_cannot_be_used_are_told_and_the_desk_opens(
    drive: Any, study: Any, file: str, told: str
) -> None:
    study.here.config_dir.mkdir(parents=True)
    (study.here.config_dir / "desk-keys.yaml").write_text(file)

    async def script(desk: Any, pilot: Any) -> str:
        return str(desk.screen.foot.line.text)

    assert told in drive(study, script)


def test_what_cannot_be_read_is_a_fresh_desk(tmp_path: Any) -> None:
    assert recall(tmp_path, "p") == Remembered()
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "p.json").write_text('{"theme": 5, "source": "s", "unknown": 1}')
    assert recall(tmp_path, "p") == Remembered(source="s")
    (tmp_path / "desk" / "p.json").write_text("no json")
    assert recall(tmp_path, "p") == Remembered()


def test_what_is_remembered_comes_back(tmp_path: Any) -> None:
    desk = Remembered(source="s", places={"s": [1, 2]}, slots={"1": "c"}, preset="plain")
    remember(tmp_path, "p", desk)
    assert recall(tmp_path, "p") == desk


def test_a_folder_that_refuses_is_passed_over(tmp_path: Any) -> None:
    (tmp_path / "desk").write_text("a file, not a folder")
    remember(tmp_path, "p", Remembered(source="s"))
    assert recall(tmp_path, "p") == Remembered()
