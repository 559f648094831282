"""Three themes, and the ground each gives to painted text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

from thematic.tui.colors import rgb
from thematic.tui.page.paint import Ground

if TYPE_CHECKING:
    from collections.abc import Mapping

DARK = Theme(
    name="thematic-dark",
    primary="#7aa2f7",
    secondary="#9d7cd8",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    accent="#7dcfff",
    foreground="#d5d9e4",
    background="#16181f",
    surface="#1d2029",
    panel="#272b37",
    variables={"quiet": "#8b93a7", "selection": "#3f5f9a", "hit": "#8a6d1d", "cursor": "#2f3a55"},
)
LIGHT = Theme(
    name="thematic-light",
    primary="#2456a6",
    secondary="#6b3fa0",
    warning="#8a5a00",
    error="#b3243d",
    success="#2f6f2f",
    accent="#005f87",
    foreground="#22242b",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e4e1d8",
    dark=False,
    variables={"quiet": "#63666f", "selection": "#a9c7f5", "hit": "#ffd866", "cursor": "#d7e3f7"},
)
CONTRAST = Theme(
    name="thematic-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    variables={"quiet": "#d0d0d0", "selection": "#0050c8", "hit": "#806000", "cursor": "#0050c8"},
)

THEMES: tuple[Theme, ...] = (DARK, LIGHT, CONTRAST)


def ground_of(theme: Theme, variables: Mapping[str, str]) -> Ground:
    """The colours that text is painted with under a theme."""
    high = theme.name == CONTRAST.name
    return Ground(
        background=rgb(theme.background or "#000000"),
        text=rgb(theme.foreground or "#ffffff"),
        quiet=rgb(variables.get("quiet", "#888888")),
        accent=rgb(theme.accent or theme.primary),
        selection=rgb(variables.get("selection", theme.primary)),
        hit=rgb(variables.get("hit", "#806000")),
        tint=0.42 if high else 0.24 if theme.dark else 0.30,
        least=7.0 if high else 4.5,
        underline=high,
    )
