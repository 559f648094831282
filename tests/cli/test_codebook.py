"""The codebook changes while it is in use, and the codings follow."""

from __future__ import annotations


def shown(study):
    return {code["key"]: code for code in study.json("codebook show")}


def test_a_code_is_added_under_another(study):
    study.ok("code add barrow --name Barrows --parent common-store --definition 'Who has the barrow.'")
    codes = study.json("codebook show")
    keys = [code["key"] for code in codes]
    assert keys.index("barrow") == keys.index("common-store") + 1
    assert next(code for code in codes if code["key"] == "barrow")["depth"] == 2


def test_renaming_keeps_the_key_and_the_codings(study):
    before = shown(study)["rules"]
    study.ok("code rename rules 'Written rules'")
    assert shown(study)["rules"] == {**before, "name": "Written rules"}


def test_moving_changes_the_tree_and_no_count(study):
    before = shown(study)
    study.ok("code move company --top")
    assert shown(study)["company"]["depth"] == 0
    study.ok("code move company --under trouble")
    after = shown(study)
    assert after["company"]["depth"] == 1
    assert {key: code["codings"] for key, code in after.items()} == {
        key: code["codings"] for key, code in before.items()
    }


def test_merged_codes_count_as_the_code_they_stand_for(study):
    before = shown(study)
    study.ok("code merge upkeep missing-tools --into trouble")
    after = shown(study)
    assert after["trouble"]["codings"] == sum(
        before[key]["codings"] for key in ("upkeep", "missing-tools", "trouble")
    )
    assert after["upkeep"]["merged_into"] == "trouble"
    assert len(study.json("quotes upkeep")) == len(study.json("quotes trouble"))
    study.ok("undo")
    assert shown(study) == before


def test_a_split_leaves_a_worklist_and_recodes_nothing_by_itself(study):
    before = {quote["guid"]: quote for quote in study.json("quotes rules")}
    said = study.ok("code split rules --into written-rules spoken-rules")
    assert {line.split()[0] for line in said.lines} == set(before)
    codes = shown(study)
    assert codes["rules"]["status"] == "retired"
    assert codes["written-rules"]["codings"] == codes["spoken-rules"]["codings"] == 0
    guid = next(iter(before))
    study.ok(f"retag {guid} --code written-rules")
    assert shown(study)["written-rules"]["codings"] == 1
    assert any("Split into written-rules, spoken-rules" in memo["text"] for memo in study.json("memo list"))


def test_a_retired_code_keeps_its_codings(study):
    count = shown(study)["rules"]["codings"]
    study.ok("code retire rules")
    assert shown(study)["rules"]["status"] == "retired"
    assert shown(study)["rules"]["codings"] == count > 0


def test_importing_only_new_codes_leaves_the_others_alone(study, here):
    study.ok("code rename rules 'Our own name for it'")
    assert "8 as they were" in study.ok("codebook import codebooks/tiny.yaml --only-new").err
    assert shown(study)["rules"]["name"] == "Our own name for it"
    study.ok("codebook import codebooks/tiny.yaml")
    assert shown(study)["rules"]["name"] == "Rules"


def test_checking_a_codebook_needs_no_project(thematic):
    assert "8 codes, no problems" in thematic.ok("codebook check codebooks/tiny.yaml").err
