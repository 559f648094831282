"""A fresh project per test, on every backend there is."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from thematic.model.journal import Act
from thematic.store.connection import Store, create_store
from thematic.store.journal import Writer, writing_act

POSTGRES = os.environ.get("THEMATIC_TEST_POSTGRES", "")
NO_POSTGRES = "THEMATIC_TEST_POSTGRES is not set: the PostgreSQL half of the store contract is skipped"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a project that does not exist yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "study.thematic")
        return
    if not POSTGRES:
        pytest.skip(NO_POSTGRES)
    name = f"test_{uuid.uuid4().hex}"
    join = "&" if "?" in POSTGRES else "?"
    address = f"{POSTGRES}{join}schema={name}"
    yield address
    from thematic.store.connection import connect_store

    store = connect_store(address)
    with store.engine.begin() as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
    store.close()


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    made = create_store(where)
    yield made
    made.close()


@pytest.fixture
def nonce() -> Callable[[], bytes]:
    counter = itertools.count()
    return lambda: next(counter).to_bytes(16, "big")


@pytest.fixture
def acting(store: Store, nonce: Callable[[], bytes]):
    """`with acting("tag") as writer:` writes one act by coder `ana`."""
    counter = itertools.count(1)

    def act(verb: str, *, coder: str = "ana", undoes: str | None = None):
        number = next(counter)
        return writing_act(store, Act(f"act-{number}", number, coder, verb, "", undoes), nonce)

    return act


@pytest.fixture
def coded(store: Store, acting) -> Callable[..., None]:
    """Build a small coded source: one text, two codes, any number of codings."""

    def build(codings: int = 3) -> None:
        with acting("build") as writer:
            fill(writer, codings)

    return build


def fill(writer: Writer, codings: int) -> None:
    """Text `x` × 40 in source s1 version t1, codes c1 and c2, codings g1 …"""
    writer.put(writer.new("coder", "ana"), "name", "Ana")
    for guid in ("c1", "c2"):
        writer.put_all(writer.new("code", guid), {"key": guid, "name": guid.upper()})
    writer.put_text("hash", "x" * 40)
    writer.put_all(
        writer.new("text", "t1"),
        {
            "made": {"source": "s1", "sha256": "hash", "characters": 40},
            "turns": [[0, 40, "R1:", "respondent", "r1", None, None]],
        },
    )
    writer.put(writer.new("respondent", "r1"), "label", "R1")
    writer.put_all(
        writer.new("source", "s1"), {"made": {"kind": "interview"}, "name": "R1.txt", "text": "t1"}
    )
    for number in range(1, codings + 1):
        writer.put_all(
            writer.new("coding", f"g{number}"),
            {
                "made": {"source": "s1", "coder": "ana", "layer": "human", "origin": "test"},
                "state": {
                    "text": "t1",
                    "start": 0,
                    "end": number % 39 + 1,
                    "quote": "x" * (number % 39 + 1),
                    "code": "c1",
                    "stance": None,
                },
            },
        )


@pytest.fixture
def another(where: str, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Addresses of further projects on the same backend, as many as are asked for."""
    names: list[str] = []
    count = itertools.count(1)

    def give() -> str:
        if "://" not in where:
            return str(tmp_path / f"another{next(count)}.thematic")
        names.append(f"test_{uuid.uuid4().hex}")
        return where.rpartition("schema=")[0] + f"schema={names[-1]}"

    yield give
    if names:
        from thematic.store.connection import connect_store

        store = connect_store(POSTGRES)
        for name in names:
            with store.engine.begin() as connection:
                connection.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
        store.close()
