"""A page for each respondent."""

from hypothesis import given
from hypothesis import strategies as st

from thematic.report.document import Heading, Paragraph, Table, split_links
from thematic.report.respondents_part import respondent_anchor, write_respondents


def test_a_page_tells_who_where_they_stand_and_what_they_said(told):
    text, findings = told
    blocks = write_respondents(findings, text.study.respondents, text.quotes)
    pages = [block.text for block in blocks if isinstance(block, Heading)]
    assert pages == ["Respondents", *(f"R{number}" for number in range(1, 11))]
    at = blocks.index(next(block for block in blocks if isinstance(block, Heading) and block.text == "R1"))
    facts, supports, words = blocks[at + 1 : at + 4]
    assert facts == Paragraph("role: nurse; ward: North; consent: quote with role.")
    assert (supports.label, supports.text) == ("Supports:", "1, 2")
    assert isinstance(words, Table)
    assert words.repeats
    assert [row[:2] for row in words.rows] == [
        ("There is never an hour for it.", "time"),
        ("Rank keeps you quiet here.", "rank"),
    ]


def test_numbers_lead_to_the_findings(told):
    text, findings = told
    supports = next(
        block
        for block in write_respondents(findings, text.study.respondents, ())
        if isinstance(block, Paragraph) and block.label == "Supports:"
    )
    assert split_links(supports.text, supports.links) == [
        ("1", "detail-finding-1"),
        (", ", ""),
        ("2", "detail-finding-2"),
    ]


def test_dissent_is_told_by_kind(told):
    text, findings = told
    blocks = write_respondents(findings, text.study.respondents, ())
    labels = {block.label for block in blocks if isinstance(block, Paragraph)}
    assert {"Disagrees with:", "With reservations:"} <= labels


@given(st.lists(st.text(min_size=1), unique=True))
def test_different_respondents_have_different_places(labels):
    anchors = [respondent_anchor(label) for label in labels]
    assert len(set(anchors)) == len(anchors)
    assert not [one for one in anchors if any(letter.isspace() for letter in one)]
