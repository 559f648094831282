"""The word for how many: exactly one, and never weaker as more people support it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.model.outline import QuantifierPolicy, QuantifierRule
from thematic.synthesis.quantifiers import DEFAULT_POLICY, check_policy, strength_of, word_quantifier


def word(base, support, oppose=0, **more):
    return word_quantifier(DEFAULT_POLICY, base, support, oppose, **more).word


@pytest.mark.parametrize(
    ("base", "support", "oppose", "expected"),
    [
        (51, 51, 0, "all"),
        (51, 50, 1, "almost all"),
        (50, 45, 5, "almost all"),
        (51, 46, 0, "almost all"),
        (40, 30, 2, "strong consensus"),
        (40, 30, 3, "broad consensus"),
        (40, 30, 6, "broad consensus"),
        (40, 30, 7, "most"),
        (20, 12, 3, "broad consensus"),
        (20, 12, 4, "most"),
        (20, 11, 0, "most"),
        (51, 31, 2, "broad consensus"),
        (51, 28, 0, "just over half"),
        (51, 26, 0, "just over half"),
        (50, 25, 0, "many"),
        (20, 6, 0, "many"),
        (51, 16, 0, "many"),
        (51, 15, 0, "some"),
        (51, 13, 0, "some"),
        (51, 12, 0, "several"),
        (12, 5, 0, "several"),
        (51, 4, 0, "several"),
        (51, 3, 0, "a few"),
        (51, 2, 0, "two"),
        (51, 1, 0, "one"),
        (51, 0, 4, "no"),
        (9, 9, 0, "9 of 9"),
        (9, 4, 1, "4 of 9"),
        (9, 3, 0, "a few"),
        (2, 2, 0, "two"),
        (0, 0, 0, ""),
    ],
)
def test_the_default_table(base, support, oppose, expected):
    assert word(base, support, oppose) == expected


def test_without_a_question_to_everybody_the_word_is_most_at_best():
    given = word_quantifier(DEFAULT_POLICY, 51, 51, put_to_all=False)
    assert given.word == "most"
    assert "all" in given.capped
    assert "no question was put" in given.capped


def test_mentions_earn_no_word_of_consensus():
    assert word(40, 36, stated=36) == "almost all"
    assert word(40, 36, stated=24) == "broad consensus"
    assert word(40, 36, stated=0) == "most"
    assert word(40, 36, 5, stated=24) == "broad consensus"


def test_a_word_that_was_not_held_back_says_nothing():
    assert word_quantifier(DEFAULT_POLICY, 51, 14, put_to_all=False).capped == ""


numbers = st.integers(1, 200).flatmap(
    lambda base: st.integers(0, base).flatmap(
        lambda oppose: st.tuples(st.just(base), st.integers(0, base - oppose), st.just(oppose))
    )
)


@given(numbers)
def test_one_word_for_every_number_and_it_is_known(case):
    base, support, oppose = case
    given = word_quantifier(DEFAULT_POLICY, base, support, oppose)
    assert given.word
    assert given.strength == (
        support if given.word.endswith(f"of {base}") else strength_of(DEFAULT_POLICY, given.word)
    )


@pytest.mark.parametrize("base", [1, 9, 10, 12, 13, 20, 31, 43, 51, 100, 199, 200])
def test_never_weaker_as_support_grows(base):
    for oppose in range(base + 1):
        strengths = [
            word_quantifier(DEFAULT_POLICY, base, support, oppose).strength
            for support in range(base - oppose + 1)
        ]
        assert strengths == sorted(strengths)


@given(numbers)
def test_one_more_supporter_never_makes_a_word_weaker(case):
    base, support, oppose = case
    more = min(support + 1, base - oppose)
    words = [word_quantifier(DEFAULT_POLICY, base, count, oppose) for count in (support, more)]
    assert words[0].strength <= words[1].strength


@given(numbers, st.integers(0, 200))
def test_neither_silence_nor_mentions_make_a_word_stronger(case, stated):
    base, support, oppose = case
    free = word_quantifier(DEFAULT_POLICY, base, support, oppose).strength
    held = word_quantifier(
        DEFAULT_POLICY, base, support, oppose, stated=min(stated, support), put_to_all=False
    )
    assert held.strength <= free


def test_thresholds_are_exact_where_binary_fractions_are_not():
    # 0.55 of 20, 40, 60 … is a whole number that floating point may miss.
    assert {word(base, base * 55 // 100) for base in range(20, 201, 20)} == {"most"}


def test_synonyms_have_the_strength_of_their_word():
    assert strength_of(DEFAULT_POLICY, "majority") == strength_of(DEFAULT_POLICY, "Most")
    assert strength_of(DEFAULT_POLICY, "three") == strength_of(DEFAULT_POLICY, "a few")
    assert strength_of(DEFAULT_POLICY, "plenty") == -1


def test_a_policy_must_have_a_word_for_everything():
    assert check_policy(DEFAULT_POLICY) == []
    gap = QuantifierPolicy((QuantifierRule("most", "most", share=Fraction(1, 2)),))
    assert "any four people" in check_policy(gap)[0]
    assert check_policy(QuantifierPolicy(()))
    twice = QuantifierPolicy(
        (*DEFAULT_POLICY.rules[:-1], QuantifierRule("several", "several", synonyms=("many",)))
    )
    assert check_policy(twice) == ["'many' stands for two strengths."]
