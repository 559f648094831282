"""Illustrations: what a person picked first, then clear and different ones, within consent."""

from dataclasses import replace

import numpy as np
import pytest

from thematic.synthesis.build import build_findings
from thematic.synthesis.evidence import Gathered
from thematic.synthesis.illustrations import count_codes_on_passages, narrow_down
from thematic.synthesis.outline_reader import outline_from_value

TEXT = """
R2 consent=analysis
R3 consent=unknown
R5 consent=quote_with_role role=consultant
R1: [time|We never have the time to sit down and talk about how the day was led.]
R2: [time|There is no time at all to think about leading on a night shift.]
R3: [time|Nobody gives a registrar any time to learn how a ward is led.]
R4: [time|No.] [time-|I found all the time I needed by coming in a little earlier on Mondays.]
R5: [time|The gaps in the rota eat every hour meant for teaching, and nobody minds.] [rank|Rank is heavy.]
R6: [time|We never have the time to sit down and talk about how the day was led, ever.]
Brief: [time|Services report a lack of time.]
"""


def build(coded, quotes=None, draft=False, **more):
    text = coded(TEXT, documents=("Brief",))
    finding = {"id": "time", "statement": "Time is short.", "codes": ["time"], **more}
    if quotes is not None:
        finding["quotes"] = quotes
    outline = outline_from_value(
        {"sections": [{"id": "s", "title": "S", "findings": [finding]}]}, study=text.study
    )
    findings = build_findings(text.study, outline, text.fetch, replicates=10, draft=draft)
    return next(findings.findings()), text


def speakers(quotes):
    return [quote.respondent for quote in quotes]


def test_only_those_who_agreed_to_be_quoted_are_quoted(coded):
    finding, _ = build(coded, {"max": 9})
    assert set(speakers(finding.quotes)) == {"R1", "R4", "R5", "R6"} - {"R4"}


def test_in_a_draft_unknown_consent_is_quoted_and_consent_to_analysis_alone_never(coded):
    finding, _ = build(coded, {"max": 9}, draft=True)
    assert "R3" in speakers(finding.quotes)
    assert "R2" not in speakers(finding.quotes)


def test_the_second_quote_differs_from_the_first(coded):
    finding, _ = build(coded)
    assert len(finding.quotes) == 2
    assert set(speakers(finding.quotes)) != {"R1", "R6"}


def test_what_a_coder_marked_as_a_good_illustration_is_printed_first(coded):
    text = coded(TEXT, documents=("Brief",))
    fives = {n for n, quote in enumerate(text.quotes, 1) if quote.respondent == "R5" and quote.code == "time"}

    def fetch(local):
        found = zip(local, text.fetch(local), strict=True)
        return [replace(quote, illustrative=one in fives) for one, quote in found]

    spec = {"id": "time", "statement": "Time is short.", "codes": ["time"], "quotes": {"max": 1}}
    outline = outline_from_value(
        {"sections": [{"id": "s", "title": "S", "findings": [spec]}]}, study=text.study
    )

    def printed(study):
        return speakers(next(build_findings(study, outline, fetch, replicates=10).findings()).quotes)

    assert printed(replace(text.study, illustrative=frozenset(fives))) == ["R5"]
    fives.clear()
    assert printed(text.study) != ["R5"]


def test_a_marked_passage_is_never_passed_over_among_many(coded):
    lines = [f"R{n}: [time|Nobody here has any time to teach on this ward, says {n}.]" for n in range(200)]
    text = coded("\n".join([*lines, "R900: [time|Time.]"]))
    codings = text.study.codings
    evidence = Gathered(np.arange(len(codings)), codings.stance)
    everybody = np.ones(len(text.study.respondents), dtype=bool)
    crowding = count_codes_on_passages(codings)
    marked = codings.local == codings.local[-1]
    last = len(codings) - 1
    assert last not in narrow_down(codings, evidence, everybody, crowding)
    assert last in narrow_down(codings, evidence, everybody, crowding, marked=marked)


def test_dissent_is_quoted_apart(coded):
    finding, _ = build(coded)
    assert speakers(finding.dissent) == ["R4"]
    assert finding.dissent[0].text.startswith("I found all the time")


def test_a_person_chooses_whose_dissent_is_printed_and_in_which_words(coded):
    pick = {"respondent": "R4", "begins": "I found", "text": "I found all the time [...] on Mondays."}
    finding, _ = build(coded, dissent=[pick])
    assert [quote.text for quote in finding.dissent] == ["I found all the time [...] on Mondays."]
    assert build(coded, dissent={"max": 0})[0].dissent == ()


