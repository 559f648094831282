"""Findings from codings: tallies, ranks, illustrations and lint on generated studies, and how cost grows.

Generated codings of one coder under 300 codes, at 10,000, 100,000 and
1,000,000 codings of a tenth as many respondents, each in a process of its own.
Target for the largest: tallies, ranks and lint within 20 s and 2 GB. The
resamples for the rank intervals are as many as the report would draw.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from _measuring import growth, table

SIZES = (10_000, 100_000, 1_000_000)
SECONDS, MEGABYTES = 20, 2_000
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
    began = time.perf_counter()
    findings = build_findings(made, None, quotes)
    built = time.perf_counter()
    lint_findings(findings, made)
    linted = time.perf_counter()
    take_bases(findings, made)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "findings": built - began,
        "lint": linted - built,
        "bases": time.perf_counter() - linted,
        "resamples": findings.replicates,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6,
    }


def main() -> None:
    """Print the table; with a number, measure that size and print it as JSON."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
        return
    rows, before = [], None
    for size in SIZES:
        command = [sys.executable, str(Path(__file__).resolve()), str(size)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        total = found["findings"] + found["lint"]
        rows.append(
            (
                f"{size:,}",
                found["findings"],
                found["lint"],
                found["bases"],
                total,
                growth(before, total),
                int(found["resamples"]),
                found["megabytes"],
            )
        )
        before = total
    names = ("codings", "findings s", "lint s", "bases s", "findings + lint", "growth", "resamples", "MB")
    title = f"Findings from codings (target for the last row: {SECONDS} s, {MEGABYTES:,} MB; 10.0× is linear)"
    table(title, names, rows)
    sys.exit(int(rows[-1][4] > SECONDS or rows[-1][-1] > MEGABYTES))


if __name__ == "__main__":
    main()
