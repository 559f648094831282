"""Projects that cannot be opened, made or written: storage says no, exit code 3, nothing half-stored."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import pytest

from thematic.store import connection as store_connection
from thematic.store import schema

WORDS = "We settle up in courgettes"
TAG = f'tag R1 rules --quote "{WORDS}"'


def test_no_project_at_all(thematic):
    assert "holds no *.thematic file" in thematic.refused("sources", 3)


def test_several_projects_and_none_named(study):
    study.ok("init other.thematic")
    said = study.refused("sources")
    assert "other.thematic, tiny.thematic" in said
    assert "-p" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (b"", "the file is empty"),
        (b"a letter to my aunt", "it is not a SQLite database"),
        (b"SQLite format 3\0" + b"\1" * 500, "not a database"),
    ],
)
def test_a_file_that_is_no_project(words, why, thematic, write):
    write("letter.thematic", words)
    said = thematic.refused("-p letter.thematic sources", 3)
    assert "letter.thematic is not a thematic project" in said
    assert why in said


def test_a_database_of_another_program(thematic, here):
    with sqlite3.connect(here / "songs.thematic") as connection:
        connection.execute("create table song (title text)")
    connection.close()
    before = (here / "songs.thematic").read_bytes()
    assert "another program" in thematic.refused("-p songs.thematic sources", 3)
    assert (here / "songs.thematic").read_bytes() == before


def test_a_folder_and_a_missing_file_are_no_projects(thematic):
    assert "it is a folder" in thematic.refused("-p . sources", 3)
    assert "there is no such file" in thematic.refused("-p nowhere.thematic sources", 3)


def test_a_project_of_a_later_version(study, here):
    with sqlite3.connect(here / "tiny.thematic") as connection:
        connection.execute(f"pragma user_version = {schema.VERSION + 1}")
    connection.close()
    said = study.refused("sources", 3)
    assert f"schema version {schema.VERSION + 1}" in said
    assert "Upgrade thematic" in said


@pytest.mark.parametrize(
    "line", [TAG, "undo", "codings import codebooks/coders/tiny.csv", "code retire rules"]
)
def test_a_project_another_program_is_writing_to(line, study, here, monkeypatch):
    monkeypatch.setattr(store_connection, "BUSY_MILLISECONDS", 20)
    other = sqlite3.connect(here / "tiny.thematic", isolation_level=None)
    other.execute("begin immediate")
    try:
        assert "locked by another program" in study.refused(line, 3)
        study.ok("sources")
    finally:
        other.execute("rollback")
        other.close()


def test_a_project_that_may_not_be_written(study, here, monkeypatch):
    if os.geteuid() == 0:
        # To root every file is writable, so what the system would say is said for it.
        monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    else:
        (here / "tiny.thematic").chmod(0o444)
    assert "read-only" in study.refused(TAG, 3)


def test_a_new_project_in_a_folder_that_may_not_be_written(thematic, here, monkeypatch):
    def refuse(self, **_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "touch", refuse)
    assert "Cannot write new.thematic: Permission denied" in thematic.refused("init new.thematic", 3)
    assert not (here / "new.thematic").exists()


@contextmanager
def disk_full_at(size: int):
    """No file may grow past this many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_while_coding(study, here):
    with disk_full_at(4096):
        said = study(TAG)
    assert said.code == 3, said
    assert "Cannot write tiny.thematic" in said.err
    assert len(study.json("quotes")) == 40
    assert "whole" in study.ok("check").err


def test_a_full_disk_while_making_a_project(thematic, here):
    with disk_full_at(8192):
        said = thematic("init new.thematic")
    assert said.code == 3, said
    assert "Cannot write new.thematic" in said.err
    assert not list(here.glob("new.thematic*"))


def test_a_full_disk_while_copying_a_project(study, here):
    with disk_full_at(100_000):
        said = study("backup kept.thematic")
    assert said.code == 3, said
    assert "Cannot write kept.thematic" in said.err
    assert not list(here.glob("kept*"))


def test_a_full_disk_while_writing_a_report(study, here, monkeypatch):
    study.ok("report -o findings.md")
    before = (here / "findings.md").read_bytes()
    study.ok("code rename rules 'Written rules'")

    def refuse(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    assert "Cannot write findings.md: No space left on device" in study.refused("report -o findings.md", 3)
    assert (here / "findings.md").read_bytes() == before
    assert not list(here.glob(".findings*"))


def test_a_new_project_never_replaces_a_file(study, here):
    before = (here / "tiny.thematic").read_bytes()
    assert "exists already" in study.refused("init tiny.thematic")
    assert (here / "tiny.thematic").read_bytes() == before


def test_a_new_project_needs_a_place_and_a_name(thematic):
    assert "does not end in .thematic" in thematic.refused("init study")
    said = thematic.refused("init nowhere/study.thematic", 3)
    assert "the folder nowhere does not exist" in said
    assert "Make the folder first." in said
    assert "space" not in said


def test_a_damaged_project_is_not_to_be_made_anew_but_taken_from_a_backup(study, here):
    whole = (here / "tiny.thematic").read_bytes()
    (here / "tiny.thematic").write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    said = study.refused("quotes", 3)
    assert "backup" in said
    assert "init" not in said


@pytest.mark.parametrize(
    ("where", "code", "why"),
    [
        ("postgresql://nobody@127.0.0.1:1/nothing", 3, "refused"),
        ("mysql://localhost/study", 2, "'mysql' is not supported"),
        ("postgresql://localhost/study?schema=drop-it", 2, "cannot be a schema's name"),
    ],
)
def test_a_database_that_does_not_answer(where, code, why, thematic):
    assert why in thematic.refused(f"-p '{where}' sources", code)
    assert why in thematic.refused(f"init '{where}'", code)


def test_a_password_is_never_shown(thematic):
    for line in ("-p {} sources", "init {}"):
        said = thematic.refused(line.format("postgresql://ana:s3cret@127.0.0.1:1/nothing"), 3)
        assert "s3cret" not in said


def test_nobody_named_may_read_but_not_act(study, monkeypatch, tmp_path):
    monkeypatch.setenv("THEMATIC_CONFIG", str(tmp_path / "somebody-else"))
    study.ok("sources")
    said = study.refused(TAG)
    assert "Who is acting?" in said
    assert "--as" in said
