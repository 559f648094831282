"""Speed of the coding desk, driven by real keys through a pseudo-terminal; run as a script.

Texts of 10,000, 200,000 and 2,000,000 characters with 0, 500 and 20,000
codings. A key's time runs from writing it to the terminal until the first byte
painted in answer; the same is measured for an empty Textual app in the same
run, because that much no Textual program can save. Targets, beyond the empty
app: p50 under 10 ms and p99 under 30 ms; a 2 MB source open within 300 ms; the
desk on 1,000 sources within 1 s after imports; under 150 MB; a letter in the
palette over 1,000 codes under 15 ms.

Beside each time stands the processor time the desk took for the key, in all its
threads: on a machine that others use too, waiting for a processor lengthens the
one and hardly the other.

    python benchmarks/desk.py [--keys 100] [--quick] > table.md
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import platform
import pty
import random
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.language.sentences import RULE_VERSION
from thematic.model.codings import Coding
from thematic.model.sources import Question, Respondent, SourceText, Turn
from thematic.store.codings import save_coding
from thematic.store.people import save_question, save_respondent
from thematic.store.sources import save_source, save_spans, text_hash
from thematic.workflow.codebook import add_code
from thematic.workflow.project import create_project, open_project, real_surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (10_000, 200_000, 2_000_000)
CODINGS = (0, 500, 20_000)
ROWS, COLUMNS = 36, 120
ACTS = ("move", "extend", "apply", "undo", "far")
P50, P99, MEMORY = 10.0, 30.0, 150.0
"""Limits: milliseconds beyond the empty app, and megabytes."""
QUIET = 0.03
"""Seconds without output after which a frame counts as finished."""

WORDS = [
    "the",
    "and",
    "of",
    "to",
    "a",
    "in",
    "that",
    "it",
    "is",
    "was",
    "I",
    "for",
    "on",
    "you",
    "with",
    "as",
    "have",
    "but",
    "be",
    "they",
    "at",
    "this",
    "my",
    "not",
    "we",
    "so",
    "what",
    "there",
    "had",
    "all",
    "when",
    "do",
    "one",
    "if",
    "would",
    "or",
    "can",
    "people",
    "time",
    "really",
    "about",
    "training",
    "rota",
    "ward",
    "consultant",
    "leadership",
    "mentor",
    "course",
    "session",
    "trainee",
    "team",
    "job",
    "week",
    "patient",
    "theatre",
    "year",
]

CODE = "Zest"
"""Name of the code that is applied while measuring, and stands nowhere before."""

EMPTY_APP = """
from textual.app import App
from textual.widget import Widget
from textual.strip import Strip
from rich.segment import Segment
class Blank(Widget, can_focus=True):
    n = 0
    def render_line(self, y):
        return Strip([Segment((str(self.n) if y == 0 else '').ljust(self.size.width))])
    def on_key(self):
        self.n += 1
        self.refresh()
class Empty(App):
    def compose(self):
        yield Blank()
    def on_ready(self):
        self.query_one(Blank).focus()
