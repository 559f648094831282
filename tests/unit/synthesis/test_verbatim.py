"""Printed quotes are verbatim once marked elisions and insertions are undone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from thematic.synthesis.verbatim import find_beginning, find_verbatim, shorten, verify_verbatim

PASSAGE = "The gaps are wide, I think, and they [laughs] never close.\nNobody told the trainees about (it)."


@pytest.mark.parametrize(
    "printed",
    [
        PASSAGE,
        "The gaps are wide",
        "The gaps are wide [...] never close.",
        "[...] never close. [...]",
        "[t]he gaps are wide",
        "they [laughs] never close",
        "they [the gaps] [laughs] never close",
        "told the trainees [of 2014] about (it).",
        "never close. Nobody told",
        "Nobody told the trainees about (it) [the course].",
        "[I think] The gaps are wide",
        "wide […] close",
    ],
)
def test_marked_changes_are_verbatim(printed):
    assert verify_verbatim(printed, PASSAGE)


@pytest.mark.parametrize(
    "printed",
    [
        "The gaps are very wide",
        "The gaps are narrow [...] never close.",
        "never close [...] The gaps",
        "The gap [...] never close.",
        "The gaps are wi [...] close.",
        "wide ... never close",
        "the gaps are wide",
        "they [the gaps] never close",
        "",
        "[...]",
        "The gaps [...] open",
    ],
)
def test_unmarked_changes_are_not(printed):
    assert not verify_verbatim(printed, PASSAGE)


def test_an_insertion_does_not_glue_words():
    assert not verify_verbatim("no [real] time", "notime")


def test_where_a_quote_stands():
    start, end = find_verbatim("gaps are [...] I think", PASSAGE)
    assert PASSAGE[start:end] == "gaps are wide, I think"


def test_where_a_quote_begins():
    assert find_beginning("and they", PASSAGE) == PASSAGE.index("and they")
    assert find_beginning("And they", PASSAGE) is None
    assert find_beginning(" ", PASSAGE) is None


words = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=6), min_size=1, max_size=30)


@given(words, st.data())
def test_any_words_left_out_leave_a_verbatim_quote(parts, data):
    passage = " ".join(parts)
    kept = data.draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))
    printed, gap = [], False
    for part, keep in zip(parts, kept, strict=True):
        if keep:
            printed.append(part)
        elif not gap:
            printed.append("[...]")
        gap = not keep
    assert verify_verbatim(" ".join(printed), passage) or not any(kept)


@given(st.text(max_size=80))
@example("\\\x1f0")
def test_a_text_is_verbatim_of_itself(text):
    if text.strip() and "[" not in text and "]" not in text:
        assert verify_verbatim(text.strip(), text)


def test_a_long_passage_is_cut_after_a_sentence():
    text = "One two three. Four five six. Seven eight."
    ends = [14, 29, len(text)]
    assert shorten(text, ends, 6) == "One two three. Four five six. [...]"
    assert shorten(text, ends, 2) == "One two three. [...]"
    assert shorten(text, ends, 50) == text
    assert shorten(text, [], 2) == text
