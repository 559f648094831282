"""Opening a project: one SQLite file, or one PostgreSQL schema by URL."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from thematic.errors import BadInput, CannotWrite, NotAProject, ProjectLocked, StorageError, Unreachable
from thematic.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Connection",
    "Store",
    "connect_sqlite",
    "connect_store",
    "create_store",
    "found_version",
    "is_url",
    "said_plainly",
]

BUSY_MILLISECONDS = 5000
_DAMAGED = "Go on with a backup: 'thematic -p BACKUP check' tells whether it is whole."
_MAGIC = b"SQLite format 3\x00"
_LOCK = 0x7468656D6174
_REFUSED = re.compile(r"FATAL: .*(authentication|does not exist|permission|pg_hba)")
"""A server that says so does answer; asking again helps nothing."""
_NOTICE_LOSS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
"""Seconds, and milliseconds of the last, after which a server that went silent counts as gone."""

Reading = Connection
"""What `Store.reading` and `Store.writing` give, for those who pass it on and do not know the database."""


class Store:
    """An open project. Cheap to make, safe to use from several threads."""

    def __init__(self, where: str, engine: Engine) -> None:
        self.where = where
        """The path or URL, as shown to people (without a password)."""
        self.engine = engine

    @property
    def is_postgres(self) -> bool:
        """Whether the project lives in PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with said_plainly(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that holds the project's only write lock until it commits.

        Acts are therefore numbered in the order they are committed.

        Raises:
            ProjectLocked: Another writer did not finish within the busy timeout.
            CannotWrite: The disk is full or the file cannot be written.
        """
        with said_plainly(self.where), self.engine.connect() as plain:
            connection = plain.execution_options(thematic_write=True)
            with connection.begin():
                if self.is_postgres:
                    connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}"))
                    connection.execute(
                        text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"),
                        {"lock": _LOCK & 0x7FFFFFFF},
                    )
                yield connection

    def close(self) -> None:
        """Let go of the file or server."""
        self.engine.dispose()


def is_url(where: str) -> bool:
    """Whether a project's address is a database URL and not a file."""
    return "://" in where


def create_store(where: str) -> Store:
    """Make the empty tables of a new project; refuses to touch anything that exists."""
    if is_url(where):
        return _create_postgres(where)
    path = Path(where)
    if path.exists():
        message = f"{where} exists already."
        raise BadInput(message, "Choose another name, or open it with '-p'.")
    if not path.parent.is_dir():
        raise CannotWrite(where, f"the folder {path.parent} does not exist", "Make the folder first.")
    try:
        path.touch(exist_ok=False)
    except OSError as problem:
        raise CannotWrite(where, problem.strerror or str(problem)) from None
    store = Store(where, _sqlite_engine(path, new=True))
    try:
        with store.writing() as connection:
            schema.metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={schema.VERSION}")
            _mark(connection)
    except BaseException:
        store.close()
        discard_store(where)
        raise
    return store


def discard_store(where: str) -> None:
    """Remove the file of a project that could not be made whole; a schema on a server stays."""
    if not is_url(where):
        for ending in ("", "-wal", "-shm"):
            Path(f"{where}{ending}").unlink(missing_ok=True)


def connect_sqlite(path: Path) -> Store:
    """Reach a SQLite file, which is made where it is not there."""
    return Store(str(path), _sqlite_engine(path, new=True))


@contextmanager
def said_plainly(where: str) -> Iterator[None]:
    """Turn the database's own complaints into errors a person can act on."""
    try:
        yield
    except OperationalError as problem:
        raise _plain(where, problem) from problem
    except InterfaceError as problem:
        raise Unreachable(where, str(problem.orig)) from problem
    except DatabaseError as problem:
        if isinstance(problem, DBAPIError) and (
            "not a database" in str(problem.orig) or "malformed" in str(problem.orig)
        ):
            raise NotAProject(where, "the file is damaged or not a database", _DAMAGED) from problem
        raise


def _plain(where: str, problem: OperationalError) -> StorageError:
    said = str(problem.orig).strip().splitlines()[0] if problem.orig else str(problem)
    if (problem.connection_invalidated or "connection" in said) and not _REFUSED.search(said):
        return Unreachable(where, said)
    if "locked" in said or "lock timeout" in said or "busy" in said:
        return ProjectLocked(where)
    if "full" in said or "readonly" in said or "read-only" in said or "I/O" in said:
        return CannotWrite(where, said)
    if "no such table" in said or "unable to open" in said:
        return NotAProject(where, said, _DAMAGED)
    return StorageError(f"{where}: the database answered '{said}'.", "Nothing was changed.")


def connect_store(where: str) -> Store:
    """Reach what is there, without asking yet whether it is a project of ours."""
    if is_url(where):
        url, name = _postgres_url(where)
        return Store(make_url(where).render_as_string(), _postgres_engine(url, name))
    path = Path(where)
    if not path.exists():
        raise NotAProject(where, "there is no such file")
    if path.is_dir():
        raise NotAProject(where, "it is a folder")
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as problem:
        hint = "Make it readable, or name another with -p."
        raise NotAProject(where, problem.strerror or str(problem), hint) from None
    if start != _MAGIC:
        raise NotAProject(where, "the file is empty" if not start else "it is not a SQLite database")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        hint = "Make both writable, or copy the project where you may write."
        raise CannotWrite(where, "the file or its folder is read-only", hint)
    return Store(where, _sqlite_engine(path, new=False))


def found_version(connection: Connection, store: Store) -> int:
    """The schema version the project was written with.

    Raises:
        NotAProject: The database belongs to another program.
    """
    if not store.is_postgres:
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if mark != schema.APPLICATION_ID:
            raise NotAProject(store.where, "it is a SQLite database of another program")
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    there = connection.execute(text("SELECT to_regclass(current_schema() || '.meta')")).scalar_one()
    if there is None:
        raise NotAProject(store.where, "that schema holds no project")
    found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == "version"))
    return int(found.scalar_one())


