"""Findings from codings: a whole study, generated ones of growing size, and the resamples for ranks.

The shipped study of 51 respondents and some 2,500 codings is built, and then reported on
in a process of its own once everything is imported: counting, linting and writing a report
within 1 s, as Word within 3 s. Generated codings of one coder under 300 codes, 10,000 to
1,000,000 of them of a tenth as many respondents, each in a process of its own: tallies,
ranks and lint of the largest within 20 s and 2 GB, and linear. 10,000 resamples of 51
respondents under 31 findings within 1 s. Times are of the processor, which other work on
the machine changes least; where they are judged, the time on the clock stands beside them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _measuring import run, table

SIZES = (10_000, 50_000, 250_000, 1_000_000)
SECONDS, MEGABYTES = 20, 2_000
REPORTS = {".md": 1.0, ".json": 1.0, ".html": None, ".docx": 3.0}
"""Ending → seconds allowed for counting, linting and writing; HTML draws its charts besides."""
PEOPLE, FINDINGS, REPLICATES, BOOTSTRAP_SECONDS = 51, 31, 10_000, 1.0
RUNS = 5
CODES, TOPS, QUESTIONS, LENGTH = 300, 10, 9, 3_500
WORDS = (
    *("the", "rota", "is", "full", "and", "nobody", "gives", "us", "any", "protected", "time", "to", "learn"),
    *("how", "to", "lead", "a", "team", "on", "ward"),
)


def study(codings: int):
    """A study of so many codings, the same every time."""
    import numpy as np

    from thematic.model.codebook import Code, Codebook
    from thematic.model.codings import Coder
    from thematic.model.columns import CodingColumns, Study
    from thematic.model.sources import Question, Respondent, Source

    random = np.random.default_rng(20)
    people = codings // 10
    codes = [Code(f"t{one}", f"t{one}", f"Theme {one}") for one in range(TOPS)]
    codes += [
        Code(f"c{one}", f"c{one}", f"Code {one}", parent=f"t{one % TOPS}") for one in range(CODES - TOPS)
    ]
    speaker = random.integers(0, people, codings).astype(np.int32)
    start = random.integers(0, LENGTH - 500, codings).astype(np.int32)
    code = TOPS + np.minimum(random.zipf(1.3, codings) - 1, CODES - TOPS - 1)
    columns = CodingColumns(
        local=np.arange(1, codings + 1),
        source=speaker,
        start=start,
        end=(start + random.integers(10, 500, codings)).astype(np.int32),
        code=code.astype(np.int32),
        coder=np.zeros(codings, np.int32),
        layer=np.zeros(codings, np.int8),
        stance=random.integers(0, 4, codings).astype(np.int8),
        respondent=speaker,
        question=random.integers(0, QUESTIONS, codings).astype(np.int32),
    )
    return Study(
        title="generated",
        approach="codebook",
        respondents=tuple(
            Respondent(f"r{one}", f"R{one}", "quote", {"country": "UK"}) for one in range(people)
        ),
        questions=tuple(Question(f"q{one}", one + 1, "?") for one in range(QUESTIONS)),
        sources=tuple(
            Source(f"s{one}", f"S{one}", "survey" if one % 2 else "interview", "", "", LENGTH, 1)
            for one in range(people)
        ),
        coders=(Coder("k", "Ana"),),
        codebook=Codebook(tuple(codes), "generated"),
        exposure=np.full((people, QUESTIONS), 2, np.int8),
        answered=np.ones(people, np.bool_),
        mode=tuple("survey" if one % 2 else "interview" for one in range(people)),
        codings=columns,
    )


def quotes(local):
    """Words for codings, different from one to the next."""
    from thematic.model.codings import Quote

    found = []
    for key in local:
        words = " ".join(WORDS[(key * step) % len(WORDS)] for step in range(1, 25))
        found.append(Quote(str(key), words, "S", 0, len(words), f"R{key % 1000}", 1, "c", "Ana", None))
    return found


def measure(codings: int) -> dict[str, float]:
    """Seconds of each step, and the peak memory of this process in MB."""
    from thematic.synthesis.build import build_findings
    from thematic.synthesis.lint.run import lint_findings
    from thematic.synthesis.staleness import take_bases

    made = study(codings)
    clock, began = time.perf_counter(), time.process_time()
    findings = build_findings(made, None, quotes)
    built = time.process_time()
    lint_findings(findings, made)
    linted = time.process_time()
    clock = time.perf_counter() - clock
    take_bases(findings, made)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "findings": built - began,
        "lint": linted - built,
        "bases": time.process_time() - linted,
        "clock": clock,
        "resamples": findings.replicates,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6,
    }


def report_times(folder: str) -> dict[str, tuple[float, float]]:
    """Ending → seconds of processor and clock for counting, linting and writing; the best of several runs."""
    from thematic.workflow.project import open_project, real_surroundings
    from thematic.workflow.reports import write_report

    project = open_project(str(Path(folder) / "leadership.thematic"), here=real_surroundings())
    found = {}
    for ending in REPORTS:
        path = str(Path(folder) / f"timed{ending}")
        times = []
        for _ in range(RUNS + 1):
            began, clock = time.process_time(), time.perf_counter()
            write_report(project, path, audience="public")
            times.append((time.process_time() - began, time.perf_counter() - clock))
        found[ending] = min(times[1:])
    project.close()
    return found


def bootstrap_seconds() -> float:
    """Seconds for the intervals of all ranks; the best of several runs."""
    import numpy as np

    from thematic.synthesis.ranking import rank_statements

    random = np.random.default_rng(20)
    supporting = random.random((FINDINGS, PEOPLE)) < random.random((FINDINGS, 1))
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        rank_statements(
            supporting,
            breadth=[1] * FINDINGS,
            oppose=[0] * FINDINGS,
            keys=[str(one) for one in range(FINDINGS)],
            seed=20,
            replicates=REPLICATES,
        )
        times.append(time.process_time() - began)
    return min(times)


def alone(*arguments: str) -> dict[str, Any]:
    """What this script measures in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def show_reports() -> bool:
    """Build the shipped study and print how long its reports take; whether they keep to the targets."""
    with tempfile.TemporaryDirectory() as folder:
        run("-m", "thematic", "demo", folder)
        found = alone("--reports", folder)
    rows = [(ending, *found[ending], limit or "") for ending, limit in REPORTS.items()]
    title = "The shipped study, counted, linted and written after start-up"
    table(title, ("report", "seconds", "on the clock", "at most"), rows)
    return all(found[ending][0] <= limit for ending, limit in REPORTS.items() if limit)


