"""Draw two desks at work in one project: real keys, real terminals, one database.

    THEMATIC_TEST_POSTGRES=postgresql://… python docs/desk/two_desks.py [--into FOLDER]

Makes a project in a schema of its own, which it drops again, puts the shipped
transcripts into it, opens it in two tmux terminals as Maren and as Tomas, lets
both code the same interview at once, and writes what each terminal shows.
Without a server both work in one file, which looks the same.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from pathlib import Path

from render import HERE, svg_of
from rich.ansi import AnsiDecoder
from rich.console import Console
from textual.strip import Strip

SIZE = (120, 36)
RUN = "import sys; from thematic.tui.app import Desk; Desk(*sys.argv[1:]).run()"


class Terminal:
    """One person's terminal."""

    def __init__(self, folder: Path, name: str, where: str) -> None:
        self._socket = str(folder / f"{name}.tmux")
        settings = {
            "THEMATIC_CONFIG": str(folder / name),
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(HERE.parents[1]),
        }
        variables = [f"{key}={value}" for key, value in settings.items()]
        desk = shlex.join(
            [
                "env",
                "-u",
                "COLUMNS",
                "-u",
                "LINES",
                *variables,
                sys.executable,
                "-c",
                RUN,
                where,
                name,
                "R1.txt",
            ]
        )
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", str(SIZE[0]), "-y", str(SIZE[1]), desk)

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-u", "-S", self._socket, *arguments], capture_output=True, text=True, check=True
        ).stdout

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def apply(self, words: str) -> None:
        """Find a code and apply it to the selection."""
        self.press("Space")
        self.type(words)
        self.press("Enter")

    def type(self, words: str) -> None:
        self._tmux("send-keys", "-l", words)
        self.until(f"Code: {words}")

    def until(self, words: str) -> None:
        end = time.monotonic() + 30
        while words not in (seen := self._tmux("capture-pane", "-p")):
            if time.monotonic() > end:
                sys.exit(f"never saw {words!r} in:\n{seen}")
            time.sleep(0.05)

    def draw(self, target: Path) -> None:
        console = Console(width=SIZE[0], color_system="truecolor", force_terminal=True)
        lines = self._tmux("capture-pane", "-e", "-N", "-p").split("\n")[: SIZE[1]]
        decoder = AnsiDecoder()  # a line begins in the style in which the one before ended
        strips = [Strip(decoder.decode_line(line).render(console)) for line in lines]
        picture = target.with_suffix(".svg")
        picture.write_text(svg_of(strips, SIZE), encoding="utf-8")
        subprocess.run(["rsvg-convert", str(picture), "-o", str(target)], check=True)
        picture.unlink()
        print(target.name, flush=True)

    def leave(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)


def code_at_once(maren: Terminal, tomas: Terminal) -> None:
    """Both code the same interview; at the end Maren looks for a code while Tomas has just coded."""
    for desk in (maren, tomas):
        desk.until("turns coded")
    maren.press(*"jjjj")
    tomas.press(*"jjjjjjj")
    maren.apply("by doing")
    tomas.apply("senior")
    maren.press(*"jjj")
    tomas.press(*"jj")
    maren.apply("reflect")
    tomas.apply("watch")
    maren.press(*"jjjj")
    maren.apply("support")
    tomas.until("Maren coded R1")
    maren.press("j", "Space")
    maren.type("men")
    tomas.press(*"jj")
    tomas.apply("time")
    maren.until("Tomas coded R1")
    time.sleep(1)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=HERE)
    chosen = parser.parse_args()
    from sqlalchemy import text

    from thematic.store.connection import connect_store
    from thematic.workflow.demo import LEADERSHIP, take_in
    from thematic.workflow.project import create_project, real_surroundings

    server = os.environ.get("THEMATIC_TEST_POSTGRES", "")
    name = f"two_desks_{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        join = "&" if "?" in server else "?"
        where = f"{server}{join}schema={name}" if server else str(folder / "team.thematic")
        here = replace(real_surroundings(), config_dir=folder / "config", environment={})
        project = create_project(where, title=LEADERSHIP.title, coder="Maren", here=here)
        desks: list[Terminal] = []
        try:
            take_in(project, LEADERSHIP)
            project.close()
            desks += [Terminal(folder, person, where) for person in ("Maren", "Tomas")]
            code_at_once(*desks)
            for desk, person in zip(desks, ("maren", "tomas"), strict=True):
                desk.draw(chosen.into / f"two-desks-{person}-120x36-dark.png")
        finally:
            for desk in desks:
                desk.leave()
            if server:
                store = connect_store(where)
                with store.engine.begin() as connection:
                    connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))
                store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
