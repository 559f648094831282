"""Counts by code that follow each act are those that counting everything anew gives."""

from __future__ import annotations

from thematic.workflow.reading import find_code, read_codebook
from thematic.workflow.tallying import CodeCounts, count_by_code


def test_a_respondent_who_says_it_twice_counts_once():
    counts = CodeCounts()
    counts.count("time", "R1", 1)
    counts.count("time", "R1", 1)
    counts.count("time", None, 1)
    assert counts.of("time") == (3, 1)
    counts.count("time", "R1", -1)
    assert counts.of("time") == (2, 1)
    counts.count("time", "R1", -1)
    assert counts.of("time") == (1, 0)
    assert counts.of("unknown") == (0, 0)


def test_counting_everything_gives_what_following_gave(study, tag):
    followed = count_by_code(study)
    code = find_code(read_codebook(study), "accident").guid
    assert followed.of(code) == (0, 0)
    for words in ("By accident", "There was nobody else", "How did you come to it"):
        tag(words, "accident")
    anew = count_by_code(study)
    assert anew.of(code) == (3, 1)
