"""Diff and merge of codebooks: laws first, then what a person sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import permutations
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.errors import BadFile
from thematic.model.codebook import Code, Codebook
from thematic.reconcile.codebook_decisions import read_codebook_decisions, write_codebook_decisions
from thematic.reconcile.codebook_diff import CodeChange, diff_codebooks
from thematic.reconcile.codebook_values import Branch, CodebookDecision, match_id
from thematic.reconcile.codebooks import merge_codebooks

BASE = Codebook(
    (
        Code("g1", "barriers", "Barriers"),
        Code("g2", "time", "Lack of time", "No hours for it", keywords=("no time",), parent="g1"),
        Code("g3", "money", "Lack of money", "No funds", parent="g1", position=1),
        Code("g4", "mentors", "Mentors", "A senior who guides", position=1),
    ),
    "leadership",
)


def changed(book, guid, **more):
    return Codebook(
        tuple(replace(code, **more) if code.guid == guid else code for code in book.codes), book.name
    )


def with_code(book, code):
    return Codebook((*book.codes, code), book.name)


def branch(name, book, drafts=()):
    return Branch(name, book, frozenset(drafts))


def drafted(name, book):
    """The same codebook as a file without ids gives it."""
    new = {code.guid: f"{name}:{code.key}" for code in book.codes}
    codes = tuple(
        replace(code, guid=new[code.guid], parent=new.get(code.parent), merged_into=new.get(code.merged_into))
        for code in book.codes
    )
    return branch(name, Codebook(codes, book.name), new.values())


def merged(*books, base=BASE, decisions=()):
    names = ("A.yaml", "B.yaml", "C.yaml")
    sides = [
        book if isinstance(book, Branch) else branch(name, book)
        for name, book in zip(names, books, strict=False)
    ]
    return merge_codebooks(sides, base, decisions)


def test_nothing_changed_merges_to_the_base():
    found = merged(BASE, BASE)
    assert found.codebook.by_guid == BASE.by_guid
    assert found.codebook.name == "leadership"
    assert (found.conflicts, found.matches, found.clashes, found.cycles, found.stale) == ((), (), (), (), ())


def test_an_edit_on_one_side_wins():
    found = merged(changed(BASE, "g2", name="Time pressure"), changed(BASE, "g3", parent=None))
    assert found.codebook.by_guid["g2"].name == "Time pressure"
    assert found.codebook.by_guid["g3"].parent is None
    assert found.conflicts == ()


def test_equal_edits_agree():
    edited = changed(BASE, "g2", definition="No protected hours")
    assert merged(edited, edited).conflicts == ()


def test_different_edits_conflict_and_every_value_is_kept_with_its_author():
    (conflict,) = merged(
        changed(BASE, "g2", name="Time pressure"),
        changed(BASE, "g2", name="Hours"),
        changed(BASE, "g2", name="Hours"),
    ).conflicts
    assert (conflict.key, conflict.field, conflict.base) == ("time", "name", "Lack of time")
    assert conflict.values == (("Hours", ("B.yaml", "C.yaml")), ("Time pressure", ("A.yaml",)))
    assert conflict.shown == "Hours"


def test_edits_to_different_fields_of_one_code_combine():
    found = merged(changed(BASE, "g2", name="Hours"), changed(BASE, "g2", definition="None left"))
    code = found.codebook.by_guid["g2"]
    assert (code.name, code.definition, found.conflicts) == ("Hours", "None left", ())


def test_active_wins_over_retired_until_somebody_decides():
    one = with_code(BASE, Code("g5", "trust", "Trust", status="retired"))
    other = with_code(BASE, Code("g5", "trust", "Trust"))
    found = merged(one, other)
    assert found.codebook.by_guid["g5"].status == "active"
    assert [conflict.field for conflict in found.conflicts] == ["status"]


def test_retiring_on_one_side_is_an_edit():
    assert merged(changed(BASE, "g4", status="retired"), BASE).codebook.by_guid["g4"].status == "retired"


def test_a_missing_line_says_nothing():
    shorter = Codebook((BASE.codes[0], replace(BASE.codes[1], definition="", keywords=())))
    found = merged(shorter, changed(BASE, "g3", name="Money"))
    assert found.codebook.by_guid["g2"] == BASE.by_guid["g2"]
    assert found.codebook.by_guid["g4"] == BASE.by_guid["g4"]
    assert found.conflicts == ()


def test_unmerged_wins_over_merged_until_somebody_decides():
    one, other = changed(BASE, "g2", merged_into="g1"), changed(BASE, "g2", merged_into="g3")
    found = merged(one, other)
    assert [conflict.field for conflict in found.conflicts] == ["merged_into"]
    assert found.codebook.by_guid["g2"].merged_into in {"g1", "g3"}
    assert merged(one, BASE).codebook.by_guid["g2"].merged_into == "g1"


def test_codes_that_went_under_each_other_go_back_to_where_they_were():
    one, other = changed(BASE, "g2", parent="g3"), changed(BASE, "g3", parent="g2")
    found = merged(one, other)
    assert found.cycles == (("g2", "g3"),)
    assert {found.codebook.by_guid[guid].parent for guid in ("g2", "g3")} == {"g1"}


def test_a_circle_in_one_branch_alone_is_broken_too():
    loop = with_code(
        with_code(BASE, Code("g8", "a", "Anger", parent="g9")), Code("g9", "b", "Bliss", parent="g8")
    )
    found = merged(loop, BASE)
    assert found.cycles == (("g8", "g9"),)
    assert [found.codebook.by_guid[guid].parent for guid in ("g8", "g9")] == [None, None]


def test_codes_of_only_one_codebook_are_all_there():
    found = merged(
        with_code(BASE, Code("g5", "trust", "Trust")), with_code(BASE, Code("g6", "sleep", "Sleep"))
    )
    assert found.codebook.by_guid.keys() == {"g1", "g2", "g3", "g4", "g5", "g6"}
    assert found.origins["g5"] == ("A.yaml: trust",)
    assert found.origins["g2"] == ("base: time", "A.yaml: time", "B.yaml: time")


def test_files_without_ids_are_the_same_codes_by_the_keys_of_the_base():
    one = drafted("A.yaml", changed(BASE, "g2", name="Hours"))
    other = drafted("B.yaml", changed(BASE, "g3", parent=None))
    found = merged(one, other)
    assert found.codebook.by_guid.keys() == BASE.by_guid.keys()
    assert found.codebook.by_guid["g2"].name == "Hours"
    assert found.codebook.by_guid["g2"].parent == "g1"
    assert found.drafts == frozenset()


def test_without_ids_or_base_only_equal_codes_are_one():
    other = changed(BASE, "g2", definition="Not an hour for it")
    found = merged(drafted("A.yaml", BASE), drafted("B.yaml", other), base=None)
    keys = sorted(code.key for code in found.codebook.codes)
    assert keys == ["barriers", "mentors", "money", "time", "time-2"]
    assert [clash.key for clash in found.clashes] == ["time"]
    assert [match.kind for match in found.matches] == ["same"]
    assert len(found.drafts) == 5


def test_a_draft_equal_to_a_code_with_an_id_is_that_code():
    found = merged(branch("A.yaml", BASE), drafted("B.yaml", BASE), base=None)
    assert found.codebook.by_guid.keys() == BASE.by_guid.keys()
    assert found.drafts == frozenset()


def test_equal_codes_with_different_ids_are_only_proposed():
    other = Codebook((Code("h2", "time", "Lack of time", "No hours for it"),))
    found = merged(Codebook((Code("g2", "time", "Lack of time", "No hours for it"),)), other, base=None)
    assert found.codebook.by_guid.keys() == {"g2", "h2"}
    assert [(match.left, match.right) for match in found.matches] == [(("g2",), ("h2",))]


def test_a_code_renamed_in_a_file_without_ids_is_proposed_against_the_base():
    renamed = changed(BASE, "g4", key="guides", name="Mentors and guides")
    found = merged(drafted("A.yaml", renamed), drafted("B.yaml", BASE))
    (match,) = found.matches
    assert {*match.left, *match.right} == {"A.yaml:guides", "g4"}


def test_codes_decided_to_be_the_same_become_one_and_keep_the_other_id():
    one = Codebook((Code("g2", "time", "Lack of time", "No hours for it"),))
    other = Codebook((Code("h2", "hours", "Lack of time", "No hours for it"),))
    (match,) = merged(one, other, base=None).matches
    found = merged(one, other, base=None, decisions=[CodebookDecision(match_id(match), "same")])

    assert found.matches == ()
    assert found.codebook.by_guid["h2"].merged_into == "g2"
    assert found.codebook.resolve("h2") == "g2"
    assert [(c.field, c.key) for c in found.conflicts] == [("key", "time")]
    assert found.origins["g2"] == ("A.yaml: time", "B.yaml: hours")


def test_codes_decided_to_be_separate_are_proposed_no_more():
    one, other = Codebook((Code("g2", "time", "Time"),)), Codebook((Code("h2", "time", "Time"),))
    (match,) = merged(one, other, base=None).matches
    found = merged(one, other, base=None, decisions=[CodebookDecision(match_id(match), "separate")])
    assert found.matches == found.stale == ()
    assert len(found.codebook.codes) == 2


def test_a_split_retires_the_code_and_a_merger_merges_whichever_way_it_was_proposed(spans_of):
    whole = Codebook((Code("w", "learning", "Learning at work"),))
    parts = Codebook((Code("x", "nights", "Night shifts"), Code("y", "rounds", "Ward rounds")))
    spans = {
        "A.yaml": spans_of([(0, 0, 50, 0, 0), (0, 60, 100, 0, 0)]),
        "B.yaml": spans_of([(0, 0, 45, 0, 0), (0, 70, 99, 1, 0)]),
    }
    sides = [branch("A.yaml", whole), branch("B.yaml", parts)]
    turned = [branch("A.yaml", parts), branch("B.yaml", whole)]
    swapped = {"A.yaml": spans["B.yaml"], "B.yaml": spans["A.yaml"]}
    for books, put_on, kind in ((sides, spans, "split"), (turned, swapped, "merge")):
        (match,) = merge_codebooks(books, spans=put_on).matches
        assert match.kind == kind
        found = merge_codebooks(books, None, [CodebookDecision(match_id(match), "split")], put_on)
        assert (found.codebook.by_guid["w"].status, found.matches) == ("retired", ())
        assert found.origins["x"][0] == "split from learning"
        found = merge_codebooks(books, None, [CodebookDecision(match_id(match), "merge")], put_on)
        assert {found.codebook.by_guid[guid].merged_into for guid in ("x", "y")} == {"w"}
        assert found.codebook.by_guid["w"].status == "active"


def test_a_split_that_was_decided_also_answers_which_of_its_codes_are_one():
    words = ("a diary", "writing it up", "the walk home", "the file")
    whole = Code("w", "reflection", "Reflection", "Thinking back on it", keywords=words)
    parts = (
        Code("x", "reflection-habit", "Reflection", "Thinking back on it", keywords=words[::2]),
        Code("y", "paper", "Paper", "Asked for", keywords=words[1::2]),
    )
    sides = [branch("A.yaml", Codebook((whole,))), branch("B.yaml", Codebook(parts))]
    asked = merge_codebooks(sides).matches
    assert sorted(match.kind for match in asked) == ["same", "split"]
    split = next(match for match in asked if match.kind == "split")
    assert merge_codebooks(sides, decisions=[CodebookDecision(match_id(split), "split")]).matches == ()


def test_another_key_in_a_file_without_ids_stays_as_a_name_for_the_code():
    other = drafted("B.yaml", changed(BASE, "g4", key="guides"))
    (match,) = merged(BASE, other).matches
    found = merged(BASE, other, decisions=[CodebookDecision(match_id(match), "same")])
    assert found.codebook.by_guid["g4"].key == "mentors"
    alias = found.codebook.by_key["guides"]
    assert (found.codebook.resolve(alias.guid), found.conflicts) == ("g4", ())
    assert found.origins["g4"] == ("base: mentors", "A.yaml: mentors", "B.yaml: guides")


def test_where_an_earlier_merge_took_a_code_from_is_not_forgotten():
    before = Branch("A.yaml", BASE, frozenset(), {"g2": ("ana.yaml: hours",)})
    found = merge_codebooks([before, branch("B.yaml", BASE)], BASE)
    assert found.origins["g2"] == ("ana.yaml: hours", "base: time", "A.yaml: time", "B.yaml: time")


def test_a_code_is_never_merged_into_itself_by_two_answers():
    one = Codebook((Code("a", "a", "Set", keywords=("p", "q")), Code("b", "b", "Group", keywords=("r", "s"))))
    other = Codebook((Code("b", "b", "Group", keywords=("r", "s", "p", "q")),))
    back = Codebook((Code("a", "a", "Set", keywords=("p", "q", "r", "s")),))
    sides = [branch("A.yaml", other), branch("B.yaml", back)]
    first = merge_codebooks(sides, one)
    answers = [CodebookDecision(match_id(match), "merge") for match in first.matches]
    book = merge_codebooks(sides, one, answers).codebook
    assert {book.resolve("a"), book.resolve("b")} in ({"a"}, {"b"})


TWO_NAMES = changed(BASE, "g2", name="Time pressure"), changed(BASE, "g2", name="Hours")


@pytest.mark.parametrize(
    ("choice", "value", "name"),
    [
        ("A.yaml", None, "Time pressure"),
        ("B.yaml", None, "Hours"),
        ("base", None, "Lack of time"),
        ("value", "No time", "No time"),
    ],
)
def test_a_conflict_is_decided_for_a_branch_the_base_or_new_words(choice, value, name):
    (conflict,) = merged(*TWO_NAMES).conflicts
    found = merged(*TWO_NAMES, decisions=[CodebookDecision(conflict.id, choice, value, conflict.seen)])
    assert (found.codebook.by_guid["g2"].name, found.conflicts, found.stale) == (name, (), ())


def test_both_lists_can_be_kept():
    sides = (
        changed(BASE, "g2", keywords=("no time", "busy")),
        changed(BASE, "g2", keywords=("hurry", "no time")),
    )
    (conflict,) = merged(*sides).conflicts
    found = merged(*sides, decisions=[CodebookDecision(conflict.id, "both")])
    assert found.codebook.by_guid["g2"].keywords == ("hurry", "no time", "busy")


@pytest.mark.parametrize("choice", ["both", "D.yaml", "same"])
def test_an_answer_that_means_nothing_leaves_the_conflict(choice):
    (conflict,) = merged(*TWO_NAMES).conflicts
    found = merged(*TWO_NAMES, decisions=[CodebookDecision(conflict.id, choice)])
    assert len(found.conflicts) == len(found.stale) == 1


def test_a_new_code_has_no_base_to_go_back_to_and_a_parent_no_words():
    one = with_code(BASE, Code("g5", "trust", "Trust", parent="g1"))
    other = with_code(BASE, Code("g5", "trust", "Confidence", parent="g4"))
    parent, name = sorted(merged(one, other).conflicts, key=lambda c: c.field, reverse=True)
    answers = [CodebookDecision(name.id, "base"), CodebookDecision(parent.id, "value", "g1")]
    assert len(merged(one, other, decisions=answers).stale) == 2
    top = merged(one, other, decisions=[CodebookDecision(parent.id, "base")])
    assert top.codebook.by_guid["g5"].parent is None


def test_a_later_edit_reopens_a_decision():
    (conflict,) = merged(*TWO_NAMES).conflicts
    decision = CodebookDecision(conflict.id, "A.yaml", seen=conflict.seen)
    found = merged(TWO_NAMES[0], changed(BASE, "g2", name="No hours"), decisions=[decision])
    assert len(found.conflicts) == 1
    assert found.stale == (f"decision {conflict.id}: what it is about has changed since; open again.",)


def test_a_decision_about_something_else_is_listed():
    assert merged(BASE, BASE, decisions=[CodebookDecision("feed", "A.yaml")]).stale == (
        "decision feed: nothing here has this id.",
    )


def test_a_decision_file_is_written_filled_in_and_replayed():
    sides = (*TWO_NAMES, with_code(BASE, Code("g9", "guides", "Mentor", "A senior who guides")))
    rival = with_code(sides[0], Code("h9", "mentor", "Mentoring", "A senior who guides others"))
    first = merged(rival, *sides[1:])
    text = write_codebook_decisions(first)
    assert len(first.conflicts) == len(first.matches) == 1
    answered = text.replace("choice:", "choice: B.yaml", 1).replace("choice:\n", "choice: separate\n")

    found = merged(rival, *sides[1:], decisions=read_codebook_decisions(answered, "d.yaml"))
    assert (found.conflicts, found.matches, found.stale) == ((), (), ())
    assert found.codebook.by_guid["g2"].name == "Hours"
    assert read_codebook_decisions(text, "d.yaml") == ()


def test_a_decision_file_shows_values_with_their_authors():
    sides = changed(BASE, "g2", parent="g4"), changed(BASE, "g2", parent="g3")
    found = merged(*sides)
    (conflict,) = found.conflicts
    assert write_codebook_decisions(found) == dedent(
        f"""\
        decisions: codebook
        conflicts:
          - conflict: {conflict.id}
            seen: {conflict.seen}
            code: time
            field: parent
            before: barriers
            values:
              - from:
                  - B.yaml
                value: money
              - from:
                  - A.yaml
                value: mentors
            choices:
              - B.yaml
              - A.yaml
              - base
            choice:
            by:
            why:
        matches: []
        """
    )


def test_all_problems_of_a_decision_file_come_at_once():
    text = dedent(
        """\
        decisions: codebook
        conflicts:
          - conflict: x
            field: name
            choice: value
          - choice: A.yaml
            colour: red
        matches:
          - match: y
            choice: equal
        """
    )
    with pytest.raises(BadFile) as refused:
        read_codebook_decisions(text, "d.yaml")
    assert [line.partition(": ")[0] for line in refused.value.problems] == [
        "d.yaml:3",
        "d.yaml:6",
        "d.yaml:7",
        "d.yaml:10",
    ]


def test_a_list_can_be_put_into_words():
    text = (
        "decisions: codebook\nconflicts:\n  - {conflict: x, field: keywords, choice: value, value: [a, b]}\n"
    )
    (decision,) = read_codebook_decisions(text, "d.yaml")
    assert decision.value == ("a", "b")


def test_a_diff_names_what_changed_by_keys():
    after = Codebook(
        (
            BASE.codes[0],
            replace(BASE.codes[1], name="Hours", parent="g4"),
            BASE.codes[3],
            Code("g5", "funds", "Lack of money", "No funds"),
        )
    )
    found = diff_codebooks(BASE, after)
    assert found.changes == (
        CodeChange("added", "funds", after="Lack of money"),
        CodeChange("changed", "time", "name", "Lack of time", "Hours"),
        CodeChange("changed", "time", "parent", "barriers", "mentors"),
        CodeChange("removed", "money", before="Lack of money"),
    )
    assert [(match.left, match.right) for match in found.matches] == [(("g3",), ("g5",))]


def test_a_diff_of_files_without_ids_goes_by_keys():
    assert diff_codebooks(BASE, drafted("B.yaml", BASE).codebook).changes == ()
    found = diff_codebooks(drafted("A", BASE).codebook, changed(BASE, "g2", name="Hours"))
    assert found.changes == (CodeChange("changed", "time", "name", "Lack of time", "Hours"),)


words = st.sampled_from(["", "Trust", "Time", "Hours", "Mentors", "Money"])
edits = st.lists(
    st.tuples(
        st.sampled_from(["g1", "g2", "g3", "g4", "n1", "n2"]),
        st.sampled_from(["name", "definition", "parent", "status", "merged_into", "keywords", "key"]),
        st.integers(0, 4),
    ),
    max_size=6,
)


def edited(changes):
    codes = {code.guid: code for code in BASE.codes}
    for guid, name, pick in changes:
        code = codes.setdefault(guid, Code(guid, f"key-{guid}", f"Name {guid}"))
        others = ["g1", "g2", "g3", "g4", None]
        value = {
            "name": ["Trust", "Time", "Hours", "Mentors", "Money"][pick],
            "definition": ["", "a", "b", "c", "d"][pick],
            "parent": others[pick] if others[pick] != guid else None,
            "merged_into": others[pick] if others[pick] != guid else None,
            "status": ["active", "retired"][pick % 2],
            "keywords": ((), ("x",), ("x", "y"), ("z",), ("y",))[pick],
            "key": ["time", "hours", "trust", "money", "k"][pick],
        }[name]
        codes[guid] = replace(code, **{name: value})
    return Codebook(tuple(codes.values()), "leadership")


@given(edits, edits, edits)
def test_the_order_of_the_branches_makes_no_difference(one, two, three):
    sides = [branch(name, edited(changes)) for name, changes in zip("ABC", (one, two, three), strict=True)]
    results = {repr(merge_codebooks(order, BASE)) for order in permutations(sides)}
    assert len(results) == 1


@given(edits, edits)
def test_nothing_is_lost_and_nothing_made_up(one, two):
    sides = edited(one), edited(two)
    found = merged(*sides)
    assert (
        found.codebook.by_guid.keys()
        == BASE.by_guid.keys() | sides[0].by_guid.keys() | sides[1].by_guid.keys()
    )
    for guid, code in found.codebook.by_guid.items():
        versions = [book.by_guid[guid] for book in (*sides, BASE) if guid in book.by_guid]
        assert code.name in {version.name for version in versions}
        assert code.keywords in {version.keywords for version in versions}
    for conflict in found.conflicts:
        given_values = [getattr(book.by_guid[conflict.code], conflict.field) for book in sides]
        assert {repr(value) for value, _ in conflict.values} == {repr(value) for value in given_values}
        assert len(set(map(repr, given_values))) == 2


@given(edits, edits)
def test_the_codes_stand_in_trees_and_keys_are_their_own(one, two):
    book = merged(edited(one), edited(two)).codebook
    assert {code.guid for _, code in book.walk()} == book.by_guid.keys()
    assert len({code.key for code in book.codes}) == len(book.codes)


@given(edits)
def test_merging_with_the_base_or_with_itself_changes_nothing(changes):
    book = edited(changes)
    alone = merged(book, BASE)
    assert alone.conflicts == ()
    twice = merged(book, book)
    assert twice.conflicts == ()
    assert alone.codebook.by_guid == twice.codebook.by_guid


@given(edits, edits)
def test_deciding_every_conflict_leaves_none_and_replays(one, two):
    sides = edited(one), edited(two)
    first = merged(*sides)
    answers = [CodebookDecision(c.id, "B.yaml", seen=c.seen) for c in first.conflicts]
    answers += [
        CodebookDecision(match_id(m), "separate", seen=first.seen[match_id(m)]) for m in first.matches
    ]
    found = merged(*sides, decisions=answers)
    assert (found.conflicts, found.matches, found.stale) == ((), (), ())
    assert found == merged(*sides, decisions=answers)


PROGRAM = """
import json, random
from thematic.model.codebook import Code, Codebook
from thematic.reconcile.codebooks import merge_codebooks
from thematic.reconcile.codebook_values import Branch
r = random.Random(3)
def code(side, n):
    name = r.choice(["Trust", "Time", "Hours"]) + f" {r.randrange(9)}"
    return Code(f"{side}{n}", f"k{n}", name, r.choice(["", "one two", "three two"]))
def branch(side):
    codes = tuple(code(side, n) for n in range(30))
    return Branch(side, Codebook(codes), frozenset(f"{side}{n}" for n in range(0, 30, 2)))
m = merge_codebooks([branch(side) for side in "ABC"])
print(json.dumps([repr(m.codebook), repr(m.matches), repr(m.clashes), sorted(m.origins.items())]))
"""


def test_a_merge_is_the_same_in_every_run_of_python():
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
    assert "CodeMatch" in json.loads(runs.pop())[1]
