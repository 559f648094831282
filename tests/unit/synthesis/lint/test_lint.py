"""Every check on a fixture that has its fault, and none of them on the clean one."""

import pytest

from thematic.model.lint import LintRemark
from thematic.synthesis.build import build_findings
from thematic.synthesis.lint.run import CHECKS, lint_findings
from thematic.synthesis.outline_reader import outline_from_value

PEOPLE = 24
WORDS = "alder birch cedar dogwood elm fir gorse hazel iris juniper knapweed larch maple nettle oak pine fern"


def study_text():
    """24 people: R1-R16 interviewed, R17-R24 by survey; even numbers in the UK.

    Question 1, time: 18 support, R24 opposes, 5 silent. Question 2, asked of R1-R16 only: 13 feedback.
    Rank: R1-R5. Money: R1-R3 and R20; R6 opposes. Distance: R1-R9.
    """
    words = WORDS.split()
    lines = []
    for number in range(1, PEOPLE + 1):
        own = f"{words[number % 17]} {words[(number * 5) % 17]} {number}"
        mode = " mode=survey" if number > 16 else ""
        lines.append(f"R{number} country={'UK' if number % 2 == 0 else 'NZ'}{mode}")
        parts = []
        if number <= 18:
            parts.append(f"[barriers/time+|I never have any {own} time to lead anything at all.]")
        if number == 24:
            parts.append(f"[time-|I always find the time for {own} in the end.]")
        if number <= 5:
            parts.append(f"[barriers/rank+|Rank in the {own} room keeps us quiet for long.]")
        if number <= 3 or number == 20:
            parts.append(f"[barriers/money+|There is no money for {own} in our budget now.]")
        if number == 6:
            parts.append(f"[money-|Money for {own} was never once the trouble here.]")
        if number <= 9:
            parts.append(f"[far/distance+|It is a long {own} way to any course here.]")
        lines.append(f"R{number}/1: {' '.join(parts) or 'Nothing to say.'}")
        if number <= 13:
            lines.append(f"R{number}/2: [feedback+|Feedback by the {own} bed is what taught me most.]")
        elif number <= 16:
            lines.append(f"R{number}/2: Hm, {own}.")
        else:
            lines.append(f"R{number}/2: (not asked)")
    return "\n".join(lines)


def finding(name="time", statement="{Quantifier} lack time. {dissent}", codes=("time",), **more):
    return {"id": name, "statement": statement, "codes": list(codes), **more}


CLEAN = [
    finding(scope={"question": [1]}),
    finding(
        "feedback",
        "{Quantifier} learned from feedback.",
        ("feedback",),
        scope={"question": [2], "mode": "interview"},
    ),
    finding("rank", "{Quantifier} spoke of rank.", ("rank",), follows="feedback"),
    finding("money", "{Quantifier} wanted money. However, one respondent did not.", ("money",)),
    finding("far", "{Quantifier} live far away.", ("far",)),
]


def check(coded, findings, *, study=None, approach="codebook", outline=None, **more):
    text = study or coded(study_text(), approach=approach)
    value = {
        "labels": {"UK-based": {"country": "UK"}},
        "sections": [{"id": "s", "title": "S", "findings": findings}],
        **(outline or {}),
    }
    built = build_findings(
        text.study, outline_from_value(value, study=text.study), text.fetch, replicates=200
    )
    return lint_findings(built, text.study, **more)


def told(remarks):
    return {(remark.check, remark.finding, remark.severity) for remark in remarks}


def with_fault(**changes):
    """The clean findings, the first one changed."""
    return [{**CLEAN[0], **changes}, *CLEAN[1:]]


def test_nothing_is_said_of_the_clean_report(coded):
    assert told(check(coded, CLEAN)) == set()