def test_nobody_is_heard_against_everything(coded):
    lines = [f"R{n}: " + " ".join(f"[c{m}+|Yes to {m}, says {n}.]" for m in range(6)) for n in range(2, 9)]
    no = " ".join(f"[c{m}-|No to {m}, I must say, and never will it be otherwise.]" for m in range(6))
    other = "[c5-|Not to five either, as far as I can see from here.]"
    text = coded("\n".join([f"R1: {no}", *lines, f"R9: {other}"]))
    found = [{"id": f"c{m}", "statement": "X. {dissent}", "codes": [f"c{m}"]} for m in range(6)]
    outline = outline_from_value({"sections": [{"id": "s", "title": "S", "findings": found}]})
    findings = build_findings(text.study, outline, text.fetch, replicates=10)
    heard = [speakers(one.dissent) for one in findings.findings()]
    assert heard == [["R1"], ["R1"], [], [], [], ["R9"]]


def test_an_author_may_want_none(coded):
    finding, _ = build(coded, [])
    assert finding.quotes == ()


def test_picks_come_first_and_in_order(coded):
    finding, _ = build(
        coded, [{"respondent": "R6", "begins": "We never"}, {"respondent": "R1", "begins": "talk about"}]
    )
    assert [(quote.respondent, quote.text, quote.pinned) for quote in finding.quotes] == [
        ("R6", "We never have the time to sit down and talk about how the day was led, ever.", True),
        ("R1", "talk about how the day was led.", True),
    ]


def test_picks_are_filled_up_to_the_number_wanted(coded):
    finding, _ = build(coded, [{"respondent": "R6", "begins": "We never"}, {"max": 2}])
    assert speakers(finding.quotes) == ["R6", "R5"]
    assert finding.quotes[1].role == "consultant"


def test_an_elision_is_printed_and_placed(coded):
    finding, text = build(
        coded, [{"respondent": "R5", "text": "The gaps [...] eat every hour", "as": "inline"}]
    )
    (quote,) = finding.quotes
    assert (quote.text, quote.form) == ("The gaps [...] eat every hour", "inline")
    assert text.texts[quote.source][quote.start : quote.end] == "The gaps in the rota eat every hour"


@pytest.mark.parametrize(
    ("pick", "check", "words"),
    [
        ({"respondent": "R5", "begins": "The gulfs"}, "quote-found", "no coded passage of R5"),
        ({"respondent": "R5", "text": "The gaps eat hours"}, "quote-verbatim", "R5"),
        (
            {"respondent": "R5", "begins": "The gaps", "text": "The gaps [...] hours"},
            "quote-verbatim",
            "not verbatim",
        ),
        ({"respondent": "R2", "begins": "There is"}, "quote-consent", "'analysis'"),
        ({"respondent": "R3", "begins": "Nobody"}, "quote-consent", "'unknown'"),
    ],
)
def test_a_pick_that_cannot_be_printed_is_remarked_upon(coded, pick, check, words):
    finding, _ = build(coded, [pick])
    assert finding.quotes == ()
    (remark,) = finding.remarks
    assert remark.check == check
    assert words in remark.message


def test_a_pick_from_other_evidence_is_printed_with_a_remark(coded):
    finding, _ = build(coded, [{"respondent": "R5", "begins": "Rank is"}])
    assert speakers(finding.quotes) == ["R5"]
    assert finding.remarks[0].check == "quote-evidence"


def test_a_document_may_be_quoted_and_is_nobody(coded):
    finding, _ = build(coded, [{"source": "Brief.txt", "begins": "Services report"}])
    (quote,) = finding.quotes
    assert (quote.respondent, quote.source_kind, quote.source) == (None, "document", "Brief.txt")
    assert finding.tally.base == 6


def test_only_words_that_are_needed_are_fetched(coded):
    _, text = build(coded, [])
    assert len(text.fetched) <= 1  # the words of the dissent


def test_the_choice_is_the_same_every_time(coded):
    one, _ = build(coded, {"max": 3})
    other, _ = build(coded, {"max": 3})
    assert one.quotes == other.quotes


def test_a_very_long_passage_is_cut_with_a_mark(coded):
    sentence = "There was never any time in that whole long year to learn anything about leading. "
    text = coded(f"R1: [time|{sentence * 8}]")
    outline = outline_from_value(
        {
            "sections": [
                {"id": "s", "title": "S", "findings": [{"id": "t", "statement": "x", "codes": ["time"]}]}
            ]
        }
    )
    finding = next(build_findings(text.study, outline, text.fetch, replicates=0).findings())
    (quote,) = finding.quotes
    assert quote.text.endswith(" [...]")
    assert len(quote.text.split()) <= 61
    assert text.texts["R1.txt"][quote.start : quote.end] == quote.text.removesuffix(" [...]")
