from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thematic.coding.anchors import anchor_spans, matching_runs

OLD = "I: Why?\nR1: There is no time. None at all.\nI: And?\nR1: There is no time."


def _place(text: str, words: str, after: int = 0) -> tuple[int, int]:
    at = text.index(words, after)
    return at, at + len(words)


def test_a_passage_before_and_after_an_insertion_keeps_its_words():
    new = OLD.replace("None at all.", "None at all, really.")
    first, last = _place(OLD, "There is no time."), _place(OLD, "There is no time.", 30)
    assert anchor_spans(OLD, new, [first, last]) == [
        _place(new, "There is no time."),
        _place(new, "There is no time.", 40),
    ]


def test_a_passage_whose_words_were_edited_is_not_guessed():
    new = OLD.replace("None at all.", "None whatever.")
    assert anchor_spans(OLD, new, [_place(OLD, "None at all.")]) == [None]


def test_a_passage_that_was_moved_is_found_by_its_words():
    old = "Alpha beta gamma. Delta epsilon zeta."
    new = "Delta epsilon zeta. Alpha beta gamma."
    for words in ("Alpha beta gamma.", "Delta epsilon zeta."):
        assert anchor_spans(old, new, [_place(old, words)]) == [_place(new, words)]


def test_of_two_equal_passages_each_keeps_its_own():
    new = "Note. " + OLD
    spans = [_place(OLD, "There is no time."), _place(OLD, "There is no time.", 30)]
    assert anchor_spans(OLD, new, spans) == [(start + 6, end + 6) for start, end in spans]


words = st.text(alphabet="ab é\n.", min_size=0, max_size=40)


@given(words, words, words, words)
def test_every_anchored_span_reads_its_own_words(before, middle, after, edit):
    old, new = before + middle + after, before + edit + after
    spans = [(start, start + 3) for start in range(0, max(0, len(old) - 3), 2)]
    for (start, end), place in zip(spans, anchor_spans(old, new, spans), strict=True):
        if place is not None:
            assert new[place[0] : place[1]] == old[start:end]
        else:
            assert old[start:end] not in new


@given(words, words)
def test_runs_are_equal_text_in_order(old, new):
    at_old = at_new = 0
    for in_old, in_new, length in matching_runs(old, new):
        assert old[in_old : in_old + length] == new[in_new : in_new + length]
        assert in_old >= at_old
        assert in_new >= at_new
        at_old, at_new = in_old + length, in_new + length
