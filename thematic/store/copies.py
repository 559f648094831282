"""Looking into another project without touching it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import NewerProject, NotAProject, ProjectLocked, Refused, StorageError
from thematic.store import schema
from thematic.store.connection import connect_store, found_version, is_url
from thematic.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thematic.store.connection import Store

TRIES = 5


@contextmanager
def opened_copy(where: str) -> Iterator[Store]:
    """Another project, opened to be read and left byte for byte as it is.

    A file is copied first, so that it may be read-only, in use or of an older
    schema version: only the copy is brought up to date. A database is read in place.

    Raises:
        NotAProject: Nothing of ours is there.
        NewerProject: A later version of thematic wrote it.
        ProjectLocked: It was being written to all the time.
        Refused: A database of an older schema version.
    """
    if is_url(where):
        store = _reach(where)
        try:
            yield store
        finally:
            store.close()
        return
    with tempfile.TemporaryDirectory(prefix="thematic-") as folder:
        path = Path(folder) / "copy.thematic"
        _copy(Path(where), path)
        try:
            store = open_store(str(path))
        except StorageError as problem:
            problem.message = problem.message.replace(str(path), where)
            raise
        store.where = where
        try:
            yield store
        finally:
            store.close()


def _reach(where: str) -> Store:
    store = connect_store(where)
    try:
        with store.reading() as connection:
            found = found_version(connection, store)
        if found > schema.VERSION:
            raise NewerProject(store.where, found, schema.VERSION)
        if found < schema.VERSION:
            raise Refused(
                f"{store.where} has schema version {found}, and this thematic works with {schema.VERSION}.",
                "Open it once, which brings it up to date after a backup; then merge it.",
            )
    except BaseException:
        store.close()
        raise
    return store


def _copy(source: Path, target: Path) -> None:
    """Copy a database with what its writers have not yet moved into the main file.

    Two looks at size and time tell whether somebody wrote meanwhile.
    """
    if not source.is_file():
        raise NotAProject(str(source), "it is a folder" if source.is_dir() else "there is no such file")
    for _ in range(TRIES):
        before = _marks(source)
        try:
            shutil.copyfile(source, target)
            log = _log(target)
            log.unlink(missing_ok=True)
            if _log(source).exists():
                shutil.copyfile(_log(source), log)
        except FileNotFoundError:
            continue
        except OSError as problem:
            raise NotAProject(str(source), problem.strerror or str(problem)) from None
        if _marks(source) == before:
            return
    raise ProjectLocked(str(source))


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _marks(path: Path) -> list[tuple[int, int]]:
    found = [each.stat() for each in (path, _log(path)) if each.exists()]
    return [(mark.st_mtime_ns, mark.st_size) for mark in found]
