"""Draw every screen of the desk at three sizes and three themes, from the shipped study.

    python docs/desk/render.py [--only NAME] [--size 120x36] [--theme dark] [--every --into FOLDER]

Builds the study in a temporary folder, presses the keys that lead to each
screen, and writes `docs/desk/NAME-SIZE-THEME.png` with `rsvg-convert` and
ImageMagick. Kept here are all sizes of the dark theme, and the middle size of
the others, overlays not at the largest; `--every` draws the rest too.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

HERE = Path(__file__).parent
SIZES = ("80x24", "120x36", "160x48")
THEMES = ("dark", "light", "contrast")
OVERLAYS = ("palette", "memo", "go", "statement", "commands")
"""What stands over another screen: not kept at the largest size."""
SMALL = ("-define", "png:compression-level=9", "-define", "png:compression-filter=0")
MIDDLE = "120x36"
"""The size that is kept in every theme."""
CELL, LINE, FONT = 8.43, 18, 14
"""Width of a cell, height of a row and size of the letters, in pixels."""

CODED = ("]",) * 12
DEFINED = ("f4", *"jjjj", "e", "d", *" Only what they say themselves.", "escape")
SCENES: dict[str, tuple[str, ...]] = {
    "coding": CODED,
    "palette": (*CODED, "j", "space", *"tim"),
    "memo": (*CODED, "m", *"She learned it by being watched."),
    "search": ("/", *"time", "enter"),
    "transcripts": ("f2",),
    "codebook": ("f4", "j", "j", "j", "j"),
    "quotes": ("f5", "space", *"time", "enter", "j", "j"),
    "questions": ("g", "n", "ctrl+down", "ctrl+down", "j", "j", "j"),
    "everywhere": ("g", "s", *"lasagne", "enter"),
    "memos": ("]", "]", "m", *"Compare with the survey.", "escape", "g", "m"),
    "journal": ("g", "j", "j"),
    "compare": ("f7", "z", *"jjjjjj"),
    "agreement": ("f7", "T", *"jjjj"),
    "inbox": (*DEFINED, "f6"),
    "revisit": (*DEFINED, "g", "r", "j"),
    "go": ("g",),
    "synthesis": ("f8", *"jjj"),
    "statement": ("f8", *"jjj", "e", *" Everybody agrees."),
    "help": ("?",),
    "commands": (":", *"uncoded"),
}
"""Name of a picture → the keys that lead to it."""


async def strips_of(
    project: str, config: Path, keys: tuple[str, ...], size: tuple[int, int], themes: Sequence[str]
) -> dict[str, list[Strip]]:
    """Rows of styled text on the screen that some keys lead to, by theme."""
    from thematic.tui.app import Desk
    from thematic.workflow.project import real_surroundings

    here = replace(real_surroundings(), config_dir=config, environment={})
    desk = Desk(project, "Maren", here=here)
    async with desk.run_test(size=size) as pilot:
        while desk.session is None or desk.screen.transcript.text is None or desk.session.counted is None:
            await pilot.pause(0.05)
        for key in keys:
            await pilot.press("space" if key == " " else key)
            while any(not worker.is_finished for worker in desk.workers) or desk.session.pen.waiting:
                await pilot.pause(0.02)
        drawn = {}
        for theme in themes:
            desk.show_theme(f"thematic-{theme}")
            await pilot.pause(0.3)
            drawn[theme] = desk.screen._compositor.render_strips()  # noqa: SLF001 (what is on screen)
        desk.session.close()
    return drawn


def svg_of(strips, size: tuple[int, int]) -> str:
    """Rows of styled text as a picture."""
    width, height = size[0] * CELL, size[1] * LINE
    size_of = f'width="{width:.0f}" height="{height:.0f}"'
    font = f'font-family="DejaVu Sans Mono" font-size="{FONT}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size_of}><g {font} shape-rendering="crispEdges">']
    for row, strip in enumerate(strips):
        at = 0
        for segment in strip:
            cells = segment.cell_length
            parts.append(_piece(segment.text, segment.style, at, row, cells))
            at += cells
    return "".join([*parts, "</g></svg>"])


def _piece(text: str, style, at: int, row: int, cells: int) -> str:
    back = style.bgcolor.triplet.hex if style and style.bgcolor and style.bgcolor.triplet else "#000000"
    front = style.color.triplet.hex if style and style.color and style.color.triplet else "#ffffff"
    if style and style.reverse:
        back, front = front, back
    x, y, width = at * CELL, row * LINE, cells * CELL
    drawn = f'<rect x="{x:.2f}" y="{y}" width="{width:.2f}" height="{LINE}" fill="{back}"/>'
    words = text.strip(" ")
    if not words:
        return drawn
    lead = len(text) - len(text.lstrip(" "))
    length = (cells - (len(text) - len(words))) * CELL
    look = "".join(
        [
            ' font-weight="bold"' if style and style.bold else "",
            ' font-style="italic"' if style and style.italic else "",
            ' text-decoration="underline"' if style and style.underline else "",
        ]
    )
    place = f'x="{x + lead * CELL:.2f}" y="{y + FONT}" textLength="{length:.2f}"'
    fixed = 'lengthAdjust="spacingAndGlyphs" xml:space="preserve"'
    return f'{drawn}<text {place} fill="{front}"{look} {fixed}>{escape(words)}</text>'


def _themes_at(scene: str, shape: str, *, every: bool) -> tuple[str, ...]:
    if every or shape == MIDDLE:
        return THEMES
    return () if scene in OVERLAYS and shape == SIZES[-1] else THEMES[:1]


def _save(svg: str, folder: Path, target: Path) -> None:
    """Write a picture with few colours, which is all that letters on plain ground need."""
    picture, full = folder / "picture.svg", folder / "picture.png"
    picture.write_text(svg, encoding="utf-8")
    subprocess.run(["rsvg-convert", str(picture), "-o", str(full)], check=True)
    quantised = ["-strip", "+dither", "-colors", "32", *SMALL, f"PNG8:{target}"]
    subprocess.run(["convert", str(full), *quantised], check=True)
    print(target.name, flush=True)


def main() -> int:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=SCENES)
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--every", action="store_true", help="every size in every theme")
    parser.add_argument("--into", type=Path, default=HERE)
    chosen = parser.parse_args()
    from thematic.workflow.demo import LEADERSHIP, open_study
    from thematic.workflow.project import real_surroundings

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here = replace(real_surroundings(), config_dir=folder / "config", environment={})
        project, _built = open_study(LEADERSHIP, folder, here)
        project.close()
        for scene in [chosen.only] if chosen.only else SCENES:
            for shape in [chosen.size] if chosen.size else SIZES:
                themes = [chosen.theme] if chosen.theme else _themes_at(scene, shape, every=chosen.every)
                if not themes:
                    continue
                shutil.rmtree(folder / "work", ignore_errors=True)
                (folder / "work").mkdir()
                copy = shutil.copy(folder / "leadership.thematic", folder / "work")
                columns, rows = map(int, shape.split("x"))
                size = (columns, rows)
                drawn = asyncio.run(strips_of(str(copy), folder / "work", SCENES[scene], size, themes))
                for theme, strips in drawn.items():
                    _save(svg_of(strips, size), folder, chosen.into / f"{scene}-{shape}-{theme}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
