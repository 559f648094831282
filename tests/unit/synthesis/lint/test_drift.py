"""A report whose wording drifts from its evidence in many ways at once: each is named where it stands."""

from thematic.synthesis.build import build_findings
from thematic.synthesis.lint.run import lint_findings
from thematic.synthesis.outline_reader import read_outline

PEOPLE = "\n".join(
    f"R{n}{' mode=survey' if n > 15 else ''}\n"
    f"R{n}/1: "
    + (f"[barriers/time+|There is never an hour for me, {n} of them gone.]" if n <= 16 else f"Hm {n}.")
    + (
        f" [barriers/rank{'-' if n in (4, 5) else '+'}|Rank is in room {n} with us all day.]"
        if n <= 12
        else ""
    )
    + (f" [barriers/money+|Money was short in year {n} here.]" if n <= 6 else "")
    + (" [barriers/distance+|It is far.]" if n == 1 else "")
    + (" [unused/night+|Nights teach nobody.]" if 3 <= n <= 11 else "")
    for n in range(1, 21)
)

CLEAN = """
sections:
  - id: s
    title: S
    findings:
      - {id: time, statement: "{Quantifier} lack time.", codes: [time]}
      - {id: rank, statement: "{Quantifier} spoke of rank. {dissent}", codes: [rank]}
      - {id: money, statement: "Money was short for {quantifier}.", codes: [money]}
      - {id: night, statement: "{Quantifier} learned nothing at night.", codes: [night]}
"""

DRIFTED = """
labels: {UK-based: {mode: survey}}
sections:
  - id: s
    title: S
    findings:
      - {id: stronger, statement: "A strong consensus of respondents wanted money.", codes: [money]}
      - {id: weaker, statement: "A few respondents lack time.", codes: [time]}
      - id: everybody
        statement: "All respondents spoke of rank, though two respondents did not."
        codes: [rank]
      - {id: untold, statement: "{Quantifier} spoke of rank.", codes: [rank]}
      - id: miscounted
        statement: "{Quantifier} spoke of rank. However, five respondents did not."
        codes: [rank]
      - {id: unit, statement: "Most interviewees lack time.", codes: [time]}
      - {id: plural, statement: "Respondents lack time.", codes: [time]}
      - {id: empty, statement: "Weather matters."}
      - {id: fraction, statement: "{Quantifier} lack time (17 of 20).", codes: [time]}
      - {id: percentage, statement: "{Quantifier} lack time (83%).", codes: [time]}
      - id: superlative
        statement: "Rank was named by {quantifier}. {dissent}"
        codes: [rank]
        claim: {rank: 1, among: barriers}
      - {id: pointing, statement: "This is why {quantifier} lack time.", codes: [time]}
      - {id: parted, statement: "{Quantifier} lack money.", codes: [money], follows: time}
      - id: misquoted
        statement: "{Quantifier} lack time."
        codes: [time]
        quotes: [{respondent: R1, text: "There is always an hour"}]
      - {id: group, statement: "{Quantifier} lack time, later respondents more so.", codes: [time]}
      - {id: far, statement: "{Quantifier} live far away.", codes: [distance]}
"""

NAMED = {
    "stronger": "word",
    "weaker": "word",
    "everybody": "all-opposed",
    "untold": "dissent-missing",
    "miscounted": "dissent-count",
    "unit": "noun",
    "plural": "bare-plural",
    "empty": "no-evidence",
    "fraction": "number",
    "percentage": "impossible-number",
    "superlative": "claim",
    "pointing": "anaphora",
    "parted": "anaphora",
    "misquoted": "quote-verbatim",
    "group": "subgroup",
    "": "theme",
}


def linted(coded, outline):
    text = coded(PEOPLE)
    outline = outline.replace("follows: time", "follows: weaker")
    findings = build_findings(text.study, read_outline(outline, "o.yaml"), text.fetch, replicates=100)
    return lint_findings(findings, text.study)


def test_nothing_is_said_of_the_clean_report_but_that_modes_differ(coded):
    clean = CLEAN + '      - {id: far, statement: "{Quantifier} live far away.", codes: [distance]}\n'
    assert {remark.check for remark in linted(coded, clean)} <= {"modes"}


def test_each_way_of_drifting_is_named_where_it_stands(coded):
    found = {}
    for remark in linted(coded, DRIFTED):
        found.setdefault(remark.finding, set()).add(remark.check)
    assert len(set(NAMED.values())) >= 12
    for finding, check in NAMED.items():
        assert check in found[finding], (finding, found.get(finding))


def test_nothing_else_is_an_error(coded):
    for remark in linted(coded, DRIFTED):
        if remark.severity == "error":
            assert NAMED[remark.finding] == remark.check, remark.message
