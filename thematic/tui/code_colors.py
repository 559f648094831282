"""A colour for every code of a codebook: families keep together, and their members apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.colors import RGB, rgb, shade, wheel

if TYPE_CHECKING:
    from thematic.model.codebook import Codebook


def color_codes(codebook: Codebook) -> dict[str, RGB]:
    """Guid of a code → its own colour, else a shade of the one above, else one from the wheel."""
    colors: dict[str, RGB] = {}
    family: dict[str, tuple[RGB, list[str]]] = {}
    for _, code in codebook.walk():
        if code.color or code.parent not in family:
            family[code.guid] = (rgb(code.color or wheel(code.key)), [])
        else:
            family[code.guid] = family[code.parent]
        base, members = family[code.guid]
        colors[code.guid] = shade(base, len(members))
        members.append(code.guid)
    return colors
