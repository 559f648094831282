"""The page of keys says what the registry says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "desk"


def test_the_page_of_keys_is_made_from_the_registry() -> None:
    if not DOCS.exists():
        pytest.skip("no docs beside these tests: this is not a checkout")
    spec = importlib.util.spec_from_file_location("desk_keys_page", DOCS / "keys.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (DOCS / "keys.md").read_text(encoding="utf-8")
    assert written == module.page(), "make it anew: python docs/desk/keys.py"
