"""Paragraphs, items of lists and themes set aside are filled in like statements."""

import pytest

from thematic.errors import BadFile
from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import outline_from_value

TEXT = "\n".join(
    [
        "@Ann",
        *(f"R{one}: [time+|No hour number {one}.]" for one in range(1, 9)),
        "R9: [time-|I have hours.] [ways/early+|Start early.]",
        "R10: [ways/early+|Earlier.] [ways/late+|Never too late.]",
        "R11: [ways/odd+|Standing on my head.]",
        "R12: [rare+|Tea.]",
    ]
)


def outline(text="", *, item=None, aside="", code="rare"):
    finding = {"id": "time", "statement": "{Quantifier} lack time.", "codes": ["time"]}
    lists = [{"id": "l", "title": "L", "items": [item]}] if item else []
    return {
        "sections": [{"id": "s", "title": "S", "findings": [finding], "lists": lists}],
        "detail": [{"heading": "H", "blocks": [{"text": text}]}] if text else [],
        "set_aside": [{"code": code, "reason": "so", "statement": aside}] if aside else [],
    }


def told(coded, value):
    study = coded(TEXT)
    return build_findings(study.study, outline_from_value(value, "o", study.study), study.fetch, replicates=0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{Quantifier: time} had none, {n: time} of {N: time}.", "Most respondents had none, 8 of 12."),
        ("{Dissenters: time} had.", "One respondent had."),
        ("It was {enumerate: ways}.", "It was early, late and odd."),
        (
            "It was {enumerate: ways, skip: odd, call: late as never too late}.",
            "It was early and never too late.",
        ),
        ("Braces: {{n}}.", "Braces: {n}."),
        ("No placeholder.", "No placeholder."),
    ],
)
def test_a_paragraph_tells_of_the_findings_it_names(coded, text, shown):
    findings = told(coded, outline(text))
    assert findings.detail[0].blocks[0].text == shown
    assert findings.remarks == ()


def test_items_and_themes_tell_of_their_own_codes(coded):
    item = {"text": "{Quantifier} want it earlier.", "codes": ["early"]}
    findings = told(coded, outline(item=item, aside="{Quantifier} wished for tea ({n} of {N})."))
    assert findings.sections[0].lists[0].items[0].text == "Two respondents want it earlier."
    assert findings.not_raised[0].statement == "One respondent wished for tea (1 of 12)."


def test_what_is_enumerated_counts_as_raised(coded):
    assert "ways" in [theme.key for theme in told(coded, outline()).not_raised]
    named = told(coded, outline("It was {enumerate: ways}."))
    assert "ways" not in [theme.key for theme in named.not_raised]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (outline("{n} of them"), "write '{n: FINDING}'"),
        (outline("{n: tme} of them"), "Did you mean 'time'?"),
        (outline("{nn: time} of them"), "is not a placeholder"),
        (outline("{enumerate: way}"), "Did you mean 'ways'?"),
        (outline("{enumerate: ways, skip: od}"), "Did you mean 'odd'?"),
        (outline("a { b"), "write '{{'"),
        (outline(aside="{n: time} of them"), "here it tells of its own codes"),
        (outline(item={"text": "{n} of them"}), "write '{n: FINDING}'"),
    ],
)
def test_what_names_nothing_is_refused(coded, value, problem):
    with pytest.raises(BadFile) as refused:
        told(coded, value)
    assert any(problem in line for line in refused.value.problems), refused.value.problems


def test_a_chosen_word_that_counts_nobody_takes_no_noun(coded):
    value = outline()
    finding = value["sections"][0]["findings"][0]
    for word, statement, shown in (
        (
            "strong theme",
            "A {quantifier} from respondents was time.",
            "A strong theme from respondents was time.",
        ),
        ("a handful of", "{Quantifier} lack time.", "A handful of respondents lack time."),
        ("several", "{Quantifier} lack time.", "Several respondents lack time."),
    ):
        finding.update(statement=statement, quantifier={"word": word, "by": "Ann", "reason": "so"})
        assert next(told(coded, value).findings()).text == shown