def _mark(connection: Connection) -> None:
    connection.execute(schema.meta.insert(), [{"name": "version", "value": str(schema.VERSION)}])


def _sqlite_engine(path: Path, *, new: bool) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_MILLISECONDS / 1000}
    )

    def connected(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # we begin transactions ourselves, see below
        raw.execute("PRAGMA foreign_keys=ON")
        # The journal's mode is written into the file, and another program's file is not ours to write.
        if new or raw.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID:
            raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA cache_size=-65536")

    def begun(connection: Connection) -> None:
        wants_write = connection.get_execution_options().get("thematic_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if wants_write else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _postgres_url(where: str) -> tuple[URL, str]:
    try:
        url = make_url(where)
    except Exception:  # noqa: BLE001 - SQLAlchemy raises several kinds for a malformed URL
        raise BadInput(
            f"'{where}' is not a database URL.", "Write postgresql://USER@HOST/DATABASE."
        ) from None
    if not url.drivername.startswith("postgresql"):
        raise BadInput(f"'{url.drivername}' is not supported.", "Use a file or a postgresql:// URL.")
    name = url.query.get("schema", "thematic")
    if not isinstance(name, str) or not name.isidentifier():
        raise BadInput(f"'{name}' cannot be a schema's name.", "Use letters, digits and underscores.")
    query = {key: value for key, value in url.query.items() if key != "schema"}
    return url.set(drivername="postgresql+psycopg", query=query), name


def _postgres_engine(url: URL, name: str) -> Engine:
    try:
        return create_engine(
            url,
            connect_args={"options": f'-csearch_path="{name}" -cjit=off', **_NOTICE_LOSS},
            pool_pre_ping=True,
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StorageError(
            "PostgreSQL support is not installed.", "Install it with: pip install 'thematic[postgres]'"
        ) from None


def _create_postgres(where: str) -> Store:
    url, name = _postgres_url(where)
    store = Store(make_url(where).render_as_string(), _postgres_engine(url, name))
    try:
        with store.writing() as connection:
            there = connection.execute(
                text("SELECT to_regclass(:table)"), {"table": f'"{name}".meta'}
            ).scalar_one()
            if there is not None:
                raise BadInput(f"Schema '{name}' at {store.where} holds a project already.", "Name another.")
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{name}"'))
            schema.metadata.create_all(connection, checkfirst=False)
            _mark(connection)
    except BaseException:
        store.close()
        raise
    return store
