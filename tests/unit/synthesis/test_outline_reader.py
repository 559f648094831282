"""Outline files: everything of the form can be written, and every problem is told at once."""

import json
from pathlib import Path

import pytest

from thematic.errors import BadFile
from thematic.synthesis.outline_reader import outline_from_value, read_outline
from thematic.synthesis.outline_writer import outline_value, write_outline

WHOLE = """
outline: leadership
quantifiers:
  name: ours
  small: 8
  words:
    - {word: nearly everybody, share: 90%, opposed: 1/20, consensus: yes, synonyms: [the great majority]}
    - {word: most, phrase: most of the, share: 0.55}
    - {word: over half, over: .5}
    - {word: several, people: 4}
labels: {UK-based: {country: UK}}
sections:
  - id: workplace
    title: Workplace learning and assessment
    findings:
      - id: assessing
        statement: "Whereas {quantifier: integrated} respondents said so, {quantifier: discrete} did not."
        camps: {integrated: [integrated], discrete: [discrete]}
        scope: {question: [2]}
      - id: doing
        statement: "{Quantifier} learn by doing, for example: {enumerate: barriers, join: or}. {dissent}"
        codes: [by-doing]
        exact: yes
        scope: {country: [UK, Canada], mode: interview}
        quotes:
          - {respondent: R1, begins: "Practice, reflection"}
          - {respondent: R2, text: "You learn [...] job", as: inline}
          - {max: 3}
        evidence: [{coding: g1, as: opposes, by: lead, reason: irony}, {coding: g2}]
        appraisal: {confidence: moderate, adequacy: Eight people.}
        points:
          - {id: uk, kind: elaboration, statement: "{Quantifier} said so.", codes: [by-doing], scope: all}
          - {kind: recommendation, statement: "Let them.", codes: [learning], quotes: []}
      - id: time-barrier
        statement: "Lack of time was the most common barrier."
        codes: [time]
        claim: {rank: 1, among: barriers}
        follows: doing
        pin: 3
        quantifier: {word: strong theme, by: lead, reason: "They came back to it."}
        quotes: {max: 1}
        dissent: {max: 2}
    stems:
      - {from: doing, to: time-barrier, statement: "Challenges were described by {quantifier}, including:"}
    lists:
      - {id: works, title: What works, codes: [learning], scope: {mode: survey}}
      - id: said
        title: Said
        order: author
        items: [{text: "A: b", codes: [time], quotes: {max: 1}}, {point: uk}]
detail:
  - heading: Gaps
    level: 3
    blocks:
      [{text: "Some prose."}, {finding: doing}, {list: works}, {quote: {respondent: R5, begins: "No time"}}]
set_aside: [{code: rotation, reason: "one voice", statement: "One moved on.", show: detail}]
waivers: [{check: bare-plural, finding: doing, reason: "house style", by: lead}]
"""


def problems(text, study=None):
    with pytest.raises(BadFile) as caught:
        read_outline(text, "o.yaml", study)
    return list(caught.value.problems)


def finding(body, study=None):
    return problems(f"sections:\n  - id: s\n    title: S\n    findings:\n      - {body}\n", study)


def test_everything_can_be_written_and_comes_back_equal(eight):
    outline = read_outline(WHOLE, "o.yaml", eight.study)
    assert read_outline(write_outline(outline), "again.yaml", eight.study) == outline
    assert outline_from_value(json.loads(json.dumps(outline_value(outline)))) == outline


def test_what_was_written_is_what_was_read(eight):
    outline = read_outline(WHOLE, "o.yaml", eight.study)
    assessing, doing, time = outline.sections[0].findings
    assert assessing.camps == (("integrated", ("integrated",)), ("discrete", ("discrete",)))
    assert doing.scope.attributes == (("country", ("UK", "Canada")),)
    assert [(pick.respondent, pick.form) for pick in doing.quotes.picks] == [
        ("R1", "block"),
        ("R2", "inline"),
    ]
    assert (doing.quotes.most, time.quotes.most, doing.points[1].quotes.most) == (3, 1, 0)
    assert doing.points[1].id == "doing/2"
    assert doing.points[0].scope.everyone
    assert (time.claim.rank, time.claim.among, time.pin, time.override.word) == (
        1,
        "barriers",
        3,
        "strong theme",
    )
    assert outline.policy.small == 8


def test_scalars_are_texts():
    outline = read_outline(
        "sections: [{id: s, title: NO, findings: [{id: 1, statement: yes, scope: {country: NO}}]}]", "o"
    )
    found = outline.sections[0].findings[0]
    assert (outline.sections[0].title, found.id, found.statement) == ("NO", "1", "yes")
    assert found.scope.attributes == (("country", ("NO",)),)


