"""What a co-author changed in Word comes back with its placeholders."""

import pytest

from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import outline_from_value
from thematic.synthesis.revising import apply_changes, find_changes, revise_statement


@pytest.mark.parametrize(
    ("statement", "printed", "revised", "expected", "lost"),
    [
        (
            "{Quantifier} lack time.",
            "Most respondents lack time.",
            "Most respondents lack protected time.",
            "{Quantifier} lack protected time.",
            (),
        ),
        (
            "{Quantifier} lack time.",
            "Most respondents lack time.",
            "Nearly all respondents lack time.",
            "Nearly all respondents lack time.",
            ("{Quantifier}",),
        ),
        (
            "{Quantifier} ({n} of {N}) lack time. {dissent}",
            "Most respondents (3 of 5) lack time.",
            "Most respondents (3 of 5) had no time.",
            "{Quantifier} ({n} of {N}) had no time.",
            (),
        ),
        (
            "Time, as said by {quantifier}.",
            "Time, as said by most respondents.",
            "As said by most  respondents: time.",
            "As said by {quantifier}: time.",
            (),
        ),
        ("Plain.", "Plain.", "Plain {and} new.", "Plain {{and}} new.", ()),
        ("{n} of them.", "3 of them.", "13 of them.", "13 of them.", ("{n}",)),
        ("Not {fitting} at all.", "Something else.", "New.", "New.", ()),
    ],
)
def test_placeholders_are_put_back(statement, printed, revised, expected, lost):
    assert revise_statement(statement, printed, revised) == (expected, lost)


def test_changed_statements_are_found_and_applied(eight):
    outline = outline_from_value(
        {
            "sections": [
                {
                    "id": "s",
                    "title": "S",
                    "findings": [
                        {
                            "id": "doing",
                            "statement": "{Quantifier} learned by doing.",
                            "codes": ["by-doing"],
                            "points": [{"id": "p", "statement": "Let them."}],
                        },
                        {"id": "time", "statement": "Time is short.", "codes": ["time"]},
                    ],
                }
            ]
        }
    )
    findings = build_findings(eight.study, outline, eight.fetch, replicates=0)
    read = {
        "doing": ["A few respondents  learned by doing.", "A few respondents learned at work."],
        "p": ["Let them try.", "Let them go."],
        "time": ["Time is short."],
        "unknown": ["What?"],
    }
    first, second = find_changes(findings, read)
    assert (first.id, first.label, first.statement, first.lost) == (
        "doing",
        "1",
        "{Quantifier} learned at work.",
        (),
    )
    assert (second.label, second.after, second.rivals) == ("1a", "Let them try.", ("Let them go.",))
    changed = apply_changes(outline, [first])
    assert [one.statement for one in changed.statements()] == [
        "{Quantifier} learned at work.",
        "Let them.",
        "Time is short.",
    ]