Empty().run()
"""


@dataclass
class Terminal:
    """A program in a pseudo-terminal."""

    pid: int
    fd: int

    @classmethod
    def start(cls, arguments: list[str], environment: dict[str, str]) -> Terminal:
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(sys.executable, [sys.executable, *arguments], {**os.environ, **environment})
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        return cls(pid, fd)

    def read(self, wait: float) -> bytes:
        """What comes within some seconds, at most one chunk; empty when nothing does."""
        ready, _, _ = select.select([self.fd], [], [], wait)
        if not ready:
            return b""
        try:
            return os.read(self.fd, 1 << 20)
        except OSError:
            return b""

    def until(self, words: bytes, wait: float = 30.0) -> float:
        """Seconds until some words are painted."""
        began, seen = time.perf_counter(), b""
        while words not in seen:
            seen += self.read(0.2)
            if time.perf_counter() - began > wait:
                message = f"never saw {words!r}; last: {seen[-400:]!r}"
                raise TimeoutError(message)
        return time.perf_counter() - began

    def drain(self, quiet: float = QUIET) -> int:
        """Read until nothing comes; returns how many bytes."""
        total = 0
        while chunk := self.read(quiet):
            total += len(chunk)
        return total

    def answer(self, keys: bytes, words: bytes) -> float:
        """Seconds from a key until some words are painted, which come only when the act is durable."""
        began = time.perf_counter()
        os.write(self.fd, keys)
        seen = b""
        while words not in seen:
            seen += self.read(2.0)
        taken = time.perf_counter() - began
        self.drain()
        return taken

    def key(self, keys: bytes) -> tuple[float, int]:
        """Seconds until the first byte painted in answer, and bytes of all that follows."""
        began = time.perf_counter()
        os.write(self.fd, keys)
        chunk = self.read(2.0)
        taken = time.perf_counter() - began
        return taken, len(chunk) + self.drain()

    def processor(self) -> float:
        """Seconds of processor time taken so far, by all threads."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def megabytes(self) -> float:
        """Resident memory now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self) -> None:
        os.write(self.fd, b"\x11")
        self.drain(0.3)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def write_text(size: int, seed: int = 0, breaks: str = "\n") -> tuple[str, list[Turn], list[tuple[int, int]]]:
    """An interview of about so many characters, with turns and sentences."""
    chance = random.Random(seed)
    parts: list[str] = []
    turns: list[Turn] = []
    sentences: list[tuple[int, int]] = []
    at = number = 0
    while at < size:
        role = "interviewer" if number % 2 == 0 else "respondent"
        label = "I: " if role == "interviewer" else "P: "
        parts.append(label)
        at += len(label)
        start = at
        for _ in range(chance.randint(1, 6)):
            words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(5, 22))).capitalize() + "."
            sentences.append((at, at + len(words)))
            parts.append(words + " ")
            at += len(words) + 1
        who = "r1" if role == "respondent" else None
        turns.append(Turn(start, at - 1, label[0], role, who, f"q{number // 10 % 9 + 1}"))
        parts.append(breaks)
        at += 1
        number += 1
    return "".join(parts), turns, sentences


def build(
    folder: Path, size: int, many: int, *, sources: int = 1, codes: int = 20, breaks: str = "\n"
) -> str:
    """A project with one source of a size and so many codings, and further small sources."""
    path = folder / f"{size}-{many}-{sources}-{codes}-{ord(breaks)}.thematic"
    here = replace(real_surroundings(), config_dir=folder / "config")
    project = create_project(str(path), coder="Ann", here=here)
    for number in range(codes):
        add_code(
            project,
            f"code-{number}",
            f"{WORDS[number % 50].capitalize()} {WORDS[number // 7 % 50]} {number}" if number else CODE,
        )
    with project.act("import") as writer:
        save_respondent(writer, Respondent("r1", "R1"))
        for number in range(1, 10):
            save_question(writer, Question(f"q{number}", number, f"Question {number} of the guide?"))
        kept = []
        for number in range(sources):
            body, turns, sentences = write_text(size if number == 0 else 3_000, number, breaks)
            text = SourceText(f"t{number}", f"s{number}", text_hash(body), body, tuple(turns))
            save_source(writer, text, name=f"S{number:04}.txt", kind="interview", file_sha256="", log="")
            kept.append((text, sentences))
        writer.flush()
        for text, sentences in kept:
            save_spans(writer.connection, text, RULE_VERSION, tuple(sentences))
    text, sentences = kept[0]
    chance = random.Random(1)
    guids = [code.guid for code in _codes(project)][1:]  # the first is left for what is measured
    with project.act("import codings") as writer:
        for number in range(many):
            first = chance.randrange(len(sentences))
            last = min(len(sentences) - 1, first + chance.choice((0, 0, 0, 1, 2)))
            start, end = sentences[first][0], sentences[last][1]
            save_coding(
                writer,
                Coding(
                    f"c{number}", "s0", "t0", start, end, text.text[start:end], chance.choice(guids),
                    project.acting_coder().guid,
                ),
            )  # fmt: skip
    project.close()
    return str(path)


def _codes(project):
    from thematic.workflow.reading import read_codebook

    return read_codebook(project).codes


def percentiles(times: list[float]) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


@dataclass(frozen=True)
class Cost:
    """What a kind of key costs, in milliseconds."""

    p50: float
    p99: float
    processor: float
    """Median of processor time, until the terminal is quiet again."""

    def beyond(self, other: Cost) -> Cost:
        """What it costs more than another."""
        return Cost(self.p50 - other.p50, self.p99 - other.p99, self.processor - other.processor)


class Meter:
    """Collects what keys of one kind cost."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._taken: list[float] = []
        self._worked: list[float] = []

    def note(self, press: Callable[[], float]) -> None:
        """Press; `press` gives the seconds until the answer was painted."""
        before = self._terminal.processor()
        self._taken.append(press())
        self._worked.append(self._terminal.processor() - before)

    def key(self, keys: bytes) -> None:
        """Press a key whose first painted byte is the answer."""
        self.note(lambda: self._terminal.key(keys)[0])

    @property
    def cost(self) -> Cost:
        """What they cost."""
        return Cost(*percentiles(self._taken), percentiles(self._worked)[0])


