"""Speed of the coding desk, driven by real keys through a pseudo-terminal; run as a script.

Texts of 10,000, 200,000 and 2,000,000 characters with 0, 500 and 20,000
codings. A key's time runs from writing it to the terminal until the first byte
painted in answer; the same is measured for an empty Textual app in the same
run, because that much no Textual program can save. Targets, beyond the empty
app: p50 under 10 ms and p99 under 30 ms; a 2 MB source open within 300 ms; the
desk on 1,000 sources within 1 s after imports; under 150 MB; a letter in the
palette over 1,000 codes under 15 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import pty
import random
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, replace
from pathlib import Path

from thematic.language.sentences import RULE_VERSION
from thematic.model.codings import Coding
from thematic.model.sources import Question, Respondent, SourceText, Turn
from thematic.store.codings import save_coding
from thematic.store.people import save_question, save_respondent
from thematic.store.sources import save_source, save_spans, text_hash
from thematic.workflow.codebook import add_code
from thematic.workflow.project import create_project, open_project, real_surroundings

SIZES = (10_000, 200_000, 2_000_000)
CODINGS = (0, 500, 20_000)
ROWS, COLUMNS = 36, 120
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

    def megabytes(self) -> float:
        """Resident memory now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self) -> None:
        os.write(self.fd, b"\x11")
        self.drain(0.3)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def write_text(size: int, seed: int = 0) -> tuple[str, list[Turn], list[tuple[int, int]]]:
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
        parts.append("\n")
        at += 1
        number += 1
    return "".join(parts), turns, sentences


def build(folder: Path, size: int, many: int, *, sources: int = 1, codes: int = 20) -> str:
    """A project with one source of a size and so many codings, and further small sources."""
    path = folder / f"{size}-{many}-{sources}-{codes}.thematic"
    here = replace(real_surroundings(), config_dir=folder / "config")
    project = create_project(str(path), coder="Ann", here=here)
    for number in range(codes):
        add_code(
            project, f"code-{number}", f"{WORDS[number % 50].capitalize()} {WORDS[number // 7 % 50]} {number}"
        )
    with project.act("import") as writer:
        save_respondent(writer, Respondent("r1", "R1"))
        for number in range(1, 10):
            save_question(writer, Question(f"q{number}", number, f"Question {number} of the guide?"))
        kept = []
        for number in range(sources):
            body, turns, sentences = write_text(size if number == 0 else 3_000, number)
            text = SourceText(f"t{number}", f"s{number}", text_hash(body), body, tuple(turns))
            save_source(writer, text, name=f"S{number:04}.txt", kind="interview", file_sha256="", log="")
            kept.append((text, sentences))
        writer.flush()
        for text, sentences in kept:
            save_spans(writer.connection, text, RULE_VERSION, tuple(sentences))
    text, sentences = kept[0]
    chance = random.Random(1)
    guids = [code.guid for code in _codes(project)]
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


def drive_empty(times: int) -> tuple[float, float]:
    """Latency of an app that repaints one blank widget."""
    terminal = Terminal.start(["-c", EMPTY_APP], {})
    time.sleep(1.0)
    terminal.drain(0.3)
    taken = [terminal.key(b"j")[0] for _ in range(times)]
    terminal.stop()
    return percentiles(taken)


