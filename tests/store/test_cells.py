"""Cell summaries: kept, taken back, rebuilt, and the same entity in every copy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from thematic.model.codebook import Code
from thematic.model.journal import MERGED, Entity
from thematic.model.matrix import StoredCell
from thematic.model.sources import Respondent
from thematic.store import cells, codes, people, projects, schema
from thematic.store.journal import read_acts
from thematic.store.migrations import MIGRATIONS
from thematic.store.rebuild import differing_rows, rebuild_view
from thematic.store.undo import reverse_act

CELL = StoredCell("r1", "c1", "Has none.", "ana", ("g1",), {"g1": "aa", "g2": "bb"})


@pytest.fixture
def project(store, acting):
    with acting("fill") as writer:
        projects.save_project(writer, "p", "Study", "codebook")
        people.save_respondent(writer, Respondent("r1", "R1"))
        people.save_respondent(writer, Respondent("r2", "R2"))
        codes.save_code(writer, Code("c1", "time", "Time"))
    return store


def read(store):
    with store.reading() as connection:
        return cells.load_cells(connection)


def write(acting, cell, verb="write cell"):
    with acting(verb) as writer:
        cells.save_cell(writer, "p", cell)
    return writer


def test_a_summary_is_kept_and_taken_back(project, acting):
    write(acting, CELL)
    assert read(project) == (CELL,)
    assert write(acting, CELL).facts == 0
    write(acting, replace(CELL, text="", quotes=(), rests_on={}))
    assert read(project) == ()


def test_undo_brings_the_words_before_back(project, acting):
    write(acting, CELL)
    write(acting, replace(CELL, text="Has some."))
    with project.reading() as connection:
        second, first = read_acts(connection, limit=2)
    for undone, left in ((second, (CELL,)), (first, ())):
        with acting("undo", undoes=undone.guid) as writer:
            reverse_act(writer, undone)
        assert read(project) == left


def test_the_rebuilt_view_has_the_same_cells(project, acting):
    write(acting, CELL)
    with project.writing() as connection:
        rebuild_view(connection)
        assert differing_rows(connection) == []
    assert read(project) == (CELL,)


def test_whoever_writes_the_same_cell_writes_the_same_entity(project, acting):
    write(acting, CELL)
    write(acting, replace(CELL, text="Other words.", by="ben"))
    with project.reading() as connection:
        assert len(connection.execute(select(schema.cell)).all()) == 1


def test_cells_of_people_who_turn_out_to_be_one_stand_together(project, acting):
    write(acting, CELL)
    write(acting, replace(CELL, respondent="r2", text="Other words."))
    with acting("same") as writer:
        writer.put(Entity("respondent", "r2"), MERGED, "r1")
    assert [(one.respondent, one.text) for one in read(project)] == [
        ("r1", "Has none."),
        ("r1", "Other words."),
    ]


def test_an_older_project_gets_room_for_cells_and_marks(project, acting):
    with project.writing() as connection:
        schema.cell.drop(connection)
        connection.exec_driver_sql("ALTER TABLE coding DROP COLUMN illustrative")
        MIGRATIONS[3](connection)
    write(acting, CELL)
    assert read(project) == (CELL,)
