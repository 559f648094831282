"""A journal of a million codings: import, undo, redo, rebuild and check, on both backends, and how they grow.

The codings are drawn from a seed: spans of 5 to 200 characters in 200 sources
of 20,000 characters, 100 codes. They come in as CSV, as one act. Each step
runs in a process of its own, so that its peak memory is its own. Targets:
cost grows with the data and no faster, and no step takes 1 GB.

PostgreSQL is measured where THEMATIC_TEST_POSTGRES names a server; its schema
is dropped afterwards.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from _measuring import Run, growth, run, table

SOURCES, CHARACTERS, CODES = 200, 20_000, 100
MEGABYTES = 1000
STEEPEST = 1.5
"""Times the growth of the data that a step's time may grow; more is not linear."""
IN_A_HURRY = 1.0
"""Seconds below which start-up hides how a step grows."""
STEPS = ("codings import", "undo", "redo", "rebuild", "check", "synthesise")


def write_texts(folder: Path) -> None:
    """Sources of words that mean nothing, each its own."""
    folder.mkdir()
    draw = random.Random(1)
    for number in range(SOURCES):
        words = (
            "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(4000)
        )
        text = f"I: What now?\n\nR{number}: {' '.join(words)}"
        (folder / f"S{number}.txt").write_text(text[:CHARACTERS] + "\n", encoding="utf-8")


def write_codebook(path: Path) -> None:
    lines = [f"  - {{key: code-{number}, name: Code {number}}}" for number in range(CODES)]
    path.write_text("\n".join(["codebook: many", "codes:", *lines, ""]), encoding="utf-8")


def write_codings(path: Path, count: int) -> None:
    """As many codings, no two the same."""
    draw = random.Random(2)
    known: set[tuple[int, int, int]] = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "start", "end", "code", "stance"])
        while len(known) < count:
            source, start, code = draw.randrange(SOURCES), draw.randrange(40, 19_700), draw.randrange(CODES)
            if (source, start, code) in known:
                continue
            known.add((source, start, code))
            end = start + draw.randint(5, 200)
            stance = draw.choice(["supports", "supports", "qualifies", "opposes", ""])
            writer.writerow([f"S{source}.txt", start, end, f"code-{code}", stance])


def rebuild(where: str) -> None:
    """Empty the view and make it again from the facts."""
    from thematic.store.opening import open_store
    from thematic.store.rebuild import rebuild_view

    store = open_store(where)
    with store.writing() as connection:
        rebuild_view(connection)
    store.close()


def drop(where: str) -> None:
    """Remove a project's schema from its server."""
    from sqlalchemy import text

    from thematic.store.connection import connect_store

    store = connect_store(where)
    with store.engine.begin() as connection:
        name = connection.execute(text("select current_schema()")).scalar_one()
        connection.execute(text(f'drop schema "{name}" cascade'))
    store.close()


def measure(where: str, folder: Path, count: int) -> dict[str, Run]:
    """Each step on a project of its own."""

    def thematic(*arguments: str) -> Run:
        return run("-m", "thematic", "-p", where, "--as", "Ana", *arguments)

    run("-m", "thematic", "init", where, "--as", "Ana")
    thematic("codebook", "import", str(folder / "many.yaml"))
    thematic("import", str(folder / "texts"))
    thematic("outline", "draft", str(folder / "outline.yaml"))
    found = {"codings import": thematic("codings", "import", str(folder / f"codings-{count}.csv"))}
    found["undo"] = thematic("undo")
    found["redo"] = thematic("redo")
    found["rebuild"] = run(__file__, "--rebuild", where)
    found["check"] = thematic("check")
    found["synthesise"] = thematic("synthesise")
    return found


def compare(backend: str, sizes: list[int], folder: Path, place: Callable[[int], str]) -> list[str]:
    """Measure all sizes on one backend, print the table, and say what missed its target."""
    found: dict[int, dict[str, Run]] = {}
    for count in sizes:
        where = place(count)
        try:
            found[count] = measure(where, folder, count)
        finally:
            if "://" in where:
                drop(where)
    rows, missed = [], []
    for step in STEPS:
        before: int | None = None
        for count in sizes:
            now = found[count][step]
            last = found[before][step].seconds if before else None
            micro = now.seconds / count * 1e6
            rows.append((step, count, now.seconds, growth(last, now.seconds), micro, now.megabytes))
            if last and before and last > IN_A_HURRY and now.seconds / last > STEEPEST * count / before:
                missed.append(f"{backend}: {step} grows faster than the data, {now.seconds / last:.1f}×")
            if now.megabytes > MEGABYTES:
                missed.append(f"{backend}: {step} of {count:,} took {now.megabytes:,.0f} MB")
            before = count
    table(
        f"{backend}, one run each, growth from each size to the next (the data grow 4×)",
        ("step", "codings", "s", "growth", "µs each", "MB"),
        rows,
    )
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000, help="codings at 16×")
    parser.add_argument("--rebuild", metavar="WHERE", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.rebuild:
        rebuild(chosen.rebuild)
        return 0
    sizes = [chosen.largest // 16, chosen.largest // 4, chosen.largest]
    server = os.environ.get("THEMATIC_TEST_POSTGRES", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_texts(folder / "texts")
        write_codebook(folder / "many.yaml")
        for count in sizes:
            write_codings(folder / f"codings-{count}.csv", count)
        missed = compare("SQLite", sizes, folder, lambda count: str(folder / f"{count}.thematic"))
        if server:
            join = "&" if "?" in server else "?"
            missed += compare(
                "PostgreSQL", sizes, folder, lambda _: f"{server}{join}schema=bench_{uuid.uuid4().hex}"
            )
        else:
            print("\nTHEMATIC_TEST_POSTGRES is not set: PostgreSQL is not measured.")
    print("\n".join(missed) or "All targets met.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
