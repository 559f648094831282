"""What a person does hundreds of times an hour walks no table, however much was coded before."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from thematic.tui.changes import follow
from thematic.workflow.coding import apply_code
from thematic.workflow.history import next_undo, redo, undo
from thematic.workflow.reading import find_code, find_source, read_codebook

GROWING = ("coding", "entity", "fact", "fact_supersedes", "memo", "turn")
"""Tables that grow with the work; of acts the newest are read, from the end."""


@pytest.fixture
def walked(study):
    """The tables that statements walked from end to end, as SQLite says it would run them."""
    found: set[str] = set()
    plain = study.store.engine.raw_connection()
    there = plain.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchall()
    for _ in there:  # what SQLite counted in a small study would have it walk small tables
        plain.execute("DELETE FROM sqlite_stat1")
        plain.execute("ANALYZE sqlite_schema")

    def explain(_connection, cursor, statement, parameters, _context, _many) -> None:
        if statement.lstrip().startswith("SELECT"):
            values = parameters[0] if isinstance(parameters, list) else parameters
            for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}", values):
                words = row[3].split()
                if words[0] == "SCAN" and "INDEX" not in words and words[1] in GROWING:
                    found.add(f"{words[1]}: {statement}")

    event.listen(study.store.engine, "before_cursor_execute", explain)
    yield found
    event.remove(study.store.engine, "before_cursor_execute", explain)
    plain.close()


def test_applying_undoing_and_looking_ahead_walk_no_table(study, walked):
    source = find_source(study, "R1").guid
    code = find_code(read_codebook(study), "time").guid
    walked.clear()
    apply_code(study, source, 10, 20, code)
    follow(study, undo(study))
    follow(study, redo(study))
    next_undo(study)
    assert walked == set()
