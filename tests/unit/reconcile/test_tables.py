"""Plain tables: what is read, what is refused, what is undefined."""

from __future__ import annotations

import pytest

from thematic.errors import BadFile, BadInput
from thematic.reconcile.measuring_tables import measure_spans, measure_table
from thematic.reconcile.results import NOTHING_COMPARED
from thematic.reconcile.tables import canonical_set, read_ratings

K2011_CD = """unit,A,B,C,D
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,3,,
"""
"""Krippendorff (2011), examples C and D."""


def value(text, measure, **options):
    (row,) = measure_table(text, "t.csv", measure, **options)
    return row.value


@pytest.mark.parametrize(
    ("distance", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_distance_can_be_named_either_way(distance, expected):
    """Krippendorff (2011), examples C and D."""
    named = value(K2011_CD, f"krippendorff_alpha:{distance}")
    assert named == pytest.approx(expected, abs=0.0005)
    assert value(K2011_CD, "krippendorff_alpha", distance=distance) == named


def test_a_row_names_its_measure_its_coders_and_its_units():
    (row,) = measure_table(K2011_CD, "t.csv", "krippendorff_alpha")
    assert (row.measure, row.coders, row.n, row.unit) == (
        "krippendorff_alpha:nominal",
        ("A", "B", "C", "D"),
        11,
        "row",
    )
    assert (row.low, row.seed, row.code, row.prevalence) == (None, None, None, None)


def test_a_measure_of_two_coders_gives_a_row_per_pair():
    rows = measure_table(K2011_CD, "t.csv", "cohen_kappa")
    assert [row.coders for row in rows][:2] == [("A", "B"), ("A", "C")]
    assert len(rows) == 6
    assert [row.n for row in rows][:2] == [9, 8]


def test_one_and_one_point_nought_are_one_value():
    table = read_ratings("u,A,B\n1,1,1.0\n2,2,2\n3,10,9\n", "t.csv")
    assert table.categories == ("1", "2", "9", "10")
    assert table.ratings.values[:, 0].tolist() == [0, 0]


def test_words_are_sorted_and_blanks_are_missing():
    table = read_ratings("u,A,B\n1, yes,no \n2,,yes\n", "t.csv")
    assert table.categories == ("no", "yes")
    assert table.ratings.values.T.tolist() == [[1, 0], [-1, 1]]


def test_semicolons_a_mark_of_order_and_windows_lines_are_read():
    assert value("\ufeffu;A;B\r\n1;a;a\r\n2;b;b\r\n", "krippendorff_alpha") == 1


def test_declared_categories_count_even_where_nobody_chose_them():
    text = "u,A,B\n1,a,a\n2,b,a\n3,b,b\n"
    assert value(text, "bennett_s") == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    assert value(text, "bennett_s", categories=["a", "b", "c"]) == pytest.approx((2 / 3 - 1 / 3) / (2 / 3))


def test_words_have_an_order_only_when_declared():
    text = "u,A,B\n1,low,low\n2,mid,high\n3,high,high\n4,low,mid\n"
    with pytest.raises(BadInput, match="Declare them from lowest to highest"):
        measure_table(text, "t.csv", "krippendorff_alpha:ordinal")
    with pytest.raises(BadInput, match="needs an order"):
        measure_table(text, "t.csv", "cohen_kappa:quadratic")
    ordered = value(text, "krippendorff_alpha:ordinal", categories=["low", "mid", "high"])
    shuffled = value(text, "krippendorff_alpha:ordinal", categories=["mid", "low", "high"])
    assert ordered > shuffled


def test_declared_numbers_keep_the_order_of_numbers():
    text = "u,A,B\n1,1,2\n2,2,2\n3,3,3\n"
    assert value(text, "krippendorff_alpha:ordinal", categories=["3", "1", "2"]) == pytest.approx(
        value(text, "krippendorff_alpha:ordinal", categories=["1", "2", "3"])
    )


def test_words_have_no_interval_and_negative_numbers_no_ratio():
    with pytest.raises(BadInput, match="needs numbers"):
        measure_table("u,A,B\n1,a,b\n", "t.csv", "krippendorff_alpha:interval")
    with pytest.raises(BadInput, match="negative"):
        measure_table("u,A,B\n1,-1,2\n", "t.csv", "krippendorff_alpha:ratio")


def test_sets_of_codes_are_joined_by_a_bar():
    text = "u,A,B\n1,a|b,b| a\n2,{},{}\n3,a,c\n"
    table = read_ratings(text, "t.csv", sets=True)
    assert table.categories == ("a", "a|b", "c", "{}")
    (row,) = measure_table(text, "t.csv", "krippendorff_alpha:masi")
    assert 0 < row.value < 1
    assert canonical_set(" b |a|b") == "a|b"


def test_members_of_sets_are_held_against_the_declared_codes():
    with pytest.raises(BadFile) as refused:
        measure_table("u,A,B\n1,a|z,a\n", "t.csv", "krippendorff_alpha:masi", categories=["a", "b"])
    assert refused.value.problems == ("t.csv:2: 'a|z' by coder 'A' is not among the categories a, b.",)


def test_all_problems_of_a_table_come_at_once():
    text = "u,A,A,\n1,a,b\n2,a,b,a\n3,a,x,q\n"
    with pytest.raises(BadFile) as refused:
        measure_table(text, "t.csv", "krippendorff_alpha", categories=["a", "b"])
    assert refused.value.problems == (
        "t.csv:1: coder 'A' has two columns.",
        "t.csv:1: column 4 has no coder's name.",
        "t.csv:2: 3 cells where the header has 4.",
        "t.csv:4: 'x' by coder 'A' is not among the categories a, b.",
        "t.csv:4: 'q' by coder '' is not among the categories a, b.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv: the file is empty"),
        ("u\n1\n", "only one coder \\(none\\)"),
        ("u,A\n1,a\n", "only one coder \\('A'\\)"),
        ('u,A,B\n1,"a,b\n', "not readable as a table"),
    ],
)
def test_a_table_that_cannot_hold_agreement_is_refused(text, message):
    with pytest.raises(BadFile, match=message):
        measure_table(text, "t.csv", "krippendorff_alpha")


