"""Speed of agreement on studies of a size that hurts; run as a script.

Targets: 51 sources of 3 million characters, 50 codes, 10 coders, 46,000
codings under 2 s, with 1,000 bootstrap replicates under 6 s; a million units by
10 coders, nominal alpha, under 5 s and 500 MB, also as a CSV through the command
line; side by side with the `krippendorff` package where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from _measuring import Run, run

from thematic.reconcile.alphas import krippendorff_alpha
from thematic.reconcile.bootstrap import Resampling
from thematic.reconcile.measuring import Labels, measure_codes
from thematic.reconcile.ratings import Ratings, tally_values
from thematic.reconcile.units import Spans, align_characters

SOURCES, CODES, CODERS, CODINGS, CHARACTERS = 51, 50, 10, 46_000, 60_800
UNITS, PARTS = 1_000_000, 20
MEASURES = (
    "krippendorff_alpha",
    "percent_agreement",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "bar_u_alpha",
)


def study(seed: int = 0) -> tuple[Spans, np.ndarray, np.ndarray]:
    """Coders who mark the same passages give or take some characters."""
    random = np.random.default_rng(seed)
    many = CODINGS // CODERS
    source, code = random.integers(0, SOURCES, many), random.integers(0, CODES, many)
    start, wide = random.integers(0, CHARACTERS - 600, many), random.integers(40, 400, many)
    repeat = {"source": source, "code": code}
    columns = {name: np.tile(values, CODERS) for name, values in repeat.items()}
    coder = np.repeat(np.arange(CODERS), many)
    starts = np.maximum(np.tile(start, CODERS) + random.integers(-15, 16, many * CODERS), 0)
    ends = starts + np.tile(wide, CODERS)
    spans = Spans(columns["source"], starts, ends, columns["code"], coder)
    return spans, np.full(SOURCES, CHARACTERS), np.ones((SOURCES, CODERS), dtype=bool)


def ratings(part: int) -> np.ndarray:
    """[coders, units] one of twenty parts of a million units: five values, a fifth chosen at random."""
    random = np.random.default_rng(part)
    truth = random.integers(0, 5, UNITS // PARTS)
    noise = random.random((CODERS, UNITS // PARTS)) < 0.2
    return np.where(noise, random.integers(0, 5, noise.shape), truth).astype(np.int32)


def main() -> int:
    """Run all and say which missed its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=1000)
    replicates = parser.parse_args().replicates
    # First, while this process is small: a child's peak begins at its parent's.
    command = as_csv()
    print(
        f"{'1 M x 10 from a CSV, thematic agree --table':<58} {command.seconds:6.2f} s (limit 5 s)  "
        f"peak {command.megabytes:.0f} MB (limit 500 MB)"
    )
    spans, lengths, assigned = study()
    labels = Labels(tuple(f"C{c}" for c in range(CODERS)), tuple(f"code-{k}" for k in range(CODES)))
    missed = int(command.seconds > 5 or command.megabytes > 500)

    def timed(name: str, limit: float, work) -> None:
        nonlocal missed
        began = time.perf_counter()
        shown = work()
        took = time.perf_counter() - began
        missed += took > limit
        print(f"{name:<58} {took:6.2f} s (limit {limit:g} s)  {shown}")

    def project(resampling: Resampling | None) -> str:
        counted = align_characters(spans, lengths, assigned, CODES)
        rows = measure_codes(counted, MEASURES, labels, resampling=resampling)
        return f"{len(rows)} rows, first {rows[0].value:.3f}"

    timed("51 sources x 3 M characters x 50 codes x 10 coders", 2, lambda: project(None))
    timed(f"the same with {replicates} replicates", 6, lambda: project(Resampling(1, replicates)))

    values = np.concatenate([ratings(part) for part in range(PARTS)], axis=1)
    timed(
        "1 M units x 10 coders, nominal alpha",
        5,
        lambda: f"alpha {krippendorff_alpha(tally_values(Ratings(values, 5))).at(0):.4f}",
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB (limit 500 MB)")
    side_by_side(values)
    return int(missed > 0 or peak > 500)


def side_by_side(values: np.ndarray) -> None:
    """The same coefficient by the `krippendorff` package."""
    if importlib.util.find_spec("krippendorff") is None:
        print("the package 'krippendorff' is not installed: nothing to stand beside")
        return
    import krippendorff

    began = time.perf_counter()
    alpha = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
    print(f"{'the same by krippendorff':<58} {time.perf_counter() - began:6.2f} s  alpha {alpha:.4f}")


def as_csv() -> Run:
    """The command line on a file of the same ratings, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ratings.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("unit," + ",".join(f"C{coder}" for coder in range(CODERS)) + "\n")
            for part in range(PARTS):
                for unit, row in enumerate(ratings(part).T.tolist()):
                    file.write(f"{part}-{unit},{','.join(map(str, row))}\n")
        return run("-m", "thematic", "agree", "--table", str(path), "--measure", "krippendorff_alpha")


if __name__ == "__main__":
    sys.exit(main())
