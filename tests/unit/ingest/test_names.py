"""A pseudonym key: its names, and nothing else of it."""

import pytest

from thematic.errors import BadInput
from thematic.ingest.names import read_names
from thematic.ingest.tables import parse_table


def names(text):
    return read_names(parse_table(text.encode(), "key.csv"))


def test_every_name_is_taken_once_and_several_stand_in_a_cell():
    text = "respondent,Name\nR1,Ana  Birch; Annie\nR2,\nR3,Annie\n"
    assert names(text) == ("Ana Birch", "Annie")


def test_a_key_without_names_is_refused():
    with pytest.raises(BadInput, match="no column 'name'"):
        names("respondent,nme\nR1,x\n")
    with pytest.raises(BadInput, match="holds no name"):
        names("respondent,name\nR1,\n")
