"""Changing an outline: what a person wrote is never lost."""

import pytest

from thematic.errors import BadInput, Refused
from thematic.model.outline import EvidenceDecision, Merged, Override, QuoteWish
from thematic.synthesis.outline_edit import (
    choose_quotes,
    choose_word,
    decide_evidence,
    merge_findings,
    move_finding,
    pin_finding,
    set_finding_aside,
    split_finding,
    write_statement,
)
from thematic.synthesis.outline_reader import outline_from_value, read_outline
from thematic.synthesis.outline_writer import write_outline

VALUE = {
    "sections": [
        {
            "id": "one",
            "title": "One",
            "findings": [
                {"id": "a", "statement": "A.", "codes": ["ca"], "points": [{"id": "ap", "statement": "Ap."}]},
                {"id": "b", "statement": "B.", "codes": ["cb", "cc"], "pin": 2},
                {"id": "c", "statement": "C.", "codes": ["cd"], "follows": "b"},
            ],
            "stems": [{"from": "a", "to": "b", "statement": "Both:"}],
        },
        {"id": "two", "title": "Two", "findings": [{"id": "d", "statement": "D."}]},
    ],
    "detail": [{"heading": "H", "blocks": [{"finding": "a"}, {"finding": "b"}]}],
}


@pytest.fixture
def outline():
    return outline_from_value(VALUE)


def ids(outline):
    return [[finding.id for finding in section.findings] for section in outline.sections]


def by_id(outline, name):
    return next(one for one in outline.statements() if one.id == name)


@pytest.fixture(autouse=True)
def _whole(request, outline):
    """Whatever was changed can be written and read again without a problem."""
    made = []
    request.node.made = made
    yield
    for changed in made:
        assert read_outline(write_outline(changed), "again") == changed


def test_words_evidence_quotes_and_overrides_of_findings_and_points(outline, request):
    changed = write_statement(outline, "ap", "Other words.")
    changed = choose_word(changed, "a", Override("most", "lead", "because"))
    changed = choose_quotes(changed, "ap", QuoteWish(most=3))
    changed = decide_evidence(changed, "a", EvidenceDecision("g1", "excluded", "lead", "irony"))
    changed = decide_evidence(changed, "a", EvidenceDecision("g1", "opposes", "lead", "irony after all"))
    request.node.made.append(changed)
    assert by_id(changed, "ap").statement == "Other words."
    assert by_id(changed, "ap").kind == "elaboration"
    assert by_id(changed, "ap").quotes.most == 3
    assert [one.standing for one in by_id(changed, "a").evidence] == ["opposes"]
    assert by_id(choose_word(changed, "a", None), "a").override is None
    assert by_id(outline, "a").override is None


def test_moving_within_and_between_sections(outline, request):
    within = move_finding(outline, "c", "one", 0)
    between = move_finding(outline, "b", "two", 1)
    assert ids(within) == [["c", "a", "b"], ["d"]]
    assert ids(between) == [["a", "c"], ["d", "b"]]
    assert by_id(between, "b").pin is None
    assert (between.sections[0].stems[0].first, between.sections[0].stems[0].last) == ("a", "a")
    request.node.made.append(between)


def test_a_pin_must_fit_and_be_free(outline):
    assert by_id(pin_finding(outline, "a", 1), "a").pin == 1
    assert by_id(pin_finding(outline, "b", None), "b").pin is None
    with pytest.raises(Refused, match="runs from 1 to 3"):
        pin_finding(outline, "a", 4)
    with pytest.raises(Refused, match="pinned to 'b'"):
        pin_finding(outline, "a", 2)


def test_merging_joins_what_both_rest_on_and_keeps_every_word(outline, request):
    merged = merge_findings(outline, ["a", "b"], "a")
    request.node.made.append(merged)
    assert ids(merged) == [["a", "c"], ["d"]]
    target = by_id(merged, "a")
    assert target.codes == ("ca", "cb", "cc")
    assert [point.id for point in target.points] == ["ap"]
    assert (target.statement, target.merged) == ("A.", (Merged("b", "B."),))
    assert by_id(merged, "c").follows == "a"
    assert [block.finding for block in merged.detail[0].blocks] == ["a"]


