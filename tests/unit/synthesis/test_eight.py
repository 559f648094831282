"""The eight-respondent study, each number counted by hand from the text in tests/unit/conftest.py."""

import pytest

from thematic.model.findings import STANDINGS
from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import read_outline

OUTLINE = """
outline: eight
labels: {UK-based: {country: UK}}
sections:
  - id: work
    title: Learning at work
    findings:
      - id: doing
        statement: "{Quantifier} learned by doing ({n} of {N}, {percent}). {dissent}"
        codes: [by-doing]
        points:
          - id: doing-uk
            statement: "{Quantifier} agreed."
            codes: [by-doing]
            scope: {country: UK}
          - {kind: recommendation, statement: "Protect time.", codes: [time]}
      - id: assessing
        statement: "Whereas {quantifier: integrated} respondents said so, {quantifier: discrete} did not."
        camps: {integrated: [integrated], discrete: [discrete]}
        scope: {question: [2]}
  - id: challenges
    title: Challenges
    findings:
      - {id: time-barrier, statement: "Time was short.", codes: [time], claim: {rank: 1, among: barriers}}
      - {id: rotation-barrier, statement: "{Quantifier} moved on.", codes: [rotation]}
    stems:
      - from: time-barrier
        to: rotation-barrier
        statement: "Barriers were described by {quantifier}, such as {enumerate: barriers}:"
"""


@pytest.fixture(scope="module")
def findings(eight):
    outline = read_outline(OUTLINE, "eight.yaml", eight.study)
    return build_findings(eight.study, outline, eight.fetch, replicates=200)


@pytest.fixture(scope="module")
def by_id(findings):
    return {statement.id: statement for statement in findings.statements()}


def standings(findings, statement):
    ledger = findings.ledger
    return {
        label: STANDINGS[place]
        for label, place in zip(ledger.respondents, ledger.standing[statement], strict=True)
    }


def test_each_respondent_stands_in_one_class(findings):
    assert standings(findings, "doing") == {
        "R1": "supporting",
        "R2": "supporting",
        "R3": "qualified",
        "R4": "opposing",
        "R5": "supporting",
        "R6": "mixed",
        "R7": "silent",
        "R8": "not answered",
    }


def test_respondents_are_counted_not_codings(by_id):
    tally = by_id["doing"].tally
    assert (tally.support, tally.oppose, tally.base) == (3, 2, 7)
    assert (tally.qualified, tally.silent, tally.not_answered, tally.not_asked) == (1, 1, 1, 0)


def test_equal_words_of_two_people_are_two_people(by_id):
    assert by_id["doing"].computed.word == "a few"
    assert by_id["doing"].text == (
        "A few respondents learned by doing (3 of 7, 43%). "
        "However, one respondent disagreed and one spoke both for and against."
    )


def test_a_point_is_counted_in_its_own_scope(by_id):
    point = by_id["doing-uk"]
    assert (point.tally.support, point.tally.oppose, point.tally.base) == (3, 0, 4)
    assert point.text == "A few UK-based respondents agreed."
    assert point.subset == "UK-based"


def test_whoever_was_not_asked_is_not_in_the_base(findings, by_id):
    standing = standings(findings, "assessing")
    assert standing["R4"] == "not asked"
    assert standing["R7"] == standing["R8"] == "not answered"
    assert by_id["assessing"].tally.base == 4


def test_respondents_in_two_camps_are_mixed(findings, by_id):
    assert standings(findings, "assessing")["R2"] == "mixed"
    camps = {camp.name: camp.tally for camp in by_id["assessing"].camps}
    assert (camps["integrated"].support, camps["integrated"].mixed, camps["integrated"].opposing) == (2, 1, 1)
    assert (camps["discrete"].support, camps["discrete"].mixed, camps["discrete"].opposing) == (1, 1, 2)
    assert by_id["assessing"].text == "Whereas two respondents said so, one respondent did not."


def test_numbers_run_on_and_letters_restart(findings):
    assert [(one.number, one.id) for one in findings.findings()] == [
        (1, "doing"),
        (2, "assessing"),
        (3, "time-barrier"),
        (4, "rotation-barrier"),
    ]
    first = next(findings.findings())
    assert [(point.letter, point.kind) for point in first.points] == [
        ("a", "elaboration"),
        ("b", "recommendation"),
    ]


def test_a_stem_counts_the_union_of_its_run(findings):
    stem = findings.sections[1].stems[0]
    # R1, R5: time; R6: rotation; R7 opposes time and says nothing on rotation
    assert (stem.tally.support, stem.tally.oppose, stem.tally.base) == (3, 1, 7)
    assert stem.text == "Barriers were described by a few respondents, such as time and rotation:"


def test_a_superlative_is_held_against_its_set(by_id):
    claim = by_id["time-barrier"].claim
    assert [(rival.name, rival.support, rival.rank.value) for rival in claim.rivals] == [
        ("time", 2, 1),
        ("rotation", 1, 2),
    ]
    assert claim.holds


def test_ranks_are_over_all_findings(by_id):
    # supporting: doing 3, assessing 3 (R3, R5, R6; R2 is mixed), time 2, rotation 1.
    # doing and assessing are tied on breadth too; assessing has less dissent (1 against 2).
    assert {
        name: by_id[name].rank.value for name in ("doing", "assessing", "time-barrier", "rotation-barrier")
    } == {
        "assessing": 1,
        "doing": 2,
        "time-barrier": 3,
        "rotation-barrier": 4,
    }
    assert by_id["doing"].rank.tied


def test_modes_are_told_apart(by_id):
    modes = {one.mode: (one.tally.support, one.tally.base) for one in by_id["doing"].by_mode}
    assert modes == {"interview": (2, 4), "survey": (1, 3)}


def test_nobody_is_quoted_without_consent(findings):
    quoted = {quote.respondent for one in findings.statements() for quote in (*one.quotes, *one.dissent)}
    assert quoted
    assert not quoted & {"R3", "R4"}


def test_every_quote_is_where_it_says(findings, eight):
    for statement in findings.statements():
        for quote in statement.quotes:
            assert eight.texts[quote.source][quote.start : quote.end] == quote.text


def test_undecided_sources_rest_on_what_all_coders_share(eight_undecided):
    outline = read_outline(OUTLINE, "eight.yaml", eight_undecided.study)
    findings = build_findings(eight_undecided.study, outline, eight_undecided.fetch, replicates=50)
    doing = next(findings.findings())
    # Ben did not code R2, so R2 rests on Ann alone; on R1 both share "by doing" and not "time".
    assert doing.tally.support == 3
    time = next(one for one in findings.findings() if one.id == "time-barrier")
    assert (time.tally.support, time.any_coder.support) == (1, 2)
    assert dict(findings.sample.layers) == {"single coder": 6, "shared by all coders": 1, "uncoded": 1}
    assert len(findings.draft) == 1
