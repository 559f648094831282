"""One small study from an empty folder to its report, with nothing but commands."""

from __future__ import annotations

import csv
import io
import json

import pytest

from thematic.cli.commands.demo import command_here


def test_a_study_grows_from_nothing_to_a_report(thematic, here, building):
    for line in building:
        thematic.ok(line)

    sources = thematic.json("sources")
    assert [source["name"] for source in sources] == ["R1.txt", "R2.txt", "R3.txt", "R4", "R5"]
    assert [source["kind"] for source in sources] == ["interview"] * 3 + ["survey"] * 2
    assert sum(source["codings"] for source in sources) == 40

    people = thematic.json("respondents")
    assert [person["label"] for person in people] == ["R1", "R2", "R3", "R4", "R5"]
    assert people[1]["attributes"]["role"] == "site secretary"
    assert people[1]["attributes"]["years"] == 21
    assert people[1]["consent"] == "quote with role"

    assert [(q["number"], q["asked"], q["answered"]) for q in thematic.json("questions")] == [
        (1, 5, 5),
        (2, 5, 5),
        (3, 5, 5),
    ]

    thematic.ok("outline draft findings.yaml")
    thematic.ok("outline import findings.yaml")
    thematic.ok("report -o findings.md")
    thematic.ok("report -o findings.json")
    report = (here / "findings.md").read_text(encoding="utf-8")
    assert "Tools on the site" in report
    assert "four tools vanished in a month" in report
    written = json.loads((here / "findings.json").read_text(encoding="utf-8"))
    assert {**written, "date": ""} == {**thematic.json("synthesise"), "date": ""}
    assert "whole" in thematic.ok("check").err


def test_findings_count_people_as_the_codings_say(study):
    quotes = study.json("quotes missing-tools")
    people = {quote["respondent"] for quote in quotes if quote["stance"] != "opposes"}
    said = study.ok("synthesise").lines
    place = next(number for number, line in enumerate(said) if "missing tools" in line)
    assert f"[{len(people)} of 5" in said[place + 1]


def test_every_printed_quote_stands_in_its_source(study, here):
    study.ok("outline draft findings.yaml")
    study.ok("outline import findings.yaml")
    texts = {
        source["name"]: study.ok(f"sources print {source['name']}").out for source in study.json("sources")
    }
    quotes = study.json("quotes")
    assert len(quotes) == 40
    for quote in quotes:
        assert quote["quote"] in texts[quote["source"]], quote


def test_the_report_says_the_same_twice(study, here):
    study.ok("report -o one.md")
    study.ok("report -o two.md")
    assert (here / "one.md").read_bytes() == (here / "two.md").read_bytes()


def test_codings_go_out_and_come_back_as_they_were(study, here):
    study.ok("codings export out.csv")
    before = (here / "out.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(before)))
    assert len(rows) == 40
    again = study.ok("codings import out.csv")
    assert "Imported 0 codings, skipped 40" in again.err

    guids = " ".join(row["guid"] for row in rows)
    study.ok(f"untag {guids}")
    assert study.json("quotes") == []
    study.ok("codings import out.csv")
    study.ok("codings export back.csv")
    back = list(csv.DictReader(io.StringIO((here / "back.csv").read_text(encoding="utf-8"))))
    plain = {"source", "start", "end", "quote", "code", "coder", "stance"}

    def told(found):
        return sorted(tuple(row[name] for name in sorted(plain)) for row in found)

    assert told(back) == told(rows)


def test_codings_without_places_find_them_by_their_words(study, here, write):
    study.ok("codings export out.csv")
    rows = list(csv.DictReader(io.StringIO((here / "out.csv").read_text(encoding="utf-8"))))
    spans = {(row["source"], row["start"], row["end"], row["code"]) for row in rows}
    study.ok("untag " + " ".join(row["guid"] for row in rows))
    bare = io.StringIO()
    writer = csv.DictWriter(bare, ["source", "quote", "code", "coder", "stance"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    study.ok(f"codings import {write('bare.csv', bare.getvalue())}")
    found = {(q["source"], str(q["start"]), str(q["end"]), q["code"]) for q in study.json("quotes")}
    assert found == spans


def test_codings_of_two_people_stand_side_by_side(study, here):
    text = study.ok("codings export").out.replace(",Ana,", ",Bo,")
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["guid"] = ""
    with (here / "bo.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert "New coder: Bo" in study.ok("codings import bo.csv").err
    assert [(coder["name"], coder["codings"]) for coder in study.json("coders")] == [("Ana", 40), ("Bo", 40)]
    findings = study.ok("synthesise").out
    study.ok("undo")
    assert [coder["name"] for coder in study.json("coders")] == ["Ana"]
    assert study.ok("synthesise").out == findings, "a second coder saying the same changes no count of people"


def test_the_codebook_goes_out_and_comes_back_as_it_was(study, here):
    study.ok("codebook export mine.yaml")
    assert "8 codes, no problems" in study.ok("codebook check mine.yaml").err
    assert "0 codes added, 0 changed, 8 as they were" in study.ok("codebook import mine.yaml").err
    study.ok("init other.thematic --as Ana")
    study.ok("-p other.thematic codebook import mine.yaml")
    known = study.json("-p tiny.thematic codebook show")
    taken = study.json("-p other.thematic codebook show")
    shared = ("key", "name", "guid", "depth", "definition", "status")
    assert [[code[name] for name in shared] for code in taken] == [
        [code[name] for name in shared] for code in known
    ]


@pytest.mark.slow
def test_the_demo_builds_a_study_and_keeps_what_a_person_did_in_it(thematic, here):
    first = thematic.ok("demo demo")
    assert "Invented data; no real study or person" in first.out
    assert "Open next: thematic -p demo/" in first.out
    project = next(here.glob("demo/*.thematic"))
    assert (here / "demo" / "report.md").is_file()
    memo = thematic.ok(f"-p {project} memo add project 'Mine, and to be kept.'").out.strip()
    again = thematic.ok("demo demo")
    assert "opened as it is" in again.err
    assert memo in {memo["guid"] for memo in thematic.json(f"-p {project} memo list")}
    assert "whole" in thematic.ok(f"-p {project} check").err


@pytest.mark.parametrize(
    ("path", "called", "typed"),
    [
        ("", ".venv/bin/thematic", ".venv/bin/thematic"),
        ("bin", ".venv/bin/thematic", "thematic"),
        ("", "thematic/__main__.py", "thematic"),
    ],
)
def test_what_to_type_next_is_found_by_a_shell(path, called, typed, tmp_path, monkeypatch):
    program = tmp_path / "bin" / "thematic"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / path) if path else "")
    assert command_here(called) == typed
