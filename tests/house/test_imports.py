"""The floors, the rooms and the doors."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
BACK = "from thematic.ingest import one"
EVERYWHERE = {"numpy"}
"""Packages that need no door: model and every room may count with them."""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_contract_holds(root):
    done = lint(root)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_breaks_when_it_is_broken(root, tmp_path, pyproject):
    shutil.copytree(root / "thematic", tmp_path / "thematic", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    doors = [contract for contract in contracts if contract["type"] == "protected"]
    trespass = "".join(f"import {name}\n" for door in doors for name in door["protected_modules"])
    for path, words in {
        "errors.py": trespass,
        "ingest/trespass.py": "def read():\n    from thematic.store import schema\n",
        "ingest/one.py": "from thematic.ingest import two\n",
        "ingest/two.py": f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {BACK}\n",
        "ingest/inner/__init__.py": '"""A package inside a room."""\n',
        "ingest/inner/one.py": "from thematic.ingest import outer\n",
        "ingest/outer.py": "from thematic.ingest.inner import one\n",
        "cli/trespass.py": "from thematic.store import schema\n",
        "model/trespass.py": "import sqlalchemy\n",
    }.items():
        file = tmp_path / "thematic" / path
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as added:
            added.write(words)
    said = lint(tmp_path).stdout
    kept = [contract["name"] for contract in contracts if f"{contract['name']} BROKEN" not in said]
    assert not kept, said


def test_a_room_nobody_placed_breaks_the_floors(root, tmp_path):
    shutil.copytree(root / "thematic", tmp_path / "thematic", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    (tmp_path / "thematic" / "attic").mkdir()
    (tmp_path / "thematic" / "attic" / "__init__.py").touch()
    done = lint(tmp_path)
    assert done.returncode != 0
    assert "thematic.attic" in done.stdout


def test_every_outside_package_has_a_door(pyproject, outside_imports):
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    doors = {
        name
        for contract in contracts
        if contract["type"] == "protected"
        for name in contract["protected_modules"]
    }
    open_ = {name: sorted(by) for name, by in outside_imports.items() if name not in doors | EVERYWHERE}
    assert not open_, "add a 'protected' contract to pyproject.toml"


def test_every_outside_package_is_declared(pyproject, outside_imports):
    project = pyproject["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    declared = {
        re.match(r"[\w.-]+", line)[0].lower().replace("_", "-")
        for line in [*project["dependencies"], *extras]
    }
    known = packages_distributions()
    undeclared = {
        name: sorted(by)
        for name, by in outside_imports.items()
        if not declared & {found.lower().replace("_", "-") for found in known.get(name, [name])}
    }
    assert not undeclared


def test_package_inits_hold_a_docstring_only(modules):
    inits = {path: tree for path, tree in modules.items() if path.endswith("__init__.py")}
    assert inits
    for path, tree in inits.items():
        assert ast.get_docstring(tree), path
        assert len(tree.body) == 1, path


def test_every_folder_with_modules_is_a_package(root):
    bare = {
        path.parent.relative_to(root).as_posix()
        for path in (root / "thematic").rglob("*.py")
        if not (path.parent / "__init__.py").exists()
    }
    assert not bare
