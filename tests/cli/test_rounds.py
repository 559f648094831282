"""Rounds, coverage and roles from the command line, on the tiny study."""

from __future__ import annotations

import pytest


@pytest.fixture
def given(study):
    """Ana leads; R1 and R2 are Ben's and Cem's, and both have coded a passage of R1."""
    for name in ("Ben", "Cem"):
        study.ok(f"coders add {name}")
    study.ok("rounds assign R1 R2 --to Ben Cem")
    text = study.ok("sources print R1").lines[0]
    assert text
    for name, span in (("Ben", "10:40"), ("Cem", "20:60")):
        study.ok(f"--as {name} tag R1 {study.json('codebook show')[0]['key']} --span {span}")
    return study


def test_a_round_from_assigning_to_freezing(given):
    (listed,) = given.json("rounds")
    assert (listed["round"], listed["status"], len(listed["assignments"])) == (1, "open", 4)
    assert given.ok("rounds").lines[1].split()[:3] == ["1", "open", "2"]
    assert "2 sources" in given.ok("--as Ben rounds finish").err
    assert "not finished (Cem)" in given.refused("rounds freeze")
    given.ok("--as Cem rounds finish R1 R2")
    assert "Round 1 is frozen" in given.ok("rounds freeze").err
    assert "takes no more coding by Ben: round 1 is frozen" in given.refused(
        f"--as Ben tag R1 {given.json('codebook show')[0]['key']} --span 50:70"
    )
    assert "Gave 1 source to 1 coder in round 2." in given.ok("rounds assign R1 --to Ben").err


def test_finishing_stops_coding_until_the_source_is_taken_up_again(given):
    key = given.json("codebook show")[0]["key"]
    given.ok("--as Ben rounds finish R1")
    assert "rounds resume" in given.refused(f"--as Ben tag R1 {key} --span 50:70")
    given.ok("--as Ben rounds resume R1")
    given.ok(f"--as Ben tag R1 {key} --span 50:70")


def test_what_cannot_be_done_is_refused_with_what_to_do(given):
    assert "Ask Ana" in given.refused("--as Ben rounds assign R3 --to Ben")
    assert "Ask Ana" in given.refused("--as Ben rounds freeze")
    assert "Ask Ana" in given.refused("--as Ben coders role Ben lead")
    assert "only lead" in given.refused("coders role Ana coder")
    assert "give --all" in given.refused("rounds assign --to Ben")
    assert "Nobody is named" in given.refused("rounds assign R1")
    assert "no source 'R9'" in given.refused("rounds assign R9 --to Ben")
    assert "Nothing is yours to finish" in given.refused("rounds finish")
    assert "not finished for Ben" in given.refused("--as Ben rounds resume R1")
    assert "rounds unassign --from 'Ben'" in given.refused("coders role Ben reader")
    given.ok("rounds unassign --from Ben Cem")
    assert given.json("rounds")[0]["assignments"] == []


def test_sources_are_given_out_by_a_table(given, write):
    write("assignments.csv", "source,coder\nR3,Ben\nR3,Cem\nR1,Ben\n")
    assert "Gave 1 source to 2 coders in round 1." in given.ok("rounds assign --file assignments.csv").err
    assert "nothing else" in given.refused("rounds assign R1 --file assignments.csv")
    write("wrong.csv", "source,coder\nR3,Bem\nR8,Ben\n")
    said = given.refused("rounds assign --file wrong.csv")
    assert "wrong.csv:2" in said
    assert "wrong.csv:3" in said


def test_a_reader_reads_and_writes_nothing(given):
    given.ok("coders add Eve --role reader")
    assert given.json("--as Eve quotes")
    assert "Eve is a reader" in given.refused("--as Eve memo add source/R1 'Mine'")
    assert "Eve is a reader" in given.refused("--as Eve undo")
    assert "Eve is a reader" in given.refused("rounds assign R3 --to Eve")
    assert "already" in given.refused("coders add Eve")
    given.ok("coders role Eve coder")
    given.ok("--as Eve memo add source/R1 'Mine'")


def coder_on(given, source, name, viewer="Ana"):
    row = next(
        one for one in given.json(f"--as {viewer} coverage")["sources"] if one["source"].startswith(source)
    )
    return next(one for one in row["coders"] if one["coder"] == name)


def test_coverage_says_who_is_how_far_and_hides_what_is_hidden(given):
    assert coder_on(given, "R1", "Ben") == {"coder": "Ben", "state": "assigned", "round": 1, "codings": 1}
    assert coder_on(given, "R1", "Ana")["state"] == "not assigned"
    assert coder_on(given, "R1", "Cem", viewer="Ben")["codings"] is None
    assert "hidden (assigned)" in given.ok("--as Ben coverage").out
    given.ok("--as Ben rounds finish R1")
    given.ok("--as Cem rounds finish R1")
    assert coder_on(given, "R1", "Cem", viewer="Ben")["codings"] == 1
    given.ok("rounds unassign R2 --from Ben Cem")
    given.ok("rounds freeze")
    assert coder_on(given, "R1", "Cem")["state"] == "frozen"


def test_coverage_counts_what_two_people_finished_in_every_unit(given):
    before = given.json("coverage")
    assert before["double_coded"] == []
    given.ok("--as Ben rounds finish")
    given.ok("--as Cem rounds finish")
    after = given.json("coverage")
    (pair,) = after["double_coded"]
    sources = {one["name"]: one for one in given.json("sources")}
    named = [sources[row["source"]] for row in after["sources"] if len(row["finished_by"]) > 1]
    assert pair["coders"] == ["Ben", "Cem"]
    assert pair["sources"] == len(named) == 2
    assert pair["characters"] == sum(one["characters"] for one in named)
    assert pair["turns"] == sum(one["turns"] for one in named)
    assert pair["sentences"] >= pair["turns"]
    assert after["adjudication"] == {"waiting": 1, "deferred": 0, "decided": 0}
    assert "Ben and Cem" in given.ok("coverage").out


def test_the_share_of_text_that_is_coded_counts_overlaps_once(study):
    study.ok("coders add Ben")
    before = {row["source"]: row["coded"] for row in study.json("coverage")["sources"]}
    covered = {}
    for quote in study.json("quotes"):
        covered.setdefault(quote["source"], set()).update(range(quote["start"], quote["end"]))
    assert before == {name: len(covered.get(name, ())) for name in before}


def test_whose_coding_is_taken_away_or_changed_is_said(given):
    guid = next(quote["guid"] for quote in given.json("quotes") if quote["coder"] == "Ben")
    assert "Changed 1 of Ben: " in given.ok(f"retag {guid} --stance opposes").err
    own = next(quote["guid"] for quote in given.json("quotes") if quote["coder"] == "Ana")
    assert "Took 2 codings away, 1 of Ben." in given.ok(f"untag {guid} {own}").err
    given.ok("undo")
    assert "Took 1 coding away." in given.ok(f"--as Ben untag {guid}").err


def test_a_coder_without_a_name_is_refused(thematic):
    for line in ("init a.thematic --as ''", "init a.thematic --as '  '"):
        assert "The coder has no name" in thematic.refused(line)
    thematic.ok("init b.thematic --as Ana")
    assert "The coder has no name" in thematic.refused("--as '' memo add project x")
