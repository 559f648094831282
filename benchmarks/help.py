"""How long `thematic --help` takes beside `import click`, alternately in one run.

Target: at most 4 times as long. Beside them stands what each heavy package
would add if it were loaded at the start.
"""

from __future__ import annotations

import argparse
import sys

from _measuring import median, run, table

TIMES = 4.0
COMMANDS = {
    'python -c "pass"': ("-c", "pass"),
    'python -c "import click"': ("-c", "import click"),
    "thematic --help": ("-m", "thematic", "--help"),
    "thematic tag --help": ("-m", "thematic", "tag", "--help"),
    **{
        f'python -c "import {name}"': ("-c", f"import {name}")
        for name in ("numpy", "sqlalchemy", "textual.app", "spacy")
    },
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="of each command")
    count = parser.parse_args().runs
    for command in COMMANDS.values():
        run(*command)
    runs = {name: [] for name in COMMANDS}
    for _ in range(count):
        for name, command in COMMANDS.items():
            runs[name].append(run(*command))
    medians = {name: median(found) for name, found in runs.items()}
    beside = medians['python -c "import click"'].seconds
    table(
        f"Start-up, median of {count} runs each, taken in turns",
        ("command", "ms", "of import click", "MB"),
        [
            (name, found.seconds * 1000, f"{found.seconds / beside:.2f}×", found.megabytes)
            for name, found in medians.items()
        ],
    )
    ratio = medians["thematic --help"].seconds / beside
    print(f"thematic --help takes {ratio:.2f}× of import click (target: at most {TIMES:g}×)")
    return int(ratio > TIMES)


if __name__ == "__main__":
    sys.exit(main())
