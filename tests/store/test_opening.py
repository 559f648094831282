"""Opening, refusing, migrating and copying projects."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text

from thematic.errors import (
    BadInput,
    CannotWrite,
    NewerProject,
    NotAProject,
    ProjectLocked,
    StorageError,
)
from thematic.store import connection as opening
from thematic.store import schema
from thematic.store.backup import back_up, copy_rows
from thematic.store.connection import create_store
from thematic.store.migrations import migrate
from thematic.store.opening import open_store


def _rows(store) -> dict[str, list[str]]:
    with store.reading() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in schema.metadata.sorted_tables
        }


class TestEveryBackend:
    def test_a_project_that_exists_is_not_made_again(self, store, where):
        with pytest.raises(BadInput, match="already"):
            create_store(where)

    def test_what_was_written_is_there_after_reopening(self, store, where, coded):
        coded(3)
        before = _rows(store)
        store.close()
        again = open_store(where)
        assert _rows(again) == before
        again.close()

    def test_a_backup_holds_every_row(self, store, coded, tmp_path):
        coded(3)
        kept = back_up(store, "test", str(tmp_path / "copy.thematic"))
        copy = open_store(kept)
        assert _rows(copy) == _rows(store)
        copy.close()
        with pytest.raises(CannotWrite, match="already"):
            back_up(store, "test", kept)

    def test_a_project_moves_to_the_other_backend(self, store, where, coded, tmp_path):
        coded(3)
        copy_rows(store, str(tmp_path / "there.thematic"))
        there = open_store(str(tmp_path / "there.thematic"))
        assert _rows(there) == _rows(store)
        there.close()

    def test_an_older_project_is_migrated_after_a_backup(self, store, where, coded, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        coded(1)

        def step(connection):
            connection.execute(text("ALTER TABLE memo ADD COLUMN colour TEXT"))

        kept = migrate(store, schema.VERSION, steps={schema.VERSION + 1: step}, to=schema.VERSION + 1)
        with store.reading() as connection:
            connection.execute(text("SELECT colour FROM memo"))
        copy = open_store(kept)
        with copy.reading() as connection, pytest.raises(Exception, match="colour"):
            connection.execute(text("SELECT colour FROM memo"))
        copy.close()
        with pytest.raises(NewerProject, match=f"version {schema.VERSION + 1}"):
            open_store(where)

    def test_a_backup_has_the_tables_of_the_version_it_was_taken_from(self, store, coded, tmp_path):
        coded(2)
        with store.writing() as connection:
            connection.execute(text("DROP TABLE waiver"))
            connection.execute(text("ALTER TABLE memo ADD COLUMN colour TEXT"))
        kept = back_up(store, "test", str(tmp_path / "copy.thematic"))
        copy = sqlite3.connect(kept)
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "waiver" not in tables
        assert copy.execute("SELECT count(colour) FROM memo").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM coding").fetchone() == (2,)
        copy.close()

    def test_a_migration_that_fails_changes_nothing(self, store, where, coded, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        coded(1)
        before = _rows(store)

        def step(connection):
            connection.execute(text("DELETE FROM coding"))
            raise RuntimeError

        with pytest.raises(RuntimeError):
            migrate(store, schema.VERSION, steps={schema.VERSION + 1: step}, to=schema.VERSION + 1)
        assert _rows(store) == before
        open_store(where).close()

    def test_a_version_without_a_way_is_refused(self, store):
        with pytest.raises(StorageError, match="knows no way"):
            migrate(store, 1, steps={}, to=3)

    def test_a_second_writer_is_told_that_the_project_is_locked(self, store, where, monkeypatch):
        monkeypatch.setattr(opening, "BUSY_MILLISECONDS", 100)
        other = opening.connect_store(where)
        with (
            store.writing(),
            pytest.raises(ProjectLocked, match="locked by another program"),
            other.writing(),
        ):
            pass
        with other.writing() as connection:
            connection.execute(select(schema.act))
        other.close()

    def test_readers_are_not_stopped_by_a_writer(self, store, coded):
        coded(1)
        found: list[int] = []

        def read():
            with store.reading() as connection:
                found.append(len(connection.execute(select(schema.coding)).all()))

        with store.writing() as connection:
            connection.execute(schema.coding.delete())
            thread = threading.Thread(target=read)
            thread.start()
            thread.join()
            connection.rollback()
        assert found == [1]


class TestFiles:
    def test_a_missing_file_a_folder_and_other_files_are_refused(self, tmp_path):
        (tmp_path / "empty.thematic").touch()
        (tmp_path / "text.thematic").write_text("hello there, this is text")
        foreign = sqlite3.connect(tmp_path / "foreign.thematic")
        foreign.execute("CREATE TABLE t (x)")
        foreign.commit()
        foreign.close()
        for name, why in {
            "missing.thematic": "no such file",
            ".": "a folder",
            "empty.thematic": "empty",
            "text.thematic": "not a SQLite database",
            "foreign.thematic": "another program",
        }.items():
            with pytest.raises(NotAProject, match=why):
                open_store(str(tmp_path / name))

    def test_a_foreign_database_is_left_as_it_is(self, tmp_path):
        path = tmp_path / "foreign.thematic"
        foreign = sqlite3.connect(path)
        foreign.execute("CREATE TABLE t (x)")
        foreign.commit()
        foreign.close()
        before = path.read_bytes()
        with pytest.raises(NotAProject):
            open_store(str(path))
        assert path.read_bytes() == before

    def test_a_damaged_file_is_told_apart(self, tmp_path):
        path = tmp_path / "damaged.thematic"
        path.write_bytes(b"SQLite format 3\x00" + os.urandom(4096))
        with pytest.raises(StorageError, match="backup"):
            open_store(str(path))

    def test_a_folder_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(CannotWrite, match="does not exist"):
            create_store(str(tmp_path / "nowhere" / "study.thematic"))

    def test_durability_is_asked_for(self, tmp_path):
        store = create_store(str(tmp_path / "study.thematic"))
        with store.reading() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version")
            }
        store.close()
        assert settings == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "application_id": schema.APPLICATION_ID,
            "user_version": schema.VERSION,
        }


class TestAddresses:
    @pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://h/d?schema=a-b", "://"])
    def test_an_address_that_cannot_be_used_is_refused(self, url):
        with pytest.raises((BadInput, StorageError)):
            create_store(url)

    def test_a_server_that_does_not_answer_is_said_plainly(self):
        with pytest.raises(StorageError):
            open_store("postgresql://nobody@127.0.0.1:1/none")

    def test_a_password_is_never_shown(self):
        store = opening.connect_store("postgresql://ana:secret@127.0.0.1:1/none")
        assert "secret" not in store.where
        store.close()


def test_the_path_of_a_project_may_hold_any_character(tmp_path: Path):
    path = tmp_path / "étude n° 1 & co.thematic"
    create_store(str(path)).close()
    open_store(str(path)).close()
