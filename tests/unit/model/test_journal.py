from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.model.journal import (
    Entity,
    Fact,
    canonical_json,
    fact_id,
    heads,
    settle,
    value_digest,
)

CODE = Entity("code", "g1")
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def _fact(value, *supersedes: str, nonce: bytes = b"n") -> Fact:
    return Fact(CODE, "name", value, "ana", "act", nonce, supersedes)


def test_the_id_is_the_hash_that_the_journal_promises():
    digest = hashlib.sha256(b"n" + b'"Time"').hexdigest()
    text = json.dumps(["code/g1", "name", digest, "ana", ["a", "b"], "act"], separators=(",", ":"))
    assert _fact("Time", "b", "a").id == hashlib.sha256(text.encode()).hexdigest()


def test_an_erased_value_leaves_the_id_verifiable():
    fact = _fact({"x": 1})
    digest = value_digest(fact.nonce, canonical_json(fact.value))
    assert fact.id == fact_id(CODE, "name", digest, author="ana", supersedes=(), act="act")


@given(values, values)
def test_equal_ids_mean_equal_values(one, other):
    assert (_fact(one).id == _fact(other).id) == (canonical_json(one) == canonical_json(other))


def test_heads_are_the_facts_that_none_supersedes():
    first = _fact("a", nonce=b"1")
    second = _fact("b", first.id, nonce=b"2")
    third = _fact("c", first.id, nonce=b"3")
    assert set(heads([first, second, third])) == {second, third}
    assert heads([first, second, third, _fact("d", second.id, third.id)]) == (
        _fact("d", second.id, third.id),
    )


@pytest.mark.parametrize(
    ("field", "found", "shown"),
    [
        ("name", ["b", "a"], "a"),
        ("status", ["retired", "active"], "active"),
        ("name", [None, "a"], "a"),
        ("same", ["g2", None], None),
        (
            "state",
            [{"status": "absent"}, {"status": "present", "start": 3}],
            {"status": "present", "start": 3},
        ),
    ],
)
def test_until_a_person_decides_the_view_is_cautious(field, found, shown):
    assert settle(field, found) == (shown, True)
    assert settle(field, found[::-1]) == (shown, True)


@given(st.lists(values, min_size=1, max_size=4))
def test_settling_does_not_depend_on_order_and_equal_values_agree(found):
    value, conflict = settle("name", found)
    assert settle("name", found[::-1])[1] == conflict
    assert canonical_json(settle("name", found[::-1])[0]) == canonical_json(value)
    assert conflict == (len({canonical_json(item) for item in found}) > 1)