def show_growth() -> bool:
    """Print how cost grows with codings; whether the largest keeps to the targets."""
    rows: list[tuple[object, ...]] = []
    before: tuple[int, float] | None = None
    for size in SIZES:
        found = alone(str(size))
        total = found["findings"] + found["lint"]
        growth = (total / before[1]) / (size / before[0]) if before else 1.0
        rows.append(
            (
                f"{size:,}",
                found["findings"],
                found["lint"],
                found["bases"],
                total,
                found["clock"],
                growth,
                int(found["resamples"]),
                found["megabytes"],
            )
        )
        before = size, total
    names = (
        "codings",
        "findings s",
        "lint s",
        "bases s",
        "findings + lint",
        "on the clock",
        "growth",
        "resamples",
        "MB",
    )
    title = (
        f"Findings from codings (largest within {SECONDS} s and {MEGABYTES:,} MB; "
        "growth is cost over data, 1.00 is linear)"
    )
    table(title, names, rows)
    return float(str(rows[-1][4])) <= SECONDS and float(str(rows[-1][-1])) <= MEGABYTES


def show_bootstrap() -> bool:
    """Print how long the rank intervals take; whether that is short enough."""
    seconds = alone("--bootstrap")["seconds"]
    row = (f"{PEOPLE} × {FINDINGS} × {REPLICATES:,}", seconds, BOOTSTRAP_SECONDS)
    table("Rank intervals", ("respondents × findings × resamples", "seconds", "at most"), [row])
    return seconds <= BOOTSTRAP_SECONDS


def main() -> None:
    """Print the tables; with an argument, measure that alone and print it as JSON."""
    asked = sys.argv[1:]
    if asked[:1] == ["--reports"]:
        print(json.dumps(report_times(asked[1])))
    elif asked == ["--bootstrap"]:
        print(json.dumps({"seconds": bootstrap_seconds()}))
    elif asked:
        print(json.dumps(measure(int(asked[0]))))
    else:
        kept = [show_reports(), show_bootstrap(), show_growth()]
        sys.exit(int(not all(kept)))


if __name__ == "__main__":
    main()