def drive_empty(times: int) -> Cost:
    """Latency of an app that repaints one blank widget."""
    terminal = Terminal.start(["-c", EMPTY_APP], {})
    time.sleep(1.0)
    terminal.drain(0.3)
    meter = Meter(terminal)
    for _ in range(times):
        meter.key(b"j")
    terminal.stop()
    return meter.cost


@dataclass(frozen=True)
class Row:
    """What keys cost on one project."""

    size: int
    many: int
    costs: dict[str, Cost]
    painted: int
    """Bytes painted for a move, median."""
    megabytes: float


def drive(folder: Path, size: int, many: int, times: int) -> Row:
    """Press keys on one project."""
    where = build(folder, size, many)
    code = f"from thematic.tui.app import run_desk; run_desk({where!r}, 'Ann')"
    known = {"THEMATIC_CONFIG": str(folder / "config"), "COLORTERM": "truecolor"}
    terminal = Terminal.start(["-c", code], known)
    terminal.until(b"saved")
    terminal.drain(1.2)
    terminal.key(b"\x1b")  # no tour
    terminal.drain(0.3)
    meters = {name: Meter(terminal) for name in ACTS}
    painted = []
    for _ in range(times):
        meters["move"].note(lambda: painted.append(terminal.key(b"j")) or painted[-1][0])
    for number in range(times):
        meters["extend"].key(b"J" if number % 4 else b"j")
    for key in (b" ", CODE.encode(), b"\r"):
        terminal.key(key)
        terminal.drain(0.3)
    for _ in range(times):
        terminal.key(b"j")
        meters["apply"].note(lambda: terminal.answer(b".", "✓ ".encode()))
        terminal.key(b"k")
        meters["undo"].note(lambda: terminal.answer(b"u", "✓ ".encode()))
    for number in range(20):
        meters["far"].key(b"\x1b[F" if number % 2 else b"\x1b[H")
    memory = terminal.megabytes()
    terminal.stop()
    check(where, times)
    bytes_painted = int(statistics.median(size for _, size in painted))
    return Row(size, many, {name: meter.cost for name, meter in meters.items()}, bytes_painted, memory)


def check(where: str, times: int) -> None:
    """Every key that was to do something did it, and its opposite."""
    from thematic.workflow.history import list_acts

    project = open_project(where, here=real_surroundings())
    verbs = [act.verb for act in list_acts(project)]
    project.close()
    done = verbs.count("tag"), verbs.count("undo")
    if done != (times + 1, times):
        message = f"{done[0]} codings and {done[1]} undos instead of {times + 1} and {times}"
        raise RuntimeError(message)


async def pilot_times(folder: Path) -> list[tuple[str, float, float]]:
    """What is not a key, in one process: (what, seconds, limit in seconds or 0)."""
    here = replace(real_surroundings(), config_dir=folder / "config-pilot")
    open_project(build(folder, 10_000, 0, codes=1), here=here).close()
    results: list[tuple[str, float, float]] = []
    async with opened(build(folder, 2_000_000, 20_000, codes=30), here) as (_desk, pilot, screen):
        times = []
        for _ in range(5):
            screen.source = None
            began = time.perf_counter()
            await screen._open_source("s0", None, None)
            await pilot.pause()
            times.append(time.perf_counter() - began)
        results.append(
            ("open a 2 MB source with 20,000 codings (median of 5)", statistics.median(times), 0.3)
        )
        began = time.perf_counter()
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        results.append(("wrap it anew after a resize", time.perf_counter() - began, 0.0))
    many = build(folder, 3_000, 0, sources=1_000, codes=1_000)
    began = time.perf_counter()
    async with opened(many, here) as (_desk, pilot, screen):
        results.append(("open the desk on 1,000 sources", time.perf_counter() - began, 1.0))
        await pilot.press("space")
        letters = []
        for letter in "people time":
            began = time.perf_counter()
            screen.palette._edit.put(letter)
            screen.palette._look()
            letters.append(time.perf_counter() - began)
            await pilot.pause()
        results.append(("a letter in the palette over 1,000 codes (slowest of 11)", max(letters), 0.015))
    for what, where, keys in extremes(folder):
        async with opened(where, here) as (_desk, pilot, _screen):
            times = []
            for key in keys * 10:
                began = time.perf_counter()
                await pilot.press(key)
                times.append(time.perf_counter() - began)
            results.append((f"a key on {what} (median of {len(times)})", statistics.median(times), 0.0))
    return results


