"""A real survey from table to report: time and peak memory, and how they grow.

7,908 answers of 4,466 patients of the English health service with human codes
in 50 one-hot columns, at 1/16, 1/4 and all of its respondents. Targets for all
of it: import within 15 s and 500 MB, import of its codings as CSV within 10 s,
report as JSON within 5 s. Skipped where the table is not beside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from _measuring import ROOT, Run, growth, median, run, table

TABLE = ROOT.parent / "shared" / "real" / "nhs_fft" / "v6framework_230831.csv"
ID, CODES = "Respondent ID", "Not assigned..Positive experience & gratitude"
SHARES = (16, 4, 1)
TARGETS = {"import": 15.0, "codings import": 10.0, "report": 5.0}
MEGABYTES = 500


def cut(share: int, into: Path) -> tuple[Path, int]:
    """The rows of every so-manieth respondent, as a table of their own, and how many rows."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        names, *rows = csv.reader(file)
    place = names.index(ID)
    people = sorted({row[place] for row in rows})
    chosen = set(people[::share])
    kept = [row for row in rows if row[place] in chosen]
    path = into / f"table-{share}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *kept])
    return path, len(kept)


def measure(path: Path, folder: Path) -> dict[str, Run]:
    """Each step of a study of this table, in a process of its own."""

    def thematic(project: str, *arguments: str) -> Run:
        return run("-m", "thematic", "-p", str(folder / project), "--as", "Ana", *arguments)

    columns = ("--kind", "survey", "--id-column", ID, "--question-column", "FFT question")
    survey = ("import", str(path), *columns, "--answer-column", "FFT answer")
    found = {}
    for project in ("one.thematic", "two.thematic"):
        run("-m", "thematic", "init", str(folder / project), "--as", "Ana")
    found["import"] = thematic("one.thematic", *survey, "--code-columns", CODES)
    found["report"] = thematic("one.thematic", "report", "-o", str(folder / "report.json"))
    found["check"] = thematic("one.thematic", "check")
    thematic("one.thematic", "codings", "export", str(folder / "codings.csv"))
    thematic("one.thematic", "codebook", "export", str(folder / "codes.yaml"))
    thematic("two.thematic", *survey)
    thematic("two.thematic", "codebook", "import", str(folder / "codes.yaml"))
    found["codings import"] = thematic("two.thematic", "codings", "import", str(folder / "codings.csv"))
    found["undo"] = thematic("two.thematic", "undo")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="of each step")
    count = parser.parse_args().runs
    if not TABLE.exists():
        print("The survey table is not beside the checkout (../shared/real/nhs_fft): skipped.")
        return 0
    rows: list[tuple[object, ...]] = []
    last: dict[str, Run] = {}
    with tempfile.TemporaryDirectory() as name:
        for share in SHARES:
            path, answers = cut(share, Path(name))
            runs = []
            for _ in range(count):
                with tempfile.TemporaryDirectory(dir=name) as folder:
                    runs.append(measure(path, Path(folder)))
            found = {step: median(each[step] for each in runs) for step in runs[0]}
            for step, now in found.items():
                before = last[step].seconds if last else None
                rows.append((step, answers, now.seconds, growth(before, now.seconds), now.megabytes))
            last = found
    rows.sort(key=lambda row: list(last).index(row[0]))
    table(
        f"Survey, median of {count} runs, growth from each size to the next (the data grow 4×)",
        ("step", "answers", "s", "growth", "MB"),
        rows,
    )
    missed = [
        f"{step} took {last[step].seconds:.1f} s (target {limit:g} s)"
        for step, limit in TARGETS.items()
        if last[step].seconds > limit
    ]
    peak = max(step.megabytes for step in last.values())
    missed += [f"peak memory {peak:.0f} MB (target {MEGABYTES} MB)"] * (peak > MEGABYTES)
    print("\n".join(missed) or f"All targets met; peak memory {peak:.0f} MB.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
