"""What a start costs: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ["spacy", "sqlalchemy", "textual", "numpy", "yaml", "rapidfuzz", "openpyxl", "docx", "jinja2", "rich"]


def loaded_after(words: str) -> list[str]:
    """Which of the heavy packages a new interpreter holds after running these words."""
    script = f"{words}\nimport json, sys\nprint('\\n' + json.dumps([n for n in {HEAVY} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_watch_would_see_a_heavy_import():
    assert loaded_after("import numpy") == ["numpy"]


def test_help_loads_nothing_heavy():
    assert loaded_after("from thematic.cli.main import run\nassert run(['--help']) == 0") == []


def test_no_verb_loads_anything_heavy_before_it_runs():
    each = "for verb in VERBS:\n    assert run([verb, '--help']) == 0, verb"
    assert loaded_after(f"from thematic.cli.main import VERBS, run\n{each}") == []