def test_all_problems_at_once_with_their_lines(eight):
    text = """
outline: bad
sections:
  - id: s
    title: S
    findings:
      - id: one
        statement: "{quantifer} said."
        codes: [tmie]
        scope: {contry: UK}
        pin: 2
      - id: two
        statement: Said.
        pin: 2
        scope: {country: Untied, mode: phone, question: 9}
      - id: one
        statement: Again.
        colour: red
    stems: [{from: two, to: three, statement: "x"}]
detail: [{heading: H, blocks: [{finding: four}, {text: a, list: b}]}]
"""
    told = problems(text, eight.study)
    expected = [
        "o.yaml:8: '{quantifer}' is not a placeholder. Did you mean 'quantifier'?",
        "o.yaml:9: there is no code 'tmie' in the codebook. Did you mean 'time'?",
        "o.yaml:10: no respondent has an attribute 'contry'. Did you mean 'country'?",
        "o.yaml:12: 'two' is pinned to 2, and so is 'one'.",
        "o.yaml:15: no respondent has country 'Untied'.",
        "o.yaml:15: 'phone' is not a mode; modes are interview and survey.",
        "o.yaml:15: there is no question 9.",
        "o.yaml:16: the finding or point 'one' stands here again; it is already on line 7.",
        "o.yaml:18: 'colour' is not a key of a finding.",
        "o.yaml:19: a stem names 'three', which is no finding of section 's'.",
        "o.yaml:20: a block holds exactly one of text, finding, list and quote.",
        "o.yaml:20: 'H' shows finding 'four', which is not there.",
        "o.yaml:20: 'H' shows list 'b', which is not there.",
    ]
    for line in expected:
        assert any(found.startswith(line) for found in told), (line, told)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("{statement: x}", "this finding has no 'id'"),
        ("{id: a}", "this finding has no 'statement'"),
        ("{id: a, statement: x, camps: {one: [time]}}", "needs two positions"),
        ('{id: a, statement: "{quantifier: b} x"}', "names no camp of this finding"),
        ("{id: a, statement: x, pin: 3}", "section 's' runs from 1 to 1"),
        ("{id: a, statement: x, pin: three}", "must be a whole number"),
        ("{id: a, statement: x, claim: {rank: 0, among: b}}", "needs a 'rank' from 1"),
        ("{id: a, statement: x, quantifier: {word: most}}", "has no 'reason'"),
        ("{id: a, statement: x, quotes: [{respondent: R1}]}", "needs its first words"),
        ("{id: a, statement: x, quotes: [{begins: Oh}]}", "needs a 'respondent'"),
        ("{id: a, statement: x, quotes: some}", "must be a list of quotes"),
        ("{id: a, statement: x, quotes: {max: -1}}", "0 or more"),
        ("{id: a, statement: x, follows: b}", "which is no finding"),
        ("{id: a, statement: x, scope: some}", "a scope is 'all' or a mapping"),
        (
            "{id: a, statement: x, points: [{kind: recomendation, statement: y}]}",
            "Did you mean 'recommendation'?",
        ),
        ("{id: a, statement: x, points: [{statement: y, points: []}]}", "'points' is not a key of a point"),
        ("{id: a, statement: x, evidence: [{coding: g, as: maybe}]}", "'as' must be one of"),
    ],
)
def test_each_problem_is_told(body, problem):
    assert any(problem in line for line in finding(body)), finding(body)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "{id: a, statement: x, quotes: [{respondent: R11, begins: Oh}]}",
            "there is no respondent 'R11'. Did you mean 'R1'?",
        ),
        ("{id: a, statement: x, quotes: [{source: R9.txt, begins: Oh}]}", "there is no source 'R9.txt'."),
        ('{id: a, statement: "{enumerate: barrier}"}', "Did you mean 'barriers'?"),
        ("{id: a, statement: x, claim: {rank: 1, among: bariers}}", "Did you mean 'barriers'?"),
    ],
)
def test_names_are_held_against_the_study(eight, body, problem):
    assert any(problem in line for line in finding(body, eight.study))


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("custom", "must be default or a table"),
        ("{words: [{word: most, share: .5}]}", "any four people"),
        ("{words: [{word: most, share: 150%}, {word: several, people: 4}]}", "between 0 and 1"),
        ("{words: [{word: most, shares: .5}, {word: several, people: 4}]}", "Did you mean 'share'?"),
    ],
)
def test_a_quantifier_table_is_checked(table, problem):
    assert any(problem in line for line in problems(f"quantifiers: {table}\nsections: []\n"))


def test_an_empty_file_is_a_problem():
    assert problems("") == ["o.yaml:1: the outline is empty."]


def test_the_shipped_outline_fits_its_own_form():
    path = Path(__file__).parents[3] / "codebooks" / "leadership.outline.yaml"
    if not path.exists():
        pytest.skip("the shipped outline is not there")
    outline = read_outline(path.read_text(encoding="utf-8"), path.name)
    assert read_outline(write_outline(outline), "again") == outline