FAULTS = [
    ("word", "error", {"statement": "Almost all respondents lack time. {dissent}"}),
    ("word", "warning", {"statement": "Some respondents lack time. {dissent}"}),
    ("word", "error", {"statement": "Twenty-two or 22 respondents lack time. {dissent}"}),
    ("all-opposed", "error", {"statement": "Everyone lacks time. {dissent}"}),
    ("all-opposed", "error", {"statement": "In the end, everybody lacks time. {dissent}"}),
    ("number", "error", {"statement": "Half of the respondents lack time. {dissent}"}),
    ("number", "error", {"statement": "Time is short, and two-thirds of respondents said so. {dissent}"}),
    ("word", "error", {"statement": "Almost all respondents had no doubt that time is short. {dissent}"}),
    ("all-opposed", "error", {"statement": "All respondents had no doubt that time is short. {dissent}"}),
    ("word", "error", {"statement": "Although almost all respondents lack time, little is said. {dissent}"}),
    ("dissent-missing", "error", {"statement": "{Quantifier} lack time beyond doubt."}),
    ("dissent-count", "error", {"statement": "{Quantifier} lack time. No respondent disagreed."}),
    ("all-opposed", "error", {"statement": "All respondents lack time. {dissent}"}),
    (
        "consensus-dissent",
        "error",
        {
            "statement": "There was a strong consensus on money. {dissent}",
            "codes": ["money"],
            "scope": {"mode": "interview"},
        },
    ),
    ("dissent-missing", "error", {"statement": "{Quantifier} lack time."}),
    ("dissent-count", "error", {"statement": "{Quantifier} lack time. However, three respondents find it."}),
    ("noun", "error", {"statement": "Most interviewees lack time. {dissent}"}),
    ("noun", "error", {"statement": "{Quantifier} lack time. However, one interviewee finds it."}),
    ("subgroup", "error", {"statement": "Most UK-based respondents lack time. {dissent}"}),
    ("subgroup", "warning", {"statement": "{Quantifier} lack time, above all later respondents. {dissent}"}),
    ("bare-plural", "warning", {"statement": "Respondents lack time. {dissent}"}),
    ("no-evidence", "error", {"codes": []}),
    (
        "placeholder",
        "error",
        {"statement": "{Quantifier} lack {enumerate: feedback} time. {dissent}", "scope": {"mode": "survey"}},
    ),
    ("no-quote", "warning", {"codes": ["money"], "scope": {"mode": "survey", "country": "NZ"}}),
    ("quote-verbatim", "error", {"quotes": [{"respondent": "R1", "text": "I always lack time"}]}),
    ("quote-found", "error", {"quotes": [{"respondent": "R1", "begins": "We lack"}]}),
    ("quote-evidence", "warning", {"quotes": [{"respondent": "R1", "begins": "Rank in"}]}),
    ("number", "error", {"statement": "{Quantifier} lack time (19 of 24). {dissent}"}),
    ("number", "error", {"statement": "{Quantifier} lack time (79%). {dissent}"}),
    ("impossible-number", "error", {"statement": "{Quantifier} lack time (76%). {dissent}"}),
    ("number", "error", {"statement": "Time is short, say 19 of the 30 respondents. {dissent}"}),
    (
        "number",
        "error",
        {"statement": "Time is short, say 79% of these people and 79% of all respondents. {dissent}"},
    ),
    (
        "claim",
        "error",
        {"codes": ["rank"], "claim": {"rank": 1, "among": "barriers"}, "statement": "{Quantifier} say rank."},
    ),
    ("claim", "warning", {"statement": "Time was the most common barrier: {quantifier} lack it. {dissent}"}),
    ("anaphora", "error", {"follows": "rank"}),
    ("anaphora", "warning", {"statement": "This is why {quantifier} lack time. {dissent}"}),
    ("override", "warning", {"quantifier": {"word": "strong theme", "by": "lead", "reason": "it is"}}),
    ("override", "warning", {"quantifier": {"word": "almost all", "by": "lead", "reason": "it is"}}),
]


@pytest.mark.parametrize(("fault", "severity", "changes"), FAULTS)
def test_a_fault_is_named(coded, fault, severity, changes):
    remarks = check(coded, with_fault(**changes))
    assert (fault, "time", severity) in told(remarks), [remark.message for remark in remarks]


@pytest.mark.parametrize(
    "statement",
    [
        "{Quantifier} lack time for all aspects of clinical work. {dissent}",
        "A strong consensus of respondents lack time. {dissent}",
        "{Quantifier} lack time (18 of 24, 75%). {dissent}",
        "{Quantifier} lack time, though one respondent finds it (4%).",
        "{Quantifier} lack time. One respondent disagreed.",
        "{Quantifier} had no doubt that time is short. {dissent}",
        "{Quantifier} lack time, though not all respondents do. One respondent disagreed.",
        "There was no strong consensus on what to do, but {quantifier} lack time. {dissent}",
        "Without a consensus on what to do, {quantifier} lack time. {dissent}",
        "Three quarters of respondents lack time. {dissent}",
        "{Quantifier} lack time; everyone should get half of it, over half of a day. {dissent}",
        "While one respondent has time, {quantifier} lack it.",
        "18 respondents lack time. {dissent}",
        "{Quantifier} lack time, 20% of their week and 5 of 7 days. {dissent}",
    ],
)
def test_true_words_pass(coded, statement):
    remarks = check(coded, with_fault(statement=statement))
    assert told(remarks) == set(), [remark.message for remark in remarks]


