"""A person's own keys for the desk, from `desk-keys.yaml` in their configuration folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from thematic.language.located import Problems, check_keys, get_choice, get_mapping, get_text
from thematic.language.yaml_file import parse_yaml
from thematic.workflow.files import read_text_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.workflow.project import Surroundings

FILE = "desk-keys.yaml"
_PRESETS: tuple[Literal["", "vim", "plain"], ...] = ("vim", "plain")


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which preset to start from, and keys that differ from it."""

    preset: Literal["", "vim", "plain"] = ""
    """Empty leaves what the person chose at the desk."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Id of an act → keys, comma-separated."""


def read_keymap(here: Surroundings) -> Keymap:
    """The person's keys; the presets' where there is no file.

    Raises:
        BadFile: Everything that is wrong with the file, with lines.
    """
    path = here.config_dir / FILE
    if not path.exists():
        return Keymap()
    problems = Problems(str(path))
    root = parse_yaml(read_text_file(path), problems)
    problems.raise_if_any()
    keys: dict[str, str] = {}
    if check_keys(root, ("preset", "keys"), problems):
        own = get_mapping(root, "keys", problems)
        if own is not None:
            keys = {
                key.value: get_text(own, key.value, problems)
                for key, _ in own.pairs()
                if isinstance(key.value, str)
            }
    preset = get_choice(root, "preset", _PRESETS, problems, "")
    problems.raise_if_any("The desk opened with its own keys.")
    return Keymap(preset, keys)
