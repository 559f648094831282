"""The package as text and as a table of verbs."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def pyproject(root: Path) -> dict[str, Any]:
    """pyproject.toml, read."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def modules(root: Path) -> dict[str, ast.Module]:
    """Every module of the package, parsed, by its path from the checkout."""
    return {
        path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((root / "thematic").rglob("*.py"))
    }


@pytest.fixture(scope="session")
def outside_imports(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Third-party package → the modules that import it, wherever in them the import stands."""
    found: dict[str, set[str]] = {}
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            for name in names:
                package = name.partition(".")[0]
                if package != "thematic" and package not in sys.stdlib_module_names:
                    found.setdefault(package, set()).add(path)
    return found