def test_one_dissenter_untold_is_a_warning_where_no_agreement_is_claimed(coded):
    remarks = check(coded, [*CLEAN[:3], {**CLEAN[3], "statement": "{Quantifier} wanted money."}, CLEAN[4]])
    assert told(remarks) == {("dissent-missing", "money", "warning")}


def test_two_dissenters_of_three_in_a_hundred_must_be_told(coded):
    text = study_text().replace(
        "R23/1: Nothing to say.", "R23/1: [money-|Money is there, to be honest about it all.]"
    )
    remarks = check(
        coded,
        [*CLEAN[:3], {**CLEAN[3], "statement": "{Quantifier} wanted money."}, CLEAN[4]],
        study=coded(text),
    )
    assert ("dissent-missing", "money", "error") in told(remarks)


def test_dissenters_in_a_sentence_of_the_authors_own_are_told(coded):
    own = "{Quantifier} wanted money. {Dissenters} had it."
    assert check(coded, [*CLEAN[:3], {**CLEAN[3], "statement": own}, CLEAN[4]]) == ()


def test_camps_need_no_clause_of_dissent(coded):
    camps = finding("camps", "{Quantifier: a} said time, {quantifier: b} said rank.", ())
    camps = {**camps, "camps": {"a": ["time"], "b": ["rank"]}}
    del camps["codes"]
    assert not [
        one for one in check(coded, [*CLEAN, camps]) if one.finding == "camps" and one.severity == "error"
    ]


def test_a_stale_statement_tells_what_changed(coded):
    remarks = check(coded, CLEAN, stale={"rank": ("R9 came (supporting)",)})
    (remark,) = remarks
    assert (remark.check, remark.finding, remark.label) == ("stale", "rank", "3")
    assert "R9 came" in remark.message


def test_evidence_outside_every_scope_is_told(coded):
    findings = [*CLEAN[:2], {**CLEAN[2], "scope": {"country": "UK"}}, *CLEAN[3:]]
    (remark,) = [one for one in check(coded, findings) if one.check == "unlinked"]
    assert remark.message == "3 passages coded 'rank' (R1, R3, R5) count in no finding."


def test_evidence_that_a_list_shows_is_not_lost(coded):
    findings = [*CLEAN[:2], {**CLEAN[2], "scope": {"country": "UK"}}, *CLEAN[3:]]
    lists = [{"id": "ranks", "title": "Ranks", "codes": ["rank"]}]
    remarks = check(
        coded,
        findings,
        outline={"sections": [{"id": "s", "title": "S", "findings": findings, "lists": lists}]},
    )
    assert not [one for one in remarks if one.check == "unlinked"]


def test_a_strong_theme_without_a_number_is_told_unless_set_aside(coded):
    assert told(check(coded, CLEAN[:4])) == {("theme", "", "warning")}
    aside = {"set_aside": [{"code": "far", "reason": "not asked about"}]}
    assert told(check(coded, CLEAN[:4], outline=aside)) == set()


def test_the_modes_may_earn_different_words(coded):
    text = study_text().replace("R14 country=UK", "R14 country=UK mode=survey")
    text = text.replace("R15 country=NZ", "R15 country=NZ mode=survey")
    (remark,) = [one for one in check(coded, CLEAN, study=coded(text)) if one.check == "modes"]
    assert (remark.finding, remark.severity) == ("", "warning")
    assert "1 (interview all, survey several)" in remark.message


def test_one_voice_quoted_again_and_again_is_told(coded):
    picks = [{"respondent": "R1", "begins": words} for words in ("I never", "never have", "have any", "any ")]
    remarks = check(coded, with_fault(quotes=picks))
    assert ("over-quoted", "", "warning") in told(remarks)


