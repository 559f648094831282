"""Words in the texts."""

from __future__ import annotations


def test_every_match_is_where_it_says(study):
    texts = {name: study.ok(f"sources print {name}").out for name in ("R1.txt", "R2.txt", "R3.txt")}
    found = study.json("search the")
    assert len(found) > 5
    for hit in found:
        assert list(hit) == ["source", "start", "end", "respondent", "left", "match", "right"]
        assert hit["match"].lower() == "the"
        assert hit["end"] - hit["start"] == 3
        if hit["source"] in texts:
            assert " ".join(hit["match"].split()) in texts[hit["source"]]


def test_a_place_that_was_found_can_be_coded(study):
    hit = study.json("search shed")[0]
    (guid,) = study.ok(f"tag {hit['source']} --span {hit['start']}:{hit['end']} rules").lines
    (quote,) = [each for each in study.json("quotes rules") if each["guid"] == guid]
    assert quote["quote"] == hit["match"]
    assert quote["respondent"] == hit["respondent"]


def test_case_and_blanks_make_no_difference(study):
    plain = study.json("search 'the shed'")
    assert plain
    assert study.json("search 'THE   SHED'") == plain


def test_signs_are_looked_for_as_they_are(study):
    assert study.json("search '.*'") == []


def test_a_line_shows_the_match_between_its_neighbours(study):
    said = study.ok("search shed")
    assert all("[shed]" in line.lower() for line in said.lines)
    assert said.err.startswith(f"{len(said.lines)} places in ")


def test_nothing_to_look_for_is_refused(study):
    assert "nothing to look for" in study.refused("search ' '")