def test_a_table_wrong_in_every_line_lists_a_hundred_and_counts_the_rest():
    with pytest.raises(BadFile) as refused:
        measure_table("u,A,B\n" + "1,a\n" * 250, "t.csv", "krippendorff_alpha")
    assert len(refused.value.problems) == 101
    assert refused.value.problems[-1] == "… and 150 more."


@pytest.mark.parametrize(
    "measure",
    [
        "percent_agreement",
        "cohen_kappa",
        "cohen_kappa:linear",
        "scott_pi",
        "fleiss_kappa",
        "bennett_s",
        "gwet_ac1",
        "gwet_ac2:quadratic",
        "krippendorff_alpha:nominal",
        "krippendorff_alpha:ordinal",
        "krippendorff_alpha:interval",
        "krippendorff_alpha:ratio",
        "krippendorff_alpha:masi",
    ],
)
@pytest.mark.parametrize("text", ["u,A,B\n", "u,A,B\n1,,\n2,,\n", "u,A,B\n1,1,\n2,,2\n"])
def test_no_rows_empty_units_and_no_common_unit_are_undefined(text, measure):
    (row,) = measure_table(text, "t.csv", measure)
    assert row.undefined == NOTHING_COMPARED


def test_overlap_needs_two_categories():
    with pytest.raises(BadInput, match="two categories"):
        measure_table(K2011_CD, "t.csv", "coded_f1")
    assert value("u,A,B\n1,0,0\n2,1,1\n3,1,0\n", "coded_f1") == pytest.approx(2 / 3)
    assert value("u,A,B\n1,0,0\n2,1,1\n3,1,0\n", "coded_jaccard") == pytest.approx(1 / 2)


def test_passages_and_tables_point_at_each_other():
    with pytest.raises(BadInput, match="--spans"):
        measure_table(K2011_CD, "t.csv", "u_alpha")
    with pytest.raises(BadInput, match="ordered or set values"):
        measure_spans("coder,start,end\nA,0,3\nB,0,3\n", "s.csv", "krippendorff_alpha:ordinal", 9)


