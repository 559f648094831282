"""Whole copies of a project, taken while it is in use."""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, MetaData, Table, select, text

from thematic.errors import CannotWrite, StorageError
from thematic.store import schema
from thematic.store.bulk import BATCH, insert_rows, look_again
from thematic.store.connection import (
    connect_sqlite,
    create_store,
    discard_store,
    found_version,
    said_plainly,
)
from thematic.store.found import reading_whole

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from thematic.store.connection import Store


def back_up(store: Store, mark: str, target: str | None = None) -> str:
    """Copy the project into a new SQLite file and return its path.

    Whatever schema version the project has, the copy has the same.

    Args:
        store: The project; SQLite or PostgreSQL.
        mark: What tells this backup from others; part of the default name.
        target: Where to; by default beside the file, or in this folder for a database.

    Raises:
        CannotWrite: The target exists or cannot be written.
    """
    path = Path(target) if target else _default(store, mark)
    if path.exists():
        raise CannotWrite(str(path), "there is a file of that name already", "Choose another name.")
    if not path.parent.is_dir():
        raise CannotWrite(str(path), f"the folder {path.parent} does not exist", "Make the folder first.")
    try:
        if store.is_postgres:
            _copy_server(store, path)
        else:
            _copy_file(store, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return str(path)


def copy_rows(store: Store, where: str) -> str:
    """Copy every row into a new project of either backend, in one transaction; returns where, as shown.

    Raises:
        BadInput: There is something already.
        Unreachable: The server does not answer.
    """
    copy = create_store(where)
    tables = [table for table in schema.metadata.sorted_tables if table is not schema.meta]
    try:
        with reading_whole(store) as source, copy.writing() as target:
            _copy_tables(source, target, tables)
            look_again(target)
        return copy.where
    except BaseException:
        with suppress(StorageError), said_plainly(where):
            schema.metadata.drop_all(copy.engine)
        discard_store(where)
        raise
    finally:
        copy.close()


def _copy_file(store: Store, path: Path) -> None:
    """Page by page, as SQLite's own backup does it: no knowledge of the tables is needed."""
    source = store.engine.raw_connection()
    try:
        with sqlite3.connect(path) as target:
            source.driver_connection.backup(target)  # type: ignore[union-attr] # a SQLite connection
        target.close()
    except (OSError, sqlite3.Error) as problem:
        raise CannotWrite(str(path), str(problem)) from None
    finally:
        source.close()


def _copy_server(store: Store, path: Path) -> None:
    """Table by table as they are on the server, which may be those of an older version."""
    with reading_whole(store) as source:
        version = found_version(source, store)
        there = MetaData()
        there.reflect(bind=source)
        copies = MetaData()
        for table in there.sorted_tables:
            columns = [
                Column(column.name, column.type.as_generic(), primary_key=column.primary_key)
                for column in table.columns
            ]
            Table(table.name, copies, *columns)
        copy = connect_sqlite(path)
        try:
            with copy.writing() as target:
                copies.create_all(target)
                target.execute(text(f"PRAGMA application_id={schema.APPLICATION_ID}"))
                target.execute(text(f"PRAGMA user_version={version}"))
                _copy_tables(source, target, list(there.sorted_tables))
        finally:
            copy.close()


def _copy_tables(source: Connection, target: Connection, tables: list[Table]) -> None:
    stream = source.execution_options(stream_results=True)
    for table in tables:
        rows: Any = stream.execute(select(table)).mappings()
        for batch in rows.partitions(BATCH):
            insert_rows(target, table, [dict(row) for row in batch])


def _default(store: Store, mark: str) -> Path:
    if store.is_postgres:
        return Path(f"{re.sub(r'[^A-Za-z0-9]+', '-', store.where).strip('-')}.backup-{mark}")
    return Path(f"{store.where}.backup-{mark}")
