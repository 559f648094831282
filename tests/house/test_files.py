"""What the files of the project must not hold, and what they must agree on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Put together here, so that this file does not hold what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "conda" + ".io"]


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    """Every text file under version control, by its path."""
    if not (root / ".git").exists():
        pytest.skip("this is no git checkout: which files belong to the project is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    found = {}
    for name in filter(None, listed.decode().split("\0")):
        path = root / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            found[name] = content.decode("utf-8", "replace")
    return found


def test_no_file_names_a_place_on_this_machine(root, texts):
    places = {str(root), f"{Path.home()}/", "/" + "home/", "/" + "Users/", "/" + "tmp/"}
    named = {(name, place) for name, text in texts.items() for place in places if place in text}
    assert not named


def test_no_file_names_the_host_of_a_package_registry(texts):
    named = {(name, host) for name, text in texts.items() for host in HOSTS if host in text}
    assert not named


def test_no_file_is_marked_unfinished(texts):
    mark = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    marked = {
        name for name, text in texts.items() if name.endswith((".py", ".md", ".toml")) and mark.search(text)
    }
    assert not marked


def test_no_file_is_left_in_the_middle_of_a_merge(texts):
    mark = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
    assert not {name for name, text in texts.items() if mark.search(text)}


def test_every_requirement_is_pinned_within_its_range(root, pyproject):
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    project = pyproject["project"]
    asked = [
        *project["dependencies"],
        *(line for lines in project["optional-dependencies"].values() for line in lines),
        *pyproject["dependency-groups"]["dev"],
    ]
    for requirement in map(Requirement, asked):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in constraints.txt"
        assert requirement.specifier.contains(version), f"{requirement} but pinned to {version}"


def test_constraints_hold_names_and_versions_only(root):
    for line in (root / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", line), line


def test_the_newest_version_stands_in_the_changelog(root, pyproject):
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changes or f"## [{pyproject['project']['version']}]" in changes
