"""Picture the report of the shipped study, to be looked at before a change of it is kept.

    python docs/report/look.py FOLDER [--keep]

Writes public and team copies into FOLDER, and pictures of what people see of
them: the page on a screen, dark, on a phone and printed (with Chromium), and
every page of the Word files as LibreOffice lays them out, twelve to a sheet
(with `soffice`, `pdftoppm` and `montage`). `--keep` also renews the pictures
that stand beside this script.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CHROMIUM = next(
    (name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), ""
)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
DARK = "--blink-settings=preferredColorScheme=0"
FRAME = """<!doctype html><style>html, body {{ margin: 0; overflow: hidden }}
iframe {{ border: 0; width: 100vw; height: 100vh }}</style><iframe src="{page}"></iframe>"""
WIDE, PHONE = (1180, 820), (390, 844)
SHOTS = {
    "top": ("public.html", "", WIDE, False),
    "finding": ("public.html", "detail-finding-18", WIDE, False),
    "chart": ("public.html", "support", WIDE, True),
    "numbers": ("public.html", "numbers", WIDE, False),
    "codes": ("public.html", "by-attribute", WIDE, False),
    "together": ("public.html", "together", WIDE, False),
    "saturation": ("public.html", "saturation", WIDE, True),
    "phone": ("public.html", "", PHONE, False),
    "phone-finding": ("public.html", "detail-finding-3", PHONE, True),
    "team": ("team.html", "detail-finding-2", WIDE, False),
    "respondent": ("team.html", "respondent-R1", WIDE, False),
}
"""Name of a picture → file, place in it, size of the window, dark or not."""
KEPT = ("top", "finding", "chart")
"""Pictures that stand beside this script; a sheet of Word pages is the fourth."""
PAGES_KEPT = (3, 9, 11)
COPIES = (
    "public.html",
    "team.html",
    "public.docx",
    "team.docx",
    "public.md",
    "team.md",
    "public.json",
    "team.json",
)


def write_copies(folder: Path) -> None:
    """The shipped study in every format, for both audiences."""
    thematic = str(Path(sys.executable).parent / "thematic")
    subprocess.run([thematic, "demo", str(folder)], check=True, stdout=subprocess.DEVNULL)
    for name in COPIES:
        call = [thematic, "-p", str(folder / "leadership.thematic"), "report", "-o", str(folder / name)]
        subprocess.run([*call, "--audience", name.partition(".")[0]], check=True)


def shoot(folder: Path, name: str) -> None:
    """One picture of a page; it is framed, since a browser without a window does not scroll."""
    page, place, (width, height), dark = SHOTS[name]
    frame = folder / f"{name}-frame.html"
    frame.write_text(FRAME.format(page=f"{page}#{place}"), encoding="utf-8")
    look = [DARK] if dark else []
    shot = f"--screenshot={folder / f'{name}.png'}"
    _quietly([CHROMIUM, *FLAGS, *look, f"--window-size={width},{height}", shot, frame.resolve().as_uri()])
    frame.unlink()


def lay_out(folder: Path, copy: str) -> list[Path]:
    """Every page of a Word file as a picture."""
    profile = f"-env:UserInstallation={(folder / 'office').resolve().as_uri()}"
    _quietly(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / copy)]
    )
    pdf = (folder / copy).with_suffix(".pdf")
    _quietly(["pdftoppm", "-r", "70", "-png", str(pdf), str(pdf.with_suffix(""))])
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def sheet(pages: list[Path], onto: Path, across: int) -> None:
    """Pages side by side."""
    names = [str(page) for page in pages]
    size = ["-tile", f"{across}x", "-geometry", "580x820+6+6", "-background", "#999"]
    _quietly(["montage", *names, *size, str(onto)])


def keep(folder: Path, pages: list[Path]) -> None:
    """Renew the pictures beside this script, in few colours."""
    for name in KEPT:
        _quietly(
            ["convert", str(folder / f"{name}.png"), "+dither", "-colors", "64", str(HERE / f"{name}.png")]
        )
    chosen = [pages[number - 1] for number in PAGES_KEPT]
    sheet(chosen, folder / "word.png", len(chosen))
    _quietly(
        [
            "convert",
            str(folder / "word.png"),
            "-resize",
            "1200x",
            "+dither",
            "-colors",
            "16",
            str(HERE / "word.png"),
        ]
    )


def _quietly(call: list[str]) -> None:
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("folder", type=Path)
    reader.add_argument("--keep", action="store_true")
    wanted = reader.parse_args()
    folder: Path = wanted.folder
    folder.mkdir(parents=True, exist_ok=True)
    write_copies(folder)
    for name in SHOTS:
        shoot(folder, name)
    printed = (folder / "public.html").resolve().as_uri()
    _quietly(
        [CHROMIUM, *FLAGS, "--no-pdf-header-footer", f"--print-to-pdf={folder / 'printed.pdf'}", printed]
    )
    for copy in ("public", "team"):
        pages = lay_out(folder, f"{copy}.docx")
        for first in range(0, len(pages), 12):
            sheet(pages[first : first + 12], folder / f"sheet-{copy}-{first // 12 + 1:02}.png", 6)
        if wanted.keep and copy == "public":
            keep(folder, pages)
    print(f"Look at {folder}/*.png and {folder}/printed.pdf.")


if __name__ == "__main__":
    main()
