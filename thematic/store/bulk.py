"""Writing and reading many rows quickly on both backends."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import insert, text

from thematic.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

T = TypeVar("T")

BATCH = 5000
FEW = 100
"""Rows up to which a plain statement is as fast."""
IN_LIST = 800
"""Values per IN list: SQLite allows 32,766 variables, plans stay small below a thousand."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in one batch; many of them go to the database as they are.

    Every row has the columns of the first.
    """
    if not rows:
        return
    if len(rows) <= FEW:
        connection.execute(insert(table), rows)
    elif connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        _send(connection, table, rows)


def _send(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    statement: Any = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    in_order = itemgetter(*statement.positiontup)
    connection.exec_driver_sql(str(statement), [in_order(row) for row in rows])


def _copy(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = list(rows[0])
    columns = ", ".join(quote(name) for name in names)
    raw: Any = connection.connection.cursor()
    with raw.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def look_again(connection: Connection) -> None:
    """Let PostgreSQL count its rows anew after many were written; else it plans for the few it knew of."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in (*schema.JOURNAL, *schema.VIEW))
        connection.execute(text(f"ANALYZE {names}"))


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let Python look for circles of garbage afterwards: among a million rows there are none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def in_batches(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
