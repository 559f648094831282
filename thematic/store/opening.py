"""Opening a project that exists, migrating it where it is older than this code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.errors import NewerProject
from thematic.store import schema
from thematic.store.connection import connect_store, found_version
from thematic.store.migrations import migrate

if TYPE_CHECKING:
    from thematic.store.connection import Store


def open_store(where: str) -> Store:
    """Open an existing project.

    Args:
        where: A path, or a PostgreSQL URL (`?schema=NAME`, else `thematic`).

    Raises:
        NotAProject: Nothing of ours is there.
        NewerProject: A later version of thematic wrote it.
    """
    store = connect_store(where)
    try:
        with store.reading() as connection:
            found = found_version(connection, store)
        if found > schema.VERSION:
            raise NewerProject(store.where, found, schema.VERSION)
        if found < schema.VERSION:
            migrate(store, found)
    except BaseException:
        store.close()
        raise
    return store
