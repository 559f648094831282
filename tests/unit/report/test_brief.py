"""The strongest findings, a paragraph each."""

from thematic.report.brief import compose_brief, keep_strongest
from thematic.report.disclosure import Disclosure
from thematic.report.document import Paragraph


def paragraphs(document):
    return [block for block in document.blocks if isinstance(block, Paragraph)][1:]


def test_the_strongest_stand_first_under_the_numbers_of_the_report(told):
    _, findings = told
    kept = keep_strongest(findings, 2)
    ranks = {one.number: one.rank.value for one in findings.findings()}
    best = sorted(ranks, key=ranks.get)[:2]
    assert sorted(one.number for one in kept.findings()) == sorted(best)
    told_in = paragraphs(compose_brief(kept, Disclosure()))
    assert [block.label for block in told_in] == [f"{number}." for number in best]


def test_a_paragraph_tells_the_statement_its_points_its_support_and_one_voice(told):
    _, findings = told
    text = paragraphs(compose_brief(keep_strongest(findings, 1), Disclosure()))[0].text
    assert text.startswith("Most respondents lack time (6 of 10).")
    assert "So more of it is needed." in text
    assert "Support: 6 of 10 respondents (60%)" in text
    assert text.endswith("“There is never an hour for it.” (R1)")


def test_asking_for_more_than_there_are_gives_all(told):
    _, findings = told
    assert len(list(keep_strongest(findings, 99).findings())) == 3


def test_nobody_is_named_where_nobody_may_be(told):
    _, findings = told
    document = compose_brief(keep_strongest(findings, 3), Disclosure("public", "none"))
    assert not [block for block in paragraphs(document) if "(R" in block.text]
