"""What the desk remembers about a project for this user: where reading stopped, slots, theme, keys."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Remembered:
    """One user's desk in one project."""

    source: str = ""
    """Guid of the source that was open."""
    places: dict[str, list[int]] = field(default_factory=dict)
    """Guid of a source → selection there."""
    slots: dict[str, str] = field(default_factory=dict)
    """Digit → guid of the code pinned to it."""
    theme: str = "thematic-dark"
    preset: str = "vim"
    side: str = "text"
    """What a narrow screen shows: the text alone, or beside it the codes or the coding."""
    panes: str = "all"
    """What a wide screen shows beside the text: all, the coding only, or nothing."""
    toured: bool = False


def recall(folder: Path, project: str) -> Remembered:
    """What was remembered; a fresh desk where nothing usable was."""
    try:
        found = json.loads((folder / "desk" / f"{project}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Remembered()
    known = {item.name: item for item in fields(Remembered)}
    fresh = Remembered()
    if not isinstance(found, dict):
        return fresh
    for name, value in found.items():
        if name in known and isinstance(value, type(getattr(fresh, name))):
            setattr(fresh, name, value)
    return fresh


def remember(folder: Path, project: str, desk: Remembered) -> None:
    """Keep it for the next time; a folder that cannot be written to is passed over."""
    path = folder / "desk" / f"{project}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(desk), indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(path)
    except OSError:
        return
