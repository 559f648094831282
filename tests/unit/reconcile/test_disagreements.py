"""Kinds of disagreement, on one sentence a person can read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.model.codebook import Code, Codebook
from thematic.model.codings import Coding
from thematic.reconcile.disagreements import (
    KINDS,
    classify_disagreements,
    count_kinds,
    find_core,
    sort_worst_first,
)

TEXT = "I never had time, and nobody at work asked me whether I did; money was there."
CODEBOOK = Codebook(
    (
        Code("g-barriers", "barriers", "Barriers"),
        Code("g-time", "time", "Lack of time", parent="g-barriers"),
        Code("g-money", "money", "Lack of money", parent="g-barriers"),
        Code("g-trust", "trust", "Trust"),
        Code("g-hours", "hours", "Hours", merged_into="g-time"),
    )
)


def coding(coder, code, start, end, **more):
    guid = more.pop("guid", f"{coder}-{code}-{start}-{end}-{more.get('stance')}")
    return Coding(guid, "R1", "R1-v1", start, end, TEXT[start:end], f"g-{code}", coder, **more)


def quoted(coder, code, words, **more):
    start = TEXT.index(words)
    return coding(coder, code, start, start + len(words), **more)


def kinds(*codings, coders=("Ana", "Ben")):
    return [item.kind for item in classify_disagreements(codings, CODEBOOK, {"R1": coders})]


def test_the_same_words_and_code_are_exact():
    assert kinds(quoted("Ana", "time", "had time"), quoted("Ben", "time", "had time")) == ["exact"]


def test_a_merged_code_is_the_code_it_was_merged_into():
    assert kinds(quoted("Ana", "hours", "had time"), quoted("Ben", "time", "had time")) == ["exact"]


def test_blanks_and_commas_at_the_edges_are_trivial():
    assert kinds(quoted("Ana", "time", " never had time, "), quoted("Ben", "time", "never had time")) == [
        "boundary trivial"
    ]


def test_a_word_at_the_edge_is_not_trivial():
    assert kinds(quoted("Ana", "time", "never had time"), quoted("Ben", "time", "had time")) == [
        "boundary nested"
    ]


def test_spans_that_hang_over_each_other_are_partial():
    assert kinds(quoted("Ana", "time", "I never had"), quoted("Ben", "time", "had time, and")) == [
        "boundary partial"
    ]


def test_one_span_against_two_is_fragmented():
    whole = quoted("Ana", "time", "I never had time, and nobody")
    parts = quoted("Ben", "time", "I never"), quoted("Ben", "time", "nobody")
    assert kinds(whole, *parts) == ["boundary fragmented"]


def test_the_same_two_spans_by_both_are_exact_each():
    spans = ("I never", "nobody")
    assert kinds(*(quoted(coder, "time", words) for coder in ("Ana", "Ben") for words in spans)) == [
        "exact",
        "exact",
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("time", "money", "substitution sibling"),
        ("time", "barriers", "substitution parent-child"),
        ("barriers", "time", "substitution parent-child"),
        ("time", "trust", "substitution other"),
        ("barriers", "trust", "substitution other"),
    ],
)
def test_another_code_on_the_same_words_stands_for_the_first(one, other, kind):
    assert kinds(quoted("Ana", one, "never had time"), quoted("Ben", other, "had time")) == [kind]


def test_a_code_on_mostly_other_words_is_no_substitution():
    assert kinds(quoted("Ana", "time", "had time"), quoted("Ben", "money", "time, and nobody at work")) == [
        "label omitted",
        "label omitted",
    ]


def test_a_second_label_only_one_coder_gave_is_omitted():
    items = classify_disagreements(
        [
            quoted("Ana", "time", "had time"),
            quoted("Ana", "trust", "had time"),
            quoted("Ben", "time", "had time"),
        ],
        CODEBOOK,
        {"R1": ("Ana", "Ben")},
    )
    assert [(item.kind, item.absent) for item in items] == [("exact", ()), ("label omitted", ("Ben",))]


def test_words_the_other_coder_passed_over_are_uncoded():
    assert kinds(quoted("Ana", "time", "had time"), quoted("Ben", "money", "money was there")) == [
        "passage uncoded",
        "passage uncoded",
    ]


def test_opposite_stances_outweigh_the_same_words():
    assert kinds(
        quoted("Ana", "time", "had time", stance="supports"),
        quoted("Ben", "time", "had time", stance="opposes"),
    ) == ["opposite stance"]


def test_a_coder_of_two_minds_does_not_disagree_with_anybody():
    assert kinds(
        quoted("Ana", "time", "had time", stance="supports"),
        quoted("Ana", "time", "had time", stance="opposes"),
        quoted("Ben", "time", "had time"),
    ) == ["exact"]


def test_a_source_one_coder_finished_is_single_coded():
    assert kinds(quoted("Ana", "time", "had time"), coders=("Ana",)) == ["single-coded"]
    assert kinds(quoted("Ana", "time", "had time"), coders=()) == ["single-coded"]


def test_what_an_unfinished_coder_coded_is_nobodys_disagreement():
    items = classify_disagreements(
        [quoted(coder, "time", "had time") for coder in ("Ana", "Ben", "Chi")],
        CODEBOOK,
        {"R1": ("Ana", "Ben")},
    )
    assert sorted((item.kind, item.coders) for item in items) == [
        ("exact", ("Ana", "Ben")),
        ("single-coded", ("Chi",)),
    ]


def test_a_third_coder_who_passed_over_the_words_is_named():
    items = classify_disagreements(
        [quoted("Ana", "time", "had time"), quoted("Ben", "time", "had time")],
        CODEBOOK,
        {"R1": ("Ana", "Ben", "Chi")},
    )
    assert [(item.kind, item.absent) for item in items] == [("passage uncoded", ("Chi",))]


def test_the_better_overlap_is_the_substitution():
    items = classify_disagreements(
        [
            quoted("Ana", "time", "never had time"),
            quoted("Ben", "trust", "never had time"),
            quoted("Ben", "money", "had time"),
        ],
        CODEBOOK,
        {"R1": ("Ana", "Ben")},
    )
    assert sorted((item.kind, item.codes) for item in items) == [
        ("label omitted", ("g-money",)),
        ("substitution other", ("g-time", "g-trust")),
    ]


def test_of_equal_overlaps_the_nearer_relation_is_the_substitution():
    found = kinds(
        quoted("Ana", "time", "had time"),
        quoted("Ben", "trust", "had time"),
        quoted("Ben", "money", "had time"),
    )
    assert sorted(found) == ["label omitted", "substitution sibling"]


def test_codings_of_different_text_versions_never_meet():
    old = replace(quoted("Ben", "time", "had time"), text="R1-v0")
    assert kinds(quoted("Ana", "time", "had time"), old) == ["passage uncoded", "passage uncoded"]


def test_the_core_of_an_erased_quote_is_its_span():
    assert find_core(replace(quoted("Ana", "time", "had time"), quote="")) == (8, 16)
    assert find_core(quoted("Ana", "time", ", ")) == (16, 18)


def test_the_worst_comes_first():
    items = classify_disagreements(
        [
            quoted("Ana", "time", "had time"),
            quoted("Ben", "time", "had time,"),
            quoted("Ana", "money", "money was there", stance="supports"),
            quoted("Ben", "money", "money was there", stance="opposes"),
        ],
        CODEBOOK,
        {"R1": ("Ana", "Ben")},
    )
    assert [item.kind for item in sort_worst_first(items)] == ["opposite stance", "boundary trivial"]
    assert count_kinds(items) == {"opposite stance": 1, "boundary trivial": 1}


CODERS = ("Ana", "Ben", "Chi")
drawn_codings = st.lists(
    st.builds(
        lambda coder, code, start, wide, stance: coding(
            coder, code, start, min(start + wide, len(TEXT)), stance=stance
        ),
        st.sampled_from((*CODERS, "Dan")),
        st.sampled_from(("barriers", "time", "money", "trust", "hours")),
        st.integers(0, 60),
        st.integers(1, 14),
        st.sampled_from((None, None, "supports", "opposes")),
    ),
    max_size=14,
    unique_by=lambda c: c.guid,
)


@given(drawn_codings, st.sets(st.sampled_from(CODERS)))
def test_every_coding_is_in_exactly_one_item(codings, finished):
    items = classify_disagreements(codings, CODEBOOK, {"R1": finished})
    assert Counter(c.guid for item in items for c in item.codings) == Counter(c.guid for c in codings)
    assert {item.kind for item in items} <= set(KINDS)
    assert len({item.id for item in items}) == len(items)


@given(drawn_codings, st.permutations(CODERS), st.randoms())
def test_swapping_coders_swaps_nothing_but_their_names(codings, names, random):
    swap = dict(zip(CODERS, names, strict=True), Dan="Dan")
    shuffled = [replace(c, coder=swap[c.coder]) for c in codings]
    random.shuffle(shuffled)

    def shape(items, rename):
        return {
            (
                item.kind,
                item.codes,
                tuple(c.guid for c in item.codings),
                tuple(sorted(map(rename, item.absent))),
            )
            for item in items
        }

    before = classify_disagreements(codings, CODEBOOK, {"R1": CODERS})
    after = classify_disagreements(shuffled, CODEBOOK, {"R1": names})
    assert shape(before, swap.get) == shape(after, str)


@given(drawn_codings)
def test_merging_a_third_coders_work_never_changes_what_two_are_shown(codings):
    """Codings of a coder who is not compared leave the items of the others as they are."""
    pair = {"R1": ("Ana", "Ben")}
    everything = classify_disagreements(codings, CODEBOOK, pair)
    theirs = classify_disagreements([c for c in codings if c.coder in pair["R1"]], CODEBOOK, pair)
    assert [item for item in everything if set(item.coders) <= set(pair["R1"])] == list(theirs)


PROGRAM = """
import json, random
from thematic.model.codebook import Codebook
from thematic.model.codings import Coding
from thematic.reconcile.disagreements import classify_disagreements
r = random.Random(5)
rows = []
for n in range(300):
    start = r.randrange(400)
    end = start + r.randint(1, 30)
    rows.append(Coding(f"c{n}", f"S{n % 3}", "v", start, end, "x" * (end - start), f"k{r.randrange(5)}",
                       f"p{r.randrange(3)}", stance=r.choice([None, "supports", "opposes"])))
items = classify_disagreements(set(rows), Codebook(()), {f"S{n}": {"p0", "p1", "p2"} for n in range(3)})
print(json.dumps([[i.id, i.kind, i.codes, i.absent] for i in items]))
"""


def test_the_list_is_the_same_in_every_run_of_python():
    runs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4242")
    }
    assert len(runs) == 1
    assert len(json.loads(runs.pop())) > 50
