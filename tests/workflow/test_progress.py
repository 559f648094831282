"""Which sources a coder calls done, where none were given out; tests/workflow/test_rounds.py has the rest."""

from __future__ import annotations

from thematic.workflow.history import undo
from thematic.workflow.progress import done_sources, mark_done
from thematic.workflow.reading import find_source


def test_a_mark_is_a_coders_own_and_can_be_taken_off(team):
    made = team()
    made.source("R1.txt", "There is never any time.")
    source = find_source(made.project, "R1").guid
    mark_done(made.as_("Ben"), source, done=True)
    assert done_sources(made.as_("Ben")) == {source}
    assert done_sources(made.as_("Ana")) == frozenset()
    mark_done(made.as_("Ben"), source, done=False)
    assert done_sources(made.project) == frozenset()


def test_a_mark_is_undone_like_any_act(team):
    made = team()
    made.source("R1.txt", "There is never any time.")
    mark_done(made.project, find_source(made.project, "R1").guid, done=True)
    assert undo(made.project).verb == "done"
    assert done_sources(made.project) == frozenset()


def test_where_nobody_acts_nothing_is_done(team):
    made = team()
    made.project.coder = None
    assert done_sources(made.project) == frozenset()