def test_few_voices_are_told(coded):
    picks = [
        {"respondent": who, "begins": words}
        for who in ("R1", "R2")
        for words in ("I never", "never have", "have any")
    ]
    findings = [{**one, "quotes": [] if one["id"] != "time" else picks} for one in CLEAN]
    assert ("few-voices", "", "warning") in told(check(coded, findings))


def test_a_name_in_a_quote_is_told(coded):
    remarks = check(
        coded, with_fault(quotes=[{"respondent": "R1", "begins": "I never"}]), names=["Birch", "Nobody Else"]
    )
    assert ("name", "time", "error") in told(remarks)
    assert told(check(coded, CLEAN, names=["Zzz"])) == set()


def test_a_name_is_found_whole_in_any_case_and_in_part_with_its_capital(coded):
    birch = [{"respondent": "R1", "begins": "I never"}]
    picked = with_fault(quotes=birch)
    assert not [one for one in check(coded, picked, names=["Ana Birch"]) if one.check == "name"]
    said = with_fault(statement="{Quantifier} lack time, says Birch. {dissent}")
    (remark,) = check(coded, said, names=["Ana Birch"])
    assert (remark.check, remark.finding, remark.severity) == ("name", "time", "error")


@pytest.mark.parametrize(
    "outline",
    [
        lambda: whole(title="What Birch said"),
        lambda: stem("{Quantifier} agreed with Birch:"),
        lambda: {"set_aside": [{"code": "time", "reason": "x", "statement": "Birch alone."}]},
    ],
)
def test_a_name_in_the_reports_own_words_is_told(coded, outline):
    found = check(coded, CLEAN, outline=outline(), names=["Ana Birch"])
    assert [(one.check, one.severity) for one in found] == [("name", "error")]


def test_a_quote_without_consent_is_told(coded):
    text = coded(study_text() + "\nR1 consent=analysis")
    remarks = check(coded, with_fault(quotes=[{"respondent": "R1", "begins": "I never"}]), study=text)
    assert ("quote-consent", "time", "error") in told(remarks)


def test_a_base_of_zero_is_told(coded):
    text = coded(study_text() + "\nR30 country=PE\nR30/1: (not asked)\nR30/2: (not asked)")
    remarks = check(coded, with_fault(scope={"country": "PE"}), study=text)
    assert ("base-zero", "time", "error") in told(remarks)


def test_prose_in_the_detail_says_nothing_stronger(coded):
    def detail(text):
        blocks = [{"text": text}, {"finding": "money"}]
        rest = [{"finding": name} for name in ("time", "feedback", "rank", "far")]
        return {"detail": [{"heading": "Money", "blocks": blocks}, {"heading": "Rest", "blocks": rest}]}

    assert told(check(coded, CLEAN, outline=detail("Several respondents wanted money."))) == set()
    assert told(check(coded, CLEAN, outline=detail("Most respondents wanted money."))) == {
        ("detail", "", "error")
    }


def whole(**more):
    """Everything around the clean findings."""
    return {"sections": [{"id": "s", "title": "S", "findings": CLEAN, **more}]}


def stem(statement):
    return whole(stems=[{"from": "rank", "to": "far", "statement": statement}])


def test_a_lead_in_says_no_more_than_the_run_it_governs(coded):
    assert told(check(coded, CLEAN, outline=stem("{Quantifier} spoke of it:"))) == set()
    assert told(check(coded, CLEAN, outline=stem("Some respondents spoke of it:"))) == {
        ("word", "", "warning")
    }
    (remark,) = check(coded, CLEAN, outline=stem("A strong consensus of respondents spoke of it:"))
    assert (remark.check, remark.severity) == ("word", "error")
    assert remark.message.startswith("the lead-in to 3–5: 'A strong consensus of respondents' is stronger")
    assert told(check(coded, CLEAN, outline=stem("All respondents spoke of it:"))) == {("word", "", "error")}


