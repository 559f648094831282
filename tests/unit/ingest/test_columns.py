import pytest

from thematic.ingest.columns import choose_columns
from thematic.ingest.tables import parse_table


@pytest.fixture
def table():
    return parse_table(b'id,"What works, what not?",a,b,c,d..e\n1,2,3,4,5,6\n', "a.csv")


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (None, ()),
        ("", ()),
        ("a", (2,)),
        ("b, A,b", (3, 2)),
        ("a..c", (2, 3, 4)),
        ("What works, what not?,c", (1, 4)),
        ("id,What works, what not?..b", (0, 1, 2, 3)),
        ("d..e", (5,)),
        (("What works, what not?", "a..b"), (1, 2, 3)),
    ],
)
def test_columns_are_named_one_by_one_or_as_a_run(table, wanted, places):
    problems = []
    assert choose_columns(wanted, table, problems) == places
    assert problems == []


def test_every_name_without_a_column_is_reported_with_the_nearest(table):
    problems = []
    choose_columns("What works what not?,zzz,c..a,b", table, problems)
    assert problems == [
        "a.csv has no column 'What works what not?'. Did you mean 'What works, what not?'?",
        "a.csv has no column 'zzz'.",
        "a.csv has no column 'c..a'.",
    ]