def extremes(folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """(what, project, keys): ten thousand codings on one page, and one line of 2 MB."""
    page = build(folder, 3_000, 10_000)
    line = build(folder, 2_000_000, 0, codes=2, breaks=" ")
    return [
        ("10,000 codings on one page", page, ("j", "J", "k")),
        ("one line of 2 MB", line, ("j", "J", "pagedown")),
    ]


@asynccontextmanager
async def opened(where, here):
    """A desk on a project, its first screen filled."""
    from thematic.tui.app import Desk

    desk = Desk(where, "Ann", here=here)
    async with desk.run_test(size=(COLUMNS, ROWS)) as pilot:
        yield desk, pilot, await _ready(desk, pilot)
        desk.session.close()


async def _ready(desk, pilot):
    while desk.session is None or desk.screen.transcript.text is None:
        await pilot.pause(0.001)
    await pilot.pause()
    return desk.screen


def _load() -> str:
    """How much the machine's processors were asked for, in words."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def describe(row: Row, empty: Cost) -> list[str]:
    """The cells of a row of the table."""
    beyond = [row.costs[name].beyond(empty) for name in ACTS]
    return [
        f"{row.size:,}",
        f"{row.many:,}",
        *(f"{one.p50:.1f} / {one.p99:.0f} ({one.processor:.1f})" for one in beyond),
        f"{row.painted:,}",
        f"{row.megabytes:.0f}",
    ]


def grown(rows: list[Row]) -> list[str]:
    """How costs grow from the least to the most text and codings."""
    by_shape = {(row.size, row.many): row for row in rows}
    first, last = min(by_shape), max(by_shape)
    if first == last:
        return []
    found = []
    for name in ACTS[:4]:
        small, large = by_shape[first].costs[name], by_shape[last].costs[name]
        found.append(f"{name} ×{large.processor / small.processor:.1f}")
    times = f"{last[0] // first[0]} times the text and {last[1]:,} codings instead of {first[1]}"
    return [f"Growth of processor time for {times}: {', '.join(found)}."]


def missed(rows: list[Row], empty: Cost, others: list[tuple[str, float, float]]) -> list[str]:
    """Targets not met in this run."""
    found = []
    for row in rows:
        for name in ACTS[:4]:
            cost = row.costs[name].beyond(empty)
            if cost.p50 >= P50 or cost.p99 >= P99:
                found.append(
                    f"{name} at {row.size:,}/{row.many:,}: p50 {cost.p50:.1f} ms, p99 {cost.p99:.0f} ms"
                )
        if row.megabytes >= MEMORY:
            found.append(f"memory at {row.size:,}/{row.many:,}: {row.megabytes:.0f} MB")
    found += [f"{what}: {taken * 1000:.0f} ms" for what, taken, limit in others if limit and taken > limit]
    return found


def table(rows: list[list[str]]) -> str:
    """A Markdown table; its first row is the heading."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|" + "|".join(["--:"] * len(rows[0])) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def main() -> int:
    """Print the tables; 1 when a target was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=100, help="keys of each kind (default 100)")
    parser.add_argument("--quick", action="store_true", help="only the smallest and the largest text")
    options = parser.parse_args()
    step = 2 if options.quick else 1
    heading = ["characters", "codings", *ACTS, "bytes a move", "MB"]
    lines, rows = [heading], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = drive_empty(options.keys)
        print(
            f"Python {platform.python_version()}, {_load()} at the start. An empty Textual app: "
            f"p50 {empty.p50:.1f} ms, p99 {empty.p99:.1f} ms, processor {empty.processor:.1f} ms; in the table, "
            "p50 / p99 (processor) in ms beyond it.\n",
            flush=True,
        )
        for size in SIZES[::step]:
            for many in CODINGS[::step]:
                rows.append(drive(folder, size, many, options.keys))
                lines.append(describe(rows[-1], empty))
                print(*lines[-1], sep="  ", file=sys.stderr, flush=True)
        others = asyncio.run(pilot_times(folder))
    print(table(lines), *grown(rows), sep="\n\n")
    print()
    print(
        table(
            [["what", "ms", "limit"]]
            + [
                [what, f"{taken * 1000:.0f}", f"{limit * 1000:.0f}" if limit else ""]
                for what, taken, limit in others
            ]
        )
    )
    not_met = missed(rows, empty, others)
    print(f"\nAt the end: {_load()}. Not met in this run: {'; '.join(not_met) or 'nothing'}.")
    return 1 if not_met else 0


if __name__ == "__main__":
    sys.exit(main())
