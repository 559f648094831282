"""Run the console blocks of a document and write their true output into it, or check that it is true.

    python docs/walk.py docs/walkthrough-survey.md           # write
    python docs/walk.py docs/walkthrough-survey.md --check   # exit 1 where it differs

A block is fenced with ```console; a line that starts with `$ ` is a command for
bash, what follows is what it prints, standard error included. Where a command
ends in `<<'END'`, the lines after it that start with `> ` are what it reads. All blocks of a
document run in one fresh folder that holds `codebooks` and `transcripts`, with `shared` beside it
where the checkout has it.

All `thematic` commands run in forks of one warm process (`warm.py`); `--cold` starts Python for each, to see that
both print the same.

`--server URL` is for documents that need PostgreSQL: their commands find the address of a schema of
their own in `$TEAM`, which is shown as SHOWN and dropped afterwards.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
import uuid
from contextlib import nullcontext
from pathlib import Path

import warm

ROOT = Path(__file__).resolve().parents[1]
SHOWN = "postgresql://ana@db.example.org/study?schema=tools"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def walked(text: str, folder: Path) -> str:
    """The document with every block's output as it is when run now."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(folder / "warm"), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "THEMATIC_CONFIG": str(folder / "config"),
    }
    environment.pop("THEMATIC_PROJECT", None)
    environment.pop("THEMATIC_CODER", None)

    def run(found: re.Match[str]) -> str:
        return "".join(
            f"{shown}\n{_output(command, folder / 'work', environment)}"
            for shown, command in _commands(found.group())
        )

    return BLOCK.sub(run, text)


def _commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block as shown, prompts included, and as bash takes them."""
    found: list[tuple[str, str]] = []
    reading = False
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line, line[2:]))
            reading = line.endswith("<<'END'")
        elif reading and line.startswith(">"):
            shown, command = found[-1]
            found[-1] = (f"{shown}\n{line}", f"{command}\n{line[2:]}")
            reading = line != "> END"
    return found


def _output(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    team = environment.get("TEAM")
    return done.stdout.replace(team, SHOWN) if team else done.stdout


def drop_schema(where: str) -> None:
    """Remove what the commands left on the server."""
    from sqlalchemy import text

    from thematic.store.connection import connect_store

    store = connect_store(where)
    with store.engine.begin() as connection:
        name = connection.execute(text("select current_schema()")).scalar_one()
        if name:
            connection.execute(text(f'drop schema "{name}" cascade'))
    store.close()


def main() -> int:
    path = Path(sys.argv[1])
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "work").mkdir()
        (folder / "warm").mkdir()
        shared = ROOT.parent / "shared"
        if shared.is_dir():
            (folder / "shared").symlink_to(shared)
        (folder / "study").symlink_to(ROOT)
        for shipped in ("codebooks", "transcripts"):
            (folder / "work" / shipped).symlink_to(ROOT / shipped)
        team = ""
        if "--server" in sys.argv:
            server = sys.argv[sys.argv.index("--server") + 1]
            team = f"{server}{'&' if '?' in server else '?'}schema=walk_{uuid.uuid4().hex}"
            os.environ["TEAM"] = team
        cold = "--cold" in sys.argv or not warm.POSSIBLE
        try:
            with nullcontext() if cold else warm.serving(folder / "warm"):
                now = walked(text, folder)
        finally:
            if team:
                drop_schema(team)
    if "--check" in sys.argv:
        changes = list(
            difflib.unified_diff(text.splitlines(), now.splitlines(), "written", "true", lineterm="")
        )
        print("\n".join(changes) or f"{path}: every block prints what it says.")
        return 1 if changes else 0
    path.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
