"""COREQ: what the project can answer is answered, the rest is left to the authors."""

from thematic.model.coreq import TO_BE_WRITTEN
from thematic.synthesis.build import build_findings
from thematic.synthesis.coreq import answer_coreq


def items(eight, **more):
    findings = build_findings(eight.study, None, eight.fetch, replicates=10)
    return {item.number: item for item in answer_coreq(findings, eight.study, **more)}


def test_all_thirty_two_items_in_order(eight):
    found = items(eight)
    assert list(found) == list(range(1, 33))
    assert found[1].shown == TO_BE_WRITTEN
    assert found[12].answer == "7 respondents (4 by interview and 3 by survey)."
    assert found[13].answer.startswith("1 of 8 people")
    assert found[17].answer == "Two questions, printed in this report."
    assert found[24].answer == "Two coders."
    assert found[27].answer == "Thematic was used for coding, counting and reporting."


def test_what_the_authors_wrote_stands_before_what_was_computed(eight):
    found = items(eight, written={1: "Dr Invented.", 12: "Eight people were asked."})
    assert found[1].shown == "Dr Invented."
    assert found[12].answer == "Eight people were asked."


def test_values_that_single_people_out_are_not_named(eight):
    assert items(eight)[16].answer == "country: UK 5."
