"""Coding by command: tag, retag, untag."""

from __future__ import annotations

WORDS = "We settle up in courgettes"


def quote(study, guid):
    return next(quote for quote in study.json("quotes") if quote["guid"] == guid)


def test_tagging_prints_a_guid_for_each_code(study):
    said = study.ok(f'tag R1 rules company --quote "{WORDS}" --stance opposes')
    assert len(said.lines) == 2
    found = [quote(study, guid) for guid in said.lines]
    assert [item["code"] for item in found] == ["rules", "company"]
    for item in found:
        assert item["quote"] == WORDS
        assert item["end"] - item["start"] == len(WORDS)
        assert (item["source"], item["respondent"], item["question"]) == ("R1.txt", "R1", 1)
        assert (item["coder"], item["stance"]) == ("Ana", "opposes")


def test_tagging_by_span_and_by_quote_is_one_coding(study):
    (first,) = study.ok(f'tag R1 rules --quote "{WORDS}"').lines
    found = quote(study, first)
    (second,) = study.ok(f"tag R1 rules --span {found['start']}:{found['end']}").lines
    assert second == first


def test_a_coding_can_carry_a_memo(study):
    (guid,) = study.ok(f'tag R1 rules --quote "{WORDS}" --memo "A joke, and a rule."').lines
    assert [memo["text"] for memo in study.json(f"memo list coding/{guid}")] == ["A joke, and a rule."]


def test_retagging_changes_what_is_named_and_keeps_the_rest(study):
    (guid,) = study.ok(f'tag R1 rules --quote "{WORDS}" --stance supports').lines
    before = quote(study, guid)
    study.ok(f"retag {guid} --code company")
    assert quote(study, guid) == {**before, "code": "company"}
    study.ok(f"retag {guid} --span {before['start']}:{before['end'] - 14}")
    assert quote(study, guid)["quote"] == "We settle up"
    study.ok(f"retag {guid} --stance none")
    assert quote(study, guid)["stance"] is None
    assert quote(study, guid)["code"] == "company"


def test_a_good_illustration_is_marked_and_unmarked(study):
    (guid,) = study.ok(f'tag R1 rules --quote "{WORDS}"').lines
    study.ok(f"retag {guid} --illustrative --code company")
    assert (quote(study, guid)["illustrative"], quote(study, guid)["code"]) == (True, "company")
    study.ok(f"retag {guid} --no-illustrative")
    assert quote(study, guid)["illustrative"] is False


def test_codings_older_than_their_codes_definition_are_listed_and_kept(study):
    (guid,) = study.ok(f'tag R1 rules --quote "{WORDS}"').lines
    assert study.json("codings revisit") == []
    study.ok("code edit rules --definition 'What holds for everybody.' --include lists --include signs")
    waiting = [row["guid"] for row in study.json("codings revisit")]
    assert guid in waiting
    assert "no coding 'nobody'" in study.refused("codings revisit --keep nobody")
    study.ok(f"codings revisit --keep {guid}")
    assert [row["guid"] for row in study.json("codings revisit")] == [one for one in waiting if one != guid]


def test_a_code_goes_to_a_place_among_its_siblings(study):
    keys = [code["key"] for code in study.json("codebook show")]
    study.ok(f"code move {keys[-1]} --top --place 1")
    assert study.json("codebook show")[0]["key"] == keys[-1]


def test_untagging_takes_only_what_is_named(study):
    one, two = study.ok(f'tag R1 rules company --quote "{WORDS}"').lines
    study.ok(f"untag {one}")
    left = {quote["guid"] for quote in study.json("quotes")}
    assert one not in left
    assert two in left


def test_someone_new_joins_by_coding(study):
    (guid,) = study.ok(f'tag R1 rules --quote "{WORDS}" --as Bo').lines
    assert quote(study, guid)["coder"] == "Bo"
    assert [coder["name"] for coder in study.json("coders")] == ["Ana", "Bo"]


def test_printing_shows_codes_below_the_turn_they_begin_in(study):
    study.ok(f'tag R1 rules --quote "{WORDS}" --stance qualifies')
    lines = study.ok("sources print R1").lines
    turn = next(number for number, line in enumerate(lines) if WORDS in line and line.startswith("4. R1"))
    mark = next(number for number, line in enumerate(lines) if "[rules, qualifies]" in line)
    assert turn < mark < next(number for number, line in enumerate(lines) if line.startswith("5."))
