"""Charts say the same in words, and tell nothing in public that a table may not."""

import numpy as np
import pytest

from thematic.model.codebook import Code, Codebook
from thematic.model.crossings import Cooccurrence, Crosstab
from thematic.report.chart_part import write_cooccurrence, write_crosstabs, write_support
from thematic.report.disclosure import Disclosure
from thematic.report.document import Figure

BOOK = Codebook((Code("t", "time", "Time"), Code("r", "rank", "Rank", parent="t")))
PUBLIC, TEAM = Disclosure("public"), Disclosure("team")


def crossed(values, bases, people):
    return Crosstab("ward", values, bases, ("t", "r"), np.array(people))


def figure(blocks):
    return next(block for block in blocks if isinstance(block, Figure))


def test_the_team_sees_every_group_and_count():
    found = figure(write_crosstabs([crossed(("N", "S"), (9, 2), [[8, 1], [3, 0]])], BOOK, TEAM))
    assert found.table.header == ("Code", "N (9)", "S (2)")
    assert found.table.rows == (("Time", "8", "1"), ("– Rank", "3", "0"))
    assert found.chart.shares == ((8 / 9, 0.5), (3 / 9, 0.0))


def test_in_public_small_groups_are_pooled():
    table = crossed(("N", "E", "S", "W"), (9, 6, 3, 2), [[8, 6, 3, 2], [0, 0, 0, 0]])
    found = figure(write_crosstabs([table], BOOK, PUBLIC))
    assert found.table.header == ("Code", "N (9)", "E (6)", "others (5)")
    assert found.table.rows[0] == ("Time", "8", "6", "5")


def test_a_single_small_group_is_left_out_and_a_single_large_one_is_no_comparison():
    assert not write_crosstabs([crossed(("N", "S"), (9, 3), [[8, 3], [0, 0]])], BOOK, PUBLIC)


def test_small_counts_are_not_printed_in_public_nor_one_that_would_tell_them():
    table = crossed(("N", "E"), (9, 8), [[8, 2], [3, 0]])
    found = figure(write_crosstabs([table], BOOK, PUBLIC))
    assert found.table.rows == (("Time", "–", "<5"), ("– Rank", "<5", "0"))
    assert found.chart.shares == ((None, None), (None, 0.0))


@pytest.mark.parametrize("counts", [(1, 2, 30), (4, 9, 30), (0, 4, 0), (7, 8, 9), (3,), ()])
def test_subtraction_tells_no_small_count(counts):
    shown = PUBLIC.visible(counts)
    assert not any(seen and 0 < count < 5 for count, seen in zip(counts, shown, strict=True))
    hidden = [count for count, seen in zip(counts, shown, strict=True) if not seen]
    assert len(hidden) != 1 or sum(1 for count in counts if count) == 1


def test_support_tells_the_extremes_and_leads_to_the_findings(told):
    _, findings = told
    heading, found = write_support(findings)
    assert heading.text == "Support for each finding"
    assert "finding 1 (6 of 10)" in found.description
    assert found.table.rows[0] == ("1", "6", "1", "1", "10")
    assert found.table.links == ("detail-finding-1", "detail-finding-2", "detail-finding-3")
    assert [bar.label.split()[0] for bar in found.chart.bars] == ["1", "2", "3"]


def test_codes_raised_together_are_named():
    found = figure(write_cooccurrence(Cooccurrence(("t", "r"), np.array([[9, 4], [4, 5]])), BOOK))
    assert "“Time” and “Rank” (four respondents)" in found.description
    assert found.chart.shares == ((None, 4 / 5), (4 / 5, None))
    assert found.table.rows == (("1  Time", "9", "4"), ("2  Rank", "4", "5"))


def test_codes_that_never_meet_are_said_not_to():
    found = figure(write_cooccurrence(Cooccurrence(("t", "r"), np.array([[9, 0], [0, 0]])), BOOK))
    assert "No two are raised together." in found.description


def test_one_code_meets_nobody():
    assert not write_cooccurrence(Cooccurrence(("t",), np.array([[9]])), BOOK)
    assert not write_cooccurrence(None, BOOK)
