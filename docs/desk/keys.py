"""Write `docs/desk/keys.md` from the registry of acts.

python docs/desk/keys.py
"""

from __future__ import annotations

from pathlib import Path

from thematic.tui.actions import PLACES, Act, Preset, acts_of
from thematic.tui.keys import shown_keys

HEAD = """# Keys of the desk

Made from the registry of acts by `python docs/desk/keys.py`; a test keeps it current.
At the desk, `?` shows the same list and `:` finds any act by its name.

Two presets: vim-like (the default) and plain. `: key preset` changes between them. To give acts keys of
your own, write `desk-keys.yaml` in thematic's configuration folder (`$THEMATIC_CONFIG`, else the usual place
on your system):

```yaml
preset: plain
keys:
  choose-code: c
  grow: ctrl+g,plus
```
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for place, words in PLACES.items():
        rows = [
            f"| {_keys(act, 'vim')} | {_keys(act, 'plain')} | {act.sentence} | `{act.id}` |"
            for act in acts_of(place)
        ]
        if rows:
            table = "\n".join(["| vim-like | plain | does | id |", "|---|---|---|---|", *rows])
            parts.append(f"## {words}\n\n{table}\n")
    return "\n".join(parts)


def _keys(act: Act, preset: Preset) -> str:
    """Keys as code, each on its own."""
    return " ".join(f"`{key}`" for key in shown_keys(act, preset).split())


if __name__ == "__main__":
    (Path(__file__).parent / "keys.md").write_text(page(), encoding="utf-8")
