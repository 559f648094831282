"""Settings by commands, and what a reflexive study leaves out of every format."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from docx import Document

COUNTED = re.compile(
    r"\d+ of \d+|\d\s?%|\bper ?cent\b|\brank\b|saturation[^.|]*reached|\bSupport[: ]|bootstrap|resample|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) passages?\b|"
    r"\b(?:All|Most|Many|Several|Some|A few|Two|One|Three|Four|Five) respondents?\b|consensus|majority",
    re.IGNORECASE,
)
OUTLINE = """
outline: reflexive
sections:
  - id: ways
    title: Ways of sharing
    findings:
      - id: store
        statement: "{Quantifier} told of a common store, {enumerate: sharing}."
        codes: [common-store]
        points: [{statement: "A book would help.", codes: [rules]}]
      - {id: loans, statement: "Loans stay between neighbours.", camps: {a: [neighbour-loan], b: [company]}}
    stems: [{from: store, to: loans, statement: "{Quantifier} spoke of two ways:"}]
    lists: [{id: l, title: What goes wrong, codes: [trouble]}]
detail: [{heading: Ways, blocks: [{finding: store}, {finding: loans}, {list: l}]}]
set_aside: [{code: upkeep, reason: Not asked about.}]
"""


def test_settings_are_listed_changed_and_undone(study: Any) -> None:
    assert {one["name"] for one in study.json("settings")} == {
        "title", "approach", "lead-coder", "notice", "quantifiers",
    }  # fmt: skip
    assert study.ok("settings lead-coder").out == "Ana\n"
    for name, value in (("title", "Spades"), ("approach", "reflexive"), ("notice", "Invented.")):
        before = study.ok(f"settings {name}").out
        study.ok(f"settings {name} {value}")
        assert study.ok(f"settings {name}").out == f"{value}\n"
        study.ok("undo")
        assert study.ok(f"settings {name}").out == before
    study.ok("settings lead-coder ''")
    assert study.ok("settings lead-coder").out == "\n"
    study.ok("check")


def test_a_table_of_quantifiers_is_read_from_a_file(study: Any, write: Any) -> None:
    study.ok("outline draft f.yaml")
    study.ok("outline import f.yaml")
    table = write("q.yaml", "name: ours\nwords:\n  - {word: plenty, phrase: plenty of, people: 4}\n")
    study.ok(f"settings quantifiers {table}")
    assert study.ok("settings quantifiers").out == "ours\n"
    study.ok("settings quantifiers default")
    assert study.ok("settings quantifiers").out == "default\n"
    assert "no file nowhere.yaml" in study.refused("settings quantifiers nowhere.yaml")
    said = study.refused(
        f"settings quantifiers {write('bad.yaml', 'nme: x' + chr(10) + 'words: []' + chr(10))}"
    )
    assert "bad.yaml:1: 'nme'" in said
    assert "the last word must be given to any four people" in said


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("settings colour", "no setting 'colour'"),
        ("settings approach statistical", "Approaches are: codebook, framework, reflexive."),
        ("settings lead-coder Bob", "no coder 'Bob'"),
        ("settings title ''", "needs a title"),
        ("settings quantifiers default", "none is adopted yet"),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_is_stored(study: Any, line: str, why: str) -> None:
    assert why in study.refused(line)


def test_a_reflexive_report_holds_no_counts_in_any_format(study: Any, here: Any, write: Any) -> None:
    study.ok(f"outline import {write('o.yaml', OUTLINE)}")
    study.ok("settings approach reflexive")
    for audience in ("team", "public"):
        for name in ("r.md", "r.html", "r.docx", "r.json"):
            study.ok(f"report -o {name} --audience {audience}")
        texts = {
            "md": (here / "r.md").read_text(encoding="utf-8"),
            "html": re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", (here / "r.html").read_text("utf-8")),
            "docx": words_of((here / "r.docx").read_bytes()),
        }
        for form, text in texts.items():
            own = text.replace("draws on five respondents", "")  # who was asked is no finding
            assert "common store" in own, form
            assert not COUNTED.findall(own), (form, COUNTED.findall(own))
        value = study.json("synthesise")
        assert value["policy"] is None
        assert value["resampling"] is None
        for one in statements(value):
            assert not [key for key in NUMBERS if one.get(key)], one
        assert all(theme["support"] is None for theme in value["themes_not_raised"])
    assert "measures no saturation" in study.refused("saturation")
    assert all(one["passages"] is None for one in study.json("matrix"))


NUMBERS = ("quantifier", "computed", "tally", "rank", "rank_in_section", "by_mode", "claim")


def statements(value: Any) -> list[Any]:
    findings = [one for section in value["sections"] for one in section["findings"]]
    return [*findings, *(point for one in findings for point in one["sub_points"])]


def words_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
