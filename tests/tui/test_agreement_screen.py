"""How far coders agree, as the desk shows it."""

from __future__ import annotations

from typing import Any

import pytest

from thematic.tui.screens.agreement_lines import bar, number


def lines(desk: Any, pane: str = "list") -> list[str]:
    shown = getattr(desk.screen, pane)
    return [shown.drawn(at).text.rstrip() for at in range(len(shown))]


@pytest.mark.act("go-agreement", "sort-codes")
def test_each_code_has_a_coefficient_at_each_level_with_all_it_rests_on(
    drive: Any, two_coders: Any, keys: Any
) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "g", "a")
        screen = desk.screen
        assert [row.name for row in screen.rows][:3] == [
            "All codes pooled",
            "Mean of the codes",
            "Learning by doing",
        ]
        assert set(screen.rows[0].found) == {"source", "sentence", "boundaries"}
        await keys(desk, pilot, "end")
        while screen.row.name != "Lack of time":
            await keys(desk, pilot, "k")
        detail = "\n".join(lines(desk, "detail"))
        assert "whether the code stands in a source at all" in detail
        assert "Ann · Ben · Krippendorff's α (2011)" in detail
        assert "–  every judgement is the same" in detail
        assert "2 sources · applied in 100.0% of the judgements" in detail
        await keys(desk, pilot, "s")
        values = [row.value("source") for row in screen.rows if row.code]
        known = [value for value in values if value is not None]
        assert known == sorted(known)
        assert values[len(known) :] == [None] * (len(values) - len(known))
        await keys(desk, pilot, "home", "j", "j", "enter")
        assert desk.current_mode == "compare"
        assert desk.screen.only.codes

    drive(two_coders, script)


def test_a_reflexive_project_shows_no_coefficient(drive: Any, two_coders: Any, keys: Any) -> None:
    from thematic.workflow.settings import change_setting

    project = two_coders.open()
    change_setting(project, "approach", "reflexive")
    project.close()

    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "g", "a")
        assert desk.screen.rows == []
        return desk.screen.list.empty

    assert "reflexive" in drive(two_coders, script)


def test_one_coder_alone_is_told_what_is_missing(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "g", "a")
        return desk.screen.list.empty

    assert "two coders" in drive(study, script)


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        (None, "      │      ┊ ┊   "),
        (1.0, "      │███████████"),
        (0.5, "      │█████▌┊ ┊   "),
        (-0.25, "   ███│      ┊ ┊   "),
        (-0.004, "     ▕│      ┊ ┊   "),
        (-0.9, "◀█████│      ┊ ┊   "),
    ],
)
def test_a_bar_goes_left_from_nought_where_agreement_is_worse_than_chance(
    value: float | None, drawn: str
) -> None:
    assert bar(value, 18) == f"{drawn:<18}"[:18]


def test_a_coefficient_is_written_without_its_nought() -> None:
    assert [number(value) for value in (0.741, -0.05, 1.0, 0.0, None)] == [".74", "−.05", "1.00", ".00", "–"]
