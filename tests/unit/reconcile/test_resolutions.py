"""From disagreements through a decision file to the consensus layer."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from thematic.errors import BadFile
from thematic.model.codebook import Code, Codebook
from thematic.model.codings import Coding
from thematic.model.disagreements import CHOICES, Decision
from thematic.reconcile.decision_file import Names, read_decisions, write_decisions, write_time
from thematic.reconcile.disagreements import classify_disagreements
from thematic.reconcile.resolutions import resolve_disagreements, shared_spans

TEXT = "I never had time, and nobody at work asked me whether I did; money was there."
CODEBOOK = Codebook((Code("g-time", "time", "Lack of time"), Code("g-money", "money", "Lack of money")))
NAMES = Names(
    {"R1": "Interview 1"}, {"a": "Ana", "b": "Ben", "l": "Lea"}, {"g-time": "time", "g-money": "money"}
)
NOON = 1_795_262_400_000_000
"""2026-11-21T12:00:00Z"""


def quoted(coder, code, words, **more):
    start = TEXT.index(words)
    end = start + len(words)
    return Coding(f"{coder}-{code}-{start}", "R1", "v1", start, end, words, f"g-{code}", coder, **more)


def items_of(*codings, coders=("a", "b")):
    return classify_disagreements(codings, CODEBOOK, {"R1": coders})


def heads_of(items):
    return {coding.guid: f"fact-{coding.guid}" for item in items for coding in item.codings}


def resolve(items, *decisions, heads=None):
    return resolve_disagreements(items, decisions, texts={"v1": TEXT}, heads=heads or heads_of(items))


PARTIAL = (quoted("a", "time", "I never had"), quoted("b", "time", "had time, and", stance="supports"))
SWAPPED = (quoted("a", "time", "had time"), quoted("b", "money", "had time"))


def decided(items, choice, **more):
    return Decision(items[0].id, choice, "l", NOON, "why not", **more)


@pytest.mark.parametrize(
    ("choice", "more", "quotes"),
    [
        ("accept", {"coder": "a"}, ["I never had"]),
        ("accept", {"coder": "b"}, ["had time, and"]),
        ("union", {}, ["I never had time, and"]),
        ("intersection", {}, ["had"]),
        ("new", {"code": "g-time", "start": 8, "end": 16}, ["had time"]),
        ("reject", {}, []),
    ],
)
def test_every_answer_makes_the_words_it_says(choice, more, quotes):
    items = items_of(*PARTIAL)
    found = resolve(items, decided(items, choice, **more))

    assert [each.coding.quote for each in found.consensus] == quotes
    assert all(TEXT[each.coding.start : each.coding.end] == each.coding.quote for each in found.consensus)
    assert all(each.rests_on == ("a-time-0", "b-time-8") for each in found.consensus)
    assert all((each.coding.layer, each.coding.coder) == ("agreed", "a") for each in found.consensus)
    assert found.open == found.problems == ()


def test_a_stance_only_one_coder_noted_is_kept():
    items = items_of(*PARTIAL)
    (consensus,) = resolve(items, decided(items, "union")).consensus
    assert consensus.coding.stance == "supports"


@pytest.mark.parametrize("choice", ["defer", "codebook issue"])
def test_some_answers_leave_the_item_open(choice):
    items = items_of(*PARTIAL)
    found = resolve(items, decided(items, choice))

    assert found.open == items
    assert found.consensus == ()
    assert [issue.choice for issue in found.issues] == (["codebook issue"] if choice != "defer" else [])


def test_an_item_nobody_decided_is_open():
    items = items_of(*PARTIAL)
    assert resolve(items).open == items


def test_exact_and_single_codings_need_no_decision():
    items = items_of(
        quoted("a", "time", "had time", stance="supports"),
        quoted("b", "time", "had time"),
        quoted("c", "money", "money"),
    )
    found = resolve(items)

    assert [(each.coding.quote, each.coding.stance) for each in found.consensus] == [
        ("had time", "supports"),
        ("money", None),
    ]
    assert found.open == ()


def test_accepting_a_coder_who_coded_nothing_there_leaves_nothing():
    items = items_of(quoted("a", "time", "had time"))
    assert resolve(items, decided(items, "accept", coder="b")).consensus == ()


def test_two_codes_need_one_to_be_named():
    items = items_of(*SWAPPED)
    found = resolve(items, decided(items, "union"))
    assert found.problems == (f"item {items[0].id}: 'union' must say which code.",)
    assert found.open == items

    (consensus,) = resolve(items, decided(items, "union", code="g-money")).consensus
    assert consensus.coding.code == "g-money"


def test_differing_stances_need_one_to_be_named():
    items = items_of(
        quoted("a", "time", "had time", stance="supports"), quoted("b", "time", "had time", stance="opposes")
    )
    assert "stance" in resolve(items, decided(items, "union")).problems[0]
    (consensus,) = resolve(items, decided(items, "union", stance="opposes")).consensus
    assert consensus.coding.stance == "opposes"


@pytest.mark.parametrize(
    ("choice", "more", "reason"),
    [
        ("accept", {}, "whose coding"),
        ("accept", {"coder": "z"}, "had no part"),
        ("new", {"code": "g-time"}, "a span"),
        ("new", {"start": 0, "end": 3}, "which code"),
        ("new", {"code": "g-time", "start": 5, "end": 5000}, "not a passage"),
    ],
)
def test_an_answer_that_makes_no_sense_is_listed_and_leaves_the_item_open(choice, more, reason):
    items = items_of(*PARTIAL)
    found = resolve(items, decided(items, choice, **more))
    assert reason in found.problems[0]
    assert found.open == items


def test_nothing_in_common_has_no_intersection():
    items = items_of(
        quoted("a", "time", "I never had time"),
        quoted("b", "time", "I never"),
        quoted("c", "time", "time"),
        coders=("a", "b", "c"),
    )
    assert "no words in common" in resolve(items, decided(items, "intersection")).problems[0]


def test_replaying_decisions_gives_the_same_codings():
    items = items_of(*PARTIAL, quoted("a", "money", "money was"), quoted("b", "money", "was there"))
    decisions = [replace(decided(items, "union"), item=item.id) for item in items]
    assert resolve(items, *decisions) == resolve(tuple(reversed(items))[::-1], *decisions, *decisions)


def test_a_decision_is_reopened_by_a_later_edit():
    items = items_of(*PARTIAL)
    decision = decided(items, "union", seen=heads_of(items))
    assert resolve(items, decision).open == ()

    later = {**heads_of(items), "a-time-0": "another fact"}
    found = resolve(items, decision, heads=later)
    assert found.open == items
    assert found.problems == (
        f"item {items[0].id}: changed since it was decided (coding a-time-0); open again.",
    )


def test_a_decision_about_codings_that_are_gone_is_listed_and_not_guessed():
    items = items_of(*PARTIAL)
    grown = items_of(*PARTIAL, quoted("b", "time", "never"))
    found = resolve(grown, decided(items, "union"))
    assert found.open == grown
    assert "no such item" in found.problems[0]


def test_two_answers_to_one_item_are_a_problem():
    items = items_of(*PARTIAL)
    found = resolve(items, decided(items, "union"), decided(items, "reject"))
    assert "decided twice" in found.problems[0]
    assert len(found.consensus) == 1


def test_what_all_cover_may_be_several_passages():
    assert shared_spans([[(0, 10), (20, 30)], [(5, 22), (22, 25)], [(0, 40)]]) == [(5, 10), (20, 25)]


def test_a_decision_file_shows_what_was_seen_and_leaves_room_for_an_answer():
    items = items_of(quoted("a", "time", "had time"), coders=("a", "b"))
    assert write_decisions(items, (), NAMES, heads_of(items)) == dedent(
        f"""\
        decisions: adjudication
        items:
          - item: {items[0].id}
            kind: passage uncoded
            source: Interview 1
            shown:
              - coding: a-time-8
                seen: fact-a-time-8
                coder: Ana
                code: time
                span: '8:16'
                quote: had time
            absent:
              - Ben
            choice:
            why:
        """
    )


def test_an_answer_written_by_hand_is_signed_by_who_reads_it():
    items = items_of(*PARTIAL)
    text = write_decisions(items, (), NAMES, heads_of(items)).replace("choice:\n", "choice: union\n")
    (decision,) = read_decisions(text, "d.yaml", NAMES, by="l", at=NOON)

    assert decision == Decision(items[0].id, "union", "l", NOON, "", heads_of(items))
    assert resolve(items, decision).open == ()


@pytest.mark.parametrize("choice", CHOICES)
def test_a_decision_comes_back_as_it_was_written(choice):
    items = items_of(*PARTIAL)
    decision = decided(
        items, choice, coder="a", code="g-money", start=3, end=9, stance="qualifies", seen=heads_of(items)
    )
    text = write_decisions(items, [decision], NAMES, heads_of(items))
    assert read_decisions(text, "d.yaml", NAMES, by="b", at=0) == (decision,)


def test_items_left_open_are_not_read():
    items = items_of(*PARTIAL)
    assert read_decisions(write_decisions(items, (), NAMES, {}), "d.yaml", NAMES, by="l", at=0) == ()


def test_two_coders_of_one_name_are_written_by_their_guids():
    names = Names(NAMES.sources, {"a": "Ana", "b": "Ana", "l": "Lea"}, NAMES.codes)
    items = items_of(*PARTIAL)
    decision = decided(items, "accept", coder="b")
    text = write_decisions(items, [decision], names, heads_of(items))

    assert "coder: b\n" in text
    assert read_decisions(text, "d.yaml", names, by="l", at=0)[0].coder == "b"
    with pytest.raises(BadFile, match="no coder 'Ana', or more than one"):
        read_decisions(text.replace("coder: b\n", "coder: Ana\n"), "d.yaml", names, by="l", at=0)


def test_all_problems_of_a_decision_file_come_at_once():
    text = dedent(
        """\
        decisions: codebook
        items:
          - item: one
            choice: unite
          - item: one
            choice: accept
          - item: three
            choice: new
            code: tyme
            span: 9:3
            stance: maybe
            at: yesterday
          - item: four
            chioce: union
        """
    )
    with pytest.raises(BadFile) as refused:
        read_decisions(text, "d.yaml", NAMES, by="l", at=0)
    assert refused.value.problems == (
        "d.yaml:1: 'decisions' must be one of adjudication, not 'codebook'.",
        f"d.yaml:4: 'choice' must be one of {', '.join(CHOICES)}, not 'unite'. Did you mean 'union'?",
        "d.yaml:5: item 'one' stands here again.",
        "d.yaml:6: 'accept' needs a 'coder': whose coding stands?",
        "d.yaml:8: 'new' needs a 'code' and a 'span'.",
        "d.yaml:9: there is no code 'tyme', or more than one. Did you mean 'time'?",
        "d.yaml:10: '9:3' is not a span; write START:END.",
        "d.yaml:11: 'stance' must be one of supports, qualifies, opposes, not 'maybe'.",
        "d.yaml:12: 'yesterday' is not a time; write 2026-11-21T09:30:00Z.",
        "d.yaml:14: 'chioce' is not a key of an item. Did you mean 'choice'?",
    )


def test_times_are_written_in_utc_to_the_microsecond():
    assert write_time(NOON + 7) == "2026-11-21T12:00:00.000007Z"
    text = "decisions: adjudication\nitems:\n  - {item: x, choice: union, at: '2026-11-21T13:00:00+01:00'}\n"
    assert read_decisions(text, "d.yaml", NAMES, by="l", at=0)[0].at == NOON
