"""Styles for pieces of text, computed once for each combination met.

A coding tints the ground under its words; several blend. Where words carry
more than one code, or colours are few, they are underlined as well: colour is
never the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.color import Color
from rich.style import Style

from thematic.tui.colors import RGB, blend, readable

if TYPE_CHECKING:
    from thematic.tui.page.outline import Voice


_FOR_SHAPES = 2 / 3
"""Share of the contrast for text that a bracket needs (WCAG 2.1, 1.4.11: 3 where text needs 4.5)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of a theme that text is painted with."""

    background: RGB
    text: RGB
    quiet: RGB
    """For labels, line numbers, what is not evidence."""
    accent: RGB
    selection: RGB
    hit: RGB
    """Behind search hits."""
    tint: float = 0.28
    """How strongly one coding colours its words, 0 to 1."""
    least: float = 4.5
    """Contrast that text must have."""
    underline: bool = False
    """Underline every coded word, not only those with several codes."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that decides how a piece of text is painted."""

    codes: tuple[RGB, ...] = ()
    """Colours of the codings on it, outermost first."""
    current: bool = False
    """It belongs to the coding that is spoken of."""
    selected: bool = False
    hit: bool = False
    voice: Voice = "respondent"


@dataclass(slots=True)
class Paint:
    """Looks → styles of one theme."""

    ground: Ground
    focused: bool = True
    _styles: dict[Look, Style] = field(default_factory=dict)
    _marks: dict[tuple[RGB, bool, bool], Style] = field(default_factory=dict)

    def style(self, look: Look) -> Style:
        """The style of a piece of text."""
        found = self._styles.get(look)
        if found is None:
            found = self._styles[look] = self._make(look)
        return found

    def mark(self, color: RGB, *, strong: bool = False, selected: bool = False) -> Style:
        """The style of a bracket or of a code's name."""
        key = (color, strong, selected)
        found = self._marks.get(key)
        if found is None:
            ground = self.ground.background
            found = self._marks[key] = style_of(
                readable(color, ground, self.ground.least * (1.0 if selected else _FOR_SHAPES)),
                ground,
                bold=strong,
            )
        return found

    def plain(self, *, quiet: bool = False, bold: bool = False) -> Style:
        """The style of blank cells and of words about the text."""
        key = (self.ground.quiet if quiet else self.ground.text, bold, quiet)
        found = self._marks.get(key)
        if found is None:
            found = self._marks[key] = style_of(key[0], self.ground.background, bold=bold)
        return found

    def focus(self, *, focused: bool) -> None:
        """Paint selections strongly or faintly from now on."""
        self.focused = focused
        self._styles.clear()

    def _make(self, look: Look) -> Style:
        ground = self.ground
        back = ground.background
        for number, color in enumerate(look.codes):
            back = blend(back, color, ground.tint * (1.0 if number == 0 else 0.75))
        if look.current and look.codes:
            back = blend(back, look.codes[-1], ground.tint)
        if look.selected:
            back = blend(back, ground.selection, 0.72 if self.focused else 0.4)
        if look.hit:
            back = blend(back, ground.hit, 0.75)
        front = ground.text if look.voice == "respondent" or look.selected else ground.quiet
        underline = len(look.codes) > 1 or (ground.underline and bool(look.codes))
        return style_of(
            readable(front, back, ground.least),
            back,
            bold=look.voice == "label" or (ground.underline and len(look.codes) > 1),
            underline=underline,
            italic=look.voice == "interviewer" and not look.selected,
        )


def style_of(
    front: RGB, back: RGB, *, bold: bool = False, underline: bool = False, italic: bool = False
) -> Style:
    """A terminal style of two colours."""
    return Style(
        color=Color.from_rgb(*front),
        bgcolor=Color.from_rgb(*back),
        bold=bold or None,
        underline=underline or None,
        italic=italic or None,
    )
