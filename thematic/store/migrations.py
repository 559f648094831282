"""Numbered migrations, each with a backup first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from thematic.errors import StorageError
from thematic.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from thematic.store.connection import Store


def _add_same(connection: Connection) -> None:
    schema.metadata.create_all(connection, tables=[schema.same])


def _version_3(connection: Connection) -> None:
    schema.metadata.create_all(connection, tables=[schema.cell])
    connection.exec_driver_sql("ALTER TABLE coding ADD COLUMN illustrative BOOLEAN NOT NULL DEFAULT FALSE")


MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {2: _add_same, 3: _version_3}
"""Version → the step that leads there from the version before."""


def migrate(
    store: Store,
    found: int,
    *,
    steps: Mapping[int, Callable[[Connection], None]] = MIGRATIONS,
    to: int = schema.VERSION,
) -> str:
    """Bring an older project up to date in one transaction, after a backup beside it.

    Args:
        store: The project, at schema version `found`.
        found: Its version now.
        steps: The known migrations.
        to: The version wanted.

    Returns:
        Where the backup went.

    Raises:
        StorageError: A step is unknown; nothing was changed.
    """
    missing = [version for version in range(found + 1, to + 1) if version not in steps]
    if missing:
        raise StorageError(
            f"{store.where} has schema version {found}, from which this thematic knows no way to {to}.",
            "Open it once with the version of thematic that wrote it, and export.",
        )
    from thematic.store.backup import back_up

    kept = back_up(store, f"before-version-{to}")
    with store.writing() as connection:
        for version in range(found + 1, to + 1):
            steps[version](connection)
        connection.execute(update(schema.meta).where(schema.meta.c.name == "version").values(value=str(to)))
        if not store.is_postgres:
            connection.exec_driver_sql(f"PRAGMA user_version={to}")
    return kept
