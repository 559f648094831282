"""Colours as red, green and blue: blending, contrast, and a colour for every code.

Contrast is that of WCAG 2.1 (relative luminance, success criterion 1.4.3):
4.5 for ordinary text, 7 for the high-contrast theme.
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from zlib import crc32

RGB = tuple[int, int, int]

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")

WHEEL: tuple[str, ...] = (
    "#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1",
    "#edc948", "#9c755f", "#ff9da7", "#2f9e9e", "#8c6bd1", "#c2587a",
)  # fmt: skip
"""Colours for codes whose codebook gives none, apart from each other in hue and lightness."""


@lru_cache(maxsize=4096)
def rgb(color: str) -> RGB:
    """`#rrggbb` as numbers; mid grey for anything else."""
    found = _HEX.fullmatch(color.strip())
    if not found:
        return (128, 128, 128)
    digits = found[1]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def hex_of(color: RGB) -> str:
    """Numbers as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def blend(under: RGB, over: RGB, share: float) -> RGB:
    """The colour seen where `over` covers `under` by a share between 0 and 1."""
    red, green, blue = (round(low + (high - low) * share) for low, high in zip(under, over, strict=True))
    return red, green, blue


def luminance(color: RGB) -> float:
    """Relative luminance, 0 black to 1 white."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=8192)
def readable(color: RGB, ground: RGB, least: float = 4.5) -> RGB:
    """The colour, moved towards black or white only as far as reading it on `ground` needs."""
    if contrast(color, ground) >= least:
        return color
    goal: RGB = max((0, 0, 0), (255, 255, 255), key=lambda end: contrast(end, ground))
    for tenth in range(1, 10):
        nearer = blend(color, goal, tenth / 10)
        if contrast(nearer, ground) >= least:
            return nearer
    return goal


def shade(color: RGB, step: int) -> RGB:
    """A relative of a colour: its hue turned by at most 30 degrees and its lightness changed a little.

    Steps one after the other fall far apart (golden ratio), so that neighbours can be told from each other.
    """
    if step == 0:
        return color
    share = (step * 0.618034) % 1.0
    hue, light, full = rgb_to_hls(*(part / 255 for part in color))
    hue = (hue + (share - 0.5) / 6) % 1.0
    light = min(0.85, max(0.2, light + 0.22 * ((step * 0.381966) % 1.0 - 0.5)))
    red, green, blue = (round(part * 255) for part in hls_to_rgb(hue, light, full))
    return red, green, blue


def wheel(key: str) -> str:
    """A colour that a key always gets, on every machine."""
    return WHEEL[crc32(key.encode("utf-8", "surrogatepass")) % len(WHEEL)]
