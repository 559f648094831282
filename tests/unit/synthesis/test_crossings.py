"""Codes crossed with attributes and with each other count people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.synthesis.crossings import (
    choose_attributes,
    choose_crossed,
    choose_met,
    cross_attribute,
    cross_codes,
)


def cross(coded, text, *keys):
    study = coded(text).study
    found = cross_codes(study, study.codings, [f"c-{key}" for key in keys])
    return found.people.tolist()


def test_a_respondent_who_says_it_twice_counts_once_and_codes_below_count_above(coded):
    study = coded("R1 ward=N\nR2 ward=S\nR3 ward=N\n@A\nR1: [a/b|one] [b|two]\nR2: [a|one]\nR3: no").study
    found = cross_attribute(study, study.codings, "ward", ["c-a", "c-b"])
    assert (found.values, found.bases) == (("N", "S"), (2, 1))
    assert found.people.tolist() == [[1, 1], [1, 0]]


def test_who_has_no_value_or_gave_no_answer_is_in_no_group(coded):
    study = coded("R1 ward=N\nR2\nR3 ward=N\n@A\nR1/1: [a|one]\nR2/1: [a|one]\nR3/1:").study
    found = cross_attribute(study, study.codings, "ward", ["c-a"])
    assert (found.bases, found.people.tolist()) == ((1,), [[1]])
    assert cross_attribute(study, study.codings, "nothing", ["c-a"]) is None


def test_the_mode_is_an_attribute(coded):
    study = coded("R1 mode=survey\nR2\n@A\nR1: [a|one]\nR2: [a|one] [b|two]").study
    found = cross_attribute(study, study.codings, "mode", ["c-b"])
    assert dict(zip(found.values, found.people[0].tolist(), strict=True)) == {"interview": 1, "survey": 0}


def test_codes_meet_in_one_answer(coded):
    text = "@A\nR1/1: [a|one] [b|two]\nR2/1: [a|one]\nR2/2: [b|two]\nR3/1: [a|one]"
    assert cross(coded, text, "a", "b") == [[3, 1], [1, 2]]


def test_without_a_question_codes_meet_on_the_same_words_only(coded):
    text = "@A\nR1: [a b|both at once]\nR2: [a|one] [b|two]"
    assert cross(coded, text, "a", "b") == [[2, 1], [1, 2]]


def test_documents_are_nobody(coded):
    text = coded("@A\nD1: [a b|both at once]\nR1: [a|one]", documents=("D1",))
    found = cross_codes(text.study, text.study.codings, ["c-a", "c-b"])
    assert found.people.tolist() == [[1, 0], [0, 0]]


def test_no_coding_at_all_gives_zeros(coded):
    study = coded("R1\n@A\nR1: [a|one]").study
    none = study.codings.take(np.zeros(len(study.codings), dtype=bool))
    assert cross_codes(study, none, ["c-a"]).people.tolist() == [[0]]
    assert choose_met(study, none) == ()


SPANS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 8), st.integers(1, 5)), max_size=12)


@given(SPANS)
def test_meeting_is_sharing_a_character(coded, spans):
    from dataclasses import replace

    base = coded("R1\n@A\nR1: [a|xxxxxxxxxxxxxxxxxxxx] [b|y] [c|z]").study
    size = len(spans)
    columns = base.codings.take(np.zeros(size, dtype=np.int64))
    start = np.array([first for _, first, _ in spans], dtype=np.int32)
    columns = replace(
        columns,
        code=np.array(["abc".index(code) for code, _, _ in spans], dtype=np.int32),
        start=start,
        end=start + np.array([length for _, _, length in spans], dtype=np.int32),
    )
    found = cross_codes(base, columns, ["c-a", "c-b", "c-c"]).people
    for row, one in enumerate("abc"):
        for column, other in enumerate("abc"):
            met = any(
                code == one and rival == other and first < begin + reach and begin < first + length
                for code, first, length in spans
                for rival, begin, reach in spans
            )
            assert found[row, column] == int(met)


def people(**groups):
    """Respondents by value: ward_N=5 …"""
    lines = []
    for name, count in groups.items():
        attribute, _, value = name.partition("_")
        lines += [f"R{len(lines) + step} {attribute}={value}" for step in range(1, count + 1)]
    said = [f"R{number + 1}: [a|one]" for number in range(len(lines))]
    return "\n".join([*lines, "@A", *said])


@pytest.mark.parametrize(
    ("groups", "chosen"),
    [
        ({"ward_N": 5, "ward_S": 5}, ("ward",)),
        ({"ward_N": 9, "ward_S": 4}, ()),
        ({"ward_N": 9}, ()),
        ({f"ward_{letter}": 5 for letter in "ABCDEFGHIJKLM"}, ()),
    ],
)
def test_attributes_are_chosen_that_part_people_into_a_few_large_groups(coded, groups, chosen):
    assert choose_attributes(coded(people(**groups)).study) == chosen


def test_the_codes_most_raised_are_chosen_in_display_order(coded):
    study = coded("@A\nR1: [a/b|one] [c|two]\nR2: [c|one]\nR3: [d|x]").study
    assert choose_crossed(study, study.codings) == ("c-a", "c-b", "c-c", "c-d")
    assert choose_met(study, study.codings) == ("c-b", "c-c", "c-d")
