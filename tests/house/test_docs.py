"""What the documents say exists, exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from thematic.cli.main import VERBS

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/dependencies.md",
    "docs/development.md",
    "docs/report.md",
    "docs/team.md",
    "docs/merging.md",
]


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, root: Path) -> tuple[Path, str]:
    path = root / request.param
    return path, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tests(root: Path) -> set[str]:
    """Names of all test functions."""
    return {
        node.name
        for path in (root / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_links_lead_somewhere(page):
    path, text = page
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    dead = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not dead


def test_files_in_backticks_exist(page, root):
    _, text = page
    named = set(re.findall(r"`((?:thematic|tests|docs|benchmarks|codebooks|transcripts)/[\w./-]*)`", text))
    named |= {
        f"thematic/{name}"
        for name in re.findall(r"`((?:cli|workflow|store|model|language)/\w[\w./]*)`", text)
    }
    assert not [name for name in sorted(named) if not (root / name).exists()]


def test_tests_in_backticks_exist(page, tests):
    _, text = page
    named = set(re.findall(r"`(test_[a-z_0-9]+)`", text)) - {
        "test_a_respondent_who_says_it_twice_counts_once"
    }
    assert named <= tests, named - tests


def test_every_law_names_a_test(root):
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+)\. .*\| (.*) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 11))
    assert all("`test_" in cell for _, cell in rows)


def test_verbs_in_backticks_exist(page):
    _, text = page
    named = set(re.findall(r"`thematic ([a-z]+)\b", text))
    assert named <= set(VERBS), named - set(VERBS)


def test_classes_of_the_glossary_exist(root):
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = {word for cell in re.findall(r"^\| (?:\*\*)?([A-Z]\w+)", text, re.MULTILINE) for word in [cell]}
    classes = {
        node.name
        for path in (root / "thematic" / "model").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    values = {
        "Project",
        "Exposure",
        "Consent",
        "Stance",
        "Layer",
        "Role",
        "Theme",
        "Evidence",
        "Base",
        "Journal",
        "Unit",
    }
    values |= {"Register", "Head", "Conflict", "View"}
    assert words - classes <= values, words - classes - values


def test_every_dependency_has_its_reason(root, pyproject):
    text = (root / "docs" / "dependencies.md").read_text(encoding="utf-8").casefold()
    project = pyproject["project"]
    asked = [
        *project["dependencies"],
        *(line for lines in project["optional-dependencies"].values() for line in lines),
    ]
    names = [re.match(r"[\w-]+", line)[0].casefold() for line in asked]
    assert not [name for name in names if name not in text]
