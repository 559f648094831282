"""Matrix and saturation by commands, on the tiny study."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook


def test_a_cell_is_written_shown_and_taken_back(study: Any) -> None:
    first = next(one for one in study.json("matrix") if one["passages"] > 1)
    who, theme = first["respondent"], first["theme"]
    shown = study.json(f"matrix show {who} {theme}")
    assert len(shown["passages"]) == first["passages"]
    guid = shown["passages"][1]["guid"]
    study.ok(f"matrix set {who} {theme} 'Never has any.' --quote {guid[:10]}")
    (cell,) = study.json("matrix --written")
    assert (cell["summary"], cell["by"], cell["stale"]) == ("Never has any.", "Ana", [])
    assert [one["guid"] for one in cell["quotes"]] == [guid]
    told = study.ok(f"matrix show {who} {theme}")
    assert told.lines[0] == "Never has any. (Ana)"
    assert guid[:8] in told.out
    study.ok(f"untag {guid}")
    assert study.json("matrix --written")[0]["stale"] == ["passages left"]
    assert "[stale: passages left]" in study.ok("matrix").out
    study.ok("undo")
    study.ok(f"matrix set {who} {theme} ''")
    assert study.json("matrix --written") == []
    study.ok("undo")
    assert [one["summary"] for one in study.json("matrix --written")] == ["Never has any."]
    study.ok("check")


def test_rows_and_columns_are_chosen_by_options(study: Any) -> None:
    every = study.json("matrix")
    theme, who = every[0]["theme"], every[0]["respondent"]
    assert {one["theme"] for one in study.json(f"matrix --theme {theme}")} == {theme}
    assert {one["respondent"] for one in study.json(f"matrix --respondent {who}")} == {who}
    assert study.json("matrix --respondent R1 --respondent R2") == [
        one for one in every if one["respondent"] in ("R1", "R2")
    ]
    assert "ATTRIBUTE=VALUE" in study.refused("matrix --where UK")
    assert "no code 'nowhere'" in study.refused("matrix --theme nowhere")
    assert "There is no respondent 'R99'" in study.refused("matrix show R99 rules")


def test_the_matrix_as_files_runs_no_formula_and_is_for_the_team(study: Any, here: Any) -> None:
    first = study.json("matrix")[0]
    study.ok(f"matrix set {first['respondent']} {first['theme']} '=cmd()|<script>'")
    for name in ("m.xlsx", "m.html", "m.csv"):
        assert "personal data" in study.ok(f"matrix -o {name}").err
    book = load_workbook(io.BytesIO((here / "m.xlsx").read_bytes()))
    assert book.sheetnames == ["Matrix", "Quotes", "About"]
    texts = [cell for row in book["Matrix"].iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in texts} == {"s"}
    assert any(str(cell.value).startswith("=cmd()|<script>") for cell in texts)
    page = (here / "m.html").read_text(encoding="utf-8")
    assert "=cmd()|&lt;script&gt;" in page
    assert "<script>'" not in page
    assert "contains personal data" in page.casefold()
    assert "'=cmd()|" in (here / "m.csv").read_text(encoding="utf-8")
    assert "cannot be written as" in study.refused("matrix -o m.pdf")


def test_summaries_stand_in_the_teams_report_and_in_no_public_one(study: Any, here: Any) -> None:
    first = study.json("matrix")[0]
    study.ok(f"matrix set {first['respondent']} {first['theme']} 'Zebra words.'")
    for audience, there in (("team", True), ("public", False)):
        for name in ("r.md", "r.html"):
            study.ok(f"report -o {name} --draft --audience {audience}")
        assert ("Zebra words." in (here / "r.md").read_text(encoding="utf-8")) is there
        assert ("Zebra words." in (here / "r.html").read_text(encoding="utf-8")) is there


def test_two_copies_that_write_one_cell_agree_or_are_in_conflict(study: Any, here: Any) -> None:
    (here / "copies").mkdir()
    study.ok("backup copies/ben.thematic")
    first, second = study.json("matrix")[:2]
    for name in ("tiny.thematic", "copies/ben.thematic"):
        person = "Ana" if name.startswith("tiny") else "Ben"
        study.ok(f"-p {name} --as {person} matrix set {first['respondent']} {first['theme']} 'By {person}.'")
        study.ok(f"-p {name} --as Ana matrix set {second['respondent']} {second['theme']} 'The same.'")
    study.ok("-p tiny.thematic merge copies/ben.thematic")
    told = study("-p tiny.thematic check --json")
    (fault,) = told.json["faults"]
    assert fault["where"] == f"{first['respondent']} × {first['theme']} summary"
    summaries = {one["summary"] for one in study.json("-p tiny.thematic matrix --written")}
    assert "The same." in summaries
    assert len(summaries) == 2


def test_retrieved_quotes_go_into_a_workbook(study: Any, here: Any) -> None:
    study.ok("quotes -o q.xlsx")
    rows = list(load_workbook(io.BytesIO((here / "q.xlsx").read_bytes()))["Quotes"].values)
    assert rows[0][:2] == ("Quote", "Respondent")
    assert len(rows) == 1 + len(study.json("quotes"))


def test_saturation_is_measured_by_mode_level_and_order(study: Any) -> None:
    found = study.json("saturation --base 1 --run 1 --threshold 0.5 --orders 50")
    assert {(one["mode"], one["level"], one["order"]) for one in found} == {
        (mode, level, order)
        for mode in ("interview", "survey")
        for level in ("codes", "themes")
        for order in ("observed", "random")
    }
    for one in found:
        assert one["unavailable"] or one["curve"][-1] == one["themes"]
        assert (one["seed"] == 20) is (one["order"] == "random")
    said = study.ok("saturation")
    assert "unavailable" in said.out
    assert "base and run need 6" in said.err
    assert study("saturation --threshold 2").code == 2
    assert (
        study.ok("saturation --seed 3 --base 1 --run 1").out
        == study.ok("saturation --seed 3 --base 1 --run 1").out
    )
