"""What the benchmarks share: a command's time and peak memory, and a table with growth."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Run:
    """One run of a command in a process of its own."""

    seconds: float
    """Wall time from start to end."""
    megabytes: float
    """Peak resident memory."""


def run(*arguments: str, quiet: bool = True) -> Run:
    """Run this Python with these arguments; a failure ends the benchmark."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL if quiet else None,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode:
        sys.exit(f"{' '.join(arguments)}\nleft with {process.returncode}: {said.decode()}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(took, used.ru_maxrss * unit / 1e6)


def median(runs: Iterable[Run]) -> Run:
    """Median time and largest peak of several runs."""
    known = list(runs)
    return Run(statistics.median(r.seconds for r in known), max(r.megabytes for r in known))


def table(title: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their names, the first column to the left."""
    cells = [[_shown(value) for value in row] for row in rows]
    widths = [max(len(row[place]) for row in [list(names), *cells]) for place in range(len(names))]
    print(f"\n{title}")
    for row in [list(names), *cells]:
        first, *others = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip())


def growth(before: float | None, now: float) -> str:
    """How many times the smaller size's cost this one is; 4.0× is linear where the data grow fourfold."""
    return f"{now / before:.1f}×" if before else ""


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
