from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.language.similarity import (
    Candidate,
    near_duplicates,
    nearest,
    partial,
    rank_matches,
    ratio,
)

KEYS = ["time-barrier", "support", "mentoring", "course-limits", "course-value", "definition"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("suport", "support"),
        ("Mentoring", "mentoring"),
        ("definitoin", "definition"),
        ("time", "time-barrier"),
        ("barrier", "time-barrier"),
        ("course", "course-value"),
        ("zebra", None),
        ("", None),
        ("x", None),
    ],
)
def test_the_nearest_name_is_the_one_meant(written, meant):
    assert nearest(written, KEYS) == meant


def test_nothing_is_near_when_nothing_exists():
    assert nearest("time", []) is None


def test_case_and_accents_never_count():
    assert ratio("Élan", "elan") == 1.0


def test_likeness_lies_between_nothing_and_one():
    assert ratio("abc", "xyz") == 0.0
    assert ratio("abcd", "abce") == pytest.approx(0.75)
    assert partial("no time", "There was no time left") == 1.0


def names(query, *candidates, limit=20):
    pool = [item if isinstance(item, Candidate) else Candidate(item) for item in candidates]
    return [pool[match.index].name for match in rank_matches(query, pool, limit)]


def test_the_name_itself_comes_before_names_that_begin_so_before_words_inside():
    assert names("time", "Lack of time", "Sometimes", "Timetable", "Time") == [
        "Time",
        "Timetable",
        "Lack of time",
        "Sometimes",
    ]


def test_initials_find_a_name():
    assert names("lot", "Slots", "Lack of time") == ["Lack of time", "Slots"]


def test_beginnings_of_words_in_any_order_find_a_name():
    assert names("tim la", "Lack of time", "Time", "Labour") == ["Lack of time"]


def test_path_and_keywords_come_before_the_definition():
    assert names(
        "workload",
        Candidate("By definition", definition="Anything about workload."),
        Candidate("By keyword", keywords=("heavy workload",)),
        Candidate("By path", path="Workload / By path"),
    ) == ["By path", "By keyword", "By definition"]


def test_a_misspelt_query_finds_the_name_after_every_real_match():
    assert names("mentro", "Mentoring", "Support", Candidate("Peers", definition="mentro")) == [
        "Peers",
        "Mentoring",
    ]


def test_accents_do_not_hide_a_name():
    assert names("emigre", "Émigré families") == ["Émigré families"]
    assert names("時間", "研修の時間") == ["研修の時間"]


def test_an_empty_query_shows_the_first_ones_as_they_stand():
    assert names(" ", "b", "a", "c", limit=2) == ["b", "a"]


def test_a_query_nobody_answers_finds_nothing():
    assert names("qqqqq", "Lack of time", "Support") == []


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8), st.integers(1, 5))
def test_matches_are_distinct_ordered_and_within_the_limit(query, labels, limit):
    found = rank_matches(query, [Candidate(label) for label in labels], limit)
    assert len(found) <= limit
    assert len({match.index for match in found}) == len(found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


def test_typing_stays_fluent_over_a_thousand_codes():
    words = ["time", "money", "support", "mentor", "course", "network"]
    words += ["feedback", "reading", "peer", "ward", "clinic", "rota"]
    pool = [
        Candidate(
            f"{words[i % 12]} {words[i % 7]} {i}",
            path=f"{words[i % 5]} / {words[i % 11]}",
            keywords=(words[i % 3], f"{words[i % 9]} {words[i % 4]}"),
            definition=" ".join(words[(i + k) % 12] for k in range(40)),
        )
        for i in range(1000)
    ]
    rank_matches("time", pool)
    spent = []
    for query in ["t", "tim", "mentro", "peer sup", "zzzzz"] * 2:
        begun = time.perf_counter()
        rank_matches(query, pool)
        spent.append(time.perf_counter() - begun)
    assert min(spent) < 0.015, "one keystroke takes longer than 15 ms"
    assert sorted(spent)[len(spent) // 2] < 0.06


def test_texts_that_say_nearly_the_same_are_paired():
    texts = [
        "We had no protected time for leadership work at all.",
        "Mentoring changed how I listen to people.",
        "we had no protected time for leadership work at all",
        "We had no protected time for any leadership work at all!",
    ]
    pairs = near_duplicates(texts, 0.85)
    assert [(one, other) for one, other, _ in pairs] == [(0, 2), (0, 3)]
    assert pairs[0][2] == 1.0
    assert 0.85 <= pairs[1][2] < 1.0


def test_blank_texts_are_not_duplicates_and_equal_short_ones_are():
    assert near_duplicates(["", " ", "No time", "no time!", "no money"]) == [(2, 3, 1.0)]


def test_an_answer_given_by_hundreds_is_paired_with_the_first_only():
    assert len(near_duplicates(["Nothing"] * 500)) == 499


@given(st.lists(st.text(st.sampled_from("ab c"), max_size=14), max_size=8))
def test_pairs_point_forward_and_reach_the_threshold(texts):
    for one, other, likeness in near_duplicates(texts, 0.8):
        assert one < other
        assert 0.8 <= likeness <= 1.0
