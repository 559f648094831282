"""Codings that are older than the definition of their code come up again, once."""

from __future__ import annotations

import pytest

from thematic.workflow.codebook import edit_code, merge_codes, rename_code, retire_code
from thematic.workflow.coding import change_coding
from thematic.workflow.revisiting import confirm_codings, stale_codings


@pytest.fixture
def coded(study, tag):
    tag("By accident", "accident")
    tag("any time to think", "thinking")
    return study


def stale(project):
    return [one.quote for one in stale_codings(project)]


def test_a_new_definition_asks_for_its_own_codings_only(coded):
    assert stale(coded) == []
    rename_code(coded, "accident", "By chance")
    assert stale(coded) == []
    edit_code(coded, "accident", definition="Nobody planned it.")
    assert stale(coded) == ["By accident"]


def test_what_is_confirmed_or_changed_does_not_come_up_again_until_the_next_definition(coded):
    edit_code(coded, "accident", definition="Nobody planned it.")
    edit_code(coded, "thinking", exclude=["no time at all"])
    accident, thinking = stale_codings(coded)
    confirm_codings(coded, (accident.guid,))
    change_coding(coded, thinking.guid, stance="supports")
    assert stale(coded) == []
    edit_code(coded, "accident", include=["by luck"])
    assert stale(coded) == ["By accident"]


def test_codings_of_a_retired_code_wait_and_a_merged_code_is_judged_by_its_successor(coded):
    retire_code(coded, "accident")
    assert stale(coded) == ["By accident"]
    merge_codes(coded, ("thinking",), into="time")
    edit_code(coded, "time", definition="None is protected.")
    assert stale(coded) == ["By accident", "any time to think"]


def test_others_codings_are_not_mine_to_revisit(coded):
    edit_code(coded, "accident", definition="Nobody planned it.")
    coded.coder, coded.newcomer = None, "Ben"
    assert stale(coded) == []
    coded.acting_coder()
    assert stale(coded) == []
