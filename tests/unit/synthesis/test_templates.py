"""Statements with placeholders: filled in with numbers, every other word left alone."""

import pytest

from thematic.model.findings import Tally
from thematic.synthesis.quantifiers import DEFAULT_POLICY, word_tally
from thematic.synthesis.templates import fill_template, join_names, parse_template, percent


class Fill:
    counting = True

    def __init__(self, whole=None, names=(), **camps):
        self.tallies = {"": whole or Tally(), **camps}
        self.names = names

    def quantifier(self, camp):
        return word_tally(DEFAULT_POLICY, self.tallies[camp])

    def beside(self, quantifier):
        return f"{quantifier.support:,} of {quantifier.base:,}" if quantifier.base > 200 else ""

    def tally(self, camp):
        return self.tallies[camp]

    def noun(self, count, camp=""):
        return "respondent" if count == 1 else "respondents"

    def nouns(self):
        return ["respondents", "interviewees", "UK-based"]

    def enumerate(self, wanted):
        return self.names


MOST = Tally(supporting=30, opposing=2, mixed=1, silent=18, stated=30)
SOME = Tally(supporting=14, silent=37)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("{Quantifier} agreed.", "Most respondents agreed."),
        ("It was said by {quantifier}.", "It was said by most respondents."),
        ("{Quantifier} respondents agreed.", "Most respondents agreed."),
        ("{Quantifier} UK-based respondents agreed.", "Most UK-based respondents agreed."),
        ("{Quantifier} of all aspects", "Most respondents of all aspects"),
        ("{n} of {N} ({percent})", "30 of 51 (59%)"),
        ("Braces {{stay}}.", "Braces {stay}."),
        ("All aspects of clinical work.", "All aspects of clinical work."),
        (
            "It helps. {dissent}",
            "It helps. However, two respondents disagreed and one spoke both for and against.",
        ),
        (
            "{Dissenters} would not; {dissenters} in all.",
            "Three respondents would not; three respondents in all.",
        ),
    ],
)
def test_filling_in(statement, expected):
    assert fill_template(statement, Fill(MOST)) == (expected, ())


def test_two_camps_have_a_word_each():
    filling = Fill(Tally(supporting=44, silent=7), one=SOME, other=MOST)
    text, remarks = fill_template(
        "{Quantifier: one} respondents said A, {quantifier: other} said B.", filling
    )
    assert text == "Some respondents said A, most respondents said B."
    assert not remarks


def test_a_clause_of_dissent_vanishes_where_nobody_dissents():
    assert fill_template("It helps {dissent}.", Fill(SOME))[0] == "It helps."


def test_one_person_is_counted_in_the_singular():
    assert (
        fill_template("{Quantifier} left.", Fill(Tally(supporting=1, silent=50)))[0] == "One respondent left."
    )
    alone = Fill(Tally(supporting=30, mixed=1, silent=20))
    assert fill_template("{Dissenters} stayed.", alone)[0] == "One respondent stayed."


def test_on_a_large_base_the_numbers_stand_beside_the_word():
    many = Tally(supporting=2812, silent=1654)
    assert fill_template("{Quantifier} left.", Fill(many))[0] == "Most respondents (2,812 of 4,466) left."


def test_a_consensus_reads_as_a_phrase():
    tally = Tally(supporting=40, silent=11, stated=40, put_to_all=True)
    assert (
        fill_template("{Quantifier} wanted time.", Fill(tally))[0]
        == "A strong consensus of respondents wanted time."
    )


def test_an_enumeration_names_codes():
    filling = Fill(MOST, names=["ward rounds", "audits", "meetings"])
    assert (
        fill_template("for {enumerate: activities}.", filling)[0] == "for ward rounds, audits and meetings."
    )
    assert fill_template("{enumerate: a, join: or}", filling)[0] == "ward rounds, audits or meetings"


def test_an_enumeration_can_skip_codes_and_call_them_otherwise():
    (wanted,) = parse_template(
        "{enumerate: a, skip: b, call: c as the long way, skip: d, among: x}"
    ).placeholders
    assert (wanted.code, wanted.camp, wanted.skip) == ("a", "x", ("b", "d"))
    assert wanted.calls == (("c", "the long way"),)
    assert wanted.codes == ("a", "b", "d", "c")


def test_an_empty_enumeration_is_remarked_upon():
    text, remarks = fill_template("such as {enumerate: nothing}.", Fill(MOST))
    assert "names nothing" in remarks[0]
    assert "enumerate" not in text


def test_names_with_commas_are_parted_by_semicolons():
    assert join_names(["a", "b, c", "d"]) == "a; b, c; and d"


def test_a_base_of_zero_is_remarked_upon():
    _, remarks = fill_template("{Quantifier} and {percent}", Fill(Tally()))
    assert len(remarks) == 2


def test_a_reflexive_study_prints_no_number():
    filling = Fill(MOST)
    filling.counting = False
    text, remarks = fill_template("{Quantifier} agreed, {n} in all.", filling)
    assert text == "Respondents agreed, in all."
    assert "reflexive" in remarks[0]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("{quantifer} agreed", "Did you mean 'quantifier'?"),
        ("{enumerate}", "names no code"),
        ("{enumerate: a, join}", "not understood"),
        ("{enumerate: a, call: b}", "'call: code as words'"),
        ("{enumerate: a, skip:}", "not understood"),
        ("{n: a, b}", "one camp at most"),
        ("a } b", "write '}}'"),
        ("a { b", "write '{{'"),
    ],
)
def test_what_is_not_understood_is_told(statement, problem):
    assert problem in parse_template(statement).problems[0]


def test_the_authors_words_can_be_looked_at_alone():
    assert parse_template("{Quantifier} said {n}.").words.split() == ["said", "."]


@pytest.mark.parametrize(
    ("count", "base", "shown"), [(1, 8, "13%"), (1, 3, "33%"), (0, 5, "0%"), (1, 0, "–")]
)
def test_percentages_round_halves_up(count, base, shown):
    assert percent(count, base) == shown
