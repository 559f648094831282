"""The neutral form: the keys other programs rely on, and nothing of persons in public copies."""

import json

import pytest

from thematic.report.disclosure import Disclosure
from thematic.report.json import findings_value
from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import outline_from_value

OUTLINE = {
    "labels": {"UK-based": {"country": "UK"}},
    "sections": [
        {
            "id": "work",
            "title": "Learning at work",
            "findings": [
                {
                    "id": "doing",
                    "statement": "{Quantifier} learned by doing.",
                    "codes": ["by-doing"],
                    "quantifier": {"word": "several", "by": "Leander", "reason": "They stressed it."},
                    "quotes": [
                        {"respondent": "R2", "begins": "You learn"},
                        {"respondent": "R5", "begins": "Practice", "as": "unattributed"},
                    ],
                    "points": [
                        {
                            "id": "uk",
                            "statement": "So do they.",
                            "codes": ["by-doing"],
                            "scope": {"country": "UK"},
                        }
                    ],
                },
                {
                    "id": "assess",
                    "statement": "Some in, some out.",
                    "camps": {"in": ["integrated"], "out": ["discrete"]},
                    "scope": {"question": ["2"]},
                },
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def findings(eight):
    return build_findings(eight.study, outline_from_value(OUTLINE), eight.fetch, replicates=100)


@pytest.fixture(scope="module")
def team(findings):
    return findings_value(findings, Disclosure("team"), date="today", versions=[("thematic", "0.1")])


@pytest.fixture(scope="module")
def public(findings):
    return findings_value(findings, Disclosure("public"))


def first(value):
    return value["sections"][0]["findings"][0]


def test_the_promised_keys_are_there(team):
    finding = first(team)
    assert finding["number"] == 1
    assert finding["id"] == "doing"
    assert finding["text"] == "Several respondents learned by doing."
    assert finding["quantifier"] == "several"
    assert {key: finding["computed"][key] for key in ("word", "support", "oppose", "base")} == {
        "word": "a few",
        "support": 3,
        "oppose": 2,
        "base": 7,
    }
    assert finding["subset"] is None
    assert set(finding["rank"]) >= {"value", "low", "high"}
    assert [(point["letter"], point["text"]) for point in finding["sub_points"]] == [("a", "So do they.")]
    assert finding["sub_points"][0]["subset"] == "UK-based"
    assert finding["quotes"][0] == {
        "respondent": "R2",
        "speaker": "R2",
        "text": "You learn it on the job, and I have seen that many times over.",
        "source": "R2.txt",
        "kind": "interview",
        "start": 0,
        "end": 62,
        "as": "block",
        "coding": "g3",
    }


def test_it_is_json(team, public):
    assert json.loads(json.dumps(team)) == team
    assert json.loads(json.dumps(public)) == public


def test_camps_have_a_tally_each(team):
    camps = team["sections"][0]["findings"][1]["camps"]
    assert {name: (camp["support"], camp["base"]) for name, camp in camps.items()} == {
        "in": (2, 4),
        "out": (1, 4),
    }


def test_the_id_of_an_unattributed_quote_stays_in_the_team_copy(team, public):
    assert first(team)["quotes"][1]["respondent"] == "R5"
    assert first(team)["quotes"][1]["speaker"] == ""
    assert first(public)["quotes"][1]["respondent"] is None


def test_a_public_copy_names_no_source_position_coder_or_person(public):
    text = json.dumps(public)
    for secret in ("R2.txt", "Ann", "Leander", '"g3"', "R4"):
        assert secret not in text
    assert first(public)["quotes"][0]["start"] is None
    assert public["sample"]["coders"] == 2
    assert first(public)["by_mode"]["survey"]["support"] is None


def test_a_reflexive_study_prints_no_number(coded):
    text = coded("R1: [time+|No time at all for me.]", approach="reflexive")
    value = findings_value(build_findings(text.study, None, text.fetch))
    finding = first(value)
    assert (finding["computed"], finding["rank"], finding["tally"], finding["quantifier"]) == (
        None,
        None,
        None,
        None,
    )
    assert finding["text"] == "Respondents raised time."