K1995_A = "coder,start,end\nBertha,2,10\nBertha,14,20\nBill,4,8\nBill,15,17\n"
"""Krippendorff (1995), Sociological Methodology 25:57, data A."""


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("char_kappa", 0.385),
        ("char_pi", 0.314),
        ("char_alpha", 0.329),
        ("char_jaccard", 6 / 14),
        ("char_f1", 0.6),
    ],
)
def test_characters_of_passages_are_judged(measure, expected):
    (row,) = measure_spans(K1995_A, "s.csv", measure, 24)
    assert row.value == pytest.approx(expected, abs=0.0006)
    assert (row.measure, row.unit, row.n, row.coders) == (measure, "character", 24, ("Bertha", "Bill"))


def test_the_observed_disagreement_of_1995_stands_behind_its_alpha():
    """Krippendorff (1995) prints D_o = .03125 for data A."""
    from thematic.reconcile.spans_table import read_spans
    from thematic.reconcile.unitizing_1995 import alpha_u_terms

    assert alpha_u_terms(read_spans(K1995_A, "s.csv", 24).continuum, 0)[0] == pytest.approx(0.03125)
    (row,) = measure_spans(K1995_A, "s.csv", "alpha_u_1995", 24)
    assert (row.year, row.unit) == (1995, "continuum")


def test_a_value_is_asked_for_by_name_or_all_are_given():
    text = "start,end,coder,value\n0,5,Ana,x\n0,5,Ben,x\n5,9,Ana,y\n5,9,Ben,x\n"
    assert [row.code for row in measure_spans(text, "s.csv", "ku_alpha", 20)] == ["x", "y"]
    assert [row.code for row in measure_spans(text, "s.csv", "ku_alpha:y", 20)] == ["y"]
    with pytest.raises(BadInput, match="Values are: x, y"):
        measure_spans(text, "s.csv", "ku_alpha:z", 20)


def test_passages_without_a_header_are_read_in_the_usual_order():
    headless = K1995_A.partition("\n")[2]
    assert measure_spans(headless, "s.csv", "char_pi", 24) == measure_spans(K1995_A, "s.csv", "char_pi", 24)


def test_a_coder_who_marked_nothing_takes_part():
    (row,) = measure_spans("coder,start,end\nAna,0,10\nBen,,\n", "s.csv", "char_alpha", 20)
    assert row.coders == ("Ana", "Ben")
    assert row.value < 0


def test_all_problems_of_passages_come_at_once():
    text = "coder,start,end\nAna,5,3\nAna,-1,4\nAna,a,4\nAna,0,99\n,1,2\nAna,1\n"
    with pytest.raises(BadFile) as refused:
        measure_spans(text, "s.csv", "char_alpha", 20)
    assert refused.value.problems == (
        "s.csv: only one coder ('Ana'); agreement needs two or more.",
        "s.csv:2: passage 5:3 is empty or reversed; it needs 0 <= start < end.",
        "s.csv:3: passage -1:4 is empty or reversed; it needs 0 <= start < end.",
        "s.csv:4: 'a:4' is not a passage; start and end are whole numbers.",
        "s.csv:5: passage 0:99 ends behind the text, which has 20 characters.",
        "s.csv:6: no coder is named.",
        "s.csv:7: 2 cells where the header has 3.",
    )


def test_values_that_overlap_in_one_coder_are_refused_with_their_places():
    text = "coder,start,end,value\nAna,0,5,x\nAna,4,9,y\nBen,0,5,x\n"
    with pytest.raises(BadFile, match="'x' to 0:5 and 'y' to 4:9"):
        measure_spans(text, "s.csv", "u_alpha", 20)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no passages"),
        ("coder,start\nA,1\n", "has no column end"),
        ("coder,start,end,source\nA,1,2,R1\n", "means nothing here: source"),
        ("coder,start,end,end\nA,1,2,2\n", "names a column twice"),
        ("coder,start,end,value\nA,1,2,\nB,1,2,x\n", "has no value"),
    ],
)
def test_a_table_of_passages_that_cannot_be_read_says_why(text, message):
    with pytest.raises(BadFile, match=message):
        measure_spans(text, "s.csv", "char_alpha", 20)


def test_a_text_of_no_length_is_refused():
    with pytest.raises(BadFile, match="--length"):
        measure_spans(K1995_A, "s.csv", "char_alpha", 0)