def test_lists_and_paragraphs_tell_of_the_finding_that_stays(request):
    value = {
        **VALUE,
        "sections": [
            {**VALUE["sections"][0], "lists": [{"id": "l", "title": "L", "items": [{"point": "b"}]}]},
            VALUE["sections"][1],
        ],
        "detail": [{"heading": "H", "blocks": [{"text": "{Quantifier: b} and {n:b}, {n: d}, b."}]}],
        "waivers": [{"check": "word", "finding": "b", "reason": "so", "by": "lead"}],
    }
    merged = merge_findings(outline_from_value(value), ["b"], "a", "Both.")
    request.node.made.append(merged)
    assert [item.point for item in merged.sections[0].lists[0].items] == ["a"]
    assert merged.detail[0].blocks[0].text == "{Quantifier: a} and {n:a}, {n: d}, b."
    assert by_id(merged, "a").statement == "Both."
    assert merged.waivers == ()


def test_camps_quotes_and_decisions_of_both_come_along(request):
    camps = {"yes": ["ca"], "no": ["cb"]}
    pick = {"respondent": "R1", "begins": "Oh"}
    one = {"id": "a", "statement": "A.", "camps": camps, "quotes": [pick]}
    other = {
        "id": "b", "statement": "B.", "camps": {"no": ["cc"], "maybe": ["cd"]}, "quotes": {"max": 3},
        "evidence": [{"coding": "g", "as": "opposes"}], "merged": [{"id": "c", "statement": "C."}],
    }  # fmt: skip
    outline = outline_from_value({"sections": [{"id": "s", "title": "S", "findings": [one, other]}]})
    merged = merge_findings(outline, ["b"], "a")
    request.node.made.append(merged)
    target = by_id(merged, "a")
    assert target.camps == (("yes", ("ca",)), ("no", ("cb", "cc")), ("maybe", ("cd",)))
    assert (len(target.quotes.picks), target.quotes.most) == (1, 3)
    assert [one.coding for one in target.evidence] == ["g"]
    assert [one.id for one in target.merged] == ["b", "c"]


def test_findings_about_different_people_are_not_merged(outline):
    scoped = outline_from_value(
        {"sections": [{"id": "s", "title": "S", "findings": [
            {"id": "a", "statement": "A."}, {"id": "b", "statement": "B.", "scope": {"mode": "survey"}},
        ]}]}
    )  # fmt: skip
    with pytest.raises(Refused, match="same people"):
        merge_findings(scoped, ["b"], "a")


def test_splitting_takes_codes_into_a_new_finding(outline, request):
    split = split_finding(outline, "b", ["cc"], into="e", statement="E.")
    request.node.made.append(split)
    assert ids(split) == [["a", "b", "e", "c"], ["d"]]
    assert (by_id(split, "b").codes, by_id(split, "e").codes) == (("cb",), ("cc",))
    with pytest.raises(Refused, match="does not rest on"):
        split_finding(outline, "b", ["ca"], into="e", statement="E.")
    with pytest.raises(Refused, match="a code of their own"):
        split_finding(outline, "a", ["ca"], into="e", statement="E.")
    with pytest.raises(Refused, match="already is"):
        split_finding(outline, "b", ["cc"], into="ap", statement="E.")


def test_setting_aside_keeps_theme_reason_and_words(outline, request):
    aside = set_finding_aside(outline, "b", "one voice")
    request.node.made.append(aside)
    assert ids(aside) == [["a", "c"], ["d"]]
    assert [(one.code, one.reason, one.statement) for one in aside.set_aside] == [
        ("cb", "one voice", "B."),
        ("cc", "one voice", ""),
    ]
    with pytest.raises(Refused, match="with a reason"):
        set_finding_aside(outline, "b", " ")
    with pytest.raises(Refused, match="no theme to list"):
        set_finding_aside(outline, "d", "x")


def test_a_stem_without_findings_goes(outline):
    aside = set_finding_aside(set_finding_aside(outline, "a", "x"), "b", "x")
    assert aside.sections[0].stems == ()


def test_unknown_names_are_refused_with_the_nearest(outline):
    with pytest.raises(BadInput, match="no finding 'bb'"):
        pin_finding(outline, "bb", 1)
    with pytest.raises(BadInput, match="no section 'too'"):
        move_finding(outline, "a", "too", 0)
    with pytest.raises(BadInput, match="no finding or point 'app'"):
        write_statement(outline, "app", "x")
