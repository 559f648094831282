"""Words in lists and bars: pieces of text with a role, and the styles a theme gives the roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rich.segment import Segment
from textual.strip import Strip

from thematic.tui.colors import RGB, blend, readable, rgb
from thematic.tui.page.glyphs import cells, fit
from thematic.tui.page.paint import style_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.style import Style
    from textual.theme import Theme

Role = Literal["text", "quiet", "strong", "accent", "good", "warning", "error"]
Field = Literal["page", "bar", "cursor", "cursor-away", "title", "title-focus", "pop"]
"""What words stand on: page, bar, the line under the cursor (in this pane or another), title, overlay."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in one style."""

    text: str
    role: Role = "text"
    color: RGB | None = None
    """A code's colour, instead of the role's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list or bar: pieces from the left, and pieces that keep to the right."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()
    rests: bool = True
    """Whether the cursor may rest on it."""

    @property
    def text(self) -> str:
        """Its words, for tests and screen readers."""
        return "".join(piece.text for piece in (*self.left, *self.right))


def line(*left: Piece | str, right: Iterable[Piece | str] = (), rests: bool = True) -> Line:
    """A line from pieces or plain words."""
    return Line(tuple(map(_piece, left)), tuple(map(_piece, right)), rests)


def _piece(one: Piece | str) -> Piece:
    return Piece(one) if isinstance(one, str) else one


@dataclass(slots=True)
class Inks:
    """Styles of one theme for words in lists and bars."""

    fields: Mapping[Field, RGB]
    roles: Mapping[Role, RGB]
    least: float
    _styles: dict[tuple[Role, RGB | None, Field], Style] = field(default_factory=dict)

    def style(self, piece: Piece, ground: Field) -> Style:
        """The style of a piece on a field."""
        key = (piece.role, piece.color, ground)
        found = self._styles.get(key)
        if found is None:
            back = self.fields[ground]
            front = readable(piece.color or self.roles[piece.role], back, self.least)
            bold = piece.role in ("strong", "accent")
            found = self._styles[key] = style_of(front, back, bold=bold)
        return found

    def strip(self, drawn: Line, width: int, ground: Field) -> Strip:
        """A line as a strip of exactly so many cells; the left gives way to the right."""
        right = "".join(piece.text for piece in drawn.right)
        room = max(0, width - (cells(right) + 1 if right else 0))
        segments, used = [], 0
        for piece in drawn.left:
            words = fit(piece.text, room - used)
            if words:
                segments.append(Segment(words, self.style(piece, ground)))
                used += cells(words)
        space = width - used - (cells(right) if right else 0)
        if space > 0:
            segments.append(Segment(" " * space, self.style(Piece(""), ground)))
        segments += [Segment(fit(p.text, width), self.style(p, ground)) for p in drawn.right if p.text]
        return Strip(segments).adjust_cell_length(width)


def inks_of(theme: Theme, variables: Mapping[str, str]) -> Inks:
    """The inks of a theme."""
    high = theme.name.endswith("contrast")
    page, bar = rgb(theme.background or ""), rgb(theme.panel or "")
    cursor = rgb(variables.get("cursor", theme.primary))
    fields: dict[Field, RGB] = {
        "page": page,
        "bar": bar,
        "cursor": cursor,
        "cursor-away": blend(page, cursor, 0.45),
        "title": rgb(theme.surface or ""),
        "title-focus": bar,
        "pop": rgb(theme.surface or ""),
    }
    text = rgb(theme.foreground or "")
    roles: dict[Role, RGB] = {
        "text": text,
        "quiet": rgb(variables.get("quiet", "")),
        "strong": text,
        "accent": rgb(theme.accent or theme.primary),
        "good": rgb(theme.success or ""),
        "warning": rgb(theme.warning or ""),
        "error": rgb(theme.error or ""),
    }
    return Inks(fields, roles, 7.0 if high else 4.5)
