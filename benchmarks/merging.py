"""Merging ten copies of a project, in each of which somebody coded for months; time, memory and growth.

Every copy holds 200 sources of 20,000 characters and 300 codes, and the codings of one more
coder, a hundred to an act. All ten are merged into an eleventh by the command, in
a process of its own. Targets: ten copies of 50,000 codings each under 60 s, and cost grows with the
data and no faster.

`--codings 10000` is the quick version.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from _measuring import Run, growth, run, table
from journal import write_texts

COPIES, CODES, AT_A_TIME, SECONDS = 10, 300, 100, 60.0
STEEPEST = 1.5
"""Times the growth of the data that a step's time may grow; more is not linear."""
STEPS = ("merge --dry-run", "merge", "merge again", "undo", "redo", "check")


def write_codebook(path: Path) -> None:
    """Three hundred codes, ten of them above the others."""
    lines = ["codebook: many", "codes:"]
    for number in range(CODES):
        parent = f", parent: code-{number % 10}" if number >= 10 else ""
        lines.append(f"  - {{key: code-{number}, name: Code {number}{parent}}}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def fill(where: str, name: str, count: int) -> None:
    """Let somebody join a project and code, some passages to an act, all in one transaction."""
    from thematic.model.codings import Coder, Coding
    from thematic.model.journal import Act
    from thematic.store.codes import load_codebook
    from thematic.store.codings import save_coding
    from thematic.store.connection import connect_store
    from thematic.store.journal import Writer
    from thematic.store.people import save_coder
    from thematic.store.sources import load_sources, load_words

    draw = random.Random(name)
    store = connect_store(where)

    def guid() -> str:
        return f"{draw.getrandbits(128):032x}"

    person = Coder(guid(), name)
    with store.writing() as connection:
        sources = load_sources(connection)
        words = {source.guid: load_words(connection, source.sha256) for source in sources}
        codes = [code.guid for code in load_codebook(connection).codes]
        for number in range(0, count + AT_A_TIME, AT_A_TIME):
            act = Act(guid(), number, person.guid, "tag" if number else "join")
            writer = Writer(connection, act, lambda: draw.randbytes(16))
            if not number:
                save_coder(writer, person)
            for _ in range(AT_A_TIME if number else 0):
                source = draw.choice(sources)
                start = draw.randrange(40, 19_700)
                end = start + draw.randint(5, 200)
                quote = words[source.guid][start:end]
                coding = Coding(
                    guid(), source.guid, source.text, start, end, quote, draw.choice(codes), person.guid,
                    "human",
                )  # fmt: skip
                save_coding(writer, coding)
            writer.finish()
    store.close()


def build(folder: Path) -> Path:
    """The project that everybody starts from."""
    where = folder / "base.thematic"
    write_texts(folder / "texts")
    write_codebook(folder / "many.yaml")
    for line in (f"init {where} --as Ana", "codebook import many.yaml", "import texts"):
        words = [str(folder / word) if (folder / word).exists() else word for word in line.split()]
        run("-m", "thematic", *([] if words[0] == "init" else ["-p", str(where)]), *words)
    return where


def measure(base: Path, folder: Path, count: int) -> dict[str, Run]:
    """Each step of merging copies with so many codings each."""
    folder.mkdir()
    mine = folder / "mine.thematic"
    shutil.copyfile(base, mine)
    copies = []
    for number in range(COPIES):
        copies.append(str(folder / f"copy{number}.thematic"))
        shutil.copyfile(base, copies[-1])
        run(__file__, "--fill", copies[-1], f"Coder {number}", str(count))

    def thematic(*arguments: str) -> Run:
        return run("-m", "thematic", "-p", str(mine), "--as", "Ana", *arguments)

    return {
        "merge --dry-run": thematic("merge", *copies, "--dry-run"),
        "merge": thematic("merge", *copies),
        "merge again": thematic("merge", *copies),
        "undo": thematic("undo"),
        "redo": thematic("redo"),
        "check": thematic("check"),
    }


def main() -> int:
    """Measure a fifth and the whole, print the table, and say what missed its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codings", type=int, default=50_000, help="in each of the ten copies")
    parser.add_argument("--fill", nargs=3, metavar=("WHERE", "NAME", "COUNT"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.fill:
        fill(chosen.fill[0], chosen.fill[1], int(chosen.fill[2]))
        return 0
    sizes = [chosen.codings // 5, chosen.codings]
    with tempfile.TemporaryDirectory() as name:
        base = build(Path(name))
        found = {count: measure(base, Path(name) / str(count), count) for count in sizes}
    rows, missed = [], []
    for step in STEPS:
        for place, count in enumerate(sizes):
            now = found[count][step]
            last = found[sizes[0]][step].seconds if place else None
            micro = now.seconds / count / COPIES * 1e6
            rows.append((step, COPIES * count, now.seconds, growth(last, now.seconds), micro, now.megabytes))
            if last and now.seconds > 5 and now.seconds / last > STEEPEST * count / sizes[0]:
                missed.append(f"{step} grows faster than the data: {now.seconds / last:.1f}×")
    table(
        f"{COPIES} copies merged into one, one run each (the data grow 5×)",
        ("step", "codings", "s", "growth", "µs each", "MB"),
        rows,
    )
    if chosen.codings >= 50_000 and found[sizes[-1]]["merge"].seconds > SECONDS:
        missed.append(f"merge took {found[sizes[-1]]['merge'].seconds:.0f} s, and may take {SECONDS:.0f}")
    print("\n".join(missed) or "All targets met.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
