"""The contract of the journal, the same on every backend."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text, update

from thematic.errors import Refused
from thematic.model.journal import Entity
from thematic.store import schema
from thematic.store.bulk import BATCH
from thematic.store.journal import read_acts
from thematic.store.rebuild import broken_facts, differing_rows, rebuild_view
from thematic.store.undo import next_redo, next_undo, reverse_act

CODING = Entity("coding", "g1")


def _state(start: int, end: int, code: str = "c1") -> dict:
    return {
        "text": "t1",
        "start": start,
        "end": end,
        "quote": "x" * (end - start),
        "code": code,
        "stance": None,
    }


def _dump(store) -> dict[str, list]:
    with store.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all())) for table in schema.VIEW
        }


def _without_heads(store) -> dict[str, list]:
    with store.reading() as connection:
        return {
            table.name: sorted(
                repr(row)
                for row in connection.execute(select(*[c for c in table.c if c.name != "head"])).all()
            )
            for table in schema.VIEW
        }


def _undo(store, acting, coder: str = "ana") -> None:
    with store.reading() as connection:
        found = next_undo(connection, coder)
    assert found is not None
    with acting("undo", coder=coder, undoes=found.guid) as writer:
        reverse_act(writer, found)


def _redo(store, acting) -> None:
    with store.reading() as connection:
        found = next_redo(connection, "ana")
    assert found is not None
    with acting("redo", undoes=found.guid) as writer:
        reverse_act(writer, found)


def _places(store) -> list[tuple[str, int, int]]:
    with store.reading() as connection:
        coding = schema.coding
        rows = connection.execute(select(coding.c.guid, coding.c.start, coding.c.end).order_by(coding.c.id))
        return [tuple(row) for row in rows]


def _fail_half_way(acting) -> None:
    with acting("tag") as writer:
        writer.put(CODING, "state", _state(5, 9))
        writer.flush()
        1 / 0  # noqa: B018 - the failure


class TestWriting:
    def test_an_act_writes_its_facts_and_the_view_together(self, store, coded):
        coded(3)
        assert [guid for guid, _, _ in _places(store)] == ["g1", "g2", "g3"]
        with store.reading() as connection:
            assert read_acts(connection)[0].facts == 17

    def test_an_act_that_fails_leaves_nothing(self, store, acting, coded):
        coded(1)
        before = _dump(store)
        with pytest.raises(ZeroDivisionError):
            _fail_half_way(acting)
        assert _dump(store) == before
        with store.reading() as connection:
            assert len(read_acts(connection)) == 1

    def test_an_act_that_changes_nothing_leaves_no_trace(self, store, acting, coded):
        coded(1)
        with acting("rename") as writer:
            writer.put(Entity("code", "c1"), "name", "C1")
        with store.reading() as connection:
            assert [act.verb for act in read_acts(connection)] == ["build"]

    def test_a_later_value_supersedes_the_earlier_one(self, store, acting, coded):
        coded(1)
        with acting("resize") as writer:
            writer.put(CODING, "state", _state(5, 9))
        assert _places(store) == [("g1", 5, 9)]
        with store.reading() as connection:
            assert connection.execute(select(func.count()).select_from(schema.fact_supersedes)).scalar() == 1

    def test_the_same_register_twice_in_one_act_keeps_the_last(self, store, acting, coded):
        coded(1)
        with acting("resize") as writer:
            writer.put(CODING, "state", _state(1, 2))
            writer.flush()
            writer.put(CODING, "state", _state(3, 4))
        assert _places(store) == [("g1", 3, 4)]
        _undo(store, acting)
        assert _places(store) == [("g1", 0, 2)]

    def test_several_heads_are_a_conflict_and_the_view_is_cautious(self, store, acting, coded):
        coded(1)
        with acting("retire") as writer:
            writer.restore(Entity("code", "c1"), "status", "retired", ())
            writer.restore(Entity("code", "c1"), "status", "active", ())
        with store.reading() as connection:
            assert connection.execute(select(schema.conflict.c.field)).scalars().all() == ["status"]
            code = connection.execute(select(schema.code.c.status).where(schema.code.c.guid == "c1"))
            assert code.scalar_one() == "active"
        with acting("decide") as writer:
            writer.put(Entity("code", "c1"), "status", "retired")
        with store.reading() as connection:
            assert connection.execute(select(schema.conflict)).all() == []


class TestRebuild:
    def test_the_view_rebuilt_from_the_facts_equals_the_stored_one(self, store, acting, coded):
        coded(20)
        with acting("resize") as writer:
            writer.put(CODING, "state", _state(5, 9, "c2"))
        with acting("withdraw") as writer:
            writer.put(Entity("coding", "g2"), "state", None)
        before = _dump(store)
        with store.writing() as connection:
            rebuild_view(connection)
        assert _dump(store) == before
        with store.reading() as connection:
            assert differing_rows(connection) == []

    def test_a_view_changed_behind_the_journals_back_is_noticed(self, store, coded):
        coded(2)
        with store.writing() as connection:
            connection.execute(update(schema.coding).where(schema.coding.c.guid == "g1").values(end=40))
        with store.reading() as connection:
            assert differing_rows(connection) == [("coding", 1, 1)]

    def test_every_fact_still_hashes_to_its_id(self, store, coded):
        coded(3)
        with store.reading() as connection:
            assert broken_facts(connection) == []

    def test_a_fact_changed_behind_the_journals_back_is_noticed(self, store, coded):
        coded(3)
        with store.writing() as connection:
            connection.execute(
                update(schema.fact).where(schema.fact.c.field == "state").values(value='{"start":1}')
            )
        with store.reading() as connection:
            assert len(broken_facts(connection)) == 3

    def test_an_erased_value_still_verifies_by_its_digest(self, store, coded):
        coded(1)
        from thematic.model.journal import value_digest

        with store.writing() as connection:
            row = connection.execute(select(schema.fact).where(schema.fact.c.field == "label")).one()
            digest = bytes.fromhex(value_digest(bytes(row.nonce), row.value))
            connection.execute(
                update(schema.fact)
                .where(schema.fact.c.seq == row.seq)
                .values(nonce=None, value=None, digest=digest)
            )
        with store.reading() as connection:
            assert broken_facts(connection) == []


class TestUndo:
    def test_undo_restores_the_value_before(self, store, acting, coded):
        coded(1)
        before = _without_heads(store)
        with acting("resize") as writer:
            writer.put(CODING, "state", _state(5, 9))
        _undo(store, acting)
        assert _without_heads(store) == before

    def test_what_an_act_created_becomes_absent_and_redo_brings_it_back(self, store, acting, coded):
        coded(2)
        before = _without_heads(store)
        _undo(store, acting)
        assert _places(store) == []
        _redo(store, acting)
        assert _without_heads(store) == before

    def test_undo_and_redo_walk_back_and_forth(self, store, acting, coded):
        coded(1)
        for end in (5, 6, 7):
            with acting("resize") as writer:
                writer.put(CODING, "state", _state(0, end))
        for expected in (6, 5, 2):
            _undo(store, acting)
            assert _places(store) == [("g1", 0, expected)]
        for expected in (5, 6):
            _redo(store, acting)
            assert _places(store) == [("g1", 0, expected)]
        _undo(store, acting)
        assert _places(store) == [("g1", 0, 5)]
        _redo(store, acting)
        _redo(store, acting)
        assert _places(store) == [("g1", 0, 7)]
        with store.reading() as connection:
            assert next_redo(connection, "ana") is None

    def test_a_new_act_clears_redo(self, store, acting, coded):
        coded(1)
        _undo(store, acting)
        with acting("name") as writer:
            writer.put(Entity("coder", "ben"), "name", "Ben")
        with store.reading() as connection:
            assert next_redo(connection, "ana") is None

    def test_undo_takes_the_acting_coders_own_acts(self, store, acting, coded):
        coded(1)
        with acting("name", coder="ben") as writer:
            writer.put(Entity("coder", "ben"), "name", "Ben")
        with store.reading() as connection:
            assert next_undo(connection, "ana").verb == "build"
            assert next_undo(connection, "ben").verb == "name"
            assert next_undo(connection, "cleo") is None

    def test_undo_is_refused_when_somebody_changed_the_register_since(self, store, acting, coded):
        coded(1)
        with acting("resize", coder="ben") as writer:
            writer.put(CODING, "state", _state(5, 9))
        before = _dump(store)
        with pytest.raises(Refused, match="since been changed by 'resize'"):
            _undo(store, acting)
        assert _dump(store) == before

    def test_init_cannot_be_undone(self, store, acting):
        with acting("init") as writer:
            writer.put(Entity("project", "p"), "title", "Study")
        with pytest.raises(Refused, match="cannot be undone"):
            _undo(store, acting)

    def test_a_bulk_act_is_undone_as_one(self, store, acting, coded):
        coded(1)
        with acting("import") as writer:
            for number in range(BATCH + 1_000):
                writer.put_all(
                    writer.new("coding", f"b{number}"),
                    {
                        "made": {"source": "s1", "coder": "ana", "layer": "human", "origin": "import"},
                        "state": _state(0, 1),
                    },
                )
        assert len(_places(store)) == BATCH + 1_001
        _undo(store, acting)
        assert len(_places(store)) == 1
        _redo(store, acting)
        assert len(_places(store)) == BATCH + 1_001
        with store.reading() as connection:
            assert differing_rows(connection) == []


class TestOneWriter:
    def test_sequence_is_commit_order(self, store, acting, coded):
        coded(1)
        for end in (3, 4, 5):
            with acting("resize") as writer:
                writer.put(CODING, "state", _state(0, end))
        with store.reading() as connection:
            seqs = connection.execute(text("SELECT seq FROM act ORDER BY at")).scalars().all()
        assert seqs == sorted(seqs)
