"""The laws of merging, on every backend."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, update

from thematic.errors import Refused, StorageError
from thematic.model.journal import Act, Entity, canonical_json, settle
from thematic.store import schema
from thematic.store.backup import copy_rows
from thematic.store.connection import connect_store
from thematic.store.found import JournalView, reading_whole
from thematic.store.journal import Writer, read_acts, writing_act
from thematic.store.merge_acts import save_merge
from thematic.store.rebuild import broken_facts, differing_rows
from thematic.store.undo import next_redo, next_undo, reverse_act
from thematic.store.union import Union

CODES = ("c1", "c2", "c3")
SEEDS = range(int(os.environ.get("THEMATIC_MERGE_SEEDS", "2")))


class Branch:
    """One copy of a project and what is done in it, repeatable from a seed."""

    def __init__(self, where, coder, seed=0):
        self.store, self.coder = connect_store(where), coder
        self.random = random.Random(f"{coder}/{seed}")
        self.count = itertools.count(1)

    @contextmanager
    def act(self, verb, undoes=None):
        number = next(self.count)
        act = Act(f"{self.coder}-{number}", number * 10 + ord(self.coder[0]), self.coder, verb, "", undoes)
        with writing_act(self.store, act, lambda: self.random.randbytes(16)) as writer:
            yield writer

    def live(self):
        with self.store.reading() as connection:
            return list(
                connection.execute(select(schema.coding.c.guid).order_by(schema.coding.c.guid)).scalars()
            )

    def state(self, start, code):
        end = start + 1 + self.random.randrange(5)
        return {
            "text": "t1",
            "start": start,
            "end": end,
            "quote": "x" * (end - start),
            "code": code,
            "stance": None,
        }

    def live_on(self, steps):
        """Some acts, drawn from everything a merge can meet."""
        for _ in range(steps):
            self.random.choice(
                [
                    self.tag,
                    self.tag,
                    self.retag,
                    self.untag,
                    self.name,
                    self.retire,
                    self.join,
                    self.move,
                    self.undo,
                ]
            )()

    def tag(self):
        with self.act("tag") as writer:
            made = {"source": "s1", "coder": self.coder, "layer": "human", "origin": ""}
            guid = f"{self.coder}-coding-{next(self.count)}"
            state = self.state(self.random.randrange(30), self.random.choice(CODES))
            writer.put_all(writer.new("coding", guid), {"made": made, "state": state})

    def retag(self):
        if codings := self.live():
            with self.act("retag") as writer:
                state = self.state(self.random.randrange(3), self.random.choice(CODES))
                writer.put(Entity("coding", self.random.choice(codings)), "state", state)

    def untag(self):
        if codings := self.live():
            with self.act("untag") as writer:
                writer.put(Entity("coding", self.random.choice(codings)), "state", None)

    def name(self):
        with self.act("rename") as writer:
            writer.put(Entity("code", self.random.choice(CODES)), "name", self.random.choice("PQR"))

    def retire(self):
        with self.act("retire") as writer:
            status = self.random.choice(["active", "retired"])
            writer.put(Entity("code", self.random.choice(CODES)), "status", status)

    def join(self):
        one, other = self.random.sample(CODES, 2)
        with self.act("merge codes") as writer:
            writer.put(Entity("code", one), "same", self.random.choice([other, None]))

    def move(self):
        one, other = self.random.sample(CODES, 2)
        with self.act("move") as writer:
            writer.put(Entity("code", one), "parent", self.random.choice([other, None]))

    def undo(self):
        with self.store.reading() as connection:
            act = next_undo(connection, self.coder)
        if act:
            try:
                with self.act("undo", undoes=act.guid) as writer:
                    reverse_act(writer, act)
            except Refused:
                pass


@pytest.fixture
def branches(store, coded, another):
    """Three copies of one project in which three people go on: `branches(seed)`."""
    made = []

    def make(seed, steps=12):
        for coder in ("ben", "cleo", "dora"):
            where = another()
            copy_rows(store, where)
            made.append(Branch(where, coder, seed))
            with made[-1].act("join") as writer:
                writer.put(writer.new("coder", coder), "name", coder.title())
            made[-1].live_on(steps)
        return made[-3:]

    coded(4)
    with writing_act(store, Act("third", 5, "ana", "add code"), lambda: b"0" * 16) as writer:
        writer.put_all(writer.new("code", "c3"), {"key": "c3", "name": "C3"})
    yield make
    for branch in made:
        branch.store.close()


@pytest.fixture
def joined(another):
    """The union of copies, in the order given, in a new copy of the first."""
    made = []

    def join(*stores):
        where = another()
        copy_rows(stores[0], where)
        made.append(connect_store(where))
        for other in stores[1:]:
            bring(made[-1], other)
        return made[-1]

    yield join
    for store in made:
        store.close()


def bring(store, other):
    with store.writing() as connection, reading_whole(other) as source:
        union = Union(connection)
        brought = union.bring(JournalView(source))
        union.project()
    return brought


def facts_of(store):
    """Fact id → everything about it, by names that mean the same in every copy."""
    fact, act, entity, later = schema.fact, schema.act, schema.entity, schema.fact_supersedes
    query = (
        select(fact.c.seq, fact.c.id, act.c.guid, entity.c.kind, entity.c.guid, fact.c.field, fact.c.value,
               fact.c.nonce)
        .join(act, act.c.seq == fact.c.act)
        .join(entity, entity.c.id == fact.c.entity)
    )  # fmt: skip
    with store.reading() as connection:
        rows = connection.execute(query).all()
        ids = {row[0]: bytes(row[1]).hex() for row in rows}
        older = {}
        for superseded, newer in connection.execute(select(later.c.superseded, later.c.fact)):
            older.setdefault(newer, set()).add(ids[superseded])
    return {
        ids[seq]: (
            act_guid,
            f"{kind}/{guid}",
            field,
            value,
            bytes(nonce).hex(),
            tuple(sorted(older.get(seq, ()))),
        )
        for seq, _, act_guid, kind, guid, field, value, nonce in rows
    }


def acts_of(store):
    with store.reading() as connection:
        return {act.guid: act for act in read_acts(connection)}


def view_of(store):
    """The view with guids in place of local keys."""
    with store.reading() as connection:
        names = {row.id: f"{row.kind}/{row.guid}" for row in connection.execute(select(schema.entity))}
        view = {}
        for table in schema.VIEW:
            keys = {column.name for column in table.columns if column.foreign_keys} - {"sha256"}
            view[table.name] = sorted(
                repr(
                    [
                        names.get(value) if name in keys else value
                        for name, value in row.items()
                        if name != "head"
                    ]
                )
                for row in connection.execute(select(table)).mappings()
            )
        return view


def everything(store):
    return facts_of(store), acts_of(store), view_of(store)


def rows_of(store):
    with store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in schema.metadata.sorted_tables
        }


@pytest.mark.parametrize("seed", SEEDS)
class TestLaws:
    def test_every_order_and_grouping_gives_the_same(self, branches, joined, seed):
        one, two, three = (branch.store for branch in branches(seed))
        expected = everything(joined(one, two, three))
        for order in itertools.permutations((one, two, three)):
            assert everything(joined(*order)) == expected
        assert everything(joined(one, joined(two, three))) == expected
        assert everything(joined(joined(three, one), two)) == expected

    def test_merging_again_brings_nothing(self, branches, joined, seed):
        one, two, _ = (branch.store for branch in branches(seed))
        merged = joined(one, two)
        before = rows_of(merged)
        brought = [bring(merged, other) for other in (one, two, merged)]
        assert [each.acts for each in brought] == [(), (), ()]
        assert [each.facts for each in brought] == [0, 0, 0]
        assert rows_of(merged) == before

    def test_nothing_is_lost_and_mine_is_byte_identical(self, branches, joined, seed):
        made = [branch.store for branch in branches(seed)]
        merged = joined(*made)
        found, acts = facts_of(merged), acts_of(merged)
        for store in made:
            assert facts_of(store).items() <= found.items()
            assert acts_of(store).items() <= acts.items()
        assert len(found) == len(set().union(*(facts_of(store) for store in made)))
        mine, after = rows_of(made[0]), rows_of(merged)
        for table in (*schema.JOURNAL, schema.text):
            kept = [row for row in after[table.name] if row in set(mine[table.name])]
            assert kept == mine[table.name]
        with merged.reading() as connection:
            assert broken_facts(connection) == []

    def test_inputs_are_left_as_they_were(self, branches, joined, seed):
        one, two, _ = (branch.store for branch in branches(seed))
        before = rows_of(one), rows_of(two)
        joined(one, two)
        assert (rows_of(one), rows_of(two)) == before

    def test_conflicts_are_complete_and_not_spurious(self, branches, joined, seed):
        merged = joined(*(branch.store for branch in branches(seed, steps=25)))
        registers = {}
        found = facts_of(merged)
        gone = {old for fact in found.values() for old in fact[5]}
        for id_, (_, entity, field, value, _, _) in found.items():
            if id_ not in gone:
                registers.setdefault((entity, field), set()).add(value)
        expected = sorted(key for key, values in registers.items() if len(values) > 1)
        with merged.reading() as connection:
            names = {row.id: f"{row.kind}/{row.guid}" for row in connection.execute(select(schema.entity))}
            rows = connection.execute(select(schema.conflict))
            assert sorted((names[row.entity], row.field) for row in rows) == expected

    def test_the_view_says_what_the_heads_say(self, branches, joined, seed):
        merged = joined(*(branch.store for branch in branches(seed)))
        with merged.reading() as connection:
            assert differing_rows(connection) == []
            rows = connection.execute(select(schema.code)).all()
        heads = {}
        found = facts_of(merged)
        gone = {old for fact in found.values() for old in fact[5]}
        for id_, (_, entity, field, value, _, _) in found.items():
            if id_ not in gone:
                heads.setdefault((entity, field), []).append(json.loads(value))
        for row in rows:
            assert row.name == settle("name", heads[f"code/{row.guid}", "name"])[0]
            said = settle("status", heads.get((f"code/{row.guid}", "status"), ["active"]))[0]
            assert row.status == (said or "active")

    def test_edits_of_both_sides_that_do_not_meet_both_stand(self, branches, joined, seed):
        one, two, _ = branches(seed, steps=0)
        with one.act("rename") as writer:
            writer.put(Entity("code", "c1"), "name", "Mine")
        with two.act("define") as writer:
            writer.put(Entity("code", "c1"), "definition", "Theirs")
        with joined(one.store, two.store).reading() as connection:
            row = connection.execute(select(schema.code).where(schema.code.c.guid == "c1")).one()
            assert (row.name, row.definition) == ("Mine", "Theirs")
            assert connection.execute(select(schema.conflict)).all() == []


def merge(store, other, guid="the-merge", coder="ana"):
    """As the workflow does it: union and merge act in one transaction."""
    with store.writing() as connection, reading_whole(other) as source:
        union = Union(connection)
        brought = union.bring(JournalView(source))
        union.project()
        writer = Writer(connection, Act(guid, 10**6, coder, "merge"), lambda: b"1" * 16)
        save_merge(writer, brought.acts, ["other"])
        writer.finish()


def undo(store, coder="ana", guid="the-undo"):
    with store.reading() as connection:
        act = next_undo(connection, coder)
    with writing_act(store, Act(guid, 10**6 + 1, coder, "undo", "", act.guid), lambda: b"2" * 16) as writer:
        reverse_act(writer, act)
    return act


def redo(store, coder="ana"):
    with store.reading() as connection:
        act = next_redo(connection, coder)
    with writing_act(
        store, Act("the-redo", 10**6 + 2, coder, "redo", "", act.guid), lambda: b"3" * 16
    ) as writer:
        reverse_act(writer, act)


@pytest.mark.parametrize("seed", SEEDS)
class TestUndoingAMerge:
    def test_the_view_is_as_it_was_and_redo_brings_it_back(self, branches, joined, seed):
        one, two, _ = (branch.store for branch in branches(seed))
        mine = joined(one)
        before = view_of(mine)
        merge(mine, two)
        after = view_of(mine)
        assert undo(mine).verb == "merge"
        assert view_of(mine) == before
        with mine.reading() as connection:
            assert differing_rows(connection) == []
        redo(mine)
        assert view_of(mine) == after

    def test_it_is_refused_once_something_it_brought_was_changed(self, branches, joined, seed):
        one, two, _ = branches(seed, steps=0)
        two.tag()
        mine = joined(one.store)
        merge(mine, two.store)
        with writing_act(mine, Act("later", 10**6 + 1, "eve", "untag"), lambda: b"4" * 16) as writer:
            guid = next(guid for guid in Branch.live(_Seeing(mine)) if guid.startswith("cleo"))
            writer.put(Entity("coding", guid), "state", None)
        with pytest.raises(Refused, match="has since been changed"):
            undo(mine)

    def test_after_it_the_merging_persons_own_earlier_acts_come_next(self, branches, joined, seed):
        one, two, _ = branches(seed, steps=0)
        with one.act("rename") as writer:
            writer.put(Entity("code", "c1"), "name", "Mine")
        two.coder, two.count = "ben", itertools.count(50)
        with two.act("define") as writer:
            writer.put(Entity("code", "c2"), "definition", "Ben at home")
        mine = joined(one.store)
        merge(mine, two.store, coder="ben")
        assert undo(mine, "ben", "first").verb == "merge"
        assert undo(mine, "ben", "second").verb == "rename"

    def test_a_merge_made_in_another_copy_is_undone_there(self, branches, joined, seed):
        one, two, three = (branch.store for branch in branches(seed))
        mine = joined(one)
        merge(mine, two)
        bring(three, two)
        merge(three, mine, guid="outer", coder="eve")
        with pytest.raises(Refused, match="made in another copy"):
            undo(three)


class _Seeing:
    def __init__(self, store):
        self.store = store


class TestDamage:
    def refused(self, store, other, kind, match):
        before = rows_of(store)
        with pytest.raises(kind, match=match):
            bring(store, other)
        assert rows_of(store) == before

    def test_a_fact_that_was_changed_is_not_taken_in(self, branches):
        one, two, _ = branches(1, steps=3)
        with two.store.writing() as connection:
            last = select(schema.fact.c.seq).order_by(schema.fact.c.seq.desc()).limit(1).scalar_subquery()
            where = schema.fact.c.seq == last
            connection.execute(update(schema.fact).where(where).values(value='"other"'))
        self.refused(one.store, two.store, StorageError, "does not fit its hash")

    def test_a_text_that_was_changed_is_not_taken_in(self, branches):
        one, two, _ = branches(1, steps=1)
        with two.act("import") as writer:
            writer.put_text("0" * 64, "not what the hash says")
            writer.put(writer.new("memo", "m"), "body", {"text": "x", "at": 1})
        self.refused(one.store, two.store, StorageError, "A text does not fit its hash")

    def test_an_act_with_a_fact_missing_is_not_taken_in(self, branches):
        one, two, _ = branches(1, steps=0)
        two.tag()
        with two.store.writing() as connection:
            last = connection.execute(select(schema.fact.c.seq).order_by(schema.fact.c.seq.desc()).limit(1))
            seq = last.scalar_one()
            connection.execute(schema.fact.delete().where(schema.fact.c.seq == seq))
        self.refused(one.store, two.store, StorageError, "does not fit its hash")

    def test_an_act_that_is_here_with_other_facts_is_noticed(self, branches):
        one, two, _ = branches(1, steps=0)
        with two.store.writing() as connection:
            connection.execute(update(schema.act).where(schema.act.c.guid == "third").values(facts=9))
        self.refused(one.store, two.store, StorageError, "is another act here")

    def test_an_erased_value_travels_as_its_digest(self, branches, joined):
        from thematic.model.journal import value_digest

        one, two, _ = branches(1, steps=0)
        two.tag()
        with two.store.writing() as connection:
            row = connection.execute(select(schema.fact).order_by(schema.fact.c.seq.desc()).limit(1)).one()
            digest = bytes.fromhex(value_digest(bytes(row.nonce), row.value))
            where = schema.fact.c.seq == row.seq
            erased = {"nonce": None, "value": None, "digest": digest}
            connection.execute(update(schema.fact).where(where).values(**erased))
        merged = joined(one.store, two.store)
        with merged.reading() as connection:
            assert broken_facts(connection) == []
            assert differing_rows(connection) == []

    def break_off(self, store, other):
        with store.writing() as connection, reading_whole(other) as source:
            Union(connection).bring(JournalView(source))
            raise RuntimeError

    def test_a_merge_that_fails_half_way_leaves_nothing(self, branches):
        one, two, _ = branches(1, steps=6)
        before = rows_of(one.store)
        with pytest.raises(RuntimeError):
            self.break_off(one.store, two.store)
        assert rows_of(one.store) == before


class TestLinksAcrossCopies:
    def test_links_made_in_one_copy_move_the_codings_made_in_another(self, branches, joined):
        one, two, _ = branches(3, steps=0)
        two.tag()
        with one.act("link") as writer:
            writer.put_all(
                writer.new("source", "s0"), {"made": {"kind": "interview"}, "name": "R0", "text": "t1"}
            )
            writer.put(Entity("source", "s1"), "same", "s0")
        views = [view_of(joined(*order)) for order in ((one.store, two.store), (two.store, one.store))]
        assert views[0] == views[1]
        assert all("source/s0" in row and "source/s1" not in row for row in views[0]["coding"])
        assert len(views[0]["coding"]) == 5


def digest(store):
    facts, acts, view = everything(store)
    said = canonical_json([sorted(facts.items()), sorted(map(repr, acts.values())), view])
    return hashlib.sha256(said.encode()).hexdigest()


class TestHashSeeds:
    def test_the_digest_of_one_history(self, branches, joined):
        """Run by the next test under several hash seeds; on its own it says that two orders agree."""
        one, two, three = (branch.store for branch in branches(11))
        found = digest(joined(one, two, three))
        assert found == digest(joined(three, two, one))
        if os.environ.get("THEMATIC_DIGEST"):
            Path(os.environ["THEMATIC_DIGEST"]).write_text(found)

    @pytest.mark.slow
    def test_the_hash_seed_of_python_makes_no_difference(self, request, store, where, tmp_path):
        kind = "postgres" if store.is_postgres else "sqlite"
        test = f"{Path(__file__)}::TestHashSeeds::test_the_digest_of_one_history[{kind}]"
        found = set()
        for seed in ("1", "4242"):
            target = tmp_path / f"digest-{seed}"
            environment = {**os.environ, "PYTHONHASHSEED": seed, "THEMATIC_DIGEST": str(target)}
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
            done = subprocess.run(
                command, env=environment, cwd=request.config.rootpath, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stdout.decode()
            found.add(target.read_text())
        assert len(found) == 1


class TestBothBackends:
    @pytest.mark.postgres
    def test_what_went_from_one_backend_to_the_other_and_back_is_the_same(
        self, branches, joined, tmp_path, where
    ):
        one, two, _ = (branch.store for branch in branches(5))
        there = str(tmp_path / "file.thematic")
        copy_rows(one, there)
        file = connect_store(there)
        try:
            bring(file, two)
            assert everything(file) == everything(joined(one, two))
            bring(one, file)
            assert everything(one) == everything(file)
        finally:
            file.close()
