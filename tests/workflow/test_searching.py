"""Finding words in every text."""

from __future__ import annotations

import pytest

from thematic.errors import BadInput
from thematic.workflow.searching import search_texts


def test_letter_case_and_the_kind_of_blank_do_not_matter(study):
    assert [hit.match for hit in search_texts(study, "  TIME.\tthere ")] == ["time. There", "Time. There"]


def test_a_hit_says_where_it_is_and_who_speaks(study):
    question, answer = search_texts(study, "gets in"), search_texts(study, "by accident")
    assert (question[0].source, question[0].respondent) == ("R1.txt", None)
    assert answer[0].respondent == "R1"
    assert answer[0].right.startswith(", really. There")
    assert answer[0].left.endswith("R1: ")


def test_signs_mean_themselves(study):
    assert len(search_texts(study, "time.")) == 2
    assert search_texts(study, "ti.e") == ()


def test_it_stops_at_the_limit_or_when_told(study):
    assert len(search_texts(study, "never", limit=1)) == 1
    seen = []
    assert search_texts(study, "never", told=lambda done, of: bool(seen.append((done, of)))) == ()
    assert seen == [(0, 1)]


def test_blanks_are_nothing_to_look_for(study):
    with pytest.raises(BadInput, match="nothing to look for"):
        search_texts(study, "  \n")
