"""How soon one desk shows what another did: both real, each in a pseudo-terminal of its own; run as a script.

Ann codes one sentence after another in a text of 200,000 characters with 500
codings; Ben looks at the same page. An act's time runs from writing Ann's key
to her terminal until the first byte painted on Ben's, commit, message and
reading included; beside it stands the time until Ann's own desk says that it is saved.
Target: every act on the other desk within two seconds.

On PostgreSQL the server tells the other desk; in a file it looks five times a
second. PostgreSQL is measured where THEMATIC_TEST_POSTGRES names a server; its
schema is dropped afterwards.

    python benchmarks/live.py [--acts 100]
"""

from __future__ import annotations

import argparse
import os
import select
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

from _measuring import table
from desk import CODE, Terminal, build
from journal import drop

DONE = "✓ ".encode()
"""What Ann's desk says of an act that is durable."""
STILL = 0.15
"""Seconds without output after which a desk has painted all of what was done before."""
LIMIT = 2.0
"""Seconds within which another desk shows an act."""
RUN = "import sys; from thematic.tui.app import Desk; Desk(*sys.argv[1:]).run()"


def start(where: str, person: str, folder: Path) -> Terminal:
    """A person's desk with the text open."""
    settings = {"THEMATIC_CONFIG": str(folder / person), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    desk = Terminal.start(["-c", RUN, where, person, "S0000.txt"], settings)
    desk.until(b"turns coded")
    desk.drain(1.0)
    return desk


def measure(where: str, folder: Path, acts: int) -> tuple[list[float], list[float]]:
    """Seconds until Ann's desk answers, and until Ben's shows what she did."""
    ann, ben = (start(where, person, folder) for person in ("Ann", "Ben"))
    try:
        os.write(ann.fd, b"j ")
        ann.drain(0.5)
        os.write(ann.fd, CODE.encode() + b"\r")
        ann.drain(0.5)
        ben.drain(0.5)
        own, others = [], []
        for _ in range(acts):
            os.write(ann.fd, b"j")
            ann.drain(STILL)
            ben.drain(STILL)
            mine, theirs = act(ann, ben)
            own.append(mine)
            others.append(theirs)
        return own, others
    finally:
        for desk in (ann, ben):
            desk.stop()


def act(ann: Terminal, ben: Terminal) -> tuple[float, float]:
    """Seconds from the key that codes until Ann's desk says so, and until anything is painted on Ben's."""
    began, said = time.perf_counter(), b""
    mine = theirs = 0.0
    os.write(ann.fd, b".")
    while not (mine and theirs):
        ready, _, _ = select.select([ann.fd, ben.fd], [], [], 5 * LIMIT)
        now = time.perf_counter() - began
        if not ready:
            sys.exit(f"nothing was painted for {now:.0f} s")
        if ann.fd in ready:
            said += ann.read(0)
            mine = mine or (now if DONE in said else 0.0)
        if ben.fd in ready:
            ben.read(0)
            theirs = theirs or now
    return mine, theirs


def coded(where: str) -> int:
    """Codings that Ann made at her desk."""
    from thematic.workflow.project import open_project, real_surroundings
    from thematic.workflow.reading import load_study

    project = open_project(where, here=real_surroundings())
    found = int((load_study(project).codings.code == 0).sum())
    project.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=100)
    chosen = parser.parse_args()
    from thematic.store.backup import copy_rows
    from thematic.store.connection import connect_store

    server = os.environ.get("THEMATIC_TEST_POSTGRES", "")
    rows, missed = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = {"one file": build(folder, 200_000, 500)}
        if server:
            team = f"{server}{'&' if '?' in server else '?'}schema=bench_{uuid.uuid4().hex}"
            file = connect_store(places["one file"])
            copy_rows(file, team)
            file.close()
            places["PostgreSQL"] = team
        for place, where in places.items():
            try:
                own, others = measure(where, folder, chosen.acts)
                if coded(where) != chosen.acts + 1:
                    missed.append(
                        f"{place}: {chosen.acts + 1} acts were done, and {coded(where)} codings are there"
                    )
            finally:
                if "://" in where:
                    drop(where)
            for desk, times in (("own", own), ("other", others)):
                ordered = sorted(times)
                p95 = ordered[int(0.95 * len(ordered))]
                rows.append(
                    (
                        place,
                        desk,
                        len(times),
                        *(1000 * t for t in (statistics.median(times), p95, ordered[-1])),
                    )
                )
            if max(others) > LIMIT:
                missed.append(f"{place}: an act took {max(others):.1f} s to reach the other desk")
    table(
        "From a key on one desk to the first byte painted",
        ("project in", "desk", "acts", "p50 ms", "p95 ms", "max ms"),
        rows,
    )
    if not server:
        print("\nTHEMATIC_TEST_POSTGRES is not set: PostgreSQL is not measured.")
    print("\n".join(missed) or "All targets met.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
