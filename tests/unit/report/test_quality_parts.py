"""What a reviewer asks for: printed in full for the team, without persons in public."""

import pytest

from thematic.model.agreement import Agreement, CoderPair, DoubleCoding, Undefined
from thematic.model.closed import Change, ClosedTable
from thematic.model.coreq import CoreqItem
from thematic.model.lint import LintRemark
from thematic.model.matrix import FrameworkMatrix, MatrixCell, NegativeCases
from thematic.model.outline import Waiver
from thematic.model.saturation import Saturation, SaturationRule
from thematic.report.closed_part import write_closed
from thematic.report.compose import compose_document
from thematic.report.disclosure import Disclosure
from thematic.report.document import Figure, Heading, Paragraph, Table
from thematic.report.framework import compose_matrix
from thematic.report.markdown import render_markdown
from thematic.report.quality_part import (
    Quality,
    write_agreement,
    write_coreq,
    write_exceptions,
    write_negative_cases,
    write_saturation,
)
from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import outline_from_value

PUBLIC, TEAM = Disclosure("public"), Disclosure("team")
CHOICE = ClosedTable("use", "Do you use it?", 40, 33, (("yes", 20), ("often", 11), ("no", 2)))
SCALE = ClosedTable("trust", "I trust it.", 20, 20, (("no", 5), ("rather", 7), ("yes", 8)), 15)


@pytest.fixture(scope="module")
def findings(eight):
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
                            "appraisal": {"confidence": "moderate", "adequacy": "Seven people."},
                        }
                    ],
                }
            ]
        }
    )
    return build_findings(eight.study, outline, eight.fetch, replicates=10)


def only_table(blocks):
    (table,) = [block for block in blocks if isinstance(block, Table)]
    return table


def test_a_closed_question_gives_counts_and_shares_on_those_who_answered():
    table = only_table(write_closed([CHOICE], [], TEAM))
    assert table.rows == (("yes", "20", "61%"), ("often", "11", "33%"), ("no", "2", "6%"))
    assert table.note == "n/N: 33 answers of 40 respondents. 7 did not answer."


def test_answers_of_a_few_lose_their_names_in_public():
    choice = ClosedTable("job", "", 40, 33, (("nurse", 20), ("doctor", 8), ("dean", 3), ("clerk", 2)))
    table = only_table(write_closed([choice], [], PUBLIC))
    assert table.rows == (("nurse", "20", "61%"), ("doctor", "8", "24%"), ("others", "5", "15%"))


def test_small_counts_of_a_scale_are_masked_in_public_and_one_more_so_that_none_can_be_told():
    small = ClosedTable("trust", "I trust it.", 40, 33, (("yes", 20), ("often", 11), ("no", 2)), 13)
    table = only_table(write_closed([small], [], PUBLIC))
    assert table.rows == (("yes", "20", "61%"), ("often", "–", "–"), ("no", "<5", "–"))


def test_the_two_highest_steps_of_a_scale_are_added_up():
    table = only_table(write_closed([SCALE], [], PUBLIC))
    assert table.rows[-1] == ("Two highest together", "15", "75%")


def test_the_two_highest_are_not_told_where_one_of_them_is_masked():
    small = ClosedTable("trust", "I trust it.", 20, 20, (("no", 9), ("rather", 8), ("yes", 3)), 11)
    assert len(only_table(write_closed([small], [], PUBLIC)).rows) == 3
    assert len(only_table(write_closed([small], [], TEAM)).rows) == 4


def test_before_and_after_stand_side_by_side_with_their_own_bases():
    after = ClosedTable("trust later", "I trust it.", 20, 12, (("no", 0), ("rather", 6), ("yes", 6)), 12)
    blocks = write_closed(
        [SCALE, after], [Change(SCALE, after, 12, up=6, same=6, down=0, question="I trust it.")], PUBLIC
    )
    table = only_table(blocks)
    assert table.header == ("Answer", "Before (n = 20)", "Share", "After (n = 12)", "Share")
    assert table.rows[1] == ("rather", "7", "35%", "6", "50%")
    assert table.rows[-1] == ("Two highest together", "15", "75%", "12", "100%")
    assert table.caption == "I trust it."
    assert table.note.startswith(
        "Twelve respondents" if "Twelve" in table.note else "12 respondents answered both"
    )
    assert "not paired" in table.note


def test_nothing_closed_leaves_no_heading():
    assert write_closed([], [], PUBLIC) == []
    assert write_closed([ClosedTable("x", "", 5, 0, ())], [], PUBLIC) == []


def test_saturation_is_drawn_and_tabled_with_reasons_where_it_is_unavailable():
    rule = SaturationRule()
    random = Saturation(
        "interview",
        "themes",
        "random",
        rule,
        8,
        6,
        4,
        4,
        5,
        0.9,
        (2, 3, 4, 5, 5.5, 6, 6, 6),
        (1,) * 8,
        (6,) * 8,
    )
    observed = Saturation("interview", "themes", "observed", rule, 8, 6, None, unavailable="no dates")
    blocks = write_saturation([random, observed])
    figure = next(block for block in blocks if isinstance(block, Figure))
    assert "nine tenths of the 6 themes are known after five respondents" in figure.description
    assert figure.table.rows[0] == ("1", "2.0")
    table = only_table(blocks)
    assert table.rows[0][5:] == ("4+2", "4–5", "90%")
    assert table.rows[1][5:] == ("unavailable", "", "")
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text == "Interview, observed order: no dates."


