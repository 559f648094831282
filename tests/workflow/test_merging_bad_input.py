"""What must not be merged, or not in silence: each with a clear word, and nothing half-written."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from thematic.errors import (
    BadInput,
    NewerProject,
    NotAProject,
    NotFound,
    ReadersWriteNothing,
    Refused,
    StorageError,
)
from thematic.store import schema
from thematic.workflow import merging
from thematic.workflow.codings import export_codings
from thematic.workflow.history import list_acts, undo
from thematic.workflow.merging import MergeOptions, merge_projects
from thematic.workflow.people import import_respondents
from thematic.workflow.reading import list_coders, list_respondents, list_sources
from thematic.workflow.roles import set_role
from thematic.workflow.trust import check_project

TAKE_IN = MergeOptions(other_project=True)


def closed(team):
    """The file of a project, closed so that all of it is in one file."""
    team.close()
    return team.project.where


def bytes_of(where):
    return hashlib.sha256(Path(where).read_bytes()).hexdigest()


def state(team):
    return export_codings(team.project), len(list_acts(team.project))


def left_in(folder):
    """Files of a folder but backups, and what SQLite keeps beside a project in use."""
    beside = ("-wal", "-shm", ".backup-")
    return sorted(path.name for path in folder.iterdir() if not any(mark in path.name for mark in beside))


def refused(team, where, match, kind=Refused, options=None):
    """A merge that must not happen: it says why, and changes neither project nor input nor folder."""
    before, folder = state(team), left_in(Path(where).parent)
    input_before = bytes_of(where) if Path(where).is_file() else None
    with pytest.raises(kind, match=match) as raised:
        merge_projects(team.project, [where], options)
    assert state(team) == before
    if input_before:
        assert bytes_of(where) == input_before
        assert left_in(Path(where).parent) == folder
    return str(raised.value)


class TestOtherProjects:
    def test_another_projects_file_is_refused_by_its_title(self, copies, team):
        ana, other = copies()[0], team()
        other.source("X.txt", "Something else altogether.")
        said = refused(ana, closed(other), "is not a copy of this project: it was made as 'Study'")
        assert "--other-project" in said

    def test_another_study_can_be_taken_in_by_saying_so(self, copies, team):
        ana, other = copies()[0], team()
        other.as_("Ben")
        other.source("X.txt", "Something else altogether.")
        refused(ana, other.project.where, "2 coders are called 'Ana'", options=TAKE_IN)
        options = MergeOptions(other_project=True, renamed={"Ana": "Ana B"})
        merge_projects(ana.project, [other.project.where], options)
        assert [each.name for each in list_sources(ana.project)] == ["R1.txt", "R2.txt", "X.txt"]
        assert {each.name for each in list_coders(ana.project)} == {"Ana", "Ana B", "Ben"}
        assert check_project(ana.project) == ()

    def test_people_who_are_called_alike_in_another_study_stay_two_and_are_asked_about(self, copies, team):
        ana, other = copies()[0], team()
        other.source("R1.txt", "Something else altogether.")
        options = MergeOptions(other_project=True, renamed={"Ana": "Zoe"})
        report = merge_projects(ana.project, [other.project.where], options)
        assert [person.label for person in list_respondents(ana.project)] == ["R1", "R2", "R1"]
        assert any("respondent R1" in each for each in report.questions)
        (line,) = (each for each in report.questions if each.startswith("source R1.txt"))
        assert "is in several copies and their texts differ: now also R1-" in line

    def test_the_project_itself_is_refused(self, copies):
        (ana,) = copies()
        with pytest.raises(Refused, match="is the project itself"):
            merge_projects(ana.project, [ana.project.where])

    def test_nothing_to_merge_is_told(self, copies):
        with pytest.raises(BadInput, match="Merge what"):
            merge_projects(copies()[0].project, [])


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "match"),
        [
            (None, "there is no such file"),
            (b"", "is not a thematic project"),
            (b"source,start\n", "is not a thematic project"),
            (b"SQLite format 3\0" + b"\0" * 100, "is not a thematic project"),
        ],
    )
    def test_what_is_no_project_is_refused(self, copies, tmp_path, content, match):
        path = tmp_path / "other" / "x.thematic"
        path.parent.mkdir()
        if content is not None:
            path.write_bytes(content)
        refused(copies()[0], str(path), match, NotAProject)

    def test_a_folder_is_refused(self, copies, tmp_path):
        refused(copies()[0], str(tmp_path), "it is a folder", NotAProject)

    def test_a_file_that_was_cut_off_is_refused(self, copies):
        ana, ben = copies("Ben")
        path = Path(closed(ben))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        refused(ana, str(path), "Ben.thematic", StorageError)

    def test_a_newer_project_is_refused(self, copies):
        ana, ben = copies("Ben")
        where = closed(ben)
        with closing(sqlite3.connect(where)) as connection:
            connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
            connection.commit()
        said = refused(ana, where, f"version {schema.VERSION + 1}", NewerProject)
        assert where in said

    def test_a_fact_that_was_changed_outside_is_refused(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        where = closed(ben)
        with closing(sqlite3.connect(where)) as connection:
            connection.execute(
                "UPDATE fact SET value = '\"No time\"' WHERE seq = (SELECT max(seq) FROM fact)"
            )
            connection.commit()
        refused(ana, where, "does not fit its hash", StorageError)

    @pytest.mark.parametrize("version", range(1, schema.VERSION))
    def test_a_project_of_an_older_schema_is_taken_in_and_not_changed_by_it(self, copies, version):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        where = closed(ben)
        make_older(where, version)
        before, folder = bytes_of(where), sorted(Path(where).parent.glob("Ben*"))
        assert merge_projects(ana.project, [where]).kinds == {"coder": 1, "coding": 1}
        assert bytes_of(where) == before
        assert sorted(Path(where).parent.glob("Ben*")) == folder
        assert check_project(ana.project) == ()

    def test_a_copy_that_somebody_works_in_is_read_as_it_stands(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        assert merge_projects(ana.project, [ben.project.where]).kinds["coding"] == 1
        ben.code("Ben", "R2", "twice", "time")
        assert merge_projects(ana.project, [ben.project.where]).kinds == {"coding": 1}

    def test_a_copy_that_may_only_be_read_is_read(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        where = Path(closed(ben))
        where.chmod(0o444)
        assert merge_projects(ana.project, [str(where)]).kinds["coding"] == 1

    def test_a_file_named_twice_is_merged_once(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        merge_projects(ana.project, [ben.project.where] * 2)
        assert export_codings(ana.project).count("asked") == 1


LATER = (
    (2, "DROP TABLE same"),
    (3, "DROP TABLE cell"),
    (3, "ALTER TABLE coding DROP COLUMN illustrative"),
)
"""Version → how to take away again what it added."""


def make_older(where, version):
    """Bring a file back to what an earlier version of the program wrote."""
    with closing(sqlite3.connect(where)) as connection:
        for added, statement in LATER:
            if added > version:
                connection.execute(statement)
        connection.execute("UPDATE meta SET value = ? WHERE name = 'version'", (str(version),))
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


class TestPeople:
    def test_two_coders_of_one_name_are_refused_and_never_fused(self, copies, reopen):
        ana, ben = copies("Ben")
        ana.code("Ben", "R2", "asked", "time")
        ben.code("Ben", "R2", "twice", "time")
        ana.as_("Ana")
        said = refused(ana, ben.project.where, "2 coders are called 'Ben'")
        assert "--rename-coder" in said
        merge_projects(ana.project, [ben.project.where], MergeOptions(renamed={"Ben": "Ben K"}))
        assert {each.name for each in list_coders(ana.project)} == {"Ana", "Ben", "Ben K"}
        told = export_codings(ana.project).splitlines()
        assert [line.split(",")[5] for line in told if "R2.txt" in line] == ["Ben", "Ben K"]

    def test_renaming_somebody_who_is_not_there_offers_the_nearest(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        with pytest.raises(NotFound, match="Did you mean 'Ben'"):
            merge_projects(ana.project, [ben.project.where], MergeOptions(renamed={"Bem": "Zoe"}))

    def test_whoever_only_reads_merges_nothing(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        ana.as_("Eve")
        set_role(ana.as_("Ana"), "Eve", "reader")
        ana.as_("Eve")
        refused(ana, ben.project.where, "Eve", ReadersWriteNothing)


class TestWhatComesOfIt:
    def test_a_merge_that_fails_half_way_leaves_nothing_but_the_backup(self, copies, monkeypatch):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        before = state(ana)
        monkeypatch.setattr(merging, "mend_merge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            merge_projects(ana.project, [ben.project.where])
        assert state(ana) == before
        assert check_project(ana.project) == ()

    def test_the_backup_stands_beside_the_project_and_undo_takes_the_merge_back(self, copies, reopen):
        ana, ben, cleo = copies("Ben", "Cleo")
        ben.code("Ben", "R2", "asked", "time")
        cleo.code("Cleo", "R2", "twice", "time")
        ana.as_("Ana")
        before = export_codings(ana.project)
        report = merge_projects(ana.project, [ben.project.where, cleo.project.where])
        assert Path(report.backup).parent == Path(ana.project.where).parent
        assert export_codings(reopen(report.backup, "Ana").project) == before
        (newest, *_) = list_acts(ana.project)
        assert (newest.verb, newest.reason) == ("merge", "Ben.thematic, Cleo.thematic")
        assert undo(ana.project).verb == "merge"
        assert export_codings(ana.project) == before

    def test_a_folder_of_somebody_else_is_not_written_into_the_journal(self, copies):
        ana, ben = copies("Ben")
        ben.code("Ben", "R2", "asked", "time")
        merge_projects(ana.project, [ben.project.where])
        ana.close()
        assert str(Path(ben.project.where).parent).encode() not in Path(ana.project.where).read_bytes()

    def test_what_two_copies_know_of_a_person_differently_is_a_conflict(self, copies, tmp_path):
        ana, ben = copies("Ben")
        for team, country in ((ana, "UK"), (ben, "Kenya")):
            path = tmp_path / f"{country}.csv"
            path.write_text(f"respondent,country\nR1,{country}\n")
            import_respondents(team.project, str(path))
        report = merge_projects(ana.project, [ben.project.where])
        ((entity, field),) = report.conflicts
        assert (entity.kind, field) == ("respondent", "attribute/country")
        assert report.name(entity) == "respondent R1"
