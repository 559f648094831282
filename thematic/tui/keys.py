"""Acts as key bindings, and keys as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from thematic.tui.actions import ACTS, DIGITS, Act, Place, Preset, acts_of, split_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home",
    "end": "End", "enter": "Enter", "space": "Space", "escape": "Esc", "tab": "Tab", "delete": "Del",
    "backspace": "Bksp",
}  # fmt: skip


def bindings_for(*places: Place) -> list[BindingType]:
    """Bindings of the acts of some places, with the vim-like keys; a keymap changes them by id.

    They have priority, so that a key is an act before the next key is looked
    at: whoever types fast must not have letters taken for commands.
    """
    return [binding for act in acts_of(*places) for binding in _bindings(act)]


def _bindings(act: Act) -> list[Binding]:
    if act.keys == DIGITS:
        return [_binding(act, key, f"{act.action}({key})", f"{act.id}-{key}") for key in split_keys(act.keys)]
    return [_binding(act, act.keys, act.action, act.id)] if act.keys else []


def _binding(act: Act, keys: str, action: str, name: str) -> Binding:
    return Binding(keys, action, act.short, id=name, show=False, priority=True)


def keymap_of(preset: Preset, own: Mapping[str, str]) -> dict[str, str]:
    """The keymap of a preset with a person's own keys over it: binding id → keys."""
    keymap = {act.id: act.plain for act in ACTS if preset == "plain" and act.plain}
    return {**keymap, **own}


def shown_key(key: str) -> str:
    """A key as it stands on the keyboard."""
    *held, last = key.split("+") if len(key) > 1 else [key]
    name = _NAMES.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    words = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift"}
    return "-".join([*(words[one] for one in held), name])


def shown_keys(act: Act, preset: Preset = "vim", own: Mapping[str, str] | None = None) -> str:
    """All keys of an act, as help prints them."""
    if act.keys == DIGITS:
        return "1–9"
    keys = split_keys((own or {}).get(act.id, act.keys_in(preset)))
    return " ".join(shown_key(key) for key in keys)