def test_an_undefined_coefficient_is_a_dash_with_its_reason():
    found = [
        Agreement(
            "cohen_kappa",
            1960,
            "sentence",
            0.671,
            ("Ann", "Ben"),
            "time",
            n=120,
            prevalence=0.04,
            low=0.5,
            high=0.8,
        ),
        Agreement("cohen_kappa", 1960, "sentence", Undefined("nobody applied it"), ("Ann", "Ben"), "rank"),
    ]
    table = only_table(write_agreement(found, PUBLIC))
    assert table.rows[0][:8] == (
        "Cohen’s kappa (1960)", "sentence", "time", "0.67", "0.50 to 0.80", "120", "0.040", "2",
    )  # fmt: skip
    assert table.rows[1][3] == "– [1]"
    assert table.note == "[1] Nobody applied it."
    assert only_table(write_agreement(found, TEAM)).rows[0][7] == "Ann, Ben"


DOUBLE = DoubleCoding(20, 51, 0.396, (CoderPair(("Ann", "Ben"), 20, 2059, 128287, 0.396),), 769, 756)
POOLED = Agreement(
    "krippendorff_alpha:nominal", 2011, "sentence", 0.37, ("Ann", "Ben"), scope="pooled", sources=20, n=9.0
)


def test_the_method_says_how_much_was_coded_twice_how_far_it_agreed_and_what_was_decided(findings):
    document = compose_document(findings, PUBLIC, quality=Quality(agreement=[POOLED], double=DOUBLE))
    text = render_markdown(document)
    assert "20 sources of 51 (40% of the text) were coded by at least two people." in text
    assert (
        "Of the 769 places where they differed, 756 were decided; 13 stay open and are counted nowhere."
        in text
    )
    assert "alpha before that, all codes together: 0.37 by sentence" in text
    assert "Ann" not in text


def test_who_shared_how_much_is_for_the_team():
    (table, _) = [one for one in write_agreement([POOLED], TEAM, DOUBLE) if isinstance(one, Table)]
    assert table.rows == (("Ann and Ben", "20", "2,059", "128,287", "40%"),)


def test_nothing_is_said_of_double_coding_where_there_was_none(findings):
    alone = DoubleCoding(0, 51, 0.0, (), 0, 0)
    text = render_markdown(compose_document(findings, TEAM, quality=Quality(double=alone)))
    assert "at least two people" not in text


def test_negative_cases_name_people_and_are_for_the_team():
    cases = [NegativeCases("doing", "1", 7, 3, ("R4",), ("R6",), ("R3",), ("R7",))]
    assert write_negative_cases(cases, PUBLIC) == []
    assert only_table(write_negative_cases(cases, TEAM)).rows == (("1", "3 of 7", "R4", "R6", "R3", "R7"),)


def test_waivers_are_printed_with_reasons_and_in_public_without_persons(findings):
    waiver = Waiver("word", "doing", "house style", "Lea")
    remarks = [
        LintRemark("word", "error", "doing", "chosen by Lea", waiver, "1"),
        LintRemark("stale", "warning", "doing", "R3 came", None, "1"),
    ]
    public = only_table(write_exceptions(findings, remarks, PUBLIC))
    assert public.rows == (("word", "1", "House style."),)
    team = [block for block in write_exceptions(findings, remarks, TEAM) if isinstance(block, Table)]
    assert [len(table.rows) for table in team] == [1, 1]
    assert team[0].rows[0][3:] == ("Chosen by Lea.", "Lea")
    assert write_exceptions(findings, [], TEAM) == []


def test_a_whole_report_holds_every_part_in_its_order(findings):
    quality = Quality(
        closed=[CHOICE],
        saturation=[
            Saturation("interview", "codes", "random", SaturationRule(), 3, 2, None, unavailable="too few")
        ],
        agreement=[Agreement("percent", 1950, "source", 0.9)],
        negative=[NegativeCases("doing", "1", 7, 3, ("R4",))],
        coreq=[CoreqItem(1, "Team", "Who"), CoreqItem(12, "Design", "Sample size", "Eight.")],
        acts=[("tag", 20), ("import", 1)],
    )
    document = compose_document(findings, TEAM, quality=quality)
    headings = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert headings.index("Closed questions") < headings.index("Appendix A. How many is “most”")
    told = [heading.partition(". ")[2] for heading in headings if heading.startswith("Appendix")]
    order = [
        "Confidence in the findings",
        "Negative cases",
        "Saturation",
        "Agreement",
        "Codebook",
        "Reporting checklist",
        "What was done",
    ]
    assert [one for one in told if one in order] == order
    page = render_markdown(document)
    assert "| 1 | Team | Who | To be written by the authors. |" in page
    assert "| 1 | moderate | Seven people. |" in page


def test_the_checklist_leaves_to_the_authors_what_is_theirs():
    assert write_coreq([]) == []
    table = only_table(write_coreq([CoreqItem(1, "Team", "Who")]))
    assert table.rows[0][3] == "To be written by the authors."


def test_the_framework_matrix_is_a_document_for_the_team(eight):
    quote = eight.quotes[0]
    matrix = FrameworkMatrix(
        (("time", "Time"), ("rank", "Rank")),
        ("R1", "R2"),
        {
            ("R1", "time"): MatrixCell(3, "supporting", "Has none.", "Ann", (quote,)),
            ("R2", "rank"): MatrixCell(2, "opposing"),
        },
    )
    document = compose_matrix(matrix, title="Study", notice="Invented.")
    assert document.audience == "team"
    page = render_markdown(document)
    assert "| R1 | Has none. |  |" in page
    assert "| R2 |  | 2 |" in page
    assert f'> {quote.source} 0–31: "{quote.quote}"' in page