@pytest.mark.parametrize(
    ("outline", "where"),
    [
        (whole(title="What all respondents lack"), "section 's'"),
        (
            whole(
                lists=[
                    {"id": "l", "title": "Most respondents said", "items": [{"text": "x", "codes": ["rank"]}]}
                ]
            ),
            "list 'l'",
        ),
        (
            whole(
                lists=[{"id": "l", "title": "L", "items": [{"text": "Most respondents", "codes": ["rank"]}]}]
            ),
            "list 'l'",
        ),
        (
            {"set_aside": [{"code": "title", "reason": "out", "statement": "Most respondents have one."}]},
            "'title', set aside",
        ),
    ],
)
def test_headings_lists_and_themes_set_aside_say_nothing_stronger(coded, outline, where):
    text = coded(study_text() + "\nR30: [title+|I have a title here, for one.]")
    found = [one for one in check(coded, CLEAN, study=text, outline=outline) if one.check == "word"]
    assert [one.severity for one in found] == ["error"]
    assert found[0].message.startswith(where)


def test_a_percentage_in_the_detail_must_come_from_its_base(coded):
    def detail(text):
        blocks = [{"text": text}, *({"finding": one["id"]} for one in CLEAN)]
        return {"detail": [{"heading": "All", "blocks": blocks}]}

    assert told(check(coded, CLEAN, outline=detail("It was 36% (n = 24) before, 38% of 24 after."))) == {
        ("impossible-number", "", "error")
    }
    assert told(check(coded, CLEAN, outline=detail("It was 37.5% (n = 24); 36% of people sigh."))) == set()


def test_a_finding_missing_from_the_detail_is_told(coded):
    detail = {"detail": [{"heading": "All", "blocks": [{"finding": one["id"]} for one in CLEAN[1:]]}]}
    (remark,) = check(coded, CLEAN, outline=detail)
    assert (remark.check, remark.severity) == ("detail", "warning")


def test_a_reflexive_study_makes_no_numeric_claim(coded):
    findings = [
        finding(statement="Lack of time ran through the accounts."),
        *[{**one, "statement": f"{one['id'].capitalize()} mattered."} for one in CLEAN[1:]],
    ]
    assert told(check(coded, findings, approach="reflexive")) == set()
    counted = [{**findings[0], "statement": "Most respondents, 75% of them, lack time."}, *findings[1:]]
    remarks = check(coded, counted, approach="reflexive")
    assert told(remarks) == {("reflexive-number", "time", "error")}
    assert len(remarks) == 2


@pytest.mark.parametrize(
    "outline",
    [
        whole(title="What most respondents said"),
        whole(stems=[{"from": "time", "to": "time", "statement": "Several respondents told of this:"}]),
        whole(lists=[{"id": "l", "title": "L", "items": [{"text": "Half of it, 50%."}]}]),
        {"set_aside": [{"code": "title", "reason": "out", "statement": "Two respondents have one."}]},
        {"detail": [{"heading": "H", "blocks": [{"text": "It was the most common barrier."}]}]},
    ],
)
def test_nor_do_its_headings_lists_and_prose(coded, outline):
    findings = [{**one, "statement": f"{one['id'].capitalize()} mattered."} for one in CLEAN]
    text = coded(study_text() + "\nR30: [title+|I have a title here, for one.]", approach="reflexive")
    if "sections" in outline:
        outline = {"sections": [{**outline["sections"][0], "findings": findings}]}
    found = [one for one in check(coded, findings, study=text, outline=outline) if one.severity == "error"]
    assert [one.check for one in found] == ["reflexive-number"]


def test_a_waiver_marks_and_an_idle_one_is_told(coded):
    waivers = [
        {"check": "dissent-missing", "finding": "time", "reason": "told in the detail", "by": "lead"},
        {"check": "stale", "finding": "time", "reason": "looked at", "by": "lead"},
        {"check": "dissent-mising", "finding": "time", "reason": "typed badly", "by": "lead"},
    ]
    remarks = check(coded, with_fault(statement="{Quantifier} lack time."), outline={"waivers": waivers})
    waived = next(remark for remark in remarks if remark.check == "dissent-missing")
    assert waived.waived.by == "lead"
    assert not waived.fails
    assert {(one.check, one.severity) for one in remarks if one is not waived} == {
        ("waiver", "warning"),
        ("waiver", "error"),
    }


def test_every_check_is_listed_with_its_why_and_every_listed_one_is_tested():
    tested = {fault for fault, _, _ in FAULTS} | {
        *("stale", "unlinked", "theme", "modes", "over-quoted", "few-voices", "name", "quote-consent"),
        *("base-zero", "detail", "reflexive-number", "waiver"),
    }
    assert tested == set(CHECKS)
    assert all(why and "\n" not in why for why in CHECKS.values())
    assert LintRemark("x", "error", "", "").fails
