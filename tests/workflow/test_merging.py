"""The laws of merging, through everything a person does: three people go on in copies, and their work meets.

`hypothesis` invents what they do; every law is held against it, on both backends.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections import defaultdict
from contextlib import chdir, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from thematic.errors import BadInput
from thematic.model.journal import settle
from thematic.model.sources import Respondent, SourceText, Turn
from thematic.store import schema
from thematic.store.backup import copy_rows
from thematic.store.connection import connect_store
from thematic.store.people import save_respondent
from thematic.store.rebuild import broken_facts, differing_rows
from thematic.store.sources import save_source, text_hash
from thematic.workflow.codebook import add_code, edit_code, merge_codes, move_code, rename_code, retire_code
from thematic.workflow.codebook_files import export_codebook, import_codebook
from thematic.workflow.coding import apply_code, change_coding, withdraw_code
from thematic.workflow.codings import export_codings
from thematic.workflow.conflicts import list_conflicts, settle_conflicts, write_conflict_file
from thematic.workflow.history import redo, undo
from thematic.workflow.memos import write_memo
from thematic.workflow.merging import merge_projects
from thematic.workflow.project import Surroundings, create_project, open_project
from thematic.workflow.reading import list_memos, list_respondents, list_sources, read_codebook, read_text
from thematic.workflow.trust import check_project
from thematic.workflow.versions import codings_for_review, replace_source

POSTGRES = os.environ.get("THEMATIC_TEST_POSTGRES", "")
PEOPLE = ("Ben", "Cleo", "Dora")
SAID = {
    "R1": ("By accident, really, since there was nobody else.", "Time. There is never any time to think."),
    "R2": ("They asked me twice.", "The rota, and then the rota again."),
}
KEYS = ("time", "thinking", "accident")
EDITED = ("never a minute", "no time at all", "hardly an hour")


def surroundings(name, folder):
    """A world whose clock and chance follow from a name; the base was made before everything else."""
    began = 0 if name == "Ana" else 10**12
    clock, guids, nonces = itertools.count(1), itertools.count(1), itertools.count(1)
    return Surroundings(
        now=lambda: began + next(clock) * 1_000_000 + ord(name[0]),
        guid=lambda: str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{next(guids)}")),
        nonce=lambda: hashlib.sha256(f"{name}/{next(nonces)}".encode()).digest()[:16],
        environment={},
        config_dir=folder / f"config-{name}",
    )


def build_base(folder):
    """A study of two interviews, three codes and four codings by Ana, closed again."""
    project = create_project(
        str(folder / "base.thematic"), title="Study", coder="Ana", here=surroundings("Ana", folder)
    )
    here = project.here
    for label, said in SAID.items():
        person, guid, turns, whole = here.guid(), here.guid(), [], ""
        for words in said:
            turns.append(Turn(len(whole), len(whole) + len(words), label, "respondent", person))
            whole += words + "\n"
        with project.act("import") as writer:
            save_respondent(writer, Respondent(person, label, "quote", {}))
            version = SourceText(here.guid(), guid, text_hash(whole), whole, tuple(turns))
            save_source(writer, version, name=f"{label}.txt", kind="interview", file_sha256="", log="")
    add_code(project, "time", "Lack of time", definition="No time for it")
    add_code(project, "thinking", "Time to think", parent="time")
    add_code(project, "accident", "By accident")
    for at, number in ((0, 0), (3, 1), (9, 2), (20, 0)):
        Steps(project).code(at, number)
    project.close()
    return folder / "base.thematic"


class Steps:
    """What a person may do, each named by two numbers, so that chance can be drawn and repeated."""

    def __init__(self, project):
        self.project = project

    def source(self, number):
        found = list_sources(self.project)
        return found[number % len(found)]

    def codings(self):
        with self.project.store.reading() as connection:
            found = connection.execute(select(schema.coding.c.guid).order_by(schema.coding.c.guid))
            return list(found.scalars())

    def code(self, at, number):
        source = self.source(number)
        words = read_text(self.project, source.guid).text
        start = at % (len(words) - 10)
        key = read_codebook(self.project).by_key[KEYS[number % 3]]
        apply_code(self.project, source.guid, start, start + 3 + at % 7, key.guid)

    def recode(self, at, number):
        if found := self.codings():
            code = read_codebook(self.project).by_key[KEYS[number % 3]]
            change_coding(self.project, found[at % len(found)], code=code.guid)

    def stance(self, at, number):
        if found := self.codings():
            stance = ("supports", "opposes", None)[number % 3]
            change_coding(self.project, found[at % len(found)], stance=stance)

    def uncode(self, at, _number):
        if found := self.codings():
            withdraw_code(self.project, found[at % len(found)])

    def rename(self, at, number):
        rename_code(self.project, KEYS[number % 3], f"Name {at % 4}")

    def define(self, at, number):
        edit_code(self.project, KEYS[number % 3], definition=f"Meaning {at % 3}")

    def move(self, at, number):
        move_code(self.project, KEYS[at % 3], under=(None, *KEYS)[number % 4])

    def retire(self, _at, number):
        retire_code(self.project, KEYS[number % 3])

    def merge_codes(self, at, number):
        merge_codes(self.project, (KEYS[at % 3],), into=KEYS[number % 3])

    def add(self, at, _number):
        add_code(self.project, f"new-{at % 3}", f"New {at % 3}", parent=KEYS[at % 3])

    def memo(self, at, number):
        write_memo(self.project, f"code/{KEYS[number % 3]}", f"Memo {at}")

    def correct(self, at, number):
        """Replace the text of a source: words change in the middle, what was coded stays or goes."""
        source = self.source(number)
        words = read_text(self.project, source.guid).text
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / source.name
            path.write_text(words.replace("never any time", EDITED[at % 3]), encoding="utf-8")
            replace_source(self.project, source.name, str(path))

    def undo(self, _at, _number):
        undo(self.project)


STEPS = tuple(name for name in vars(Steps) if not name.startswith("_") and name not in ("source", "codings"))
drawn = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 11)), min_size=1, max_size=5
)


class Shelf:
    """Where copies stand: files in a folder, or schemas of a database."""

    def __init__(self, folder, base, backend):
        self.folder, self.base, self.backend = folder, base, backend
        self.schemas, self.opened = [], []
        self.count = itertools.count(1)

    def address(self):
        if self.backend == "sqlite":
            return str(self.folder / f"copy{next(self.count)}.thematic")
        self.schemas.append(f"test_{uuid.uuid4().hex}")
        return f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}schema={self.schemas[-1]}"

    def copy(self, of, name):
        """A copy of a project in which somebody acts."""
        where = self.address()
        if self.backend == "sqlite":
            with closing(sqlite3.connect(of)) as source, closing(sqlite3.connect(where)) as target:
                source.backup(target)
        else:
            store = connect_store(str(of))
            copy_rows(store, where)
            store.close()
        return self.open(where, name)

    def open(self, where, name):
        here = surroundings(f"{name}{len(self.opened)}", self.folder)
        self.opened.append(open_project(where, coder=name, here=here))
        return self.opened[-1]

    def close(self):
        for project in self.opened:
            project.close()
        if self.schemas:
            store = connect_store(POSTGRES)
            with store.engine.begin() as connection:
                for name in self.schemas:
                    connection.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
            store.close()


@dataclass
class Played:
    """Three copies after some work, and what they become together."""

    shelf: Shelf
    copies: dict
    """Name → project."""

    def merged(self, *names, by="Eve"):
        """A copy of the first person's project that has taken in the others', in this order."""
        first = self.copies[names[0]]
        project = self.shelf.copy(first.where, by)
        report = merge_projects(project, [self.copies[name].where for name in names[1:]])
        return project, report


def play(folder, base, history, backend="sqlite"):
    """Let three people go on by themselves in copies of a base project."""
    shelf = Shelf(folder, base, backend)
    copies = {name: shelf.copy(base, name) for name in PEOPLE}
    for project, steps in zip(copies.values(), history, strict=True):
        for step, at, number in steps:
            # Whoever wants something that cannot be done is told so, and goes on.
            with suppress(BadInput):
                getattr(Steps(project), step)(at, number)
    return Played(shelf, copies)


def exported(project):
    """Everything a person could carry away, as bytes that do not depend on who merged."""
    sources = [(each.name, each.guid, each.sha256, each.text) for each in list_sources(project)]
    memos = sorted((memo.on, memo.text, memo.guid) for memo in list_memos(project))
    people = sorted((each.label, each.guid, each.consent) for each in list_respondents(project))
    review = sorted(coding.guid for _, coding in codings_for_review(project))
    conflicts = [
        (
            str(each.entity),
            each.field,
            sorted(json.dumps(value, sort_keys=True) for _, value, _ in each.heads),
        )
        for each in list_conflicts(project)
    ]
    return [export_codings(project), export_codebook(project), sources, memos, people, review, conflicts]


def facts_of(project):
    with project.store.reading() as connection:
        return {bytes(id_).hex() for id_ in connection.execute(select(schema.fact.c.id)).scalars()}


def rows_of(project):
    with project.store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in schema.metadata.sorted_tables
        }


def live(project):
    with project.store.reading() as connection:
        return dict(connection.execute(select(schema.coding.c.guid, schema.coding.c.quote)).all())


# the laws


def every_order_and_grouping_gives_equal_exports(played):
    expected = exported(played.merged(*PEOPLE)[0])
    for order in (("Dora", "Cleo", "Ben"), ("Cleo", "Ben", "Dora")):
        assert exported(played.merged(*order)[0]) == expected
    pair, _ = played.merged("Cleo", "Dora")
    grouped = played.shelf.copy(played.copies["Ben"].where, "Eve")
    merge_projects(grouped, [pair.where])
    assert exported(grouped) == expected


def merging_again_brings_nothing_and_writes_nothing(played):
    merged, _ = played.merged(*PEOPLE)
    before = rows_of(merged)
    for name in PEOPLE:
        report = merge_projects(merged, [played.copies[name].where])
        assert (report.new, report.backup) == (0, None)
    assert rows_of(merged) == before


def every_fact_and_coding_of_every_input_is_there_and_the_inputs_are_untouched(played):
    before = {name: rows_of(project) for name, project in played.copies.items()}
    merged, _ = played.merged(*PEOPLE)
    facts, found = facts_of(merged), rows_of(merged)["entity"]
    for name, project in played.copies.items():
        assert facts_of(project) <= facts
        assert {row[1:] for row in rows_of(project)["entity"]} <= {row[1:] for row in found}
        assert rows_of(project) == before[name]
    with merged.store.reading() as connection:
        assert broken_facts(connection) == []
        assert differing_rows(connection) == []


def conflicts_are_every_register_with_several_values_and_the_view_is_cautious(played):
    merged, report = played.merged(*PEOPLE)
    rows = rows_of(merged)
    gone = {row[0] for row in rows["fact_supersedes"]}
    columns = [column.name for column in schema.fact.columns]
    heads = defaultdict(list)
    for row in rows["fact"]:
        fact = dict(zip(columns, row, strict=True))
        if fact["seq"] not in gone:
            heads[fact["entity"], fact["field"]].append(json.loads(fact["value"]))
    several = {
        key for key, values in heads.items() if len({json.dumps(v, sort_keys=True) for v in values}) > 1
    }
    names = {row[0]: f"{row[1]}/{row[2]}" for row in rows["entity"]}
    listed = list_conflicts(merged)
    assert {(str(each.entity), each.field) for each in listed} == {
        (names[one], field) for one, field in several
    }
    assert {(str(entity), field) for entity, field in report.conflicts} <= {
        (str(each.entity), each.field) for each in listed
    }
    for each in listed:
        assert each.shown == settle(each.field, [value for _, value, _ in each.heads])[0]


def codes_stand_in_trees(played):
    codebook = read_codebook(played.merged(*PEOPLE)[0])
    walked = [code.guid for _, code in codebook.walk()]
    assert sorted(walked) == sorted(codebook.by_guid)


def words_at_every_span_are_the_quote_or_the_coding_waits_and_none_is_lost(played):
    merged, report = played.merged(*PEOPLE)
    current = {source.guid: read_text(merged, source.guid) for source in list_sources(merged)}
    with merged.store.reading() as connection:
        rows = connection.execute(
            select(
                schema.coding.c.guid, schema.coding.c.start, schema.coding.c.end, schema.coding.c.quote,
                schema.coding.c.source, schema.coding.c.text,
            )
        ).all()  # fmt: skip
        names = {row.id: row.guid for row in connection.execute(select(schema.entity))}
    waiting = {coding.guid for _, coding in codings_for_review(merged)}
    for guid, start, end, quote, source, version in rows:
        words = current[names[source]]
        if words.guid == names[version]:
            assert words.text[start:end] == quote
        else:
            assert guid in waiting
    alive = {guid for project in played.copies.values() for guid in live(project)}
    with_end = {row[0] for row in rows}
    # Whoever is gone was taken away in one copy and changed in none of the others.
    for guid in alive - with_end:
        assert any(guid not in live(project) for project in played.copies.values())
    assert {orphan.guid for orphan in report.orphans} <= waiting


def deciding_before_or_after_a_merge_is_the_same(played):
    early, _ = played.merged("Ben", "Cleo", by="Fay")
    decide(early, "early.yaml")
    merge_projects(early, [played.copies["Dora"].where])
    late, _ = played.merged(*PEOPLE)
    settle_conflicts(late, str(Path("early.yaml")))
    merge_projects(late, [early.where])
    merge_projects(early, [late.where])
    assert exported(early) == exported(late)


def decide(project, path):
    """Settle every conflict for its first head, by a file; a second time is nothing new."""
    filled = write_conflict_file(project).replace("choice:\n", 'choice: "1"\n')
    Path(path).write_text(filled, encoding="utf-8")
    many = len(list_conflicts(project))
    assert settle_conflicts(project, path).made == many
    assert list_conflicts(project) == ()
    again = settle_conflicts(project, path)
    assert (again.made, len(again.stale)) == (0, many)


def a_merge_is_undone_as_one_act_and_done_again(played):
    mine = played.shelf.copy(played.copies["Ben"].where, "Ben")
    before = exported(mine)
    merge_projects(mine, [played.copies["Cleo"].where, played.copies["Dora"].where])
    after = exported(mine)
    assert undo(mine).verb == "merge"
    assert exported(mine) == before
    redo(mine)
    assert exported(mine) == after
    assert check_project(mine) == ()


def a_dry_run_says_the_same_and_leaves_no_trace(played):
    mine = played.shelf.copy(played.copies["Ben"].where, "Eve")
    others = [played.copies[name].where for name in PEOPLE[1:]]
    before = rows_of(mine)
    planned = merge_projects(mine, others, dry_run=True)
    assert rows_of(mine) == before
    done = merge_projects(mine, others)
    assert (planned.new, planned.moved, planned.conflicts.keys()) == (
        done.new, done.moved, done.conflicts.keys(),
    )  # fmt: skip
    assert (planned.links, planned.orphans, planned.backup) == (done.links, done.orphans, None)


def the_backup_is_the_project_as_it_was(played):
    mine = played.shelf.copy(played.copies["Ben"].where, "Ben")
    before = rows_of(mine)
    report = merge_projects(mine, [played.copies["Cleo"].where])
    kept = played.shelf.open(report.backup, "Ben")
    assert rows_of(kept) == before


def the_exported_codebook_comes_back_without_a_fact(played):
    merged, _ = played.merged(*PEOPLE)
    Path("book.yaml").write_text(export_codebook(merged), encoding="utf-8")
    before = facts_of(merged)
    # Two people can each merge a code into the other's: then the file says what a person must settle.
    codes = read_codebook(merged).by_guid
    if any(codes[code.guid].merged_into and _goes_round(codes, code.guid) for code in codes.values()):
        with pytest.raises(BadInput, match="is merged into itself"):
            import_codebook(merged, "book.yaml")
        return
    report = import_codebook(merged, "book.yaml")
    assert (report.added, report.changed) == ((), ())
    assert facts_of(merged) == before


def _goes_round(codes, guid):
    at, steps = guid, 0
    while codes[at].merged_into and steps <= len(codes):
        at, steps = codes[at].merged_into, steps + 1
    return steps > len(codes)


LAWS = (
    every_order_and_grouping_gives_equal_exports,
    merging_again_brings_nothing_and_writes_nothing,
    every_fact_and_coding_of_every_input_is_there_and_the_inputs_are_untouched,
    conflicts_are_every_register_with_several_values_and_the_view_is_cautious,
    codes_stand_in_trees,
    words_at_every_span_are_the_quote_or_the_coding_waits_and_none_is_lost,
    deciding_before_or_after_a_merge_is_the_same,
    a_merge_is_undone_as_one_act_and_done_again,
    a_dry_run_says_the_same_and_leaves_no_trace,
    the_backup_is_the_project_as_it_was,
    the_exported_codebook_comes_back_without_a_fact,
)


EXAMPLES = int(os.environ.get("THEMATIC_MERGE_EXAMPLES", "2"))
"""How many histories are invented; a third of them, and one at least, on a server too."""


def invented(many):
    """Histories by the same chance in every run."""
    return settings(
        max_examples=many,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return build_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def played(base, tmp_path_factory):
    """What comes of a history on a backend, played once for all laws."""
    known = {}

    def give(history, backend="sqlite"):
        key = repr(history), backend
        if key not in known:
            known[key] = play(tmp_path_factory.mktemp("played"), base, history, backend)
        return known[key]

    yield give
    for each in known.values():
        each.shelf.close()


def hold(law, played):
    with chdir(played.shelf.folder):
        law(played)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@invented(EXAMPLES)
@given(history=st.tuples(drawn, drawn, drawn))
def test_a_law_of_merging_holds(law, played, history):
    hold(law, played(history))


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES, reason="THEMATIC_TEST_POSTGRES is not set")
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@invented(max(1, EXAMPLES // 3))
@given(history=st.tuples(drawn, drawn, drawn))
def test_a_law_of_merging_holds_on_a_server(law, played, history):
    hold(law, played(history, "postgres"))


def digest(folder):
    """What one history comes to, as a hash."""
    base = build_base(folder)
    history = [[(step, at, number) for number, step in enumerate(STEPS)] for at in (2, 9, 23)]
    played = play(folder, base, history)
    with chdir(folder):
        merged, report = played.merged(*PEOPLE)
        told = (repr(report.conflicts), report.links, report.questions)
        said = [exported(merged), sorted(facts_of(merged)), *told]
    played.shelf.close()
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


PROGRAM = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("laws", sys.argv[1])
laws = sys.modules["laws"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(laws)
print(laws.digest(Path(sys.argv[2])))
"""


def test_the_hash_seed_of_python_makes_no_difference(tmp_path):
    found = set()
    for seed in ("0", "4242"):
        # Where the others stood is written into the journal too.
        folder = tmp_path / "played"
        folder.mkdir()
        command = [sys.executable, "-c", PROGRAM, __file__, str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
        shutil.rmtree(folder)
    assert len(found) == 1
