"""Run the console blocks of a document and write their true output into it, or check that it is true.

    python docs/walk.py docs/walkthrough-survey.md           # write
    python docs/walk.py docs/walkthrough-survey.md --check   # exit 1 where it differs

A block is fenced with ```console; a line that starts with `$ ` is a command for
bash, what follows is what it prints, standard error included. All blocks of a
document run in one fresh folder that holds `codebooks` and `transcripts`, with `shared` beside it
where the checkout has it.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def walked(text: str, folder: Path) -> str:
    """The document with every block's output as it is when run now."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "THEMATIC_CONFIG": str(folder / "config"),
    }
    environment.pop("THEMATIC_PROJECT", None)
    environment.pop("THEMATIC_CODER", None)

    def run(found: re.Match[str]) -> str:
        commands = [line[2:] for line in found.group().splitlines() if line.startswith("$ ")]
        return "".join(
            f"$ {command}\n{_output(command, folder / 'work', environment)}" for command in commands
        )

    return BLOCK.sub(run, text)


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
    return done.stdout


def main() -> int:
    path = Path(sys.argv[1])
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "work").mkdir()
        shared = ROOT.parent / "shared"
        if shared.is_dir():
            (folder / "shared").symlink_to(shared)
        (folder / "study").symlink_to(ROOT)
        for shipped in ("codebooks", "transcripts"):
            (folder / "work" / shipped).symlink_to(ROOT / shipped)
        now = walked(text, folder)
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
