"""A project's file that is moved or replaced while it is open is noticed before anything is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from thematic.errors import NotAProject
from thematic.workflow.presence import Presence


def test_a_file_that_is_where_it_was_is_there(project):
    presence = Presence(project)
    presence.check()
    Path(project.where).touch()
    presence.check()


def test_a_file_that_was_moved_is_missed(project):
    presence = Presence(project)
    Path(project.where).rename(Path(project.where).with_name("moved.thematic"))
    with pytest.raises(NotAProject, match="open it where it is now"):
        presence.check()


def test_another_file_of_the_same_name_is_another(project):
    presence = Presence(project)
    path = Path(project.where)
    shutil.copy(path, path.with_name("copy.thematic"))
    path.with_name("copy.thematic").replace(path)
    with pytest.raises(NotAProject, match="moved or replaced"):
        presence.check()


def test_a_project_on_a_server_has_no_file_to_miss(project):
    project.store.where = "postgresql://server/base"
    Presence(project).check()