def drive(folder: Path, where: str, times: int) -> dict[str, object]:
    """Key times on one project."""
    code = f"from thematic.tui.app import run_desk; run_desk({where!r}, 'Ann')"
    terminal = Terminal.start(
        ["-c", code], {"THEMATIC_CONFIG": str(folder / "config"), "COLORTERM": "truecolor"}
    )
    terminal.until(b"saved")
    terminal.drain(1.2)
    found: dict[str, object] = {}
    moves = [terminal.key(b"j") for _ in range(times)]
    found["move"] = percentiles([one for one, _ in moves])
    found["bytes"] = int(statistics.median(size for _, size in moves))
    found["extend"] = percentiles([terminal.key(b"J" if n % 4 else b"j")[0] for n in range(times)])
    for key in (b" ", b"\r"):
        terminal.key(key)
        terminal.drain(0.2)
    applied, undone = [], []
    for _ in range(times):
        terminal.key(b"j")
        applied.append(terminal.answer(b".", "✓ ".encode()))
        terminal.key(b"k")
        undone.append(terminal.answer(b"u", "✓ ".encode()))
    found["apply"], found["undo"] = percentiles(applied), percentiles(undone)
    found["far"] = percentiles([terminal.key(b"\x1b[F" if n % 2 else b"\x1b[H")[0] for n in range(20)])
    found["memory"] = terminal.megabytes()
    terminal.stop()
    return found


async def pilot_times(folder: Path) -> list[tuple[str, float, str]]:
    """What is not a key: opening, wrapping anew, a letter in the palette; in one process."""
    from thematic.tui.app import Desk

    here = replace(real_surroundings(), config_dir=folder / "config-pilot")
    results = []
    open_project(build(folder, 10_000, 0, codes=1), here=here).close()
    big = build(folder, 2_000_000, 20_000, codes=30)
    desk = Desk(big, "Ann", here=here)
    async with desk.run_test(size=(COLUMNS, ROWS)) as pilot:
        screen = await _ready(desk, pilot)
        screen.source = None
        began = time.perf_counter()
        await screen._open_source("s0", None, None)
        await pilot.pause()
        results.append(("open a 2 MB source with 20,000 codings", time.perf_counter() - began, "300 ms"))
        began = time.perf_counter()
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        results.append(("wrap it anew after a resize", time.perf_counter() - began, ""))
        desk.session.close()
    many = build(folder, 3_000, 0, sources=1_000, codes=1_000)
    began = time.perf_counter()
    desk = Desk(many, "Ann", here=here)
    async with desk.run_test(size=(COLUMNS, ROWS)) as pilot:
        screen = await _ready(desk, pilot)
        results.append(("open the desk on 1,000 sources", time.perf_counter() - began, "1 s"))
        await pilot.press("space")
        letters = []
        for letter in "people time":
            began = time.perf_counter()
            screen.palette._edit.put(letter)
            screen.palette._look()
            letters.append(time.perf_counter() - began)
            await pilot.pause()
        results.append(("a letter in the palette over 1,000 codes (slowest)", max(letters), "15 ms"))
        desk.session.close()
    return results


async def _ready(desk, pilot):
    while desk.session is None or desk.screen.transcript.text is None:
        await pilot.pause(0.001)
    await pilot.pause()
    return desk.screen


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=100, help="keys of each kind (default 100)")
    parser.add_argument("--quick", action="store_true", help="only the smallest and the largest text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = drive_empty(options.keys)
        print(f"empty Textual app: p50 {empty[0]:.1f} ms, p99 {empty[1]:.1f} ms; below, times beyond it\n")
        acts = ("move", "extend", "apply", "undo", "far")
        print(
            f"{'characters':>10} {'codings':>8}  "
            + "  ".join(f"{act + ' p50/p99':>15}" for act in acts)
            + "   bytes     MB"
        )
        for size in SIZES[:: 2 if options.quick else 1]:
            for many in CODINGS[:: 2 if options.quick else 1]:
                found = drive(folder, build(folder, size, many), options.keys)
                cells = "  ".join(
                    f"{found[act][0] - empty[0]:>7.1f} /{found[act][1] - empty[1]:>6.1f}" for act in acts
                )
                print(
                    f"{size:>10,} {many:>8,}  {cells}  {found['bytes']:>6}  {found['memory']:>5.0f}",
                    flush=True,
                )
        print()
        for what, seconds, limit in asyncio.run(pilot_times(folder)):
            print(f"{what:<55} {seconds * 1000:>7.1f} ms" + (f"   (limit {limit})" if limit else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
