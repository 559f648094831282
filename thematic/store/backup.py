"""Whole copies of a project, taken while it is in use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thematic.errors import CannotWrite
from thematic.store import schema
from thematic.store.bulk import BATCH, insert_rows
from thematic.store.connection import create_store, discard_store

if TYPE_CHECKING:
    from thematic.store.connection import Store


def back_up(store: Store, mark: str, target: str | None = None) -> str:
    """Copy the project into a new SQLite file and return its path.

    Args:
        store: The project; SQLite or PostgreSQL.
        mark: What tells this backup from others; part of the default name.
        target: Where to; by default beside the file, or in this folder for a database.

    Raises:
        CannotWrite: The target exists or cannot be written.
    """
    path = Path(target) if target else _default(store, mark)
    if path.exists():
        raise CannotWrite(str(path), "there is a file of that name already")
    copy_rows(store, str(path))
    return str(path)


def copy_rows(store: Store, where: str) -> None:
    """Copy every row into a new project of either backend, in one transaction."""
    copy = create_store(where)
    try:
        with store.reading() as source, copy.writing() as target:
            stream = source.execution_options(stream_results=True)
            for table in schema.metadata.sorted_tables:
                if table is schema.meta:
                    continue
                rows: Any = stream.execute(select(table)).mappings()
                for batch in rows.partitions(BATCH):
                    insert_rows(target, table, [dict(row) for row in batch])
    except BaseException:
        copy.close()
        discard_store(where)
        raise
    copy.close()


def _default(store: Store, mark: str) -> Path:
    if store.is_postgres:
        return Path(f"{re.sub(r'[^A-Za-z0-9]+', '-', store.where).strip('-')}.backup-{mark}")
    return Path(f"{store.where}.backup-{mark}")
