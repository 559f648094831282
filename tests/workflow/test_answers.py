"""All answers to a question in a row, and how many turns carry a coding."""

from __future__ import annotations

from thematic.workflow.answers import coded_turns, read_answers
from thematic.workflow.reading import find_source, list_questions


def test_an_answer_is_what_a_respondent_said_to_that_question(guided):
    first, second = list_questions(guided)
    (one,), (two,) = read_answers(guided, first.guid), read_answers(guided, second.guid)
    assert one.words.startswith("By accident, really.")
    assert two.words == "Time. There is never any time to think."


def test_an_answer_carries_the_codings_that_reach_into_it_in_text_order(guided, tag):
    later, earlier, elsewhere = (
        tag("There was nobody else", "accident"),
        tag("By accident", "accident"),
        tag("any time to think", "thinking"),
    )
    (first,) = read_answers(guided, list_questions(guided)[0].guid)
    assert [one.guid for one in first.codings] == [earlier.guid, later.guid]
    assert elsewhere.guid not in {one.guid for one in first.codings}


def test_sentences_of_an_answer_count_from_its_own_beginning(guided):
    (answer,) = read_answers(guided, list_questions(guided)[1].guid)
    assert [answer.words[start:end].strip() for start, end in answer.sentences()] == [
        "Time.",
        "There is never any time to think.",
    ]


def test_only_respondents_turns_are_counted_and_each_once(guided, tag):
    source = find_source(guided, "R1.txt").guid
    assert coded_turns(guided) == {source: (0, 2)}
    tag("By accident", "accident")
    tag("There was nobody else", "accident")
    tag("And what gets in the way", "time")
    assert coded_turns(guided) == {source: (1, 2)}
