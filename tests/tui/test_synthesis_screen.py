"""The synthesis board, driven by its keys."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

SAID = (
    ("R1.txt", "Time. Nobody has a spare hour.", "time", "supports"),
    ("R2.txt", "There is no time for it in the week.", "time", "opposes"),
    ("R1.txt", "We are moved every six months", "rotation", "supports"),
    ("R2.txt", "My consultant let me run the ward round.", "doing", "supports"),
    ("R1.txt", "A mentor would have helped", "mentors", "supports"),
)


@pytest.fixture
def coded(study: Any) -> Any:
    """The small study coded, with an outline of two sections."""
    from thematic.model.outline import Finding, Outline, Section
    from thematic.workflow.coding import apply_code
    from thematic.workflow.findings import keep_outline
    from thematic.workflow.reading import read_codebook

    project = study.open()
    keys = read_codebook(project).by_key
    for source, words, code, stance in SAID:
        text = study.text[source]
        start = text.text.index(words)
        apply_code(project, text.source, start, start + len(words), keys[code].guid, stance=stance)
    outline = Outline(
        "tiny",
        (
            Section(
                "gaps",
                "Gaps",
                (
                    Finding("time", "{Quantifier} had no time. {dissent}", codes=("time",)),
                    Finding("moves", "{Quantifier} moved on too soon.", codes=("rotation",)),
                ),
            ),
            Section("help", "Help", (Finding("doing", "{Quantifier} learned by doing.", codes=("doing",)),)),
        ),
    )
    keep_outline(project, outline, "import outline")
    project.close()
    return study


@pytest.fixture
def on_board(drive: Any, coded: Any, keys: Any, tmp_path: Any) -> Any:
    """Press keys on the board of a fresh copy and return what a last look at the desk gives."""
    copies = itertools.count(1)

    def run(*pressed: str, look: Any = None, size: tuple[int, int] = (140, 40)) -> Any:
        async def script(desk: Any, pilot: Any) -> Any:
            await keys(desk, pilot, "f8", *pressed)
            return look(desk) if look else shape(desk)

        path = tmp_path / f"copy{next(copies)}.thematic"
        with closing(sqlite3.connect(coded.path)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
        return drive(replace(coded, path=str(path)), script, size=size)

    return run


def shape(desk: Any) -> str:
    """Ids of the outline in order: `gaps: 1 time 2 moves | …`."""
    told = []
    for row in desk.screen.rows:
        if row.kind == "section":
            told.append(f"| {row.id}:")
        elif row.kind in ("finding", "point"):
            told.append(f"{row.label} {row.id}")
    return " ".join(told).removeprefix("| ")


def shown(widget: str) -> Any:
    """What a pane says."""

    def look(desk: Any) -> str:
        pane = getattr(desk.screen, widget)
        return "\n".join(pane.drawn(number).text for number in range(len(pane)))

    return look


def note(desk: Any) -> str:
    return str(desk.screen.foot.line.text)


@pytest.mark.act("go-synthesis")
def test_the_board_shows_outline_statement_and_evidence_at_once(on_board: Any) -> None:
    def look(desk: Any) -> tuple[str, str, str, str]:
        return shape(desk), *(shown(pane)(desk) for pane in ("outline", "statement", "evidence"))

    tree, outline, statement, evidence = on_board(look=look)
    assert tree == "gaps: 1 time 2 moves | help: 3 doing"
    assert "1/2" in outline
    assert "Mentors and seniors" in outline
    assert statement.startswith(" One respondent had no time.")
    assert "1 of 2 · 1 against" in statement
    assert [
        line.split("  ")[0].strip()
        for line in evidence.splitlines()
        if line.isupper() or "respondent" in line
    ] == [
        "FOR",
        "AGAINST",
    ]
    assert "Nobody has a spare hour." in evidence


@pytest.mark.act("statement-up", "statement-down", "level-in", "level-out", "pin-number")
def test_findings_move_keep_numbers_and_change_level(on_board: Any) -> None:
    assert on_board("J") == "gaps: 1 moves 2 time | help: 3 doing"
    assert on_board("J", "J") == "gaps: 1 moves | help: 2 time 3 doing"
    assert on_board("J", "K") == "gaps: 1 time 2 moves | help: 3 doing"
    assert on_board("j", ">") == "gaps: 1 time a moves | help: 2 doing"
    assert on_board("j", ">", "<") == "gaps: 1 time 2 moves | help: 3 doing"
    assert on_board("#", "enter", "J", look=note) == " ! 'time' is pinned to number 1. Free it first."


def test_undo_takes_back_an_act_on_the_board(on_board: Any) -> None:
    assert on_board("J", "u") == "gaps: 1 time 2 moves | help: 3 doing"
    assert on_board("J", "u", "U") == "gaps: 1 moves 2 time | help: 3 doing"


@pytest.mark.act("add-section", "add-finding", "add-point", "set-aside")
def test_sections_findings_and_points_are_added_and_set_aside(on_board: Any) -> None:
    assert on_board("s", "'Wishes", "enter") == "gaps: 1 time 2 moves | wishes: | help: 3 doing"
    assert on_board("n", "'mentors", "enter") == "gaps: 1 time 2 mentors 3 moves | help: 4 doing"
    assert on_board("b", "'mentors", "enter", "r") == "gaps: 1 time a mentors 2 moves | help: 3 doing"
    assert on_board("x", "'thin", "enter") == "gaps: 1 moves | help: 2 doing"
    assert "thin" in on_board("x", "'thin", "enter", look=shown("outline"))


def test_a_theme_becomes_a_finding_where_it_stands(on_board: Any) -> None:
    assert on_board("end", "n", "'help", "enter") == "gaps: 1 time 2 moves | help: 3 doing 4 mentors"


@pytest.mark.act("mark-finding", "merge-findings", "split-finding", "add-evidence")
def test_findings_are_merged_after_asking_and_split_by_code(on_board: Any) -> None:
    assert on_board("M", "p") == "gaps: 1 time 2 moves | help: 3 doing"
    assert on_board("M", "p", "y") == "gaps: 1 moves | help: 2 doing"
    added = on_board("a", "'rotations", "enter", look=shown("statement"))
    assert "rests on time, rotation" in added
    assert on_board("a", "'rotations", "enter", "S", "'rotations", "enter") == (
        "gaps: 1 time 2 rotation 3 moves | help: 4 doing"
    )


@pytest.mark.act("rank-findings")
def test_a_section_is_put_in_the_order_of_rank(on_board: Any) -> None:
    assert on_board("J", "r") in (
        "gaps: 1 moves 2 time | help: 3 doing",
        "gaps: 1 time 2 moves | help: 3 doing",
    )
    assert on_board("r", look=note) == " ✓ Order by rank."


@pytest.mark.act("edit-statement")
def test_the_linter_speaks_while_a_statement_is_written(
    drive: Any, coded: Any, keys: Any, until: Any
) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f8", "j", "e")
        desk.screen.editor.area.text = ""
        await keys(desk, pilot, "'All respondents moved.")
        await until(lambda: "stronger than the evidence" in shown("statement")(desk))
        said = shown("statement")(desk)
        assert said.startswith(" All respondents moved.")
        assert "[word]" in said
        await keys(desk, pilot, "enter")
        await until(lambda: "✗" in shown("outline")(desk))
        assert "All respondents moved." in shown("outline")(desk)
        await keys(desk, pilot, "e", "' Never.", "escape")
        assert "Never" not in shown("outline")(desk)

    drive(coded, script, size=(140, 40))


@pytest.mark.act("choose-word", "waive", "write-lead-in")
def test_words_are_chosen_and_remarks_waived_with_a_reason(on_board: Any) -> None:
    said = on_board("w", "'several", "enter", "'with force", "enter", look=shown("statement"))
    assert "several · 1 of 2" in said
    assert "chosen by Ann: with force" in said
    waived = on_board(
        "w", "'several", "enter", "'so", "enter", "W", "'several", "enter", "'agreed", "enter",
        look=shown("statement"),
    )  # fmt: skip
    assert "waived by Ann" in waived
    assert "┌ 1–2 Gaps:" in on_board("i", "'Gaps:", "enter", "'moved", "enter", look=shown("outline"))


@pytest.mark.act("still-stands")
def test_a_stale_statement_is_marked_until_somebody_says_it_stands(
    drive: Any, coded: Any, keys: Any, until: Any
) -> None:
    from thematic.workflow.coding import withdraw_codes
    from thematic.workflow.reading import source_codings

    project = coded.open()
    gone = source_codings(project, coded.text["R2.txt"].source)[0]
    withdraw_codes(project, (gone.guid,))
    project.close()

    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f8", "j", "j", "j")
        assert desk.screen.row.id == "doing"
        await until(lambda: "R2 left" in shown("statement")(desk))
        assert shown("outline")(desk).count("↻") == 1
        await keys(desk, pilot, "v")
        await until(lambda: "↻" not in shown("outline")(desk))

    drive(coded, script, size=(140, 40))


@pytest.mark.act("confirm-evidence", "restage", "illustrate", "quote-form")
def test_evidence_is_judged_where_it_stands(on_board: Any) -> None:
    assert "confirmed by Ann" in on_board("enter", "c", look=shown("evidence"))
    turned = on_board("enter", "t", "o", look=shown("evidence"))
    assert "FOR  0 respondents" in turned
    assert "opposes by Ann" in turned
    left = on_board("enter", "x", "'in jest", "enter", look=shown("evidence"))
    assert "EXCLUDED" in left
    assert "in jest" in left
    assert "★1" in on_board("enter", look=shown("evidence"))
    assert "★" not in on_board("enter", "*", look=shown("evidence"))
    assert "★1" in on_board("enter", "*", "*", "f", "i", look=shown("evidence"))
    assert "verbatim" in on_board("enter", "e", "ctrl+u", "'Time flies.", "enter", look=note)
    assert "Go to a passage" in on_board("c", look=note)


def test_a_passage_opens_in_its_transcript_and_f8_comes_back_to_it(drive: Any, coded: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f8", "j", "enter", "enter")
        assert desk.current_mode == "code"
        assert desk.screen.transcript.words == "We are moved every six months"
        await keys(desk, pilot, "f8")
        assert desk.screen.row.id == "moves"
        assert desk.screen.passage.quote.quote == "We are moved every six months"
        await keys(desk, pilot, "escape", "escape")
        assert desk.current_mode == "code"

    drive(coded, script)


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (140, 40)])
def test_the_board_fits_small_screens(on_board: Any, size: tuple[int, int]) -> None:
    def look(desk: Any) -> list[str]:
        return [strip.text for strip in desk.screen._compositor.render_strips()]

    rows = on_board("enter", look=look, size=size)
    assert len(rows) == size[1]
    assert any("FINDINGS" in row for row in rows)
    assert any("EVIDENCE" in row for row in rows)
    assert any("spare hour" in row for row in rows)
