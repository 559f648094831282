"""Other words keep the placeholders that nobody touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.synthesis.rewording import reword, spell_out
from thematic.synthesis.templates import parse_template

STATEMENT = "{Quantifier} said that time is short, such as for {enumerate: time}. {dissent}"
PRINTED = "Most respondents said that time is short, such as for reading and writing."


@pytest.mark.parametrize(
    ("wanted", "statement", "fixed"),
    [
        (PRINTED, STATEMENT, ()),
        (
            PRINTED.replace("short", "very short"),
            STATEMENT.replace("short", "very short"),
            (),
        ),
        (
            PRINTED.replace("Most", "All"),
            STATEMENT.replace("{Quantifier}", "All respondents"),
            ("{Quantifier}",),
        ),
        (
            "Most respondents had no time for reading and writing.",
            "{Quantifier} had no time for {enumerate: time}. {dissent}",
            (),
        ),
        (
            PRINTED.replace("and writing", "or writing"),
            STATEMENT.replace("{enumerate: time}", "reading or writing"),
            ("{enumerate: time}",),
        ),
        ("Quite other {words}", "Quite other {{words}}", ("{Quantifier}", "{enumerate: time}", "{dissent}")),
    ],
)
def test_what_was_left_alone_stays_a_placeholder(wanted, statement, fixed):
    found = reword(STATEMENT, PRINTED, wanted)
    assert (found.statement, found.fixed) == (statement, fixed)


def test_a_number_that_was_changed_is_the_authors():
    found = reword("{n} of {N} agreed.", "5 of 9 agreed.", "6 of 9 agreed.")
    assert (found.statement, found.fixed) == ("6 of {N} agreed.", ("{n}",))


def test_a_number_that_was_not_changed_stays_beside_changed_words():
    assert reword("{n} of {N} agreed.", "5 of 5 agreed.", "5 of 5 heartily agreed.").statement == (
        "{n} of {N} heartily agreed."
    )


def test_words_that_do_not_fit_the_statement_are_taken_as_they_are():
    found = reword("{Quantifier} ran.", "Quite another text.", "Something new.")
    assert (found.statement, found.fixed) == ("Something new.", ("{Quantifier}",))


WORDS = st.text(alphabet="ab cd.,{}", min_size=1, max_size=30)
PIECES = st.lists(st.one_of(WORDS, st.sampled_from(["{n}", "{N}", "{percent}"])), max_size=6)
VALUES = {"{n}": "5", "{N}": "51", "{percent}": "10%"}


def fill(statement):
    """The statement as it would print."""
    pieces = parse_template(statement).pieces
    return " ".join("".join(one if isinstance(one, str) else VALUES[one.written] for one in pieces).split())


def write(pieces):
    """A statement whose placeholders never touch."""
    return " x ".join(one if one in VALUES else one.replace("{", "{{").replace("}", "}}") for one in pieces)


@given(PIECES)
def test_a_statement_that_nobody_changed_keeps_every_placeholder(pieces):
    statement = write(pieces)
    found = reword(statement, fill(statement), fill(statement))
    assert fill(found.statement) == fill(statement)
    assert not found.fixed


@given(PIECES, WORDS)
def test_words_put_before_or_after_are_there_when_it_is_filled_in_again(pieces, wanted):
    statement = write(pieces)
    for changed in (f"{wanted} {fill(statement)}", f"{fill(statement)} {wanted}"):
        found = reword(statement, fill(statement), changed)
        assert fill(found.statement) == " ".join(changed.split())


@given(PIECES, WORDS)
def test_spelt_out_it_reads_exactly_as_wanted(pieces, wanted):
    found = spell_out(write(pieces), wanted)
    assert fill(found.statement) == " ".join(wanted.split())
    assert len(found.fixed) == sum(piece in VALUES for piece in pieces)
